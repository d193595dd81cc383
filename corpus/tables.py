"""Tables of any format: merged cells resolved, header found, each row written out with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the format has it; a merged one covers more than one row or column."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header joined over its levels, and its rows as (header, content) pairs."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


_LARGEST = 200_000  # fields of a grid; more is no table that anyone reads
_TITLE = re.compile(
    r"^(?:附?表\s*[0-9一二三四五六七八九十]*|.{1,40}(?:表|清单|目录|一览|名单|标准|明细))[^。；]{0,40}$"
)
_DATA = re.compile(r"[0-9０-９]")


def make_table(cells: Sequence[Cell], title: str = "") -> Table:
    """Resolve merged cells and join the levels of the header.

    A first row that is one cell across the whole table is its title. The header is what the format marks,
    else the first row, and as many rows as its merged cells reach down or are divided below.
    """
    cells = [cell for cell in cells if cell.rows > 0 and cell.columns > 0]
    if not cells:
        return Table(title, ())
    cells, title = _without_title(cells, title)
    grid = _grid(cells)
    depth = _header_depth(cells, len(grid))
    header = [_joined([row[column] for row in grid[:depth]]) for column in range(len(grid[0]))]
    rows = [tuple(zip(header, row, strict=True)) for row in grid[depth:] if any(row)]
    return Table(title, tuple(rows))


def row_text(cells: Sequence[tuple[str, str]]) -> str:
    """Write a row as one line; a merged cell that fills several columns of one header is written once."""
    parts: list[str] = []
    for header, content in cells:
        part = f"{header}：{content}" if header and content != header else content
        if content and part not in parts:
            parts.append(part)
    return "；".join(parts)


def is_title(line: str) -> bool:
    """Tell whether the line above a table reads like its title: 表1 收费标准, 附表, 任务分工清单."""
    return len(line) <= 60 and bool(_TITLE.match(line))


def _without_title(cells: Sequence[Cell], title: str) -> tuple[list[Cell], str]:
    width = max(cell.column + cell.columns for cell in cells)
    height = max(cell.row + cell.rows for cell in cells)
    first = [cell for cell in cells if cell.row == 0]
    if len(first) != 1 or width < 2 or first[0].columns < width or first[0].rows >= height:
        return list(cells), title
    drop = first[0].rows
    rest = [
        Cell(c.row - drop, c.column, c.text, c.rows, c.columns, c.is_header) for c in cells if c.row >= drop
    ]
    if not rest:  # what overlaps the first cell starts inside it: then it is no title
        return list(cells), title
    return rest, title or first[0].text


def _grid(cells: Sequence[Cell]) -> list[list[str]]:
    height = max(cell.row + cell.rows for cell in cells)
    width = max(cell.column + cell.columns for cell in cells)
    if height * width > _LARGEST:
        raise ValueError(f"{height} × {width}")
    grid = [[""] * width for _ in range(height)]
    for cell in cells:
        text = " ".join(cell.text.split())
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                grid[row][column] = text
    return grid


def _header_depth(cells: Sequence[Cell], height: int) -> int:
    if height < 2:
        return 0
    marked = {cell.row for cell in cells if cell.is_header and cell.column > 0}
    depth = 0
    while depth in marked:
        depth += 1
    if not depth:
        first = [cell for cell in cells if cell.row == 0]
        if sum(bool(_DATA.search(cell.text)) for cell in first) * 2 > len(first):
            return 0  # figures, not names of columns
        depth = max((cell.rows for cell in first), default=1)
        if depth == 1 and any(cell.columns > 1 for cell in first):
            depth = 2
    return min(depth, height - 1)


def _joined(levels: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(level for level in levels if level))
