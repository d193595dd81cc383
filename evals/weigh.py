"""Learn when a source answers a question (``assistant/weighing.py``) from questions with known answers.

Counts come from the everyday questions of the documents, each held against its clause without itself, and
from the sets; weights from the sets alone. Measures of a case are taken with counts that it has no part in,
and the figures are those of cases scored with weights that never saw them.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.asked import Asked, read_asked
from assistant.asserted import without_asserted
from assistant.errors import UsageError
from assistant.fit import fitting
from assistant.messages import load_messages
from assistant.model import Language, Question, Source
from assistant.scope import refuse
from assistant.spoken import DECIDING, answers
from assistant.understand import understand
from assistant.weighing import UNKNOWN, UNSAID, Measures, Rule, class_of, fate, measure, said_by, says
from evals.cases import ASKED_ON, Case, Expect
from index.passages import Passage
from index.search import PolicyIndex

AskFate: TypeAlias = tuple[str, int]  # a word of an everyday question, what its clause does with it
LEARNED_FROM = (
    "answers",
    "lay",
    "conversation",
    "refusals",
    "silence",
    "newcomers",
    "visitors",
    "callers",
    "walkins",
)
FOLDS = 5
UNSEEN = re.compile("^sil-f-")  # cases of `silence` that only measure
OVER_REFUSAL = 0.06  # share of answerable cases that the bar may lose
_ASK_SHARE = 0.3  # of a case: the everyday questions were written for the very clauses
# Log-odds by which the bar is lowered, over the square root of the number of answerable cases: with few,
# as in English, it is safer to answer what the search found than to refuse it.
_DOUBT = 8.0
_DECAY = 0.02
_STEPS = 4000
_SEEN = 3  # times that a word must have been seen for counts of its own


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, whether it can be answered, the source that decides, and all sources."""

    language: Language
    asked: Asked
    answered: bool
    source: Source
    best: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """Rules by language, and how they do on cases that they were not learned from."""

    rules: dict[str, Rule]
    figures: dict[str, dict[str, float]]


class _Counts:
    """How often words of each class, and each word, are said, left out, and unknown."""

    def __init__(self) -> None:
        self.answered: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        self.refused: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        self.own: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])

    def add(self, word: str, found: int, answered: bool, share: float) -> None:
        (self.answered if answered else self.refused)[class_of(word)][found] += share
        if answered:
            self.own[word][found] += 1


def learn(index: PolicyIndex, cases: Sequence[Case], name: Callable[[str], str] = str) -> Learned:
    """Learn the rule of each language.

    Args:
        index: the index that the cases are searched in.
        cases: questions with known answers.
        name: of the rule of a language; :func:`assistant.weighing.bare` where the clauses have no questions.
    """
    every = [row for case in cases if not UNSEEN.search(case.id) for row in labelled(index, case)]
    learned: dict[str, Rule] = {}
    figures: dict[str, dict[str, float]] = {}
    for language in Language:
        rows = [row for row in every if row.language is language]
        asks = list(ask_fates(index, language))
        scores = unseen_scores(index, asks, rows)
        learned[name(language)] = dataclasses.replace(_learned(index, asks, rows), bar=_bar(scores))
        figures[name(language)] = _figures(scores)
    return Learned(learned, figures)


