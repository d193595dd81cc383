"""Build or bring up to date an index from folders and files; what happens to its records: ``writing.py``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.links import linked
from corpus.load import Loaded, load_corpus
from corpus.model import Document, Outcome
from corpus.readers.limits import Limits
from index.asking import Asked, AskWriter, with_asks
from index.build_report import BuildReport, LastBuild, keep_last_build, read_last_build
from index.embedder import load_embedder
from index.errors import NothingToIndex
from index.generations import Current, publish, read_current
from index.inputs import inputs_digest
from index.law_asks import with_law_asks
from index.lock import only_one
from index.register import added_files, withdrawn
from index.sources import is_stale, sources_digest
from index.writing import Progress, Written, plan, stored_state, write_index

__all__ = ["BuildReport", "build", "is_stale"]


def build(
    paths: Sequence[Path],
    folder: Path,
    embedder: str | None = None,
    progress: Progress | None = None,
    server: str | None = None,
    limits: Limits | None = None,
    writer: AskWriter | None = None,
    law_asks: bool = True,
) -> BuildReport:
    """Index the documents under the paths, with those that were added one by one.

    Args:
        paths: folders or files; with the added documents they are the whole content of the index afterwards,
            documents that were withdrawn left out.
        folder: the index folder, made if missing.
        embedder: None for the bundled model, else a SentenceTransformer name or folder.
        progress: see :data:`index.writing.Progress`.
        server: the address of a Chroma server that holds the records instead of the folder.
        limits: how much of a file is read before it is refused.
        writer: writes asks for documents that come without any; None for nobody.
        law_asks: whether articles of law get the questions that come with the project.

    Nothing is read when nothing has changed since the last build, see :mod:`index.inputs`.

    Raises:
        NothingToIndex: if no document could be read; an existing index stays as it was.
        IndexBusy: if another process is changing this index.
        StoreUnreachable: if the server does not answer; what it holds stays as it was.
    """
    began = time.perf_counter()
    tell = progress or (lambda stage, done, total, item: None)
    with only_one(folder):
        sources = tuple(str(path.resolve()) for path in paths)
        current = read_current(folder)
        register = current.register if current else ()
        fresh = Current("", "", sources, sources_digest(sources), register)
        model = load_embedder(embedder)
        inputs = inputs_digest(
            paths,
            added_files(folder, register),
            limits or Limits(),
            *map(repr, (sources, register, embedder, model.fingerprint, writer and writer.name, law_asks)),
        )
        if current and (same := _same(folder, current, inputs, server)):
            publish(folder, replace(fresh, generation=current.generation, previous=current.previous))
            return same.repeated(time.perf_counter() - began)
        loaded = _load(paths, tell, limits)
        documents, gone = _with_register(loaded, folder, current, limits)
        if not documents:
            raise NothingToIndex(_nothing(loaded))
        if law_asks:
            documents = tuple(map(with_law_asks, documents))
        asked = with_asks(documents, folder, writer, tell) if writer else Asked(documents, 0, (), 0)
        plans = [plan(document) for document in asked.documents]
        written = write_index(folder, current, plans, model, embedder or "", server, fresh, tell)
        report = _report(asked, sum(len(p.record.passages) for p in plans), loaded, gone, written, began)
        keep_last_build(folder, LastBuild(inputs, report))
    return report


def _same(folder: Path, current: Current, inputs: str, server: str | None) -> BuildReport | None:
    """Return the last report if it still holds: the same inputs, every file read, the index as it was left.

    What failed is tried again each time: what hindered it (memory, a missing program, a server) may be gone.
    """
    last = read_last_build(folder)
    if last is None or last.inputs != inputs or last.report.failed or last.report.ask_failures:
        return None
    state = stored_state(folder, current, server)
    return last.report if state and state.fingerprint == last.report.fingerprint else None


def _report(
    asked: Asked,
    passages: int,
    loaded: Loaded,
    gone: tuple[str, ...],
    written: Written,
    began: float,
) -> BuildReport:
    return BuildReport(
        documents=len(asked.documents),
        clauses=sum(len(document.clauses) for document in asked.documents),
        passages=passages,
        embedded=written.embedded,
        unchanged=passages - written.embedded,
        removed=written.removed,
        failed=loaded.failed(),
        skipped=loaded.outcome(Outcome.SKIPPED),
        duplicates=loaded.outcome(Outcome.DUPLICATE),
        withdrawn=gone,
        incomplete=tuple(row for row in loaded.report if row.outcome == "read" and row.reason),
        seconds=time.perf_counter() - began,
        fingerprint=written.fingerprint,
        generated_asks=asked.written,
        unasked=asked.unasked,
        ask_failures=asked.failures,
    )


def _load(paths: Sequence[Path], tell: Progress, limits: Limits | None) -> Loaded:
    return load_corpus(paths, lambda file, done, total: tell("read", done, total, file), limits)


def _nothing(loaded: Loaded) -> str:
    reasons = "；".join(f"{row.path}（{row.reason}）" for row in loaded.report[:5]) or "没有找到文件"
    return f"没有可以建立索引的文件：{reasons}"


def _with_register(
    loaded: Loaded, folder: Path, current: Current | None, limits: Limits | None
) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """Add what staff added, in place of a document of its id, and leave out what they withdrew."""
    if current is None or not current.register:
        return loaded.corpus.documents, ()
    found = {document.metadata.id: document for document in loaded.corpus.documents}
    for file in added_files(folder, current.register):
        found |= {d.metadata.id: d for d in load_corpus([file], limits=limits).corpus.documents}
    gone = tuple(name for name in withdrawn(current.register) if name in found)
    return linked({name: d for name, d in found.items() if name not in gone}), gone
