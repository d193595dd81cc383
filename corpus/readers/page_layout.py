"""From lines on pages to paragraphs: page furniture dropped, lines joined, footnotes kept apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.places import Run
from corpus.readers.columns import Margins
from corpus.readers.lines import Line, joint

_TOP = 0.08  # of the page, above which small print is a running head, on a single page too
_HEAD = 0.75  # of the usual size
_EDGE = 0.12  # of the page, where heads, feet and page numbers stand
_SAME_PLACE = 12.0  # points by which a head moves from page to page, on scans above all
_PAGE_NUMBER = re.compile(
    r"[-—–－－·•~～\s]*(?:第\s*)?[0-9０-９ivxIVX一二三四五六七八九十]{1,5}(?:\s*页)?[-—–－·•~～\s]*|"
    r"第?\s*\d+\s*页?\s*[/／,，共]+\s*\d+\s*页?"
)
_NOTE = re.compile(r"[①-⑳⑴-⒇]|[\[〔(（]?\d{1,2}[\]〕)）]?[.．、 ]?(?=[\u4e00-\u9fff])|[*＊†]|注\s*\d*[:：]")
_STARTS = re.compile(
    r"第[〇零一二三四五六七八九十百千0-9]+[编章节条][ 　：:\u4e00-\u9fff]|[一二三四五六七八九十]+、|"
    r"[（(][一二三四五六七八九十0-9]+[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|附件[0-9一二三四五六七八九十]*[:：]?"
)
_TALL = 1.2  # times the size of the body: a title
_VERY_TALL = 1.35
_ALMOST = 0.85  # of the width of the body
_ENDS = re.compile(r"[。；：:;！？!?”）)]$")
_SMALL = 0.88  # of the size of the body: a note
_OTHER_SIZE = 1.15  # times the size of the line before: other print, another paragraph
_APART = 1.75  # times the usual leading: a paragraph ends
_INDENT = 0.9  # signs by which a line is indented; papers indent by two
_SHORT = 1.7  # signs that a line ends before the margin: the last of its paragraph
_CENTRED = 1.5  # signs free on both sides
_OFF_CENTRE = 0.08  # of the width by which both sides may differ
_LOW = 0.55  # of the page, below which footnotes stand
_OWN_SIZE = 0.6  # points by which lines of the body differ in size
_GAP = 6  # signs between two lines: more is no leading, but a picture or a table
_LEADING = 1.5  # signs, where no two lines follow each other
_LEFT_OF = 20  # one of so many lines begins left of the body
_RIGHT_OF = 50  # one of so many lines ends right of it


@dataclass(slots=True)
class Paragraph:
    """A paragraph in the making: its text and the runs of its lines."""

    text: str
    runs: list[Run]
    first: Line
    last: Line
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The measures of a document's body text, in points."""

    size: float
    left: float
    right: float
    leading: float


@dataclass(slots=True)
class Layout:
    """Measures and furniture of a document, learned from all its lines at once."""

    heights: dict[int, float]  # of the pages
    lines: Sequence[Line]
    body: Body = field(init=False)
    furniture: set[tuple[int, float]] = field(init=False)

    def __post_init__(self) -> None:
        self.furniture = set(_furniture(self.lines, self.heights))
        kept = [line for line in self.lines if (line.page, line.top) not in self.furniture]
        self.body = _measure(kept or self.lines)

    def keeps(self, line: Line) -> bool:
        """Tell whether a line is text and no head, foot or page number."""
        return (line.page, line.top) not in self.furniture

    def level(self, paragraph: Paragraph) -> int:
        """Return 1 for a title: larger than the body, in the middle of its page."""
        line = paragraph.first
        tall = line.size >= _TALL * self.body.size
        wide = line.size >= _VERY_TALL * self.body.size and line.page == 1  # it fills the line
        in_place = wide or _centred(line, self.body)
        return int(tall and in_place and not paragraph.text.endswith(("文件", "。")))


def paragraphs(lines: Sequence[Line], layout: Layout) -> Iterator[Paragraph]:
    """Join lines to paragraphs; lines of one may stand on two pages, with the notes of the first between.

    Text comes in order, and each note when the next one begins or at the end.
    """
    open_text: Paragraph | None = None
    open_note: Paragraph | None = None
    for line in lines:
        is_note = _is_note(line, layout, open_note)
        current = open_note if is_note else open_text
        if current and not _begins(line, current, layout.body):
            glue = joint(current.text, line.text)
            start = len(current.text) + len(glue)
            current.text += glue + line.text
            current.runs.append(_run(line, start))
            current.last = line
            continue
        if current:
            yield current
        fresh = Paragraph(line.text, [_run(line, 0)], line, line, is_note)
        open_text, open_note = (open_text, fresh) if is_note else (fresh, open_note)
    yield from (left for left in (open_text, open_note) if left)


