"""Generations: a build works on a copy of the index, and one file says which copy counts.

Chroma's files cannot be trusted after a process dies while it writes them, so no build ever writes into the
generation that is in use. Replacing the file ``current`` is the moment when a build takes effect. The
generation before stays until the next build, because an open page may still be reading it.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from index.register import Entry

_POINTER = "current.json"
_PREFIX = "generation-"
SHARED = "generation-0"
"""Search tables of an index whose records another process put on a server."""


@dataclass(frozen=True, slots=True)
class Current:
    """What the file ``current.json`` says."""

    generation: str  # name of a folder
    previous: str  # name of the one before, may be gone; empty for the first
    sources: tuple[str, ...]  # absolute paths given to `build`
    sources_digest: str  # of the names, sizes and times of the files there
    register: tuple[Entry, ...] = ()  # documents added, replaced and withdrawn one by one, oldest first

    def build_command(self, folder: Path) -> str:
        """Return the command that builds the index again from its own sources."""
        return shlex.join(("policy-assistant", "build", *self.sources, "--index", str(folder)))


def read_current(folder: Path) -> Current | None:
    """Return what is current in an index folder, None if nothing has been built there."""
    try:
        row = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    register = tuple(Entry(**entry) for entry in row.get("register", ()))
    return Current(**{**row, "sources": tuple(row["sources"]), "register": register})


def new_generation(folder: Path, current: Current | None, *, copy: bool) -> str:
    """Make a folder for the next generation and clear what a dead build left.

    Args:
        folder: the index folder.
        current: what is current now.
        copy: begin with a copy of the current generation instead of an empty one.

    Returns:
        The name of the new folder; it does not count until :func:`publish`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keep = {current.generation, current.previous} if current else set()
    for left in folder.glob(_PREFIX + "*"):
        if left.name not in keep:
            shutil.rmtree(left, ignore_errors=True)
    number = int(current.generation.removeprefix(_PREFIX)) + 1 if current else 1
    name = f"{_PREFIX}{number}"
    if current and copy:
        ignore = shutil.ignore_patterns("derived")  # belongs to the state that is being replaced
        shutil.copytree(folder / current.generation, folder / name, ignore=ignore)
    else:
        (folder / name).mkdir()
    return name


def publish(folder: Path, current: Current) -> None:
    """Make a generation the current one, in one step, and drop all but it and the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / (_POINTER + ".part")
    with work.open("w", encoding="utf-8") as file:
        json.dump(asdict(current), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    work.replace(folder / _POINTER)
    for left in folder.glob(_PREFIX + "*"):
        if left.name not in (current.generation, current.previous):
            shutil.rmtree(left, ignore_errors=True)
