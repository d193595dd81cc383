"""What the sub-commands for staff do: check, compare, clause. Results go to standard output."""

from __future__ import annotations

import argparse
import json
import sys
from getpass import getpass
from pathlib import Path

from assistant.accounts import hashed
from assistant.clause_lookup import look_up
from assistant.commands import DONE, NO_ANSWER, open_index
from assistant.compare_report import comparison_to_json, comparison_to_text
from assistant.comparison import compare_named
from assistant.errors import UsageError
from assistant.lookup_report import lookup_to_json, lookup_to_text
from assistant.messages import cli_text, load_messages
from assistant.model import Language
from assistant.reports import SUFFIXES, comparison_as, report_as
from assistant.settings import Settings
from assistant.wording import check
from assistant.wording_json import report_to_json
from assistant.wording_text_report import report_to_text
from assistant.wording_upload import read_document_file, usable
from index.search import PolicyIndex


def run_check(options: argparse.Namespace, settings: Settings) -> int:
    """Check the wording of a file, or of standard input."""
    messages = load_messages(Language.ZH)
    confidence = None
    if options.file == "-":
        text = sys.stdin.read()
    else:
        document = read_document_file(Path(options.file), messages)
        text, confidence = document.text, document.metadata.ocr_confidence
    index = open_index(options.index, settings.chroma_url)
    _require_documents(options.documents, index)
    report = check(
        usable(text, messages),
        index,
        as_of=options.as_of,
        documents=options.documents,
        confidence=confidence,
    )
    if options.out:
        _write(options.out, report_as(options.out.suffix, report, Language.ZH))
    print(_json(report_to_json(report)) if options.json else report_to_text(report, messages))
    return DONE


def run_compare(options: argparse.Namespace, settings: Settings) -> int:
    """Compare two versions or two documents clause by clause."""
    messages = load_messages(Language.ZH)
    index = open_index(options.index, settings.chroma_url)
    comparison = compare_named(options.old, options.new, index, messages, options.as_of)
    if options.out:
        made = comparison_as(options.out.suffix, comparison, Language.ZH)
        _write(options.out, made)
    print(_json(comparison_to_json(comparison)) if options.json else comparison_to_text(comparison, messages))
    return DONE


def run_clause(options: argparse.Namespace, settings: Settings) -> int:
    """Look up a clause by title or number and article."""
    lookup = look_up(options.address, open_index(options.index, settings.chroma_url), options.as_of)
    if options.json:
        print(_json(lookup_to_json(lookup)))
    else:
        print(lookup_to_text(lookup, options.address, load_messages(Language.ZH)))
    return DONE if lookup.found else NO_ANSWER


def run_account(options: argparse.Namespace, settings: Settings) -> int:
    """Print a line for the file of staff accounts; the password is asked for, or read from a pipe."""
    ask = getpass(cli_text("ask_password")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    print(f"{options.name}:{hashed(ask)}")
    return DONE


def report_file(name: str) -> Path:
    """Return the path of a report.

    Raises:
        argparse.ArgumentTypeError: if its name does not end in .docx, .html or .json.
    """
    if not name.lower().endswith(SUFFIXES):
        raise argparse.ArgumentTypeError(cli_text("bad_report", file=name))
    return Path(name)


def _write(file: Path, made: bytes) -> None:
    try:
        file.write_bytes(made)
    except OSError as error:
        raise UsageError(cli_text("not_written", file=file, reason=error.strerror or error)) from error
    print(cli_text("written", file=file), file=sys.stderr)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _require_documents(names: list[str], index: PolicyIndex) -> None:
    for name in names:
        if name not in index.documents:
            raise UsageError(cli_text("no_document", document=name))
