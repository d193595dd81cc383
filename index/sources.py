"""Whether the files that an index was built from have changed since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence

from corpus.sidecars import SUFFIXES
from index.generations import Current


def sources_digest(sources: Sequence[str]) -> str:
    """Return a digest of the names, sizes and times of all files under the sources; empty if one is gone."""
    lines: list[str] = []
    for source in sources:
        if not os.path.exists(source):
            return ""
        lines.extend(_stat_lines(source))
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def is_stale(current: Current) -> bool:
    """Tell whether the files that an index was built from have changed; sources gone do not count.

    What was added one by one is kept as a copy, so an index of such documents alone cannot be stale.
    """
    if not current.sources:
        return False
    now = sources_digest(current.sources)
    return bool(now) and now != current.sources_digest


def _stat_lines(source: str) -> Iterator[str]:
    if os.path.isfile(source):
        entries = [source, *(os.path.splitext(source)[0] + suffix for suffix in SUFFIXES)]
    else:
        entries = sorted(os.path.join(folder, name) for folder, _, names in os.walk(source) for name in names)
    for entry in entries:
        try:
            found = os.stat(entry)
        except OSError:
            continue
        yield f"{entry}\t{found.st_size}\t{found.st_mtime_ns}"
