"""PDF files: text in reading order with the place of each character, tables, and scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import DocumentError
from corpus.places import Run
from corpus.readers.assembly import Assembly
from corpus.readers.columns import find_gutters
from corpus.readers.limits import Limits
from corpus.readers.lines import Line, make_lines, make_rows, size_of
from corpus.readers.ocr import INSTALL, is_installed, recognise
from corpus.readers.page_layout import Layout, Paragraph, paragraphs
from corpus.readers.pdf_pages import Page, open_pdf, picture, read_page
from corpus.readers.pdf_tables import PageTable, TableFinder, outside
from corpus.readers.reading import Reading
from corpus.tables import Cell, is_title, make_table

_DOTS = 200  # per inch, for recognising characters


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What was found on one page."""

    page: Page
    lines: tuple[Line, ...]  # those outside tables
    tables: tuple[PageTable, ...]
    skipped: bool = False  # a scan that could not be recognised


def read_pdf(path: Path, limits: Limits) -> Reading:
    """Read a PDF; pages without a text layer are recognised if the extra ``ocr`` is installed.

    Raises:
        DocumentError: if it is damaged, locked, too long, or a scan that cannot be recognised.
    """
    with open_pdf(path, limits) as document:
        pages = [read_page(document, position) for position in range(len(document))]
        scans = [page.number for page in pages if page.is_scan]
        if scans and len(scans) == len(pages) and not is_installed():
            raise DocumentError(f"这是扫描件（{len(scans)} 页没有文字层）；要识别文字，请先运行 {INSTALL}")
        finder = TableFinder(path) if any(page.has_rules and not page.is_scan for page in pages) else None
        try:
            sheets = _sheets(document, pages, finder)
        finally:
            if finder:
                finder.close()
    return _assemble(sheets)


def _sheets(document: Any, pages: Sequence[Page], finder: TableFinder | None) -> list[_Sheet]:
    tables = [
        tuple(finder.tables(page.number, page.glyphs))
        if finder and page.has_rules and not page.is_scan
        else ()
        for page in pages
    ]
    rows = [
        [] if page.is_scan else make_rows(outside(page.glyphs, own))
        for page, own in zip(pages, tables, strict=True)
    ]
    gutters = find_gutters(rows, size_of([row for page in rows for row in page]))
    return [
        _scan(document, page)
        if page.is_scan
        else _Sheet(page, tuple(make_lines(own, page.number, gutter)), found)
        for page, own, gutter, found in zip(pages, rows, gutters, tables, strict=True)
    ]


def _scan(document: Any, page: Page) -> _Sheet:
    if not is_installed():
        return _Sheet(page, (), (), skipped=True)
    found = recognise(picture(document, page.number - 1, _DOTS), page.number, 72 / _DOTS)
    return _Sheet(page, tuple(found), ())


def _assemble(sheets: Sequence[_Sheet]) -> Reading:
    lines = [line for sheet in sheets for line in sheet.lines]
    assembly = Assembly()
    notes: list[tuple[str, Sequence[Run]]] = []
    layout = Layout({sheet.page.number: sheet.page.height for sheet in sheets}, lines) if lines else None
    last = ""
    pending: list[Line] = []

    def flush() -> None:
        nonlocal last
        if layout is None:
            return
        for paragraph in paragraphs(pending, layout):
            if paragraph.is_note:
                notes.append((paragraph.text, paragraph.runs))
                continue
            _add(assembly, paragraph, layout)
            last = paragraph.text
        pending.clear()

    for table, before in _flow(sheets, layout):
        pending.extend(before)
        if table:
            flush()
            _add_table(assembly, table, last if is_title(last) else "")
    flush()
    assembly.notes(notes)
    skipped = [str(sheet.page.number) for sheet in sheets if sheet.skipped]
    remarks = [f"第 {'、'.join(skipped)} 页是扫描图，没有识别；请运行 {INSTALL}"] if skipped else []
    return assembly.reading(
        sizes=[(s.page.number, s.page.width, s.page.height) for s in sheets], remarks=remarks
    )


def _flow(sheets: Sequence[_Sheet], layout: Layout | None) -> list[tuple[list[PageTable], list[Line]]]:
    """Return tables in reading order, each with the lines before it; what goes on overleaf is one table."""
    found: list[tuple[list[PageTable], list[Line]]] = []
    before: list[Line] = []
    for sheet in sheets:
        rest = [line for line in sheet.lines if layout and layout.keeps(line)]
        for table in sorted(sheet.tables, key=lambda t: t.top):
            above = [line for line in rest if line.top < table.top]
            rest = [line for line in rest if line.top >= table.top]
            before += above
            if found and found[-1][0] and not before and _goes_on(found[-1][0][-1], table):
                found[-1][0].append(table)
            else:
                found.append(([table], before))
                before = []
        before += rest
    found.append(([], before))
    return found


def _goes_on(table: PageTable, following: PageTable) -> bool:
    same = len(table.columns) == len(following.columns)
    near = same and all(abs(a - b) < 6 for a, b in zip(table.columns, following.columns, strict=True))
    return near and following.page == table.page + 1


def _add(assembly: Assembly, paragraph: Paragraph, layout: Layout) -> None:
    assembly.paragraph(paragraph.text, level=layout.level(paragraph), runs=paragraph.runs)


def _add_table(assembly: Assembly, parts: Sequence[PageTable], title: str) -> None:
    """Add a table; a header that is printed again overleaf counts once."""
    cells: list[Cell] = []
    places: list[Run] = []
    first = [cell.text for cell in parts[0].cells if cell.row == 0]
    height = 0
    for part in parts:
        own = list(part.cells)
        drop = 1 if part is not parts[0] and [c.text for c in own if c.row == 0] == first else 0
        cells += [
            Cell(c.row - drop + height, c.column, c.text, c.rows, c.columns) for c in own if c.row >= drop
        ]
        tops = part.rows[drop:]
        for top, bottom in zip(tops, tops[1:], strict=False):
            places.append(Run(0, 0, page=part.page, top=top, bottom=bottom, edges=(part.left, part.right)))
        height = len(places)
    try:
        table = make_table(cells, title)
    except ValueError as error:
        raise DocumentError(f"表格太大（{error} 格），请拆分后再导入") from error
    assembly.table(table, places[len(places) - len(table.rows) :])
