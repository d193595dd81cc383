"""Build or bring up to date an index: embed what changed, derive the search tables, make the result count.

The work happens on a copy of the current generation (see ``generations.py``), so a build that is killed at
any moment leaves the index as it was.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.load import Loaded, load_corpus
from corpus.model import Document, FileReport, Outcome
from corpus.readers.limits import Limits
from index.derived import derive
from index.embedder import Embedder, load_embedder
from index.errors import NothingToIndex
from index.generations import SHARED, Current, new_generation, publish, read_current
from index.passages import make_passages
from index.records import metadata_to_json
from index.store import DocumentRecord, PassageStore, State

_DOCUMENTS = 500  # written at a time, which bounds memory
_PARALLEL = 10_000  # passages from which a second process pays for its start

Progress = Callable[[str, int, int, str], None]
"""Called with a stage (read | embed | derive), steps done, steps in all, and what was dealt with last."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Counts are of passages unless named otherwise."""

    documents: int
    clauses: int
    passages: int
    embedded: int
    unchanged: int
    removed: int
    failed: tuple[FileReport, ...]
    skipped: tuple[FileReport, ...]
    duplicates: tuple[FileReport, ...]
    incomplete: tuple[FileReport, ...]  # documents whose metadata could not be found in full
    seconds: float
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """A document version to record; its passages are made again when written, to save memory."""

    record: DocumentRecord
    document: Document


def build(
    paths: Sequence[Path],
    folder: Path,
    embedder: str | None = None,
    progress: Progress | None = None,
    server: str | None = None,
    limits: Limits | None = None,
) -> BuildReport:
    """Index the documents under the paths.

    Args:
        paths: folders or files; together they are the whole content of the index afterwards.
        folder: the index folder, made if missing.
        embedder: None for the bundled model, else a SentenceTransformer name or folder.
        progress: see :data:`Progress`.
        server: the address of a Chroma server that holds the records instead of the folder.
        limits: how much of a file is read before it is refused.

    Raises:
        NothingToIndex: if no document could be read; an existing index stays as it was.
        StoreUnreachable: if the server does not answer; what it holds stays as it was.
    """
    began = time.perf_counter()
    tell = progress or (lambda stage, done, total, item: None)
    sources = tuple(str(path.resolve()) for path in paths)
    digest = sources_digest(sources)
    loaded = _load(paths, tell, limits)
    model = load_embedder(embedder)
    plans = [_plan(document) for document in loaded.corpus.documents]
    current = read_current(folder)
    before = _state(folder, current, server)
    fresh = State(
        fingerprint=_fingerprint([plan.record for plan in plans], model),
        embedder=embedder or "",
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
    previous = (
        current.generation if current and current.generation != name else current.previous if current else ""
    )
    publish(folder, Current(name, previous, sources, digest))
    passages = sum(len(plan.record.passages) for plan in plans)
    return BuildReport(
        documents=len(plans),
        clauses=sum(len(document.clauses) for document in loaded.corpus.documents),
        passages=passages,
        embedded=embedded,
        unchanged=passages - embedded,
        removed=removed,
        failed=loaded.failed(),
        skipped=loaded.outcome(Outcome.SKIPPED),
        duplicates=loaded.outcome(Outcome.DUPLICATE),
        incomplete=tuple(row for row in loaded.report if row.outcome == "read" and row.reason),
        seconds=time.perf_counter() - began,
        fingerprint=fresh.fingerprint,
    )


def _state(folder: Path, current: Current | None, server: str | None) -> State | None:
    if server:
        return PassageStore(server).state()
    return PassageStore(folder / current.generation).state() if current else None


def _fill(
    store: PassageStore,
    generation: Path,
    plans: Sequence[_Plan],
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


def sources_digest(sources: Sequence[str]) -> str:
    """Return a digest of the names, sizes and times of all files under the sources; empty if one is gone."""
    lines: list[str] = []
    for source in sources:
        if not os.path.exists(source):
            return ""
        lines.extend(_stat_lines(source))
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def is_stale(current: Current) -> bool:
    """Tell whether the files that an index was built from have changed; sources gone do not count."""
    now = sources_digest(current.sources)
    return bool(now) and now != current.sources_digest


def _stat_lines(source: str) -> Iterator[str]:
    if os.path.isfile(source):
        entries = [source]
    else:
        entries = sorted(os.path.join(folder, name) for folder, _, names in os.walk(source) for name in names)
    for entry in entries:
        try:
            found = os.stat(entry)
        except OSError:
            continue
        yield f"{entry}\t{found.st_size}\t{found.st_mtime_ns}"


def _load(paths: Sequence[Path], tell: Progress, limits: Limits | None) -> Loaded:
    loaded = load_corpus(paths, lambda file, done, total: tell("read", done, total, file), limits)
    if not loaded.corpus.documents:
        reasons = "；".join(f"{row.path}（{row.reason}）" for row in loaded.report[:5]) or "没有找到文件"
        raise NothingToIndex(f"没有可以建立索引的文件：{reasons}")
    return loaded


def _plan(document: Document) -> _Plan:
    passages = make_passages(document)
    names = tuple(passage.record_id() for passage in passages)
    asks = tuple(
        (_ask_id(ask, passage.clause_id), position)
        for position, passage in enumerate(passages)
        for ask in passage.asks
    )
    whole = "\n".join((metadata_to_json(document.metadata), *names, *(name for name, _ in asks)))
    version = f"{document.metadata.id}@{hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()}"
    return _Plan(DocumentRecord(version, document.metadata, names, asks), document)


def _ask_id(ask: str, clause_id: str) -> str:
    return hashlib.blake2b(f"{clause_id}\n{ask}".encode(), digest_size=16).hexdigest()


def _write(
    store: PassageStore,
    plans: Sequence[_Plan],
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
        embedded += _write_passages(store, group, previous, model)
        _write_asks(store, group, model)
        store.put_documents([plan.record for plan in group])
        tell("embed", min(start + _DOCUMENTS, len(fresh)), len(fresh), "")
    return embedded


def _write_passages(
    store: PassageStore, group: Sequence[_Plan], previous: dict[str, DocumentRecord], model: Embedder
) -> int:
    passages = {
        name: passage
        for plan in group
        for name, passage in zip(plan.record.passages, make_passages(plan.document), strict=True)
    }
    known = store.known("passages", list(passages))
    before = [previous[p.record.metadata.id] for p in group if p.record.metadata.id in previous]
    digests = store.embed_digests([name for record in before for name in record.passages])
    wanted = {name: passage for name, passage in passages.items() if name not in known}
    origins = {name: digests.get(passage.embed_digest()) for name, passage in wanted.items()}
    reused = {name: passage for name, passage in wanted.items() if origins[name]}
    new = {name: passage for name, passage in wanted.items() if not origins[name]}
    if reused:
        store.put_passages(reused, store.vectors("passages", [str(origins[name]) for name in reused]))
    if new:
        workers = 1 if len(new) < _PARALLEL else 2
        store.put_passages(new, model.embed([passage.embed_text for passage in new.values()], workers))
    return len(new)


def _write_asks(store: PassageStore, group: Sequence[_Plan], model: Embedder) -> None:
    asks = {
        name: ask
        for plan in group
        for (name, _), ask in zip(
            plan.record.asks, (ask for clause in plan.document.clauses for ask in clause.asks), strict=True
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
