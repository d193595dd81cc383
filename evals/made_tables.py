"""Tables with merged cells, written as Word, web page, workbook and PDF, with what each row must say."""

from __future__ import annotations

import html
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.tables import Cell

_KINDS = ("首店", "旗舰店", "体验店", "总部企业", "区域总部", "研发中心", "上市企业", "规上企业")
_GROUPS = ("一次性奖励", "年度补助", "租金补贴", "人才补助", "贷款贴息")
_LEVELS = ("市级", "区级", "首次", "续期")


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A table as cells, and the (header, content) pairs that each row must read as."""

    title: str
    cells: tuple[Cell, ...]
    expected: tuple[tuple[tuple[str, str], ...], ...]


def make_tables(count: int, seed: int) -> list[MadeTable]:
    """Return tables with a header of one or two levels and cells merged down, across or both."""
    chance = random.Random(seed)
    return [_table(number, chance) for number in range(1, count + 1)]


def _table(number: int, chance: random.Random) -> MadeTable:
    groups = chance.sample(_GROUPS, chance.randint(1, 3))
    deep = number % 2 == 0
    cells = [Cell(0, 0, "类别", 2 if deep else 1, 1), Cell(0, 1, "档次", 2 if deep else 1, 1)]
    headers = ["类别", "档次"]
    column = 2
    for group in groups:
        if deep:
            levels = chance.sample(_LEVELS, 2)
            cells.append(Cell(0, column, group, 1, 2))
            cells += [Cell(1, column + i, level) for i, level in enumerate(levels)]
            headers += [f"{group} {level}" for level in levels]
            column += 2
        else:
            cells.append(Cell(0, column, group))
            headers.append(group)
            column += 1
    first = 2 if deep else 1
    rows: list[list[str]] = []
    for kind in chance.sample(_KINDS, chance.randint(2, 4)):
        size = chance.randint(1, 3)
        cells.append(Cell(first + len(rows), 0, kind, size, 1))
        rows += _body(cells, first + len(rows), kind, size, column, chance)
    expected = tuple(tuple(zip(headers, row, strict=True)) for row in rows)
    return MadeTable(f"表{number} 扶持标准", tuple(cells), expected)


def _body(
    cells: list[Cell], top: int, kind: str, size: int, columns: int, chance: random.Random
) -> list[list[str]]:
    """Add the rows of one kind; some sums hold for two rows, or for two columns."""
    rows = [[kind, f"{'甲乙丙'[i]}档"] + [""] * (columns - 2) for i in range(size)]
    cells += [Cell(top + i, 1, rows[i][1]) for i in range(size)]
    for i in range(size):
        column = 2
        while column < columns:
            if rows[i][column]:
                column += 1
                continue
            words = f"{chance.randint(1, 99)}.{chance.randint(1, 9)}万元"
            down = 2 if i + 1 < size and chance.random() < 0.3 else 1
            across = (
                2
                if down == 1 and column + 1 < columns and not rows[i][column + 1] and chance.random() < 0.2
                else 1
            )
            cells.append(Cell(top + i, column, words, down, across))
            for r in range(i, i + down):
                for c in range(column, column + across):
                    rows[r][c] = words
            column += across
    return rows


def table_docx(table: MadeTable, path: Path) -> None:
    """Write a Word document with the table under its title."""
    import docx

    document: Any = docx.Document()
    document.add_paragraph("某市扶持办法", style="Title")
    document.add_paragraph("第一条 扶持标准按下表执行。")
    document.add_paragraph(table.title)
    height, width = _shape(table.cells)
    grid = document.add_table(rows=height, cols=width, style="Table Grid")
    for cell in table.cells:
        made = grid.cell(cell.row, cell.column)
        if cell.rows * cell.columns > 1:
            made = made.merge(grid.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        made.text = cell.text
    document.add_paragraph("第二条 本办法自2024年1月1日起施行。")
    document.save(str(path))


def table_html(table: MadeTable) -> str:
    """Return a web page with the table under its title."""
    rows: list[str] = []
    for row in range(_shape(table.cells)[0]):
        own = sorted((c for c in table.cells if c.row == row), key=lambda c: c.column)
        tds = (f'<td rowspan="{c.rows}" colspan="{c.columns}">{html.escape(c.text)}</td>' for c in own)
        rows.append(f"<tr>{''.join(tds)}</tr>")
    return (
        '<html><head><meta charset="utf-8"><title>某市扶持办法</title></head><body><article>'
        "<h1>某市扶持办法</h1>"
        f"<p>第一条 扶持标准按下表执行。</p><p>{table.title}</p><table>{''.join(rows)}</table>"
        "<p>第二条 本办法自2024年1月1日起施行。</p></article></body></html>"
    )


def table_xlsx(table: MadeTable, path: Path) -> None:
    """Write a workbook with the title merged across the first row."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    width = _shape(table.cells)[1]
    sheet.cell(1, 1, table.title)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    for cell in table.cells:
        sheet.cell(cell.row + 2, cell.column + 1, cell.text)
        if cell.rows * cell.columns > 1:
            sheet.merge_cells(
                start_row=cell.row + 2,
                start_column=cell.column + 1,
                end_row=cell.row + 1 + cell.rows,
                end_column=cell.column + cell.columns,
            )
    book.save(path)


def table_pdf(table: MadeTable, path: Path) -> None:
    """Write a PDF with the ruled table under its title."""
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("text", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
    small = ParagraphStyle("cell", fontName="STSong-Light", fontSize=9, leading=12, wordWrap="CJK")
    height, width = _shape(table.cells)
    data: list[list[Any]] = [[""] * width for _ in range(height)]
    spans = []
    for cell in table.cells:
        data[cell.row][cell.column] = Paragraph(html.escape(cell.text), small)
        end = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        if cell.rows * cell.columns > 1:
            spans.append(("SPAN", (cell.column, cell.row), end))
    made = Table(data, colWidths=[460 / width] * width)
    made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.6, colors.black), *spans]))
    story = [
        Paragraph("第一条 扶持标准按下表执行。", style),
        Paragraph(table.title, style),
        made,
        Paragraph("第二条 本办法自2024年1月1日起施行。", style),
    ]
    SimpleDocTemplate(str(path)).build(story)


def _shape(cells: Sequence[Cell]) -> tuple[int, int]:
    return max(c.row + c.rows for c in cells), max(c.column + c.columns for c in cells)
