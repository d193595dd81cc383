"""Build an index of all laws with bad files scattered among them, as one command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.readers.limits import Limits
from evals.bad_files import write_bad_files, write_forbidden_files
from index.search import PolicyIndex

_TEXT_MEGABYTES = 200
# The superuser may open everything; without these two rights it may not.
_OBEY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@dataclass(frozen=True, slots=True)
class Mixed:
    """What came of the build."""

    files: int
    documents: int
    passages: int
    seconds: float
    megabytes: float  # at most, of the largest process
    named: tuple[tuple[str, str], ...]  # bad files with the reason given
    unnamed: tuple[str, ...]  # bad files that were not named, or for another reason
    also_failed: tuple[str, ...]  # files that were thought good
    found: bool  # a search of the index finds something


def measure_mixed(laws: Path) -> Mixed:
    """Copy the laws, put bad files into two of their folders, and build."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder, index = Path(name) / "laws", Path(name) / "index"
        shutil.copytree(laws, folder)
        places = sorted(place for place in folder.iterdir() if place.is_dir())
        wanted = _under(places[0], folder, write_bad_files(places[0], Limits(), _TEXT_MEGABYTES))
        files = sum(1 for path in folder.rglob("*") if path.is_file() or path.is_symlink())
        obeys = os.geteuid() != 0 or shutil.which(_OBEY[0]) is not None
        if obeys:
            wanted |= _under(places[-1], folder, write_forbidden_files(places[-1]))
        try:
            seconds, megabytes, report = _build(folder, index, _OBEY if os.geteuid() == 0 and obeys else ())
        finally:
            if obeys:
                (places[-1] / "禁夹").chmod(0o700)
        return _judged(report, wanted, files, seconds, megabytes, index)


def _under(place: Path, folder: Path, wanted: Mapping[str, str]) -> dict[str, str]:
    return {(place / name).relative_to(folder).as_posix(): reason for name, reason in wanted.items()}


def _build(folder: Path, index: Path, before: Sequence[str]) -> tuple[float, float, dict[str, Any]]:
    command = [*before, sys.executable, "-m", "assistant.cli", "build", str(folder), "--index", str(index)]
    out = index.with_name("report.json")
    began = time.monotonic()
    with out.open("wb") as file:
        process = subprocess.Popen([*command, "--json"], stdout=file)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return time.monotonic() - began, used.ru_maxrss / 1024, report


def _judged(
    report: Mapping[str, Any],
    wanted: Mapping[str, str],
    files: int,
    seconds: float,
    megabytes: float,
    index: Path,
) -> Mixed:
    failed = {row["path"]: row["reason"] for row in report["failed"]}
    named = {path: failed[path] for path, word in wanted.items() if word in failed.get(path, "")}
    return Mixed(
        files=files,
        documents=report["documents"],
        passages=report["passages"],
        seconds=seconds,
        megabytes=megabytes,
        named=tuple(named.items()),
        unnamed=tuple(f"{path}: {failed.get(path, '-')}" for path in wanted if path not in named),
        also_failed=tuple(f"{path}: {reason}" for path, reason in failed.items() if path not in wanted),
        found=bool(PolicyIndex.open(index).search("外商投资企业国民待遇", floor=0.0).hits),
    )


def mixed_table(found: Mixed) -> str:
    """Return the figures as text."""
    lines = [
        f"{found.files} files, {found.documents} documents, {found.passages} passages, "
        f"{found.seconds:.0f} s, at most {found.megabytes:.0f} MB in a process, "
        f"{'a search finds something' if found.found else 'A SEARCH FINDS NOTHING'}",
        f"bad files named with the reason: {len(found.named)} of {len(found.named) + len(found.unnamed)}",
        *(f"  {path}: {reason}" for path, reason in found.named),
        *(f"  NOT NAMED {line}" for line in found.unnamed),
        *(f"  also failed: {line}" for line in found.also_failed),
    ]
    return "\n".join(lines)
