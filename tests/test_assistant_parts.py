"""Two questions in one are told apart, and each gets its own clause."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import Answer, AnswerStatus, Language, NoticeKind
from assistant.parts import parts_of
from assistant.pipeline import Assistant

TODAY = date(2026, 11, 23)


def cited(answer: Answer) -> set[str]:
    return {citation.passage.clause_id for citation in answer.citations}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("年报截到几月几号，还有歇业最长能歇几年", ("年报截到几月几号", "歇业最长能歇几年")),
        ("东湖2021年GDP多少，社零多少？", ("东湖2021年GDP多少", "东湖2021年社零多少")),  # leans on the first
        ("总部企业落户奖励多少，找谁申请", None),  # names nothing
        ("开公司要几天？需要哪些材料？", ("开公司要几天", "开公司需要哪些材料")),  # another thing of one subject
        ("店不开了，也没欠谁的钱，咋注销最快", None),  # 没欠谁 asks nothing
        ("我想开奶茶店，执照怎么办，小规模纳税人增值税几个点", ("我想开奶茶店，执照怎么办", "小规模纳税人增值税几个点")),
        ("注册资本几年缴足，年报哪天截止", ("注册资本几年缴足", "年报哪天截止")),  # nothing is mixed into it
        ("南昌今年GDP目标多少，东湖区呢", ("南昌今年GDP目标多少", "东湖区今年GDP目标多少")),  # the same of another
        ("高新技术企业的税率", None),
    ],
)  # fmt: skip
def test_only_a_part_that_asks_and_names_something_is_a_question(
    text: str, parts: tuple[str, ...] | None
) -> None:
    assert tuple(part.text for part in parts_of(text, Language.ZH)) == (parts or (text,))


def test_english_is_parted_where_a_new_question_word_begins() -> None:
    text = "How long does registration take, and what tax rate do small companies pay?"
    assert tuple(part.text for part in parts_of(text, Language.EN)) == (
        "How long does registration take",
        "and what tax rate do small companies pay",
    )
    assert len(parts_of("Where is the office and who runs it?", Language.EN)) == 1


def test_each_part_is_answered_from_its_own_clause(assistant: Assistant) -> None:
    answer = assistant.answer("高企的企业所得税几个点，餐饮首店按投资的几成补？", as_of=TODAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert {"cneit-02"} < cited(answer)
    text = "".join(claim.text for claim in answer.claims)
    assert "15%" in text and "20%" in text


def test_a_part_that_nothing_answers_is_named(assistant: Assistant) -> None:
    answer = assistant.answer("明天天气怎么样？小型微利企业的企业所得税税率是多少？", as_of=TODAY)
    assert answer.status is AnswerStatus.PARTIAL
    (notice,) = [n for n in answer.notices if n.kind is NoticeKind.MISSING]
    assert "天气" in notice.text and "小型微利" not in notice.text


def test_another_thing_asked_of_the_same_subject_gets_its_clause(assistant: Assistant) -> None:
    answer = assistant.answer("想开一家奶茶店，办执照要几天，带什么材料？", as_of=TODAY)
    text = "".join(claim.text for claim in answer.claims)
    assert "3个工作日" in text and "住所文件" in text
    assert {citation.document.id for citation in answer.citations} == {"cn-registration-2021"}


def test_what_another_document_says_is_no_answer_to_it(assistant: Assistant) -> None:
    answer = assistant.answer("公司注销要公示几天，要什么材料", as_of=TODAY)
    assert cited(answer) == {"cnreg-07"}
    assert any("要什么材料" in notice.text for notice in answer.notices if notice.kind is NoticeKind.MISSING)


def test_an_english_question_that_names_nothing_is_asked_of_the_subject_before_it() -> None:
    first, second = parts_of(
        "How long does registration of a company take? What documents do we need?", Language.EN
    )
    assert first.text == "How long does registration of a company take"
    assert second.leans and "registration of a company" in second.text
    assert len(parts_of("We are a German company. Is a branch allowed?", Language.EN)) == 1  # one only asks


@pytest.mark.parametrize(
    "question",
    [
        "滕王阁门票多少钱，几点关门",
        "明天天气怎么样，几天办好",
        "发票丢了怎么办，要不要登报",
        "排污许可证怎么申请，几天办好",
        "What is the weather tomorrow, and how many days does it take?",
        "How much is a ticket to the Tengwang Pavilion, and when does it close?",
    ],
)
def test_what_hangs_on_something_unanswered_is_not_answered_from_elsewhere(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.NO_SOURCE and not answer.citations


@pytest.mark.parametrize(
    ("question", "fact", "left"),
    [
        ("明天天气怎么样？歇业最长几年", "3年", "天气"),  # its clause is headed by what it names
        # answered behind the subject of the first
        ("供水供电公司装表要多久，他们有没有义务把时间公布出来", "公开具体办理时间", "装表要多久"),
        ("Which hotel is best in Nanchang? How long may a company suspend business?", "3年", "hotel"),
    ],
)
def test_what_stands_by_itself_is_answered_behind_something_unanswered(
    assistant: Assistant, question: str, fact: str, left: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert fact in "".join(claim.text for claim in answer.claims)
    (notice,) = [n for n in answer.notices if n.kind is NoticeKind.MISSING]
    assert left in notice.text


@pytest.mark.parametrize(
    "question",
    [
        "办公司登记交哪些材料，股份公司的董事也要交身份证明吗",
        "鼓励外商投资目录最新有多少条，比上回多几条",
        "Is there a credit for buying energy saving or safety equipment? How many percent of the purchase price?",
    ],
)
def test_what_names_no_subject_of_its_own_is_not_out_of_the_question(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert not any(notice.kind is NoticeKind.MISSING for notice in answer.notices)


def test_what_only_presses_for_an_answer_is_no_question_of_its_own(assistant: Assistant) -> None:
    assert parts_of("外资能开独资企业吗，直接告诉我行不行", Language.ZH)[-1].text != "直接告诉我行不行"


def test_several_figures_asked_for_at_once_are_all_given(assistant: Assistant) -> None:
    answer = assistant.answer("2024年上半年东湖区意向协议额和申报签约额分别多少", as_of=TODAY)
    told = "".join(claim.text for claim in answer.claims)
    assert "142亿元" in told and "签约投资总额超过25亿元" in told
