"""Addresses in a question: a document by title or number, an article in it.

What names a document says nothing about which of its clauses is meant, so it is taken out of the question
before words and sense are compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import Metadata
from corpus.references import read_articles, read_document_numbers

_STATE = "中华人民共和国"
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_SHORTEST = 3  # characters of a title that counts as named: 公司法
# 公司法定代表人 does not name 公司法.
_GOES_ON = "定人律官院规务案学"
_LEFT_OVER = 2  # characters; with fewer left, the whole question is compared
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, eq=False)
class Address:
    """What a question names, and the rest of it."""

    named: NDArray[np.float32]  # one value per document: 1 if named, else 0
    articles: frozenset[str]  # 第十二条
    rest: str


class Directory:
    """Titles and numbers of all documents of an index."""

    def __init__(self, documents: Sequence[Metadata]) -> None:
        self._titles: dict[str, list[int]] = {}
        self._numbers: dict[str, list[int]] = {}
        self._count = len(documents)
        for position, document in enumerate(documents):
            for title in _names(document.title):
                self._titles.setdefault(title, []).append(position)
            for number in read_document_numbers(document.doc_number):
                self._numbers.setdefault(number.normalised, []).append(position)

    def read(self, query: str) -> Address:
        """Read the addresses in a question."""
        named = np.zeros(self._count, dtype=np.float32)
        rest = query
        for number in read_document_numbers(query):
            if number.normalised in self._numbers:
                named[self._numbers[number.normalised]] = 1
                rest = rest.replace(number.text, " ")
        for title in self._named_titles(rest):
            named[self._titles[title]] = 1
            rest = rest.replace(_STATE + title, " ").replace(title, " ")
        articles = frozenset(reference.article for reference in read_articles(rest))
        if not named.any() or len(_LETTERS.findall(rest)) < _LEFT_OVER:
            rest = query
        return Address(named, articles, rest)

    def _named_titles(self, text: str) -> list[str]:
        """Return the titles in a text, longest first; one inside a longer one does not count."""
        found: list[str] = []
        for title in sorted((t for t in self._titles if t in text), key=len, reverse=True):
            if _stands_alone(title, text) and not any(title in longer for longer in found):
                found.append(title)
        return found


def _names(title: str) -> set[str]:
    """Return the ways a title is written: in full, without the state's name, without remarks in brackets."""
    whole = " ".join(title.replace("《", "").replace("》", "").split())
    names = {whole, _REMARK.sub("", whole).strip()}
    names |= {name.removeprefix(_STATE) for name in names}
    return {name for name in names if len(name) >= _SHORTEST}


def _stands_alone(title: str, text: str) -> bool:
    ends = (match.end() for match in re.finditer(re.escape(title), text))
    return len(title) > _SHORTEST or any(end == len(text) or text[end] not in _GOES_ON for end in ends)
