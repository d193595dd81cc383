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
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, sync_playwright

from assistant.accounts import MADE_NAME
from assistant.messages import load_messages
from assistant.model import Language
from assistant.pages.turn import examples
from assistant.settings import current
from corpus.model import Topic

SCREENS = (
    ("wide", 1440, 900, "light"),
    ("wide-dark", 1440, 900, "dark"),
    ("phone", 360, 780, "light"),
    ("phone-dark", 360, 780, "dark"),
)
PAGES = (
    ("browse", "/browse"),
    ("nothing", "/browse?words=xyz"),
    ("versions", "/browse?view=versions"),
    ("recent", "/browse?view=recent"),
    ("ending", "/browse?view=ending"),
    ("document", "/doc/cn-small-2023-12"),
    ("versioned", "/doc/nc-hq-2021"),
    ("missing", "/doc/missing"),
)
CHECKED = """对月销售额10万元以下的增值税小规模纳税人，免征增值税，执行至2027年12月31日。
对小型微利企业减按20%计算应纳税所得额，按25%的税率缴纳企业所得税。
在本区开首店的企业，每家奖励500万元。
依据《外商投资法》第九十九条办理。"""
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
    with served(options.index) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        for name, width, height, scheme in SCREENS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="zh-CN",
            )
            page.goto(site.address)
            _converse(page, options.out, name)
            for step, path in PAGES:
                page.goto(site.address + path)
                _picture(page, options.out, f"{step}-{name}")
            _work(page, site, options.out, name)
            page.goto(f"{site.address}/language/en")
            _in_english(page, options.out, name)
            page.close()
        browser.close()
    return 0


def _converse(page: Page, folder: Path, name: str) -> None:
    """Take the pictures of one conversation: the first page, answers of each kind, a source, a fault."""
    messages = load_messages(Language.ZH)
    page.locator("#question textarea").wait_for()
    _picture(page, folder, f"start-{name}")
    page.get_by_role("button", name=examples(messages, Topic.INCENTIVE)[0]).click()
    page.locator("#turn-1:not(.pending)").wait_for()
    _picture(page, folder, f"answer-{name}")
    page.locator("#turn-1 .claim .cite").first.hover()
    _picture(page, folder, f"card-{name}")
    page.locator("#turn-1 .claim .cite").first.click()
    _picture(page, folder, f"source-{name}")
    page.keyboard.press("Escape")
    for step, question in (
        ("process", examples(messages, Topic.PROCESS)[0]),
        ("target", examples(messages, Topic.TARGET)[0]),
        ("clarify", "东湖区地区生产总值增长多少"),
        ("ended", "南昌市促进总部经济发展暂行办法的租房补助比例是多少"),
        ("refusal", "东湖区招商服务中心的电话是多少"),
    ):
        _ask(page, question)
        _picture(page, folder, f"{step}-{name}")
        if page.locator(".turn:last-child .shape").count():
            page.locator(".turn:last-child .shape").evaluate("shape => shape.scrollIntoView()")
            _picture(page, folder, f"{step}-shape-{name}")
    page.locator("#question textarea").fill("？？？")
    page.locator("#question textarea").press("Enter")
    page.locator("#status .fault").wait_for()
    _picture(page, folder, f"fault-{name}")


def _work(page: Page, site: Site, folder: Path, name: str) -> None:
    """Take the pictures of the staff pages: login, a checked text, a clause, a comparison."""
    page.goto(f"{site.address}/staff")
    _picture(page, folder, f"login-{name}")
    page.fill("#name", MADE_NAME)
    page.fill("#password", site.password)
    page.click(".login button")
    _picture(page, folder, f"desk-{name}")
    page.fill("#text", CHECKED)
    page.click("#check-form button.main")
    page.locator("#marked button").first.click()
    _picture(page, folder, f"check-{name}")
    page.locator("#result").evaluate("result => result.scrollIntoView()")
    _picture(page, folder, f"checked-{name}")
    page.click("#tab-clause")
    page.fill("#address", "财政部 税务总局公告2023年第12号")
    page.click("#clause-form button.main")
    page.locator("#clauses > *").first.wait_for()
    _picture(page, folder, f"clause-{name}")
    page.click("#tab-compare")
    page.fill("#compare-form [name=old]", "dh-gwr-2023")
    page.fill("#compare-form [name=new]", "dh-gwr-2024")
    page.click("#compare-form button.main")
    page.locator("#rows > *").first.wait_for()
    _picture(page, folder, f"compare-{name}")


def _in_english(page: Page, folder: Path, name: str) -> None:
    """Take the pictures of the English pages."""
    page.locator("#question textarea").wait_for()
    page.locator("#restart").evaluate("button => button.click()")
    page.locator(".turn").first.wait_for(state="detached")
    _picture(page, folder, f"english-{name}")
    _ask(page, examples(load_messages(Language.EN), Topic.INCENTIVE)[0])
    _picture(page, folder, f"english-answer-{name}")
    for step, path in (("browse", "/browse"), ("document", "/doc/cn-small-2023-12"), ("staff", "/staff")):
        page.goto(urljoin(page.url, path))
        _picture(page, folder, f"english-{step}-{name}")


def _ask(page: Page, question: str) -> None:
    """Ask a question and wait for the whole answer."""
    before = page.locator(".turn:not(.pending)").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    page.locator(".turn:not(.pending)").nth(before).wait_for()


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


@dataclass(frozen=True, slots=True)
class Site:
    """A running server: its address without a final slash, and the password of the staff pages."""

    address: str
    password: str


@contextmanager
def served(index: Path) -> Iterator[Site]:
    """Serve an index on a free port, and note nothing."""
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(index), "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if name != "ASSISTANT_STAFF"}
    environment["ASSISTANT_JOURNAL"] = "off"
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            if found is None:
                raise SystemExit(process.wait())
            yield Site(found.group(), process.stdout.readline().rsplit(" ", 1)[-1].strip())
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