def _run(line: Line, start: int) -> Run:
    return Run(
        start=start,
        end=start + len(line.text),
        page=line.page,
        top=line.top,
        bottom=line.bottom,
        edges=line.edges,
        confidence=line.confidence,
    )


def _begins(line: Line, current: Paragraph, body: Body) -> bool:
    """Tell whether a line begins a paragraph, from the last one's end and its own beginning."""
    last = current.last
    em = body.size
    if max(line.size, last.size) > _OTHER_SIZE * min(line.size, last.size):
        return True
    if line.page == last.page and line.top - last.top > _APART * max(body.leading, line.bottom - line.top):
        return True
    if min(line.size, last.size) >= _TALL * em and not _STARTS.match(line.text):
        return False  # a title of several lines; the first may fill its line
    if _centred(line, body) and _centred(last, body):
        # A title goes on in the next line; two short lines in the middle are two headings.
        return not (line.size >= _TALL * em and not _STARTS.match(line.text))
    if line.left > _margins(line, body)[0] + _INDENT * em:
        return True
    left, right = _margins(last, body)
    if last.right < right - _SHORT * em:
        # A line that almost reaches the margin and ends in mid-sentence goes on: its last sign was not seen.
        almost = last.right > left + _ALMOST * (right - left)
        return not almost or bool(_ENDS.search(last.text) or _STARTS.match(line.text))
    return bool(_STARTS.match(line.text)) and last.text.endswith(("。", "；", "：", ":", ";"))


def _margins(line: Line, body: Body) -> Margins:
    """Return the edges of the text around a line: its column's, or the body's."""
    return line.column or (body.left, body.right)


def _centred(line: Line, body: Body) -> bool:
    first, last = _margins(line, body)
    left, right = line.left - first, last - line.right
    free = _CENTRED * body.size
    return left > free and right > free and abs(left - right) < max(_OFF_CENTRE * (last - first), free)


def _is_note(line: Line, layout: Layout, note: Paragraph | None) -> bool:
    """Tell whether a line is a footnote: small, low on the page, after a note's sign or another note.

    Args:
        line: the line.
        layout: of the document.
        note: the last note before it, if there is one.
    """
    low = line.top > _LOW * layout.heights[line.page]
    if line.size > _SMALL * layout.body.size or not low:
        return False
    follows = note is not None and note.last.page == line.page and note.last.top < line.top
    return follows or bool(_NOTE.match(line.text))


def _measure(lines: Sequence[Line]) -> Body:
    """Measure the body: the commonest size, and where most of its lines begin and end."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] or 10.0
    own = [line for line in lines if abs(line.size - size) <= _OWN_SIZE] or list(lines)
    lefts, rights = sorted(line.left for line in own), sorted(line.right for line in own)
    steps = [
        after.top - before.top
        for before, after in zip(own, own[1:], strict=False)
        if before.page == after.page and 0 < after.top - before.top < _GAP * size
    ]
    return Body(
        size=size,
        left=lefts[len(lefts) // _LEFT_OF],
        right=rights[-1 - len(rights) // _RIGHT_OF],
        leading=median(steps) if steps else _LEADING * size,
    )


def _furniture(lines: Sequence[Line], heights: dict[int, float]) -> Iterator[tuple[int, float]]:
    """Yield (page, top) of page numbers, heads and feet that come back, and small print at the very top."""
    edge = [
        line
        for line in lines
        if line.top < _EDGE * heights[line.page] or line.bottom > (1 - _EDGE) * heights[line.page]
    ]
    outermost = {
        (page, pick(own, key=lambda line: line.top).top)
        for page in heights
        if (own := [line for line in lines if line.page == page])
        for pick in (min, max)
    }
    alike: dict[str, list[Line]] = {}
    for line in edge:
        alike.setdefault(_key(line), []).append(line)
    need = 2 if len(heights) <= 4 else max(3, len(heights) // 4)  # pages; a head may change with the chapter
    usual = median(line.size for line in lines)
    for line in edge:
        pages = {other.page for other in alike[_key(line)] if abs(other.top - line.top) < _SAME_PLACE}
        repeated = len(pages) >= need
        outer = (line.page, line.top) in outermost
        numbered = outer and bool(_PAGE_NUMBER.fullmatch(line.text))
        head = outer and line.bottom < _TOP * heights[line.page] and line.size <= _HEAD * usual
        if repeated or numbered or head:
            yield line.page, line.top


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text))
