"""What each sub-command does. Results go to standard output, progress and warnings to standard error."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from assistant.accounts import Accounts
from assistant.batch import read_rows, words_of
from assistant.compose import Composer, ExtractiveComposer
from assistant.errors import UsageError
from assistant.messages import cli_text, load_messages
from assistant.model import Answer, AnswerStatus, Language
from assistant.pipeline import Assistant
from assistant.progress import Bar
from assistant.render import hit_to_json, to_json, to_text
from assistant.settings import Settings
from corpus.load import SHIPPED, load_corpus
from index.asking import AskWriter
from index.build import BuildReport, build, is_stale
from index.errors import IndexMissing, IndexStale, NothingToIndex
from index.generations import read_current
from index.live import LiveIndex
from index.search import PolicyIndex

DONE, USAGE, NO_ANSWER, NO_INDEX = 0, 2, 3, 4
_ANSWERED = (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL)


def run_build(options: argparse.Namespace, settings: Settings) -> int:
    """Bring the index up to date with folders or files."""
    paths = options.paths or [SHIPPED]
    _require_paths(paths)
    report = build_index(paths, options.index, options.embedder, settings)
    if options.json:
        print(json.dumps(asdict(report), ensure_ascii=False))
    else:
        _print_report(report)
    return DONE


def build_index(paths: Sequence[Path], index: Path, embedder: str | None, settings: Settings) -> BuildReport:
    """Build with a progress bar on standard error.

    Raises:
        NothingToIndex: if no document could be read.
    """
    messages = load_messages(Language.ZH)
    names = {stage: messages.text("cli", stage) for stage in ("read", "asks", "embed", "derive")}
    with Bar(names) as bar:
        return build(
            paths, index, embedder, bar.tell, settings.chroma_url, settings.limits, writer_from(settings)
        )


def _print_report(report: BuildReport) -> None:
    for row in report.failed:
        print(cli_text("failed", path=row.path, reason=row.reason), file=sys.stderr)
    for row in report.skipped:
        print(cli_text("skipped", path=row.path, reason=row.reason), file=sys.stderr)
    for row in report.duplicates:
        print(cli_text("duplicate", path=row.path, reason=row.reason), file=sys.stderr)
    for row in report.incomplete:
        print(cli_text("incomplete", path=row.path, reason=row.reason), file=sys.stderr)
    for reason in report.ask_failures:
        print(cli_text("unasked", clauses=report.unasked, reason=reason), file=sys.stderr)
    if report.generated_asks:
        print(cli_text("generated_asks", asks=report.generated_asks))
    if report.same_files:
        print(cli_text("same_files"))
    print(cli_text("report", **{**asdict(report), "failed": len(report.failed)}))


def open_index(folder: Path, server: str | None) -> PolicyIndex:
    """Open an index whose documents have not changed since it was built.

    Raises:
        IndexMissing: if there is none.
        IndexStale: if the documents or the model have changed.
    """
    index = PolicyIndex.open(folder, server=server)
    if is_stale(index.current):
        sources = shlex.join(index.current.sources)
        raise IndexStale(cli_text("stale", sources=sources, index=shlex.quote(str(folder))))
    return index


def ready_index(folder: Path, settings: Settings) -> PolicyIndex:
    """Open an index, built before if it is missing or stale.

    One that is there is built again from its own sources, never from others: they are its whole content.

    Raises:
        IndexMissing: if records are lost, and its sources are not there any more.
        IndexStale: if it is of another version, and its sources are not known or not there any more.
    """
    try:
        return open_index(folder, settings.chroma_url)
    except (IndexMissing, IndexStale) as error:
        built = read_current(folder)
        sources = [Path(source) for source in built.sources] if built else [SHIPPED]
        if (isinstance(error, IndexStale) and not built) or not all(source.exists() for source in sources):
            raise
    print(cli_text("building"), file=sys.stderr)
    build_index(sources, folder, settings.embedder, settings)
    return open_index(folder, settings.chroma_url)


def composer_from(settings: Settings) -> Composer:
    """Return the composer of the settings: a chat model's where one is named, else the extractive one."""
    if settings.model is None:
        return ExtractiveComposer()
    from assistant.model_composer import ModelComposer  # takes a second that others need not wait

    return ModelComposer.connect(settings)


def writer_from(settings: Settings) -> AskWriter | None:
    """Return what writes questions for documents without any: the chat model, None where none may."""
    if settings.model is None or not settings.generate_asks:
        return None
    from assistant.ask_writer import ModelAskWriter  # takes a second that others need not wait

    return ModelAskWriter(settings)


def run_search(options: argparse.Namespace, settings: Settings) -> int:
    """Print the clauses closest to a question."""
    rows = list(read_rows(options.batch, options.text))
    index = open_index(options.index, settings.chroma_url)
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


def run_ask(options: argparse.Namespace, settings: Settings) -> int:
    """Answer one question, or a file of them."""
    rows = list(read_rows(options.batch, options.text))
    assistant = Assistant(open_index(options.index, settings.chroma_url), composer_from(settings))
    answer: Answer | None = None
    for row in rows:
        turns = [words_of(turn) for turn in row.get("turns") or [row["question"]]]
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


def run_serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serve the page, building the index first if need be."""
    accounts = Accounts.load(settings.staff)
    index = ready_index(options.index, settings)
    # The page and what it needs take a second that the other commands need not wait.
    from assistant.journal import Journal
    from ui import serve

    journal = Journal(settings.journal) if settings.journal else None
    assistant = Assistant(index, composer_from(settings), LiveIndex(index, settings.chroma_url))
    return serve(assistant, host=options.host, port=options.port, accounts=accounts, journal=journal)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def run_adapt(options: argparse.Namespace, settings: Settings) -> int:
    """Train a model on documents without labels, and say whether it is better than the bundled one."""
    from index.adapt import adapt
    from index.embedder import BUNDLED
    from index.law_asks import with_law_asks
    from index.training_data import asked_pairs, read_pairs, training_passages

    _require_paths(options.paths)
    corpus = load_corpus(options.paths).corpus
    if not corpus.documents:
        raise NothingToIndex(cli_text("nothing_to_learn"))
    asked = corpus.documents if options.no_law_asks else map(with_law_asks, corpus.documents)
    pairs = (*(read_pairs(options.pairs, corpus) if options.pairs else ()), *asked_pairs(asked))
    start = None if options.from_nothing else BUNDLED
    report = adapt(training_passages(corpus), pairs, options.out, steps=options.steps, start=start)
    if options.json:
        _print_json(asdict(report))
        return DONE
    print(cli_text("adapted", out=options.out, **asdict(report)))
    if report.recall_before is not None and report.recall_after is not None:
        verdict = "better" if report.recall_after > report.recall_before else "not_better"
        print(cli_text(verdict, before=report.recall_before, after=report.recall_after))
    return DONE


def _require_paths(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise UsageError(cli_text("no_file", file=path))
