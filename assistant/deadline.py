"""A time limit for a whole sequence of items, each of which may keep its reader waiting."""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Came(Generic[Item]):
    item: Item


@dataclass(frozen=True, slots=True)
class _Ended:
    error: Exception | None


def _left(ends: float) -> float:
    """Return the seconds until a moment.

    Raises:
        TimeoutError: if it has passed.
    """
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def within(seconds: float, items: Iterator[Item]) -> Generator[Item, None, None]:
    """Yield items for at most so many seconds in all.

    The items are produced in a thread of their own. When time is up, or the caller stops, that thread ends at
    its next item; a producer that can wait for ever needs a limit of its own as well.

    Raises:
        TimeoutError: if the items have not ended by then.
        Exception: what producing them raised.
    """
    ends = time.monotonic() + seconds
    line: queue.SimpleQueue[_Came[Item] | _Ended] = queue.SimpleQueue()
    stopped = threading.Event()

    def produce() -> None:
        try:
            for item in items:
                if stopped.is_set():
                    return
                line.put(_Came(item))
            line.put(_Ended(None))
        except Exception as error:  # raised again where the items are used
            line.put(_Ended(error))

    threading.Thread(target=contextvars.copy_context().run, args=(produce,), daemon=True).start()
    try:
        while True:
            try:
                # No wait is left when time is up, though a producer in a hurry has always something ready.
                came = line.get(timeout=_left(ends))
            except queue.Empty as error:
                raise TimeoutError from error
            if isinstance(came, _Came):
                yield came.item
            elif came.error:
                raise came.error
            else:
                return
    finally:
        stopped.set()
