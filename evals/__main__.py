"""The command ``python -m evals``. Tables go to standard output.

Exit codes: 0 done, 2 usage, 3 the laws to measure with are not at hand, 4 index missing or stale.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from assistant.settings import current
from assistant.weighing import WEIGHING, bare
from corpus.load import SHIPPED, load_corpus
from evals.ablation import ablation
from evals.baselines import INSTALL
from evals.bench import bench, bench_table
from evals.cases import CaseError, read_cases, resolve_sets
from evals.floor import draw, floor_curve, floor_table, write_csv
from evals.gate import SEEDS, gate_report
from evals.hostile import injection_report
from evals.intake import FORMATS, choose, intake_table, measure, measure_tables
from evals.kills import COMMANDS, kill_all, kills_table
from evals.laws import NoSharedData, copy_national, open_laws, shared_data
from evals.leaflets import LAWS, leaflet_report
from evals.leaflets import SHIPPED as SHIPPED_ONES
from evals.lookup_sets import SEED, digest_lookups, law_lookups
from evals.lookups import look_up, lookup_report
from evals.metadata import measure_metadata, metadata_table
from evals.mixed import measure_mixed, mixed_table
from evals.report import report
from evals.retrieval import Extent, SplitBy, held_out, retrieval, retrieval_table
from evals.runner import generate, read_generated, result_folder
from evals.tune import DEVELOPED_WITH, case_examples, law_examples, tune, write
from evals.weigh import LEARNED_FROM, learn
from evals.weigh import write as write_rules
from evals.wording_bench import wording_report
from index.errors import IndexingError
from index.ranking import RANKING_FILE
from index.search import PolicyIndex

DONE, USAGE, NO_LAWS, NO_INDEX = 0, 2, 3, 4
REPORT = "report.md"
_LAWS_INDEX = "index of the national laws"
_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_Command: TypeAlias = Callable[[str, object, str], argparse.ArgumentParser]


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
    except NoSharedData as reason:
        print(reason, file=sys.stderr)
        return NO_LAWS
    return DONE


def _parser(index: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the assistant.")
    command = _adding(parser.add_subparsers(required=True, metavar="COMMAND"))
    generating = command("generate", _generate, "ask every case and keep the answers")
    running = command("run", _run, "generate, then score")
    timing = command("bench", _bench, "measure timings")
    tuning = command("tune", _tune, "learn ranking weights and floor, print cross-validated figures")
    weighing = command("weigh", _weigh, "learn when a clause answers from the open sets (assistant/data)")
    scoring = command("score", _score, "score a saved run without running anything")
    for sub in (generating, running, timing):
        _add_index(sub, index)
        _add_sets(sub, [], "names or files (default: all but the held out)")
    for sub in (generating, running):
        sub.add_argument("--out", type=Path, metavar="DIR", help="folder for results (default: results/TIME)")
    benches = _adding(timing.add_subparsers(metavar="WHAT"))
    _add_law_benches(benches)
    _add_benches(benches, index)
    _add_sets(tuning, DEVELOPED_WITH, "names or files")
    tuning.add_argument(
        "--embedder",
        metavar="FOLDER",
        help="model trained without the questions held out by --split question",
    )
    tuning.add_argument("--laws", type=Path, metavar="DIR", help=f"{_LAWS_INDEX}, made if missing")
    tuning.add_argument("--ablate", action="store_true", help="print what each part adds, and write nothing")
    tuning.add_argument("--out", type=Path, default=RANKING_FILE, metavar="FILE", help="where the weights go")
    _add_index(weighing, index)
    weighing.add_argument(
        "--bare", action="store_true", help="the index holds documents without their questions"
    )
    scoring.add_argument("path", type=Path, metavar="FILE|DIR")
    return parser


def _adding(commands: _Commands) -> _Command:
    """Return what adds a command: its name, what it runs, and what it says of itself."""

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    return command


def _add_index(sub: argparse.ArgumentParser, default: Path | None, text: str = "index folder") -> None:
    sub.add_argument("--index", type=Path, default=default, metavar="DIR", help=text)


def _add_sets(sub: argparse.ArgumentParser, default: Sequence[str], text: str) -> None:
    sub.add_argument("--sets", nargs="+", default=default, metavar="SET", help=text)


def _add_law_benches(command: _Command) -> None:
    """Add what ``bench`` measures over the laws."""
    ranking = command("retrieval", _retrieval, "rank national laws with several systems, side by side")
    looking = command("lookups", _lookups, "look up exact addresses in laws and in the shipped documents")
    for sub in (ranking, looking):
        _add_index(sub, None, f"{_LAWS_INDEX}, made if missing")
        sub.add_argument("--embedder", metavar="FOLDER", help="model of the index (default: the bundled one)")
    ranking.add_argument("--split", type=SplitBy, choices=list(SplitBy), default=SplitBy.ARTICLE)
    ranking.add_argument(
        "--law-asks",
        action="store_true",
        help="with --split law: the laws measured keep the questions written for them in index/law_asks",
    )
    extent = ranking.add_mutually_exclusive_group()
    extent.set_defaults(extent=Extent.USUAL)
    for name, text in ((Extent.QUICK, "only show that it runs"), (Extent.FULL, "all laws for every system")):
        extent.add_argument(f"--{name}", dest="extent", action="store_const", const=name, help=text)
    looking.add_argument("--seed", type=int, default=SEED, help="of the choice of look-ups")
    wording = command("wording", _wording, "check true, altered and invented sentences of all laws")
    _add_index(wording, None, "index of all laws, made if missing")
    wording.add_argument("--scale", type=float, default=1.0, metavar="X", help="1 is 3,000 sentences")
    wording.add_argument("--seed", type=int, metavar="N", help="of every choice")
    wording.add_argument("--misses", type=int, default=3, metavar="N", help="misses shown of each kind")
    reading = command("intake", _intake, "write laws as files of every kind and read them back")
    reading.add_argument("--laws", type=int, default=60, metavar="N", help="laws (default 60)")
    reading.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS), metavar="FORMAT")
    reading.add_argument("--scan-pages", type=int, default=1, metavar="N", help="pages scanned of each law")
    command("metadata", _metadata, "hold dates and numbers read of the laws against their heads")
    command("mixed", _mixed, "build all laws with bad files among them")


def _add_benches(command: _Command, index: Path) -> None:
    """Add what ``bench`` measures over the shipped documents."""
    lying = command("lies", _lies, "put fabrications and true paraphrases to the gate")
    lying.add_argument("--seeds", type=int, nargs="+", default=SEEDS, metavar="N", help="of the choice")
    _add_index(command("injections", _injections, "plant instructions in questions and documents"), index)
    leaflets = command("leaflets", _leaflets, "check sentences of leaflets written by hand, true and false")
    _add_index(leaflets, index)
    leaflets.add_argument("--laws", type=Path, metavar="DIR", help="index of all laws; without it, none")
    killing = command("kills", _kills, "kill builds and additions at random moments, and open the index")
    killing.add_argument("--count", type=int, default=50, metavar="N", help="kills of each (default 50)")
    killing.add_argument("--seed", type=int, default=1, help="of the moments")
    killing.add_argument("--commands", nargs="+", choices=COMMANDS, default=list(COMMANDS), metavar="COMMAND")
    moving = command("floor", _floor, "precision and recall of refusing as the floor moves")
    _add_index(moving, index)
    _add_sets(moving, [], "names or files")
    moving.add_argument(
        "--out", type=Path, default=Path("docs"), metavar="DIR", help="folder for floor.csv, .png"
    )


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


def _weigh(options: argparse.Namespace) -> None:
    named = bare if options.bare else str
    learned = learn(PolicyIndex.open(options.index), read_cases(resolve_sets(LEARNED_FROM)), named)
    write_rules(learned, WEIGHING)
    for language, figures in learned.figures.items():
        print(language, ", ".join(f"{name} {value:g}" for name, value in figures.items()))


def _score(options: argparse.Namespace) -> None:
    print(report(read_generated(options.path)))


def _bench(options: argparse.Namespace) -> None:
    from evals.first_visit import page_report  # needs a browser, which the other commands do not

    print(bench_table(bench(read_cases(resolve_sets(options.sets)), options.index)))
    print(page_report(options.index))


def _retrieval(options: argparse.Namespace) -> None:
    found = retrieval(options.index, options.embedder, options.split, options.extent, options.law_asks)
    print(retrieval_table(found))


def _tune(options: argparse.Namespace) -> None:
    """Learn from questions about the shipped documents and about the national laws."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        work = Path(name)
        shipped = open_laws(SHIPPED, work / "shipped", options.embedder).index
        examples = list(case_examples(shipped, read_cases(resolve_sets(options.sets))))
        unseen = list(case_examples(shipped, read_cases(resolve_sets(["search"]))))
        laws = copy_national(shared_data() / "laws", work / "laws")
        index = open_laws(laws, options.laws or work / "index", options.embedder).index
        examples.extend(law_examples(index, held_out(shared_data(), SplitBy.QUESTION)))
    if options.ablate:
        print(ablation(examples, unseen))
        return
    tuned = tune(examples, unseen)
    write(tuned, options.out)
    print(json.dumps(tuned.weights | {"figures": tuned.figures}, ensure_ascii=False, indent=2))


