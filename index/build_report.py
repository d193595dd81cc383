"""What a build did, and the file that keeps it until the next one."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.model import FileReport, Outcome

_FILE = "last-build.json"
_ROWS = ("failed", "skipped", "duplicates", "incomplete")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Counts are of passages unless named otherwise."""

    documents: int
    clauses: int
    passages: int
    embedded: int
    unchanged: int
    removed: int
    failed: tuple[FileReport, ...]
    skipped: tuple[FileReport, ...]
    duplicates: tuple[FileReport, ...]
    withdrawn: tuple[str, ...]  # ids of documents that staff took out and whose files are still there
    incomplete: tuple[FileReport, ...]  # documents whose metadata could not be found in full
    seconds: float
    fingerprint: str
    generated_asks: int = 0  # questions in the index that a model wrote
    unasked: int = 0  # clauses for which a model was to write questions and did not
    ask_failures: tuple[str, ...] = ()  # why, each reason once
    same_files: bool = False  # nothing had changed since the last build, so no document was read

    def repeated(self, seconds: float) -> BuildReport:
        """Return the report of a build that found everything as this one left it."""
        return replace(self, embedded=0, unchanged=self.passages, removed=0, seconds=seconds, same_files=True)


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What the last build was made from, and its report."""

    inputs: str  # see index.inputs
    report: BuildReport


def read_last_build(folder: Path) -> LastBuild | None:
    """Return what is kept in an index folder; None if there is nothing, or of another program version."""
    try:
        row = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        report = row["report"]
        for name in _ROWS:
            report[name] = tuple(FileReport(**r | {"outcome": Outcome(r["outcome"])}) for r in report[name])
        report |= {name: tuple(report[name]) for name in ("withdrawn", "ask_failures")}
        return LastBuild(row["inputs"], BuildReport(**report))
    except (OSError, ValueError, KeyError, TypeError):  # it only saves time
        return None


def keep_last_build(folder: Path, last: LastBuild) -> None:
    """Keep a report in an index folder, in one step."""
    work = folder / (_FILE + ".part")
    work.write_text(json.dumps(asdict(last), ensure_ascii=False), encoding="utf-8")
    os.replace(work, folder / _FILE)
