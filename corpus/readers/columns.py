"""Pages printed in two columns: where the gutter is, and the order in which their rows are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Protocol, TypeVar

Margins = tuple[float, float]
"""Left and right edge of a column."""

_FEWEST = 6  # rows in two parts
_SHARE = 0.35  # of the rows of a page, that must be in two parts
_CROSSING = 0.5  # of the rows, that may run across
_PAGES = 0.3  # of the pages of a document, that show a gutter if it has one
_GAP = 0.9  # of the size of a character; words and columns of figures stand closer or wider at random
_WIDE = 8  # characters that a column holds at least
_EVEN = 0.4  # share of the rows of the left column that must reach its edge, as running text does
_NEAR_EDGE = 1.5  # characters


class Boxed(Protocol):
    """A character, or a piece of a line; lengths in any unit."""

    @property
    def left(self) -> float:
        """Left edge."""

    @property
    def right(self) -> float:
        """Right edge."""


Box = TypeVar("Box", bound=Boxed)


def find_gutters(pages: Sequence[Sequence[Sequence[Boxed]]], em: float) -> list[float | None]:
    """Return the middle of each page's gutter, None for a page of one column.

    A page that does not show one by itself, such as a last page or one full of short items, has that of the
    others if enough of them have one and few of its own rows run across it.

    Args:
        pages: the rows of each page, top to bottom, each a list of boxes from left to right.
        em: the size of a character.
    """
    own = [_gutter(rows, em) for rows in pages]
    found = [middle for middle in own if middle is not None]
    if len(found) < _PAGES * len(pages):
        return own
    usual = median(found)
    return [
        usual if middle is None and rows and _crossing(rows, usual, em) <= _CROSSING else middle
        for rows, middle in zip(pages, own, strict=True)
    ]


def reading_order(
    rows: Sequence[Sequence[Box]], em: float, middle: float | None
) -> Iterator[tuple[Sequence[Box], Margins | None]]:
    """Yield rows as they are read: what runs across, then the left column before the right one.

    Args:
        rows: boxes of a page, as for :func:`find_gutters`.
        em: the size of a character.
        middle: of the gutter.

    Yields:
        A row or the part of a row in one column, with the column's margins; None for a row of the whole page.
    """
    if middle is None:
        yield from ((row, None) for row in rows)
        return
    split = [_parts(row, middle, em) for row in rows]
    lefts = [left for left, _, across in split if left and not across]
    rights = [right for _, right, across in split if right and not across]
    one, other = _margins(lefts), _margins(rights)
    waiting: list[Sequence[Box]] = []
    for row, (left, right, across) in zip(rows, split, strict=True):
        if across:
            yield from ((part, other) for part in waiting)
            waiting.clear()
            yield row, None
            continue
        if left:
            yield left, one
        if right:
            waiting.append(right)
    yield from ((part, other) for part in waiting)


def _margins(parts: Sequence[Sequence[Boxed]]) -> Margins:
    return (min(part[0].left for part in parts), max(map(_end, parts))) if parts else (0.0, 0.0)


def _crossing(rows: Sequence[Sequence[Boxed]], middle: float, em: float) -> float:
    """Return the share of the rows that run across a gutter."""
    return sum(_parts(row, middle, em)[2] for row in rows) / len(rows)


def _end(part: Sequence[Boxed]) -> float:
    return max(box.right for box in part)


def _parts(row: Sequence[Box], middle: float, em: float) -> tuple[Sequence[Box], Sequence[Box], bool]:
    """Return what stands left and right of the gutter, and whether the row runs across it."""
    left = [box for box in row if (box.left + box.right) / 2 < middle]
    right = [box for box in row if (box.left + box.right) / 2 >= middle]
    if any(box.left < middle < box.right for box in row):
        return left, right, True
    return left, right, bool(left and right) and right[0].left - _end(left) < _GAP * em


def _gutter(rows: Sequence[Sequence[Boxed]], em: float) -> float | None:
    """Return the middle of the gutter, None on a page of one column."""
    gaps = [(a, b) for row in rows for a, b in _gaps(row, em)]
    if len(gaps) < _FEWEST:
        return None
    middle = max(
        ((a + b) / 2 for a, b in gaps), key=lambda x: sum(a < x < b for a, b in gaps)
    )  # the place that most rows leave free
    split = [_parts(row, middle, em) for row in rows]
    both = [(left, right) for left, right, across in split if left and right and not across]
    if len(both) < max(_FEWEST, _SHARE * len(rows)) or _crossing(rows, middle, em) > _CROSSING:
        return None
    edge = max(_end(left) for left, _ in both)
    even = sum(edge - _end(left) < _NEAR_EDGE * em for left, _ in both)
    narrow = min(median(_end(part) - part[0].left for part in side) for side in zip(*both, strict=True))
    if even < _EVEN * len(both) or narrow <= _WIDE * em:
        return None
    return (edge + min(right[0].left for _, right in both)) / 2


def _gaps(row: Sequence[Boxed], em: float) -> Iterator[tuple[float, float]]:
    """Yield the stretches of a row, wider than a character, where nothing is printed."""
    end = None
    for box in row:
        if end is not None and box.left - end > _GAP * em:
            yield end, box.left
        end = box.right if end is None else max(end, box.right)
