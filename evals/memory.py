"""Peak memory of a process that reads files, as a worker of a build does."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Sequence
from pathlib import Path

_STATUS = Path("/proc/self/status")  # Linux; elsewhere nothing is measured


def peak_megabytes(files: Sequence[Path]) -> float | None:
    """Read files one after another in a fresh process, and return the most memory it held; None: unknown."""
    if not files or not _STATUS.exists():
        return None
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_read, (tuple(files),))


def _read(files: tuple[Path, ...]) -> float:
    from corpus.read import read_document

    for file in files:
        read_document(file, f"law{file.suffix}")
    # Not ru_maxrss: that begins with what the parent process held.
    found = re.search(r"VmHWM:\s*(\d+) kB", _STATUS.read_text(encoding="ascii"))
    return int(found.group(1)) / 1024 if found else 0.0
