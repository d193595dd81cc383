"""The command ``policy-assistant``. Results go to standard output, progress and warnings to standard error.

Exit codes: 0 done or answered, 2 usage, 3 no answer, 4 index missing or stale.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.commands import DONE, NO_INDEX, USAGE, run_adapt, run_ask, run_build, run_search, run_serve
from assistant.errors import UsageError
from assistant.intake_commands import add_parsers, run_add, run_list, run_remove
from assistant.messages import cli_text
from assistant.settings import Settings, current
from assistant.staff_commands import report_file, run_account, run_check, run_clause, run_compare
from index.errors import IndexingError, UnknownDocument

INTERRUPTED = 130  # what a shell expects after Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    try:
        settings = current()
        options = _parser(settings).parse_args(arguments)
        code: int = options.run(options, settings)
    except (UsageError, UnknownDocument) as error:
        print(error, file=sys.stderr)
        return USAGE
    except IndexingError as error:
        print(error, file=sys.stderr)
        return NO_INDEX
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        print(cli_text("interrupted"), file=sys.stderr)
        return INTERRUPTED
    return code


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policy-assistant",
        description="Answers from policy documents, each statement cited to a clause.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    index, as_json = (argparse.ArgumentParser(add_help=False) for _ in range(2))
    index.add_argument("--index", type=Path, default=settings.index, metavar="DIR", help="index folder")
    as_json.add_argument("--json", action="store_true", help="print JSON")

    def command(
        name: str, run: object, text: str, *, shared: Sequence[argparse.ArgumentParser] = (index, as_json)
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text, parents=shared)
        sub.set_defaults(run=run)
        return sub

    build = command("build", run_build, "read documents and bring the index up to date")
    add = command("add", run_add, "add documents, or replace those of the same id")
    remove = command("remove", run_remove, "withdraw documents; later builds leave them out too")
    command("list", run_list, "list documents, with who added or withdrew them, when and why")
    search = command("search", run_search, "find clauses")
    ask = command("ask", run_ask, "answer a question with cited clauses")
    check = command("check", run_check, "check the wording of a text, sentence by sentence")
    compare = command("compare", run_compare, "compare two versions or documents clause by clause")
    clause = command("clause", run_clause, "look up a clause, its status, versions and citation")
    account = command("account", run_account, "make a line for the file of staff accounts", shared=())
    adapt = command("adapt", run_adapt, "train an embedding model on your own documents", shared=(as_json,))
    serve = command("serve", run_serve, "serve the chat page", shared=(index,))
    _add_build_options(build, settings)
    add_parsers(add, remove)
    _add_asking_options(search, ask)
    _add_staff_options(check, compare, clause)
    account.add_argument("name", metavar="NAME")
    _add_adapt_options(adapt)
    serve.add_argument("--host", default="127.0.0.1", help="address to listen at (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=7860, help="port, 0 for any free one (default 7860)")
    return parser


def _add_build_options(build: argparse.ArgumentParser, settings: Settings) -> None:
    build.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: the shipped)"
    )
    build.add_argument(
        "--embedder", default=settings.embedder, metavar="NAME", help="SentenceTransformer name or folder"
    )


def _add_asking_options(search: argparse.ArgumentParser, ask: argparse.ArgumentParser) -> None:
    row = '{"id", "question"}'
    for sub, rows in ((search, row), (ask, row + ' or {"id", "turns"}')):
        sub.add_argument("text", nargs="?", metavar="TEXT", help="the question")
        sub.add_argument("--batch", type=Path, metavar="FILE", help=f"one {rows} a line")
    search.add_argument("--limit", type=_positive, default=10, metavar="N", help="most hits (default 10)")
    _add_day(ask)


def _add_staff_options(
    check: argparse.ArgumentParser, compare: argparse.ArgumentParser, clause: argparse.ArgumentParser
) -> None:
    check.add_argument("file", metavar="FILE", help="a text, Word, PDF or HTML file, or - for standard input")
    check.add_argument("--documents", nargs="+", default=[], metavar="ID", help="check against these alone")
    for name in ("old", "new"):
        compare.add_argument(name, metavar=name.upper(), help="a document id, a title or a file")
    clause.add_argument(
        "address", metavar="ADDRESS", help="title or number and article: 外商投资法 第二十八条"
    )
    for sub in (check, compare, clause):
        _add_day(sub)
    for sub in (check, compare):
        sub.add_argument("--out", type=report_file, metavar="FILE", help="a report: .docx, .html or .json")


def _add_day(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--as-of", type=_day, metavar="DATE", help="the day whose law counts (default: today)")


def _add_adapt_options(adapt: argparse.ArgumentParser) -> None:
    adapt.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folders or files to learn from")
    adapt.add_argument("--pairs", type=Path, metavar="FILE", help='one {"question", "text"} a line')
    adapt.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the model is written")
    adapt.add_argument(
        "--steps", type=_positive, default=900, metavar="N", help="length of the training (default 900)"
    )
    adapt.add_argument("--from-nothing", action="store_true", help="do not begin with the bundled model")
    adapt.add_argument(
        "--no-law-asks", action="store_true", help="leave out the questions that come with national laws"
    )


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} < 1")
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(cli_text("bad_date", value=text)) from error


if __name__ == "__main__":
    sys.exit(main())
