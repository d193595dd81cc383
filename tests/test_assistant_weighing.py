"""What is asked about, and how its words are weighed against a source."""

from __future__ import annotations

import dataclasses
import math

import pytest

from assistant.asked import read_asked
from assistant.model import Language, Source
from assistant.pipeline import Assistant
from assistant.spoken import answers
from assistant.weighing import SAID, UNKNOWN, UNSAID, Measures, class_of, fate, measure, rules, says


def test_only_the_clause_that_asks_says_what_is_asked_about() -> None:
    asked = read_asked("天气热得厂里天天开空调，多用的电费补多少")
    assert "电费" in asked.about and "天气" in asked.words and "天气" not in asked.about
    assert [demand.name for demand in asked.demands] == ["奖励或补贴", "金额"]


def test_figures_and_the_legal_form_of_a_company_are_not_asked_about() -> None:
    asked = read_asked("三十年的外资企业亏损能结转几年")
    assert not {"三十年", "外资"} & set(asked.about)
    assert "减半" in read_asked("六税两费减半吗").about


def test_words_side_by_side_are_one_name() -> None:
    assert ("消防", "验收") in read_asked("消防验收要几个工作日").names


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [("公司登记", "登记", True), ("companies must report", "company", True), ("公司登记", "契税", False)],
)
def test_a_text_says_a_word(text: str, word: str, said: bool) -> None:
    assert says(text, word) is said


def test_a_word_unknown_to_all_documents_speaks_most_against_an_answer(assistant: Assistant) -> None:
    rule, frequency = rules()[Language.ZH], assistant.index.frequency
    assert fate("契税", "增值税税率", frequency) == UNKNOWN
    assert fate("登记", "增值税税率", frequency) == UNSAID
    assert class_of("契税") == "legal rare"
    told = [rule.telling("契税", found) for found in (SAID, UNSAID, UNKNOWN)]
    assert told[0] > 0 > told[1] > told[2]
    assert abs(rule.telling("现在", UNSAID)) < abs(told[1])  # left out by most clauses that answer


def test_the_weights_name_every_measure() -> None:
    for rule in rules().values():
        assert set(rule.weights) == {field.name for field in dataclasses.fields(Measures)}


def test_a_clause_that_answers_weighs_more_than_one_that_does_not(assistant: Assistant) -> None:
    rule, asked = rules()[Language.ZH], read_asked("材料齐全的公司登记几天办好")
    hits = assistant.index.search(asked.text, floor=0.0).hits
    odds = {
        hit.passage.clause_id: rule.log_odds(measure(asked, Source(1, hit), assistant.index.frequency, rule))
        for hit in hits
    }
    assert max(odds, key=lambda clause: odds[clause]) == "cnreg-01"


def test_a_word_that_names_nothing_makes_no_name_of_something_else(assistant: Assistant) -> None:
    rule, asked = rules()[Language.ZH], read_asked("政策奖励兑现流程")
    hits = assistant.index.search(asked.text, floor=0.0).hits
    paid = next(Source(1, hit) for hit in hits if hit.passage.clause_id == "jxhqt-02")
    assert "政策" in asked.about and not says(paid.passage.text, "政策")
    assert answers(asked, paid, assistant.index.frequency, rule) > -math.inf
