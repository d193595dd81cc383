"""Saved web pages of authorities: main text, tables, attachments; the facts beside: ``page_facts.py``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from corpus.errors import DocumentError
from corpus.readers.assembly import Assembly
from corpus.readers.limits import Limits
from corpus.readers.page_facts import DROPPED, page_facts, page_title, plain
from corpus.readers.reading import Reading
from corpus.tables import Cell, is_title, make_table

_BLOCKS = frozenset(
    "p div section article li ul ol dl dt dd blockquote center pre h1 h2 h3 h4 h5 h6 header main form".split()
)
# Where the usual systems of government sites put the main text.
_MAIN = (
    "//*[@id='UCAP-CONTENT']",
    "//*[contains(concat(' ',@class,' '),' TRS_Editor ')]",
    "//*[contains(concat(' ',@class,' '),' TRS_UEDITOR ')]",
    "//*[contains(concat(' ',@class,' '),' pages_content ')]",
    "//*[@id='zoom' or @id='Zoom' or @id='zoomcon']",
    "//*[contains(concat(' ',@class,' '),' article-content ')]",
    "//article",
    "//main",
)
_DECLARED = 4000  # bytes in which a page names its encoding
_CELL = 1500  # characters of a cell: more is a part of the page, no value
_TEXT = 50  # characters of a main text at least
_LINE = 12  # characters of a line of it at least
_SHARE = 0.9  # of the sentences that the library takes for the main text
_SENTENCE = re.compile(r"[。；]")  # links of menus have none
_FILES = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|jpe?g|png)(?:[?#]|$)", re.IGNORECASE)


def read_html(path: Path, limits: Limits) -> Reading:
    """Read a web page.

    Raises:
        DocumentError: if it cannot be decoded or has no text.
    """
    return parse_html(decode_page(path.read_bytes()), limits)


def decode_page(raw: bytes) -> str:
    """Decode a page by its own declaration where that holds, else by what the bytes look like."""
    from charset_normalizer import from_bytes

    declared = re.search(rb"charset=[\"']?\s*([\w-]+)", raw[:_DECLARED], re.IGNORECASE)
    names = ["utf-8-sig"]
    if declared:
        name = declared.group(1).decode("ascii", "replace").lower()
        names.append("gb18030" if name in ("gb2312", "gbk", "gb_2312", "gb18030") else name)
    for name in (*names, "gb18030"):
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(raw).best()
    if best is None:
        raise DocumentError("网页的文字编码无法识别；请在浏览器里另存为 UTF-8 网页后重试")
    return str(best)


def parse_html(source: str, limits: Limits) -> Reading:
    """Read the source of a web page; see :func:`read_html`."""
    from lxml import etree, html

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source).replace("\x00", "")
    try:
        # Comments say nothing, and in a row they are no cell.
        parser = html.HTMLParser(remove_comments=True, remove_pis=True)
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise DocumentError("网页没有内容，或不是 HTML") from error
    main = _main(root, source)
    reader = _Reader(limits)
    title = page_title(root, main)
    if title:
        reader.assembly.paragraph(title, level=1)
        reader.title = title
    reader.block(main, 0)
    return reader.assembly.reading(
        stated=page_facts(root), attachments=tuple(dict.fromkeys(reader.attachments))
    )


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self.assembly = Assembly()
        self.attachments: list[str] = []
        self.title = ""
        self._limits = limits
        self._inline: list[str] = []
        self._last = ""

    def block(self, element: Any, depth: int) -> None:
        """Add an element whose content starts and ends on lines of its own."""
        if depth > self._limits.nesting:
            raise DocumentError(f"网页嵌套超过 {self._limits.nesting} 层，没有读取")
        self._flush()
        self._children(element, depth)
        self._flush(_heading(element.tag))

    def _children(self, element: Any, depth: int) -> None:
        self._inline.append(element.text or "")
        for child in element:
            if not isinstance(child.tag, str) or child.tag in DROPPED or _hidden(child):
                pass
            elif child.tag == "table" and _is_data(child):
                self._flush()
                self._table(child)
            elif child.tag in ("table", "tbody", "thead", "tr", "td", "th") or child.tag in _BLOCKS:
                self.block(child, depth + 1)
            elif child.tag == "br":
                self._flush()
            else:
                self._note_file(child)
                if depth > self._limits.nesting:
                    raise DocumentError(f"网页嵌套超过 {self._limits.nesting} 层，没有读取")
                self._children(child, depth + 1)
            self._inline.append(child.tail or "")

    def _flush(self, level: int = 0) -> None:
        words = plain("".join(self._inline))
        self._inline.clear()
        if not words or words == self.title:
            return
        self.assembly.paragraph(words, level=level)
        self._last = words

    def _note_file(self, element: Any) -> None:
        if element.tag == "a" and _FILES.search(element.get("href") or ""):
            self.attachments.append(plain(element.text_content()) or str(element.get("href")))

    def _table(self, element: Any) -> None:
        for link in element.iter("a"):
            self._note_file(link)
        caption = element.find("caption")
        title = plain(caption.text_content()) if caption is not None else ""
        try:
            table = make_table(_cells(element), title or (self._last if is_title(self._last) else ""))
        except ValueError as error:
            raise DocumentError(f"表格太大（{error} 格），请拆分后再导入") from error
        self.assembly.table(table)


def _heading(tag: str) -> int:
    return int(tag[1]) if re.fullmatch(r"h[1-6]", tag) and tag != "h1" else 1 if tag == "h1" else 0


def _hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _is_data(table: Any) -> bool:
    """Tell a table of data from one that only lays the page out."""
    rows = [_own_cells(row) for row in table.iter("tr") if _owner(row) is table]
    holds_blocks = any(len(plain(cell.text_content())) > _CELL for row in rows for cell in row)
    return (
        len(rows) > 1
        and max(map(len, rows), default=0) > 1
        and not holds_blocks
        and table.find(".//table") is None
    )


def _own_cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]  # no comment


def _owner(element: Any) -> Any:
    while element is not None and element.tag != "table":
        element = element.getparent()
    return element


def _cells(table: Any) -> list[Cell]:
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(row for row in table.iter("tr") if _owner(row) is table):
        column = 0
        for cell in _own_cells(row):
            while (number, column) in taken:
                column += 1
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            taken.update((number + i, column + j) for i in range(rows) for j in range(columns))
            cells.append(Cell(number, column, plain(cell.text_content()), rows, columns, cell.tag == "th"))
            column += columns
    last = max((cell.row for cell in cells), default=0) + 1  # a span may not reach below the last row
    return [Cell(c.row, c.column, c.text, min(c.rows, last - c.row), c.columns, c.is_header) for c in cells]


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(max(int(value[:6]), 1), 1000) if value.isdecimal() else 1


def _main(root: Any, source: str) -> Any:
    """Return the smallest element that holds the main text."""
    for path in _MAIN:
        found = [e for e in root.xpath(path) if len(plain(e.text_content())) > _TEXT]
        if found:
            return max(found, key=lambda e: len(e.text_content()))
    body = root.find("body")
    whole = root if body is None else body
    lines = _main_lines(source)
    if not lines:
        return whole
    element, total = whole, sum(map(len, lines))
    while True:
        inner = (child for child in element if isinstance(child.tag, str) and child.tag in _BLOCKS)
        holder = next((c for c in inner if _held(c, lines) >= _SHARE * total), None)
        if holder is None:
            return element
        element = holder


def _main_lines(source: str) -> list[str]:
    import trafilatura

    text = trafilatura.extract(
        source, output_format="txt", include_tables=False, include_comments=False, favor_recall=True
    )
    lines = map(_squeezed, (text or "").split("\n"))
    return [line for line in lines if len(line) > _LINE and _SENTENCE.search(line)]


def _held(element: Any, lines: list[str]) -> int:
    words = _squeezed(element.text_content())
    return sum(len(line) for line in lines if line in words)


def _squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)
