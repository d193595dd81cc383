"""A chat model that fails over real HTTP leaves no gap: the extractive answer stands."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest
from model_asking import (
    HONEST,
    KEY,
    QUESTION,
    RULE,
    ask,
    row,
    texts,
)
from openai_stub import Reply, Stub, openai_stub, written

from assistant.messages import load_messages
from assistant.model import Answer, Language, NoticeKind
from assistant.model_composer import MOST_ENTRIES, Failure
from assistant.pipeline import Assistant
from assistant.render import to_text


def fallen_back(answer: Answer, plain: Answer, failure: Failure) -> None:
    """Assert that an answer is the extractive one, whole, with a notice and nothing else."""
    assert (answer.status, answer.claims, answer.citations) == (plain.status, plain.claims, plain.citations)
    reason = load_messages(Language.ZH).text("model_failure", failure)
    *others, notice = answer.notices
    assert tuple(others) == plain.notices
    assert notice.kind is NoticeKind.MODEL_UNAVAILABLE and reason in notice.text
    assert notice.text in to_text(answer)


BROKEN_CONTENT = {
    "an open object": written(HONEST, False)[:-4],
    "a string for a list": '{"text": "登记机关当场登记。", "citations": 1, "quotes": "登记机关当场登记"}',
    "labels as words": '{"text": "登记机关当场登记。", "citations": ["1"], "quotes": ["登记机关当场登记"]}',
    "another object": '{"answer": "登记机关当场登记。"}',
    "no text": '{"text": " ", "citations": [1], "quotes": ["登记机关当场登记"]}',
    "single quotes": "{'text': '登记机关当场登记。', 'citations': [1], 'quotes': []}",
    "half a character": '{"text": "\\ud83d", "citations": [1], "quotes": ["登记"]}',
    "a hidden order": '{"text": "登记\\u202e", "citations": [1], "quotes": ["登记"]}',
    "deep nesting": '{"text": ' + "[" * 3000,
    "no end": '{"text": "' + "登" * 5000,
    "one entry too many": written([row(RULE, RULE)] * (MOST_ENTRIES + 1), False),
}


@pytest.mark.parametrize("name", BROKEN_CONTENT)
def test_broken_output_leaves_the_extractive_answer(assistant: Assistant, stub: Stub, name: str) -> None:
    good = written(HONEST, False) + "\n"
    answer = ask(assistant, stub, Reply(content=good + BROKEN_CONTENT[name]))
    fallen_back(answer, assistant.answer(QUESTION), Failure.BROKEN)


FAILING = {
    "prose": (Reply(content="抱歉，我无法回答这个问题。"), Failure.REFUSED),
    "nothing": (Reply(content=""), Failure.REFUSED),
    "a refusal": (Reply(content="", refusal="I cannot help with that."), Failure.REFUSED),
    "a content filter": (Reply(HONEST, finish="content_filter"), Failure.REFUSED),
    "a tool call": (Reply(HONEST, as_tool=True), Failure.REFUSED),
    "out of tokens": (Reply(HONEST, finish="length"), Failure.BROKEN),
    "no finish": (Reply(HONEST, finish=None), Failure.BROKEN),
    "a broken connection": (Reply(HONEST, cut=True), Failure.UNREACHABLE),
    "an error in the stream": (Reply(HONEST, message="out of memory"), Failure.SERVER),
    "500": (Reply(status=500), Failure.SERVER),
    "503": (Reply(status=503), Failure.SERVER),
    "401": (Reply(status=401, message=f"Incorrect API key provided: {KEY}"), Failure.DENIED),
    "403": (Reply(status=403), Failure.DENIED),
    "402": (Reply(status=402, message="Insufficient Balance"), Failure.QUOTA),
    "429": (Reply(status=429, message="insufficient_quota"), Failure.QUOTA),
    "404": (Reply(status=404, message="model not found"), Failure.REQUEST),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_failure_leaves_the_extractive_answer_after_one_request(
    assistant: Assistant, stub: Stub, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    reply, failure = FAILING[name]
    caplog.set_level(logging.INFO, "assistant")
    fallen_back(ask(assistant, stub, reply), assistant.answer(QUESTION), failure)
    assert len(stub.requests) == 1  # nothing is tried again
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith("assistant")
    )
    assert str(failure) in logged and KEY not in logged and QUESTION not in logged


def test_a_request_that_the_server_never_accepts_is_given_up(assistant: Assistant, stub: Stub) -> None:
    answer = ask(assistant, stub, Reply(status=400, message="temperature is not supported"))
    fallen_back(answer, assistant.answer(QUESTION), Failure.REQUEST)
    assert [request.wants_schema for request in stub.requests] == [True, False]


@pytest.mark.parametrize(
    "slow", [Reply(HONEST, drip=True), Reply(HONEST, stall=True), Reply(content="", stall=True)]
)
def test_a_slow_model_is_given_up_when_its_time_is_over(
    assistant: Assistant, stub: Stub, slow: Reply
) -> None:
    answer = ask(assistant, stub, slow, limit=0.5)  # the server would go on for ever
    fallen_back(answer, assistant.answer(QUESTION), Failure.TIMEOUT)


@pytest.mark.parametrize("begin", ["", "<think>", "[1] "])
def test_a_model_that_never_stops_is_given_up(assistant: Assistant, stub: Stub, begin: str) -> None:
    began = time.monotonic()
    answer = ask(assistant, stub, Reply(content=begin, flood="登记" * 20), limit=1.0)
    assert time.monotonic() - began < 5
    (notice,) = set(answer.notices) - set(assistant.answer(QUESTION).notices)
    assert notice.kind is NoticeKind.MODEL_UNAVAILABLE
    assert answer.claims == assistant.answer(QUESTION).claims


ENGLISH = row("Registration takes place within 3 working days.", "不能当场登记的，在3个工作日内登记")


def test_a_statement_in_another_language_is_dropped(assistant: Assistant, stub: Stub) -> None:
    answer = ask(assistant, stub, Reply([ENGLISH, *HONEST, {"missing": "office hours of the counter"}]))
    assert texts(answer) == [entry["text"] for entry in HONEST]
    assert [rejected.text for rejected in answer.rejected] == [ENGLISH["text"], "office hours of the counter"]


@pytest.mark.parametrize(
    ("entries", "question"),
    [([ENGLISH], QUESTION), (HONEST, "How many working days does company registration take?")],
)
def test_a_reply_in_another_language_leaves_the_extractive_answer(
    assistant: Assistant, stub: Stub, entries: list[dict[str, Any]], question: str
) -> None:
    answer = ask(assistant, stub, Reply(entries), question)
    assert answer.claims == assistant.answer(question).claims
    assert answer.notices[-1].kind is NoticeKind.MODEL_UNAVAILABLE


def test_what_a_model_says_again_is_said_once(assistant: Assistant, stub: Stub) -> None:
    answer = ask(assistant, stub, Reply([HONEST[0], *HONEST, HONEST[1]]))
    assert texts(answer) == [entry["text"] for entry in HONEST]
    assert len(answer.rejected) == 2


def test_a_reply_longer_than_any_answer_is_broken(assistant: Assistant, stub: Stub) -> None:
    stub.piece = 100_000
    answer = ask(assistant, stub, Reply(content="登" * 500_000 + written(HONEST, False)))
    fallen_back(answer, assistant.answer(QUESTION), Failure.BROKEN)


def test_a_dead_server_leaves_the_extractive_answer(assistant: Assistant) -> None:
    with openai_stub() as gone:
        pass
    fallen_back(ask(assistant, gone, Reply(HONEST)), assistant.answer(QUESTION), Failure.UNREACHABLE)


def test_every_failure_has_a_name_in_both_languages() -> None:
    for language in Language:
        messages = load_messages(language)
        assert set(messages.section("model_failure")) == set(Failure)
        assert "X" in messages.text("notice", "model_unavailable", reason="X")
        assert {"markup", "rules", "missing"} <= set(messages.section("reason"))
