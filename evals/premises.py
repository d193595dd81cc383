"""Count what the assistant says of things that questions take for granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import NoticeKind
from evals.cases import Premise
from evals.metrics import Rate, Scored, contains


@dataclass(frozen=True, slots=True)
class Premises:
    """How questions that take something for granted fared."""

    recall: Rate  # of the wrong ones, which were corrected with the right facts
    precision: Rate  # of the corrections, which put right something wrong, with the right facts
    confirmed: Rate  # of the right ones, which were said to be so
    agreed: int  # wrong ones that were said to be so: nought is the aim


def premises(rows: Sequence[Scored]) -> Premises:
    """Count premises over cases; those whose premise is not measured are left out."""
    wrong = [row for row in rows if row.case.premise is Premise.WRONG]
    right = [row for row in rows if row.case.premise is Premise.RIGHT]
    # Where the documents state nothing of the kind, the notice only says so, which is right.
    judged = [row for row in rows if row.case.premise and row.case.about != "unstated"]
    corrections = [row for row in judged if said(row, NoticeKind.PREMISE)]
    caught = sum(corrected(row) for row in wrong)
    return Premises(
        recall=Rate(caught, len(wrong)),
        precision=Rate(caught, len(corrections)),
        confirmed=Rate(sum(bool(said(row, NoticeKind.CONFIRMED)) for row in right), len(right)),
        agreed=sum(bool(said(row, NoticeKind.CONFIRMED)) for row in wrong),
    )


def corrected(row: Scored) -> bool:
    """Tell whether a wrong premise was corrected and every key fact stands in the correction."""
    notice = said(row, NoticeKind.PREMISE)
    return bool(notice) and all(contains(notice, fact) for fact in row.case.facts)


def said(row: Scored, kind: NoticeKind) -> str:
    """Return the notices of a kind; empty after a crash and where there is none."""
    notices = (row.actual.get("ask") or {}).get("notices", ())
    return "\n".join(notice["text"] for notice in notices if notice["kind"] == kind)
