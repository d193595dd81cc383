"""Workbooks (.xlsx): every sheet with content is a table, merged cells resolved."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from corpus.errors import DocumentError
from corpus.places import Run
from corpus.readers.archive import check_archive
from corpus.readers.assembly import Assembly
from corpus.readers.limits import Limits
from corpus.readers.reading import Reading
from corpus.tables import Cell, make_table

_ROWS, _COLUMNS = 20_000, 200  # more is a data base, not a list that a document carries


def read_xlsx(path: Path, limits: Limits) -> Reading:
    """Read a workbook; formulas give their stored results.

    Raises:
        DocumentError: if it is no workbook, is locked, or is larger than the limits.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    check_archive(path, limits)
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise DocumentError("不是有效的 Excel 文件（.xlsx），可能已损坏或改过扩展名") from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(sheets) > limits.pages:
        raise DocumentError(f"有 {len(sheets)} 个工作表，超过 {limits.pages} 个的上限；请拆分后再导入")
    assembly = Assembly()
    for number, sheet in enumerate(sheets, 1):
        _add(assembly, sheet, number, alone=len(sheets) == 1)
    return assembly.reading()


def _add(assembly: Assembly, sheet: Any, number: int, *, alone: bool) -> None:
    if sheet.max_row > _ROWS or sheet.max_column > _COLUMNS:
        raise DocumentError(
            f"工作表“{sheet.title}”有 {sheet.max_row} 行 {sheet.max_column} 列，超过 {_ROWS} 行 {_COLUMNS} 列"
            "的上限；请删去空白行列或拆分后再导入"
        )
    merged = {(r.min_row, r.min_col): (r.max_row, r.max_col) for r in sheet.merged_cells.ranges}
    covered = {
        (row, column)
        for (top, left), (bottom, right) in merged.items()
        for row in range(top, min(bottom, _ROWS) + 1)
        for column in range(left, min(right, _COLUMNS) + 1)
        if (row, column) != (top, left)
    }
    cells = []
    for row in sheet.iter_rows():
        for cell in row:
            if (cell.row, cell.column) in covered:
                continue
            bottom, right = merged.get((cell.row, cell.column), (cell.row, cell.column))
            words = _words(cell.value)
            rows, columns = bottom - cell.row + 1, right - cell.column + 1
            if words or rows * columns > 1:
                cells.append(Cell(cell.row - 1, cell.column - 1, words, rows, columns))
    if not any(cell.text for cell in cells):
        return
    table = make_table(_without_margin(cells))
    title = table.title or ("" if alone and sheet.title.startswith("Sheet") else sheet.title)
    if title:
        assembly.paragraph(title, level=1 if number == 1 else 2)
    assembly.table(table, [Run(0, 0, page=number) for _ in table.rows])


def _without_margin(cells: list[Cell]) -> list[Cell]:
    """Move the table to the corner: empty rows above and columns before it are no part of it."""
    top, left = min(c.row for c in cells if c.text), min(c.column for c in cells if c.text)
    return [
        Cell(c.row - top, c.column - left, c.text, c.rows, c.columns)
        for c in cells
        if c.row >= top and c.column >= left
    ]


def _words(value: object) -> str:
    """Write a value as a reader sees it: no .0 behind whole numbers, dates as days."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip()
