"""A composer that asks a chat model, through LangChain, over the OpenAI protocol.

One answer is one generation. Whatever goes wrong with it, within the time limit, the extractive composer
answers instead and a notice says so; a reader never gets half an answer.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from enum import StrEnum

import openai
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage

from assistant.compose import Composer, ExtractiveComposer
from assistant.deadline import within
from assistant.messages import load_messages
from assistant.model import Draft, DraftClaim, Notice, NoticeKind, Question, Rejected, Source, Usage
from assistant.prompt import Prompt, write_prompt
from assistant.reply import (
    SCHEMA,
    BrokenReply,
    Entry,
    ReplyReader,
    Statement,
    foreign,
    in_language,
    located,
    unproven_missing,
)
from assistant.settings import Settings

MOST_ENTRIES = 12  # a model that writes more runs on
_NO_KEY = "none"  # servers that ask for no key still get a header
_FORMAT = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA}}
_log = logging.getLogger(__name__)


class Failure(StrEnum):
    """Why a model gave no answer; named for readers in [model_failure]."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    DENIED = "denied"  # the key is not accepted
    QUOTA = "quota"  # too many requests, or nothing left to spend
    REQUEST = "request"  # no such model or address, or the server cannot do what is asked
    SERVER = "server"
    REFUSED = "refused"
    BROKEN = "broken"


class ModelUnavailable(Exception):
    """A model gave no whole answer. Never leaves this file."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure


def chat_model(settings: Settings) -> BaseChatModel:
    """Return the chat model of the settings. Nothing is sent until it is asked."""
    return init_chat_model(
        settings.model or "",
        model_provider="openai",
        base_url=settings.base_url,
        api_key=settings.api_key or _NO_KEY,
        temperature=0,
        timeout=settings.model_timeout,
        max_retries=0,
        stream_usage=True,
        use_responses_api=False,
    )


class ModelComposer:
    """Writes drafts with a chat model.

    Args:
        model: the chat model.
        limit: seconds for a whole answer.
        price: price of a million tokens read and of a million written, None if unknown.
        fallback: writes the draft when the model does not.
    """

    def __init__(
        self,
        model: BaseChatModel,
        limit: float,
        price: tuple[float, float] | None = None,
        fallback: Composer | None = None,
    ) -> None:
        self._model = model
        self._limit = limit
        self._price = price
        self._fallback = fallback or ExtractiveComposer()
        self._lines_only = False  # set once the server has refused a schema

    @classmethod
    def connect(cls, settings: Settings) -> ModelComposer:
        """Return a composer for the model of the settings. Nothing is sent until a question is asked."""
        return cls(chat_model(settings), settings.model_timeout, settings.model_price)

    def compose(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Return the whole draft of the model, or the extractive one with a notice."""
        claims = self.stream(question, sources)
        while True:
            try:
                next(claims)
            except StopIteration as end:
                draft: Draft = end.value
                return draft

    def stream(self, question: Question, sources: Sequence[Source]) -> Generator[DraftClaim, None, Draft]:
        """Yield each claim as soon as the model has written it, and return the draft that counts.

        When the model fails half-way the returned draft is the extractive one with a notice
        (``NoticeKind.MODEL_UNAVAILABLE``), and the claims yielded before must be taken back.
        """
        if not sources:
            return Draft(())
        given = _of_one_standing(sources)
        reply = _Reply(write_prompt(question, given), question, given)
        try:
            with closing(self._chunks(reply.prompt)) as chunks:
                for chunk in chunks:
                    yield from reply.take(chunk)
            reply.close()
        except (ModelUnavailable, BrokenReply) as error:
            failure = error.failure if isinstance(error, ModelUnavailable) else Failure.BROKEN
            _log.warning("chat model: %s: %s", failure, error)
            return self._instead(question, sources, failure, reply.usage(self._price))
        return reply.draft(self._price)

    def _instead(
        self, question: Question, sources: Sequence[Source], failure: Failure, usage: Usage | None
    ) -> Draft:
        messages = load_messages(question.language)
        reason = messages.text("model_failure", failure)
        notice = Notice(
            NoticeKind.MODEL_UNAVAILABLE, messages.text("notice", "model_unavailable", reason=reason)
        )
        draft = self._fallback.compose(question, sources)
        return dataclasses.replace(draft, notices=(*draft.notices, notice), usage=usage)

    def _chunks(self, prompt: Prompt) -> Generator[AIMessageChunk, None, None]:
        """Yield what the server sends, within the time limit.

        Raises:
            ModelUnavailable: if it fails or takes too long.
        """
        try:
            yield from within(self._limit, self._asked(prompt))
        except TimeoutError as error:
            raise ModelUnavailable(Failure.TIMEOUT, f"no whole answer in {self._limit} s") from error
        except Exception as error:  # whatever a server or a client library can do wrong
            status = getattr(error, "status_code", "")
            raise ModelUnavailable(failure_of(error), f"{type(error).__name__} {status}".strip()) from error

    def _asked(self, prompt: Prompt) -> Iterator[AIMessageChunk]:
        """Ask with a schema where the server takes one; a request refused for it is sent again without."""
        messages = [SystemMessage(prompt.rules), HumanMessage(prompt.data)]
        if not self._lines_only:
            try:
                # As response_format= LangChain would wait for the whole reply and parse it itself.
                yield from self._model.stream(messages, extra_body={"response_format": _FORMAT})
                return
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                pass  # nothing was generated yet
        for chunk in self._model.stream(messages):
            self._lines_only = True
            yield chunk


