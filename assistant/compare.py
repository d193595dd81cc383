"""Compare two versions or two documents clause by clause: the same, changed, added, removed, moved."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assistant.wording_diff import Window, whole_window
from assistant.wording_differences import differences
from assistant.wording_model import Diff, Difference
from assistant.wording_text import Plain, plain
from corpus.model import Metadata
from index.tokens import bigrams

_PAIRED = 0.3  # likeness, 0 to 1, from which two clauses are versions of each other
_NEAR = 0.05  # likeness by which a neighbour in the order may be behind
_TAKEN_IN = 0.7  # share of a clause that must stand in another to say that it was taken into it


class Change(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Side:
    """A clause of one of the two documents."""

    locator: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A clause of the old document, its counterpart in the new one, and what differs.

    Attributes:
        change: what became of it.
        old: None for an added clause.
        new: None for a removed one.
        moved: it stands at another place among the clauses that both documents have.
        renumbered: its article has another number.
        diff: from the old text to the new.
        differences: figures, bounds, obligations and the like that differ.
        taken_into: for a removed clause the locator of the new one that holds most of it, for an added one
            that of the old clause it was split from; else empty.
    """

    change: Change
    old: Side | None
    new: Side | None
    moved: bool = False
    renumbered: bool = False
    diff: Diff = ()
    differences: tuple[Difference, ...] = ()
    taken_into: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, clause by clause, in the order of the new one; removed clauses where they stood.

    Attributes:
        old: the old document.
        new: the new one.
        rows: the clauses.
        as_of: the day that decided which version a title means; None for documents that no title named.
        compared_at: ISO 8601 with offset.
        index_fingerprint: of the index that the documents came from.
    """

    old: Metadata
    new: Metadata
    rows: tuple[Row, ...]
    as_of: date | None = None
    compared_at: str = ""
    index_fingerprint: str = ""

    def count(self, change: Change) -> int:
        """Return how many rows there are of a kind."""
        return sum(row.change is change for row in self.rows)


def compare_documents(
    old: Metadata, old_clauses: Sequence[Side], new: Metadata, new_clauses: Sequence[Side]
) -> Comparison:
    """Align two documents and say what differs.

    Clauses are paired by their words alone, the likest first, so that one that was moved or renumbered is
    found; a clause counts as moved if the order of the pairs cannot be kept without leaving it out.
    """
    texts = [plain(side.text, labels=False, article=side.article) for side in old_clauses]
    others = [plain(side.text, labels=False, article=side.article) for side in new_clauses]
    likeness, held, holds = _likeness([t.text for t in texts], [t.text for t in others])
    pairs = _pairs(likeness)
    kept = _in_order(pairs)
    rows: list[tuple[float, Row]] = []
    for a, b in pairs.items():
        row = _paired(old_clauses[a], new_clauses[b], texts[a], others[b], moved=b not in kept)
        rows.append((float(b), row))
    place = {a: b for a, b in pairs.items() if b in kept}
    for a, side in enumerate(old_clauses):
        if a not in pairs:
            into = _taken(held[a], new_clauses)
            rows.append((_after(a, place), Row(Change.REMOVED, side, None, taken_into=into)))
    added = set(range(len(new_clauses))) - set(pairs.values())
    for b in added:
        source = _taken(holds[b], old_clauses)
        rows.append((float(b), Row(Change.ADDED, None, new_clauses[b], taken_into=source)))
    return Comparison(old, new, tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])))


def _likeness(
    old: Sequence[str], new: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the cosine of each pair, and the share of each old clause in each new one and the other way."""
    counts = [Counter(bigrams(text)) for text in (*old, *new)]
    spread = Counter(pair for count in counts for pair in count)
    number = {pair: n for n, pair in enumerate(spread)}
    weights = np.array([math.log1p(len(counts) / spread[pair]) for pair in number])
    table = np.zeros((len(counts), len(number)))
    for row, count in enumerate(counts):
        for pair, times in count.items():
            table[row, number[pair]] = times
    weighted = table * weights
    lengths = np.linalg.norm(weighted, axis=1)
    lengths[lengths == 0] = 1
    unit = weighted / lengths[:, None]
    first, second = slice(0, len(old)), slice(len(old), None)
    there = (table > 0) * np.sqrt(weights)
    shared = there[first] @ there[second].T
    own = np.maximum((there**2).sum(axis=1), 1e-9)
    return unit[first] @ unit[second].T, shared / own[first, None], (shared / own[None, second]).T


