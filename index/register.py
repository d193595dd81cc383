"""Who added, replaced or withdrew which document, when and why; the files that were added are kept.

The register is part of ``current.json``, so a change and its entry take effect in one step.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from corpus.sidecars import SUFFIXES

Action: TypeAlias = Literal["add", "replace", "remove"]
_ORIGINALS = "originals"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change."""

    action: Action
    document_id: str
    title: str
    original: str  # the kept file, relative to the index folder; empty for a withdrawal
    by: str
    at: str  # ISO 8601, UTC
    reason: str


def latest(register: Sequence[Entry]) -> dict[str, Entry]:
    """Return the last entry of each document."""
    return {entry.document_id: entry for entry in register}


def withdrawn(register: Sequence[Entry]) -> tuple[str, ...]:
    """Return the ids of documents that were taken out and not added again."""
    return tuple(name for name, entry in latest(register).items() if entry.action == "remove")


def added_files(folder: Path, register: Sequence[Entry]) -> Iterator[Path]:
    """Yield the kept files of documents that were added and not withdrawn."""
    for entry in latest(register).values():
        if entry.action != "remove":
            yield folder / entry.original


def keep_original(folder: Path, file: Path) -> str:
    """Copy a file and its side-cars into the index folder; returns the copy's path in it.

    Copies are named by their content, so the same file is kept once, and one that is replaced stays for the
    record.
    """
    parts = [file, *(file.with_name(file.stem + suffix) for suffix in SUFFIXES)]
    parts = [part for part in parts if part.exists()]
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        digest.update(part.name.encode() + b"\0" + part.read_bytes())
    place = folder / _ORIGINALS / digest.hexdigest()
    if not (place / file.name).exists():
        work = place.with_name(place.name + ".part")
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        for part in parts:
            shutil.copyfile(part, work / part.name)
        shutil.rmtree(place, ignore_errors=True)
        work.rename(place)
    return f"{_ORIGINALS}/{place.name}/{file.name}"
