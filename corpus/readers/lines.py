"""Lines of text on a page, whether drawn by a font or recognised from a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

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

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.edges[-1]


_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


def make_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """Group glyphs into lines, top to bottom; a wide gap in a line becomes one space."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.bottom > g.top), key=lambda g: (g.top + g.bottom) / 2):
        middle = (glyph.top + glyph.bottom) / 2
        row = next((r for r in reversed(rows[-4:]) if _same_row(r, glyph, middle)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    lines = (_line(sorted(row, key=lambda g: g.left), page) for row in rows)
    return sorted((line for line in lines if line), key=lambda line: (line.top, line.left))


def _same_row(row: Sequence[Glyph], glyph: Glyph, middle: float) -> bool:
    """Tell whether a glyph stands on a row; a raised note sign does, the next line does not."""
    last = max(row[-8:], key=lambda g: g.size)
    height = min(last.bottom - last.top, glyph.bottom - glyph.top)
    overlap = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    return overlap > 0.5 * height and abs(middle - (last.top + last.bottom) / 2) < 0.6 * (
        last.bottom - last.top
    )


def _line(row: list[Glyph], page: int) -> Line | None:
    signs: list[str] = []
    edges: list[float] = []
    end = 0.0
    printed = [g for g in row if not g.text.isspace()]
    if not printed:
        return None
    size = median(g.size for g in printed)
    last: Glyph | None = None
    for glyph in row:
        if last and glyph.text == last.text and abs(glyph.left - last.left) < 0.15 * size:
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
    return Line(page, text[start:stop], top, bottom, (*edges[start:stop], max(close, edges[stop - 1])), size)


def _gap(last: Glyph | None, glyph: Glyph, size: float) -> float:
    """Return how wide a gap must be to part words: Latin words stand closer than columns of Chinese."""
    latin = last and not _HAN.match(last.text) and not _HAN.match(glyph.text)
    return (0.25 if latin else 0.6) * size


def joint(before: str, after: str) -> str:
    """Return what joins two lines of one paragraph: nothing in Chinese, a space between Latin words."""
    latin = before[-1:].isascii() and after[:1].isascii()
    return " " if latin and before[-1:].isalnum() and after[:1].isalnum() else ""
