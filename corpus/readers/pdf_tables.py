"""Ruled tables on a PDF page (pdfplumber): where their cells are; the words come from the page's glyphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.readers.lines import joint, make_lines, make_rows
from corpus.readers.pdf_pages import Glyph
from corpus.tables import Cell

_NEAR = 3.0  # points within which two rules are one


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page; lengths in points from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    cells: tuple[Cell, ...]
    columns: tuple[float, ...]  # left edges of the columns, and the right edge of the last
    rows: tuple[float, ...]  # top edges of the rows, and the bottom of the last


class TableFinder:
    """Finds tables page by page; open once a file."""

    def __init__(self, path: Path) -> None:
        import pdfplumber

        self._file = pdfplumber.open(path)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def tables(self, page: int, glyphs: Sequence[Glyph]) -> list[PageTable]:
        """Return the ruled tables of a page, from 1, with at least two columns and two cells a side."""
        shown = self._file.pages[page - 1]
        found = [_table(table, page, glyphs) for table in shown.find_tables()]
        shown.close()
        return [table for table in found if table and len(table.columns) > 2]


def _table(found: Any, page: int, glyphs: Sequence[Glyph]) -> PageTable | None:
    boxes = [box for box in found.cells if box[2] - box[0] > _NEAR and box[3] - box[1] > _NEAR]
    if len(boxes) < 2:
        return None
    columns = _edges([x for box in boxes for x in (box[0], box[2])])
    rows = _edges([y for box in boxes for y in (box[1], box[3])])
    cells = []
    for left, top, right, bottom in boxes:
        row, column = _position(rows, top), _position(columns, left)
        cells.append(
            Cell(
                row=row,
                column=column,
                text=_words(glyphs, left, top, right, bottom, page),
                rows=max(1, _position(rows, bottom) - row),
                columns=max(1, _position(columns, right) - column),
            )
        )
    left, top, right, bottom = found.bbox
    return PageTable(page, left, top, right, bottom, tuple(cells), columns, rows)


def _edges(values: Sequence[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return tuple(edges)


def _position(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _words(glyphs: Sequence[Glyph], left: float, top: float, right: float, bottom: float, page: int) -> str:
    inside = [
        g for g in glyphs if left <= (g.left + g.right) / 2 < right and top <= (g.top + g.bottom) / 2 < bottom
    ]
    text = ""
    for line in make_lines(make_rows(inside), page):
        text += joint(text, line.text) + line.text
    return text


def outside(glyphs: Sequence[Glyph], tables: Sequence[PageTable]) -> list[Glyph]:
    """Return the characters that stand in no table."""
    return [glyph for glyph in glyphs if not any(_holds(table, glyph) for table in tables)]


def _holds(table: PageTable, glyph: Glyph) -> bool:
    middle, centre = (glyph.top + glyph.bottom) / 2, (glyph.left + glyph.right) / 2
    return table.top <= middle <= table.bottom and table.left <= centre <= table.right
