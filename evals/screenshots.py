"""Pictures of the pages for people who change them: ``python -m evals.screenshots``.

Serves the index in a process of its own and drives the system's Chromium, as visitors with a wide screen and
a phone, in light and in dark, would see it.
"""

from __future__ import annotations

import argparse
import os
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

SCREENS = (
    ("wide", 1280, 860, "light"),
    ("wide-dark", 1280, 860, "dark"),
    ("phone", 390, 844, "light"),
    ("phone-dark", 390, 844, "dark"),
)
PAGES = (
    ("browse", "/browse"),
    ("versions", "/browse?view=versions"),
    ("recent", "/browse?view=recent"),
    ("ending", "/browse?view=ending"),
    ("document", "/doc/cn-small-2023-12"),
    ("missing", "/doc/missing"),
    ("english", "/en/"),
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_SETTLE = 700  # milliseconds for smooth scrolling to end


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one picture per screen and page, and return the exit code."""
    settings = current()
    parser = argparse.ArgumentParser(prog="python -m evals.screenshots", description="Pictures of the pages.")
    parser.add_argument("--index", type=Path, default=settings.index, metavar="DIR", help="index folder")
    parser.add_argument("--out", type=Path, default=Path("results/screenshots"), metavar="DIR", help="to")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with served(options.index) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        for name, width, height, scheme in SCREENS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="zh-CN",
            )
            page.goto(address)
            _converse(page, options.out, name)
            for step, path in PAGES:
                page.goto(address + path)
                _picture(page, options.out, f"{step}-{name}")
            page.close()
        browser.close()
    return 0


def _converse(page: Page, folder: Path, name: str) -> None:
    """Take the pictures of one conversation: the first page, answers of each kind, a source, a fault."""
    messages = load_messages(Language.ZH)
    box = page.locator("#question textarea")
    box.wait_for()
    _picture(page, folder, f"start-{name}")
    page.get_by_role("button", name=examples(messages, Topic.INCENTIVE)[0]).click()
    page.locator("#turn-1:not(.pending)").wait_for()
    _picture(page, folder, f"answer-{name}")
    page.locator("#turn-1 .claim .cite").first.click()
    _picture(page, folder, f"source-{name}")
    page.keyboard.press("Escape")
    for turn, (step, question) in enumerate(
        (
            ("process", examples(messages, Topic.PROCESS)[0]),
            ("target", examples(messages, Topic.TARGET)[0]),
            ("refusal", "东湖区招商服务中心的电话是多少"),
        ),
        2,
    ):
        box.fill(question)
        box.press("Enter")
        page.locator(f"#turn-{turn}:not(.pending)").wait_for()
        if step != "refusal":
            page.locator(f"#turn-{turn} .shape").evaluate("shape => shape.scrollIntoView()")
        _picture(page, folder, f"{step}-{name}")
    box.fill("？？？")
    box.press("Enter")
    page.locator("#status .fault").wait_for()
    _picture(page, folder, f"fault-{name}")


def _picture(page: Page, folder: Path, name: str) -> None:
    page.wait_for_timeout(_SETTLE)
    page.screenshot(path=folder / f"{name}.png")


def chromium() -> str:
    """Return the path of the system's Chromium.

    Raises:
        SystemExit: if there is none.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium fonts-noto-cjk")
    return program


@contextmanager
def served(index: Path) -> Iterator[str]:
    """Serve an index on a free port, note nothing, and give the address."""
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(index), "--port", "0"]
    environment = os.environ | {"ASSISTANT_JOURNAL": "off"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
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
