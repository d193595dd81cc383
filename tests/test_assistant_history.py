"""Old and new editions: the rule that holds on the day asked about comes first, the other stands beside it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import Answer, NoticeKind
from assistant.pipeline import Assistant
from assistant.render import to_text
from corpus.model import Status

DAY = date(2026, 11, 23)


def kinds(answer: Answer) -> set[NoticeKind]:
    return {notice.kind for notice in answer.notices}


@pytest.mark.parametrize(
    ("question", "new", "old"),
    [
        ("2018年修正的公司法规定注册资本几年缴足？", "cn-company-law-2023", "cn-company-law-2018"),
        ("2021年版外资准入负面清单有多少条？", "cn-negative-list", "cn-negative-list-2021"),
        ("以前外资企业设立要备案吗", "cn-fdi-info-report-2019", "cn-fdi-record-2016"),
        ("小微企业所得税以前的规定是什么", "cn-small-2023-12", "cn-small-2023-06"),
        (
            "保障中小企业款项支付条例2020年版对大型企业付款期限怎么规定",
            "cn-sme-payment-2025",
            "cn-sme-payment-2020",
        ),
    ],
)
def test_asked_about_an_old_rule_the_current_one_comes_first(
    assistant: Assistant, question: str, new: str, old: str
) -> None:
    answer = assistant.answer(question, as_of=DAY)
    documents = [citation.document.id for citation in answer.citations]
    assert documents[0] == new and old in documents
    assert NoticeKind.SUPERSEDED in kinds(answer)
    assert "〔已被替代〕" in to_text(answer)
    if answer.shape:  # the card is of the rule that holds
        ended = {c.label for c in answer.citations if c.status is Status.SUPERSEDED}
        assert not any(ended & set(field.labels) for field in answer.shape.fields)
        assert not any(ended & set(row.labels) for row in answer.shape.rows)


def test_asked_about_the_present_only_the_present_is_said(assistant: Assistant) -> None:
    answer = assistant.answer("公司注册资本几年缴足", as_of=DAY)
    assert "cn-company-law-2018" not in {c.document.id for c in answer.citations}
    assert NoticeKind.SUPERSEDED not in kinds(answer)


def test_on_a_day_in_the_past_the_rule_of_that_day_comes_first(assistant: Assistant) -> None:
    for answer in (
        assistant.answer("有限公司注册资本几年缴足", as_of=date(2022, 12, 31)),
        assistant.answer("2022年的时候有限公司注册资本几年缴足", as_of=DAY),
    ):
        documents = [citation.document.id for citation in answer.citations]
        assert documents[0] == "cn-company-law-2018" and answer.citations[0].status is Status.IN_FORCE
        assert "cn-company-law-2023" in documents
        assert NoticeKind.NOT_YET in kinds(answer) and NoticeKind.SUPERSEDED not in kinds(answer)
        assert "〔尚未施行〕" in to_text(answer)


def test_a_yearly_report_replaces_nothing(assistant: Assistant) -> None:
    answer = assistant.answer("2021年东湖区GDP是多少", as_of=DAY)
    assert {citation.document.id for citation in answer.citations} == {"dh-gwr-2022"}


def test_local_incentives_before_august_2024_carry_the_notice(assistant: Assistant) -> None:
    for question in (
        "首店补贴",
        "南昌企业上市奖励多少",
        "南昌市促进总部经济发展暂行办法的租房补助比例是多少",
    ):
        assert NoticeKind.FAIR_COMPETITION in kinds(assistant.answer(question, as_of=DAY)), question
    assert NoticeKind.FAIR_COMPETITION not in kinds(assistant.answer("小型微利企业所得税怎么算", as_of=DAY))


@pytest.mark.parametrize(
    ("question", "document"),
    [("企业上市奖励最高多少", "nc-listing-2020"), ("江西省2018年的企业上市奖励多少", "jx-listing-2018")],
)
def test_what_holds_goes_before_what_has_ended_unless_its_year_is_named(
    assistant: Assistant, question: str, document: str
) -> None:
    assert assistant.answer(question, as_of=DAY).citations[0].document.id == document
