"""The page in a real browser, offline."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import Served, serving

pytestmark = pytest.mark.browser

SIGNED = "2024年上半年东湖区签了多少项目？"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="module")
def served(index_folder: Path) -> Iterator[Served]:
    with serving(index_folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """The page at the width of a desktop; whatever it contacts must be this server, and no script may fail."""
    yield from visit(browser, served, width=1280)


def visit(browser: Browser, served: Served, width: int, dark: bool = False) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 860}, color_scheme="dark" if dark else "light", locale="zh-CN"
    )
    contacted: set[str] = set()
    faults: list[str] = []
    context.on("request", lambda request: contacted.add(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.goto(served.address)
    expect(page.locator("#question textarea")).to_be_visible()
    yield page
    context.close()
    own = urlsplit(served.address).netloc
    assert {urlsplit(url).netloc for url in contacted if not url.startswith(("data:", "blob:"))} == {own}
    assert faults == []


def ask(page: Page, question: str) -> None:
    before = page.locator(".turn:not(.pending)").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator(".turn:not(.pending)")).to_have_count(before + 1)


def test_an_example_gives_a_cited_answer(page: Page) -> None:
    page.get_by_role("button", name=SIGNED).click()
    expect(page.locator(".turn .claim", has_text="173个")).to_be_visible()
    expect(page.locator(".turn .cite").first).to_be_visible()
    expect(page.locator("#welcome")).to_be_hidden()


def test_a_citation_opens_its_clause_with_the_words_marked(page: Page) -> None:
    ask(page, SIGNED)
    statement = page.locator(".turn .claim", has_text="173个")
    button = statement.locator(".cite").first
    label = button.inner_text()
    button.click()
    source = page.locator(f"#turn-1-source-{label}")
    mark = source.locator("mark.now")
    expect(mark).to_be_in_viewport()
    expect(mark).to_contain_text("173个")
    expect(source).to_contain_text("本库摘编")
    expect(button).to_have_attribute("aria-expanded", "true")
    box, said = source.bounding_box(), page.locator(".said").bounding_box()
    assert box and said and box["x"] >= said["x"] + said["width"]  # beside the answer
    button.click()
    expect(mark).to_be_hidden()


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.type(SIGNED)  # the input has the focus from the start
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)
    page.locator(".cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source[open] mark.now").first).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.source') !== null")


def test_code_in_a_question_is_shown_as_text(page: Page) -> None:
    code = "<script>window.hit=1</script><img src=x onerror=window.hit=1>${window.hit=1}{{window.hit=1}}登记"
    ask(page, code)
    expect(page.locator(".asked")).to_contain_text(code)
    assert page.evaluate("window.hit") is None
    assert page.locator(".turn script, .turn img").count() == 0


def test_what_is_no_question_is_said_and_kept(page: Page) -> None:
    box = page.locator("#question textarea")
    box.fill("？？？")
    box.press("Enter")
    expect(page.locator("#status .fault")).to_be_visible()
    expect(box).to_have_value("？？？")
    expect(page.locator(".turn")).to_have_count(0)


def test_starting_again_forgets_the_conversation(page: Page) -> None:
    ask(page, SIGNED)
    page.locator("#restart").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    ask(page, "外商投资还要审批吗？")
    expect(page.locator("#turn-1")).to_be_visible()


def test_two_visitors_do_not_see_each_other(browser: Browser, served: Served) -> None:
    first, second = visit(browser, served, 1280), visit(browser, served, 1280)
    one, two = next(first), next(second)
    ask(one, SIGNED)
    ask(two, "外商投资还要审批吗？")
    expect(one.locator(".asked")).to_have_text(re.compile("2024年上半年"))
    expect(two.locator(".asked")).to_have_text(re.compile("外商投资"))
    for visitor in (second, first):
        next(visitor, None)


@pytest.mark.parametrize(("width", "dark"), [(360, False), (390, True), (1920, False)])
def test_no_width_scrolls_sideways(browser: Browser, served: Served, width: int, dark: bool) -> None:
    visitor = visit(browser, served, width, dark)
    page = next(visitor)
    ask(page, "南昌市促进总部经济发展暂行办法的租房补助比例是多少" + "x" * 120)
    if page.locator(".cite").count():
        page.locator(".cite").first.click()
    else:
        page.locator(".source > summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    next(visitor, None)


def test_the_page_is_not_the_default_one(page: Page) -> None:
    expect(page).to_have_title("东湖区投资政策问答")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    expect(page.locator("footer")).to_have_count(1)
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("favicon.svg"))
    assert "Gradio" not in page.locator("body").inner_text()
