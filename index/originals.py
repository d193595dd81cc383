"""The file that a document was read from, as long as it is there and has not changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from corpus.model import Metadata
from corpus.read import file_digest
from index.generations import Current
from index.register import latest


def original(document: Metadata, folder: Path, current: Current) -> Path | None:
    """Return the file of a document whose places on pages are known, None if it is gone or another one now.

    Args:
        document: the document; one without a digest of its file has no pages.
        folder: the index folder, where the files that were added one by one are kept.
        current: what the index was built from.
    """
    if not document.file_digest:
        return None
    for file in _candidates(document, folder, current):
        try:
            found = file.stat()
            if _digest(file, found.st_size, found.st_mtime_ns) == document.file_digest:
                return file
        except OSError:
            continue
    return None


def _candidates(document: Metadata, folder: Path, current: Current) -> Iterator[Path]:
    entry = latest(current.register).get(document.id)
    if entry and entry.original:
        yield folder / entry.original
    for source in map(Path, current.sources):
        inside = Path(os.path.normpath(source / document.path))
        if inside.is_relative_to(source):
            yield inside
        if source.name == document.path:  # the file itself was given to the build
            yield source


@lru_cache(maxsize=1024)
def _digest(file: Path, size: int, changed: int) -> str:
    """Return the digest of a file, read again when its size or the time of its last change is another."""
    return file_digest(file)
