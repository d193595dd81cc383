"""The index of a folder as it is now, for a process that goes on while documents come and go."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from index.errors import IndexingError
from index.generations import read_current
from index.search import PolicyIndex
from index.store import PassageStore

IndexNow: TypeAlias = Callable[[], PolicyIndex]
"""Returns the index to use for one request; what it returns never changes."""

_ASK_SERVER = 5.0  # seconds between two questions to a Chroma server whether its records have changed
_log = logging.getLogger(__name__)


class LiveIndex:
    """Opens the index again when a build, an addition or a withdrawal has taken effect.

    Whoever asks while it is being opened waits, so nothing withdrawn is answered from afterwards. An index
    that cannot be opened leaves the one before in use.

    Args:
        index: the open index.
        server: the address of the Chroma server that holds its records, None for its folder.
    """

    def __init__(self, index: PolicyIndex, server: str | None = None) -> None:
        self._index = index
        self._folder: Path = index.folder
        self._server = server
        self._seen = self._mark()
        self._asked = time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> PolicyIndex:
        """Return the index as it is now."""
        with self._lock:
            if (mark := self._mark()) != self._seen or self._server_is_due():
                self._seen = mark
                self._renew()
            return self._index

    def _mark(self) -> tuple[int, int]:
        """Return what changes when another generation is published."""
        try:
            found = (self._folder / "current.json").stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_ino

    def _server_is_due(self) -> bool:
        if self._server is None or time.monotonic() - self._asked < _ASK_SERVER:
            return False
        self._asked = time.monotonic()
        return True

    def _renew(self) -> None:
        try:
            if self._fingerprint() != self._index.state.fingerprint:
                self._index = PolicyIndex.open(self._folder, server=self._server)
        except (IndexingError, OSError):
            _log.exception("the index has changed and cannot be opened; the one before stays in use")

    def _fingerprint(self) -> str:
        if self._server is not None:
            state = PassageStore(self._server).state()
        else:
            current = read_current(self._folder)
            state = PassageStore(self._folder / current.generation).state() if current else None
        return state.fingerprint if state else ""
