"""The order of the steps from a question to a checked answer. No other file knows it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from assistant.compose import Composer, ExtractiveComposer
from assistant.errors import UsageError
from assistant.messages import Messages, load_messages
from assistant.model import (
    Answer,
    AnswerStatus,
    Inquiry,
    Language,
    Notice,
    NoticeKind,
    Source,
    Stage,
    Verified,
)
from assistant.policy import notices, whom_to_ask
from assistant.premise import corrections
from assistant.scope import Refusal, refuse, silence, standing
from assistant.shape import lay_out
from assistant.suggest import suggestions
from assistant.understand import resolution, understand
from assistant.verify import verify
from index.search import Hit, PolicyIndex

MOST_SOURCES = 8  # passages that a composer may use
NEAR = 3  # passages shown when nothing supports an answer
ALMOST = 0.7  # share of the floor from which a rejected passage is still worth showing

_STAGES = frozenset(Stage)
Step = Callable[[Inquiry], Inquiry]


class Assistant:
    """Answers questions over an open index.

    Args:
        index: the open index.
        composer: writes drafts; the extractive one by default.
    """

    def __init__(self, index: PolicyIndex, composer: Composer | None = None) -> None:
        self.index = index
        self._composer = composer or ExtractiveComposer()
        self.steps: tuple[tuple[str, Step], ...] = (
            ("understand", self._understand),
            ("search", self._search),
            ("number", self._number),
            ("compose", self._compose),
            ("verify", self._verify),
            ("policy", self._policy),
            ("suggest", self._suggest),
        )

    def answer(self, text: str, turns: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer a question.

        Args:
            text: the question as typed.
            turns: earlier questions of the conversation, oldest first.
            as_of: the day whose law counts; today if None.
        """
        *_, answer = self.stream(text, turns, as_of)
        assert isinstance(answer, Answer), "the last event is the answer"
        return answer

    def stream(
        self, text: str, turns: Sequence[str] = (), as_of: date | None = None
    ) -> Iterator[Stage | Answer]:
        """Answer a question, telling how far it has come.

        Args and meaning are those of :meth:`answer`. Yields stages and, where statements arrive one by one,
        answers that hold the statements verified so far; the last event is the whole answer.
        """
        began = time.perf_counter()
        inquiry = Inquiry(text, tuple(turns), as_of or date.today())
        for name, step in self.steps:
            if name in _STAGES and inquiry.answer is None:
                yield Stage(name)
            inquiry = step(inquiry)
        assert inquiry.answer is not None, "the last step always answers"
        yield dataclasses.replace(
            inquiry.answer,
            milliseconds=(time.perf_counter() - began) * 1000,
            index_fingerprint=self.index.state.fingerprint,
        )

    def _understand(self, inquiry: Inquiry) -> Inquiry:
        try:
            question = understand(inquiry.text, inquiry.turns, inquiry.as_of)
        except UsageError as error:
            return dataclasses.replace(inquiry, answer=Answer(AnswerStatus.ERROR, None, str(error)))
        return dataclasses.replace(inquiry, question=question)

    def _search(self, inquiry: Inquiry) -> Inquiry:
        if inquiry.answer or inquiry.question is None:
            return inquiry
        question = inquiry.question
        result = self.index.search(question.search_text, limit=MOST_SOURCES, as_of=question.as_of)
        return dataclasses.replace(inquiry, result=result)

    def _number(self, inquiry: Inquiry) -> Inquiry:
        """Give each hit a label, or end the inquiry when nothing can support an answer."""
        if inquiry.answer or inquiry.question is None or inquiry.result is None:
            return inquiry
        question, result = inquiry.question, inquiry.result
        messages = load_messages(question.language)
        sources = tuple(Source(label, hit) for label, hit in enumerate(result.hits, 1))
        refusal = refuse(question.search_text, sources, self.index.documents.values(), messages)
        if refusal is None:
            meant = result.correction.text if result.correction else question.search_text
            kept, reason = silence(dataclasses.replace(question, search_text=meant), sources, messages)
            if kept:
                return dataclasses.replace(inquiry, sources=kept)
            refusal = Refusal(reason, near=True)
        hits = (*result.hits, *(hit for hit in result.rejected if hit.support >= ALMOST * self.index.floor))
        near = hits[:NEAR] if refusal.near else ()
        return self._refuse(inquiry, AnswerStatus.NO_SOURCE, refusal.reason, near, messages)

    def _compose(self, inquiry: Inquiry) -> Inquiry:
        if inquiry.answer or inquiry.question is None:
            return inquiry
        return dataclasses.replace(inquiry, draft=self._composer.compose(inquiry.question, inquiry.sources))

    def _verify(self, inquiry: Inquiry) -> Inquiry:
        if inquiry.answer or inquiry.draft is None:
            return inquiry
        verified = verify(inquiry.draft, inquiry.sources, self._messages(inquiry))
        return dataclasses.replace(inquiry, verified=verified)

    def _policy(self, inquiry: Inquiry) -> Inquiry:
        if inquiry.answer or inquiry.question is None or inquiry.draft is None or inquiry.verified is None:
            return inquiry
        messages, draft, verified = self._messages(inquiry), inquiry.draft, inquiry.verified
        missing = "；".join(verified.missing)
        if not verified.claims:
            near = tuple(source.hit for source in inquiry.sources[:NEAR])
            status, reason = AnswerStatus.UNSUPPORTED, messages.text("refusal", "unsupported")
            if missing and not draft.claims:  # a model found nothing to say, and said what
                status = AnswerStatus.NO_SOURCE
                reason = messages.text("refusal", "missing", missing=missing)
            refused = self._refuse(inquiry, status, reason, near, messages)
            assert refused.answer is not None
            answer = refused.answer
        else:
            answer = Answer(
                status=AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED,
                question=inquiry.question,
                message="",
                claims=verified.claims,
                citations=verified.citations,
                notices=self._notices(inquiry, verified, messages),
                shape=lay_out(inquiry.question.topic, verified.citations),
            )
            if missing:
                notice = Notice(NoticeKind.MISSING, messages.text("notice", "missing", missing=missing))
                answer = dataclasses.replace(answer, notices=(*answer.notices, notice))
        answer = dataclasses.replace(
            answer,
            notices=(*answer.notices, *draft.notices),
            rejected=(*draft.rejected, *verified.rejected),
            usage=draft.usage,
        )
        return dataclasses.replace(inquiry, answer=answer)

    def _suggest(self, inquiry: Inquiry) -> Inquiry:
        answer = inquiry.answer
        if answer is None or inquiry.question is None or inquiry.result is None:
            return inquiry
        cited = tuple(citation.passage for citation in answer.citations)
        found = inquiry.result.hits if cited else answer.near
        asks = suggestions(inquiry.question, cited, found, self.index)
        return dataclasses.replace(inquiry, answer=dataclasses.replace(answer, suggestions=asks))

    def _notices(self, inquiry: Inquiry, verified: Verified, messages: Messages) -> tuple[Notice, ...]:
        """Return all that must be said beside the claims, what changes their meaning first."""
        question = inquiry.question
        assert question is not None and inquiry.result is not None
        found = tuple(Source(label, hit) for label, hit in enumerate(inquiry.result.hits, 1))
        return (
            *resolution(question, inquiry.as_of, messages),
            *corrections(question.search_text, verified, found, messages),
            *standing(question, verified.citations, messages),
            *notices(verified.citations, self.index.documents, question.as_of, messages),
        )

    def _refuse(
        self, inquiry: Inquiry, status: AnswerStatus, reason: str, near: tuple[Hit, ...], messages: Messages
    ) -> Inquiry:
        documents = len(self.index.documents)
        searched = messages.text("refusal", "searched", documents=documents, passages=len(self.index))
        message = "\n".join((reason, searched, whom_to_ask(near, messages)))
        read_as = resolution(inquiry.question, inquiry.as_of, messages) if inquiry.question else ()
        return dataclasses.replace(
            inquiry,
            answer=Answer(
                status=status, question=inquiry.question, message=message, notices=read_as, near=near
            ),
        )

    @staticmethod
    def _messages(inquiry: Inquiry) -> Messages:
        return load_messages(inquiry.question.language if inquiry.question else Language.ZH)
