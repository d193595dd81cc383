"""Wrong figures and rules in a question are put right; right ones are left alone."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import Answer, AnswerStatus, NoticeKind
from assistant.pipeline import Assistant
from assistant.sentences import split_sentences
from evals.cases import CaseKind, Expect, read_cases, resolve_sets

TODAY = date(2026, 11, 23)


def premise(answer: Answer) -> str:
    return "".join(notice.text for notice in answer.notices if notice.kind is NoticeKind.PREMISE)


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        ("南昌企业境内首发上市一共奖励1000万元吧？", "不是1000万元", "而是800万元"),
        ("高新技术企业所得税税率是10%对吧？", "不是10%", "而是15%"),
        ("注册资本可以慢慢缴，新公司二十年缴完就行对吧？", "不是二十年", "而是5年内"),
        ("南昌科创板上市另外奖励300万吧", "不是300万", "而是200万元"),
        ("小规模纳税人的增值税征收率是5%吗", "不是5%", "而是3%"),
        ("注册资本必须三年内缴足对吧", "不是三年内", "而是5年内"),
    ],
)
def test_a_wrong_figure_is_put_right(assistant: Assistant, question: str, wrong: str, right: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert wrong in premise(answer) and right in premise(answer)
    assert any(notice.first and notice.kind is NoticeKind.PREMISE for notice in answer.notices)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("增值税17%的税率现在还用吗？", "17%已经不是现行规定"),
        ("东湖区2024年上半年落地的投资有142亿元，是吗？", "意向数"),
        ("政府口头答应的优惠也算对外商的政策承诺吧？", "书面"),
        ("个体户不用报年报对吧", "市场主体应当在每年1月1日至6月30日"),  # it may only do so on paper
        ("外资企业所得税比内资高，对不对", "与内资企业平等"),
        ("外商投资企业的所得税比内资企业低吧", "与内资企业平等"),
        ("个体工商户不需要年报对吗", "市场主体应当在每年1月1日至6月30日"),
    ],
)
def test_a_wrong_status_or_rule_is_put_right(assistant: Assistant, question: str, said: str) -> None:
    assert said in premise(assistant.answer(question, as_of=TODAY))


@pytest.mark.parametrize(
    "question",
    [
        "南昌企业境内首发上市一共奖励800万元吧？",
        "高新技术企业所得税税率是15%对吧？",
        "新公司的注册资本5年内缴足就行对吧？",
        "新公司的注册资本三年缴完就行对吧？",  # within the limit
        "我们公司200人算小微吧？",  # a case, not a rule
        "私募基金落到南昌，实收3亿元，奖多少？",
        "小规模纳税人的增值税征收率是3%吗",
        "高新技术企业所得税比一般企业低吧",
        "外资企业和内资企业所得税一样吧",
        "个体户要报年报吧",
        "个体户不用公示年报吧",  # it is left to them
        "个体工商户年报可以不公示吧",
    ],
)
def test_what_agrees_or_asserts_nothing_is_not_corrected(assistant: Assistant, question: str) -> None:
    assert premise(assistant.answer(question, as_of=TODAY)) == ""


def test_no_open_question_of_the_sets_is_corrected(assistant: Assistant) -> None:
    for case in read_cases(resolve_sets(["answers", "lay", "conversation"])):
        if case.kind is CaseKind.PREMISE or case.expect is not Expect.ANSWERED or "现在还用" in case.question:
            continue
        answer = assistant.answer(case.question, case.turns, case.as_of or TODAY)
        assert premise(answer) == "", case.id


def test_nothing_is_corrected_where_nothing_is_answered(assistant: Assistant) -> None:
    answer = assistant.answer("杭州给首店补贴100万元对吧？", as_of=TODAY)
    assert answer.status is AnswerStatus.NO_SOURCE and premise(answer) == ""


def said_of(answer: Answer, quote: str) -> bool:
    """Tell whether the correction rests on a sentence of a quote."""
    return any(sentence.text in premise(answer) for sentence in split_sentences(quote))


def confirmation(answer: Answer) -> str:
    return "".join(notice.text for notice in answer.notices if notice.kind is NoticeKind.CONFIRMED)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("境外投资者再投资抵免政策2026年12月31日截止对吧", "2028年12月31日"),  # a date
        ("南昌夜间经济三年行动方案还没到期吧", "已不是现行文件"),  # a status
        ("现在外资准入看2021年版负面清单就行了吧", "已不是现行文件"),  # an edition
        ("外商投资企业是要先去备案的对吧", "信息报告"),  # a rule
        ("登记3个工作日是江西省自己规定的吧", "国家层级"),  # whose rule
        ("听说南昌企业在沪深上市能拿1200万奖励，真的吗", "800万元"),  # hearsay
    ],
)
def test_each_kind_of_premise_is_put_right_and_cited(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert said in premise(answer) and confirmation(answer) == ""
    assert any(said_of(answer, citation.quote) for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "高新技术企业减按15%交企业所得税对吧",
        "公平竞争审查条例是2024年8月1日施行的吧",
        "小微企业所得税优惠现在还有效吧",
        "8810行动计划是南昌的吧",
    ],
)
def test_what_is_right_is_confirmed(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert confirmation(answer) and premise(answer) == ""


@pytest.mark.parametrize(
    "question",
    [
        "我公司80人、年营业额2000万，算小型微利吗",
        "我们公司去年利润280万，员工260人，能享受小微优惠吧？",
        "南昌给独角兽企业一次性奖励500万对吧",  # no document says
        "2026年江西全部11个设区市都把增长目标定在5.5%左右吧",  # the figures stand there, 全部 does not
    ],
)
def test_nothing_is_said_where_nothing_is_known(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert premise(answer) == "" and confirmation(answer) == ""


@pytest.mark.parametrize(
    ("question", "asserted", "stated"),
    [
        (
            "江西公司登记只要1.5天就能办好对吧",
            "1.5天",
            "3个工作日",
        ),  # the documents do not say that it is wrong
    ],
)
def test_a_figure_that_no_cited_clause_states_is_named_beside_those_that_are_there(
    assistant: Assistant, question: str, asserted: str, stated: str
) -> None:
    said = premise(assistant.answer(question, as_of=TODAY))
    assert f"“{asserted}”" in said and stated in said


@pytest.mark.parametrize(
    "question",
    [
        "我们公司有80个人，年利润250万，算小型微利企业吗？",  # a case of one's own
        "小型微利企业的标准到底是30万还是300万？",  # neither is taken for granted
        "What are the aims of the 2024 negative list?",
    ],
)
def test_a_figure_that_is_not_taken_for_the_rule_is_left_alone(assistant: Assistant, question: str) -> None:
    assert premise(assistant.answer(question, as_of=TODAY)) == ""


@pytest.mark.parametrize(
    "question",
    [
        "2026年江西省GDP增长5.5%，南昌也是吗？",  # a target, and a range; and another place is asked about
        "六税两费不是减半嘛，证券交易印花税也减半不？",  # which the clause leaves out
        "备案项目逾期不改正罚款2万元，没记错吧",  # 2万元至5万元
    ],
)
def test_what_only_leads_up_or_lies_within_is_not_confirmed(assistant: Assistant, question: str) -> None:
    assert confirmation(assistant.answer(question, as_of=TODAY)) == ""


@pytest.mark.parametrize(
    "question",
    [
        "2021年利用外资4.3亿美元，2022年只有1084.5万美元，是不是暴跌了97%？",  # a rise of 8%, of 2021
        "东湖区2022年实际利用外资4.3亿美元对吗？",  # 现汇进资, which the clause says is counted otherwise
    ],
)
def test_a_figure_of_another_kind_or_year_puts_none_right(assistant: Assistant, question: str) -> None:
    said = premise(assistant.answer(question, as_of=TODAY))
    assert "而是" not in said and "文件里写的不是" not in said


def test_only_what_is_said_in_full_is_confirmed(assistant: Assistant) -> None:
    answer = assistant.answer("外商投资企业要办备案对吗？", as_of=TODAY)
    assert confirmation(answer) == ""


def test_a_wrong_premise_is_put_right_though_nothing_answers_the_question(assistant: Assistant) -> None:
    answer = assistant.answer("高企的所得税不是降到12%了嘛，要递什么材料才能按12%交？", as_of=TODAY)
    assert answer.status is AnswerStatus.PARTIAL
    assert "不是12%，而是15%" in premise(answer)
    assert any("材料" in notice.text for notice in answer.notices if notice.kind is NoticeKind.MISSING)


def test_a_figure_of_the_past_is_that_of_the_same_thing(assistant: Assistant) -> None:
    answer = assistant.answer("软件企业两免三减半还有吗", as_of=TODAY)
    assert not [notice for notice in answer.notices if notice.kind is NoticeKind.PREMISE]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "增值税法2025年就开始执行了对吗",
            "《中华人民共和国增值税法》的施行日期不是2025年，而是2026年1月1日",
        ),
        ("外商投资法是2021年施行的吗", "《中华人民共和国外商投资法》的施行日期不是2021年，而是2020年1月1日"),
        ("公平竞争审查条例是2023年出台的吗", "《公平竞争审查条例》的发布日期不是2023年，而是2024年6月6日"),
    ],
)
def test_the_day_of_a_text_is_put_right_by_its_own_record(
    assistant: Assistant, question: str, said: str
) -> None:
    assert said in premise(assistant.answer(question, as_of=TODAY))


@pytest.mark.parametrize(
    "question",
    [
        "优化营商环境条例是2019年出台的吗",  # right, and 条例 names no other
        "公司法是2024年7月1日施行的吗",
        "股东三年内缴足注册资本就行吧",  # within the limit
    ],
)
def test_a_right_day_and_a_shorter_time_are_not_corrected(assistant: Assistant, question: str) -> None:
    assert "不是" not in premise(assistant.answer(question, as_of=TODAY))


@pytest.mark.parametrize(
    ("question", "wrong", "stated"),
    [
        ("首店补贴100万怎么领", "不是100万", "最高支持50万元"),
        ("南昌首店100万补贴去哪申请", "不是100万", "最高支持50万元"),
        ("科创板上市奖励500万怎么申请", "不是500万", "另加奖励200万元"),
    ],
)
def test_a_sum_that_is_to_be_claimed_is_put_right(
    assistant: Assistant, question: str, wrong: str, stated: str
) -> None:
    said = premise(assistant.answer(question, as_of=TODAY))
    assert wrong in said and stated in said


@pytest.mark.parametrize(
    "question",
    [
        "首店补贴30万怎么申请",  # one of several kinds
        "首店补贴40万怎么申请",  # within the most that is given
        "科创板上市奖励1000万怎么申请",  # 800万 and 200万
        "稳岗补贴3万怎么领",  # nothing is known of it
        "我开首店，补贴100万怎么领",  # a case of one's own
    ],
)
def test_a_sum_that_may_be_right_is_left_alone(assistant: Assistant, question: str) -> None:
    assert "不是" not in premise(assistant.answer(question, as_of=TODAY))
