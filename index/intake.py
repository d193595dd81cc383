"""Add, replace or withdraw single documents of an index without touching the others."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.links import relink
from corpus.load import load_corpus
from corpus.model import Document, FileReport, Metadata
from corpus.readers.limits import Limits
from index.embedder import load_embedder
from index.errors import IndexMissing, NothingToIndex, UnknownDocument
from index.generations import Current, read_current
from index.law_asks import with_law_asks
from index.lock import only_one
from index.register import Entry, keep_original, latest
from index.store import DocumentRecord, PassageStore, State
from index.writing import Progress, plan, relinked, stored_state, write_index


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What an addition or a withdrawal did; counts are of passages."""

    entries: tuple[Entry, ...]
    failed: tuple[FileReport, ...]
    incomplete: tuple[FileReport, ...]
    documents: int  # in the index afterwards
    embedded: int
    removed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of the index, or one that was withdrawn, with the last entry about it, if any."""

    metadata: Metadata | None  # None when it is no longer in the index
    entry: Entry | None


def add(
    files: Sequence[Path],
    folder: Path,
    *,
    by: str,
    reason: str,
    server: str | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> ChangeReport:
    """Add documents, or replace those of the same id; an index that is missing is made.

    Args:
        files: files, not folders. A copy of each is kept in the index folder.
        folder: the index folder.
        by: who does it.
        reason: why.
        server: the address of a Chroma server that holds the records.
        limits: how much of a file is read before it is refused.
        progress: see :data:`index.writing.Progress`.

    Raises:
        NothingToIndex: if no file could be used; the index stays as it was.
        IndexBusy: if another process is changing this index.
    """
    began = time.perf_counter()
    with only_one(folder):
        held = _Held.read(folder, server)
        loaded = load_corpus(files, limits=limits)
        if not loaded.corpus.documents:
            reasons = "；".join(f"{row.path}（{row.reason}）" for row in loaded.report) or "没有找到文件"
            raise NothingToIndex(f"没有可以加入的文件：{reasons}")
        named = {file.name: file for file in files}
        old = held.ids()
        entries = tuple(
            Entry(
                action="replace" if document.metadata.id in old else "add",
                document_id=document.metadata.id,
                title=document.metadata.title,
                original=keep_original(folder, named[document.metadata.path]),
                by=by,
                at=_now(),
                reason=reason,
            )
            for document in loaded.corpus.documents
        )
        fresh = {d.metadata.id: with_law_asks(d) for d in loaded.corpus.documents}
        report = (loaded.failed(), _remarks(loaded.report))
        return _change(folder, held, fresh, (), entries, report, began, progress)


def remove(
    ids: Sequence[str],
    folder: Path,
    *,
    by: str,
    reason: str,
    server: str | None = None,
    progress: Progress | None = None,
) -> ChangeReport:
    """Withdraw documents; a later build leaves them out too, until they are added again.

    Raises:
        IndexMissing: if there is no index.
        UnknownDocument: if it lacks one of them; nothing is withdrawn.
        NothingToIndex: if no document would be left.
        IndexBusy: if another process is changing this index.
    """
    began = time.perf_counter()
    with only_one(folder):
        held = _Held.read(folder, server)
        if held.current is None:
            raise IndexMissing(f"没有找到索引 {folder}，请先运行 policy-assistant build --index {folder}")
        titles = {record.metadata.id: record.metadata.title for record in held.records}
        unknown = [name for name in ids if name not in titles]
        if unknown:
            raise UnknownDocument(
                f"索引里没有这些文件：{'、'.join(unknown)}；可用 policy-assistant list 查看编号"
            )
        if len(set(ids)) == len(titles):
            raise NothingToIndex("这样索引里就没有文件了；请先加入别的文件")
        entries = tuple(Entry("remove", name, titles[name], "", by, _now(), reason) for name in ids)
        return _change(folder, held, {}, ids, entries, ((), ()), began, progress)


def listing(folder: Path, server: str | None = None) -> tuple[Listed, ...]:
    """Return the documents of an index in order, then those that were withdrawn.

    Raises:
        IndexMissing: if there is no index.
    """
    held = _Held.read(folder, server)
    if held.current is None:
        raise IndexMissing(f"没有找到索引 {folder}，请先运行 policy-assistant build --index {folder}")
    entries = latest(held.current.register)
    present = [Listed(r.metadata, entries.get(r.metadata.id)) for r in held.records]
    gone = [Listed(None, e) for name, e in entries.items() if e.action == "remove" and name not in held.ids()]
    return (*present, *gone)


@dataclass(frozen=True, slots=True)
class _Held:
    """What an index holds before a change."""

    current: Current | None
    state: State | None
    records: tuple[DocumentRecord, ...]
    server: str | None

    @classmethod
    def read(cls, folder: Path, server: str | None) -> _Held:
        current = read_current(folder)
        state = stored_state(folder, current, server)
        if state is None:
            return cls(current, None, (), server)
        generation = folder / current.generation if current else folder
        return cls(current, state, PassageStore(server or generation).documents(state.documents), server)

    def ids(self) -> frozenset[str]:
        return frozenset(record.metadata.id for record in self.records)


def _change(
    folder: Path,
    held: _Held,
    fresh: dict[str, Document],
    gone: Sequence[str],
    entries: tuple[Entry, ...],
    report: tuple[tuple[FileReport, ...], tuple[FileReport, ...]],
    began: float,
    progress: Progress | None,
) -> ChangeReport:
    """Write the documents held, with new ones in the place of those of their id, without those gone."""
    kept = {r.metadata.id: r for r in held.records if r.metadata.id not in gone}
    own = {name: record.own for name, record in kept.items()}
    own |= {name: document.own or document.metadata for name, document in fresh.items()}
    links = relink(own)
    plans = [
        plan(fresh[name].with_metadata(links[name])) if name in fresh else relinked(kept[name], links[name])
        for name in own
    ]
    embedder = held.state.embedder if held.state else ""
    before = held.current or Current("", "", (), "")
    written = write_index(
        folder,
        held.current,
        plans,
        load_embedder(embedder or None),
        embedder,
        held.server,
        Current("", "", before.sources, before.sources_digest, (*before.register, *entries)),
        progress or (lambda stage, done, total, item: None),
    )
    return ChangeReport(
        entries=entries,
        failed=report[0],
        incomplete=report[1],
        documents=len(plans),
        embedded=written.embedded,
        removed=written.removed,
        seconds=time.perf_counter() - began,
    )


def _remarks(report: Sequence[FileReport]) -> tuple[FileReport, ...]:
    return tuple(row for row in report if row.outcome == "read" and row.reason)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
