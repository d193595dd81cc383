"""The line in front of the assistant: so many are answered at once, the others know how many are ahead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress


class LineFull(Exception):
    """So many wait already that one more would only lose time."""


class Line:
    """A line for one event loop.

    Args:
        at_once: how many may be served at the same time.
        longest: how many may wait.
    """

    def __init__(self, at_once: int, longest: int) -> None:
        self._at_once = at_once
        self._longest = longest
        self._served: set[Place] = set()
        self._waiting: list[Place] = []

    @property
    def served(self) -> int:
        """How many are being served."""
        return len(self._served)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def join(self) -> Place:
        """Take a place; whoever takes one must leave it.

        Raises:
            LineFull: if too many wait.
        """
        if len(self._waiting) >= self._longest:
            raise LineFull
        place = Place(self)
        self._waiting.append(place)
        self._move()
        return place

    def ahead(self, place: Place) -> int:
        """Return how many wait before a place, and 0 for the next one; -1 if it is being served."""
        return -1 if place in self._served else self._waiting.index(place)

    def leave(self, place: Place) -> None:
        """Give up a place, served or not."""
        if place in self._waiting:
            self._waiting.remove(place)
        self._served.discard(place)
        self._move()

    def _move(self) -> None:
        while self._waiting and len(self._served) < self._at_once:
            place = self._waiting.pop(0)
            self._served.add(place)
            place.turn.set()


class Place:
    """A place in a line."""

    def __init__(self, line: Line) -> None:
        self.turn = asyncio.Event()  # set when it is served
        self._line = line

    async def until_served(self, first: float, then: float) -> AsyncIterator[int]:
        """Yield how many are ahead, from 0, each time that has changed, until it is this one's turn.

        Each waiting visitor is told by a message, so a long line must not tell each of its moves to all.

        Args:
            first: seconds before the first time.
            then: seconds from each time to the next.
        """
        said, pause = -1, first
        while not self.turn.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.turn.wait(), pause)
                return
            ahead, pause = self._line.ahead(self), then
            if ahead >= 0 and ahead != said:
                said = ahead
                yield ahead

    def leave(self) -> None:
        """Give the place up."""
        self._line.leave(self)
