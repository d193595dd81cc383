"""People and firms of a country are read as foreigners."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import AnswerStatus, NoticeKind
from assistant.nationality import as_foreigner
from assistant.pipeline import Assistant
from assistant.understand import understand

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("德国人能开面包店吗", "外国人能开面包店吗"),
        ("我是法国人，想开店", "我是外国人，想开店"),
        ("日本企业可以独资办厂吗", "外国公司可以独资办厂吗"),
        ("Can a French company open a bakery?", "Can a foreign company open a bakery?"),
        ("I am German, can I own a shop?", "I am a foreigner, can I own a shop?"),
    ],
)
def test_a_country_is_read_as_abroad(text: str, read: str) -> None:
    assert as_foreigner(understand(text, (), TODAY), ()).search_text == read


@pytest.mark.parametrize(
    "text",
    [
        "日本公司注册要多少资本金",  # a company registered in Japan
        "在德国公司要交什么税",
        "美国人均收入多少",
        "香港人能开公司吗",
        "What does Germany offer?",
    ],
)
def test_a_country_by_itself_stays(text: str) -> None:
    assert as_foreigner(understand(text, (), TODAY), ()).search_text == text


def test_a_country_that_a_clause_speaks_of_stays() -> None:
    question = understand("新加坡企业能享受什么支持", (), TODAY)
    assert as_foreigner(question, ("新加坡企业落户园区的，租金减半。",)) == question
    assert as_foreigner(question, ("外国投资者可以来。",)) != question


@pytest.mark.parametrize("text", ["德国人能开面包店吗", "Can a French company open a bakery here?"])
def test_the_list_for_foreign_investors_answers_and_the_reading_is_told(
    assistant: Assistant, text: str
) -> None:
    answer = assistant.answer(text, as_of=TODAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert "cnfil-02" in {citation.passage.clause_id for citation in answer.citations}
    assert any(notice.kind is NoticeKind.RESOLVED for notice in answer.notices)
