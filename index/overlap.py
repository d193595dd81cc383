"""Passages that share the wording of a sentence, found without a search of the sense: milliseconds each.

Search scores the sense of a question and favours short passages. Whoever checks wording needs the opposite:
the passage that holds the most of a sentence, however long it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.search import PolicyIndex
from index.tokens import bigrams

_TIE = 0.02  # share of the whole weight by which a preferred passage may be behind


_MOST_TIES = 200  # passages returned beyond the limit where they hold every pair of characters


class Overlap:
    """Looks up sentences by their character bigrams."""

    def __init__(self, index: PolicyIndex) -> None:
        self._bigrams = index.tables.bigrams
        self._count = len(index)

    def closest(
        self,
        text: str,
        limit: int,
        preferred: NDArray[np.float32] | None = None,
        allowed: NDArray[np.bool_] | None = None,
    ) -> tuple[int, ...]:
        """Return the rows of the passages that hold most of a text, best first.

        Args:
            text: a sentence.
            limit: most rows to return.
            preferred: per row from 0 to 1, decides between passages that hold almost the same share.
            allowed: per row, whether it may be returned.
        """
        held, whole = self._bigrams.overlap(bigrams(text))
        if not whole:
            return ()
        found = held > 0
        limit = max(limit, min(_MOST_TIES, int((held >= whole * (1 - 1e-4)).sum())))
        if preferred is not None:
            held = held + preferred * np.float32(_TIE * whole)
        if allowed is not None:
            found &= allowed
        held[~found] = 0
        count = min(limit, int(found.sum()))
        if not count:
            return ()
        best = np.argpartition(-held, count - 1)[:count]
        return tuple(int(row) for row in best[np.lexsort((best, -held[best]))])

    def weights(self, pairs: Sequence[str]) -> dict[str, float]:
        """Return how much each pair of characters tells: its inverse document frequency."""
        return self._bigrams.weights(pairs)
