"""The record of what can be cited: passages, questions, vectors and document metadata, in Chroma.

Chroma is the only place where they live; the lexical index and the vector table beside it are derived from
it and can be rebuilt at any time (see ``derived.py``). Records are named by the digest of their content, so
a new version never overwrites an old one. One small record says which documents count.

Search does not use Chroma's own nearest-neighbour query: ranking needs exact scores for lexical candidates
too, and a filtered query over 147,000 passages took 285 ms where the exact product takes 15 ms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.model import Metadata
from index.chroma import Chroma, batches
from index.errors import IndexMissing, IndexStale
from index.passages import Passage, passage_from_json, passage_to_json
from index.records import metadata_from_json, metadata_to_json

FORMAT = 1  # of the records; another number means the index must be rebuilt
_BUILD_AGAIN = "请用原来的文件重新运行 policy-assistant build 文件夹 --index 索引"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One version of a document and the records of its passages and questions, in order."""

    id: str  # document id and a digest of everything below
    metadata: Metadata  # with the links to other documents of the index
    own: Metadata  # as the document itself gives it
    passages: tuple[str, ...]
    asks: tuple[tuple[str, int], ...]  # (record id, position in `passages`)


@dataclass(frozen=True, slots=True)
class State:
    """What the index holds now."""

    fingerprint: str  # of the documents and the embedder
    embedder: str
    embedder_fingerprint: str
    built_at: str  # ISO 8601, UTC
    documents: tuple[str, ...]  # ids of DocumentRecords, in order


class PassageStore:
    """Read and write the records of one index.

    Args:
        place: a folder, where Chroma keeps its files in a sub-folder, or the address of a Chroma server.

    Raises:
        StoreUnreachable: if a server does not answer; every method may raise it.
    """

    def __init__(self, place: Path | str) -> None:
        self._place = place
        self._chroma = Chroma(place)

    def state(self) -> State | None:
        """Return the current state, None if nothing has been committed.

        Raises:
            IndexStale: if the records were written by another version of this program.
        """
        found = self._chroma.get("state", ["current"], ["documents"])["documents"]
        if not found:
            return None
        row = json.loads(found[0])
        if row.pop("format") != FORMAT:
            raise IndexStale(f"索引 {self._place} 是旧版本程序建立的，{_BUILD_AGAIN}")
        return State(**row | {"documents": tuple(row["documents"])})

    def commit(self, state: State) -> None:
        """Make a state the current one, in a single write."""
        row = {field: getattr(state, field) for field in State.__dataclass_fields__} | {"format": FORMAT}
        self._chroma.put("state", ["current"], [json.dumps(row, ensure_ascii=False)], None, None)

    def documents(self, ids: Sequence[str]) -> tuple[DocumentRecord, ...]:
        """Return document records in the order of their ids.

        Raises:
            IndexMissing: if one is not there.
        """
        return tuple(
            DocumentRecord(
                id=name,
                metadata=metadata_from_json(row["metadata"]),
                own=metadata_from_json(row.get("own", row["metadata"])),
                passages=tuple(row["passages"]),
                asks=tuple((record, owner) for record, owner in row["asks"]),
            )
            for name, text in zip(ids, self._texts("documents", ids), strict=True)
            for row in [json.loads(text)]
        )

    def put_documents(self, records: Sequence[DocumentRecord]) -> None:
        """Add document records."""
        rows = [
            json.dumps(
                {
                    "metadata": metadata_to_json(r.metadata),
                    "own": metadata_to_json(r.own),
                    "passages": r.passages,
                    "asks": r.asks,
                },
                ensure_ascii=False,
            )
            for r in records
        ]
        self._chroma.put("documents", [r.id for r in records], rows, None, None)

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """Return passages in the order of their record ids.

        Raises:
            IndexMissing: if one is not there.
        """
        if not ids:  # Chroma takes no empty list
            return ()
        found = self._chroma.get("passages", ids, ["metadatas", "documents"])
        pairs = zip(found["metadatas"] or [], found["documents"] or [], strict=True)
        rows = dict(zip(found["ids"], pairs, strict=True))
        self._require(ids, rows)
        return tuple(passage_from_json(str(row["record"]), text) for row, text in map(rows.__getitem__, ids))

    def put_passages(self, records: Mapping[str, Passage], vectors: NDArray[np.float32]) -> None:
        """Add passages by record id, with their vectors, shape ``(len(records), dimensions)``."""
        passages = records.values()
        metadata = [
            {
                "document_id": p.document_id,  # for whoever looks into Chroma; each field costs time
                "embed_digest": p.embed_digest(),
                "record": passage_to_json(p),
            }
            for p in passages
        ]
        self._chroma.put("passages", list(records), [p.text for p in passages], vectors, metadata)

    def put_asks(self, ids: Sequence[str], texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Add questions with their vectors."""
        self._chroma.put("asks", ids, texts, vectors, None)

    def vectors(self, collection: str, ids: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``passages`` or ``asks`` in the order of the ids.

        Raises:
            IndexMissing: if one is not there.
        """
        rows: dict[str, Any] = {}
        for batch in batches(ids):
            found = self._chroma.get(collection, batch, ["embeddings"])
            rows.update(zip(found["ids"], found["embeddings"], strict=True))  # type: ignore[arg-type]  # asked for, so there
        self._require(ids, rows)
        return np.asarray([rows[name] for name in ids], dtype=np.float32)

    def known(self, collection: str, ids: Sequence[str]) -> frozenset[str]:
        """Return which of the ids are already recorded."""
        return frozenset(
            name for batch in batches(ids) for name in self._chroma.get(collection, batch, [])["ids"]
        )

    def embed_digests(self, ids: Sequence[str]) -> dict[str, str]:
        """Return record id by embed digest for recorded passages: where a vector can be reused from."""
        digests: dict[str, str] = {}
        for batch in batches(ids):
            found = self._chroma.get("passages", batch, ["metadatas"])
            for name, row in zip(found["ids"], found["metadatas"] or [], strict=True):
                digests[str(row["embed_digest"])] = name
        return digests

    def sweep(self, keep: Sequence[DocumentRecord]) -> int:
        """Delete records that no current document uses; returns how many passages went."""
        wanted = {
            "documents": {r.id for r in keep},
            "passages": {name for r in keep for name in r.passages},
            "asks": {name for r in keep for name, _ in r.asks},
        }
        removed = {name: self._chroma.keep_only(name, ids) for name, ids in wanted.items()}
        return removed["passages"]

    def clear(self) -> None:
        """Delete every record, when another embedder makes the vectors useless."""
        for name in ("state", "documents", "asks", "passages"):
            self._chroma.drop(name)

    def _texts(self, name: str, ids: Sequence[str]) -> tuple[str, ...]:
        rows: dict[str, str] = {}
        for batch in batches(ids):
            found = self._chroma.get(name, batch, ["documents"])
            rows.update(zip(found["ids"], found["documents"] or [], strict=True))
        self._require(ids, rows)
        return tuple(rows[i] for i in ids)

    def _require(self, ids: Sequence[str], rows: dict[str, Any] | Any) -> None:
        lost = [name for name in ids if name not in rows]
        if lost:
            raise IndexMissing(f"索引 {self._place} 缺少 {len(lost)} 条记录（如 {lost[0]}），{_BUILD_AGAIN}")
