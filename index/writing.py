"""Write documents into a generation of the index: only what changed is embedded.

The work happens on a copy of the current generation (see ``generations.py``), so a process that is killed at
any moment leaves the index as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document, Metadata
from index.derived import derive
from index.embedder import Embedder
from index.generations import SHARED, Current, new_generation, publish
from index.passages import make_passages
from index.records import metadata_to_json
from index.store import DocumentRecord, PassageStore, State

_DOCUMENTS = 500  # written at a time, which bounds memory
_PARALLEL = 10_000  # passages from which a second process pays for its start

Progress = Callable[[str, int, int, str], None]
"""Called with a stage (read | asks | embed | derive), steps done, steps in all, what was dealt with last."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A document version to record; its passages are made again when written, to save memory.

    ``document`` is None where the passages are in the store and only the metadata changed.
    """

    record: DocumentRecord
    document: Document | None


_Read: TypeAlias = tuple[DocumentRecord, Document]


@dataclass(frozen=True, slots=True)
class Written:
    """What was done: passages embedded and removed, and the fingerprint of the result."""

    embedded: int
    removed: int
    fingerprint: str


def plan(document: Document) -> Plan:
    """Plan to record a document as it was read."""
    passages = make_passages(document)
    names = tuple(passage.record_id() for passage in passages)
    asks = tuple(
        (_ask_id(ask, passage.clause_id), position)
        for position, passage in enumerate(passages)
        for ask in passage.searched_asks
    )
    own = document.own or document.metadata
    return Plan(_record(document.metadata, own, names, asks), document)


def relinked(old: DocumentRecord, metadata: Metadata) -> Plan:
    """Plan to keep a document that is in the store, with what is now known of its links."""
    return Plan(_record(metadata, old.own, old.passages, old.asks), None)


def _record(
    metadata: Metadata, own: Metadata, names: tuple[str, ...], asks: tuple[tuple[str, int], ...]
) -> DocumentRecord:
    whole = "\n".join((metadata_to_json(metadata), *names, *(name for name, _ in asks)))
    version = f"{metadata.id}@{hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()}"
    return DocumentRecord(version, metadata, own, names, asks)


def write_index(
    folder: Path,
    current: Current | None,
    plans: Sequence[Plan],
    model: Embedder,
    embedder: str,
    server: str | None,
    next_current: Current,
    tell: Progress,
) -> Written:
    """Make the planned documents the whole content of an index, and make that count in one step.

    Args:
        folder: the index folder.
        current: what is current now.
        plans: all documents, in order.
        model: the embedder.
        embedder: its name in the state, empty for the bundled one.
        server: the address of a Chroma server that holds the records instead of the folder.
        next_current: sources and register to publish; the names of the generations are filled in here.
        tell: see :data:`Progress`.
    """
    before = stored_state(folder, current, server)
    fresh = State(
        fingerprint=_fingerprint([plan.record for plan in plans], model),
        embedder=embedder,
        embedder_fingerprint=model.fingerprint,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=tuple(plan.record.id for plan in plans),
    )
    embedded = removed = 0
    name = current.generation if current else SHARED
    if before is None or before.fingerprint != fresh.fingerprint:
        same_model = before is not None and before.embedder_fingerprint == model.fingerprint
        name = new_generation(folder, current, copy=same_model and not server)
        store = PassageStore(server or folder / name)
        embedded, removed = _fill(store, folder / name, plans, fresh, model, tell)
    previous = ""
    if current:
        previous = current.generation if current.generation != name else current.previous
    publish(folder, replace(next_current, generation=name, previous=previous))
    return Written(embedded, removed, fresh.fingerprint)


def stored_state(folder: Path, current: Current | None, server: str | None) -> State | None:
    """Return what the index holds now, None if nothing was built."""
    if server:
        return PassageStore(server).state()
    return PassageStore(folder / current.generation).state() if current else None


def _fill(
    store: PassageStore,
    generation: Path,
    plans: Sequence[Plan],
    fresh: State,
    model: Embedder,
    tell: Progress,
) -> tuple[int, int]:
    """Bring a store to a state; returns how many passages were embedded and how many removed.

    On a server the new records stand beside the old ones until `commit`, so readers always see one state.
    """
    before = store.state()
    same_model = before is not None and before.embedder_fingerprint == model.fingerprint
    old = {r.id: r for r in store.documents(before.documents)} if before and same_model else {}
    if before and not same_model:
        store.clear()
    records = tuple(plan.record for plan in plans)
    embedded = _write(store, plans, old, model, tell)
    store.commit(fresh)
    store.sweep(records)
    derive(generation, store, fresh, lambda done, total: tell("derive", done, total, ""))
    return embedded, _removed(old, records)


def _ask_id(ask: str, clause_id: str) -> str:
    return hashlib.blake2b(f"{clause_id}\n{ask}".encode(), digest_size=16).hexdigest()


def _write(
    store: PassageStore,
    plans: Sequence[Plan],
    old: dict[str, DocumentRecord],
    model: Embedder,
    tell: Progress,
) -> int:
    """Add the records of new document versions; returns how many passages were embedded."""
    fresh = [plan for plan in plans if plan.record.id not in old]
    previous = {record.metadata.id: record for record in old.values()}
    embedded = 0
    for start in range(0, len(fresh), _DOCUMENTS):
        group = fresh[start : start + _DOCUMENTS]
        read = [(plan.record, plan.document) for plan in group if plan.document]
        embedded += _write_passages(store, read, previous, model)
        _write_asks(store, read, model)
        store.put_documents([plan.record for plan in group])
        tell("embed", min(start + _DOCUMENTS, len(fresh)), len(fresh), "")
    return embedded


def _write_passages(
    store: PassageStore, group: Sequence[_Read], previous: dict[str, DocumentRecord], model: Embedder
) -> int:
    passages = {
        name: passage
        for record, document in group
        for name, passage in zip(record.passages, make_passages(document), strict=True)
    }
    known = store.known("passages", list(passages))
    before = [previous[record.metadata.id] for record, _ in group if record.metadata.id in previous]
    digests = store.embed_digests([name for record in before for name in record.passages])
    wanted = {name: passage for name, passage in passages.items() if name not in known}
    origins = {name: digests.get(passage.embed_digest()) for name, passage in wanted.items()}
    reused = {name: passage for name, passage in wanted.items() if origins[name]}
    new = {name: passage for name, passage in wanted.items() if not origins[name]}
    if reused:
        store.put_passages(reused, store.vectors("passages", [str(origins[name]) for name in reused]))
    if new:
        workers = 1 if len(new) < _PARALLEL else 2
        rest = iter(new.items())
        for vectors in model.embed_in_turn([passage.embed_text for passage in new.values()], workers):
            store.put_passages(dict(islice(rest, len(vectors))), vectors)
    return len(new)


def _write_asks(store: PassageStore, group: Sequence[_Read], model: Embedder) -> None:
    asks = {
        name: ask
        for record, document in group
        for (name, _), ask in zip(
            record.asks, (ask for clause in document.clauses for ask in clause.searched_asks), strict=True
        )
    }
    known = store.known("asks", list(asks))
    new = {name: ask for name, ask in asks.items() if name not in known}
    if new:
        vectors: NDArray[np.float32] = model.embed_queries(list(new.values()))
        store.put_asks(list(new), list(new.values()), vectors)


def _fingerprint(records: Sequence[DocumentRecord], model: Embedder) -> str:
    whole = "\n".join((model.fingerprint, *(record.id for record in records)))
    return hashlib.blake2b(whole.encode(), digest_size=12).hexdigest()


def _removed(old: dict[str, DocumentRecord], records: Sequence[DocumentRecord]) -> int:
    kept = {name for record in records for name in record.passages}
    return len({name for record in old.values() for name in record.passages} - kept)
