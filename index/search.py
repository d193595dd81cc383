"""Search the index: question in, ranked passages out, with what was rejected and why."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.families import family_of
from corpus.model import Metadata, Status
from corpus.validity import status_on
from index.address import Address
from index.derived import Tables, open_tables
from index.embedder import Embedder, load_embedder
from index.errors import IndexMissing, IndexStale
from index.generations import SHARED, Current, read_current
from index.hits import Filters, Hit, SearchResult
from index.norms import Norm
from index.passages import Passage
from index.ranking import SIGNALS, Signals, Weights, explain
from index.recent import RecentPassages
from index.signals import Signaller, SignalTable, norms_of
from index.store import PassageStore, State
from index.typing_errors import Vocabulary, corrected

_POOL = 100  # best passages of each signal that compete


class PolicyIndex:
    """An open index. Opening reads it; it is never written to."""

    def __init__(
        self,
        folder: Path,
        current: Current,
        store: PassageStore,
        state: State,
        tables: Tables,
        embedder: Embedder,
        weights: Weights,
    ) -> None:
        self.folder = folder
        self.current = current
        self.state = state
        self.documents: Mapping[str, Metadata] = {d.id: d for d in tables.documents}
        self._read = RecentPassages(store)
        self._tables = tables
        self._weights = weights
        self._families = [family_of(document) for document in tables.documents]
        self._signaller = Signaller(tables, embedder, weights.norms, self._texts)
        self._vocabulary: Vocabulary | None = None
        self._rows: dict[str, list[int]] | None = None

    @classmethod
    def open(cls, folder: Path, embedder: str | None = None, server: str | None = None) -> PolicyIndex:
        """Open the index in a folder.

        Args:
            folder: the index folder.
            embedder: the embedder to use; None means the one the index was built with.
            server: the address of a Chroma server that holds the records; the folder then keeps search
                tables only.

        Raises:
            IndexMissing: if there is none.
            IndexStale: if it was built with another model or another version of this program.
        """
        current = read_current(folder) or (Current(SHARED, "", (), "") if server else None)
        if current is None:
            raise IndexMissing(f"没有找到索引 {folder}，请先运行 policy-assistant build --index {folder}")
        generation = folder / current.generation
        store = PassageStore(server or generation)
        state = store.state()
        if state is None:
            raise IndexMissing(f"索引 {folder} 没有建完，请重新运行 policy-assistant build --index {folder}")
        model = load_embedder(embedder or state.embedder or None)
        if model.fingerprint != state.embedder_fingerprint:
            raise IndexStale(
                f"索引 {folder} 使用的向量模型与现在的不同，请重新运行 {current.build_command(folder)}"
            )
        return cls(
            folder, current, store, state, open_tables(generation, store, state), model, Weights.load()
        )

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self._tables.record_ids)

    @property
    def floor(self) -> float:
        """The score below which a hit supports no answer."""
        return self._weights.floor

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        filters: Filters | None = None,
        as_of: date | None = None,
        floor: float | None = None,
    ) -> SearchResult:
        """Return the passages closest to a question.

        Args:
            query: the question, as typed.
            limit: most hits to return; as many rejected ones come with them.
            filters: what a hit must be.
            as_of: the day whose status counts; today if None.
            floor: another floor than the stored one; 0 keeps every hit.
        """
        began = time.perf_counter()
        day = as_of or date.today()
        statuses = self._statuses(day)
        correction = corrected(query, self._spelling())
        signals, address = self._signaller.read(correction or query, statuses)
        scores = self._weights.fuse(signals)
        scores[~self._allowed(filters or Filters(), statuses)] = -np.inf
        order = self._order(scores, 2 * limit)[: 2 * limit]
        bar = self.floor if floor is None else floor
        passages = self._passages(order)
        found = [
            self._hit(rank, int(i), float(scores[i]), passage, signals, statuses, address)
            for rank, (i, passage) in enumerate(zip(order, passages, strict=True), 1)
        ]
        return SearchResult(
            hits=tuple(hit for hit in found if hit.support >= bar)[:limit],
            rejected=tuple(hit for hit in found if hit.support < bar)[:limit],
            milliseconds=(time.perf_counter() - began) * 1000,
            correction=correction,
        )

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """Return all passages of a document in order; empty for an unknown document."""
        position = next((i for i, d in enumerate(self._tables.documents) if d.id == document_id), None)
        if position is None:
            return ()
        rows = np.flatnonzero(self._tables.document_of == position)
        return self._passages(rows)

    def around(self, passage: Passage, before: int, after: int) -> tuple[Passage, ...]:
        """Return a passage with up to so many of its document before and after it, in order."""
        position = next(i for i, d in enumerate(self._tables.documents) if d.id == passage.document_id)
        rows = np.flatnonzero(self._tables.document_of == position)
        return self._passages(rows[max(passage.ordinal - before, 0) : passage.ordinal + after + 1])

    @property
    def tables(self) -> Tables:
        """What is searched; rows run over all passages of all documents in order."""
        return self._tables

    def passages_at(self, rows: Sequence[int]) -> tuple[Passage, ...]:
        """Return the passages at rows of the tables, in the order given."""
        return self._passages(rows)

    def frequency(self, word: str) -> int:
        """Return in how many passages a word occurs: in title, headings, text or everyday questions."""
        return self._tables.words.count(word)

    def status(self, document: Metadata, day: date) -> Status:
        """Return the status of a document on a day, knowing what replaced it."""
        return status_on(document, day, self.documents.get(document.superseded_by))

    def signal_table(self, query: str, as_of: date | None = None) -> Mapping[str, NDArray[np.float32]]:
        """Return every signal for all passages, in the order of the rows: what weights are learned from."""
        return self._signaller.read(query, self._statuses(as_of or date.today()))[0]

    def named(self, query: str) -> tuple[tuple[Metadata, ...], str]:
        """Return the documents that a question names by title or number, and what it says besides."""
        address = self._signaller.address(query)
        return tuple(self._tables.documents[i] for i in np.flatnonzero(address.named)), address.rest

    def rows_of(self, clause_ids: Iterable[str]) -> tuple[int, ...]:
        """Return the rows of clauses; unknown ids are left out."""
        if self._rows is None:
            self._rows = {}
            for row, passage in enumerate(self._passages(range(len(self)))):
                self._rows.setdefault(passage.clause_id, []).append(row)
        return tuple(row for clause in clause_ids for row in self._rows.get(clause, ()))

    def addresses(self) -> tuple[tuple[str, str], ...]:
        """Return path and article of every passage, in the order of the rows; empty for no article."""
        documents = self._tables.documents
        pairs = zip(self._tables.document_of, self._tables.articles, strict=True)
        return tuple((documents[of].path, str(article)) for of, article in pairs)

    def norms(self) -> list[Norm]:
        """Return the kind of norm of every passage, in the order of the rows."""
        return norms_of(self._tables)

    def _statuses(self, day: date) -> list[Status]:
        return [self.status(document, day) for document in self._tables.documents]

    def _passages(self, rows: Iterable[int]) -> tuple[Passage, ...]:
        return self._read.passages([self._tables.record_ids[row].decode() for row in rows])

    def _texts(self, rows: Sequence[int]) -> tuple[str, ...]:
        return tuple(passage.text for passage in self._passages(rows))

    def _spelling(self) -> Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._tables.words.counts(), self._tables.bigrams.counts())
        return self._vocabulary

    def _allowed(self, filters: Filters, statuses: list[Status]) -> NDArray[np.bool_]:
        allowed = np.array(
            [
                (not filters.level or d.level == filters.level)
                and (filters.topic is None or filters.topic in d.topics)
                and (filters.status is None or status == filters.status)
                and (not filters.documents or d.id in filters.documents)
                for d, status in zip(self._tables.documents, statuses, strict=True)
            ]
        )
        return allowed[self._tables.document_of]

    def _order(self, scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
        """Return passages best first, other versions of an article last; ties keep the order of documents."""
        count = min(max(_POOL, limit), int(np.isfinite(scores).sum()))
        best = np.argpartition(-scores, count - 1)[:count] if count else np.zeros(0, dtype=np.int64)
        ordered: NDArray[np.int64] = best[np.lexsort((best, -scores[best]))]
        return ordered[np.argsort(self._repeats(ordered), kind="stable")]

    def _repeats(self, rows: NDArray[np.int64]) -> list[bool]:
        """Tell of each row, best first, whether a better one is the same article of another version."""
        first: dict[tuple[str, str], int] = {}
        found: list[bool] = []
        for row in rows:
            document, article = int(self._tables.document_of[row]), str(self._tables.articles[row])
            seen = first.setdefault((self._families[document], article), document) if article else document
            found.append(seen != document)
        return found

    def _hit(
        self,
        rank: int,
        row: int,
        score: float,
        passage: Passage,
        signals: SignalTable,
        statuses: list[Status],
        address: Address,
    ) -> Hit:
        own = Signals(**{name: float(signals[name][row]) for name in SIGNALS})
        position = int(self._tables.document_of[row])
        names_clause = bool(address.articles) or address.bare
        return Hit(
            rank=rank,
            score=score,
            passage=passage,
            document=self._tables.documents[position],
            status=statuses[position],
            signals=own,
            closeness=self._weights.closeness(own),
            support=self._weights.closeness(own) + self._weights.exact * own.exact * names_clause,
            explanation=explain(own, self._weights),
        )