class _Reply:
    """A reply under way: what has been read of it so far."""

    def __init__(self, prompt: Prompt, question: Question, sources: Sequence[Source]) -> None:
        self.prompt = prompt
        self._question = question
        self._sources = sources
        self._messages = load_messages(question.language)
        self._reader = ReplyReader()
        self._claims: list[DraftClaim] = []
        self._missing: list[str] = []
        self._rejected: list[Rejected] = []
        self._entries = 0
        self._otherwise = 0  # statements in another language than the question
        self._finish = ""
        self._tokens = (0, 0)

    def take(self, chunk: AIMessageChunk) -> Iterator[DraftClaim]:
        self._finish = chunk.response_metadata.get("finish_reason") or self._finish
        if used := chunk.usage_metadata:
            self._tokens = used["input_tokens"], used["output_tokens"]
        for entry in self._reader.feed(str(chunk.text)):
            self._entries += 1
            if self._entries > MOST_ENTRIES:
                raise BrokenReply(f"more than {MOST_ENTRIES} entries")
            claim = self._judged(entry)
            if claim:
                self._claims.append(claim)
                yield claim

    def close(self) -> None:
        if self._finish == "content_filter":
            raise ModelUnavailable(Failure.REFUSED, "content filter")
        if self._finish != "stop":
            raise BrokenReply(f"ended with {self._finish or 'nothing'}")
        self._reader.close()
        if not self._entries:
            raise ModelUnavailable(Failure.REFUSED, "no entry in the reply")
        if self._otherwise and not self._claims:
            raise BrokenReply("in another language")

    def usage(self, price: tuple[float, float] | None) -> Usage | None:
        read, written = self._tokens
        if not read + written:
            return None
        cost = (read * price[0] + written * price[1]) / 1_000_000 if price else None
        return Usage(read, written, cost)

    def draft(self, price: tuple[float, float] | None) -> Draft:
        return Draft(
            tuple(self._claims), tuple(self._missing), tuple(self._rejected), usage=self.usage(price)
        )

    def _judged(self, entry: Entry) -> DraftClaim | None:
        reason = foreign(entry.text, self.prompt.rules, self._sources)
        if not reason and not in_language(entry.text, self._question.language):
            reason = "language"
            self._otherwise += isinstance(entry, Statement)
        if isinstance(entry, Statement):
            if not reason and any(claim.text == entry.text for claim in self._claims):
                reason = "repeated"
            if not reason:
                return located(entry, self._sources)
        elif not reason and unproven_missing(entry.text, self._question.search_text):
            reason = "missing"
        elif not reason:
            self._missing.append(entry.text.rstrip("。."))
        if reason:
            self._rejected.append(Rejected(entry.text, self._messages.text("reason", reason)))
        return None


def _of_one_standing(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return the sources that stand as the best one does: what has ended never stands beside current text."""
    return tuple(s for s in sources if s.hit.ended == sources[0].hit.ended or s.paired)


def failure_of(error: Exception) -> Failure:
    """Return why a request failed."""
    match error:
        case openai.APITimeoutError():
            return Failure.TIMEOUT
        case openai.APIConnectionError():
            return Failure.UNREACHABLE
        case openai.APIStatusError(status_code=401 | 403):
            return Failure.DENIED
        case openai.APIStatusError(status_code=402 | 429):
            return Failure.QUOTA
        case openai.APIStatusError(status_code=code) if code < 500:
            return Failure.REQUEST
        case openai.APIError():
            return Failure.SERVER
    return Failure.BROKEN
