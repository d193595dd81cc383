"""The command ``policy-assistant``. Results go to standard output, progress and warnings to standard error.

Exit codes: 0 done or answered, 2 usage, 3 no answer, 4 index missing or stale.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.messages import load_messages
from assistant.model import Answer, AnswerStatus, Language
from assistant.pipeline import Assistant
from assistant.progress import Bar
from assistant.render import hit_to_json, to_json, to_text
from assistant.settings import Settings, current
from corpus.load import SHIPPED
from index.build import BuildReport, build, is_stale
from index.errors import IndexingError, IndexStale, NothingToIndex
from index.search import PolicyIndex

DONE, USAGE, NO_ANSWER, NO_INDEX = 0, 2, 3, 4
_ANSWERED = (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    settings = current()
    options = _parser(settings).parse_args(arguments)
    try:
        code: int = options.run(options, settings)
    except UsageError as error:
        print(error, file=sys.stderr)
        return USAGE
    except IndexingError as error:
        print(error, file=sys.stderr)
        return NO_INDEX
    except BrokenPipeError:
        return DONE
    return code


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policy-assistant",
        description="Answers from policy documents, each statement cited to a clause.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("--index", type=Path, default=settings.index, metavar="DIR", help="index folder")
        sub.add_argument("--json", action="store_true", help="print JSON")
        sub.set_defaults(run=run)
        return sub

    sub = command("build", _build, "read documents and bring the index up to date")
    sub.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: the shipped)"
    )
    sub.add_argument(
        "--embedder", default=settings.embedder, metavar="NAME", help="SentenceTransformer name or folder"
    )
    sub = command("search", _search, "find clauses")
    sub.add_argument("text", nargs="?", metavar="TEXT")
    sub.add_argument("--batch", type=Path, metavar="FILE", help='one {"id", "question"} a line')
    sub.add_argument("--limit", type=_positive, default=10, metavar="N", help="most hits (default 10)")
    sub = command("ask", _ask, "answer a question with cited clauses")
    sub.add_argument("text", nargs="?", metavar="TEXT")
    sub.add_argument(
        "--batch", type=Path, metavar="FILE", help='one {"id", "question"} or {"id", "turns"} a line'
    )
    sub.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="the day whose law counts")
    sub = command("serve", _serve, "serve the chat page")
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=7860)
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} < 1")
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_message("bad_date", value=text)) from error


def _message(name: str, **values: object) -> str:
    return load_messages(Language.ZH).text("cli", name, **values)


def _build(options: argparse.Namespace, settings: Settings) -> int:
    paths = options.paths or [SHIPPED]
    for path in paths:
        if not path.exists():
            raise UsageError(_message("no_file", file=path))
    report = build_index(paths, options.index, options.embedder)
    if options.json:
        print(json.dumps(asdict(report), ensure_ascii=False))
    else:
        _print_report(report)
    return DONE


def build_index(paths: Sequence[Path], index: Path, embedder: str | None) -> BuildReport:
    """Build with a progress bar on standard error.

    Raises:
        NothingToIndex: if no document could be read.
    """
    messages = load_messages(Language.ZH)
    names = {stage: messages.text("cli", stage) for stage in ("read", "embed", "derive")}
    with Bar(names) as bar:
        return build(paths, index, embedder, bar.tell)


def _print_report(report: BuildReport) -> None:
    for row in report.failed:
        print(_message("failed", path=row.path, reason=row.reason), file=sys.stderr)
    for row in report.skipped:
        print(_message("skipped", path=row.path, reason=row.reason), file=sys.stderr)
    print(_message("report", **{**asdict(report), "failed": len(report.failed)}))


def open_index(folder: Path) -> PolicyIndex:
    """Open an index whose documents have not changed since it was built.

    Raises:
        IndexMissing: if there is none.
        IndexStale: if the documents or the model have changed.
    """
    index = PolicyIndex.open(folder)
    if is_stale(index.current):
        sources = " ".join(index.current.sources)
        raise IndexStale(_message("stale", sources=sources, index=folder))
    return index


def _search(options: argparse.Namespace, settings: Settings) -> int:
    rows = list(_rows(options))
    index = open_index(options.index)
    found = False
    for row in rows:
        result = index.search(str(row["question"]), limit=options.limit, floor=0.0)
        found = found or bool(result.hits)
        hits = [hit_to_json(hit) for hit in result.hits]
        if options.json or options.batch:
            _print_json({"id": row["id"], "hits": hits, "ms": round(result.milliseconds, 1)})
        else:
            for hit in hits:
                print(f"{hit['rank']}. {hit['title']} {hit['locator']}  {hit['score']}  {hit['why']}")
                print(f"{hit['text']}\n")
    return DONE if found or options.batch else NO_ANSWER


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    rows = list(_rows(options))
    assistant = Assistant(open_index(options.index))
    answer: Answer | None = None
    for row in rows:
        turns = [_turn(turn) for turn in row.get("turns") or [row["question"]]]
        day = date.fromisoformat(row["as_of"]) if row.get("as_of") else options.as_of
        answer = assistant.answer(turns[-1], turns[:-1], day)
        if options.json or options.batch:
            _print_json(to_json(answer, row["id"]))
        elif answer.status is AnswerStatus.ERROR:
            raise UsageError(answer.message)
        else:
            print(to_text(answer))
    if options.batch or answer is None or answer.status in _ANSWERED:
        return DONE
    return USAGE if answer.status is AnswerStatus.ERROR else NO_ANSWER


def _turn(turn: object) -> str:
    """Return the words of a turn: a string, or an object with `question`, `content` or `text`."""
    if isinstance(turn, dict):
        return str(next((turn[key] for key in ("question", "content", "text") if key in turn), ""))
    return str(turn)


def _rows(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    if options.batch is None:
        if options.text is None:
            raise UsageError(_message("need_question"))
        yield {"id": None, "question": options.text}
        return
    try:
        lines = options.batch.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(_message("no_file", file=options.batch)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(options.batch, number, line)


def _row(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or not (row.get("turns") or isinstance(row.get("question"), str)):
            raise ValueError("question | turns")
        if row.get("as_of"):
            date.fromisoformat(row["as_of"])
    except (ValueError, TypeError) as error:
        raise UsageError(_message("bad_batch", file=file, line=number, reason=error)) from error
    return {"id": number, **row}


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    try:
        index = open_index(options.index)
    except IndexingError as error:
        if isinstance(error, NothingToIndex):
            raise
        print(_message("building"), file=sys.stderr)
        build_index([SHIPPED], options.index, settings.embedder)
        index = open_index(options.index)
    from ui import serve

    return serve(Assistant(index), host=options.host, port=options.port)


if __name__ == "__main__":
    sys.exit(main())
