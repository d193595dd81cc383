"""How fast the page is for one visitor and for many: ``python -m evals.visits``.

Everything runs on this machine: a server of its own, a real Chromium for the first visit, then visitors over
HTTP. A visitor opens the page, asks one of the example questions as the page does, reads what came back, and
asks the next one. Reading takes 10 to 20 seconds: an answer with its sources has some hundred characters or
more, and people read 5 to 9 a second. Each visitor has a cookie, an address and a tab of its own.

Three rounds, in one run because a machine is never the same twice: one visitor who does not stop to read, as
many as wanted who do, and a few who do not, which shows how much the server can do at all. Timings depend on
the machine, so its load is printed with them, and they are never asserted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from assistant.messages import load_messages
from assistant.model import Language
from assistant.pages.turn import TOPICS, examples
from assistant.pages.visitors import PER_VISITOR
from assistant.settings import current
from evals.first_visit import first_visit
from evals.screenshots import served

ALONE, HURRIED = 15.0, 20.0  # seconds of the rounds without reading
CROWD = 8  # visitors who do not stop to read
_RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)
_USED = re.compile(r"^process_cpu_seconds_total (\S+)$", re.MULTILINE)


@dataclass(slots=True)
class Round:
    """What the visitors of a round saw."""

    name: str
    visitors: int
    seconds: float  # how long they asked
    reading: tuple[float, float]  # shortest and longest time between two questions
    answered: list[float] = field(default_factory=list)  # seconds from asking to the whole answer
    failed: list[str] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)  # memory of the server in bytes, over time
    used: float = 0.0  # seconds of processor time that the server took
    load: tuple[float, float] = (0.0, 0.0)  # of the machine over a minute, before and after

    def percentile(self, share: float) -> float:
        """Return the time within which a share of the answers came, in milliseconds."""
        return float(np.percentile(self.answered, share)) * 1000 if self.answered else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurements and return the exit code: 1 if a question was not answered."""
    parser = argparse.ArgumentParser(prog="python -m evals.visits", description="How fast the page is.")
    parser.add_argument("--index", type=Path, default=current().index, metavar="DIR", help="index folder")
    parser.add_argument("--visitors", type=int, default=50, help="at once")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long they ask")
    parser.add_argument("--reading", type=float, nargs=2, default=(10.0, 20.0), metavar="S", help="from, to")
    options = parser.parse_args(arguments)
    shortest, longest = options.reading
    rounds = (
        Round("one, without reading", 1, ALONE, (0.0, 0.0)),
        Round(f"{options.visitors} who read", options.visitors, options.seconds, (shortest, longest)),
        Round(f"{CROWD}, without reading", CROWD, HURRIED, (0.0, 0.0)),
    )
    with served(options.index) as site:
        for line in first_visit(site.address).lines():
            sys.stdout.write(f"{line}\n")
        for one in rounds:
            asyncio.run(_held(one, site.address))
    sys.stdout.write(report(rounds))
    return 1 if any(one.failed for one in rounds) else 0


def report(rounds: Sequence[Round]) -> str:
    """Return the rounds as a table; times of many are also given as a multiple of the time of one."""
    head = f"{'visitors':24}{'answers':>8}{'a second':>10}{'p50 ms':>8}{'p95 ms':>8}{'/ one':>7}"
    head += f"{'failed':>8}{'CPU ms':>8}  {'memory MB':18}{'load':>12}"
    lines = [head]
    for one in rounds:
        count = len(one.answered) or 1
        memory = [size / 2**20 for size in one.resident] or [0.0]
        kept = " → ".join(f"{memory[at]:.0f}" for at in (0, len(memory) // 2, -1))
        alone = rounds[0].percentile(50) or 1.0
        lines.append(
            f"{one.name:24}{len(one.answered):>8}{len(one.answered) / one.seconds:>10.1f}"
            f"{one.percentile(50):>8.0f}{one.percentile(95):>8.0f}{one.percentile(95) / alone:>7.1f}"
            f"{len(one.failed):>8}{one.used / count * 1000:>8.0f}  {kept:18}"
            f"{one.load[0]:>7.1f} {one.load[1]:>4.1f}"
        )
    faults = [f"failed: {line}" for one in rounds for line in one.failed[:5]]
    return "\n".join([*lines, *faults]) + "\n"


async def _held(one: Round, address: str) -> None:
    """Let the visitors of a round ask until its time is over."""
    before = os.getloadavg()[0]
    async with httpx.AsyncClient(base_url=address, timeout=60) as watcher:
        config = (await watcher.get("/config")).json()
        ask = next(row["id"] for row in config["dependencies"] if row["api_name"] == "ask")
        began = await _seen(watcher, one)
        ends = time.monotonic() + one.seconds
        tasks = [asyncio.create_task(_visit(address, n, ask, ends, one)) for n in range(one.visitors)]
        while time.monotonic() < ends:
            await asyncio.sleep(min(5.0, max(ends - time.monotonic(), 0.0)))
            await _seen(watcher, one)
        await asyncio.gather(*tasks)
        one.used = await _seen(watcher, one) - began
    one.load = (before, os.getloadavg()[0])


async def _seen(watcher: httpx.AsyncClient, one: Round) -> float:
    """Note the memory of the server, and return the processor time that it has used."""
    text = (await watcher.get("/metrics")).text
    resident, used = _RESIDENT.search(text), _USED.search(text)
    one.resident.append(float(resident[1]) if resident else 0.0)
    return float(used[1]) if used else 0.0


async def _visit(address: str, number: int, ask: int, ends: float, one: Round) -> None:
    """Be one visitor after the other: open the page, then ask and read in turn.

    A visitor leaves after as many questions as one may ask in a minute, and the next one comes.
    """
    chance = random.Random(number)
    messages = load_messages(Language.ZH)
    asked = [question for topic in TOPICS for question in examples(messages, topic)]
    home = f"127.0.{1 + number // 250}.{1 + number % 250}"
    await asyncio.sleep(chance.uniform(0, one.reading[1]))  # not all open the page in the same second
    while time.monotonic() < ends:
        transport = httpx.AsyncHTTPTransport(local_address=home)
        async with httpx.AsyncClient(base_url=address, timeout=60, transport=transport) as client:
            await client.get("/")
            session = f"{chance.getrandbits(64):x}"
            for _ in range(PER_VISITOR):
                if time.monotonic() >= ends:
                    return
                began = time.perf_counter()
                try:
                    await _answered(client, ask, chance.choice(asked), session)
                    one.answered.append(time.perf_counter() - began)
                except (httpx.HTTPError, RuntimeError) as error:
                    one.failed.append(repr(error))
                await asyncio.sleep(chance.uniform(*one.reading))


async def _answered(client: httpx.AsyncClient, ask: int, question: str, session: str) -> None:
    """Ask as the page does, and return when the whole answer is there.

    Raises:
        RuntimeError: if the question was not answered.
    """
    join = {"data": [question, session], "fn_index": ask, "session_hash": session}
    (await client.post("/gradio_api/queue/join", json=join)).raise_for_status()
    said = [""]
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        async for line in events.aiter_lines():
            if not line.startswith("data:"):
                continue
            said.append(line)
            if json.loads(line[5:])["msg"] == "process_completed":
                break
    if '"success":true' not in said[-1] or not any('class=\\"turn\\"' in line for line in said):
        raise RuntimeError(said[-1][:300])


if __name__ == "__main__":
    sys.exit(main())
