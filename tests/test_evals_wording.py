from __future__ import annotations

import random
from pathlib import Path

import pytest
from wording_texts import NEW

from evals.wording import judge, wording_misses, wording_table
from evals.wording_references import judge_references, make_references, reference_table
from evals.wording_sets import RULES, WordingCase, draw, make_cases
from index.search import PolicyIndex


@pytest.fixture(scope="module")
def index(regulations: PolicyIndex) -> PolicyIndex:
    return regulations


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("figure", "应当在三十日内报送。"), ("date", "本条例自2024年8月1日起施行。"), ("unit", "应当在三十日内报送。"),
        ("bound", "给予不超过二十万元补助。"), ("obligation", "应当报送。"), ("negation", "不予补助。"),
        ("paraphrased", "根据有关规定及时制定完善措施。"),
    ],
)  # fmt: skip
def test_a_rule_changes_one_thing_and_says_which(kind: str, text: str) -> None:
    change = RULES[kind](text, random.Random(1))
    assert change is not None
    changed, said, official = change
    assert changed != text
    if kind != "paraphrased":
        assert text.replace(official, said, 1) == changed


def test_a_word_inside_a_longer_one_is_left_alone() -> None:
    for seed in range(20):
        change = RULES["bound"]("罚款不得超过三万元。", random.Random(seed))
        assert change is None or change[2] == "不得超过"


def test_sentences_are_drawn_from_articles_without_their_labels(index: PolicyIndex) -> None:
    drawn = draw(index, 10, 1)
    assert drawn
    for one in drawn:
        assert one.text in one.passage.text and not one.text.startswith("第")


def test_what_stands_in_the_laws_after_all_is_thrown_away(index: PolicyIndex) -> None:
    cases = make_cases(index, "".join(NEW.split()), true=2, each=2, seed=1)
    assert {case.kind for case in cases} >= {"verbatim", "invented"}
    assert all("".join(c.text.split()).rstrip("。") not in "".join(NEW.split()) for c in cases[2:])


def test_a_miss_is_a_miss(index: PolicyIndex) -> None:
    (drawn, *_) = draw(index, 10, 1)
    true = WordingCase("verbatim", drawn.text, (drawn,))
    lie = WordingCase("verbatim", "低空物流航线备忘由气象台每季度修订一次。", (drawn,))
    judged = judge([true, lie], index)
    assert [row.verdict for row in judged] == [True, False]
    assert "50.0" in wording_table(judged)
    assert len(list(wording_misses(judged, 5))) == 1


def test_references_of_every_kind_are_judged(index: PolicyIndex, tmp_path: Path) -> None:
    judged = judge_references(make_references(index, each=1, seed=3), index)
    assert judged
    assert "off_by_one" in reference_table(judged)
