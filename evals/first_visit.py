"""What a first visit costs: a real Chromium with an empty cache opens the page and clicks an example."""

from __future__ import annotations

import statistics
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from evals.screenshots import QUIET, chromium, served

VISITS = 3  # of which the median counts


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """Milliseconds from the request of the page, except for the answer; sizes as they came over the wire."""

    painted: float
    ready: float  # the input can be typed in
    answered: float  # from the click on an example question
    files: int
    loaded: int  # bytes
    elsewhere: int  # requests to another server

    def lines(self) -> tuple[str, ...]:
        """Return what was measured, one thing a line."""
        return (
            f"{'first paint':32}{self.painted:>10.0f} ms",
            f"{'input ready':32}{self.ready:>10.0f} ms",
            f"{'first answer after the click':32}{self.answered:>10.0f} ms",
            f"{'loaded':32}{self.loaded / 1024:>10.0f} KB in {self.files} files",
            f"{'asked of other servers':32}{self.elsewhere:>10} requests",
        )


def page_report(index: Path) -> str:
    """Return what a first visit costs, or why that could not be measured here."""
    try:
        chromium()
    except SystemExit as missing:
        return f"first visit: {missing}"
    with served(index) as site:
        found = [astuple(first_visit(site.address)) for _ in range(VISITS)]
    middle = FirstVisit(*(statistics.median(values) for values in zip(*found, strict=True)))
    return "\n".join(middle.lines())


def first_visit(address: str) -> FirstVisit:
    """Visit the chat at an address for the first time.

    Raises:
        SystemExit: if there is no Chromium on this machine.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        page = browser.new_page()
        sizes: list[int] = []
        asked: list[str] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.locator("#question textarea").wait_for()
        painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        ready = page.evaluate("performance.now()")
        files, loaded = len(sizes), sum(sizes)
        began = time.perf_counter()
        page.locator(".example").first.click()
        page.locator(".turn:not(.pending) .claim").first.wait_for()
        answered = (time.perf_counter() - began) * 1000
        browser.close()
    own = urlsplit(address).netloc
    web = [url for url in asked if url.startswith(("http:", "https:", "ws:", "wss:"))]
    return FirstVisit(
        painted, ready, answered, files, loaded, sum(urlsplit(url).netloc != own for url in web)
    )
