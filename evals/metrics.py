"""Score what the assistant said against what a case asks for. Reads nothing, runs nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.model import RefusalKind
from corpus.numerals import read_figures, same_figure
from evals.cases import Case, Expect
from index.tokens import folded

Actual = Mapping[str, Any]  # what runner.generate wrote for a case: ask, search, evidence, crash

_ANSWERED = ("answered", "partial")
_ENDED = frozenset(("superseded", "expired", "repealed", "not_yet"))  # statuses, and the notices due for them


class Metric(StrEnum):
    """What is scored, in the order of the report."""

    DECISION = "decision"  # answered what can be answered, refused what cannot
    TOP1 = "top1"  # the best hit is a right clause
    TOP5 = "top5"  # one of the five best is
    CITED = "cited"  # a right clause is cited
    FACTS = "facts"  # every key fact stands in the answer
    FORBIDDEN = "forbidden"  # no forbidden string does
    NOTICES = "notices"  # every expected notice is given
    QUOTES = "quotes"  # every quote stands word for word at its offsets in the document
    FIGURES = "figures"  # every figure of a claim stands in a clause that it cites


@dataclass(frozen=True, slots=True)
class Score:
    """One judgement. ``value`` is None where the metric does not apply; ``reason`` says what is wrong."""

    value: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with its scores."""

    case: Case
    actual: Actual
    scores: Mapping[Metric, Score]

    def failures(self) -> tuple[str, ...]:
        """Return what is wrong, one line per failed metric."""
        failed = [(metric, score) for metric, score in self.scores.items() if score.value is False]
        return tuple(f"{metric}: {score.reason}" for metric, score in failed)


def answered(actual: Actual) -> bool:
    """Tell whether the assistant answered; a crash is no answer."""
    return actual.get("ask") is not None and actual["ask"]["status"] in _ANSWERED


def refused(actual: Actual) -> bool:
    """Tell whether the assistant declined; a crash is no refusal."""
    return actual.get("ask") is not None and not answered(actual)


def score(case: Case, actual: Actual) -> Scored:
    """Score one case by every metric."""
    return Scored(case, actual, {metric: judge(case, actual) for metric, judge in _JUDGES.items()})


def contains(text: str, wanted: str) -> bool:
    """Tell whether a text holds a string, whatever the white space and width of its characters.

    A figure at the edge of the string must be the whole figure: 5年 does not stand in 15年.
    """
    pattern = re.escape(folded(wanted))
    before = r"(?<![\d.])" if folded(wanted)[:1].isdigit() else ""
    after = r"(?![\d]|\.\d)" if folded(wanted)[-1:].isdigit() else ""
    return re.search(before + pattern + after, folded(text)) is not None


def wrong_figures(actual: Actual) -> tuple[str, ...]:
    """Return the figures that a claim asserts and no clause cited for it states."""
    clauses = {row["label"]: row["clause"] for row in actual.get("evidence") or ()}
    wrong: list[str] = []
    for claim in _ask(actual).get("claims", ()):
        proven = [f for label in claim["citations"] for f in read_figures(clauses.get(label, ""))]
        for figure in read_figures(claim["text"]):
            if not any(same_figure(figure, other) for other in proven):
                wrong.append(figure.text)
    return tuple(wrong)


def _ask(actual: Actual) -> Mapping[str, Any]:
    return actual.get("ask") or {}


def _decision(case: Case, actual: Actual) -> Score:
    if actual.get("crash"):
        return Score(False, f"crashed: {actual['crash']}")
    if case.expect is Expect.EITHER:
        return Score(None)
    right = answered(actual) is (case.expect is Expect.ANSWERED)
    return Score(right, "" if right else f"expected {case.expect}, got {_ask(actual)['status']}")


def _within(count: int) -> Callable[[Case, Actual], Score]:
    def judge(case: Case, actual: Actual) -> Score:
        if not case.clauses:
            return Score(None)
        found = [hit["clause_id"] for hit in (actual.get("search") or ())]
        right = any(clause in case.clauses for clause in found[:count])
        place = next((i for i, clause in enumerate(found, 1) if clause in case.clauses), None)
        return Score(right, "" if right else f"best {found[:1]}, right one at {place}")

    return judge


def _applies(case: Case, actual: Actual, wanted: Sequence[object]) -> Score | None:
    """Return the score of a case with nothing to look for, or with no answer to look in; else None."""
    if not wanted or (case.expect is not Expect.ANSWERED and not answered(actual)):
        return Score(None)
    return None if answered(actual) else Score(False, "not answered")


def _cited(case: Case, actual: Actual) -> Score:
    if found := _applies(case, actual, case.clauses):
        return found
    cited = [citation["clause_id"] for citation in _ask(actual)["citations"]]
    right = any(clause in case.clauses for clause in cited)
    return Score(right, "" if right else f"cited {cited}")


