"""Of two things asked, the one that no clause cited answers is named; one that a clause answers too is not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import Answer, AnswerStatus, Language, NoticeKind
from assistant.parts import asked_in
from assistant.pipeline import Assistant

TODAY = date(2026, 11, 23)


def named(answer: Answer) -> str:
    return "\n".join(notice.text for notice in answer.notices if notice.kind is NoticeKind.MISSING)


@pytest.mark.parametrize(
    ("question", "fact", "left"),
    [
        ("注销要公示几天，要交什么费用", "20日", "要交什么费用"),
        ("年报几号截止，还有年报要找会计师审计吗", "6月30日", "年报要找会计师审计吗"),
        ("小规模征收率几个点，另外发票一个月能领几本", "3%", "发票一个月能领几本"),
        ("高企税率几个点，顺便问一下认定费用要多少钱", "15%", "认定费用要多少钱"),
        ("亏损能结转几年？要去税务局备案吗？", "5年", "要去税务局备案吗"),
        ("容缺材料什么时候补齐？补不齐要罚款吗", "开工前", "补不齐要罚款吗"),  # names no subject of its own
        ("外资变更报告几个工作日内交，晚交罚多少", "20个工作日", "晚交罚多少"),
        ("2022年东湖现汇进资多少，2023年又是多少", "1084.5万美元", "2023年又是多少"),
        ("上市奖励分几步给，找哪个部门", "800万元", "找哪个部门"),  # nothing answers both
        ("沪深首发市里奖多少？新三板呢", "800万元", "新三板呢"),
        ("How long may a company suspend business, and what does the filing cost?", "3年", "what does the filing"),
        ("How many days is simple deregistration published, and does it need a lawyer?", "20日", "a lawyer"),
    ],
)  # fmt: skip
def test_a_half_that_nothing_cited_answers_is_named_in_its_own_words(
    assistant: Assistant, question: str, fact: str, left: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.PARTIAL
    assert fact in "".join(claim.text for claim in answer.claims)
    assert left in named(answer)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("年报几号截止，晚报罚多少", ["6月30日", "1万元"]),
        ("歇业最长几年，歇业前要不要备案", ["3年", "备案"]),
        ("小规模征收率几个点？销售额多少以内算小规模？", ["3%", "500万元"]),
        ("零售首店要多大面积，补几成", ["2000平方米", "50%"]),
        ("没登记就营业罚多少和情节严重罚多少", ["1万元", "50万元"]),
        ("拖欠款投诉几天转办，几天出结果", ["10个工作日", "30日"]),
        ("小微企业人数不能超过多少，资产呢", ["300人", "5000万元"]),
        ("本地企业到纳斯达克敲钟，南昌奖多少，有没有附带要求？", ["800万元", "汇回南昌"]),
        ("2022年东湖区现汇进资多少美元，能不能和2021年的4.3亿直接比", ["1084.5万美元"]),
        ("What is the levy rate for small-scale taxpayers and up to what turnover does it apply?", ["3%", "500"]),
        ("How soon must an agency pay a small supplier, and what is the longest term a contract may set?",
         ["30日", "60日"]),
    ],
)  # fmt: skip
def test_a_half_that_the_same_clause_answers_is_not_named(
    assistant: Assistant, question: str, facts: list[str]
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    text = "".join(claim.text for claim in answer.claims)
    assert all(fact in text for fact in facts)
    assert named(answer) == "" and answer.status is AnswerStatus.ANSWERED


def test_what_is_asked_after_something_that_is_put_right_is_named(assistant: Assistant) -> None:
    answer = assistant.answer("去年南昌GDP冲上九千亿了，里面工业占多少", as_of=TODAY)
    assert "里面工业占多少" in named(answer)
    answer = assistant.answer("既然外资公司设立还要去商务局备案，备案表在哪下", as_of=TODAY)
    assert "“备案表在哪下”" in named(answer)


def test_a_question_about_one_thing_has_no_halves(assistant: Assistant) -> None:
    answer = assistant.answer("政府采购应当给中小企业预留多少份额？", as_of=TODAY)
    assert named(answer) == ""


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [
        ("税率几个点和亏损能结转几年", Language.ZH, ("税率几个点", "亏损能结转几年")),
        ("东湖2021年GDP和社零各多少", Language.ZH, ("东湖2021年GDP和社零各多少",)),
        ("备案证还有效吗，要不要重新办", Language.ZH, ("备案证还有效吗", "要不要重新办")),
        ("年报几号截止，还有歇业最长几年", Language.ZH, ("年报几号截止", "歇业最长几年")),
        ("What is the rate and up to what turnover does it apply?", Language.EN,
         ("What is the rate", "up to what turnover does it apply")),
        ("Can I, as a foreigner, do it?", Language.EN, ("Can I, as a foreigner, do it",)),
    ],
)  # fmt: skip
def test_what_asks_is_told_apart(text: str, language: Language, asked: tuple[str, ...]) -> None:
    assert tuple(one.own for one in asked_in(text, language)) == asked
