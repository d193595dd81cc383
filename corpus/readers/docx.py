"""Word documents (.docx): headings, numbers that Word writes itself, tables, text boxes, notes.

Tracked changes are taken as accepted: inserted text counts, deleted text does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import DocumentError
from corpus.readers.archive import check_archive
from corpus.readers.assembly import Assembly
from corpus.readers.limits import Limits
from corpus.readers.reading import Reading
from corpus.readers.word_numbers import WordNumbers
from corpus.tables import Cell, is_title, make_table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText", f"{_W}rPrChange", f"{_W}pPrChange"}
_APART = {f"{_W}txbxContent", f"{_W}tbl"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_BLOCKS = {f"{_W}p", f"{_W}tbl"}
_TITLES = ("title", "标题", "文件标题", "公文标题")
_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def read_docx(path: Path, limits: Limits) -> Reading:
    """Read a Word document.

    Raises:
        DocumentError: if it is no Word document, is locked, or is larger than the limits.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    check_archive(path, limits)
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise DocumentError("不是有效的 Word 文件（.docx），可能已损坏、加密或改过扩展名") from error
    return _Reader(document, limits).read()


class _Reader:
    def __init__(self, document: Any, limits: Limits) -> None:
        self._body = document.element.body
        self._limits = limits
        self._assembly = Assembly()
        self._styles = _styles(document)
        self._numbers = WordNumbers.read(_numbering(document))
        self._notes = _notes(document)
        self._last = ""

    def read(self) -> Reading:
        for block in _blocks(self._body, self._limits.nesting):
            if block.tag == f"{_W}tbl":
                self._table(block)
            else:
                self._paragraph(block)
        self._assembly.notes([(text, ()) for text in self._notes])
        return self._assembly.reading()

    def _paragraph(self, element: Any) -> None:
        text = self._number(element) + _text(element)
        for line in text.split("\n"):
            words = line.strip()
            self._assembly.paragraph(words, level=self._level(element) if words else 0)
            self._last = words or self._last
        for box in _inside(element, f"{_W}txbxContent"):
            for block in _blocks(box, self._limits.nesting):
                if block.tag == f"{_W}p":
                    self._assembly.paragraph(_text(block).strip())
                else:
                    self._table(block)

    def _style(self, element: Any) -> str:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        return "" if style is None else str(style.get(f"{_W}val"))

    def _level(self, element: Any) -> int:
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and str(outline.get(f"{_W}val")).isdecimal():
            level = int(outline.get(f"{_W}val"))
            return level + 2 if level < 9 else 0
        return self._styles.get(self._style(element), (0, None))[0]

    def _number(self, element: Any) -> str:
        own = element.find(f"{_W}pPr/{_W}numPr")
        if own is None:
            own = self._styles.get(self._style(element), (0, None))[1]
        if own is None:
            return ""
        list_id, level = own.find(f"{_W}numId"), own.find(f"{_W}ilvl")
        if list_id is None:
            return ""
        depth = "0" if level is None else str(level.get(f"{_W}val"))
        return self._numbers.next(str(list_id.get(f"{_W}val")), int(depth) if depth.isdecimal() else 0)

    def _table(self, element: Any) -> None:
        try:
            table = make_table(_cells(element), self._last if is_title(self._last) else "")
        except ValueError as error:
            raise DocumentError(f"表格太大（{error} 格），请拆分后再导入") from error
        self._assembly.table(table)


def _blocks(parent: Any, nesting: int) -> Iterator[Any]:
    """Yield paragraphs and tables in order, out of content controls and revisions too."""
    if nesting <= 0:
        raise DocumentError("嵌套层数过多，请简化后再导入")
    for child in parent:
        if child.tag in _BLOCKS:
            yield child
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _blocks(child, nesting - 1)


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """Yield the outermost elements of a tag inside another; only one of two alternatives counts."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE:
            yield from _inside(child, tag)


def _text(element: Any) -> str:
    """Return the words of a paragraph without its text boxes; notes leave no mark in the sentence."""
    parts: list[str] = []
    for child in element:
        if child.tag in _GONE or child.tag in _APART:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        else:
            parts.append(_text(child))
    return "".join(parts)


def _cells(table: Any) -> list[Cell]:
    """Return the cells with what they span; text of inner tables belongs to the cell that holds them."""
    cells: list[Cell] = []
    above: dict[int, int] = {}  # column -> position in `cells` of the cell that reaches down there
    for number, row in enumerate(_inside(table, f"{_W}tr")):
        head = row.find(f"{_W}trPr/{_W}tblHeader") is not None
        before = row.find(f"{_W}trPr/{_W}gridBefore")
        column = int(before.get(f"{_W}val")) if before is not None else 0
        for cell in _inside(row, f"{_W}tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            columns = max(1, int(span.get(f"{_W}val"))) if span is not None else 1
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in above:
                old = cells[above[column]]
                reach = number - old.row + 1
                cells[above[column]] = Cell(old.row, old.column, old.text, reach, old.columns, old.is_header)
            else:
                words = " ".join(_text(p) for p in cell.iter(f"{_W}p") if not _is_gone(p, cell))
                above[column] = len(cells)
                cells.append(Cell(number, column, words, 1, columns, head))
            column += columns
    return cells


def _is_gone(element: Any, top: Any) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not top:
        if parent.tag in _GONE:
            return True
        parent = parent.getparent()
    return False


def _styles(document: Any) -> dict[str, tuple[int, Any]]:
    """Return heading level and list of each paragraph style, inherited ones included."""
    own = {style.get(f"{_W}styleId"): style for style in document.styles.element.findall(f"{_W}style")}
    return {name: (_style_level(style, own), _style_list(style, own)) for name, style in own.items()}


def _ancestors(style: Any, styles: dict[str, Any]) -> Iterator[Any]:
    seen: set[str] = set()
    while style is not None and style.get(f"{_W}styleId") not in seen:
        seen.add(style.get(f"{_W}styleId"))
        yield style
        base = style.find(f"{_W}basedOn")
        style = styles.get(base.get(f"{_W}val")) if base is not None else None


def _style_level(style: Any, styles: dict[str, Any]) -> int:
    for one in _ancestors(style, styles):
        name = one.find(f"{_W}name")
        if name is not None and str(name.get(f"{_W}val")).lower() in _TITLES:
            return 1
        outline = one.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and str(outline.get(f"{_W}val")).isdecimal():
            level = int(outline.get(f"{_W}val"))
            return level + 2 if level < 9 else 0
    return 0


def _style_list(style: Any, styles: dict[str, Any]) -> Any:
    for one in _ancestors(style, styles):
        found = one.find(f"{_W}pPr/{_W}numPr")
        if found is not None:
            return found
    return None


def _numbering(document: Any) -> Any | None:
    for relation in document.part.rels.values():
        if relation.reltype == _NOTES + "numbering":
            return relation.target_part.element
    return None


def _notes(document: Any) -> list[str]:
    from docx.oxml import parse_xml

    found: list[str] = []
    for kind in ("footnote", "endnote"):
        for relation in document.part.rels.values():
            if relation.reltype != f"{_NOTES}{kind}s":
                continue
            for note in parse_xml(relation.target_part.blob).findall(f"{_W}{kind}"):
                words = " ".join(_text(p).strip() for p in note.iter(f"{_W}p")).strip()
                if note.get(f"{_W}type") is None and words:
                    found.append(f"注{len(found) + 1}：{words}")
    return found
