"""A clause on the subject does not answer for another rank, tax, place, part of a year or kind of thing."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import AnswerStatus, RefusalKind
from assistant.pipeline import Assistant

TODAY = date(2026, 11, 23)
ANSWERED = (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL)


@pytest.mark.parametrize(
    "question",
    [
        "区级孵化器有什么奖励",  # the clause names national and provincial ones
        "个人租房有没有补贴",  # the clause is for headquarters
        "外资企业投诉多久给答复",  # the time limit is that of unpaid small firms
    ],
)
def test_a_rule_for_another_rank_or_party_does_not_answer(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question, as_of=TODAY).refusal is RefusalKind.MISSING


@pytest.mark.parametrize(
    "question",
    [
        "土地增值税怎么算",  # the clauses say 增值税
        "环评审批要多少个工作日",  # the time limit is that of approving a project
        "众创空间也跟孵化器一样给50万？",
        "软件企业增值税超3%那块即征即退还有没有",
        "How long does an environmental impact approval take?",
    ],
)
def test_a_rule_for_another_tax_licence_or_scheme_does_not_answer(
    assistant: Assistant, question: str
) -> None:
    assert assistant.answer(question, as_of=TODAY).refusal is RefusalKind.MISSING


@pytest.mark.parametrize(
    "question",
    [
        "工业用电电价多少钱一度",  # a subsidy of 0.1 yuan is no price
        "东湖区写字楼的租金现在多少钱一平？",
        "Industrial electricity price per kWh in Nanchang?",
        "行政审批局周六上班吗",  # since when it exists is no opening hour
        "2023年南昌生产总值总量是多少亿元",  # a growth rate is no total
        "骏马奖的名单是哪几家企业？",
        "东湖区十五五规划重点",  # a caution says that it was not found
        "第五届VR大会签了多少项目",  # all four before it together
        "全省红色旅游经典景区（省级的）评上了有奖吗，多少",
    ],
)
def test_a_thing_of_another_kind_does_not_answer(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question, as_of=TODAY).refusal is RefusalKind.MISSING


@pytest.mark.parametrize(
    "question",
    [
        "工业用电一度补多少",
        "总部企业租写字楼，租金补几个点",
        "四届VR大会一共签了多少项目",
        "东湖区十四五规划期到哪年",
        "六税两费减半都包括哪几个",
    ],
)
def test_the_thing_itself_does(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question, as_of=TODAY).status in ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "高企的企业所得税几个点，小规模的增值税又是几个点？",  # each half by a clause of its own
        "博物馆的门票要交增值税吗",
        "个体户的个税减半到哪一年",
    ],
)
def test_a_tax_that_a_rule_names_is_answered(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question, as_of=TODAY).status in ANSWERED


@pytest.mark.parametrize("question", ["全国2026年经济增长目标是多少", "China's GDP growth target for 2026"])
def test_a_figure_of_the_country_is_not_that_of_the_city(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.NO_SOURCE and answer.refusal is RefusalKind.MISSING


@pytest.mark.parametrize(
    "question", ["东湖区2024年下半年新签了多少个意向性重大项目", "2024年全年东湖区新签意向性重大项目多少个"]
)
def test_figures_of_half_a_year_answer_for_no_other_part_of_it(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.refusal is RefusalKind.MISSING and answer.near
