"""Each metric on rows made by hand, once right and once wrong."""

from __future__ import annotations

from typing import Any

import pytest

from evals.cases import Case, CaseKind, Expect, held_out_ids
from evals.metrics import (
    Metric,
    Rate,
    Score,
    citation_precision,
    contains,
    rate,
    refusals,
    score,
    shown_as_current,
    wrong_figures,
)
from evals.report import failing, kind_table, report

CLAUSE = "高新技术企业，减按15%的税率缴纳企业所得税，名单每年公布1次。"
CLAIM = "高新技术企业，减按15%的税率缴纳企业所得税"


def case(**fields: Any) -> Case:
    return Case(**{"id": "c", "kind": CaseKind.INCENTIVE, "question": "税率？", "why": "x", **fields})


def actual(status: str = "answered", **fields: Any) -> dict[str, Any]:
    """An answer with one claim and one citation, right in everything unless told otherwise."""
    ask: dict[str, Any] = {
        "status": status,
        "text": f"{CLAIM}[1]",
        "claims": [{"text": CLAIM, "citations": [1]}],
        "citations": [{"label": 1, "clause_id": "x-01", "quote": CLAIM}],
        "notices": [{"kind": "digest", "text": "摘编"}],
    }
    if status not in ("answered", "partial"):
        ask |= {"text": "没有查到", "claims": [], "citations": [], "notices": []}
    evidence = [{"label": 1, "span": CLAIM, "clause": CLAUSE}] if ask["citations"] else []
    hits = [{"clause_id": f"x-0{n}"} for n in (2, 1, 3, 4, 5, 6)]
    return {"ask": ask | fields.pop("ask", {}), "search": hits, "evidence": evidence, "crash": None} | fields


def value(metric: Metric, wanted: Case, got: dict[str, Any]) -> bool | None:
    return score(wanted, got).scores[metric].value


CRASHED: dict[str, Any] = {"ask": None, "search": [], "evidence": [], "crash": "KeyError: 'x'"}


@pytest.mark.parametrize(
    ("metric", "wanted", "got", "expected"),
    [
        (Metric.DECISION, case(), actual(), True),
        (Metric.DECISION, case(), actual("partial"), True),
        (Metric.DECISION, case(), actual("no_source"), False),
        (Metric.DECISION, case(), CRASHED, False),
        (Metric.DECISION, case(expect=Expect.REFUSED), actual("blocked"), True),
        (Metric.DECISION, case(expect=Expect.REFUSED), actual(), False),
        (Metric.DECISION, case(expect=Expect.REFUSED), CRASHED, False),
        (Metric.DECISION, case(expect=Expect.EITHER), actual(), None),
        (Metric.TOP1, case(clauses=("x-02",)), actual(), True),
        (Metric.TOP1, case(clauses=("x-01",)), actual(), False),
        (Metric.TOP1, case(), actual(), None),
        (Metric.TOP5, case(clauses=("x-05",)), actual(), True),
        (Metric.TOP5, case(clauses=("x-06",)), actual(), False),
        (Metric.TOP5, case(clauses=("x-01",)), CRASHED, False),
        (Metric.CITED, case(clauses=("x-09", "x-01")), actual(), True),
        (Metric.CITED, case(clauses=("x-02",)), actual(), False),
        (Metric.CITED, case(clauses=("x-01",)), actual("no_source"), False),
        (Metric.CITED, case(clauses=("x-01",), expect=Expect.EITHER), actual("no_source"), None),
        (Metric.FACTS, case(facts=("15%", "减按 15％")), actual(), True),
        (Metric.FACTS, case(facts=("15%", "10%")), actual(), False),
        (Metric.FACTS, case(facts=("15%",)), actual("no_source"), False),
        (Metric.FACTS, case(facts=("没有查到",)), actual("no_source"), False),
        (Metric.FACTS, case(facts=("10%",), expect=Expect.EITHER), actual(), False),
        (Metric.FACTS, case(), actual(), None),
        (Metric.FORBIDDEN, case(forbid=("20%",)), actual(), True),
        (Metric.FORBIDDEN, case(forbid=("20%", "15%")), actual(), False),
        (Metric.FORBIDDEN, case(forbid=("查到",), expect=Expect.REFUSED), actual("no_source"), False),
        (Metric.FORBIDDEN, case(forbid=("20%",)), CRASHED, None),
        (Metric.NOTICES, case(notices=("digest",)), actual(), True),
        (Metric.NOTICES, case(notices=("digest", "expired")), actual(), False),
        (Metric.NOTICES, case(notices=("digest",)), actual("no_source"), False),
        (Metric.NOTICES, case(), actual(), None),
        (Metric.QUOTES, case(), actual(), True),
        (Metric.QUOTES, case(), actual(evidence=[{"label": 1, "span": CLAIM[1:], "clause": CLAUSE}]), False),
        (Metric.QUOTES, case(), actual(evidence=[]), False),
        (Metric.QUOTES, case(), actual("no_source"), None),
        (Metric.FIGURES, case(), actual(), True),
        (Metric.FIGURES, case(), actual(evidence=[{"label": 1, "span": "", "clause": "减按25%"}]), False),
        (Metric.FIGURES, case(), actual("no_source"), None),
    ],
)
def test_a_metric(metric: Metric, wanted: Case, got: dict[str, Any], expected: bool | None) -> None:
    assert value(metric, wanted, got) is expected


