"""Chroma's collections in a folder or on a server: the only file that speaks to Chroma.

The handle of a collection is kept, because asking for it costs 2 to 8 ms each time. Another process may have
dropped the collection on a server since then; it is asked for again then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.errors import StoreUnreachable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import GetResult

Found = TypeVar("Found")

BATCH = 5000  # Chroma takes at most 5,461 records at once
_FOLDER = "chroma"
# Chroma's own neighbour search is not used, so its graph is kept small: it was most of the work of adding.
_GRAPH: CreateHNSWConfiguration = {"space": "ip", "ef_construction": 8, "max_neighbors": 4}


class Chroma:
    """The collections of one place.

    Args:
        place: a folder, where Chroma keeps its files in a sub-folder, or the address of a Chroma server.

    Raises:
        StoreUnreachable: if a server does not answer; every method may raise it.
    """

    def __init__(self, place: Path | str) -> None:
        self._place = place
        self._handles: dict[str, Collection] = {}
        with self._reaching():
            self._client = _server(place) if isinstance(place, str) else _embedded(place / _FOLDER)

    def get(self, name: str, ids: Sequence[str] | None, include: Sequence[str]) -> GetResult:
        """Return records of a collection by id, all of them without ids; made if missing."""
        wanted = None if ids is None else list(ids)
        return self._with(name, lambda c: c.get(ids=wanted, include=list(include)))  # type: ignore[arg-type]  # literals

    def put(
        self,
        name: str,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: NDArray[np.float32] | None,
        metadata: list[dict[str, str]] | None,
    ) -> None:
        """Add records; one without a vector gets a vector of one zero."""
        for start in range(0, len(ids), BATCH):
            span = slice(start, start + BATCH)
            records: dict[str, Any] = {
                "ids": list(ids[span]),
                "documents": list(texts[span]),
                "embeddings": vectors[span] if vectors is not None else [[0.0]] * len(ids[span]),
                "metadatas": metadata[span] if metadata else None,
            }
            self._upsert(name, records)

    def _upsert(self, name: str, records: dict[str, Any]) -> None:
        self._with(name, lambda collection: collection.upsert(**records))

    def keep_only(self, name: str, wanted: set[str]) -> int:
        """Delete every record of a collection but some; returns how many went."""
        stray = [i for i in self.get(name, None, [])["ids"] if i not in wanted]
        for batch in batches(stray):
            self._delete(name, batch)
        return len(stray)

    def _delete(self, name: str, ids: list[str]) -> None:
        self._with(name, lambda collection: collection.delete(ids=ids))

    def drop(self, name: str) -> None:
        """Delete a collection with all its records."""
        with self._reaching():
            self._handle(name)
            self._handles.pop(name)
            self._client.delete_collection(name)

    def _with(self, name: str, act: Callable[[Collection], Found]) -> Found:
        from chromadb.errors import NotFoundError

        with self._reaching():
            try:
                return act(self._handle(name))
            except NotFoundError:
                self._handles.pop(name, None)
                return act(self._handle(name))

    def _handle(self, name: str) -> Collection:
        found = self._handles.get(name)
        if found is None:
            # embedding_function=None: we pass every vector, Chroma's own model is never fetched.
            found = self._client.get_or_create_collection(
                name, embedding_function=None, configuration={"hnsw": _GRAPH}
            )
            self._handles[name] = found
        return found

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Turn a broken connection into an error that names the server."""
        if not isinstance(self._place, str):
            yield
            return
        import httpx

        try:
            yield
        except (
            httpx.HTTPError,
            ConnectionError,
            ValueError,
        ) as error:  # Chroma raises ValueError when it cannot connect
            raise StoreUnreachable(
                f"连接不上 Chroma 服务 {self._place}（{type(error).__name__}），索引没有改动；"
                "请确认服务已启动后重试"
            ) from error


def batches(ids: Sequence[str]) -> Iterator[list[str]]:
    """Cut ids into lists that Chroma takes at once."""
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])


def _embedded(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _server(url: str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if secure else 8000),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )
