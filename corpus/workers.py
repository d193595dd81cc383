"""Work done side by side in processes that may crash, hang or run out of memory without harm.

The pools of the usual libraries break as a whole when one process is killed in the wrong moment, because
their processes share a queue. Here each process has a pipe of its own, whose end tells that it died.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from multiprocessing.connection import Connection, wait
from pickle import PickleError
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_GRACE = 120.0  # seconds for a process to start
_TRIES = 3  # processes that die while they start, after which the work is done here


class Harm(Enum):
    """What can happen to a task."""

    DIED = auto()
    TOO_LONG = auto()


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    position: int = -1  # of its task, -1 while it starts or waits
    deadline: float = field(default_factory=lambda: time.monotonic() + _GRACE)
    is_ready: bool = False


class Workers(Generic[Task, Result]):
    """Processes that apply a function to tasks.

    Args:
        function: of a module, so that another process can import it; what it raises is not expected.
        count: processes.
        seconds: for one task.
        memory_megabytes: of one process, where the system can bound it.
    """

    def __init__(
        self, function: Callable[[Task], Result], count: int, seconds: float, memory_megabytes: int
    ) -> None:
        self._function = function
        self._count = count
        self._seconds = seconds
        self._memory = memory_megabytes
        self._workers: list[_Worker] = []
        self._stillborn = 0

    def run(self, tasks: Sequence[Task]) -> Iterator[Result | Harm]:
        """Yield the results in the order of the tasks; leaves no process behind, however it ends."""
        done: dict[int, Result | Harm] = {}
        left = len(tasks)
        waiting = iter(range(len(tasks)))
        try:
            for position in range(len(tasks)):
                while position not in done:
                    self._fill(left - len(done))
                    self._step(tasks, waiting, done)
                left -= 1
                yield done.pop(position)
        finally:
            for worker in self._workers:
                _end(worker)
            self._workers.clear()

    def _fill(self, left: int) -> None:
        while len(self._workers) < min(self._count, left) and self._stillborn < _TRIES:
            # Spawned, because forking a process with threads (Chroma, the web page) can lock up.
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(there, self._function, self._memory), daemon=True)
            with _undisturbed():
                process.start()
            there.close()
            self._workers.append(_Worker(process, here))

    def _step(self, tasks: Sequence[Task], waiting: Iterator[int], done: dict[int, Result | Harm]) -> None:
        """Wait for one thing to happen, and deal with it."""
        if not self._workers:
            position = next(waiting)
            done[position] = self._function(tasks[position])
            return
        busy = [w for w in self._workers if w.position >= 0 or not w.is_ready]
        soonest = min(worker.deadline for worker in busy) - time.monotonic()
        heard = wait([worker.pipe for worker in busy], max(0.0, soonest))
        for worker in busy:
            if worker.pipe in heard:
                self._hear(worker, done)
            elif time.monotonic() > worker.deadline:
                self._drop(worker, Harm.TOO_LONG, done)
        for worker in self._workers:
            if worker.is_ready and worker.position < 0 and (position := next(waiting, -1)) >= 0:
                self._give(worker, position, tasks[position], done)

    def _hear(self, worker: _Worker, done: dict[int, Result | Harm]) -> None:
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError, PickleError):
            self._drop(worker, Harm.DIED, done)
            return
        if worker.position >= 0:
            done[worker.position] = result
        worker.is_ready, worker.position = True, -1

    def _give(self, worker: _Worker, position: int, task: Task, done: dict[int, Result | Harm]) -> None:
        worker.position, worker.deadline = position, time.monotonic() + self._seconds
        try:
            worker.pipe.send(task)
        except OSError:
            self._drop(worker, Harm.DIED, done)

    def _drop(self, worker: _Worker, harm: Harm, done: dict[int, Result | Harm]) -> None:
        _end(worker)
        self._workers.remove(worker)
        self._stillborn += not worker.is_ready
        if worker.position >= 0:
            done[worker.position] = harm


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let processes started here inherit that Ctrl-C is not for them: it is the parent's affair.

    A terminal sends it to all of them, also while they are still importing what they need.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, function: Callable[[Any], Any], memory_megabytes: int) -> None:
    """Do tasks until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be blocked
    with suppress(ImportError, ValueError, OSError):
        import resource

        size = memory_megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    pipe.send(None)
    with suppress(EOFError, OSError):
        while True:
            pipe.send(function(pipe.recv()))
