"""Questions with what a right answer must hold, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.model import NoticeKind, RefusalKind

SETS = Path(__file__).parent / "sets"
# Written from the facts alone, or before them, and never used to choose anything, so that their scores are
# honest: asked only when they are named, and reported as totals.
HELD_OUT = (
    "heldout",
    "heldout_refusals",
    "premises_check",
    "fresh",
    "guests",
    "passersby",
    "inquirers",
)
# The day the facts were last checked. Cases without a day of their own are asked on it, so that a score
# does not change because a document has expired since.
ASKED_ON = date(2026, 11, 23)


class CaseError(ValueError):
    """A line of a set is not a case. Seen by whoever writes sets: names file, line and fault."""


class CaseKind(StrEnum):
    """What a case is about; scores are shown per kind."""

    INCENTIVE = "incentive"
    PROCESS = "process"
    TARGET = "target"
    LAY = "lay"  # everyday words, some with typing errors
    VALIDITY = "validity"  # old versions, days in the past
    PREMISE = "premise"  # the question takes something wrong for granted
    CONFLICT = "conflict"  # figures that differ between documents, years or ways of counting
    ENGLISH = "english"
    REFUSAL = "refusal"  # nothing in the documents answers it


class Expect(StrEnum):
    """How the question should end."""

    ANSWERED = "answered"
    REFUSED = "refused"
    EITHER = "either"  # a refusal is right, and so is an answer that holds the facts


class Premise(StrEnum):
    """What a question takes for granted, if anything."""

    WRONG = "wrong"
    RIGHT = "right"
    NONE = "none"  # its figures are the asker's own


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what makes an answer right.

    Attributes:
        id: unique over all sets.
        kind: where its scores are counted.
        question: what is asked, the last turn.
        why: why the answer is right, with the id of the fact.
        expect: how the question should end.
        clauses: ids of the clauses any of which answers it; empty if none does.
        facts: strings that must all stand in the answer.
        forbid: strings that must not.
        notices: kinds of notice that must stand beside the answer.
        turns: earlier questions, oldest first.
        as_of: the day whose law counts; None for ASKED_ON.
        refusal: which kind of refusal is right; None where either is, or the question is answered.
        premise: whether what the question takes for granted is so; None where that is not measured.
        about: what it takes for granted: figure, date, edition, status, rule or place.
    """

    id: str
    kind: CaseKind
    question: str
    why: str
    expect: Expect = Expect.ANSWERED
    clauses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    notices: tuple[NoticeKind, ...] = ()
    turns: tuple[str, ...] = ()
    as_of: date | None = None
    refusal: RefusalKind | None = None
    premise: Premise | None = None
    about: str = ""


_NAMES = {field.name for field in fields(Case)}
_LISTS = ("clauses", "facts", "forbid", "notices", "turns")


def case_from_json(row: dict[str, Any]) -> Case:
    """Make a case of a JSON object.

    Raises:
        CaseError: if a field is unknown, missing, blank or of the wrong kind.
    """
    if unknown := row.keys() - _NAMES:
        raise CaseError(f"unknown fields {sorted(unknown)}")
    for name in ("id", "kind", "question", "why"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise CaseError(f"{name!r} is missing or blank")
    lists = {name: row.get(name, []) for name in _LISTS}
    for name, value in lists.items():
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise CaseError(f"{name!r} is not a list of strings: {value!r}")
    try:
        return Case(
            id=row["id"],
            kind=CaseKind(row["kind"]),
            question=row["question"],
            why=row["why"],
            expect=Expect(row.get("expect", Expect.ANSWERED)),
            clauses=tuple(lists["clauses"]),
            facts=tuple(lists["facts"]),
            forbid=tuple(lists["forbid"]),
            notices=tuple(NoticeKind(kind) for kind in lists["notices"]),
            turns=tuple(lists["turns"]),
            as_of=date.fromisoformat(row["as_of"]) if row.get("as_of") else None,
            refusal=RefusalKind(row["refusal"]) if row.get("refusal") else None,
            premise=Premise(row["premise"]) if row.get("premise") else None,
            about=str(row.get("about", "")),
        )
    except (ValueError, TypeError) as error:
        raise CaseError(str(error)) from error


def case_to_json(case: Case) -> dict[str, Any]:
    """Write a case as a JSON object; inverse of :func:`case_from_json`."""
    return {**asdict(case), "as_of": case.as_of.isoformat() if case.as_of else None}


def shipped_sets() -> tuple[Path, ...]:
    """Return the sets that come with the program."""
    return tuple(sorted(SETS.glob("*.jsonl")))


def open_sets() -> tuple[Path, ...]:
    """Return the shipped sets that may be looked into and tuned on."""
    return tuple(path for path in shipped_sets() if path.stem not in HELD_OUT)


def held_out_ids() -> frozenset[str]:
    """Return the ids of the cases that are only counted, never shown one by one."""
    paths = [path for path in shipped_sets() if path.stem in HELD_OUT]
    return frozenset(case.id for case in read_cases(paths))


def read_cases(paths: Iterable[Path]) -> tuple[Case, ...]:
    """Read sets, in order.

    Raises:
        CaseError: if a line is not a case, an id occurs twice, or there is no case at all.
    """
    found: dict[str, Case] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                case = case_from_json(_object(line))
                if case.id in found:
                    raise CaseError(f"id {case.id!r} occurs twice")
            except CaseError as error:
                raise CaseError(f"{path.name} line {number}: {error}") from error
            found[case.id] = case
    if not found:
        raise CaseError("no cases in the sets given")
    return tuple(found.values())


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CaseError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise CaseError("not a JSON object")
    return row


def resolve_sets(names: Sequence[str]) -> tuple[Path, ...]:
    """Return the files of sets given by name (answers) or by path; all open sets if none is given.

    Raises:
        CaseError: if there is no such set.
    """
    if not names:
        return open_sets()
    paths = []
    for name in names:
        path = next((p for p in (Path(name), SETS / f"{name}.jsonl") if p.is_file()), None)
        if path is None:
            known = ", ".join(p.stem for p in shipped_sets())
            raise CaseError(f"no set {name!r}: give a file or one of {known}")
        paths.append(path)
    return tuple(paths)