def _facts(case: Case, actual: Actual) -> Score:
    if found := _applies(case, actual, case.facts):
        return found
    missing = [fact for fact in case.facts if not contains(_ask(actual)["text"], fact)]
    return Score(not missing, f"missing {missing}" if missing else "")


def _forbidden(case: Case, actual: Actual) -> Score:
    if not case.forbid or not actual.get("ask"):
        return Score(None)
    said = [text for text in case.forbid if contains(_ask(actual)["text"], text)]
    return Score(not said, f"said {said}" if said else "")


def _notices(case: Case, actual: Actual) -> Score:
    if found := _applies(case, actual, case.notices):
        return found
    given = {notice["kind"] for notice in _ask(actual)["notices"]}
    missing = [str(kind) for kind in case.notices if kind not in given]
    return Score(not missing, f"missing {missing}" if missing else "")


def _quotes(case: Case, actual: Actual) -> Score:
    spans = {row["label"]: row["span"] for row in actual.get("evidence") or ()}
    citations = _ask(actual).get("citations", ())
    if not citations:
        return Score(None)
    moved = [c["label"] for c in citations if not c["quote"] or spans.get(c["label"]) != c["quote"]]
    return Score(not moved, f"quotes {moved} do not stand at their offsets" if moved else "")


def _figures(case: Case, actual: Actual) -> Score:
    if not any(read_figures(claim["text"]) for claim in _ask(actual).get("claims", ())):
        return Score(None)
    wrong = wrong_figures(actual)
    return Score(not wrong, f"without support {list(wrong)}" if wrong else "")


_JUDGES: Mapping[Metric, Callable[[Case, Actual], Score]] = {
    Metric.DECISION: _decision,
    Metric.TOP1: _within(1),
    Metric.TOP5: _within(5),
    Metric.CITED: _cited,
    Metric.FACTS: _facts,
    Metric.FORBIDDEN: _forbidden,
    Metric.NOTICES: _notices,
    Metric.QUOTES: _quotes,
    Metric.FIGURES: _figures,
}


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something was right, and how many cases it did not apply to."""

    right: int
    scored: int
    undefined: int = 0

    @property
    def value(self) -> float | None:
        """Share that was right, 0–1; None when nothing was scored."""
        return self.right / self.scored if self.scored else None


def rate(rows: Sequence[Scored], metric: Metric) -> Rate:
    """Count one metric over cases."""
    values = [row.scores[metric].value for row in rows]
    scored = [value for value in values if value is not None]
    return Rate(sum(scored), len(scored), len(values) - len(scored))


def citation_precision(rows: Sequence[Scored]) -> Rate:
    """Count, over the citations of answers to cases that name clauses, those of a named clause.

    A clause beside it that is cited as well, such as another edition, counts as not right, so this is a lower
    bound.
    """
    cited = [
        citation["clause_id"] in row.case.clauses
        for row in rows
        if row.case.clauses and answered(row.actual)
        for citation in {c["clause_id"]: c for c in _ask(row.actual)["citations"]}.values()
    ]
    return Rate(sum(cited), len(cited))


def shown_as_current(rows: Sequence[Scored]) -> int:
    """Count answers that cite a text which has ended, or is not yet in force, without saying so."""
    return sum(
        bool(
            {c.get("status") for c in ask.get("citations", ())}
            & _ENDED - {n["kind"] for n in ask.get("notices", ())}
        )
        for ask in map(_ask, (row.actual for row in rows))
    )


@dataclass(frozen=True, slots=True)
class Refusals:
    """How well the assistant tells what it cannot answer. Cases where either is right are left out."""

    precision: Rate  # of those refused, which had to be
    recall: Rate  # of those that had to be refused, which were
    over_refusal: Rate  # of those that had to be answered, which were refused: lower is better
    crashes: int


def refusals(rows: Sequence[Scored]) -> Refusals:
    """Count refusals over cases."""
    strict = [row for row in rows if row.case.expect is not Expect.EITHER]
    either = len(rows) - len(strict)
    had_to = [row for row in strict if row.case.expect is Expect.REFUSED]
    might_not = [row for row in strict if row.case.expect is Expect.ANSWERED]
    caught = sum(refused(row.actual) for row in had_to)
    lost = sum(refused(row.actual) for row in might_not)
    return Refusals(
        precision=Rate(caught, caught + lost, either),
        recall=Rate(caught, len(had_to), either),
        over_refusal=Rate(lost, len(might_not), either),
        crashes=sum(bool(row.actual.get("crash")) for row in rows),
    )


def refusals_of(rows: Sequence[Scored], kind: RefusalKind) -> tuple[Rate, Rate]:
    """Count one kind of refusal.

    Returns:
        Of the cases that had to be refused so, how many were refused at all; of those, how many by the
        reason of this kind.
    """
    had_to = [row for row in rows if row.case.refusal is kind and row.case.expect is Expect.REFUSED]
    caught = [row for row in had_to if refused(row.actual)]
    named = sum(_ask(row.actual).get("refusal") == kind for row in caught)
    return Rate(len(caught), len(had_to)), Rate(named, len(caught))