def _lookups(options: argparse.Namespace) -> None:
    """Look up in the shipped documents, which are always there, then in the laws."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        work = Path(name)
        shipped = open_laws(SHIPPED, work / "shipped", options.embedder).index
        asked = digest_lookups(load_corpus([SHIPPED]).corpus.documents, options.seed)
        print(lookup_report("shipped documents", look_up(shipped, asked)), end="\n\n", flush=True)
        laws = copy_national(shared_data() / "laws", work / "laws")
        opened = open_laws(laws, options.index or work / "index", options.embedder).index
        asked = law_lookups(load_corpus([laws]).corpus.documents, options.seed)
        print(lookup_report("national laws", look_up(opened, asked)))


def _lies(options: argparse.Namespace) -> None:
    for part in gate_report(options.seeds):
        print(part, end="\n\n", flush=True)


def _injections(options: argparse.Namespace) -> None:
    for part in injection_report(options.index):
        print(part, end="\n\n", flush=True)


def _wording(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = options.index or Path(name) / "index"
        for part in wording_report(folder, options.scale, options.seed, options.misses):
            print(part, end="\n\n", flush=True)


def _leaflets(options: argparse.Namespace) -> None:
    folders = {SHIPPED_ONES: options.index, LAWS: options.laws}
    indexes = {name: PolicyIndex.open(folder) for name, folder in folders.items() if folder}
    for part in leaflet_report(indexes):
        print(part, end="\n\n", flush=True)


def _intake(options: argparse.Namespace) -> None:
    laws = choose(shared_data() / "laws", options.laws)
    print(intake_table(measure(laws, options.formats, options.scan_pages), measure_tables()))


def _metadata(options: argparse.Namespace) -> None:
    print(metadata_table(measure_metadata(shared_data() / "laws")))


def _mixed(options: argparse.Namespace) -> None:
    print(mixed_table(measure_mixed(shared_data() / "laws")))


def _kills(options: argparse.Namespace) -> None:
    print(kills_table(kill_all(options.count, options.seed, options.commands)))


def _floor(options: argparse.Namespace) -> None:
    stored, rows = floor_curve(read_cases(resolve_sets(options.sets)), options.index)
    print(floor_table(rows))
    options.out.mkdir(parents=True, exist_ok=True)
    write_csv(rows, options.out / "floor.csv")
    if find_spec("matplotlib") is None:
        print(f"floor.png skipped: matplotlib is not installed, {INSTALL}", file=sys.stderr)
    else:
        draw(rows, stored, options.out / "floor.png")


if __name__ == "__main__":
    sys.exit(main())
