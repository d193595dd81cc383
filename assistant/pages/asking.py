"""A question on its way through the server: how often, in which place of the line, how long, how it ended."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from anyio.to_thread import run_sync as in_thread

from assistant.journal import Journal
from assistant.messages import load_messages
from assistant.model import Answer, AnswerStatus, Language, Stage
from assistant.pages.conversation import Turn, extended, next_number, questions
from assistant.pages.excerpt import excerpts
from assistant.pages.line import Line, LineFull
from assistant.pages.metrics import Metrics
from assistant.pages.visitors import PER_ADDRESS, PER_VISITOR, Rate, Seat, Visitors
from assistant.pipeline import Assistant
from index.search import PolicyIndex

AT_ONCE = 8  # questions answered at the same time
LASTS = 0.15  # seconds from which it is worth telling how far an answer has come
MOVES = 2.0  # seconds from one time to the next that a visitor is told of the line
LONGEST_LINE = 200  # questions that may wait
_Value = TypeVar("_Value")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """In line, with so many ahead."""

    ahead: int


@dataclass(frozen=True, slots=True)
class Working:
    """Being answered: a stage, and the statements that are verified so far."""

    stage: Stage
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """No answer, and what to do about it; the question should stay with the visitor."""

    text: str


Event = Waiting | Working | Done | TurnedAway


class Desk:
    """Answers visitors one by one.

    Args:
        assistant: answers the questions.
        journal: where answers are noted, None for nowhere.
        patience: seconds that a question may take, waiting included.
    """

    def __init__(self, assistant: Assistant, journal: Journal | None = None, patience: float = 120.0) -> None:
        self.assistant = assistant
        self.journal = journal
        self.visitors = Visitors(time.monotonic)
        self.metrics = Metrics()
        self._patience = patience
        self._line = Line(AT_ONCE, LONGEST_LINE)
        self._per_visitor = Rate(PER_VISITOR, time.monotonic)
        self._per_address = Rate(PER_ADDRESS, time.monotonic)
        watch = self.metrics.watch
        watch("waiting", "Questions in line", lambda: self._line.waiting)
        watch("answering", "Questions being answered", lambda: self._line.served)
        watch("conversations", "Conversations in memory", lambda: len(self.visitors))
        watch("documents", "Documents in the index", lambda: len(assistant.index.documents))
        watch("passages", "Passages in the index", lambda: len(assistant.index))

    async def ask(self, text: str, seat: Seat, address: str, language: Language) -> AsyncIterator[Event]:
        """Answer a question; the last event is Done or TurnedAway.

        Args:
            text: the question as typed.
            seat: whose conversation it continues, in which tab.
            address: where the visitor comes from.
            language: the language of the page.
        """
        messages = load_messages(language)
        began = time.monotonic()
        if wait := self._per_visitor.wait(seat.visitor) or self._per_address.wait(address):
            yield self._turned_away("too_fast", messages.text("visit", "too_fast", seconds=math.ceil(wait)))
            return
        try:
            place = self._line.join()
        except LineFull:
            yield self._turned_away("busy", messages.text("visit", "busy"))
            return
        try:
            ahead = place.until_served(LASTS, MOVES)
            while (count := await self._in_time(anext(ahead, None), began)) is not None:
                yield Waiting(count)
            async for event in self._answer(text, seat, began, language):
                yield event
        except TimeoutError:
            yield self._turned_away("timeout", messages.text("visit", "timeout"))
        except Exception:  # a visitor must get a sentence and keep the question, whatever broke
            _log.exception("answering failed")
            yield self._turned_away("failed", messages.text("visit", "failed"))
        finally:
            place.leave()

    async def _answer(self, text: str, seat: Seat, began: float, language: Language) -> AsyncIterator[Event]:
        so_far = self.visitors.conversation(seat)
        events = self.assistant.stream(text, questions(so_far))
        unshown: Stage | Answer | None = None
        answer: Answer | None = None
        while True:
            step = asyncio.ensure_future(self._next(events, began))
            try:
                await asyncio.wait({step}, timeout=LASTS)
                if unshown is not None and not step.done():
                    yield await self._working(unshown, next_number(so_far))
                    unshown = None
                event = await step
            finally:
                step.cancel()
            if event is None:
                break
            unshown = event
            answer = event if isinstance(event, Answer) else answer
        assert answer is not None, "the last event is the answer"
        if answer.status is AnswerStatus.ERROR or answer.question is None:
            yield self._turned_away("unusable", answer.message)
            return
        yield await self._done(answer, seat, began, language)

    async def _working(self, event: Stage | Answer, number: int) -> Working:
        if isinstance(event, Stage):
            return Working(event, None)
        turn = await in_thread(partial(_turn, number, event, self.assistant.index)) if event.claims else None
        return Working(Stage.VERIFY, turn)

    async def _next(self, events: Iterator[Stage | Answer], began: float) -> Stage | Answer | None:
        """Return the next event, made in a thread of its own; None after the last.

        What still runs when the patience is over goes on to its next event and ends there.
        """
        step: Callable[[], Stage | Answer | None] = partial(next, events, None)
        return await self._in_time(in_thread(step, abandon_on_cancel=True), began)

    async def _in_time(self, awaited: Awaitable[_Value], began: float) -> _Value:
        """Wait for something.

        Raises:
            TimeoutError: if the patience is over.
        """
        return await asyncio.wait_for(awaited, max(self._patience - (time.monotonic() - began), 0.001))

    async def _done(self, answer: Answer, seat: Seat, began: float, language: Language) -> Done:
        record = await in_thread(self._noted, answer)
        so_far = self.visitors.conversation(seat)  # another window may have asked meanwhile
        turn = await in_thread(partial(_turn, next_number(so_far), answer, self.assistant.index, record))
        self.visitors.keep(seat, extended(so_far, turn))
        self.metrics.answered(answer, language, time.monotonic() - began)
        return Done(turn)

    def _noted(self, answer: Answer) -> int:
        if self.journal is None:
            return 0
        try:
            return self.journal.record(answer)
        except Exception:  # an answer must not fail because it could not be noted
            _log.exception("the journal could not be written")
            return 0

    def _turned_away(self, reason: str, text: str) -> TurnedAway:
        self.metrics.turned_away(reason)
        return TurnedAway(text)


def _turn(number: int, answer: Answer, index: PolicyIndex, record: int = 0) -> Turn:
    assert answer.question is not None
    return Turn(
        number=number,
        question=answer.question.text,
        answer=answer,
        excerpts=excerpts(answer, index),
        answered=datetime.now().astimezone(),
        record=record,
    )
