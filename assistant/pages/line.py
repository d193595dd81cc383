"""The line in front of the assistant: so many are answered at once, the others know how many are ahead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator


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
        self._moved = asyncio.Event()

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

    async def next_move(self) -> None:
        """Return when the line has moved."""
        await self._moved.wait()

    def _move(self) -> None:
        while self._waiting and len(self._served) < self._at_once:
            self._served.add(self._waiting.pop(0))
        self._moved.set()
        self._moved = asyncio.Event()


class Place:
    """A place in a line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def until_served(self) -> AsyncIterator[int]:
        """Yield how many are ahead, from 0, each time that changes, until it is this one's turn."""
        said = -1
        while (ahead := self._line.ahead(self)) >= 0:
            if ahead == said:
                await self._line.next_move()
            else:
                said = ahead
                yield ahead

    def leave(self) -> None:
        """Give the place up."""
        self._line.leave(self)
