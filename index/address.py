"""Addresses in a question: a document by title or number, an article in it, an amount in quotation marks.

What names a document says nothing about which of its clauses is meant, so it is taken out of the question
before words and sense are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import Metadata
from corpus.references import ArticleReference, read_articles, read_document_numbers, read_titles
from index.question_words import content

OWN = ""
"""The work of an article that is named without one: the document itself."""

_STATE = "中华人民共和国"
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_AND_ANOTHER = re.compile("(.+?(?:法|条例|办法|规定))及")
_SHORTEST = 2  # characters of a title: 宪法
_EXPOSED = 3  # titles up to this length occur inside other words
# 公司法定代表人 does not name 公司法.
_GOES_ON = "定人律官院规务案学"
_LEFT_OVER = 2  # characters; with fewer left, the whole question is compared
_LETTERS = re.compile(r"[^\W_]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# 是什么内容, 怎么规定的: asks for the text that stands at an address, and for nothing in it.
_FOR_THE_TEXT = re.compile(
    r"(?:的|里|中)?(?:具体|全部|完整)?(?:内容|原文|全文|条文|规定|文件|政策|条款)(?:的|是|有)?|规定(?:了|的)|(?:是|有|讲|说|写)(?:的|了|着)?"
    r"|\b(?:say|says|text|content|full)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{2,60})[”\"」』]")
# A digit, or a numeral with what it counts: 三百万元; “十四五” is a name.
_FIGURE = re.compile(
    r"\d|百分之|[〇一二三四五六七八九十百千万亿]+(?:元|人|件|家|个|项|天|日|月|年|倍|成|吨|亩|平方|公里)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Address:
    """What a question names, and the rest of it."""

    named: NDArray[np.float32]  # one value per document: 1 if named by title or number, else 0
    numbered: NDArray[np.float32]  # one value per document: 1 if named by its number, else 0
    works: frozenset[str]  # names of the works, whether or not they are documents of the index
    articles: frozenset[str]  # 第十二条
    quotes: tuple[str, ...]  # phrases with a figure in quotation marks, and numbers of no document at hand
    rest: str
    bare: bool  # the question is the address and asks for nothing in particular


class Directory:
    """Titles and numbers of all documents of an index, and of the works that their clauses rest on."""

    def __init__(self, documents: Sequence[Metadata], works: Iterable[str] = ()) -> None:
        """Take the documents in the order of the index, and names of other works."""
        self._titles: dict[str, list[int]] = {}
        self._numbers: dict[str, list[int]] = {}
        self._count = len(documents)
        for position, document in enumerate(documents):
            for title in names_of(document.title):
                self._titles.setdefault(title, []).append(position)
            for number in read_document_numbers(document.doc_number):
                self._numbers.setdefault(number.normalised, []).append(position)
        for work in works:
            for title in names_of(work):
                self._titles.setdefault(title, [])

    def read(self, query: str) -> Address:
        """Read the addresses in a question."""
        named = np.zeros(self._count, dtype=np.float32)
        numbered = np.zeros(self._count, dtype=np.float32)
        rest = query
        works: set[str] = set()
        mentioned: list[str] = []  # numbers that no document bears: of an earlier order, or of a work cited
        for number in read_document_numbers(query):
            works.add(number.normalised)
            if number.normalised not in self._numbers:
                mentioned.append(number.text)
            else:
                numbered[self._numbers[number.normalised]] = 1
                rest = rest.replace(number.text, " ")
        named[:] = numbered
        for title in self._named_titles(rest):
            named[self._titles[title]] = 1
            works.add(title)
            rest = rest.replace(_STATE + title, " ").replace(title, " ")
        references = read_articles(rest)
        quotes = (*mentioned, *(phrase for phrase in _QUOTED.findall(query) if _FIGURE.search(phrase)))
        bare = bool(works or quotes) and _asks_nothing(rest, references, quotes)
        if works:
            rest = _without(rest, references)
        if not works or (not references and len(_LETTERS.findall(rest)) < _LEFT_OVER):
            rest = query
        articles = frozenset(reference.article for reference in references)
        return Address(named, numbered, frozenset(works), articles, quotes, rest, bare)

    def _named_titles(self, text: str) -> list[str]:
        """Return the titles in a text, longest first; one inside a longer one does not count."""
        found: list[str] = []
        for title in sorted((t for t in self._titles if t in text), key=len, reverse=True):
            if _stands_alone(title, text) and not any(title in longer for longer in found):
                found.append(title)
        return found


def names_of(title: str) -> frozenset[str]:
    """Return the ways a title is written: in full, without the state's name, without remarks in brackets.

    A book of a code also goes by the name of the code: 中华人民共和国民法典 合同编 is 民法典. Two texts in
    one document go by the name of the first: 公司法（2023年修订）及注册资本登记规定 is 公司法.
    """
    whole = " ".join(title.replace("《", "").replace("》", "").split())
    plain = _REMARK.sub("", whole).strip()
    names = {whole, plain}
    if both := _AND_ANOTHER.match(plain):
        names.add(both[1])
    if whole.startswith(_STATE) and " " in whole:
        names.add(whole.split()[0])
    names |= {name.removeprefix(_STATE) for name in names}
    return frozenset(name for name in names if len(name) >= _SHORTEST)


def resting_on(basis: str) -> tuple[tuple[str, str], ...]:
    """Return what a clause of a digest rests on, as (name of the work, article).

    The name is a title, a normalised document number, or :data:`OWN` for an article that no work stands
    directly before.
    """
    heads = [
        *((title.end, names_of(title.normalised)) for title in read_titles(basis)),
        *((number.end, frozenset((number.normalised,))) for number in read_document_numbers(basis)),
    ]
    found: dict[tuple[str, str], None] = {}
    for reference in read_articles(basis):
        gaps = [(end, names) for end, names in heads if end <= reference.start]
        end, names = max(gaps, key=lambda head: head[0], default=(0, frozenset((OWN,))))
        between = _REMARK.sub("", basis[end : reference.start])
        if gaps and _CHINESE.search(re.sub("第.{1,8}?条|[和及与至]", "", between)):
            continue  # 关于实施《公司法》注册资本登记管理制度的规定第二条 is no article of 公司法
        found.update(((name, reference.article), None) for name in sorted(names))
    return tuple(found)


def _without(text: str, references: Sequence[ArticleReference]) -> str:
    for reference in references:
        text = text.replace(reference.text, " ")
    return text


def _asks_nothing(rest: str, references: Sequence[ArticleReference], quotes: Sequence[str]) -> bool:
    rest = _without(rest, references)
    for phrase in quotes:
        rest = rest.replace(phrase, " ")
    left = _FOR_THE_TEXT.sub(" ", content(f" {rest} "))
    return len(_LETTERS.findall(left)) < _LEFT_OVER or not _LETTERS.search(rest)


def _stands_alone(title: str, text: str) -> bool:
    if len(title) > _EXPOSED:
        return True
    return any(_is_named(match, text) for match in re.finditer(re.escape(title), text))


def _is_named(match: re.Match[str], text: str) -> bool:
    """Tell whether a short title is one where it stands, and not part of a word."""
    after = text[match.end() : match.end() + 1]
    if len(match.group()) == _EXPOSED:
        return not after or after not in _GOES_ON
    before = text[: match.start()].removesuffix(_STATE).removesuffix("我国")
    free = not before or not _CHINESE.match(before[-1])
    return free and (after in ("", "》", "第") or not _CHINESE.match(after))
