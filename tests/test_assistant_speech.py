"""What may be said: no promise, no verdict, no advice, no personal data; the longest word decides."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.messages import DATA
from assistant.pipeline import Assistant
from assistant.speech import masked, unsayable
from corpus.load import Loaded
from evals.cases import ASKED_ON
from evals.lies import truths


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我们保证办成", "promise"),
        ("补贴一定能拿到", "promise"),
        ("The subsidy is guaranteed", "promise"),
        ("您的公司符合条件", "verdict"),
        ("您可以享受15%的税率", "verdict"),
        ("You are eligible for the subsidy", "verdict"),
        ("建议买入这家公司", "advice"),
        ("可以用虚开发票的办法", "advice"),
        ("联系人电话13812345678", "personal"),
        ("身份证号36010219900101123X", "personal"),
    ],
)
def test_what_must_not_be_said_is_found(text: str, kind: str) -> None:
    unsaid = unsayable(text)
    assert unsaid is not None and unsaid.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "只许收取4类保证金：投标保证金、履约保证金",
        "本助手不保证通过",
        "如果您符合条件，可以向主管部门申请",
        "您是否符合条件，由主管部门认定",
        "政府须履行政策承诺",
        "You can ask the office if you qualify",
        "电话0791-86222222",
    ],
)
def test_the_longest_word_decides(text: str) -> None:
    assert unsayable(text) is None


def _strings(table: dict[str, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, dict):
            yield from _strings(value)
        else:
            yield from [value] if isinstance(value, str) else value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_may_be_said(language: str) -> None:
    table = tomllib.loads((DATA / f"messages.{language}.toml").read_text(encoding="utf-8"))
    assert [text for text in _strings(table) if unsayable(text)] == []


def test_every_sentence_of_the_documents_may_be_said(shipped: Loaded) -> None:
    assert [truth.text for truth in truths(shipped.corpus) if unsayable(truth.text)] == []


def test_personal_data_of_a_question_is_not_repeated(assistant: Assistant) -> None:
    turns = ("我的手机是13812345678，新设公司要几天？",)
    answer = assistant.answer("外资企业呢？", turns, as_of=ASKED_ON)
    said = "\n".join((answer.message, *(notice.text for notice in answer.notices)))
    assert "13812345678" not in said and "我的手机是…" in said
    assert masked("身份证36010219900101123X，手机13812345678") == "身份证…，手机…"
