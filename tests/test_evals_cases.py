"""The question sets: well formed, answerable from the documents they name, and not copied from them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.model import RefusalKind
from corpus.load import Loaded
from corpus.model import Clause
from evals.cases import (
    HELD_OUT,
    Case,
    CaseError,
    CaseKind,
    Expect,
    Premise,
    case_from_json,
    case_to_json,
    held_out_ids,
    read_cases,
    resolve_sets,
    shipped_sets,
)
from evals.metrics import contains

ROW: dict[str, Any] = {"id": "a", "kind": "lay", "question": "开店要几天？", "why": "x-01：三天"}
LEAST = {
    CaseKind.INCENTIVE: 20,
    CaseKind.PROCESS: 20,
    CaseKind.TARGET: 20,
    CaseKind.LAY: 25,
    CaseKind.VALIDITY: 10,
    CaseKind.PREMISE: 5,
    CaseKind.CONFLICT: 8,
    CaseKind.ENGLISH: 20,
    CaseKind.REFUSAL: 80,
}
HELD_OUT_LEAST = {
    CaseKind.INCENTIVE: 55,
    CaseKind.PROCESS: 50,
    CaseKind.TARGET: 45,
    CaseKind.LAY: 70,
    CaseKind.VALIDITY: 25,
    CaseKind.PREMISE: 20,
    CaseKind.ENGLISH: 25,
}


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return read_cases(shipped_sets())


@pytest.fixture(scope="module")
def clauses(shipped: Loaded) -> dict[str, Clause]:
    return {clause.id: clause for document in shipped.corpus.documents for clause in document.clauses}


def plain(question: str) -> str:
    return "".join(char for char in question.lower() if char.isalnum())


def test_every_kind_has_enough_cases(cases: tuple[Case, ...]) -> None:
    counts = Counter(case.kind for case in cases)
    assert {kind: counts[kind] for kind in CaseKind if counts[kind] < LEAST[kind]} == {}


def test_the_sets_hold_enough_of_each_outcome() -> None:
    answers, refusals = (
        Counter(c.expect for c in read_cases(resolve_sets([n]))) for n in ("answers", "refusals")
    )
    assert answers[Expect.ANSWERED] >= 100
    assert refusals[Expect.REFUSED] >= 40
    assert refusals[Expect.ANSWERED] >= 10, "questions that only look unanswerable"
    kinds = Counter(c.refusal for c in read_cases(resolve_sets(["refusals"])) if c.refusal)
    assert kinds[RefusalKind.OUTSIDE] >= 20 and kinds[RefusalKind.MISSING] >= 20
    assert kinds[RefusalKind.PERSONAL] >= 8
    own = read_cases(resolve_sets(["answers", "conversation", "lay"]))
    assert sum(c.expect is Expect.ANSWERED for c in own) >= 250


def test_the_held_out_sets_are_large_and_asked_only_by_name() -> None:
    answers, refusals, premises, fresh, guests, passersby, inquirers = (
        read_cases(resolve_sets([name])) for name in HELD_OUT
    )
    counts = Counter(case.kind for case in answers)
    assert {kind: counts[kind] for kind in HELD_OUT_LEAST if counts[kind] < HELD_OUT_LEAST[kind]} == {}
    assert sum(bool(case.turns) for case in answers) >= 15
    assert sum(case.expect is Expect.REFUSED for case in refusals) >= 90 and len(refusals) >= 100
    assert sum(case.premise is Premise.WRONG for case in premises) >= 100
    assert sum(case.premise is Premise.RIGHT for case in premises) >= 80
    assert len(fresh) >= 300 and {case.kind for case in fresh} >= HELD_OUT_LEAST.keys()
    assert sum(case.expect is Expect.REFUSED for case in fresh) >= 55
    assert len(guests) >= 350 and {case.kind for case in guests} >= HELD_OUT_LEAST.keys()
    assert sum(case.expect is Expect.REFUSED for case in guests) >= 60
    ends = Counter(case.expect for case in passersby)
    assert len(passersby) >= 125 and ends[Expect.ANSWERED] >= 50 and ends[Expect.REFUSED] >= 40
    ends = Counter(case.expect for case in inquirers)
    assert len(inquirers) >= 100 and ends[Expect.ANSWERED] >= 20 and ends[Expect.REFUSED] >= 45
    every = (*answers, *refusals, *premises, *fresh, *guests, *passersby, *inquirers)
    assert held_out_ids() == {case.id for case in every}
    assert not held_out_ids() & {case.id for case in read_cases(resolve_sets([]))}


def test_no_question_is_asked_twice(cases: tuple[Case, ...]) -> None:
    asked = Counter((plain(case.question) or case.question, case.turns, case.as_of) for case in cases)
    assert [question for question, times in asked.items() if times > 1] == []


def test_no_question_is_one_that_the_documents_were_indexed_with(
    cases: tuple[Case, ...], clauses: dict[str, Clause]
) -> None:
    asks = {plain(ask) for clause in clauses.values() for ask in clause.asks}
    assert [case.id for case in cases if plain(case.question) in asks] == []


def test_clauses_exist_and_each_states_every_fact(
    cases: tuple[Case, ...], clauses: dict[str, Clause]
) -> None:
    for case in cases:
        for clause in case.clauses:
            assert clause in clauses, f"{case.id}: no clause {clause}"
        for clause in case.clauses:
            unsaid = [fact for fact in case.facts if not contains(clauses[clause].text, fact)]
            if "-two-" not in case.id:
                assert unsaid == [], f"{case.id}: {clause} does not say {unsaid}"
            elif case.facts:  # two questions in one: each clause answers its own half
                assert len(unsaid) < len(case.facts), f"{case.id}: {clause} says none of {unsaid}"
        texts = [clauses[clause].text for clause in case.clauses]
        unsaid = [fact for fact in case.facts if texts and not any(contains(t, fact) for t in texts)]
        assert unsaid == [], f"{case.id}: no clause says {unsaid}"


def test_no_right_clause_states_a_forbidden_string(
    cases: tuple[Case, ...], clauses: dict[str, Clause]
) -> None:
    for case in cases:
        for clause in case.clauses:
            said = [text for text in case.forbid if contains(clauses[clause].text, text)]
            assert said == [], f"{case.id}: {clause}"


def test_every_answerable_case_names_its_clause_and_reason(cases: tuple[Case, ...]) -> None:
    for case in cases:
        if case.expect is Expect.ANSWERED:
            assert any(clause in case.why for clause in case.clauses), case.id
        if case.expect is Expect.REFUSED:
            assert not case.clauses and not case.facts, case.id


def test_the_sets_range_over_the_documents(cases: tuple[Case, ...], shipped: Loaded) -> None:
    wanted = {clause for case in cases for clause in case.clauses}
    touched = [d.metadata for d in shipped.corpus.documents if any(c.id in wanted for c in d.clauses)]
    assert len(touched) >= 50
    assert {document.level for document in touched} == {"国家", "江西省", "南昌市", "东湖区"}


def test_a_case_survives_writing_and_reading(cases: tuple[Case, ...]) -> None:
    for case in cases:
        row = json.loads(json.dumps(case_to_json(case)))
        assert case_from_json({name: value for name, value in row.items() if value is not None}) == case


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "gossip"}, "gossip"),
        ({"why": " "}, "why"),
        ({"facts": "15%"}, "facts"),
        ({"facts": [""]}, "facts"),
        ({"notices": ["shouted"]}, "shouted"),
        ({"as_of": "yesterday"}, "yesterday"),
        ({"expect": "perhaps"}, "perhaps"),
        ({"answer": "三天"}, "answer"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(CaseError, match=fault):
        case_from_json(ROW | change)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([json.dumps(ROW), json.dumps(ROW)], "line 2.*twice"),
        (["[1]"], "line 1: not a JSON object"),
        (["", "{"], "line 2: not JSON"),
        ([], "no cases"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, lines: list[str], fault: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CaseError, match=fault):
        read_cases([file])


def test_an_unknown_set_is_named_with_the_known_ones() -> None:
    with pytest.raises(CaseError, match="no set 'nothing'.*answers.*refusals"):
        resolve_sets(["nothing"])
