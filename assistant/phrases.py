"""Texts made comparable: figures marked, words that say the same made one, white space and width made one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.messages import DATA
from corpus.numerals import Figure, FigureKind, read_figures

MARK = "\ufffc"
"""Stands for a figure in the words of a phrase."""

HAN = "\u4e00-\u9fff"
_WIDTH = str.maketrans(
    "０１２３４５６７８９％．＋－／(),;:!?", "0123456789%.+-/（），；：！？", "\u3000 \t\xa0"
)
_COMMAS = str.maketrans("；：", "，，")  # a cut statement is joined with commas
_NUMERAL = re.compile(r"[0-9¥￥$第]|[零〇一二两三四五六七八九十百千万亿半](?!次性|般|律|致|类|定)")

_LATIN = re.compile(r"(?<=[A-Za-z])(?=[0-9][0-9,.]*[万亿元%])")  # GDP6650亿元 is a figure, 5G is none


@lru_cache(maxsize=1)
def terms() -> dict[str, Any]:
    """Return the word lists of ``data/statements.toml``."""
    return tomllib.loads((DATA / "statements.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of text made comparable.

    Attributes:
        words: the text with one `MARK` for each figure, synonyms replaced, without white space.
        figures: the figures, one for each `MARK`, in order.
    """

    words: str
    figures: tuple[Figure, ...]

    def segments(self) -> tuple[Phrase, ...]:
        """Cut at commas; what is cut keeps its figures."""
        return _cut(self, re.split(f"[，。！？]|(?<={MARK})、(?=[^，、。]*{MARK})", self.words))


def _cut(phrase: Phrase, pieces: Iterable[str]) -> tuple[Phrase, ...]:
    cut, used = [], 0
    for piece in pieces:
        count = piece.count(MARK)
        if piece:
            cut.append(Phrase(piece, phrase.figures[used : used + count]))
        used += count
    return tuple(cut)


def join(phrases: Iterable[Phrase]) -> Phrase:
    """Join phrases with commas; inverse of :meth:`Phrase.segments`."""
    parts = tuple(phrases)
    return Phrase("，".join(p.words for p in parts), tuple(f for p in parts for f in p.figures))


@lru_cache(maxsize=4096)  # the same clauses are compared with question after question
def read_phrase(text: str) -> Phrase:
    """Make a text comparable. A figure keeps only its place, with the words that its bound takes in."""
    text = _LATIN.sub(" ", text)
    figures = read_figures(text)
    pieces, end = [], 0
    for figure in figures:
        pieces += [text[end : figure.start], _bare(figure)]
        end = figure.end
    words = unified("".join([*pieces, text[end:]])).translate(_COMMAS)
    return Phrase(re.sub("，+", "，", words).removeprefix("，"), figures)


def _bare(figure: Figure) -> str:
    """Replace number and unit by a mark; what stands before, as in 不超过其投资额的30%, are words."""
    if figure.kind is FigureKind.DATE:
        return MARK
    number = _NUMERAL.search(figure.text.translate(_WIDTH))
    if number is None or figure.text in ("减半", "折半", "半数"):
        return MARK + figure.text  # 减半 says more than 50 %
    return figure.text[: number.start()] + MARK


def unified(text: str) -> str:
    """Make width, case, white space and words of one meaning the same."""
    plain = text.translate(_WIDTH).lower()
    pattern, first = _synonyms()
    return pattern.sub(lambda match: first[match.group()], plain)


@lru_cache(maxsize=1)
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    first = {
        word.lower(): words[0].lower()
        for words in (group.split() for group in terms()["same"])
        for word in words
    }
    return any_of(first), first


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of any of these words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@lru_cache(maxsize=512)
def isolated(words: str) -> frozenset[str]:
    """Return the characters that carry content between words that do not."""
    return frozenset(re.findall(rf"(?<![{HAN}])[{HAN}](?![{HAN}])", content(words)))


@lru_cache(maxsize=1)
def light_words() -> re.Pattern[str]:
    """Return the pattern of words that claim nothing by themselves."""
    return any_of({unified(word) for word in terms()["light"].split()})


@lru_cache(maxsize=1)
def strict_words() -> tuple[str, ...]:
    """Return the words that claim so much that a sentence itself must say them, as `unified` writes them."""
    return tuple(unified(word) for word in terms()["strict"].split())


def content(words: str) -> str:
    """Replace everything that claims nothing by blanks; the length stays."""
    bare = light_words().sub(lambda match: " " * len(match.group()), words)
    return re.sub(rf"[^{HAN}a-z0-9 {MARK}]", " ", bare)


@lru_cache(maxsize=4096)
def pairs(words: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters that carry content; a character by itself stands alone."""
    bare = content(words)
    runs = re.findall(rf"[{HAN}]+", bare)
    codes = re.findall("[0-9a-z.+-]+", bare)
    return frozenset(run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))) | frozenset(codes)
