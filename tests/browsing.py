"""Visits with a real headless Chromium; whatever a visit contacts must be the server it visits."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import Served

ROOT = Path(__file__).parent.parent
PATIENCE = 30_000  # milliseconds: a machine may be busy with other things
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium, or skip the test where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield running
        running.close()


@contextmanager
def visit(
    browser: Browser,
    served: Served,
    path: str = "/",
    *,
    width: int = 1280,
    dark: bool = False,
    **options: Any,
) -> Iterator[Page]:
    """Open a page as a new visitor; at the end no script may have failed and no other server been asked."""
    context = browser.new_context(
        viewport={"width": width, "height": 860},
        color_scheme="dark" if dark else "light",
        **({"locale": "zh-CN"} | options),
    )
    contacted: set[str] = set()
    faults: list[str] = []
    context.on("request", lambda request: contacted.add(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.goto(served.address + path)
    if path in ("/", "/en/"):
        expect(page.locator("#question textarea")).to_be_visible(timeout=PATIENCE)
    yield page
    context.close()
    own = urlsplit(served.address).netloc
    assert {urlsplit(url).netloc for url in contacted if not url.startswith(("data:", "blob:"))} == {own}
    assert faults == []


def ask(page: Page, question: str) -> None:
    """Ask a question and wait for the whole answer."""
    before = page.locator(".turn:not(.pending)").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator(".turn:not(.pending)")).to_have_count(before + 1, timeout=PATIENCE)
    expect(page.locator(".turn.pending")).to_have_count(0)


@lru_cache(maxsize=1)
def axe() -> str:
    """Return the script of axe-core, installed with npm on first use; skip the test where npm is absent."""
    script = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("no npm on this machine: the check with axe-core needs it")
        command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
        if done.returncode != 0 or not script.is_file():
            pytest.skip(f"axe-core could not be installed: {done.stderr.strip()[-200:]}")
    return script.read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical on a page."""
    page.wait_for_timeout(600)  # colours fade in
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe()})
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{row['impact']} {row['id']}: {node['target']}"
        for row in result["violations"]
        if row["impact"] in ("serious", "critical")
        for node in row["nodes"]
    ]
