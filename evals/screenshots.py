"""Pictures of the page for people who change it: ``python -m evals.screenshots``.

Serves the index in a process of its own and drives the system's Chromium, as visitors with a desktop, a phone
and a dark desktop would see it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from assistant.messages import load_messages
from assistant.model import Language
from assistant.pages.turn import examples
from assistant.settings import current
from corpus.model import Topic

SCREENS = (("desktop", 1280, 860, "light"), ("phone", 390, 844, "light"), ("dark", 1280, 860, "dark"))
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_SETTLE = 800  # milliseconds for smooth scrolling to end


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one picture per screen and step, and return the exit code."""
    settings = current()
    parser = argparse.ArgumentParser(prog="python -m evals.screenshots", description="Pictures of the page.")
    parser.add_argument("--index", type=Path, default=settings.index, metavar="DIR", help="index folder")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"), metavar="DIR", help="where to")
    options = parser.parse_args(arguments)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.stderr.write("no Chromium on this machine: apt-get install chromium fonts-noto-cjk\n")
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    with _address(options.index) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        for name, width, height, scheme in SCREENS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="zh-CN",
            )
            page.goto(address)
            _walk(page, options.out, name)
            page.close()
        browser.close()
    return 0


def _walk(page: Page, folder: Path, name: str) -> None:
    """Take the pictures of one visit: the first page, an answer, its source, no answer, a fault."""

    def picture(step: str) -> None:
        page.wait_for_timeout(_SETTLE)
        page.screenshot(path=folder / f"{name}-{step}.png")

    box = page.locator("#question textarea")
    box.wait_for()
    picture("1-start")
    question = examples(load_messages(Language.ZH), Topic.TARGET)[0]
    page.get_by_role("button", name=question).click()
    page.locator("#turn-1").wait_for()
    picture("2-answer")
    page.locator("#turn-1 .cite").first.click()
    picture("3-source")
    box.fill("东湖区招商服务中心的电话是多少")
    box.press("Enter")
    page.locator("#turn-2").wait_for()
    picture("4-no-answer")
    box.fill("？？？")
    box.press("Enter")
    page.locator("#status .fault").wait_for()
    picture("5-fault")


@contextmanager
def _address(index: Path) -> Iterator[str]:
    """Serve an index on a free port and give the address of its page."""
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(index), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            if found is None:
                raise SystemExit(process.wait())
            yield found.group()
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