def test_a_figure_counts_only_from_a_clause_that_its_own_claim_cites() -> None:
    claims = [{"text": "最高500万元", "citations": [1]}, {"text": "最高300万元", "citations": [2]}]
    evidence = [
        {"label": 1, "span": "", "clause": "最高300万元"},
        {"label": 2, "span": "", "clause": "最高300万元"},
    ]
    (wrong,) = wrong_figures(actual(ask={"claims": claims}, evidence=evidence))
    assert "500万元" in wrong


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("应当在 5 年内\n缴足", "5年内缴足", True),
        ("有效期15年", "5年", False),
        ("增长7.5%", "5%", False),
        ("总额3.4亿", "3", False),
        ("办理要3个工作日", "3", True),
        ("（２９）条", "29", True),
    ],
)
def test_a_figure_in_a_text_must_be_the_whole_figure(text: str, wanted: str, expected: bool) -> None:
    assert contains(text, wanted) is expected


def test_a_failure_says_what_is_wrong() -> None:
    failures = score(case(clauses=("x-03",), facts=("10%",)), actual()).failures()
    assert failures == (
        "top1: best ['x-02'], right one at 3",
        "cited: cited ['x-01']",
        "facts: missing ['10%']",
    )


def test_undefined_scores_are_counted_apart() -> None:
    rows = [score(c, actual()) for c in (case(facts=("15%",)), case(facts=("10%",)), case())]
    assert rate(rows, Metric.FACTS) == Rate(right=1, scored=2, undefined=1)
    assert rate(rows, Metric.FACTS).value == 0.5
    assert rate(rows, Metric.TOP1).value is None


def test_refusals_are_counted_without_those_where_either_is_right() -> None:
    rows = [
        score(case(expect=Expect.REFUSED), actual("no_source")),
        score(case(expect=Expect.REFUSED), actual("blocked")),
        score(case(expect=Expect.REFUSED), actual()),
        score(case(expect=Expect.EITHER), actual("no_source")),
        score(case(), actual("unsupported")),
        score(case(), actual()),
        score(case(), actual()),
        score(case(), CRASHED),
    ]
    found = refusals(rows)
    assert found.precision == Rate(2, 3, 1)
    assert found.recall == Rate(2, 3, 1)
    assert found.over_refusal == Rate(1, 4, 1)
    assert found.crashes == 1


def test_citations_are_right_where_the_case_names_their_clause() -> None:
    two = [{"label": n, "clause_id": f"x-0{n}", "quote": CLAIM} for n in (1, 2)]
    rows = [
        score(case(clauses=("x-01",)), actual(ask={"citations": two})),
        score(case(clauses=("x-01",)), actual("no_source")),  # cites nothing
        score(case(), actual()),  # names no clause
    ]
    assert citation_precision(rows) == Rate(1, 2)


def test_a_text_that_has_ended_must_come_with_a_notice_of_it() -> None:
    old = {"citations": [{"label": 1, "clause_id": "x-01", "quote": CLAIM, "status": "superseded"}]}
    told = old | {"notices": [{"kind": "superseded", "text": "已被替代"}]}
    rows = [score(case(), actual(ask=old)), score(case(), actual(ask=told)), score(case(), CRASHED)]
    assert shown_as_current(rows) == 1


def test_no_refusals_give_no_precision() -> None:
    found = refusals([score(case(), actual())])
    assert found.precision.value is None
    assert found.over_refusal.value == 0.0


def test_the_table_shows_a_dash_where_nothing_was_scored() -> None:
    rows = [score(case(facts=("15%",)), actual()), score(case(kind=CaseKind.LAY), actual())]
    lines = kind_table(rows).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["incentive", "lay", "all", "not scored"]
    facts = 3 + list(Metric).index(Metric.FACTS)
    assert [line.split("|")[facts].strip() for line in lines[2:]] == ["100.0% 1/1", "–", "100.0% 1/1", "1"]
    assert "nan" not in report(rows).lower()


def test_a_held_out_case_is_counted_and_not_named() -> None:
    held = min(held_out_ids())
    text = failing([score(case(id=name, facts=("10%",)), actual()) for name in (held, "open")])
    assert "2 of 2" in text and "open" in text
    assert held not in text


def test_every_metric_gives_a_reason_when_it_fails() -> None:
    wanted = case(clauses=("x-09",), facts=("10%",), forbid=("15%",), notices=("expired",))
    got = actual(evidence=[{"label": 1, "span": "", "clause": ""}])
    failed = [s for s in (*score(wanted, got).scores.values(), *score(case(), CRASHED).scores.values())]
    assert all(s.reason for s in failed if s.value is False)
    assert Score(None) in failed
