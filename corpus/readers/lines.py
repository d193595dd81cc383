"""Lines of text on a page, whether drawn by a font or recognised from a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from corpus.readers.columns import Margins, reading_order
from corpus.readers.pdf_pages import Glyph


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``edges`` holds the left edge of each character and the right edge of the last, in points."""

    page: int
    text: str
    top: float
    bottom: float
    edges: tuple[float, ...]
    size: float  # of the font
    confidence: float | None = None
    column: Margins | None = None  # of a page in two columns

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.edges[-1]


_ROWS = 4  # last rows that a sign may still belong to; sorted by height, others are done
_SIGNS = 8  # last signs of a row, whose largest gives its level
_OVERLAP = 0.5  # of the lower of two signs: on one row
_RAISED = 0.6  # of the height of a sign, by which a raised note sign may stand higher
_TWICE = 0.15  # of a sign, by which one printed twice is moved
_LATIN, _CHINESE = 0.25, 0.6  # of a sign: a gap between Latin words, between columns of Chinese
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


Row: TypeAlias = Sequence[Glyph]


def make_rows(glyphs: Sequence[Glyph]) -> list[Row]:
    """Group glyphs that stand on one level, top to bottom, each row from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.bottom > g.top), key=lambda g: (g.top + g.bottom) / 2):
        middle = (glyph.top + glyph.bottom) / 2
        row = next((r for r in reversed(rows[-_ROWS:]) if _same_row(r, glyph, middle)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    return sorted((sorted(row, key=lambda g: g.left) for row in rows), key=_place)


def size_of(rows: Sequence[Row]) -> float:
    """Return the usual size of the font."""
    return median([glyph.size for row in rows for glyph in row] or [0.0])


def make_lines(rows: Sequence[Row], page: int, gutter: float | None = None) -> list[Line]:
    """Make lines of rows, in reading order; a wide gap in a line becomes one space.

    Args:
        rows: of one page.
        page: its number.
        gutter: where the space between two columns is, None for one column.
    """
    ordered = reading_order(rows, size_of(rows), gutter)
    lines = (_line(row, page, column) for row, column in ordered)
    return [line for line in lines if line]


def _place(row: Sequence[Glyph]) -> tuple[float, float]:
    printed = [glyph for glyph in row if not glyph.text.isspace()] or row
    return min(glyph.top for glyph in printed), printed[0].left


def _same_row(row: Sequence[Glyph], glyph: Glyph, middle: float) -> bool:
    """Tell whether a glyph stands on a row; a raised note sign does, the next line does not."""
    last = max(row[-_SIGNS:], key=lambda g: g.size)
    height = min(last.bottom - last.top, glyph.bottom - glyph.top)
    overlap = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    apart = abs(middle - (last.top + last.bottom) / 2)
    return overlap > _OVERLAP * height and apart < _RAISED * (last.bottom - last.top)


def _line(row: Sequence[Glyph], page: int, column: Margins | None) -> Line | None:
    signs: list[str] = []
    edges: list[float] = []
    end = 0.0
    printed = [g for g in row if not g.text.isspace()]
    if not printed:
        return None
    size = median(g.size for g in printed)
    last: Glyph | None = None
    for glyph in row:
        if last and glyph.text == last.text and abs(glyph.left - last.left) < _TWICE * size:
            continue  # bold by printing twice
        if (
            signs
            and not signs[-1].isspace()
            and not glyph.text.isspace()
            and glyph.left - end > _gap(last, glyph, size)
        ):
            signs.append(" ")
            edges.append(end)
        signs.append(glyph.text)
        edges.append(glyph.left)
        end = max(end, glyph.right)
        last = glyph
    text = "".join(signs)
    start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
    if stop <= start:
        return None
    close = edges[stop] if stop < len(edges) else end
    top, bottom = min(g.top for g in printed), max(g.bottom for g in printed)
    places = (*edges[start:stop], max(close, edges[stop - 1]))
    return Line(page, text[start:stop], top, bottom, places, size, column=column)


def _gap(last: Glyph | None, glyph: Glyph, size: float) -> float:
    """Return how wide a gap must be to part words: Latin words stand closer than columns of Chinese."""
    latin = last and not _HAN.match(last.text) and not _HAN.match(glyph.text)
    return (_LATIN if latin else _CHINESE) * size


def joint(before: str, after: str) -> str:
    """Return what joins two lines of one paragraph: nothing in Chinese, a space between Latin words."""
    latin = before[-1:].isascii() and after[:1].isascii()
    return " " if latin and before[-1:].isalnum() and after[:1].isalnum() else ""
