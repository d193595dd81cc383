"""How refusing changes as the floor moves: a hit below it supports no answer.

Two things are measured at each floor: the whole assistant, which refuses for other reasons too, and the floor
alone, which refuses when no hit reaches it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.model import AnswerStatus
from assistant.pipeline import Assistant
from evals.cases import ASKED_ON, Case, Expect
from evals.tables import markdown_table
from index.search import PolicyIndex

FLOORS = tuple(float(value) for value in np.round(np.arange(0, 1.2001, 0.04), 2))
_TOP = 8  # hits that an answer may use; a floor that none of them reaches leaves nothing
_HEAD = ("who refuses", "floor", "refused", "rightly", "had to", "wrongly", "must not", "precision", "recall")


class MovedFloor(PolicyIndex):
    """An open index with a floor that can be moved."""

    moved: float | None = None

    @property
    def floor(self) -> float:
        """The floor where it was moved to."""
        return super().floor if self.moved is None else self.moved


@dataclass(frozen=True, slots=True)
class Refusing:
    """Refusals at one floor. Cases where answering and refusing are both right are left out."""

    who: str
    floor: float
    rightly: int
    had_to: int  # cases that must be refused
    wrongly: int
    must_not: int  # cases that must be answered

    @property
    def precision(self) -> float | None:
        """Of those refused, which had to be, 0 to 1; None if none was refused."""
        refused = self.rightly + self.wrongly
        return self.rightly / refused if refused else None

    @property
    def recall(self) -> float | None:
        """Of those that had to be refused, which were, 0 to 1; None if there are none."""
        return self.rightly / self.had_to if self.had_to else None


def floor_curve(
    cases: Sequence[Case], index: Path, floors: Sequence[float] = FLOORS
) -> tuple[float, tuple[Refusing, ...]]:
    """Measure refusing at each floor.

    Args:
        cases: what to ask.
        index: an index of the shipped documents.
        floors: where to put the floor, 0 and above.

    Returns:
        The floor as it is stored, and what was counted: first the whole assistant, then the floor alone.

    Raises:
        IndexMissing: if there is no index.
    """
    strict = [case for case in cases if case.expect is not Expect.EITHER]
    opened = MovedFloor.open(index)
    assert isinstance(opened, MovedFloor)
    stored = opened.floor
    assistant = Assistant(opened)
    support = {case.id: _support(assistant, case) for case in strict}
    whole: list[Refusing] = []
    alone: list[Refusing] = []
    for floor in sorted({*floors, stored}):
        opened.moved = floor
        whole.append(_count("assistant", floor, strict, [c for c in strict if _refuses(assistant, c)]))
        alone.append(_count("floor alone", floor, strict, [c for c in strict if support[c.id] < floor]))
    return stored, (*whole, *alone)


def _count(who: str, floor: float, cases: Sequence[Case], refused: Sequence[Case]) -> Refusing:
    return Refusing(
        who,
        floor,
        rightly=sum(case.expect is Expect.REFUSED for case in refused),
        had_to=sum(case.expect is Expect.REFUSED for case in cases),
        wrongly=sum(case.expect is Expect.ANSWERED for case in refused),
        must_not=sum(case.expect is Expect.ANSWERED for case in cases),
    )


def _refuses(assistant: Assistant, case: Case) -> bool:
    answer = assistant.answer(case.question, case.turns, case.as_of or ASKED_ON)
    return answer.status not in (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL)


def _support(assistant: Assistant, case: Case) -> float:
    """Return the support of the best hit for what the assistant would search."""
    answer = assistant.answer(case.question, case.turns, case.as_of or ASKED_ON)
    text = answer.question.search_text if answer.question else case.question
    hits = assistant.index.search(text, limit=_TOP, as_of=case.as_of or ASKED_ON, floor=0.0).hits
    return max((hit.support for hit in hits), default=0.0)


def floor_table(rows: Sequence[Refusing]) -> str:
    """Return the counts as a table."""
    return markdown_table(_HEAD, [_cells(row) for row in rows])


def write_csv(rows: Sequence[Refusing], file: Path) -> None:
    """Write the counts."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(name.replace(" ", "_") for name in _HEAD)
        writer.writerows(_cells(row) for row in rows)


def _cells(row: Refusing) -> list[str]:
    counts = (row.rightly + row.wrongly, row.rightly, row.had_to, row.wrongly, row.must_not)
    shares = ("" if share is None else f"{share:.3f}" for share in (row.precision, row.recall))
    return [row.who, f"{row.floor:.2f}", *map(str, counts), *shares]


def draw(rows: Sequence[Refusing], stored: float, file: Path) -> None:
    """Draw precision and recall over the floor as a PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    for who, line in (("assistant", "-"), ("floor alone", "--")):
        own = [row for row in rows if row.who == who]
        floors = [row.floor for row in own]
        for name, colour in (("precision", "tab:blue"), ("recall", "tab:red")):
            shares = [getattr(row, name) for row in own]
            values = [np.nan if share is None else share for share in shares]
            axes.plot(floors, values, line, color=colour, label=f"{name}, {who}")
    axes.axvline(stored, color="grey", linewidth=0.8)
    axes.annotate(f" stored floor {stored:g}", (stored, 0.02), color="grey")
    axes.set(xlabel="floor", ylabel="share of refusals, higher is better", ylim=(0, 1.02))
    axes.legend(loc="center left", fontsize="small")
    axes.grid(alpha=0.3)
    figure.savefig(file, metadata={"Software": None})
