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

from corpus.cuts import Cut, make_clauses
from corpus.labels import (
    CLOSING,
    NUMERAL,
    SECTION,
    SUBSECTION,
    UNITS,
    annex_of,
    division_of,
    label_of,
    number_of,
    section_number,
    unit_of,
)
from corpus.model import Clause
from corpus.readers.reading import Heading, Reading

_LEFT_OUT = 30  # articles that may be missing in a row, deleted or not legible; a larger step is a reference
_HEADING = 40  # characters of a heading at most; a longer line is text
_ARTICLE = re.compile(
    rf"[ \t　]*(?P<article>第(?P<number>{NUMERAL})条(?:之{NUMERAL})?)"
    r"(?=[ \t　：:]|[^规第、，和及至的之款项]|$)"
)
BLOCK = 600  # characters of a block of paragraphs in a text without any structure


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


def split_clauses(reading: Reading, document_id: str) -> tuple[Clause, ...]:
    """Cut the text into clauses, in order, without overlap; see the module's text for the rules."""
    title = next((h for h in reading.headings if h.level == 1), None)
    lines = tuple(_lines(reading.text))
    if any(h.clause_id for h in reading.headings):
        cuts, stops = _named_cuts(reading)
    elif articles := _article_cuts(reading, lines):
        front, annex = _front_cuts(reading, lines)
        cuts = [*front, *_article_cuts(reading, lines[annex:], annexed=True)] if front else articles
        stops = _division_starts(reading, lines)
    elif len(numbered := _numbered_cuts(lines, reading.headings)) > 1:
        cuts, stops = numbered, _annex_starts(lines) | {h.start for h in reading.headings}
    elif len(sections := _section_cuts(reading)) > 1:
        cuts, stops = sections, frozenset(h.start for h in reading.headings)
    else:
        cuts, stops = _block_cuts(lines), frozenset()
    cuts = _with_preamble(reading, cuts, title)
    return tuple(make_clauses(reading.text, document_id, cuts, stops))


def _lines(text: str) -> Iterator[_Line]:
    offset = 0
    for line in text.split("\n"):
        yield _Line(offset, line)
        offset += len(line) + 1


def _annex_starts(lines: tuple[_Line, ...]) -> frozenset[int]:
    return frozenset(line.start for line in lines if annex_of(line.text))


def _heading_path(reading: Reading, position: int) -> tuple[Heading, ...]:
    """Return the marked headings that hold a position, outermost first, without the title."""
    path: list[Heading] = []
    for heading in reading.headings:
        if heading.start > position:
            break
        path = [h for h in path if h.level < heading.level] + [heading]
    return tuple(h for h in path if h.level > 1)


def _named_cuts(reading: Reading) -> tuple[list[Cut], frozenset[int]]:
    cuts = []
    for heading in reading.headings:
        if not heading.clause_id:
            continue
        path = _heading_path(reading, heading.start)
        words = tuple(reading.text[h.start : h.end] for h in path)
        locator = "".join(label_of(word) for word in words)
        cuts.append(Cut(heading.end + 1, locator, "", words, heading.clause_id))
    return cuts, frozenset(h.start for h in reading.headings)


def _division_starts(reading: Reading, lines: tuple[_Line, ...]) -> frozenset[int]:
    marked = {h.start for h in reading.headings if h.level > 1}
    heads = {line.start for line in lines if division_of(line.text) or CLOSING.fullmatch(line.text)}
    return frozenset(marked | heads | _annex_starts(lines))


def _front_cuts(reading: Reading, lines: tuple[_Line, ...]) -> tuple[list[Cut], int]:
    """Cut the numbered paper that issues rules as its annex; returns the cuts and the line of the annex."""
    first = next((n for n, line in enumerate(lines) if _ARTICLE.match(line.text)), 0)
    annex = max((n for n, line in enumerate(lines[:first]) if annex_of(line.text)), default=0)
    cuts = _numbered_cuts(lines[:annex], reading.headings)
    return (cuts, annex) if len(cuts) > 1 else ([], 0)


