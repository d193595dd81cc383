"""From plain text to clauses with exact offsets and full addresses.

A text is cut in the first of these ways that applies:

1. clauses that the source names itself (``### heading {#id}``),
2. articles (第X条 at the start of a line, in rising order),
3. numbered items (一、 and （一）) of papers without articles,
4. the sections between the headings that the format marks,
5. blocks of paragraphs.

Nothing is lost: text before the first clause becomes a clause of its own (序言).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.chinese_numbers import chinese_number, parse_chinese_number
from corpus.model import Clause, Part
from corpus.readers.reading import Heading, Reading

NUMERAL = "[一二三四五六七八九十百千零〇两0-9０-９]+"
_DIVISION = re.compile(
    rf"[ \t　]*(第{NUMERAL}(?P<unit>[编章节])(?:之{NUMERAL})?)(?![的、，。至和及])[ \t　]*(.{{0,40}})"
)
_ARTICLE = re.compile(
    rf"[ \t　]*(?P<article>第(?P<number>{NUMERAL})条(?:之{NUMERAL})?)"
    r"(?=[ \t　：:]|[^规第、，和及至的之款项]|$)"
)
_ITEM = re.compile(rf"[ \t　]*(（{NUMERAL}）|\({NUMERAL}\))")
_SECTION_LABEL = re.compile(rf"[ \t　]*({NUMERAL}、)")
_SUBSECTION_LABEL = re.compile(rf"[ \t　]*([（(]{NUMERAL}[）)])")
BLOCK = 600  # characters of a block of paragraphs in a text without any structure


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a clause begins, and what is known of it before its end is."""

    start: int
    locator: str
    article: str
    headings: tuple[str, ...]
    clause_id: str = ""


def split_clauses(reading: Reading, document_id: str) -> tuple[Clause, ...]:
    """Cut the text into clauses, in order, without overlap; see the module's text for the rules."""
    title = next((h for h in reading.headings if h.level == 1), None)
    lines = tuple(_lines(reading.text))
    if any(h.clause_id for h in reading.headings):
        cuts, stops = _named_cuts(reading)
    elif articles := _article_cuts(reading, lines):
        cuts, stops = articles, _division_starts(reading, lines)
    elif len(numbered := _numbered_cuts(lines, reading.headings)) > 1:
        cuts, stops = numbered, frozenset(h.start for h in reading.headings)
    elif len(sections := _section_cuts(reading)) > 1:
        cuts, stops = sections, frozenset(h.start for h in reading.headings)
    else:
        cuts, stops = _block_cuts(lines), frozenset()
    cuts = _with_preamble(reading, cuts, title)
    return tuple(_close(reading.text, document_id, cuts, stops))


def _number(numeral: str) -> int:
    """Read the number of an article or section; 0 when it is none."""
    if numeral.isdecimal():
        return int(numeral)
    try:
        return parse_chinese_number(numeral)
    except ValueError:
        return 0


def _lines(text: str) -> Iterator[_Line]:
    offset = 0
    for line in text.split("\n"):
        yield _Line(offset, offset + len(line), line)
        offset += len(line) + 1


def _label(heading: str) -> str:
    """Return the number in front of a heading: 一、 of 一、登记, 第二章 of 第二章 投资促进."""
    for pattern in (_DIVISION, _SECTION_LABEL, _SUBSECTION_LABEL):
        if match := pattern.match(heading):
            return match.group(1)
    return ""


def _heading_path(reading: Reading, position: int) -> tuple[Heading, ...]:
    """Return the marked headings that hold a position, outermost first, without the title."""
    path: list[Heading] = []
    for heading in reading.headings:
        if heading.start > position:
            break
        path = [h for h in path if h.level < heading.level] + [heading]
    return tuple(h for h in path if h.level > 1)


def _named_cuts(reading: Reading) -> tuple[list[_Cut], frozenset[int]]:
    cuts = []
    for heading in reading.headings:
        if not heading.clause_id:
            continue
        path = _heading_path(reading, heading.start)
        words = tuple(reading.text[h.start : h.end] for h in path)
        locator = "".join(_label(word) for word in words)
        cuts.append(_Cut(heading.end + 1, locator, "", words, heading.clause_id))
    return cuts, frozenset(h.start for h in reading.headings)


def _division_starts(reading: Reading, lines: tuple[_Line, ...]) -> frozenset[int]:
    marked = {h.start for h in reading.headings if h.level > 1}
    return frozenset(marked | {line.start for line in lines if _division(line.text)})


def _division(line: str) -> re.Match[str] | None:
    match = _DIVISION.fullmatch(line)
    # A sentence that starts with 第三章 is not a heading: headings carry no full stop.
    return match if match and not match.group(3).rstrip().endswith(("。", "；", "：", ":")) else None


def _article_cuts(reading: Reading, lines: tuple[_Line, ...]) -> list[_Cut]:
    marked = {h.start: h for h in reading.headings if h.level > 1}
    cuts: list[_Cut] = []
    divisions: dict[str, str] = {}
    last = 0
    for line in lines:
        if division := _division(line.text):
            unit = division.group("unit")
            divisions = {u: w for u, w in divisions.items() if "编章节".index(u) < "编章节".index(unit)}
            divisions[unit] = line.text.strip()
            continue
        if line.start in marked and not _ARTICLE.match(line.text):
            divisions = {"节": line.text.strip()} if "条" not in line.text else divisions
            continue
        match = _ARTICLE.match(line.text)
        if not match:
            continue
        number = _number(match.group("number"))
        # An article starts a line and continues the count; 第一条 again opens an attached text.
        if cuts and not (last <= number <= last + 30 or number == 1):
            continue
        last = number
        article = match.group("article")
        labels = [_label(word) for word in divisions.values()]
        locator = " ".join([label for label in labels if label] + [article])
        start = line.start + match.start("article")
        cuts.append(_Cut(start, locator, article, tuple(divisions.values())))
    return cuts


