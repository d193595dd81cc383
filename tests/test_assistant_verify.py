"""The gate: what is not proven word for word and figure for figure does not pass."""

from __future__ import annotations

import pytest

from assistant.messages import load_messages
from assistant.model import Draft, DraftClaim, Language, Quote, Source, Verified
from assistant.verify import verify
from corpus.model import Kind, Metadata, Status
from index.hits import Hit
from index.passages import Passage
from index.ranking import Signals

TEXT = "新引进首店按投资额的50%给予补助，最高不超过30万元。申报应当在2024年12月31日前提出。"
START = 100


def source(label: int = 1, text: str = TEXT) -> Source:
    passage = Passage("d#1", "d", "d#1", 0, "第一条", "第一条", (), START, START + len(text), text, "某办法")
    metadata = Metadata("d", "d.md", "某办法", Kind.OFFICIAL_TEXT, Status.IN_FORCE)
    signals = Signals(0, 0, 0, 0, 0, 0, 0)
    return Source(label, Hit(1, 1.0, passage, metadata, Status.IN_FORCE, signals, 1.0, 1.0, ""))


def claim(text: str, quote: str = TEXT, label: int = 1, start: int | None = None) -> DraftClaim:
    begin = START + TEXT.index(quote) if start is None else start
    return DraftClaim(text, (Quote(label, quote, begin, begin + len(quote)),))


def check(*claims: DraftClaim) -> Verified:
    return verify(Draft(claims), [source()], load_messages(Language.ZH))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "首店按投资额的50%补助，最高不超过30万元。",
        "补助比例为百分之五十。",
        "补助最多30万元。",
        "补助不超过300,000元。",
        "2024年12月31日前提出申报。",
    ],
)
def test_a_proven_statement_passes(text: str) -> None:
    verified = check(claim(text))
    assert [c.text for c in verified.claims] == [text]
    assert verified.rejected == ()


@pytest.mark.parametrize(
    "text",
    [
        "首店补助最高不超过300万元。",
        "首店补助最高不超过30亿元。",
        "首店按投资额的60%补助。",
        "首店补助不少于30万元。",
        "首店补助30万元以上。",
        "首店补助三百万元。",
        "2025年12月31日前提出申报。",
        "补助在3年内有效。",
    ],
)
def test_a_figure_that_the_clause_does_not_have_is_rejected_with_its_reason(text: str) -> None:
    verified = check(claim(text))
    assert verified.claims == ()
    assert verified.rejected[0].text == text
    assert "数字" in verified.rejected[0].reason or "日期" in verified.rejected[0].reason


def test_an_unknown_label_is_rejected() -> None:
    assert "[7]" in check(claim("补助50%。", label=7)).rejected[0].reason


@pytest.mark.parametrize(
    ("quote", "start"),
    [("最高不超过80万元", START + 17), ("最高不超过30万元", START), (TEXT, START - 1), ("  ", START)],
)
def test_a_quote_must_stand_at_its_offsets(quote: str, start: int) -> None:
    assert check(claim("有补助。", quote=quote, start=start)).claims == ()


def test_a_statement_without_a_quote_is_rejected() -> None:
    assert check(DraftClaim("东湖区有补助。", ())).claims == ()


def test_labels_are_renumbered_and_quotes_joined() -> None:
    sources = [source(3), source(5)]
    first, second = "新引进首店按投资额的50%给予补助，最高不超过30万元。", "申报应当在2024年12月31日前提出。"
    draft = Draft((claim(second, second, 5), claim(first, first, 5), claim(first, first, 3)))
    verified = verify(draft, sources, load_messages(Language.ZH))
    assert [c.labels for c in verified.claims] == [(1,), (1,), (2,)]
    assert [c.quote for c in verified.citations] == [TEXT, first]
    assert verified.citations[0].start == START


@pytest.mark.parametrize(
    "text",
    [
        "Все компании освобождены от налогов.",
        "Поддержка составляет 30万元.",
        "모든 기업 50%",
        "معفاة 50%",
        "首店按投资额的50%给予补助，最高不超过30万元，すべてむりょうです。",
        "首店按投资额的50%给予补助，ＦＯＲ ＥＶＥＲ。",
        "首店按投资额的50%给予补助，最高不超过30万元①②。",
        "50%",
        "It is 50%.",
    ],
)
def test_what_is_said_in_signs_that_are_not_read_or_in_none_is_not_said(text: str) -> None:
    assert check(claim(text)).claims == ()


def test_signs_of_the_clause_and_ordinary_ones_may_be_used() -> None:
    text = "气温达到40℃的，首店停业 — Ⅱ类除外。"
    quote = Quote(1, text, START, START + len(text))
    for said in ("气温达到40℃的，首店停业（Ⅱ类除外）。", "气温达到４０℃的，首店停业，Ⅱ类除外。"):
        draft = Draft((DraftClaim(said, (quote,)),))
        assert verify(draft, [source(1, text)], load_messages(Language.ZH)).claims, said