def _pairs(likeness: NDArray[np.float64]) -> dict[int, int]:
    """Pair the likest clauses first; of almost equal ones those that stand at a like place."""
    rows, columns = likeness.shape
    if not rows or not columns:
        return {}
    place_old = np.arange(rows)[:, None] / max(1, rows)
    place_new = np.arange(columns)[None, :] / max(1, columns)
    ranked = likeness - _NEAR * np.abs(place_old - place_new)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for flat in np.argsort(-ranked, axis=None, kind="stable"):
        a, b = divmod(int(flat), columns)
        if likeness[a, b] < _PAIRED and ranked[a, b] < _PAIRED - _NEAR:
            break
        if a not in pairs and b not in taken and likeness[a, b] >= _PAIRED:
            pairs[a] = b
            taken.add(b)
    return pairs


def _in_order(pairs: dict[int, int]) -> set[int]:
    """Return the new places of the longest run of pairs whose order is the same in both documents."""
    tails: list[int] = []
    chains: list[list[int]] = []
    for a in sorted(pairs):
        b = pairs[a]
        at = bisect_left(tails, b)
        chain = [*(chains[at - 1] if at else ()), b]
        if at == len(tails):
            tails.append(b)
            chains.append(chain)
        else:
            tails[at], chains[at] = b, chain
    return set(chains[-1]) if chains else set()


def _after(a: int, place: dict[int, int]) -> float:
    """Return where a removed clause belongs among the new ones: behind the one that stood before it."""
    before = max((other for other in place if other < a), default=None)
    return (place[before] if before is not None else -1) + 0.5


def _taken(shares: NDArray[np.float64], sides: Sequence[Side]) -> str:
    if not len(shares):
        return ""
    best = int(shares.argmax())
    return sides[best].locator if shares[best] >= _TAKEN_IN else ""


def _paired(old: Side, new: Side, old_text: Plain, new_text: Plain, *, moved: bool) -> Row:
    renumbered = bool(old.article and new.article) and old.article != new.article
    if old_text.text == new_text.text:
        return Row(Change.SAME, old, new, moved, renumbered, (("equal", new.text),))
    window = whole_window(old_text.text, new_text.text)
    found = differences(old_text.text, new_text.text, window)
    diff = tuple(_diff(old.text, new.text, old_text, new_text, window))
    return Row(Change.CHANGED, old, new, moved, renumbered, diff, found)


def _diff(old: str, new: str, old_text: Plain, new_text: Plain, window: Window) -> Iterator[tuple[str, str]]:
    """Yield the differences as the texts write them, line breaks and numbers of items included."""
    here = 0
    for region in window.regions:
        if region.said_start > here:
            yield "equal", _words(new, new_text, here, region.said_start)
        if region.end > region.start:
            yield "delete", _words(old, old_text, region.start, region.end)
        if region.said_end > region.said_start:
            yield "insert", _words(new, new_text, region.said_start, region.said_end)
        here = region.said_end
    if here < len(new_text.text):
        yield "equal", _words(new, new_text, here, len(new_text.text))


def _words(text: str, comparable: Plain, start: int, end: int) -> str:
    """Return a span with what stands before the next character, so that the pieces make up the text."""
    first = comparable.offsets[start] if start else 0
    return text[first : comparable.offsets[end]]
