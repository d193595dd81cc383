"""A chat model over real HTTP: what it proves is said, what it invents is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from model_asking import (
    HONEST,
    KEY,
    QUESTION,
    RULE,
    ask,
    composer,
    question,
    row,
    source,
    texts,
)
from openai_stub import Reply, Stub, written

from assistant.compose import ExtractiveComposer
from assistant.model import AnswerStatus, Language, NoticeKind, Source
from assistant.pipeline import Assistant
from assistant.prompt import load_rules, write_prompt
from assistant.render import to_text
from corpus.model import Status


@pytest.mark.parametrize("takes_schema", [True, False])
@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_an_honest_model_is_quoted_whatever_the_form_of_its_reply(
    assistant: Assistant, stub: Stub, takes_schema: bool, piece: int
) -> None:
    stub.takes_schema, stub.piece = takes_schema, piece
    answer = ask(assistant, stub, Reply(HONEST))
    assert answer.status is AnswerStatus.ANSWERED
    assert texts(answer) == [entry["text"] for entry in HONEST]
    assert answer.rejected == ()
    assert NoticeKind.MODEL_UNAVAILABLE not in {notice.kind for notice in answer.notices}
    passage = answer.citations[0].passage
    assert passage.clause_id == "cnreg-01"
    assert passage.text[: len(RULE)] == RULE
    assert answer.citations[0].start == passage.start


def test_one_generation_at_temperature_0_under_the_key(assistant: Assistant, stub: Stub) -> None:
    ask(assistant, stub, Reply(HONEST))
    (request,) = stub.requests
    assert request.authorization == f"Bearer {KEY}"
    assert request.body["temperature"] == 0 and request.body["model"] == "m:7b"
    assert [message["role"] for message in request.body["messages"]] == ["system", "user"]
    assert request.wants_schema


def test_a_server_without_schemas_is_asked_for_one_only_once(assistant: Assistant, stub: Stub) -> None:
    stub.takes_schema = False
    with_model = Assistant(assistant.index, composer(stub, Reply(HONEST)))
    for _ in range(2):
        assert len(with_model.answer(QUESTION).claims) == 2
    assert [request.wants_schema for request in stub.requests] == [True, False, False]


def test_the_model_sees_texts_and_status_but_no_ids_and_no_addresses(
    stub: Stub, assistant: Assistant
) -> None:
    ask(assistant, stub, Reply(HONEST))
    (request,) = stub.requests
    assert [set(given) for given in request.sources] == [
        {"number", "title", "heading", "status", "text"}
    ] * len(request.sources)
    assert request.sources[0]["text"].startswith(RULE) and request.sources[0]["status"] == "现行有效"
    assert request.data["question"] == QUESTION
    sent = json.dumps(request.body, ensure_ascii=False)
    assert "http" not in sent
    for metadata in assistant.index.documents.values():
        assert metadata.id not in sent
        assert not metadata.source_url or metadata.source_url not in sent


def test_addresses_inside_a_text_are_not_sent() -> None:
    prompt = write_prompt(question(), [source(1, "申报网址是https://a.example/x?y=1，电话见www.b.cn/tel。")])
    assert "example" not in prompt.data and "www" not in prompt.data
    assert "申报网址是…，电话见…。" in prompt.data


def test_an_address_at_the_end_of_a_text_leaves_the_data_whole() -> None:
    texts = ("申报网址是https://a.example/x", "https://b.example/\n提示：以网页为准。")
    prompt = write_prompt(question(), [source(label, text) for label, text in enumerate(texts, 1)])
    told = [row["text"] for row in json.loads(prompt.data)["sources"]]
    assert told == ["申报网址是…", "…\n提示：以网页为准。"]


def test_claims_come_one_by_one_while_the_model_is_still_writing(assistant: Assistant, stub: Stub) -> None:
    reply = Reply(content=written(HONEST[:1], False) + '\n{"text": "申请', stall=True)
    hits = assistant.index.search(QUESTION).hits
    sources = tuple(Source(label, hit) for label, hit in enumerate(hits, 1))
    claims = composer(stub, reply).stream(question(), sources)
    assert next(claims).text == RULE  # the server is waiting in the middle of the second claim
    stub.closing.set()  # now the connection breaks
    with pytest.raises(StopIteration) as end:
        next(claims)
    draft = end.value.value
    assert draft.claims == ExtractiveComposer().compose(question(), sources).claims
    assert [notice.kind for notice in draft.notices] == [NoticeKind.MODEL_UNAVAILABLE]


def test_what_the_sources_do_not_say_is_said(assistant: Assistant, stub: Stub) -> None:
    answer = ask(assistant, stub, Reply([*HONEST, {"missing": "窗口的办公时间。"}]))
    assert answer.status is AnswerStatus.PARTIAL
    assert "没有查到写明窗口的办公时间的条款。" in to_text(answer)


def test_a_model_that_finds_nothing_is_a_refusal_that_names_what_is_missing(
    assistant: Assistant, stub: Stub
) -> None:
    answer = ask(assistant, stub, Reply([{"missing": "刻章的费用"}]))
    assert answer.status is AnswerStatus.NO_SOURCE
    assert "刻章的费用" in answer.message and answer.claims == () and answer.near


def test_tokens_and_cost_are_recorded(assistant: Assistant, stub: Stub) -> None:
    length = len(written(HONEST, True))
    usage = ask(assistant, stub, Reply(HONEST), model_price=(2.0, 8.0)).usage
    assert usage is not None
    assert (usage.input_tokens, usage.output_tokens) == (1000, length)
    assert usage.cost == pytest.approx((1000 * 2 + length * 8) / 1_000_000)
    free = ask(assistant, stub, Reply(HONEST)).usage
    assert free is not None and free.cost is None
    assert ask(assistant, stub, Reply(HONEST, tell_usage=False)).usage is None
    assert assistant.answer(QUESTION).usage is None


@pytest.mark.parametrize("nothing", ["明天南昌天气怎么样", "茅台股票能买吗", "深圳前海有什么补贴", "   "])
def test_no_model_is_asked_when_nothing_supports_an_answer(
    assistant: Assistant, stub: Stub, nothing: str
) -> None:
    answer = ask(assistant, stub, Reply(HONEST), nothing)
    assert answer.status in (AnswerStatus.NO_SOURCE, AnswerStatus.ERROR)
    assert stub.requests == []


def test_an_english_question_gets_english_rules() -> None:
    prompt = write_prompt(question("How long does registration take?", Language.EN), [source(1, RULE)])
    assert prompt.rules == load_rules(Language.EN) != load_rules(Language.ZH)
    assert json.loads(prompt.data)["sources"][0]["status"] == "in force"


def test_what_has_ended_is_not_given_beside_current_text(stub: Stub) -> None:
    sources = [source(1, RULE), source(2, "旧规定是7个工作日。", Status.REPEALED), source(3, "甲。")]
    composer(stub, Reply(HONEST)).compose(question(), sources)
    assert [given["number"] for given in stub.requests[0].sources] == [1, 3]


# A lying model


@pytest.mark.parametrize(
    "lie",
    [
        row("登记机关在30个工作日内登记。", RULE),
        row("登记机关在三十个工作日内登记。", RULE),
        row("登记机关当场登记。", "登记机关当场登记", citations=(99,)),
        row("登记机关当场登记。", "登记机关当场登记", citations=(1, 99)),
        row("登记机关当场登记。", "登记机关当场登记", citations=(-1,)),
        row("登记机关当场登记。", "登记机关当场登记", citations=()),
        row("登记机关当场登记。", "不能当场登记的，在3个工作日以内登记"),
        row("登记机关当场登记。", "登记机关当场登记", "登记机关立即登记"),
        row("登记机关当场登记。", "登记机关…登记"),
        row("登记机关当场登记。", ""),
        row("登记机关当场登记。"),
        row("登记机关当场登记。", "登记机关当场登记", citations=(1, 2)),
    ],
)
def test_what_a_model_invents_is_dropped_and_the_rest_stands(
    assistant: Assistant, stub: Stub, lie: dict[str, Any]
) -> None:
    answer = ask(assistant, stub, Reply([lie, *HONEST]))
    assert texts(answer) == [entry["text"] for entry in HONEST]
    assert [rejected.text for rejected in answer.rejected] == [lie["text"]]
    assert answer.rejected[0].reason


def test_a_model_that_only_lies_is_silenced(assistant: Assistant, stub: Stub) -> None:
    answer = ask(assistant, stub, Reply([row("登记要99个工作日。", RULE)]))
    assert answer.status is AnswerStatus.UNSUPPORTED
    assert "99" not in to_text(answer) and len(answer.rejected) == 1
