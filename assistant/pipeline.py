"""The order of the steps from a question to a checked answer. No other file knows it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from datetime import date

from assistant.compose import Composer, ExtractiveComposer, StreamingComposer
from assistant.conclude import NEAR, conclude, decline, messages_of
from assistant.errors import UsageError
from assistant.model import (
    Answer,
    AnswerStatus,
    Draft,
    DraftClaim,
    Inquiry,
    NoticeKind,
    Question,
    RefusalKind,
    Source,
    Stage,
)
from assistant.nationality import as_foreigner
from assistant.orders import without_orders
from assistant.parts import asked_in
from assistant.premise import all_found, among, examine, numbered, supported
from assistant.sourcing import Sourced, close, search, source
from assistant.speech import spoken
from assistant.spoken import names_of
from assistant.suggest import beginnings, suggestions
from assistant.understand import understand
from assistant.verify import verify
from index.live import LiveIndex
from index.search import PolicyIndex

_STAGES = frozenset(Stage)
Step = Callable[[Inquiry], Inquiry]


class Assistant:
    """Answers questions over an open index.

    Args:
        index: the open index.
        composer: writes drafts; the extractive one by default.
        live: where documents come and go while answers are given; each answer keeps to one state of it.
    """

    def __init__(
        self, index: PolicyIndex, composer: Composer | None = None, live: LiveIndex | None = None
    ) -> None:
        self._index = index
        self._live = live
        self._composer = composer or ExtractiveComposer()
        self.steps: tuple[tuple[str, Step], ...] = (
            ("understand", self._understand),
            ("search", self._search),
            ("number", self._number),
            ("examine", self._examine),
            ("compose", self._compose),
            ("verify", self._verify),
            ("conclude", self._conclude),
            ("suggest", self._suggest),
        )

    @property
    def index(self) -> PolicyIndex:
        """The index as it is now."""
        return self._live.now() if self._live else self._index

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

        Args and meaning are those of :meth:`answer`. Yields stages and, where a model writes statement by
        statement, answers that hold the statements verified so far with their citations and notices. The
        last event is the whole answer, and only it counts: where the model failed half-way it takes back
        what was shown before.
        """
        if self._live:
            yield from Assistant(self.index, self._composer).stream(text, turns, as_of)
            return
        began = time.perf_counter()
        inquiry = Inquiry(text, tuple(turns), as_of or date.today())
        for name, step in self.steps:
            if name in _STAGES and inquiry.answer is None:
                yield Stage(name)
            if name == Stage.COMPOSE and isinstance(self._composer, StreamingComposer):
                inquiry = yield from self._compose_aloud(inquiry, self._composer)
            else:
                inquiry = step(inquiry)
        assert inquiry.answer is not None, "the last step always answers"
        yield dataclasses.replace(
            spoken(inquiry.answer),
            milliseconds=(time.perf_counter() - began) * 1000,
            index_fingerprint=self.index.state.fingerprint,
        )

    def _understand(self, inquiry: Inquiry) -> Inquiry:
        """Read the question, without what is said to the assistant itself; that alone is no question."""
        asked, orders = without_orders(inquiry.text)
        if orders and not inquiry.turns and not names_of(asked):
            asked = ""  # 承诺给我免税，行吗: what is left asks nothing of the documents
        turns = tuple(rest for turn in inquiry.turns if (rest := without_orders(turn)[0]))
        try:
            question = understand(asked or inquiry.text, turns if asked else (), inquiry.as_of)
        except UsageError as error:
            return dataclasses.replace(inquiry, answer=Answer(AnswerStatus.ERROR, None, str(error)))
        if orders and asked:
            question = dataclasses.replace(question, text=" ".join(inquiry.text.split()))
        inquiry = dataclasses.replace(inquiry, question=question)
        if asked:
            return inquiry
        reason = messages_of(inquiry).text("refusal", "order")
        answer = decline(inquiry, AnswerStatus.BLOCKED, reason, (), self.index, RefusalKind.OUTSIDE)
        return dataclasses.replace(inquiry, answer=answer)

    def _search(self, inquiry: Inquiry) -> Inquiry:
        if inquiry.answer or inquiry.question is None:
            return inquiry
        question, result = inquiry.question, search(inquiry.question, self.index)
        meant = as_foreigner(question, (hit.passage.text for hit in result.hits))
        if meant != question:
            question, result = meant, search(meant, self.index)
        return dataclasses.replace(inquiry, question=question, result=result)

    def _number(self, inquiry: Inquiry) -> Inquiry:
        """Give each passage that may answer a label, or end the inquiry when nothing can."""
        if inquiry.answer or inquiry.question is None or inquiry.result is None:
            return inquiry
        found = source(inquiry.question, inquiry.result, self.index, messages_of(inquiry))
        if refusal := found.refusal:
            if put_right := self._put_right(inquiry, found):
                return put_right
            near = found.hits[:NEAR] if refusal.near else ()
            answer = decline(inquiry, AnswerStatus.NO_SOURCE, refusal.reason, near, self.index, refusal.kind)
            return dataclasses.replace(inquiry, answer=answer)
        return dataclasses.replace(
            inquiry,
            sources=found.sources,
            unanswered=found.unanswered,
            choices=found.choices,
            notices=found.notices,
        )

    def _put_right(self, inquiry: Inquiry, found: Sourced) -> Inquiry | None:
        """Answer with what is wrong in a question that no source answers, if that can be proven."""
        question, refusal = inquiry.question, found.refusal
        if question is None or refusal is None or refusal.kind is not RefusalKind.MISSING:
            return None
        finding = examine(question, numbered(found.hits), self._look)
        if finding is None or finding.kind is not NoticeKind.PREMISE:
            return None
        return dataclasses.replace(
            inquiry,
            finding=finding,
            sources=(finding.source,),
            unanswered=_asked_of(question),
        )

    def _examine(self, inquiry: Inquiry) -> Inquiry:
        """Hold what the question takes for granted against everything found for it."""
        if inquiry.answer or inquiry.finding or inquiry.question is None or inquiry.result is None:
            return inquiry
        found = all_found(inquiry.sources, inquiry.result.hits)
        finding = examine(inquiry.question, found, self._look)
        return dataclasses.replace(inquiry, finding=finding and among(finding, inquiry.sources))

    def _look(self, question: Question) -> tuple[Source, ...]:
        """Return the passages that speak of what a question says by the way."""
        return numbered(close(search(question, self.index), self.index))

    def _compose(self, inquiry: Inquiry) -> Inquiry:
        if inquiry.answer or inquiry.question is None:
            return inquiry
        return dataclasses.replace(inquiry, draft=self._composer.compose(inquiry.question, inquiry.sources))

    def _compose_aloud(
        self, inquiry: Inquiry, composer: StreamingComposer
    ) -> Generator[Stage | Answer, None, Inquiry]:
        """Compose, yielding what is proven each time a further statement has been."""
        if inquiry.answer or inquiry.question is None:
            return inquiry
        claims: list[DraftClaim] = []
        shown = 0
        with closing(composer.stream(inquiry.question, inquiry.sources)) as writing:
            while True:
                try:
                    claims.append(next(writing))
                except StopIteration as end:
                    return dataclasses.replace(inquiry, draft=end.value)
                so_far = self._verify(dataclasses.replace(inquiry, draft=Draft(tuple(claims))))
                if so_far.verified and len(so_far.verified.claims) > shown:
                    shown = len(so_far.verified.claims)
                    yield conclude(so_far, self.index)

    def _verify(self, inquiry: Inquiry) -> Inquiry:
        if inquiry.answer or inquiry.draft is None:
            return inquiry
        draft = supported(inquiry.draft, inquiry.finding)
        also = (inquiry.finding.source,) if inquiry.finding else ()
        verified = verify(draft, (*inquiry.sources, *also), messages_of(inquiry))
        return dataclasses.replace(inquiry, verified=verified)

    def _conclude(self, inquiry: Inquiry) -> Inquiry:
        if inquiry.answer or inquiry.verified is None:
            return inquiry
        return dataclasses.replace(inquiry, answer=conclude(inquiry, self.index))

    def _suggest(self, inquiry: Inquiry) -> Inquiry:
        answer = inquiry.answer
        if answer is None or inquiry.question is None or inquiry.result is None:
            return inquiry
        if answer.refusal is RefusalKind.GREETING:
            return dataclasses.replace(
                inquiry, answer=dataclasses.replace(answer, suggestions=beginnings(messages_of(inquiry)))
            )
        cited = tuple(citation.passage for citation in answer.citations)
        found = answer.near if answer.refusal else inquiry.result.hits
        asks = suggestions(inquiry.question, cited, found, self.index)
        return dataclasses.replace(inquiry, answer=dataclasses.replace(answer, suggestions=asks))


def _asked_of(question: Question) -> tuple[str, ...]:
    """Return what a question asks, in its own words, without what it tells."""
    asked = asked_in(question.search_text, question.language)
    return tuple(one.own for one in asked) or (question.text.rstrip("？?。.！! "),)
