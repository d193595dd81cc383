from __future__ import annotations

import os
import sys
import time

import psutil
import pytest

from corpus.workers import Harm, Workers


def act(order: str) -> str:
    if order == "die":
        os._exit(3)
    if order == "sleep":
        time.sleep(600)
    if order == "hoard":
        return str(len(bytearray(3_000_000_000)))
    if order == "much":
        return "甲" * 3_000_000
    return order.upper()


def children() -> list[psutil.Process]:
    return [p for p in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(p.cmdline())]


def test_results_come_in_order_and_harm_stays_with_its_task() -> None:
    workers: Workers[str, str] = Workers(act, 2, 4, 4000)
    tasks = ["a", "die", "b", "sleep", "much", "die", "c"]
    results = list(workers.run(tasks))
    assert results == ["A", Harm.DIED, "B", Harm.TOO_LONG, "甲" * 3_000_000, Harm.DIED, "C"]
    assert not children()


def test_stopping_early_leaves_no_process_behind() -> None:
    workers: Workers[str, str] = Workers(act, 2, 60, 4000)
    results = workers.run(["a", "sleep", "b"])
    assert next(results) == "A"
    results.close()  # type: ignore[attr-defined]
    assert not children()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux")
def test_memory_is_bounded_and_the_other_tasks_go_on() -> None:
    workers: Workers[str, str] = Workers(act, 1, 60, 2000)
    assert list(workers.run(["a", "hoard", "b"])) == ["A", Harm.DIED, "B"]
    assert not children()
