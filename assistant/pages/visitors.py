"""Who is asking: conversations apart from each other, and how often a visitor may ask."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from assistant.pages.conversation import Conversation

COOKIE = "visitor"
MOST = 2000  # conversations in memory; the ones not used for longest go first
IDLE = 2 * 3600  # seconds after which a conversation is forgotten
PER_VISITOR = 20  # questions a minute
PER_ADDRESS = 600  # questions a minute from one address: a whole office may stand behind it
_MINUTE = 60.0
_ID = re.compile(r"[A-Za-z0-9_-]{22}\Z")
_TAB = re.compile(r"[a-z0-9]{1,24}\Z")


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_urlsafe(16)


def is_id(text: str) -> bool:
    """Tell whether a text has the form of an id."""
    return bool(_ID.match(text))


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a conversation goes on: a visitor, and one of the tabs that this visitor has open.

    Two tabs are two conversations, so that a follow-up never continues what was asked in another tab. Who a
    visitor is says the cookie alone; the name of a tab is no secret.
    """

    visitor: str
    tab: str = ""

    @classmethod
    def of(cls, visitor: str, tab: str | None) -> Seat:
        """Return the seat; a name that no page of ours gives to a tab counts as none."""
        return cls(visitor, tab if tab and _TAB.match(tab) else "")


@dataclass(slots=True)
class _Kept:
    conversation: Conversation
    used: float


class Visitors:
    """The conversations of all visitors, in memory only.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: OrderedDict[Seat, _Kept] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many conversations are in memory."""
        return len(self._kept)

    def conversation(self, seat: Seat) -> Conversation:
        """Return what was asked in a seat; empty for an unknown one."""
        with self._lock:
            self._forget_idle()
            kept = self._kept.get(seat)
            return kept.conversation if kept else ()

    def keep(self, seat: Seat, conversation: Conversation) -> None:
        """Remember a conversation; an empty one is forgotten."""
        with self._lock:
            self._forget_idle()
            self._kept.pop(seat, None)
            if conversation:
                self._kept[seat] = _Kept(conversation, self._clock())
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def _forget_idle(self) -> None:
        oldest = self._clock() - IDLE
        while self._kept and next(iter(self._kept.values())).used < oldest:
            self._kept.popitem(last=False)


class Rate:
    """At most so many in a minute for each name.

    Args:
        most: how many.
        clock: seconds that only grow.
    """

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, name: str) -> float:
        """Count one more for a name, or return the seconds until there is room, which are above 0."""
        with self._lock:
            now = self._clock()
            self._forget(now - _MINUTE)
            times = self._times.setdefault(name, deque())
            while times and times[0] <= now - _MINUTE:
                times.popleft()
            if len(times) >= self._most:
                return times[0] + _MINUTE - now
            times.append(now)
            self._times.move_to_end(name)
            return 0.0

    def _forget(self, before: float) -> None:
        """Drop names whose last time is past; the first in line was counted longest ago."""
        while self._times and (not (times := next(iter(self._times.values()))) or times[-1] <= before):
            self._times.popitem(last=False)
