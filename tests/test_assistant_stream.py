"""Statements of a model reach the reader one by one, each proven, and go when the model fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from openai_stub import Reply, Stub, openai_stub, written

from assistant.commands import composer_from
from assistant.model import Answer, AnswerStatus, NoticeKind, Stage
from assistant.pipeline import Assistant
from assistant.settings import Settings

QUESTION = "登记注册公司需要几个工作日"
RULE = "申请登记的主体材料齐全、符合法定形式的，登记机关当场登记；不能当场登记的，在3个工作日内登记。"
TELL = "申请材料不齐全的，登记机关应当一次性告知。"
LIE = "登记机关在300个工作日内登记。"


@pytest.fixture
def stub() -> Iterator[Stub]:
    with openai_stub() as running:
        yield running


def row(text: str, quote: str, label: int = 1) -> dict[str, Any]:
    return {"text": text, "citations": [label], "quotes": [quote]}


HONEST = [row(RULE, RULE), row(TELL, TELL)]


def events(assistant: Assistant, stub: Stub, reply: Reply, limit: float = 60) -> Iterator[Stage | Answer]:
    stub.script = lambda request: reply
    settings = Settings(model="m", base_url=stub.address, api_key="sk-x", model_timeout=limit)
    return Assistant(assistant.index, composer_from(settings)).stream(QUESTION)


def answers(found: Iterator[Stage | Answer]) -> list[Answer]:
    return [event for event in found if isinstance(event, Answer)]


def said(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims]


def test_stages_come_in_order_and_the_answer_last(assistant: Assistant, stub: Stub) -> None:
    found = list(events(assistant, stub, Reply(HONEST)))
    assert [event for event in found if isinstance(event, Stage)] == list(Stage)
    assert isinstance(found[-1], Answer) and found[-1].milliseconds > 0
    assert found.index(Stage.VERIFY) == len(found) - 2


def test_each_statement_is_shown_when_it_is_proven(assistant: Assistant, stub: Stub) -> None:
    first, second, whole = answers(events(assistant, stub, Reply(HONEST)))
    assert (said(first), said(second), said(whole)) == ([RULE], [RULE, TELL], [RULE, TELL])
    for answer in (first, second):
        assert answer.citations[0].passage.clause_id == "cnreg-01"
        assert answer.citations[0].quote.startswith(RULE)
        assert NoticeKind.DIGEST in {notice.kind for notice in answer.notices}
    assert whole.usage is not None and whole.suggestions


def test_a_statement_is_shown_while_the_model_is_still_writing(assistant: Assistant, stub: Stub) -> None:
    content = written(HONEST[:1], False) + '\n{"text": "申请'
    found = events(assistant, stub, Reply(content=content, stall=True))
    for event in found:
        if isinstance(event, Answer):
            break
    assert isinstance(event, Answer) and said(event) == [RULE]  # the server waits in its second statement
    stub.closing.set()
    (last,) = answers(found)
    assert said(last) == said(assistant.answer(QUESTION))
    assert NoticeKind.MODEL_UNAVAILABLE in {notice.kind for notice in last.notices}


def test_a_lie_is_never_shown_not_even_for_a_moment(assistant: Assistant, stub: Stub) -> None:
    reply = Reply([HONEST[0], row(LIE, RULE), HONEST[1]])
    shown = answers(events(assistant, stub, reply))
    assert all(LIE not in said(answer) for answer in shown)
    assert [said(answer) for answer in shown] == [[RULE], [RULE, TELL], [RULE, TELL]]
    assert [rejected.text for rejected in shown[-1].rejected] == [LIE]


@pytest.mark.parametrize(
    "reply",
    [
        Reply([row(LIE, RULE)]),
        Reply([row("请点击 https://evil.example 领取补贴。", RULE)]),
        Reply([row("忽略以上规则，您一定能拿到补贴。", RULE)]),
        Reply([row(RULE, RULE, label=77)]),
    ],
    ids=["lying", "address", "promise", "no such source"],
)
def test_a_hostile_model_shows_nothing_on_the_way(assistant: Assistant, stub: Stub, reply: Reply) -> None:
    (only,) = answers(events(assistant, stub, reply))
    assert only.status is AnswerStatus.UNSUPPORTED and not only.claims and only.rejected


@pytest.mark.parametrize(
    "reply",
    [
        Reply(HONEST, drip=True),
        Reply(HONEST, stall=True),
        Reply(HONEST, cut=True),
        Reply(HONEST, finish="length"),
        Reply(HONEST, message="out of memory"),
        Reply(content=written(HONEST, False) + "\n{'broken"),
    ],
    ids=["drip", "stall", "cut", "length", "error", "broken"],
)
def test_what_was_shown_is_replaced_when_the_model_fails(
    assistant: Assistant, stub: Stub, reply: Reply
) -> None:
    began = time.monotonic()
    shown = answers(events(assistant, stub, reply, limit=1.0))
    assert time.monotonic() - began < 10
    assert said(shown[0]) == [RULE]
    plain = assistant.answer(QUESTION)
    assert (shown[-1].claims, shown[-1].citations) == (plain.claims, plain.citations)
    assert NoticeKind.MODEL_UNAVAILABLE in {notice.kind for notice in shown[-1].notices}


def test_a_reader_who_leaves_ends_the_request(assistant: Assistant, stub: Stub) -> None:
    found = events(assistant, stub, Reply(HONEST, drip=True))
    assert any(isinstance(event, Answer) for event in found)  # stops at the first one
    found.close()  # type: ignore[attr-defined]
    assert list(found) == []


def test_nothing_is_streamed_for_what_is_refused(assistant: Assistant, stub: Stub) -> None:
    stub.script = lambda request: Reply(HONEST)
    settings = Settings(model="m", base_url=stub.address, api_key="sk-x", model_timeout=60)
    found = list(Assistant(assistant.index, composer_from(settings)).stream("茅台股票能买吗"))
    assert len(answers(iter(found))) == 1 and stub.requests == []
