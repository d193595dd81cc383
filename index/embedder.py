"""Turn texts into vectors: the bundled token model by default, any SentenceTransformer by setting."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.workers import Harm, Workers
from index.errors import IndexingError
from index.token_table import PASSAGES, QUERIES, fingerprint, is_token_table, read_table
from index.tokens import model_tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = Path(__file__).parent / "bundled"
_CHUNK = 2_000  # texts handed to a worker process at a time
_SECONDS = 120.0  # for them, of which they take about one; what a worker fails to do is done here
_MEGABYTES = 8000  # of a worker


class EmbedderUnusable(IndexingError):
    """The embedding model that was asked for cannot be loaded; the message says why and what to do."""


class Embedder(Protocol):
    """What turns texts into vectors. The closer two vectors, the larger their dot product (-1 to 1)."""

    @property
    def name(self) -> str:
        """What to give to :func:`load_embedder` to get this model again."""

    @property
    def fingerprint(self) -> str:
        """Digest of the weights: equal fingerprints give equal vectors."""

    def embed(self, texts: Sequence[str], workers: int = 1) -> NDArray[np.float32]:
        """Embed passages: L2-normalised rows, shape (texts, dimensions)."""

    def embed_in_turn(self, texts: Sequence[str], workers: int = 1) -> Iterator[NDArray[np.float32]]:
        """Embed passages some thousand at a time, in order; further ones may be worked on meanwhile."""

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions: L2-normalised rows, shape (texts, dimensions)."""


def load_embedder(name: str | None = None) -> Embedder:
    """Load an embedding model.

    Args:
        name: None for the bundled model; the folder of a token model made by ``policy-assistant adapt``; the
            folder of any SentenceTransformer, which is read without touching the network; or the name of a
            published SentenceTransformer, which sentence-transformers downloads if it is not in its cache.
            Only the last can cause network traffic, and only because its name was given.

    Raises:
        EmbedderUnusable: if there is no such model or it cannot be read.
    """
    folder = Path(name) if name else BUNDLED
    if not name or is_token_table(folder):
        try:
            return BundledEmbedder(folder)
        except (OSError, ValueError) as error:
            raise EmbedderUnusable(f"向量模型 {folder} 无法读取（{error}），请重新安装或重新训练") from error
    return SentenceEmbedder(name)


class BundledEmbedder:
    """A token model (see :mod:`index.token_table`), read with numpy alone: no torch, ready in milliseconds.

    A text without any known token has the zero vector, which is equally far from everything.
    """

    def __init__(self, folder: Path = BUNDLED) -> None:
        """Read the model.

        Args:
            folder: the model folder.

        Raises:
            OSError: if a file is missing.
            ValueError: if a file is damaged.
        """
        self._folder = folder
        self._model = read_table(folder)
        self._ids = {token: i for i, token in enumerate(self._model.tokens)}

    @property
    def name(self) -> str:
        """The model's folder; empty for the bundled model, which is the same wherever it is installed."""
        return "" if self._folder == BUNDLED else str(self._folder)

    @cached_property
    def fingerprint(self) -> str:
        """Digest of the model's files."""
        return fingerprint(self._folder)

    def embed(self, texts: Sequence[str], workers: int = 1) -> NDArray[np.float32]:
        """Embed passages.

        Args:
            texts: passages with their context (title, headings).
            workers: processes to use; starting them takes about a second, so it pays from 5,000 texts on.

        Returns:
            L2-normalised rows, shape (texts, dimensions); the same whatever the number of workers.
        """
        if workers == 1 or len(texts) <= _CHUNK:
            return self._embed(texts, PASSAGES)
        return np.concatenate(list(self.embed_in_turn(texts, workers)))

    def embed_in_turn(self, texts: Sequence[str], workers: int = 1) -> Iterator[NDArray[np.float32]]:
        """Embed passages some thousand at a time, in order.

        With more than one worker the next ones are embedded while the caller stores the last: over all laws
        that saves a sixth of the time.
        """
        chunks = _chunks(texts)
        if workers == 1 or len(chunks) < 2:
            yield from (self._embed(chunk, PASSAGES) for chunk in chunks)
            return
        side_by_side: Workers[Sequence[str], NDArray[np.float32]] = Workers(
            partial(_embed_in_worker, self._folder), workers, _SECONDS, _MEGABYTES
        )
        for chunk, vectors in zip(chunks, side_by_side.run(chunks), strict=True):
            yield self._embed(chunk, PASSAGES) if isinstance(vectors, Harm) else vectors

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions: L2-normalised rows, shape (texts, dimensions)."""
        return self._embed(texts, QUERIES)

    def _embed(self, texts: Sequence[str], side: int) -> NDArray[np.float32]:
        ids = self._ids
        known = ([ids[token] for token in model_tokens(text) if token in ids] for text in texts)
        return self._model.embed((np.array(found, dtype=np.int32) for found in known), side)


class SentenceEmbedder:
    """Any SentenceTransformer, with its own prompts for queries and documents where it has them."""

    def __init__(self, name: str) -> None:
        """Load the model.

        Args:
            name: a folder, or a published name.

        Raises:
            EmbedderUnusable: if it cannot be loaded.
        """
        from sentence_transformers import SentenceTransformer

        self.name = name
        is_folder = os.path.isdir(name)
        try:
            self._model: SentenceTransformer = SentenceTransformer(name, local_files_only=is_folder)
        except (OSError, ValueError, ImportError) as error:
            raise EmbedderUnusable(
                f"向量模型 {name} 无法加载（{error}），请检查名称或文件夹，或不设置以使用自带模型"
            ) from error
        dimensions = self._model.get_embedding_dimension()
        if dimensions is None:
            raise EmbedderUnusable(f"向量模型 {name} 没有说明向量维数，请换用其他模型")
        self._dimensions = dimensions

    @cached_property
    def fingerprint(self) -> str:
        """Digest of the name and all weights."""
        digest = blake2b(self.name.encode(), digest_size=12)
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.float().cpu().numpy().tobytes())
        return digest.hexdigest()

    def embed(self, texts: Sequence[str], workers: int = 1) -> NDArray[np.float32]:
        """Embed passages; torch uses the cores by itself, so ``workers`` changes nothing."""
        if not texts:
            return np.zeros((0, self._dimensions), dtype=np.float32)
        vectors = self._model.encode_document(list(texts), show_progress_bar=False)
        return _normalised(np.asarray(vectors, dtype=np.float32))

    def embed_in_turn(self, texts: Sequence[str], workers: int = 1) -> Iterator[NDArray[np.float32]]:
        """Embed passages some thousand at a time, in order; ``workers`` changes nothing."""
        yield from map(self.embed, _chunks(texts))

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions: L2-normalised rows, shape (texts, dimensions)."""
        if not texts:
            return np.zeros((0, self._dimensions), dtype=np.float32)
        vectors = self._model.encode_query(list(texts), show_progress_bar=False)
        return _normalised(np.asarray(vectors, dtype=np.float32))


def _chunks(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[i : i + _CHUNK] for i in range(0, len(texts), _CHUNK)]


@lru_cache(maxsize=1)
def _opened(folder: Path) -> BundledEmbedder:
    return BundledEmbedder(folder)


def _embed_in_worker(folder: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    return _opened(folder).embed(texts)


def _normalised(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return vectors
