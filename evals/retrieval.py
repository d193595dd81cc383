"""Rank the national laws for real questions with several systems, side by side in one run."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from corpus.load import load_corpus
from corpus.model import Corpus
from evals.baselines import INSTALL, Lexical, TutorialChain, VectorsOnly, sample, tutorial_installed
from evals.laws import copy_national, open_laws, shared_data
from evals.ranked import DEEPEST, Ranking, System, score_rankings
from evals.statutes import (
    DEPTHS,
    SPLITS,
    LegalQuestion,
    StatuteScores,
    national_articles,
    read_questions,
)
from evals.tables import markdown_table
from index.embedder import Embedder, load_embedder
from index.search import PolicyIndex
from index.tokens import bigrams, words

SEED = 7
_QUICK_QUESTIONS, _QUICK_FILES, _QUICK_CHUNKS = 60, 100, 600
_CHUNKS = 4000  # of the tutorial chain; embedding all takes minutes on two cores


class SplitBy(StrEnum):
    """Which questions are held out."""

    QUESTION = "question"  # chosen by chance
    ARTICLE = "article"  # no training question is answered by one of their gold articles
    LAW = "law"  # nor by any article of their laws


class Extent(StrEnum):
    """How much is measured."""

    QUICK = "quick"  # a few questions over their own laws and a few more: only shows that all of it runs
    USUAL = "usual"  # everything, the tutorial chain over a sample of the laws
    FULL = "full"  # everything


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured of one system; scores are None where it could not run."""

    system: str
    remark: str = ""
    scores: StatuteScores | None = None
    size: int = 0  # passages or chunks ranked
    per_second: float | None = None  # passages or chunks indexed a second
    median: float = 0.0  # milliseconds a question, 100 hits
    p95: float = 0.0


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A run: what was measured on what."""

    setting: tuple[str, ...]
    lines: tuple[Line, ...]


class Assistant:
    """The assistant's search, with all of its signals."""

    def __init__(self, name: str, index: PolicyIndex, seconds: float | None) -> None:
        self.name, self.size, self.seconds = name, len(index), seconds
        self._index = index

    def rank(self, question: str) -> Ranking:
        """Return the best passages, whether or not they reach the floor."""
        hits = self._index.search(question, limit=DEEPEST, floor=0.0).hits
        return [frozenset(((hit.document.path, hit.passage.article),)) for hit in hits]


def retrieval(
    folder: Path | None,
    embedder: str | None,
    by: SplitBy = SplitBy.ARTICLE,
    extent: Extent = Extent.USUAL,
    asked: bool = False,
) -> Retrieval:
    """Measure all systems on the questions held out.

    Args:
        folder: an index of the national laws, built there if missing; None for one that is thrown away.
        embedder: the model of the index; None for the bundled one, which was trained on these questions.
        by: which questions are held out.
        extent: how much is measured.
        asked: keep the questions that come with the project for laws held out as laws; else those have none.

    Raises:
        NoSharedData: if the laws and questions are not at hand.
        IndexStale: if the index was built with another model.
    """
    shared = shared_data()
    questions = held_out(shared, by)
    if extent is Extent.QUICK:
        questions = questions[:_QUICK_QUESTIONS]
    needed = {file for question in questions for answer in question.gold for file, _ in answer}
    kept = asked or by is not SplitBy.LAW
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        work = Path(name)
        only = _some(shared / "laws", needed) if extent is Extent.QUICK else None
        laws = copy_national(shared / "laws", work / "laws", only)
        corpus = load_corpus([laws]).corpus
        model = load_embedder(embedder)
        tell = (
            f"{len(questions)} questions held out by {by}; questions of index/law_asks: "
            + ("in the index" if kept else "left out"),
            model_note(model),
        )
        lines = []
        for system, remark in _systems(corpus, laws, folder or work / "index", work, model, kept):
            lines.append(measure(system, questions, remark))
        lines.append(_tutorial(corpus, questions, needed, extent, work))
        size = sum(len(document.clauses) for document in corpus.documents)
        setting = (*tell, f"{len(corpus.documents)} laws, {size} clauses; extent: {extent}")
    return Retrieval(setting, tuple(lines))


