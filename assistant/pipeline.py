"""The order of the steps from a question to a checked answer. No other file knows it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from datetime import date

from assistant.compose import Composer, ExtractiveComposer
from assistant.errors import UsageError
from assistant.fit import fitting
from assistant.messages import Messages, load_messages
from assistant.model import Answer, AnswerStatus, Inquiry, Language, Source
from assistant.policy import notices, whom_to_ask
from assistant.scope import refuse
from assistant.understand import understand
from assistant.verify import verify
from index.search import Hit, PolicyIndex

MOST_SOURCES = 8  # passages that a composer may use
NEAR = 3  # passages shown when nothing supports an answer
ALMOST = 0.7  # share of the floor from which a rejected passage is still worth showing

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
        )

    def answer(self, text: str, turns: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer a question.

        Args:
            text: the question as typed.
            turns: earlier questions of the conversation, oldest first.
            as_of: the day whose law counts; today if None.
        """
        began = time.perf_counter()
        inquiry = Inquiry(text, tuple(turns), as_of or date.today())
        for _, step in self.steps:
            inquiry = step(inquiry)
        assert inquiry.answer is not None, "the last step always answers"
        return dataclasses.replace(
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
        fit = fitting(question, sources)
        refusal = refuse(question.text, sources, fit, self.index.documents.values(), messages)
        if refusal is None:
            return dataclasses.replace(inquiry, sources=fit)
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
        if inquiry.answer or inquiry.verified is None:
            return inquiry
        messages, verified = self._messages(inquiry), inquiry.verified
        if not verified.claims:
            near = tuple(source.hit for source in inquiry.sources[:NEAR])
            reason = messages.text("refusal", "unsupported")
            refused = self._refuse(inquiry, AnswerStatus.UNSUPPORTED, reason, near, messages)
            assert refused.answer is not None
            answer = dataclasses.replace(refused.answer, rejected=verified.rejected)
        else:
            answer = Answer(
                status=AnswerStatus.PARTIAL if verified.missing else AnswerStatus.ANSWERED,
                question=inquiry.question,
                message="",
                claims=verified.claims,
                citations=verified.citations,
                notices=notices(verified.citations, self.index.documents, inquiry.as_of, messages),
                rejected=verified.rejected,
            )
        return dataclasses.replace(inquiry, answer=answer)

    def _refuse(
        self, inquiry: Inquiry, status: AnswerStatus, reason: str, near: tuple[Hit, ...], messages: Messages
    ) -> Inquiry:
        documents = len(self.index.documents)
        searched = messages.text("refusal", "searched", documents=documents, passages=len(self.index))
        message = "\n".join((reason, searched, whom_to_ask(near, messages)))
        return dataclasses.replace(
            inquiry, answer=Answer(status=status, question=inquiry.question, message=message, near=near)
        )

    @staticmethod
    def _messages(inquiry: Inquiry) -> Messages:
        return load_messages(inquiry.question.language if inquiry.question else Language.ZH)
