"""A question about a document itself gets its record; one about something in it does not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import AnswerStatus, NoticeKind
from assistant.pipeline import Assistant

TODAY = date(2026, 11, 26)


def record(assistant: Assistant, question: str) -> list[str]:
    answer = assistant.answer(question, as_of=TODAY)
    return [notice.text for notice in answer.notices if notice.kind is NoticeKind.RECORD]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("优化营商环境条例的文号是什么", "国务院令第722号"),
        ("江西省优化营商环境条例是谁制定的", "江西省人民代表大会常务委员会"),
        ("外商投资法什么时候施行的", "2020年1月1日"),
        ("赣府厅字〔2018〕39号还有效吗", "已被替代"),
        ("南昌市支持总部经济发展的若干政策还有效吗", "效力不明"),
        ("《优化营商环境条例》是哪年公布的", "2019年10月22日"),
        ("中小企业促进法是哪年修订的", "2017年9月1日"),
    ],
)
def test_the_record_of_a_named_document_is_told(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.ANSWERED
    (text,) = record(assistant, question)
    assert told in text
    assert {citation.document.title in text for citation in answer.citations} == {True}


def test_what_is_not_known_is_said_to_be_not_seen(assistant: Assistant) -> None:
    (text,) = record(assistant, "公平竞争审查条例的文号是多少")
    assert "文号：未见（所读文本未印令号）" in text


def test_of_two_versions_the_one_in_force_comes_first(assistant: Assistant) -> None:
    first, second = record(assistant, "保障中小企业款项支付条例什么时候生效")
    assert "2025年6月1日" in first and "现行有效" in first
    assert "2020年9月1日" in second and "已被替代" in second
    assert "2023年修订" in record(assistant, "公司法从哪天起施行")[0]


@pytest.mark.parametrize(
    "question",
    [
        "外商投资法对技术转让怎么规定",
        "公平竞争审查条例施行以后招商政策还能给返税吗",
        "按市场主体登记管理条例，年报什么时候公布",
        "什么时候施行",
    ],
)
def test_a_question_of_something_in_it_is_none_of_its_record(assistant: Assistant, question: str) -> None:
    assert record(assistant, question) == []
