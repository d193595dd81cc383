"""Tables derived from the store for fast search: vectors, lexical indexes, owners, addresses.

They live in ``derived/<fingerprint>/`` and belong to exactly one state of the store. They are written into
a folder beside and renamed when complete; a missing folder is made again from the store.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Metadata
from index.address import resting_on
from index.lexical import LexicalIndex
from index.passages import Passage
from index.records import metadata_from_json, metadata_to_json
from index.store import DocumentRecord, PassageStore, State
from index.tokens import BIGRAM_PREFIX
from index.training_texts import tokenise

_PARALLEL = 20_000  # passages from which a second process pays for its start
_READ = 5000


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows run over all passages of all documents, in order; ``n`` passages, ``m`` questions."""

    documents: tuple[Metadata, ...]
    document_of: NDArray[np.int32]  # (n,) position in `documents`
    record_ids: NDArray[np.bytes_]  # (n,)
    articles: NDArray[np.str_]  # (n,) 第十二条, or empty
    bases: Mapping[int, tuple[tuple[str, str], ...]]  # per row of a digest: (work, article) that it rests on
    vectors: NDArray[np.float32]  # (n, dimensions), unit length
    ask_vectors: NDArray[np.float32]  # (m, dimensions)
    ask_owner: NDArray[np.int32]  # (m,) position of the passage
    words: LexicalIndex
    bigrams: LexicalIndex


def open_tables(folder: Path, store: PassageStore, state: State) -> Tables:
    """Open the tables of a state, making them first if they are missing."""
    place = _place(folder, state)
    if not (place / "documents.json").exists():
        derive(folder, store, state)
    bases = json.loads((place / "bases.json").read_text(encoding="utf-8"))
    documents = json.loads((place / "documents.json").read_text(encoding="utf-8"))
    return Tables(
        documents=tuple(metadata_from_json(row) for row in documents),
        document_of=np.load(place / "document_of.npy"),
        record_ids=np.load(place / "record_ids.npy"),
        articles=np.load(place / "articles.npy"),
        bases={row: tuple((work, article) for work, article in found) for row, found in bases},
        vectors=np.load(place / "vectors.npy", mmap_mode="r"),
        ask_vectors=np.load(place / "ask_vectors.npy", mmap_mode="r"),
        ask_owner=np.load(place / "ask_owner.npy"),
        words=LexicalIndex(place / "words"),
        bigrams=LexicalIndex(place / "bigrams"),
    )


def derive(
    folder: Path, store: PassageStore, state: State, progress: Callable[[int, int], None] | None = None
) -> None:
    """Make the tables of a state from the store and drop those of other states."""
    place = _place(folder, state)
    work = place.with_name(place.name + ".part")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    documents = store.documents(state.documents)
    ids = [name for document in documents for name in document.passages]
    np.save(work / "record_ids.npy", np.array(ids, dtype="S32"))
    np.save(work / "document_of.npy", _document_of(documents))
    np.save(work / "vectors.npy", store.vectors("passages", ids))
    _save_asks(work, store, documents)
    articles: list[str] = []
    bases: list[tuple[int, tuple[tuple[str, str], ...]]] = []
    texts: list[str] = []
    for row, passage in enumerate(_read(store, ids, progress)):
        articles.append(passage.article)
        if passage.facets and (found := resting_on(passage.facets.basis)):
            bases.append((row, found))
        texts.append(_lexical_text(passage))
    np.save(work / "articles.npy", np.array(articles, dtype=np.str_))
    _write(work / "bases.json", bases)
    _save_lexical(work, texts)
    _write(work / "documents.json", [metadata_to_json(document.metadata) for document in documents])
    shutil.rmtree(place, ignore_errors=True)
    work.rename(place)
    for other in place.parent.iterdir():
        if other != place:
            shutil.rmtree(other, ignore_errors=True)


def _place(folder: Path, state: State) -> Path:
    return folder / "derived" / state.fingerprint


def _read(
    store: PassageStore, ids: Sequence[str], progress: Callable[[int, int], None] | None
) -> Iterator[Passage]:
    for start in range(0, len(ids), _READ):
        yield from store.passages(ids[start : start + _READ])
        if progress:
            progress(min(start + _READ, len(ids)), len(ids))


def _document_of(documents: Sequence[DocumentRecord]) -> NDArray[np.int32]:
    counts = [len(document.passages) for document in documents]
    return np.repeat(np.arange(len(documents), dtype=np.int32), counts)


def _save_asks(work: Path, store: PassageStore, documents: Sequence[DocumentRecord]) -> None:
    first = np.cumsum([0, *(len(document.passages) for document in documents)])
    owners = [int(first[i]) + owner for i, document in enumerate(documents) for _, owner in document.asks]
    ids = [record for document in documents for record, _ in document.asks]
    vectors = store.vectors("asks", ids) if ids else np.zeros((0, 1), dtype=np.float32)
    np.save(work / "ask_owner.npy", np.array(owners, dtype=np.int32))
    np.save(work / "ask_vectors.npy", vectors)


def _lexical_text(passage: Passage) -> str:
    return "\n".join((passage.embed_text, *passage.searched_asks))


def _save_lexical(work: Path, texts: Sequence[str]) -> None:
    """Cut all texts once, and index words and bigrams apart; Latin and digit runs count as both."""
    cut = tokenise(texts, 1 if len(texts) < _PARALLEL else 2)
    word_tokens = [token for token in cut.tokens if not token.startswith(BIGRAM_PREFIX)]
    bigram_tokens = [token for token in cut.tokens if token.startswith(BIGRAM_PREFIX) or token.isascii()]
    LexicalIndex.build(cut.renumbered(word_tokens), work / "words")
    pairs = cut.renumbered(bigram_tokens)
    plain = tuple(token.removeprefix(BIGRAM_PREFIX) for token in pairs.tokens)
    LexicalIndex.build(replace(pairs, tokens=plain), work / "bigrams")


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
