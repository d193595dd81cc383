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
_EQUAL = 1e-4  # share of it that is nothing
_MOST_TIES = 200  # passages returned beyond the limit where they hold as much as the best
_MOST_FRAMED = 200  # passages returned because they hold a frame


class Overlap:
    """Looks up sentences by their character bigrams."""

    def __init__(self, index: PolicyIndex) -> None:
        self._bigrams = index.tables.bigrams

    def closest(
        self,
        text: str,
        limit: int,
        preferred: NDArray[np.float32] | None = None,
        allowed: NDArray[np.bool_] | None = None,
        frame: str = "",
    ) -> tuple[int, ...]:
        """Return the rows of the passages that hold most of a text, best first.

        Args:
            text: a sentence.
            limit: most rows to return.
            preferred: per row from 0 to 1, decides between passages that hold almost the same share.
            allowed: per row, whether it may be returned.
            frame: the text without what may be other words; passages that hold all of it come in too.
        """
        held, whole = self._bigrams.overlap(bigrams(text))
        found = held > 0 if allowed is None else (held > 0) & allowed
        if not whole or not found.any():
            return ()
        held[~found] = 0
        ties = int((held >= held.max() - whole * _EQUAL).sum())
        if preferred is not None:
            held[found] += preferred[found] * np.float32(_TIE * whole)
        best = self._first(held, np.flatnonzero(found), max(limit, min(_MOST_TIES, ties)))
        framed = self._framed(text, frame, found, held) if frame else ()
        return tuple(dict.fromkeys((*best.tolist(), *framed)))

    def _framed(
        self, text: str, frame: str, found: NDArray[np.bool_], held: NDArray[np.float32]
    ) -> Sequence[int]:
        """Return the passages that hold a frame, those first that hold most of what is left out of it."""
        rows = self._bigrams.holding(bigrams(frame))
        rows = rows[found[rows]]
        rest = set(bigrams(text)).difference(bigrams(frame))
        value = np.zeros(len(held), dtype=np.float32)
        value[rows] = held[rows] / held.max()
        for pair in rest if len(rows) > _MOST_FRAMED else ():
            value[np.intersect1d(rows, self._bigrams.holding([pair]), assume_unique=True)] += 1
        most: list[int] = self._first(value, rows, _MOST_FRAMED).tolist()
        return most

    @staticmethod
    def _first(held: NDArray[np.float32], rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
        """Return so many of the rows, those that hold most first."""
        if len(rows) > count:
            rows = rows[np.argpartition(-held[rows], count - 1)[:count]]
        return rows[np.lexsort((rows, -held[rows]))]

    def weights(self, pairs: Sequence[str]) -> dict[str, float]:
        """Return how much each pair of characters tells: its inverse document frequency."""
        return self._bigrams.weights(pairs)