def _article_cuts(reading: Reading, lines: tuple[_Line, ...], *, annexed: bool = False) -> list[Cut]:
    """Cut at articles; an annex counts after the first one, or from the beginning of what is ``annexed``."""
    marked = {h.start: h for h in reading.headings if h.level > 1}
    cuts: list[Cut] = []
    divisions: dict[str, str] = {}
    last = section = 0
    for line in lines:
        if unit := unit_of(line.text) if cuts or annexed or not annex_of(line.text) else "":
            divisions = {u: w for u, w in divisions.items() if UNITS.index(u) < UNITS.index(unit)}
            divisions[unit] = line.text.strip()
            section = 0
            continue
        if line.start in marked and not _ARTICLE.match(line.text):
            divisions = {"节": line.text.strip()} if "条" not in line.text else divisions
            continue
        match = _ARTICLE.match(line.text)
        if not match:
            # An annex without articles is cut at 一、 where it counts so.
            number = section_number(line.text)
            if divisions.keys() == {"附"} and section >= 0 and number == section + 1:
                section = number
                words = divisions["附"]
                cuts.append(Cut(line.start, f"{label_of(words)} {label_of(line.text)}", "", (words,)))
            continue
        number = number_of(match.group("number"))
        # An article starts a line and continues the count; 第一条 again opens an attached text.
        if cuts and not (last <= number <= last + _LEFT_OUT or number == 1):
            continue
        last, section = number, -1
        article = match.group("article")
        labels = [label_of(word) for word in divisions.values()]
        locator = " ".join([label for label in labels if label] + [article])
        start = line.start + match.start("article")
        cuts.append(Cut(start, locator, article, tuple(divisions.values())))
    return cuts if any(cut.article for cut in cuts) else []


def _numbered_cuts(lines: tuple[_Line, ...], headings: tuple[Heading, ...]) -> list[Cut]:
    """Cut at 一、 and, where a section has them, at （一）; a short line 一、… is the section's heading."""
    cuts: list[Cut] = []
    section = ""
    above: tuple[str, ...] = ()
    outer: tuple[str, ...] = ()  # the annex around
    last = 0
    title_end = max((h.end for h in headings if h.level == 1), default=-1)
    for line in lines:
        if line.start <= title_end:
            continue
        if cuts and annex_of(line.text):
            last, section, outer = 0, "", (line.text.strip(),)
        elif match := SECTION.match(line.text):
            number = section_number(line.text)
            if not number or not (number == last + 1 or number == 1):
                continue
            last, section = number, " ".join([*map(label_of, outer), match.group(1)])
            words = line.text.strip()
            above = (*outer, words) if len(words) <= _HEADING else outer
            cuts.append(Cut(line.start, section, "", above))
        elif section and (match := SUBSECTION.match(line.text)):
            cuts.append(Cut(line.start, section + match.group(1), "", above))
    return cuts


def _section_cuts(reading: Reading) -> list[Cut]:
    cuts = []
    for heading in reading.headings:
        if heading.level == 1:
            continue
        words = tuple(reading.text[h.start : h.end].strip() for h in _heading_path(reading, heading.start))
        locator = " ".join(label_of(word) or word for word in words)
        cuts.append(Cut(heading.end + 1, locator, "", words))
    return cuts


def _block_cuts(lines: tuple[_Line, ...]) -> list[Cut]:
    cuts: list[Cut] = []
    size = BLOCK
    for line in lines:
        if not line.text.strip():
            continue
        if size + len(line.text) > BLOCK:
            cuts.append(Cut(line.start, f"第{len(cuts) + 1}段", "", ()))
            size = 0
        size += len(line.text)
    return cuts


def _with_preamble(reading: Reading, cuts: list[Cut], title: Heading | None) -> list[Cut]:
    """Put a cut before the first clause when text stands there that is not a heading or a date line."""
    start = title.end + 1 if title else 0
    first = cuts[0].start if cuts else len(reading.text)
    heads = {h.start for h in reading.headings}
    before = [line for line in _lines(reading.text[:first]) if line.start >= start]
    words = [
        line
        for line in before
        if line.text.strip() and line.start not in heads and not division_of(line.text)
    ]
    if not words or (cuts and cuts[0].start == words[0].start):
        return cuts
    return [Cut(words[0].start, "序言", "", ()), *cuts]
