"""How close a question comes to the everyday questions of a clause that ask for the same."""

from __future__ import annotations

import pytest

from assistant.asked import read_asked
from assistant.likeness import FEW, likeness, manners

ASKS = (
    "企业年报要在几月几号以前报",
    "年度报告的截止日期是哪天",
    "什么时候报送上一年度的年度报告",
    "年报通过哪个系统报送",
    "没有按时报年报会怎么样",
    "个体工商户可以交纸质年报吗",
)


def test_a_question_is_closest_to_those_that_ask_for_the_same_kind_of_thing() -> None:
    when, fine = (likeness(read_asked(text), ASKS, 0.5) for text in ("年报哪天截止", "年报的罚款是多少钱"))
    assert when.kind > 0.5
    assert fine.kind == 0.0  # none of them asks for an amount


def test_the_manner_of_asking_is_compared_too() -> None:
    assert likeness(read_asked("年报要报多少次"), ASKS[3:] * 2, 0.5).manner == 0.0
    assert likeness(read_asked("个体户可以交纸质的年报吗"), ASKS, 0.5).manner > 0.5


@pytest.mark.parametrize("asks", [(), ASKS[: FEW - 1], ("When is the annual report due?",) * FEW])
def test_a_clause_with_few_questions_in_the_language_is_not_held_to_them(asks: tuple[str, ...]) -> None:
    found = likeness(read_asked("年报的罚款是多少钱"), asks, 0.42)
    assert (found.kind, found.manner) == (0.42, 0.42)


def test_one_question_may_ask_in_several_ways() -> None:
    assert manners("什么时候交，交多少") >= {"when", "what", "number"}
    assert manners("年报") == frozenset()
