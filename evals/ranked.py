"""Score ranked lists of hits against gold articles, whatever a hit is: a passage, or a chunk of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from evals.statutes import DEPTHS, Article, LegalQuestion, StatuteScores

DEEPEST = max(DEPTHS)
_RECIPROCAL = 10  # ranks beyond give a reciprocal rank of 0
Ranking: TypeAlias = Sequence[frozenset[Article]]  # best first: the articles that each hit counts for


class System(Protocol):
    """What ranks passages for a question."""

    @property
    def name(self) -> str:
        """What to call it in a table."""

    @property
    def size(self) -> int:
        """How many passages or chunks it ranks."""

    @property
    def seconds(self) -> float | None:
        """What indexing took, from texts to something that answers; None if not measured."""

    def rank(self, question: str) -> Ranking:
        """Return the best hits, at most 100."""


def best_rows(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the positions of the highest scores, best first, at most 100; ties keep their order."""
    count = min(DEEPEST, len(scores))
    best = np.argpartition(-scores, count - 1)[:count] if count else np.zeros(0, dtype=np.int64)
    ordered: NDArray[np.int64] = best[np.lexsort((best, -scores[best]))]
    return ordered


def score_rankings(questions: Sequence[LegalQuestion], rankings: Sequence[Ranking]) -> StatuteScores:
    """Score ranked lists as ``evals.statutes.score`` scores a matrix; what no list holds is not found."""
    recalls, reciprocals = [], []
    for question, ranking in zip(questions, rankings, strict=True):
        first: dict[Article, int] = {}
        for rank, articles in enumerate(ranking, 1):
            for article in articles:
                first.setdefault(article, rank)
        ranks = [
            min((first.get(copy, np.inf) for copy in answer), default=np.inf) for answer in question.gold
        ]
        recalls.append([np.mean([rank <= depth for rank in ranks]) for depth in DEPTHS])
        reciprocals.append(1 / min(ranks) if min(ranks) <= _RECIPROCAL else 0.0)
    recall = tuple(float(value) for value in np.mean(recalls, axis=0))
    return StatuteScores(len(questions), recall, float(np.mean(reciprocals)))
