"""The first step: cleaning, language, topic, the time a question puts itself in."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.errors import UsageError
from assistant.fit import years_asked
from assistant.messages import load_messages
from assistant.model import Language, NoticeKind
from assistant.understand import LONGEST, resolution, understand
from corpus.model import Topic

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("text", ["", "  \u200b ", "？！。", "…", "问" * (LONGEST + 1)])
def test_what_cannot_be_searched_is_said(text: str) -> None:
    with pytest.raises(UsageError):
        understand(text, (), TODAY)


def test_invisible_characters_are_taken_out() -> None:
    assert understand("首店\u200b补贴\u202e", (), TODAY).text == "首店 补贴"


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("首店补贴最高多少", Language.ZH, Topic.INCENTIVE),
        ("公司登记要几天", Language.ZH, Topic.PROCESS),
        ("南昌市2025年生产总值", Language.ZH, Topic.TARGET),
        ("What subsidies are there for start-ups?", Language.EN, Topic.INCENTIVE),
    ],
)
def test_language_and_topic(text: str, language: Language, topic: Topic) -> None:
    question = understand(text, (), TODAY)
    assert (question.language, question.topic) == (language, topic)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("注册资本2019年的时候几年缴足", date(2019, 12, 31)),
        ("19年那会儿公司登记要几天", date(2019, 12, 31)),
        ("2024年2月的时候公司登记要几天", date(2024, 2, 29)),
        ("公司登记要几天", TODAY),
        ("2030年的时候公司登记要几天", TODAY),
        ("我们是19年的时候开的公司，现在要改吗", TODAY),
        ("2024年13月的时候公司登记要几天", TODAY),
        ("2018年修正的公司法几年缴足", TODAY),
    ],
)
def test_a_question_can_put_itself_in_the_past(text: str, day: date) -> None:
    assert understand(text, (), TODAY).as_of == day


def test_the_time_is_not_searched_for() -> None:
    assert understand("2019年的时候，注册资本几年缴足", (), TODAY).search_text == "注册资本几年缴足"


def test_figures_of_a_year_are_asked_for_today() -> None:
    question = understand("东湖区2019年的时候生产总值是多少", (), TODAY)
    assert question.as_of == TODAY and "2019年" in question.search_text


def test_relative_years_are_counted_from_the_day_asked() -> None:
    assert understand("南昌市去年的生产总值", (), TODAY).search_text == "南昌市2025年的生产总值"
    assert years_asked("去年的生产总值", date(2024, 5, 1)) == {"2023"}
    assert years_asked("优惠到2026年12月31日为止对吧", TODAY) == frozenset()


def test_another_reading_is_shown_and_the_same_one_is_not() -> None:
    messages = load_messages(Language.ZH)
    plain = understand("公司登记要几天", (), TODAY)
    assert resolution(plain, TODAY, messages) == ()
    later = understand("需要什么材料", ("公司登记要几天",), TODAY)
    (notice,) = resolution(later, TODAY, messages)
    assert notice.kind is NoticeKind.RESOLVED and "公司登记需要什么材料" in notice.text
    (notice,) = resolution(understand("2019年的时候公司登记要几天", (), TODAY), TODAY, messages)
    assert "2019-12-31" in notice.text
