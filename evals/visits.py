"""How fast the page is for one visitor and for many: ``python -m evals.visits``.

Everything runs on this machine: a server of its own, a real Chromium for the first visit, as many visitors
as wanted over HTTP, each with a cookie of its own, asking the example questions one after the other. Timings
depend on the machine, so they are printed and never asserted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
from playwright.sync_api import sync_playwright

from assistant.messages import load_messages
from assistant.model import Language
from assistant.pages.turn import TOPICS, examples
from assistant.settings import current
from evals.screenshots import QUIET, chromium, served

_RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)


@dataclass(slots=True)
class Load:
    """What many visitors saw."""

    seconds: list[float] = field(default_factory=list)  # from asking to the whole answer
    failed: list[str] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)  # memory of the server in bytes, over time


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurements and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.visits", description="How fast the page is.")
    parser.add_argument("--index", type=Path, default=current().index, metavar="DIR", help="index folder")
    parser.add_argument("--visitors", type=int, default=50, help="at once")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long they ask")
    parser.add_argument("--pause", type=float, default=6.0, help="mean seconds between two questions")
    options = parser.parse_args(arguments)
    with served(options.index) as address:
        _first_visit(address)
        load = asyncio.run(_many(address, options.visitors, options.seconds, options.pause))
    median, late = np.percentile(load.seconds, [50, 95]) if load.seconds else (0.0, 0.0)
    megabytes = [size / 2**20 for size in load.resident]
    sys.stdout.write(
        f"{options.visitors} visitors, {options.seconds:.0f} s: {len(load.seconds)} answers, "
        f"p50 {median * 1000:.0f} ms, p95 {late * 1000:.0f} ms, {len(load.failed)} failed; "
        f"memory {megabytes[0]:.0f} MB at first, {max(megabytes):.0f} at most, {megabytes[-1]:.0f} at last\n"
    )
    for line in load.failed[:5]:
        sys.stdout.write(f"failed: {line}\n")
    return 0


def _first_visit(address: str) -> None:
    """Measure one visitor with an empty cache in a real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        page = browser.new_page()
        loaded = [0]
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.loadingFinished",
            lambda event: loaded.__setitem__(0, loaded[0] + int(event["encodedDataLength"])),
        )
        page.goto(address)
        page.locator("#question textarea").wait_for()
        painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        ready = page.evaluate("performance.now()")
        size = loaded[0]
        began = time.perf_counter()
        page.locator(".example").first.click()
        page.locator(".turn:not(.pending) .claim").first.wait_for()
        took = time.perf_counter() - began
        browser.close()
    sys.stdout.write(
        f"first visit: first paint {painted:.0f} ms, ready {ready:.0f} ms, {size / 1024:.0f} KB loaded, "
        f"answer {took * 1000:.0f} ms after the click\n"
    )


async def _many(address: str, visitors: int, seconds: float, pause: float) -> Load:
    load = Load()
    ends = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as watcher:
        config = (await watcher.get("/config")).json()
        ask = next(row["id"] for row in config["dependencies"] if row["api_name"] == "ask")
        tasks = [asyncio.create_task(_visit(address, n, ask, ends, pause, load)) for n in range(visitors)]
        while time.monotonic() < ends:
            found = _RESIDENT.search((await watcher.get("/metrics")).text)
            load.resident.append(float(found[1]) if found else 0.0)
            await asyncio.sleep(5)
        await asyncio.gather(*tasks)
    return load


async def _visit(address: str, number: int, ask: int, ends: float, pause: float, load: Load) -> None:
    """Be one visitor: a question, the whole answer, a pause."""
    chance = random.Random(number)
    messages = load_messages(Language.ZH)
    asked = [question for topic in TOPICS for question in examples(messages, topic)]
    await asyncio.sleep(chance.uniform(0, pause))
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        await client.get("/")
        while time.monotonic() < ends:
            began = time.perf_counter()
            try:
                await _answered(client, ask, chance.choice(asked), f"visit{number}")
                load.seconds.append(time.perf_counter() - began)
            except (httpx.HTTPError, RuntimeError) as error:
                load.failed.append(repr(error))
            await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)


async def _answered(client: httpx.AsyncClient, ask: int, question: str, session: str) -> None:
    """Ask as the page does, and return when the whole answer is there.

    Raises:
        RuntimeError: if the question was not answered.
    """
    join = {"data": [question], "fn_index": ask, "session_hash": session}
    (await client.post("/gradio_api/queue/join", json=join)).raise_for_status()
    last = ""
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        async for line in events.aiter_lines():
            if not line.startswith("data:"):
                continue
            event = json.loads(line[5:])
            last = json.dumps(event, ensure_ascii=False)
            if event["msg"] == "process_completed":
                break
    if '"success": true' not in last or "fault" in last:
        raise RuntimeError(last[:300])


if __name__ == "__main__":
    sys.exit(main())
