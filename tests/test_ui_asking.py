"""What happens to a question between the browser and the assistant, without a browser."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from assistant.journal import Journal
from assistant.messages import load_messages
from assistant.model import Answer, AnswerStatus, Language, Stage
from assistant.pages import asking
from assistant.pages.asking import Desk, Done, Event, TurnedAway, Waiting, Working
from assistant.pages.line import Line, LineFull
from assistant.pages.visitors import IDLE, MOST, PER_VISITOR, Rate, Seat, Visitors, is_id, new_id
from assistant.pipeline import Assistant

SIGNED = "2024年上半年东湖区签了多少项目？"
SAID = load_messages(Language.ZH)


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Slow(Assistant):
    """The real assistant, which takes its time and says how many it served at once."""

    def __init__(self, real: Assistant, seconds: float) -> None:
        super().__init__(real.index)
        self.seconds = seconds
        self.busy = 0
        self.most = 0

    def stream(
        self, text: str, turns: Sequence[str] = (), as_of: date | None = None
    ) -> Iterator[Stage | Answer]:
        self.busy += 1
        self.most = max(self.most, self.busy)
        events = super().stream(text, turns, as_of)
        yield next(events)
        time.sleep(self.seconds)
        yield from events
        self.busy -= 1


async def events(desk: Desk, text: str, visitor: str = "a") -> list[Event]:
    return [event async for event in desk.ask(text, Seat(visitor), "192.0.2.1", Language.ZH)]


def ask(desk: Desk, text: str, visitor: str = "a") -> list[Event]:
    return asyncio.run(events(desk, text, visitor))


def test_a_question_goes_through_its_stages_to_the_answer(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LASTS", 0)
    found = ask(Desk(assistant), SIGNED)
    stages = [event.stage for event in found if isinstance(event, Working)]
    assert stages[0] is Stage.SEARCH and Stage.VERIFY in stages
    assert isinstance(found[-1], Done) and found[-1].turn.answer.claims
    assert not any(isinstance(event, Waiting) for event in found)  # nobody was ahead


def test_conversations_of_visitors_stay_apart(assistant: Assistant) -> None:
    desk = Desk(assistant)
    ask(desk, SIGNED, "a")
    ask(desk, "外商投资还要审批吗？", "b")
    follow_up = ask(desk, "投资总额呢？", "a")[-1]
    assert isinstance(follow_up, Done) and follow_up.turn.number == 2
    assert follow_up.turn.answer.question is not None
    assert follow_up.turn.answer.question.turns == (SIGNED,)
    assert [turn.question for turn in desk.visitors.conversation(Seat("b"))] == ["外商投资还要审批吗？"]
    assert desk.visitors.conversation(Seat("c")) == ()


def test_what_cannot_be_used_is_turned_away_and_not_kept(assistant: Assistant) -> None:
    desk = Desk(assistant)
    assert ask(desk, "？？？")[-1] == TurnedAway(SAID.text("usage", "no_words"))
    assert ask(desk, "登" * 501)[-1] == TurnedAway(SAID.text("usage", "too_long", length=501, limit=500))
    assert desk.visitors.conversation(Seat("a")) == ()


def test_too_many_questions_in_a_minute_are_turned_away_kindly(assistant: Assistant) -> None:
    desk = Desk(assistant)
    answers = [ask(desk, "？")[-1] for _ in range(PER_VISITOR + 1)]
    last = answers[-1]
    assert isinstance(last, TurnedAway) and "请过" in last.text and last != answers[-2]
    assert isinstance(ask(desk, SIGNED, "somebody else")[-1], Done)


def test_only_so_many_are_answered_at_once_and_the_others_know_their_place(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 2)
    monkeypatch.setattr(asking, "LASTS", 0.02)
    monkeypatch.setattr(asking, "MOVES", 0.02)
    slow = Slow(assistant, 0.2)
    desk = Desk(slow)

    async def all_at_once() -> list[list[Event]]:
        return await asyncio.gather(*(events(desk, SIGNED, f"v{n}") for n in range(5)))

    found = asyncio.run(all_at_once())
    assert all(isinstance(one[-1], Done) for one in found)
    assert slow.most == 2
    places = [[event.ahead for event in one if isinstance(event, Waiting)] for one in found]
    assert places[0] == [] and places[1] == [] and max(places[4]) == 2
    assert places[4] == sorted(places[4], reverse=True)


def test_a_long_line_does_not_tell_every_move_to_everybody(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 1)
    monkeypatch.setattr(asking, "LASTS", 0.0)
    desk = Desk(assistant)

    async def all_at_once() -> list[list[Event]]:
        return await asyncio.gather(*(events(desk, SIGNED, f"v{n}") for n in range(12)))

    began = time.monotonic()
    found = asyncio.run(all_at_once())
    most = 1 + (time.monotonic() - began) // asking.MOVES
    assert all(isinstance(one[-1], Done) for one in found)
    assert all(sum(isinstance(event, Waiting) for event in one) <= most for one in found)
    assert any(isinstance(event, Waiting) for event in found[-1])


def test_patience_ends_and_the_place_becomes_free(assistant: Assistant) -> None:
    desk = Desk(Slow(assistant, 0.4), patience=0.05)
    assert ask(desk, SIGNED)[-1] == TurnedAway(SAID.text("visit", "timeout"))
    assert b"policy_answering 0.0" in desk.metrics.text()


def test_whatever_breaks_the_visitor_gets_a_sentence(assistant: Assistant) -> None:
    class Broken(Assistant):
        def stream(
            self, text: str, turns: Sequence[str] = (), as_of: date | None = None
        ) -> Iterator[Stage | Answer]:
            yield Stage.SEARCH
            raise RuntimeError("the disk is gone")

    assert ask(Desk(Broken(assistant.index)), SIGNED)[-1] == TurnedAway(SAID.text("visit", "failed"))


def test_leaving_in_the_middle_frees_the_place(assistant: Assistant) -> None:
    desk = Desk(Slow(assistant, 0.4))

    async def leave() -> None:
        async for _ in desk.ask(SIGNED, Seat("a"), "192.0.2.1", Language.ZH):
            break

    async def wait() -> None:
        await leave()
        await asyncio.sleep(0)

    asyncio.run(wait())
    assert b"policy_answering 0.0" in desk.metrics.text()
    assert desk.visitors.conversation(Seat("a")) == ()


def test_answers_are_noted_and_counted(assistant: Assistant, tmp_path: Path) -> None:
    desk = Desk(assistant, Journal(tmp_path / "journal.sqlite"))
    done = ask(desk, SIGNED)[-1]
    assert isinstance(done, Done) and done.turn.record == 1
    ask(desk, "？")
    text = desk.metrics.text().decode()
    assert 'policy_answers_total{language="zh",status="answered"} 1.0' in text
    assert 'policy_turned_away_total{reason="unusable"} 1.0' in text
    assert "policy_answer_seconds_count 1.0" in text and "process_resident_memory_bytes" in text
    assert SIGNED not in text


def test_a_full_line_takes_nobody_more() -> None:
    line = Line(at_once=1, longest=1)
    first, second = line.join(), line.join()
    with pytest.raises(LineFull):
        line.join()
    first.leave()
    assert (line.served, line.waiting) == (1, 0)
    second.leave()
    second.leave()  # leaving twice is no harm
    assert (line.served, line.waiting) == (0, 0)


def test_conversations_are_forgotten_when_idle_or_too_many(assistant: Assistant) -> None:
    clock = Clock()
    visitors = Visitors(clock)
    done = ask(Desk(assistant), SIGNED)[-1]
    assert isinstance(done, Done)
    for number in range(MOST + 2):
        visitors.keep(Seat(str(number)), (done.turn,))
    assert (
        len(visitors) == MOST and visitors.conversation(Seat("0")) == () and visitors.conversation(Seat("5"))
    )
    clock.now += IDLE + 1
    assert visitors.conversation(Seat("5")) == () and len(visitors) == 0


def test_a_rate_counts_a_sliding_minute_for_each_name() -> None:
    clock = Clock()
    rate = Rate(2, clock)
    assert [rate.wait("a"), rate.wait("a"), rate.wait("b")] == [0, 0, 0]
    clock.now = 20
    assert rate.wait("a") == 40
    clock.now = 60.5
    assert rate.wait("a") == 0


def test_ids_cannot_be_made_up() -> None:
    assert is_id(new_id()) and new_id() != new_id()
    assert not is_id("") and not is_id("x" * 21) and not is_id("../../etc/passwd------")


def test_an_unanswered_question_is_done_too(assistant: Assistant) -> None:
    done = ask(Desk(assistant), "东湖区招商服务中心的电话是多少")[-1]
    assert isinstance(done, Done) and done.turn.answer.status is AnswerStatus.NO_SOURCE
