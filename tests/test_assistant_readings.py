"""A question that leaves year or place open: the likeliest reading is answered, the others are offered."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import Answer, AnswerStatus, NoticeKind
from assistant.pipeline import Assistant
from assistant.render import to_json, to_text

DAY = date(2026, 11, 23)


def said(answer: Answer) -> str:
    return "\n".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "figure", "others"),
    [
        ("东湖区GDP是多少", "452.13亿元", {"2014年"}),
        ("东湖区社零总额多少", "395.56亿元", {"2019年", "2014年"}),
        ("经济增长目标是多少", "5.0%—5.5%", {"江西省"}),
        ("实际利用外资多少", "4.3亿美元", {"南昌市", "江西省"}),
        ("2021年社零总额是多少", "395.56亿元", {"南昌市"}),
        ("What is the GDP growth?", "3.0%", {"Nanchang"}),
    ],
)
def test_the_likeliest_reading_is_answered_and_the_others_offered(
    assistant: Assistant, question: str, figure: str, others: set[str]
) -> None:
    answer = assistant.answer(question, as_of=DAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert figure in said(answer)
    assert others <= {choice.label for choice in answer.choices}
    assert NoticeKind.RESOLVED in {notice.kind for notice in answer.notices}
    assert all(choice.question in to_text(answer) for choice in answer.choices)
    assert to_json(answer)["choices"]


@pytest.mark.parametrize("question", ["东湖区GDP是多少", "东湖区社零总额多少", "实际利用外资多少"])
def test_each_choice_gives_an_answer_of_its_own(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=DAY)
    texts = {said(answer)}
    assert answer.choices
    for choice in answer.choices:
        chosen = assistant.answer(choice.question, (question,), as_of=DAY)
        assert chosen.status is AnswerStatus.ANSWERED, choice
        assert said(chosen) not in texts, choice
        texts.add(said(chosen))
        assert not any(other.label == choice.label for other in chosen.choices)


@pytest.mark.parametrize(
    "question",
    ["2021年东湖区GDP是多少", "公司注册资本几年缴足", "小型微利企业所得税怎么算", "明天天气怎么样"],
)
def test_a_question_with_one_meaning_gets_no_choices(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question, as_of=DAY).choices == ()


def test_figures_of_one_reading_stand_alone(assistant: Assistant) -> None:
    answer = assistant.answer("东湖区GDP是多少", as_of=DAY)
    assert "429" not in said(answer)
    assert answer.shape is not None and {row.period for row in answer.shape.rows} == {"2021年"}


def test_a_later_report_makes_a_record_of_the_earlier_one(assistant: Assistant) -> None:
    text = to_text(assistant.answer("2021年东湖区GDP是多少", as_of=DAY))
    assert "往年记录" in text and "已被替代" not in text
    assert "已被替代" in to_text(
        assistant.answer("南昌市促进总部经济发展暂行办法的租房补助比例是多少", as_of=DAY)
    )


def test_a_year_that_is_missing_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.answer("南昌市2024年GDP多少", as_of=DAY)
    told = [notice.text for notice in answer.notices if notice.kind is NoticeKind.MISSING]
    assert answer.claims == () or (told and "2024年" in told[0] and "2023年" in told[0])
    for question in ("2021年东湖区GDP是多少", "2023年东湖区政府工作报告里地区生产总值预计增长多少"):
        kinds = {notice.kind for notice in assistant.answer(question, as_of=DAY).notices}
        assert NoticeKind.MISSING not in kinds, question


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("南昌2025年GDP增速目标", "没有查到这项的计划数，以下数字是完成数。"),
        ("2023年南昌高新技术企业实际新增多少家", "没有查到这项的完成数，以下数字是计划数。"),
        ("东湖区2021年GDP计划增长多少", "没有查到这项的计划数，以下数字是完成数。"),
    ],
)
def test_a_figure_of_another_kind_than_asked_is_named_first(
    assistant: Assistant, question: str, told: str
) -> None:
    answer = assistant.answer(question, as_of=DAY)
    (notice,) = (notice for notice in answer.notices if notice.kind is NoticeKind.OTHER_KIND)
    assert notice.text == told
    assert notice.first


@pytest.mark.parametrize("question", ["南昌2026年GDP目标", "南昌市2025年GDP完成多少", "东湖区GDP是多少"])
def test_a_figure_of_the_kind_asked_needs_no_word(assistant: Assistant, question: str) -> None:
    notices = assistant.answer(question, as_of=DAY).notices
    assert NoticeKind.OTHER_KIND not in {notice.kind for notice in notices}