def write(learned: Learned, path: Path) -> None:
    """Store the rules in the place of those of the same names."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    text = kept | {name: dataclasses.asdict(rule) for name, rule in learned.rules.items()}
    path.write_text(json.dumps(text, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def labelled(index: PolicyIndex, case: Case) -> Iterator[Labelled]:
    """Yield a case as something to learn from; nothing if it is decided before anything is weighed."""
    try:
        question: Question = understand(case.question, case.turns, case.as_of or ASKED_ON)
    except UsageError:
        return
    text = without_asserted(question.search_text)
    result = index.search(text, limit=8, as_of=question.as_of, floor=0.0)
    sources = tuple(Source(label, hit) for label, hit in enumerate(result.hits, 1))
    if refuse(question.search_text, sources, index.documents.values(), load_messages(question.language)) or (
        not fitting(question, sources)
    ):
        return
    right = [source for source in sources if source.passage.clause_id in case.clauses]
    answered = case.expect is Expect.ANSWERED
    if case.expect is Expect.EITHER or (answered and not right):
        return
    text = result.correction or question.search_text
    yield Labelled(question.language, read_asked(text), answered, (right or sources)[0], sources)


def ask_fates(index: PolicyIndex, language: Language) -> Iterator[AskFate]:
    """Yield the words of the everyday questions, each with its fate in the clause without that question."""
    for document in index.documents.values():
        for passage in index.passages_of(document.id):
            for ask in passage.asks:
                if ask.isascii() is not (language is Language.EN):
                    continue
                rest = _without(passage, ask)
                for word in read_asked(ask).words:
                    if says(rest, word):
                        yield word, 0
                    else:
                        yield word, UNSAID if index.frequency(word) > 1 else UNKNOWN


def _without(passage: Passage, ask: str) -> str:
    others = (other for other in passage.asks if other != ask)
    return "\n".join((passage.embed_text, *others)).lower()


def unseen_scores(
    index: PolicyIndex, asks: Sequence[AskFate], rows: Sequence[Labelled]
) -> NDArray[np.float64]:
    """Return (answerable, log-odds of the best source) per case, by a rule learned from the other folds.

    Args:
        index: the index that the cases were searched in.
        asks: words of the everyday questions, see `ask_fates`.
        rows: the cases; the scores come in their order.
    """
    scores = np.zeros((len(rows), 2))
    for fold, others in _folds(rows):
        rule = _learned(index, asks, others)
        for place, row in fold:
            odds = [answers(row.asked, source, index.frequency, rule) for source in row.best]
            odds = [value for value in odds if value > -np.inf][:DECIDING]
            scores[place] = row.answered, max([*odds, -99.0])
    return scores


def _folds(
    rows: Sequence[Labelled],
) -> Iterator[tuple[Sequence[tuple[int, Labelled]], Sequence[Labelled]]]:
    """Yield each fold, its cases with their places, and the cases of the others."""
    for start in range(FOLDS):
        fold = [(place, row) for place, row in enumerate(rows) if place % FOLDS == start]
        yield fold, [row for place, row in enumerate(rows) if place % FOLDS != start]


def _learned(index: PolicyIndex, asks: Sequence[AskFate], rows: Sequence[Labelled]) -> Rule:
    """Learn counts and weights; what is measured of a case is measured with counts of the other folds."""
    measured: list[tuple[Labelled, Measures]] = []
    for fold, others in _folds(rows):
        counted = _counted(index, asks, others)
        measured += [(row, measure(row.asked, row.source, index.frequency, counted)) for _, row in fold]
    return _weighted(_counted(index, asks, rows), measured)


def _counted(index: PolicyIndex, asks: Sequence[AskFate], rows: Sequence[Labelled]) -> Rule:
    """Count words; the weights are still to be learned."""
    counts = _Counts()
    for word, found in asks:
        counts.add(word, found, True, _ASK_SHARE)
    for row in rows:
        said = said_by(row.source)
        for word in row.asked.words:
            counts.add(word, fate(word, said, index.frequency), row.answered, 1.0)
    classes = {class_of(word) for row in rows for word in row.asked.words} | set(counts.answered)
    every = [f"{known} {common}" for known in ("legal", "other") for common in ("common", "usual", "rare")]
    names = sorted(classes | set(every))
    return Rule(
        weights={field.name: 0.0 for field in fields(Measures)},
        bias=0.0,
        bar=0.0,
        answered={name: [round(n, 1) for n in counts.answered[name]] for name in names},
        refused={name: [round(n, 1) for n in counts.refused[name]] for name in names},
        own={w: n for w, n in sorted(counts.own.items()) if sum(n) >= _SEEN},
    )


def _weighted(rule: Rule, measured: Sequence[tuple[Labelled, Measures]]) -> Rule:
    """Minimise the logistic loss; answerable and unanswerable cases count the same in sum."""
    x = np.array([astuple(measures) for _, measures in measured])
    y = np.array([row.answered for row, _ in measured], dtype=np.float64)
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    z = (x - middle) / spread
    share = np.where(y > 0, 0.5 / max(y.sum(), 1), 0.5 / max((1 - y).sum(), 1))
    weights, bias = np.zeros(z.shape[1]), 0.0
    for _ in range(_STEPS):
        error = share * (1 / (1 + np.exp(-(z @ weights + bias))) - y)
        weights -= error @ z + _DECAY * weights
        bias -= float(error.sum())
    scaled = weights / spread
    names = [field.name for field in fields(Measures)]
    return dataclasses.replace(
        rule,
        weights={name: round(float(w), 4) for name, w in zip(names, scaled, strict=True)},
        bias=round(bias - float(scaled @ middle), 4),
    )


def _bar(scores: NDArray[np.float64]) -> float:
    """Return the bar that loses OVER_REFUSAL of the answerable cases; lower where few cases tell of it."""
    answerable = scores[scores[:, 0] == 1, 1]
    return round(float(np.quantile(answerable, OVER_REFUSAL)) - _DOUBT / math.sqrt(len(answerable)), 3)


def _figures(scores: NDArray[np.float64]) -> dict[str, float]:
    bar = _bar(scores)
    answerable, other = scores[scores[:, 0] == 1, 1], scores[scores[:, 0] == 0, 1]
    above = (answerable[:, None] > other[None, :]).mean() if len(other) else 0.0
    return {
        "answerable": len(answerable),
        "unanswerable": len(other),
        "ranked right": round(float(above), 4),  # pairs of an answerable and an unanswerable case
        "refused of unanswerable": round(float((other < bar).mean()), 4),
        "bar": bar,
    }
