"""Asks the assistant through a chat model that follows a script."""

from __future__ import annotations

from datetime import date
from typing import Any

from openai_stub import Reply, Script, Stub

from assistant.commands import composer_from
from assistant.model import Answer, Language, Question, Source
from assistant.model_composer import ModelComposer
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.model import Kind, Metadata, Status, Topic
from index.hits import Hit
from index.passages import Passage
from index.ranking import Signals

QUESTION = "登记注册公司需要几个工作日"
RULE = "申请登记的主体材料齐全、符合法定形式的，登记机关当场登记；不能当场登记的，在3个工作日内登记。"
NO_TIME_LIMIT = 60.0
KEY = "sk-very-secret"


def composer(stub: Stub, script: Script | Reply, limit: float = NO_TIME_LIMIT, **more: Any) -> ModelComposer:
    stub.script = script if callable(script) else lambda request: script
    settings = Settings(model="m:7b", base_url=stub.address, api_key=KEY, model_timeout=limit, **more)
    made = composer_from(settings)
    assert isinstance(made, ModelComposer)
    return made


def ask(
    assistant: Assistant, stub: Stub, script: Script | Reply, question: str = QUESTION, **more: Any
) -> Answer:
    return Assistant(assistant.index, composer(stub, script, **more)).answer(question)


def row(text: str, *quotes: str, citations: tuple[int, ...] = (1,)) -> dict[str, Any]:
    return {"text": text, "citations": list(citations), "quotes": list(quotes)}


HONEST = [row(RULE, RULE), row("申请材料不齐全的，登记机关应当一次性告知。", "登记机关应当一次性告知")]


def texts(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims]


def source(label: int, text: str, status: Status = Status.IN_FORCE, start: int = 100) -> Source:
    passage = Passage("d#1", "d", "d#1", 0, "第一条", "", ("一、总则",), start, start + len(text), text, "")
    metadata = Metadata("d", "d.md", "某办法", Kind.DIGEST, status, source_url="https://gov.example/d")
    return Source(label, Hit(1, 1.0, passage, metadata, status, Signals(0, 0, 0, 0, 0, 0, 0), 1.0, 1.0, ""))


def question(text: str = QUESTION, language: Language = Language.ZH) -> Question:
    return Question(text, text, language, Topic.PROCESS, date(2026, 1, 1))
