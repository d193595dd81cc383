"""Timings. They depend on the machine, so they are printed and never asserted."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.pipeline import Assistant
from corpus.load import SHIPPED
from evals.cases import ASKED_ON, Case
from index.build import build
from index.search import PolicyIndex

STARTS = 3  # cold starts measured
_QUESTION = "小型微利企业的所得税怎么算？"


@dataclass(frozen=True, slots=True)
class Timing:
    """What was measured; all values in milliseconds."""

    name: str
    runs: int
    median: float
    p95: float


def bench(cases: Sequence[Case], index: Path) -> tuple[Timing, ...]:
    """Measure a cold start, searches, whole answers and a build of the shipped documents from nothing.

    Args:
        cases: whose questions are searched and answered, each once after one warm-up.
        index: an index folder, already built.

    Raises:
        IndexMissing: if there is no index.
    """
    opened = PolicyIndex.open(index)
    assistant = Assistant(opened)
    assistant.answer(_QUESTION)
    searches = [opened.search(c.question, as_of=c.as_of or ASKED_ON).milliseconds for c in cases]
    answers = [assistant.answer(c.question, c.turns, c.as_of or ASKED_ON).milliseconds for c in cases]
    return (
        _timing("ask, new process", [_cold_start(index) for _ in range(STARTS)]),
        _timing("search", searches),
        _timing("whole answer", answers),
        _timing("build of the shipped documents", [_build(opened.state.embedder or None)]),
    )


def _cold_start(index: Path) -> float:
    command = [sys.executable, "-m", "assistant.cli", "ask", "--index", str(index), _QUESTION]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - began) * 1000


def _build(embedder: str | None) -> float:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        build([SHIPPED], Path(folder) / "index", embedder)
        return (time.perf_counter() - began) * 1000


def _timing(name: str, values: Sequence[float]) -> Timing:
    median, p95 = np.percentile(values, [50, 95])
    return Timing(name, len(values), float(median), float(p95))


def bench_table(timings: Sequence[Timing]) -> str:
    """Return the timings as a table."""
    head = f"{'timing':32}{'runs':>6}{'p50 ms':>10}{'p95 ms':>10}"
    lines = [f"{t.name:32}{t.runs:>6}{t.median:>10.1f}{t.p95:>10.1f}" for t in timings]
    return "\n".join([head, *lines])
