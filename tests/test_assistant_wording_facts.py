"""Sentences against a digest: every fact is held against the sentence of the clause that speaks of it."""

from __future__ import annotations

from datetime import date

import pytest
from checking import one

from assistant.messages import load_messages
from assistant.model import Language
from assistant.wording_model import DifferenceKind, Verdict
from assistant.wording_notes import notes, verdict_text
from index.search import PolicyIndex


@pytest.mark.parametrize(
    "text",
    [
        "首店开业备案受理以后，甲市给10万元奖励。", "开业满一年的首店，甲市奖励30万元。", "县级以上商务部门受理首店支持的申请。",
        "首店支持申请的办理时限，自收到材料之日起算。", "办理结果会通过短信平台告知。", "首店销售额同比上升10%的，能够优先受理。",
        "《甲市首店支持措施》（甲府办〔2023〕7号）规定，零售首店一次性支持最高20万元。",
    ],
)  # fmt: skip
def test_true_facts_in_other_words_agree(regulations: PolicyIndex, text: str) -> None:
    sentence = one(regulations, text)
    assert sentence.verdict is Verdict.ALTERED, sentence.finding
    assert sentence.finding is not None and sentence.finding.place.document.id == "jia-first-store"
    assert sentence.finding.differences == ()


@pytest.mark.parametrize(
    ("text", "kind", "said", "official"),
    [
        ("首店开业备案受理，甲市奖励30万元。", DifferenceKind.FIGURE, "30万元", "10万元"),
        ("首店开业满一年，甲市奖励30亿元。", DifferenceKind.UNIT, "30亿元", "30万元"),
        ("零售首店一次性支持最低20万元。", DifferenceKind.BOUND, "最低20万元", "最高20万元"),
        ("企业应当在开业后3个工作日内提出申请。", DifferenceKind.UNIT, "3个工作日内", "3个月内"),
        ("首店支持申请由省级商务部门受理。", DifferenceKind.SCOPE, "省级", "县级"),
        ("受理结果通过短信平台公布。", DifferenceKind.SUBJECT, "短信平台公布", "政务服务网公布"),
        ("首店支持申请的办理时限从作出决定起算。", DifferenceKind.DATE, "作出决定", "收到材料"),
        ("首店销售额同比下降10%的，可以优先受理。", DifferenceKind.SCOPE, "降低", "增长"),
        ("首店销售额同比增长10%的，不得优先受理。", DifferenceKind.OBLIGATION, "不得优先受理", "可以"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_named_with_the_right_one(
    regulations: PolicyIndex, text: str, kind: DifferenceKind, said: str, official: str
) -> None:
    sentence = one(regulations, text)
    assert sentence.verdict is Verdict.CONTRADICTED and sentence.finding is not None
    named = [(d.kind, d.said, d.official) for d in sentence.finding.differences]
    assert (kind, said, official) in named


def test_a_condition_that_is_left_out_is_shown(regulations: PolicyIndex) -> None:
    assert (
        "条件是首店门店面积不小于200平方米。" in one(regulations, "首店开业满一年，甲市奖励30万元。").cautions
    )
    whole = "首店门店面积不小于200平方米，开业满一年的，甲市奖励30万元。"
    assert one(regulations, whole).cautions == ()


def test_words_that_a_digest_does_not_have_are_listed(regulations: PolicyIndex) -> None:
    sentence = one(regulations, "首店支持申请由县级以上商务部门和商会受理。")
    assert sentence.finding is not None and sentence.finding.unproven == ("商会",)
    assert any("商会" in note for note in notes(sentence, load_messages(Language.ZH)))


def test_a_digest_that_has_expired_is_flagged(regulations: PolicyIndex) -> None:
    text = "首店开业满一年，甲市奖励30万元。"
    assert not one(regulations, text).outdated
    ended = one(regulations, text, date(2030, 1, 1))
    assert ended.outdated and "不是现行" in verdict_text(ended, load_messages(Language.ZH))


def test_a_wrong_number_makes_a_sentence_without_basis_wrong(regulations: PolicyIndex) -> None:
    sentence = one(regulations, "《甲市首店支持措施》（甲府办〔2023〕9号）由商会翻译成英文。")
    assert sentence.verdict is Verdict.CONTRADICTED and sentence.finding is None
