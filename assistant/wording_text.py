"""Checked text made comparable, and cut into the units that are checked.

What counts as the same wording: white space (spaces, tabs, line breaks) does not count, full-width and
half-width signs are one, straight and curly quotation marks are one. Everything else counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.polarity import force_words
from corpus.labels import NUMERAL
from corpus.numerals import read_figures

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_SIGNS = str.maketrans(
    _WIDE | {ord(a): b for a, b in zip("｡､｢｣“”„‟＂‘’＇￥￠￡", '。、「」"""""\'\'\'¥¢£', strict=True)}
)

_END = "。！？!?"
_AFTER_END = "”’\"'）》」』】)"
_OPENING, _CLOSING = "（《“‘「『【(〈", "）》”’」』】)〉"
_ITEM = rf"(?:[（(]{NUMERAL}[）)]|[0-9]{{1,2}}[.．、](?![0-9])|[①-⑳])"
_LABEL = re.compile(
    rf"[ \t　]*(?:[#>*•·●▪-]+[ \t　]*)?(?:(?P<article>第{NUMERAL}条(?:之{NUMERAL})?)[ \t　：:]+"
    rf"|第{NUMERAL}[章节编部分款项][ \t　]+|{NUMERAL}、|{_ITEM})[ \t　]*"
)
_LINE_LABEL = re.compile(rf"^{_LABEL.pattern}", re.MULTILINE)
_NEXT_ITEM = re.compile(rf"[；;：:][ \t　]*(?={_ITEM})")
_WRAPPED = 20  # characters of a line that may go on in the next one
_LONGEST_HEADING = 30


@dataclass(frozen=True, slots=True)
class Plain:
    """A text made comparable. ``offsets[i]`` is where character ``i`` stands in the source."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the source of a span, white space behind it left out."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def plain(text: str, start: int = 0, *, labels: bool = True, article: str = "") -> Plain:
    """Make a text comparable.

    Args:
        text: the text.
        start: where it begins in its source.
        labels: keep the numbers in front of its lines (第二十八条, （一）).
        article: the article that the text is; its number goes with the labels though no space follows it,
            as in text recognised from a picture.
    """
    left_out = [] if labels else [m.span() for m in _LINE_LABEL.finditer(text)]
    if article and not labels and text.startswith(article):
        left_out.append((0, len(article)))
    hidden = {place for first, last in left_out for place in range(start + first, start + last)}
    kept = [
        (sign, place)
        for place, sign in enumerate(text.translate(_SIGNS), start)
        if not sign.isspace() and place not in hidden
    ]
    return Plain("".join(sign for sign, _ in kept), (*(place for _, place in kept), start + len(text)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or an item of an enumeration. ``text == source[start:end]``.

    Attributes:
        start: offset of the first character in the source.
        end: offset after the last.
        text: the characters.
        label: the number in front of it (第二十八条, （一）), which is no part of what it says.
        body: where in ``text`` what it says begins.
        heading: whether it only names what follows and states nothing.
    """

    start: int
    end: int
    text: str
    label: str = ""
    body: int = 0
    heading: bool = False

    @property
    def said(self) -> str:
        """What it says, without its label."""
        return self.text[self.body :]


def split_units(text: str) -> tuple[Unit, ...]:
    """Cut a text at 。！？, at line ends and before the items of an enumeration.

    Nothing is cut inside quotation marks, brackets or a title in 《》 that is closed on the same line; a line
    that stops in the middle of a sentence, as in text copied from a PDF, goes on in the next.
    """
    units: list[Unit] = []
    for start, end in _blocks(text):
        for begin, stop in _pieces(text, start, end):
            unit = _unit(text, begin, stop)
            if unit:
                units.append(unit)
    return tuple(units)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of lines, wrapped ones joined."""
    begin, place = 0, 0
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        end = place + len(line)
        if not _goes_on(line.strip(), following.strip()):
            yield begin, end
            begin = end + 1
        place = end + 1


def _goes_on(line: str, following: str) -> bool:
    if len(line) < _WRAPPED or not following or line[-1] in _END + "；;：:" or line[-1] in _AFTER_END:
        return False
    return not _LABEL.match(following) and len(following) >= 2


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [start]
    closed = _closed(text, start, end)
    place = start
    while place < end:
        if text[place] in _END and not closed[place - start]:
            stop = place + 1
            while stop < end and text[stop] in _END + _AFTER_END:
                stop += 1
            cuts.append(stop)
            place = stop
            continue
        if not closed[place - start] and (item := _NEXT_ITEM.match(text, place, end)):
            cuts.append(item.end())
        place += 1
    yield from pairwise([*cuts, end])


def _closed(text: str, start: int, end: int) -> list[bool]:
    """Tell for every character whether it stands between signs that open and close."""
    inside = [False] * (end - start)
    open_at: list[tuple[str, int]] = []
    for place in range(start, end):
        sign = text[place]
        if sign in _OPENING:
            open_at.append((_CLOSING[_OPENING.index(sign)], place))
        elif any(sign == closing for closing, _ in open_at):
            while open_at[-1][0] != sign:
                open_at.pop()
            _, began = open_at.pop()
            inside[began - start : place - start] = [True] * (place - began)
    return inside


def _unit(text: str, start: int, end: int) -> Unit | None:
    body = text[start:end]
    start, end = start + len(body) - len(body.lstrip()), start + len(body.rstrip())
    found = text[start:end]
    label = _LABEL.match(found)
    said = found[label.end() :] if label else found
    if not re.search(r"[^\W_]", said):
        return None
    return Unit(
        start, end, found, label.group().strip() if label else "", label.end() if label else 0, _heading(said)
    )


def _heading(said: str) -> bool:
    """Tell whether words are a heading: short, no stop at the end, no figure, no must or may."""
    short = len(said) <= _LONGEST_HEADING and said[-1] not in _END + "；;，,：:"
    return short and "，" not in said and not read_figures(said) and not force_words().search(said)


def article_of(label: str) -> str:
    """Return the article that a label names (第二十八条), else nothing."""
    found = _LABEL.match(label + " ")
    return (found["article"] or "") if found else ""
