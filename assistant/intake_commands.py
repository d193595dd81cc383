"""The sub-commands that change single documents of an index: add, remove, list."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from dataclasses import asdict
from pathlib import Path

from assistant.errors import UsageError
from assistant.messages import cli_text, load_messages
from assistant.model import Language
from assistant.progress import Bar
from assistant.settings import Settings
from index.intake import ChangeReport, Listed, add, listing, remove

DONE = 0


def run_add(options: argparse.Namespace, settings: Settings) -> int:
    """Add documents, or replace those of the same id."""
    for file in options.files:
        if not file.is_file():
            raise UsageError(cli_text("no_file", file=file))
    with _bar() as bar:
        report = add(
            options.files,
            options.index,
            by=options.by or _user(),
            reason=options.reason,
            server=settings.chroma_url,
            limits=settings.limits,
            progress=bar.tell,
        )
    return _print_report(report, options.json)


def run_remove(options: argparse.Namespace, settings: Settings) -> int:
    """Withdraw documents by id."""
    with _bar() as bar:
        report = remove(
            options.ids,
            options.index,
            by=options.by or _user(),
            reason=options.reason,
            server=settings.chroma_url,
            progress=bar.tell,
        )
    return _print_report(report, options.json)


def run_list(options: argparse.Namespace, settings: Settings) -> int:
    """List the documents of an index, and those withdrawn, with the last change of each."""
    rows = listing(options.index, settings.chroma_url)
    if options.json:
        print(json.dumps([_row(row) for row in rows], ensure_ascii=False))
        return DONE
    for row in rows:
        fields = _row(row)
        line = "  ".join(
            filter(None, (fields["id"], fields["title"], fields["doc_number"], fields["status"]))
        )
        print(line)
        if row.entry:
            print("    " + cli_text("entry_" + row.entry.action, **asdict(row.entry)))
    return DONE


def _row(row: Listed) -> dict[str, str]:
    found, entry = row.metadata, row.entry
    fields = {
        "id": found.id if found else entry.document_id if entry else "",
        "title": found.title if found else entry.title if entry else "",
        "doc_number": found.doc_number if found else "",
        "status": found.status.value if found else "withdrawn",
        "path": found.path if found else "",
    }
    if entry:
        fields |= {"action": entry.action, "by": entry.by, "at": entry.at, "reason": entry.reason}
    return fields


def _print_report(report: ChangeReport, as_json: bool) -> int:
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False))
        return DONE
    for row in report.failed:
        print(cli_text("failed", path=row.path, reason=row.reason), file=sys.stderr)
    for row in report.incomplete:
        print(cli_text("incomplete", path=row.path, reason=row.reason), file=sys.stderr)
    for entry in report.entries:
        print(cli_text("entry_" + entry.action, **asdict(entry)) + f"  {entry.document_id}")
    print(cli_text("changed", **asdict(report)))
    return DONE


def _bar() -> Bar:
    messages = load_messages(Language.ZH)
    return Bar({stage: messages.text("cli", stage) for stage in ("read", "embed", "derive")})


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without accounts
        return ""


def add_options(sub: argparse.ArgumentParser) -> None:
    """Add what is kept of a change: who and why."""
    sub.add_argument("--by", default="", metavar="NAME", help="who does it (default: the account)")
    sub.add_argument("--reason", default="", metavar="TEXT", help="why, kept in the register")


def add_parsers(add_sub: argparse.ArgumentParser, remove_sub: argparse.ArgumentParser) -> None:
    """Add the arguments of ``add`` and ``remove``."""
    add_sub.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files; a copy of each is kept")
    remove_sub.add_argument("ids", nargs="+", metavar="ID", help="ids of documents, as `list` shows them")
    for sub in (add_sub, remove_sub):
        add_options(sub)
