"""Words of a text by which it can say something else: figures, bounds, must and may, negations, scope.

A word has a kind and a sense; two words of one kind and sense may stand for one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.phrases import any_of, terms
from assistant.polarity import Force, force_words
from assistant.wording_model import Difference, DifferenceKind
from assistant.wording_parties import OBLIGES, force_of, party_end, tables
from corpus.numerals import Figure, read_figures
from corpus.references import read_articles, read_document_numbers, read_titles
from index.tokens import bigrams

_NEGATION = re.compile("没有|未经|[不未非无免](?!法律效力)")
_START = re.compile("[自从]([\u4e00-\u9fff]{2,20}?)(?:之日)?起(?![草诉])")
_NUMERAL = re.compile("[0-9]+(?:[.,][0-9]+)*|[零〇一二三四五六七八九十百千万亿两]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that counts. ``figure`` is set for figures and dates."""

    kind: DifferenceKind
    sense: str
    start: int
    end: int
    text: str
    figure: Figure | None = None

    def near(self, start: int, end: int) -> bool:
        """Tell whether a span touches this word or lies beside it."""
        return self.start <= end and self.end >= start

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a span changes this word; an empty span does so only from inside."""
        return self.start < end and self.end > start if start < end else self.start < start < self.end


@lru_cache(maxsize=2048)
def read_words(text: str) -> tuple[Word, ...]:
    """Return every word of a text that counts, in order; words of one kind do not overlap."""
    found = [*_figures(text), *_references(text), *_obligations(text)]
    found += _listed(text, "bound", DifferenceKind.BOUND) + _listed(text, "scope", DifferenceKind.SCOPE)
    found += _opposites(text)
    found += _negations(text, found)
    return tuple(sorted(_outermost(found), key=lambda word: (word.start, word.end)))


def _outermost(words: list[Word]) -> Iterator[Word]:
    """Leave out words inside a longer one: 外 in 境外, 二十八 in 第二十八条."""
    for word in words:
        length = word.end - word.start
        if not any(o.start <= word.start and word.end <= o.end and o.end - o.start > length for o in words):
            yield word


def _figures(text: str) -> list[Word]:
    figures = [
        Word(DifferenceKind.FIGURE, "", figure.start, figure.end, figure.text, figure)
        for figure in read_figures(text)
    ]
    bare = [
        Word(DifferenceKind.FIGURE, match.group(), match.start(), match.end(), match.group())
        for match in _NUMERAL.finditer(text)
        if not any(word.touches(*match.span()) for word in figures)
    ]
    return figures + bare


def _references(text: str) -> list[Word]:
    spans = [(r.start, r.end, r.normalised) for r in read_articles(text)]
    spans += [(n.start, n.end, n.normalised) for n in read_document_numbers(text)]
    spans += [(t.start, t.end, t.normalised) for t in read_titles(text)]
    return [
        Word(DifferenceKind.REFERENCE, sense, start, end, text[start:end])
        for start, end, sense in dict.fromkeys(spans)
    ]


def _obligations(text: str) -> list[Word]:
    found = []
    for match in force_words().finditer(text):
        force = force_of(match.group())
        obliges = force in OBLIGES and not re.match("不[^得准许应可能]", match.group())
        kind = DifferenceKind.OBLIGATION if obliges else DifferenceKind.NEGATION
        found.append(Word(kind, force, match.start(), match.end(), match.group()))
    return found


def _listed(text: str, section: str, kind: DifferenceKind) -> list[Word]:
    pattern, senses = _pattern(section)
    return [
        Word(kind, senses[int((match.lastgroup or "s0")[1:])], *match.span(), match.group())
        for match in pattern.finditer(text)
    ]


def other_start(said: str, official: str) -> Iterator[Difference]:
    """Yield the event that a period runs from where the other text lets it run from another one."""
    here, there = ([m.group(1) for m in _START.finditer(text)] for text in (said, official))
    if len(here) == len(there) == 1 and not set(bigrams(here[0])) & set(bigrams(there[0])):
        yield Difference(DifferenceKind.DATE, here[0], there[0])


def is_listed_scope(text: str) -> bool:
    """Tell whether a text is a word of scope that counts by itself, and not only beside its opposite."""
    return bool(_pattern("scope")[0].fullmatch(text))


@lru_cache(maxsize=4)
def _pattern(section: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return a pattern whose groups s0, s1 … are the words, the longest first, and the sense of each."""
    pairs = [(word, sense) for sense, words in tables()[section].items() for word in words.split()]
    pairs.sort(key=lambda pair: len(pair[0]), reverse=True)
    pattern = "|".join(f"(?P<s{number}>{word})" for number, (word, _) in enumerate(pairs))
    return re.compile(pattern), tuple(sense for _, sense in pairs)


@lru_cache(maxsize=1)
def _pairs() -> re.Pattern[str]:
    """Return the pattern of opposites; parties and words of force are told apart elsewhere."""
    return any_of({word for group in _opposite_groups() for word in group})


@lru_cache(maxsize=1)
def _opposite_groups() -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(
            word
            for word in group.split()
            if len(word) > 1 and not party_end().match(word[::-1]) and not force_words().search(word)
        )
        for group in terms()["opposite"]
    )


def are_opposites(a: str, b: str) -> bool:
    """Tell whether two words are listed as opposites of each other: 境内, 境外."""
    return a != b and any(a in group and b in group for group in _opposite_groups())


def _opposites(text: str) -> list[Word]:
    return [
        Word(DifferenceKind.SCOPE, match.group(), match.start(), match.end(), match.group())
        for match in _pairs().finditer(text)
    ]


def _negations(text: str, others: list[Word]) -> Iterator[Word]:
    """Yield the negations that are no part of a longer word (不超过, 不得)."""
    for match in _NEGATION.finditer(text):
        if not any(word.start <= match.start() < word.end for word in others):
            yield Word(DifferenceKind.NEGATION, Force.NOT, match.start(), match.end(), match.group())
