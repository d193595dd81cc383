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

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("--index", type=Path, default=settings.index, metavar="DIR", help="index folder")
        sub.add_argument("--json", action="store_true", help="print JSON")
        sub.set_defaults(run=run)
        return sub

    sub = command("build", run_build, "read documents and bring the index up to date")
    sub.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: the shipped)"
    )
    sub.add_argument(
        "--embedder", default=settings.embedder, metavar="NAME", help="SentenceTransformer name or folder"
    )
    add_parsers(
        command("add", run_add, "add documents, or replace those of the same id"),
        command("remove", run_remove, "withdraw documents; later builds leave them out too"),
    )
    command("list", run_list, "list documents, with who added or withdrew them, when and why")
    sub = command("search", run_search, "find clauses")
    sub.add_argument("text", nargs="?", metavar="TEXT")
    sub.add_argument("--batch", type=Path, metavar="FILE", help='one {"id", "question"} a line')
    sub.add_argument("--limit", type=_positive, default=10, metavar="N", help="most hits (default 10)")
    sub = command("ask", run_ask, "answer a question with cited clauses")
    sub.add_argument("text", nargs="?", metavar="TEXT")
    sub.add_argument(
        "--batch", type=Path, metavar="FILE", help='one {"id", "question"} or {"id", "turns"} a line'
    )
    sub.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="the day whose law counts")
    sub = command("check", run_check, "check the wording of a text, sentence by sentence")
    sub.add_argument("file", metavar="FILE", help="a text, Word, PDF or HTML file, or - for standard input")
    sub.add_argument("--documents", nargs="+", default=[], metavar="ID", help="check against these alone")
    sub.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="the day whose law counts")
    sub.add_argument("--out", type=report_file, metavar="FILE", help="write a report, .docx or .html")
    sub = command("compare", run_compare, "compare two versions or documents clause by clause")
    for name in ("old", "new"):
        sub.add_argument(name, metavar=name.upper(), help="a document id, a title or a file")
    sub.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="the day whose law counts")
    sub.add_argument("--out", type=report_file, metavar="FILE", help="write a report, .docx or .html")
    sub = command("clause", run_clause, "look up a clause, its status, versions and citation")
    sub.add_argument("address", metavar="ADDRESS", help="title or number and article: 外商投资法 第二十八条")
    sub.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="the day whose law counts")
    sub = command("account", run_account, "make a line for the file of staff accounts")
    sub.add_argument("name", metavar="NAME")
    sub = command("adapt", run_adapt, "train an embedding model on your own documents")
    sub.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folders or files to learn from")
    sub.add_argument("--pairs", type=Path, metavar="FILE", help='one {"question", "text"} a line')
    sub.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the model is written")
    sub.add_argument(
        "--steps", type=_positive, default=900, metavar="N", help="length of the training (default 900)"
    )
    sub.add_argument("--from-nothing", action="store_true", help="do not begin with the bundled model")
    sub.add_argument(
        "--no-law-asks", action="store_true", help="leave out the questions that come with national laws"
    )
    sub = command("serve", run_serve, "serve the chat page")
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
        raise argparse.ArgumentTypeError(cli_text("bad_date", value=text)) from error


if __name__ == "__main__":
    sys.exit(main())
