"""The clauses that a text may have been taken from, with their wording made comparable."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.wording_frame import frame_of
from assistant.wording_model import Place
from assistant.wording_text import Plain, plain
from assistant.wording_versions import Versions
from corpus.model import Metadata, Status
from index.overlap import Overlap
from index.passages import Passage
from index.search import PolicyIndex
from index.signals import ENDED

_CANDIDATES = 20  # passages looked at for a sentence
_AROUND = 80  # characters of its own sentence shown before and after the words compared
_SLICES = 12  # read at once behind a slice of a long clause
_SCANNED = 0.2  # of the preference of a document in force that the text names
_STOPS = "。！？!?\n"


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A whole clause, all its passages joined."""

    document: Metadata
    status: Status
    clause_id: str
    locator: str
    article: str
    passages: tuple[Passage, ...]
    start: int
    text: str
    plain: Plain

    def lines(self) -> tuple[tuple[int, int], ...]:
        """Return the spans of its paragraphs and items in the comparable text."""
        spans, begin = [], 0
        for line in self.text.split("\n"):
            end = begin + len(line)
            first = bisect_left(self.plain.offsets, self.start + begin, hi=len(self.plain.text))
            last = bisect_left(self.plain.offsets, self.start + end, hi=len(self.plain.text))
            if last > first:
                spans.append((first, last))
            begin = end + 1
        return tuple(spans)

    def confidence(self, start: int, end: int) -> float | None:
        """Return how sure the least sure line of a span is, None if none was read from a picture."""
        found = [passage.confidence(start, end) for passage in self.passages]
        return min((sure for sure in found if sure is not None), default=None)

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the comparable text."""
        return self.place_of(*self.plain.span(start, end))

    def place_of(self, first: int, last: int) -> Place:
        """Return the place of a span of the document."""
        begin, stop = first - self.start, last - self.start
        head = max(self.text.rfind(sign, 0, begin) for sign in _STOPS) + 1
        tail = min((at for sign in _STOPS if (at := self.text.find(sign, stop)) >= 0), default=len(self.text))
        holding = next((p for p in self.passages if p.start <= first and last <= p.end), self.passages[0])
        return Place(
            document=self.document,
            status=self.status,
            clause_id=self.clause_id,
            locator=holding.locate(first, last),
            article=self.article,
            start=first,
            end=last,
            official=self.text[begin:stop],
            clause=self.text,
            clause_start=self.start,
            before=self.text[max(head, begin - _AROUND) : begin].strip(),
            after=self.text[stop : min(tail + 1, stop + _AROUND)].strip(),
            confidence=self.confidence(first, last),
        )


class ClauseBook:
    """Finds the clauses of an index that hold the words of sentences, and keeps those it has read.

    Args:
        index: the open index.
        versions: what holds on the day that counts.
        documents: ids of the only documents to look at; empty for all.
    """

    def __init__(self, index: PolicyIndex, versions: Versions, documents: Sequence[str] = ()) -> None:
        self.index = index
        self.successor = versions.successor
        self._overlap = Overlap(index)
        self._clauses: dict[str, ClauseText] = {}
        self._row_clause: dict[int, str] = {}
        self._status = {name: versions.status(name) for name in index.documents}
        self._ids = tuple(index.documents)
        self._owner = index.tables.document_of
        self._only = self._rows_of(documents) if documents else None
        self._current = self._per_row({d: 0.5 for d, status in self._status.items() if status not in ENDED})
        self._preferred = self._current
        self._named: frozenset[str] = frozenset()

    def prefer(self, documents: Iterable[str]) -> None:
        """Of equal clauses take one of these documents: those that the checked text names."""
        self._named = frozenset(documents)
        self._preferred = self._current + self._per_row(dict.fromkeys(self._named, 0.5))

    def names(self, document: str) -> bool:
        """Tell whether the checked text names a document."""
        return document in self._named

    def preference(self, document: str) -> float:
        """Return how much a document is to be preferred: one in force, one that the text names, no scan."""
        scanned = self.index.documents[document].ocr_confidence is not None
        return 0.5 * (self._status[document] not in ENDED) + 0.5 * self.names(document) - _SCANNED * scanned

    def candidates(
        self, sentences: Sequence[str], documents: Sequence[str] = ()
    ) -> list[tuple[ClauseText, ...]]:
        """Return for each sentence the clauses that hold most of it, best first.

        Args:
            sentences: sentences made comparable.
            documents: ids of the only documents to look at; empty for those of the book.
        """
        allowed = self._rows_of(documents) if documents else self._only
        frames = [frame.words if (frame := frame_of(text)) else "" for text in sentences]
        rows = [
            self._overlap.closest(text, _CANDIDATES, self._preferred, allowed, frame)
            for text, frame in zip(sentences, frames, strict=True)
        ]
        self._read({row for found in rows for row in found})
        return [self._distinct(found) for found in rows]

    def weights(self, pairs: Sequence[str]) -> Mapping[str, float]:
        """Return how much each pair of characters tells."""
        return self._overlap.weights(pairs)

    def volume(self, volumes: Sequence[Metadata], article: str) -> Metadata | None:
        """Return the part of a code that an article stands in; articles are numbered through all of it."""
        return next((v for v in volumes if any(c.article == article for c in self.clauses_of(v.id))), None)

    def clauses_of(self, document: str) -> tuple[ClauseText, ...]:
        """Return all clauses of a document in order."""
        rows = np.flatnonzero(self._rows_of((document,))).tolist()
        self._read(set(rows))
        return self._distinct(rows)

    def _distinct(self, rows: Iterable[int]) -> tuple[ClauseText, ...]:
        return tuple(self._clauses[name] for name in dict.fromkeys(self._row_clause[row] for row in rows))

    def _read(self, rows: set[int]) -> None:
        wanted = sorted(rows - self._row_clause.keys())
        passages = dict(zip(wanted, self.index.passages_at(wanted), strict=True)) if wanted else {}
        parts = {row: p for row, p in passages.items() if p.id != p.clause_id}
        while parts:
            around = sorted(
                {near for row, p in parts.items() for near in self._slices(row, p)} - passages.keys()
            )
            more = dict(zip(around, self.index.passages_at(around), strict=True)) if around else {}
            passages |= more
            # A clause whose last slice read so far is not followed by another clause may go on behind it.
            parts = {row: p for row, p in more.items() if p.id != p.clause_id and row + 1 not in passages}
        grouped: dict[str, dict[int, Passage]] = {}
        for row, passage in passages.items():
            grouped.setdefault(passage.clause_id, {})[row] = passage
        for name, members in grouped.items():
            own = tuple(sorted(members.values(), key=lambda p: p.start))
            self._row_clause |= dict.fromkeys(members, name)
            if name not in self._clauses:
                self._clauses[name] = self._clause(own)

    def _slices(self, row: int, passage: Passage) -> Iterable[int]:
        """Return the rows where the other slices of a long clause may stand; they are neighbours."""
        number = int(passage.id.rpartition("/")[2])
        first = row - number + 1
        return (near for near in range(first, row + 1 + _SLICES) if self._same_document(row, near))

    def _same_document(self, row: int, other: int) -> bool:
        return 0 <= other < len(self._owner) and bool(self._owner[row] == self._owner[other])

    def _clause(self, passages: Sequence[Passage]) -> ClauseText:
        first = passages[0]
        text = first.text
        for passage in passages[1:]:
            text += "\n" * max(0, passage.start - first.start - len(text)) + passage.text
        return ClauseText(
            document=self.index.documents[first.document_id],
            status=self._status[first.document_id],
            clause_id=first.clause_id,
            locator=first.locator,
            article=first.article,
            passages=tuple(passages),
            start=first.start,
            text=text,
            plain=plain(text, first.start, labels=False, article=first.article),
        )

    def _rows_of(self, documents: Iterable[str]) -> NDArray[np.bool_]:
        return self._per_row(dict.fromkeys(documents, 1.0)) > 0

    def _per_row(self, values: Mapping[str, float]) -> NDArray[np.float32]:
        own = np.array([values.get(name, 0.0) for name in self._ids], dtype=np.float32)
        spread: NDArray[np.float32] = own[self._owner]
        return spread
