"""The command ``python -m evals``. Tables go to standard output; exit code 2 for usage, 4 for no index."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import current
from evals.bench import bench, bench_table
from evals.cases import CaseError, read_cases, resolve_sets
from evals.report import report
from evals.runner import generate, read_generated, result_folder
from index.errors import IndexingError

DONE, USAGE, NO_INDEX = 0, 2, 4
REPORT = "report.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser(current().index).parse_args(arguments)
    try:
        options.run(options)
    except CaseError as error:
        print(error, file=sys.stderr)
        return USAGE
    except IndexingError as error:
        print(error, file=sys.stderr)
        return NO_INDEX
    return DONE


def _parser(index: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the assistant.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    generating = command("generate", _generate, "ask every case and keep the answers")
    running = command("run", _run, "generate, then score")
    timing = command("bench", _bench, "measure timings")
    for sub in (generating, running, timing):
        sub.add_argument("--index", type=Path, default=index, metavar="DIR", help="index folder")
        sub.add_argument(
            "--sets", nargs="+", default=[], metavar="SET", help="names or files (default: the shipped)"
        )
    for sub in (generating, running):
        sub.add_argument("--out", type=Path, metavar="DIR", help="folder for results (default: results/TIME)")
    scoring = command("score", _score, "score a saved run without running anything")
    scoring.add_argument("path", type=Path, metavar="FILE|DIR")
    return parser


def _generate(options: argparse.Namespace) -> Path:
    sets = resolve_sets(options.sets)
    out: Path = options.out or result_folder(Path("results"))
    file = generate(read_cases(sets), options.index, sets, out)
    print(file, file=sys.stderr)
    return file


def _run(options: argparse.Namespace) -> None:
    file = _generate(options)
    text = report(read_generated(file))
    (file.parent / REPORT).write_text(text + "\n", encoding="utf-8")
    print(text)


def _score(options: argparse.Namespace) -> None:
    print(report(read_generated(options.path)))


def _bench(options: argparse.Namespace) -> None:
    print(bench_table(bench(read_cases(resolve_sets(options.sets)), options.index)))


if __name__ == "__main__":
    sys.exit(main())
