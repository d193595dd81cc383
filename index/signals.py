"""The signals of all passages for a question: how close each is, by sense, by words and by address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.model import Status
from corpus.validity import is_record
from index.address import OWN, Address, Directory
from index.derived import Tables
from index.embedder import Embedder
from index.glossary import translate
from index.lexical import LexicalIndex
from index.norms import Norm, norm_of
from index.question_words import content
from index.thesaurus import Expansion, expand
from index.tokens import bigrams, folded, words

ENDED = (Status.SUPERSEDED, Status.EXPIRED, Status.REPEALED, Status.NOT_YET)
SignalTable: TypeAlias = dict[str, NDArray[np.float32]]  # per signal, one value for every passage
# Asks for a text that may have ended: then it does not stand behind the current one.
_PAST = re.compile(
    r"旧版|旧法|旧的|老版|原来的|以前的|之前的|当年的|修订前|修正前|修改前|废止前|失效前|历史版本|前一版|上一版"
)
_ENDED = 0.25  # what a named article of an ended text lacks of one in force; more than their words differ
_TRANSLATED = 0.7  # weight of the translated terms beside the English question
_CHECKED = 500  # passages whose text is read for a phrase in quotation marks


@dataclass(frozen=True, slots=True)
class Said:
    """What is compared with passages: the question without its addresses, and other terms for its words."""

    text: str
    expansion: Expansion
    english: bool  # the terms are translations

    @classmethod
    def of(cls, text: str) -> Said:
        """Expand a question by the glossary if it is English, else by the thesaurus."""
        translated = translate(text)
        english = bool(translated.meanings)
        return cls(text, translated if english else expand(text), english)


class Signaller:
    """Computes signals over the tables of an open index."""

    def __init__(
        self,
        tables: Tables,
        embedder: Embedder,
        norms: Mapping[Norm, float],
        texts: Callable[[Sequence[int]], Sequence[str]],
    ) -> None:
        """Take the tables, the embedder they were made with, the value of each kind of norm, and a reader."""
        self._tables, self._embedder, self._texts = tables, embedder, texts
        self._norm = np.array([norms[norm] for norm in norms_of(tables)], dtype=np.float32)
        works = {work for bases in tables.bases.values() for work, _ in bases if work != OWN}
        self._directory = Directory(tables.documents, works)

    def address(self, query: str) -> Address:
        """Return the addresses in a question."""
        return self._directory.read(query)

    def read(self, query: str, statuses: Sequence[Status]) -> tuple[SignalTable, Address]:
        """Return all signals for a question, and the addresses in it.

        Args:
            query: the question.
            statuses: of each document, on the day asked about.
        """
        tables = self._tables
        address = self.address(query)
        said = Said.of(address.rest)
        vector = self._vector(said)
        dense = np.clip(tables.vectors @ vector, 0, 1)
        ask = dense.copy()  # a passage without questions stands for its own, so both kinds compare
        if len(tables.ask_owner):
            np.maximum.at(ask, tables.ask_owner, np.clip(tables.ask_vectors @ vector, 0, 1))
        title = address.named[tables.document_of]
        ended = np.zeros_like(title) if _PAST.search(query) else self._ended(statuses)[tables.document_of]
        return {
            "dense": dense,
            "ask": ask,
            "words": self._lexical(tables.words, words, said),
            "bigrams": self._bigrams(said),
            "title": title,
            "current": 1 - ended,
            "norm": self._norm,
            "exact": self._exact(address, title) * (1 - np.float32(_ENDED) * ended),
        }, address

    def _vector(self, said: Said) -> NDArray[np.float32]:
        """Embed a question; an English one together with the Chinese terms for its words."""
        if not said.english:
            alone: NDArray[np.float32] = self._embedder.embed_queries([said.text])[0]
            return alone
        terms = " ".join(meaning[0] for meaning in said.expansion.meanings)
        own, translated = self._embedder.embed_queries([said.text, terms])
        vector = own + np.float32(_TRANSLATED) * translated
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)

    def _bigrams(self, said: Said) -> NDArray[np.float32]:
        if said.english:
            return self._lexical(self._tables.bigrams, bigrams, said)
        return self._tables.bigrams.scores(bigrams(content(said.text)))

    def _lexical(
        self, index: LexicalIndex, cut: Callable[[str], list[str]], said: Said
    ) -> NDArray[np.float32]:
        """Score a question as asked, and with official terms for its words; the better score counts."""
        plain = index.scores(cut(content(said.text)))
        if not said.expansion.meanings:
            return plain
        meanings = [[cut(term) for term in meaning] for meaning in said.expansion.meanings]
        return np.maximum(plain, index.scores(cut(content(said.expansion.rest)), meanings))

    def _ended(self, statuses: Sequence[Status]) -> NDArray[np.float32]:
        """Return 1 per document whose rules do not hold; figures of a past year stay true."""
        pairs = zip(self._tables.documents, statuses, strict=True)
        return np.array([s in ENDED and not is_record(d) for d, s in pairs], dtype=np.float32)

    def _exact(self, address: Address, title: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return 1 for what the question names: an article, a document by number, a phrase with a figure."""
        exact = np.zeros_like(title)
        if address.articles:
            named = np.flatnonzero(title)
            exact[named] = np.isin(self._tables.articles[named], list(address.articles))
            for row, bases in self._tables.bases.items():
                by_number = bool(address.numbered[self._tables.document_of[row]])
                own = {*address.works, OWN} if title[row] else address.works
                exact[row] = exact[row] or any(
                    a in address.articles and (by_number or w in own) for w, a in bases
                )
        elif address.bare:
            exact = address.numbered[self._tables.document_of]
        for phrase in address.quotes:
            exact[self._holding(phrase)] = 1
        return exact

    def _holding(self, phrase: str) -> list[int]:
        """Return the rows whose text holds a phrase word for word."""
        terms = [term for term in bigrams(phrase) if len(term) > 1 or term.isascii()]
        rows = self._tables.bigrams.holding(terms)[:_CHECKED].tolist()
        wanted = folded(phrase)
        return [row for row, text in zip(rows, self._texts(rows), strict=True) if wanted in folded(text)]


def norms_of(tables: Tables) -> list[Norm]:
    """Return the kind of norm of every passage."""
    kinds = [norm_of(document) for document in tables.documents]
    in_articles = np.zeros(len(kinds), dtype=np.bool_)
    in_articles[tables.document_of[tables.articles != ""]] = True
    preamble = in_articles[tables.document_of] & (tables.articles == "")
    return [
        Norm.PREAMBLE if before and kinds[of] is not Norm.NONE else kinds[of]
        for of, before in zip(tables.document_of, preamble, strict=True)
    ]