def _numbered_cuts(lines: tuple[_Line, ...], headings: tuple[Heading, ...]) -> list[_Cut]:
    """Cut at 一、 and, where a section has them, at （一）; a short line 一、… is the section's heading."""
    cuts: list[_Cut] = []
    section = section_words = ""
    last = 0
    title_end = max((h.end for h in headings if h.level == 1), default=-1)
    for line in lines:
        if line.start <= title_end:
            continue
        if match := _SECTION_LABEL.match(line.text):
            number = _number(match.group(1)[:-1])
            if match.group(1)[0].isdecimal() or not (number == last + 1 or number == 1):
                continue
            last, section, section_words = number, match.group(1), line.text.strip()
            cuts.append(_Cut(line.start, section, "", (section_words,) if len(section_words) <= 40 else ()))
        elif section and (match := _SUBSECTION_LABEL.match(line.text)):
            words = (section_words,) if len(section_words) <= 40 else ()
            cuts.append(_Cut(line.start, section + match.group(1), "", words))
    return cuts


def _section_cuts(reading: Reading) -> list[_Cut]:
    cuts = []
    for heading in reading.headings:
        if heading.level == 1:
            continue
        words = tuple(reading.text[h.start : h.end].strip() for h in _heading_path(reading, heading.start))
        locator = " ".join(_label(word) or word for word in words)
        cuts.append(_Cut(heading.end + 1, locator, "", words))
    return cuts


def _block_cuts(lines: tuple[_Line, ...]) -> list[_Cut]:
    cuts: list[_Cut] = []
    size = BLOCK
    for line in lines:
        if not line.text.strip():
            continue
        if size + len(line.text) > BLOCK:
            cuts.append(_Cut(line.start, f"第{len(cuts) + 1}段", "", ()))
            size = 0
        size += len(line.text)
    return cuts


def _with_preamble(reading: Reading, cuts: list[_Cut], title: Heading | None) -> list[_Cut]:
    """Put a cut before the first clause when text stands there that is not a heading or a date line."""
    start = title.end + 1 if title else 0
    first = cuts[0].start if cuts else len(reading.text)
    heads = {h.start for h in reading.headings}
    before = [line for line in _lines(reading.text[:first]) if line.start >= start]
    words = [
        line for line in before if line.text.strip() and line.start not in heads and not _division(line.text)
    ]
    if not words or (cuts and cuts[0].start == words[0].start):
        return cuts
    return [_Cut(words[0].start, "序言", "", ()), *cuts]


def _close(text: str, document_id: str, cuts: list[_Cut], stops: frozenset[int]) -> Iterator[Clause]:
    seen: dict[str, int] = {}
    for cut, following in _pieces(text, cuts, stops):
        body = text[cut.start : following]
        start = cut.start + len(body) - len(body.lstrip())
        end = cut.start + len(body.rstrip())
        if end <= start:
            continue
        name = cut.clause_id or f"{document_id}#{(cut.locator or '正文').replace(' ', '')}"
        seen[name] = seen.get(name, 0) + 1
        yield Clause(
            id=name if seen[name] == 1 else f"{name}~{seen[name]}",
            document_id=document_id,
            locator=cut.locator,
            article=cut.article,
            headings=cut.headings,
            start=start,
            end=end,
            text=text[start:end],
            parts=_parts(text, start, end) if cut.article else (),
        )


def _pieces(text: str, cuts: list[_Cut], stops: frozenset[int]) -> Iterator[tuple[_Cut, int]]:
    """Yield each cut with its end; text between a heading and the next cut becomes a piece of its own."""
    ordered = sorted(stops)
    for cut, following in zip(cuts, [cut.start for cut in cuts[1:]] + [len(text)], strict=True):
        inside = [stop for stop in ordered if cut.start <= stop < following]
        yield cut, min(inside, default=following)
        for stop, end in pairwise([*inside, following]):
            line_end = text.find("\n", stop, end)
            heading = text[stop : line_end if line_end >= 0 else end].strip()
            if line_end >= 0:
                yield _Cut(line_end + 1, _label(heading) or heading, "", (heading,)), end


def _parts(text: str, start: int, end: int) -> tuple[Part, ...]:
    """Address the paragraphs (款) and items (项) of an article."""
    lines = [_Line(start + ln.start, start + ln.end, ln.text) for ln in _lines(text[start:end])]
    lines = [line for line in lines if line.text.strip()]
    paragraphs = [line for line in lines if not _ITEM.match(line.text)]
    if len(lines) == 1:
        return ()
    parts: list[Part] = []
    number = 0
    for line in lines:
        item = _ITEM.match(line.text)
        if not item:
            number += 1
        paragraph = f"第{chinese_number(number)}款" if len(paragraphs) > 1 and number else ""
        label = f"第{item.group(1)}项".replace("(", "（").replace(")", "）") if item else ""
        if paragraph or label:
            parts.append(Part(paragraph + label, line.start, line.end))
    return tuple(parts)
