"""Documents that contradict each other: both figures, who said them, and which prevails."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.model import Answer, NoticeKind
from assistant.pipeline import Assistant
from index.build import build
from index.search import PolicyIndex

DAY = date(2026, 11, 23)
HEAD = """---
id: d{number}
title: {title}
issuer: {issuer}
level: {level}
published: {published}
effective: {published}
status: in_force
kind: official_text
---

# {title}

第一条 为了支持总部企业发展，制定本办法。

第二条 {rule}
"""


def asked(
    folder: Path, question: str, *documents: tuple[str, str, str, str, str], as_of: date = DAY
) -> Answer:
    for number, (title, issuer, level, published, rule) in enumerate(documents):
        text = HEAD.format(
            number=number, title=title, issuer=issuer, level=level, published=published, rule=rule
        )
        (folder / f"d{number}.md").write_text(text, encoding="utf-8")
    build([folder], folder.parent / f"{folder.name}-index")
    return Assistant(PolicyIndex.open(folder.parent / f"{folder.name}-index")).answer(question, as_of=as_of)


def conflict(answer: Answer) -> str:
    return "".join(notice.text for notice in answer.notices if notice.kind is NoticeKind.CONFLICT)


RULE = "新引进的总部企业，经认定后给予一次性落户奖励{amount}。"
QUESTION = "新引进的总部企业一次性落户奖励多少？"


@pytest.mark.parametrize(
    ("first", "second", "prevails"),
    [
        (("南昌市财政局", "南昌市", "2022-05-01"), ("南昌市商务局", "南昌市", "2024-09-01"), "后发布的为准，即《乙办法》"),
        (("某部", "国家", "2022-05-01"), ("南昌市商务局", "南昌市", "2024-09-01"), "优先适用，即《甲办法》"),
        (("南昌市财政局", "南昌市", "2024-09-01"), ("南昌市商务局", "南昌市", "2024-09-01"), "请向南昌市商务局、南昌市财政局确认"),
    ],
    ids=["later", "higher", "open"],
)  # fmt: skip
def test_both_are_said_and_which_prevails(
    tmp_path: Path, first: tuple[str, str, str], second: tuple[str, str, str], prevails: str
) -> None:
    answer = asked(
        tmp_path,
        QUESTION,
        ("甲办法", *first, RULE.format(amount="100万元")),
        ("乙办法", *second, RULE.format(amount="200万元")),
    )
    text = conflict(answer)
    assert "100万元" in text and "200万元" in text and prevails in text
    assert first[0] in text and second[2] in text
    said = "".join(claim.text for claim in answer.claims)
    assert "100万元" in said and "200万元" in said
    assert {citation.document.title for citation in answer.citations} == {"甲办法", "乙办法"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RULE.format(amount="100万元"), RULE.format(amount="一百万元")),
        (RULE.format(amount="100万元"), "新引进的总部企业，办公用房每年给予租金补贴20万元，最多三年。"),
        (
            "2023年新引进的总部企业，给予一次性落户奖励100万元。",
            "2024年新引进的总部企业，给予一次性落户奖励200万元。",
        ),
    ],
    ids=["the same figure", "another thing", "another year"],
)
def test_no_conflict_is_made_of(tmp_path: Path, one: str, other: str) -> None:
    documents = (
        ("甲办法", "南昌市财政局", "南昌市", "2022-05-01", one),
        ("乙办法", "南昌市商务局", "南昌市", "2024-09-01", other),
    )
    assert conflict(asked(tmp_path, QUESTION, *documents)) == ""


def test_a_standard_that_says_itself_it_is_old_contradicts_nothing(assistant: Assistant) -> None:
    answer = assistant.answer("小型微利企业的认定标准里，应纳税所得额是多少？", as_of=DAY)
    assert conflict(answer) == ""
    assert any("300万元" in claim.text for claim in answer.claims)
    assert not any("3000万元" in claim.text for claim in answer.claims)


def test_an_old_edition_is_history_and_no_conflict(assistant: Assistant) -> None:
    for question in ("2018年修正的公司法规定注册资本几年缴足？", "首店补贴", "东湖区GDP是多少"):
        assert conflict(assistant.answer(question, as_of=DAY)) == ""