def held_out(shared: Path, by: SplitBy) -> tuple[LegalQuestion, ...]:
    """Return the questions to measure with."""
    questions = read_questions(shared / "bench" / "statutes" / "questions_train.jsonl")
    return SPLITS[by](questions).validation


def model_note(model: Embedder) -> str:
    """Say which model is measured and whether it can have seen the questions."""
    if model.fingerprint == load_embedder().fingerprint:
        return (
            "model: the bundled one. WARNING: it was trained on these very questions, so the figures of the "
            "assistant are memory; measure with --embedder FOLDER and a model trained without them"
        )
    return (
        f"model: {model.name}, not the bundled one; the figures hold if it was trained without the questions"
    )


def measure(system: System, questions: Sequence[LegalQuestion], remark: str = "") -> Line:
    """Rank for every question, one at a time, after one that does not count."""
    system.rank(questions[0].text)
    rankings, times = [], []
    for question in questions:
        began = time.perf_counter()
        rankings.append(system.rank(question.text))
        times.append((time.perf_counter() - began) * 1000)
    median, p95 = (float(value) for value in np.percentile(times, [50, 95]))
    speed = system.size / system.seconds if system.seconds else None
    scores = score_rankings(questions, rankings)
    sys.stderr.write(f"{system.name}: {scores}\n")
    return Line(system.name, remark, scores, system.size, speed, median, p95)


def _systems(
    corpus: Corpus, laws: Path, folder: Path, work: Path, model: Embedder, law_asks: bool
) -> Iterator[tuple[System, str]]:
    """Make one system after the other, so that only one is in memory."""
    articles = national_articles(corpus)
    yield Lexical("BM25, words", words, articles, work / "words"), ""
    yield Lexical("BM25, character bigrams", bigrams, articles, work / "bigrams"), ""
    yield VectorsOnly("ours, vectors alone", articles, model), ""
    opened = open_laws(laws, folder, model.name or None, law_asks)
    remark = (
        "rate: from files to a searchable index" if opened.seconds else "index was there: rate not measured"
    )
    yield Assistant("ours, with ranking", opened.index, opened.seconds), remark


def _tutorial(
    corpus: Corpus,
    questions: Sequence[LegalQuestion],
    needed: set[str],
    extent: Extent,
    work: Path,
) -> Line:
    name = "LangChain tutorial, all-MiniLM-L6-v2"
    if not tutorial_installed():
        return Line(name, f"skipped: not installed, {INSTALL}")
    chosen = list(corpus.documents)
    remark = "all laws"
    if extent is not Extent.FULL:
        most = _QUICK_CHUNKS if extent is Extent.QUICK else _CHUNKS
        chosen = sample(corpus.documents, needed, most, SEED)
        remark = (
            f"{len(chosen)} of {len(corpus.documents)} laws, those of all gold articles among them: easier"
        )
    return measure(TutorialChain(name, chosen, work / "tutorial"), questions, remark)


def _some(laws: Path, needed: set[str]) -> set[str]:
    national = sorted(file.relative_to(laws).as_posix() for file in laws.rglob("*.md"))
    chosen = np.random.default_rng(SEED).permutation(len(national))[:_QUICK_FILES]
    return needed | {national[position] for position in chosen}


def retrieval_table(found: Retrieval) -> str:
    """Return the run as Markdown."""
    head = [
        "system",
        *(f"R@{depth}" for depth in DEPTHS),
        "MRR@10",
        "ranked",
        "indexed/s",
        "p50 ms",
        "p95 ms",
    ]
    rows = [_cells(line) for line in found.lines]
    remarks = [f"- {line.system}: {line.remark}" for line in found.lines if line.remark]
    setting = [f"- {text}" for text in found.setting]
    return "\n".join([*setting, "", markdown_table(head, rows), "", *remarks])


def _cells(line: Line) -> list[str]:
    if line.scores is None:
        return [line.system, *["-"] * (len(DEPTHS) + 5)]
    figures = (*line.scores.recall, line.scores.reciprocal_rank)
    speed = "-" if line.per_second is None else f"{line.per_second:.0f}"
    times = (f"{line.median:.1f}", f"{line.p95:.1f}")
    return [line.system, *(f"{value:.3f}" for value in figures), str(line.size), speed, *times]
