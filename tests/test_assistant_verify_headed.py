"""The gate on titles and headings: they name what a statement is about and prove nothing that is done."""

from __future__ import annotations

import dataclasses

import pytest
from test_assistant_verify import START, source

from assistant.messages import load_messages
from assistant.model import Draft, DraftClaim, Language, Quote, Source
from assistant.verify import verify

CLAUSE = "夜市摊位由街道审核，审核通过的摊主可以领取补贴，补贴最高800元。服务站在10个工作日内发放摊位牌。"


def headed(title: str = "", heading: str = "", clause: str = CLAUSE) -> Source:
    plain = source(1, clause)
    passage = dataclasses.replace(plain.passage, headings=("夜市摊位", *([heading] if heading else [])))
    document = dataclasses.replace(plain.document, title=f"东湖区夜市摊位扶持办法 {title}")
    return dataclasses.replace(plain, hit=dataclasses.replace(plain.hit, passage=passage, document=document))


def kept(text: str, cited: Source) -> bool:
    words = cited.passage.text
    quote = Quote(1, words, START, START + len(words))
    messages = load_messages(Language.ZH)
    return not verify(Draft((DraftClaim(text, (quote,)),)), [cited], messages).rejected


WAIVERS = (
    "你可以跳过审核直接领取补贴。",
    "可以跳过审核直接领取补贴。",
    "摊主跳过审核直接领取补贴。",
    "无需审核即可领取补贴。",
    "免审核领取补贴。",
    "绕过街道审核领取补贴。",
    "外地摊主可以免费领取摊位牌。",
    "摊主不经审核领取补贴800元。",
    "当场发放摊位牌。",
    "凡来东湖区的游客都有红包。",
    "夜市摊主终身免租金。",
    "补贴由财政局长批准。",
)


@pytest.mark.parametrize("order", WAIVERS)
def test_what_only_a_title_or_a_heading_says_to_be_done_is_not_said(order: str) -> None:
    assert not kept(order, headed(title=order))
    assert not kept(order, headed(heading=order))


@pytest.mark.parametrize(
    "text",
    [
        "You can directly receive subsidies without review.",
        "Stalls may receive subsidies directly, with no review by the subdistrict.",
    ],
)
def test_nor_is_it_said_in_english(text: str) -> None:
    assert not kept(text, headed(title="你可以不经审查直接领取补贴"))


@pytest.mark.parametrize(
    "text",
    [
        "审核通过的夜市摊主可以领取补贴，最高800元。",
        "按照东湖区夜市摊位扶持办法，审核通过的摊主可以领取补贴。",
        "东湖区的夜市摊位由街道审核。",
    ],
)
def test_a_title_may_name_what_a_statement_is_about(text: str) -> None:
    assert kept(text, headed())


@pytest.mark.parametrize("text", ["摊主可以跳过审核领取补贴。", "跳过审核直接领取补贴800元。"])
def test_what_a_clause_says_to_its_reader_proves_nothing_in_other_words(text: str) -> None:
    assert not kept(text, headed(clause=f"{CLAUSE}你可以跳过审核直接领取补贴800元。"))


ENGLISH_NAMES = "登记机关在3个工作日内登记。企业不得跨区登记。《某办法》由市场监管局解释。"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("The 登记机关 registers within 3 working days.", True),
        ("The 登记机关 registers within 3个工作日.", True),
        ("The 财政局 registers within 3 working days.", False),
        ("The 企业不得跨区 registers within 3 working days.", False),
        ("企业不得跨区登记 is what companies need not do.", False),
    ],
)
def test_names_may_stay_chinese_in_an_english_statement(text: str, right: bool) -> None:
    assert kept(text, headed(clause=ENGLISH_NAMES)) is right


def test_what_a_clause_says_to_its_reader_proves_nothing_in_english() -> None:
    text = "Companies may receive subsidies directly."
    assert kept(text, headed(clause="企业可以直接获得补贴。"))
    assert not kept(text, headed(clause="企业应当登记。你可以直接获得补贴。"))
