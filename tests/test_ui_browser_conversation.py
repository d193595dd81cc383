"""A conversation in a real browser, offline: turns, tabs, visitors, and what goes wrong on the way."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from browsing import PATIENCE, ask, visit
from openai_stub import Reply, Request, Stub, openai_stub
from playwright.sync_api import Browser, Page, expect
from serving import Served, serving

from assistant.pages.asking import AT_ONCE

pytestmark = pytest.mark.browser

SIGNED = "2024年上半年东湖区签了多少项目？"
REGISTER = "在东湖区开公司，登记要几天？"
RULE = "申请登记的主体材料齐全、符合法定形式的，登记机关当场登记"


@contextmanager
def slow_model(*, stall: bool = False) -> Iterator[tuple[Stub, threading.Event, dict[str, str]]]:
    """Run a model that states RULE once the event is set, and with ``stall`` does not end then.

    Yields:
        The model, the event, and the settings of a page that asks it.
    """
    go_on = threading.Event()

    def script(request: Request) -> Reply:
        go_on.wait(60)
        label = next(source["number"] for source in request.sources if RULE in source["text"])
        return Reply([{"text": f"{RULE}。", "citations": [label], "quotes": [RULE]}], stall=stall)

    with openai_stub() as stub:
        stub.script = script
        yield (
            stub,
            go_on,
            {"ASSISTANT_MODEL": "stub", "ASSISTANT_BASE_URL": stub.address, "ASSISTANT_API_KEY": "x"},
        )


def test_a_follow_up_is_understood_from_the_turn_before(page: Page) -> None:
    ask(page, "小微企业所得税有什么优惠？")
    ask(page, "个体工商户呢？")
    expect(page.locator("#turn-2 .notice-resolved")).to_contain_text("个体工商户")
    expect(page.locator("#turn-2 .claim").first).to_contain_text("个体工商户")
    expect(page.locator("#turn-1 .claim").first).to_be_visible()


def test_choices_and_suggestions_ask_by_a_click(page: Page) -> None:
    ask(page, "东湖区地区生产总值增长多少")
    choice = page.locator("#turn-1 .choices .choice").first
    year = choice.inner_text()
    choice.click()
    expect(page.locator("#turn-2:not(.pending) .asked")).to_contain_text(year)
    suggestion = page.locator("#turn-2 .suggestions .choice").first
    said = suggestion.inner_text()
    suggestion.click()
    expect(page.locator("#turn-3:not(.pending) .asked")).to_contain_text(said)
    expect(page.locator("#turn-3 .cite").first).to_be_visible()


def test_a_conversation_is_saved_and_can_be_opened(page: Page, browser: Browser, tmp_path: Path) -> None:
    ask(page, SIGNED)
    with page.expect_download() as download:
        page.get_by_role("link", name="网页文件").click()
    file = tmp_path / "record.html"
    download.value.save_as(file)
    assert "问答记录" in download.value.suggested_filename
    opened = browser.new_page()
    opened.goto(file.as_uri())
    expect(opened.locator("body")).to_contain_text(SIGNED)
    expect(opened.locator(".clause").first).to_contain_text("386个")
    opened.close()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word 文件").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_what_is_no_question_is_said_and_kept(page: Page) -> None:
    box = page.locator("#question textarea")
    for text in ("？？？", "登" * 501):
        box.fill(text)
        box.press("Enter")
        expect(page.locator("#status .fault")).to_be_visible()
        expect(box).to_have_value(text)
    expect(page.locator("#status .fault")).to_contain_text("500")
    expect(page.locator(".count")).to_contain_text("501")
    expect(page.locator(".turn")).to_have_count(0)


def test_starting_again_forgets_the_conversation(page: Page) -> None:
    ask(page, SIGNED)
    page.locator("#restart").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    page.reload()
    expect(page.locator("#question textarea")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "外商投资还要审批吗？")
    expect(page.locator("#turn-1")).to_be_visible()


def test_two_visitors_at_once_do_not_see_each_other(browser: Browser, served: Served) -> None:
    with visit(browser, served) as one, visit(browser, served) as two:
        for visitor, question in ((one, SIGNED), (two, "外商投资还要审批吗？")):
            visitor.locator("#question textarea").fill(question)
        one.locator("#question textarea").press("Enter")
        two.locator("#question textarea").press("Enter")
        expect(one.locator(".turn:not(.pending) .asked")).to_have_text(re.compile("2024年上半年"))
        expect(two.locator(".turn:not(.pending) .asked")).to_have_text(re.compile("外商投资"))
        for visitor, other in ((one, "外商投资还要审批"), (two, "2024年上半年")):
            visitor.reload()
            expect(visitor.locator(".turn")).to_have_count(1)
            assert other not in visitor.locator("#main").inner_text()


def test_the_language_is_switched_and_remembered_with_the_conversation(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served) as page:
        ask(page, SIGNED)
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        expect(page).to_have_title("Donghu Investment Policy")
        expect(page.locator(".turn .asked")).to_contain_text(SIGNED)
        expect(page.locator(".turn .sources h3")).to_have_text("Sources")
        assert page.evaluate("document.documentElement.lang") == "en"
        page.goto(served.address)
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        page.get_by_role("link", name="Documents").click()
        expect(page.locator("h1")).to_have_text("Documents")
        page.get_by_role("link", name="中文").click()
        expect(page.locator("h1")).to_have_text("文件目录")


def test_statements_appear_as_they_are_verified_and_can_be_stopped(
    browser: Browser, index_folder: Path
) -> None:
    with (
        slow_model(stall=True) as (stub, go_on, settings),
        serving(index_folder, **settings) as served,
        visit(browser, served) as page,
    ):
        page.locator("#question textarea").fill(REGISTER)
        page.locator("#question textarea").press("Enter")
        expect(page.locator(".turn.pending .stage")).to_have_text("整理中……")
        expect(page.locator("#stop")).to_be_visible()
        expect(page.locator(".claim")).to_have_count(0)
        go_on.set()
        expect(page.locator(".turn.pending .claim")).to_contain_text(RULE)  # the model has not ended yet
        page.locator("#stop").click()
        expect(page.locator("#question textarea")).to_have_value(REGISTER)
        expect(page.locator(".turn")).to_have_count(0)
        expect(page.locator("#stop")).to_be_hidden()
        stub.closing.set()


def test_who_waits_is_told_the_place_in_the_line_and_then_answered(
    browser: Browser, index_folder: Path
) -> None:
    with (
        slow_model() as (_, go_on, settings),
        serving(index_folder, **settings) as served,
        visit(browser, served) as page,
    ):
        rows = httpx.get(f"{served.address}/config").json()["dependencies"]
        ask_id = next(row["id"] for row in rows if row["api_name"] == "ask")
        for number in range(AT_ONCE + 1):
            join = {"data": [REGISTER, ""], "fn_index": ask_id, "session_hash": f"other{number}"}
            httpx.post(f"{served.address}/gradio_api/queue/join", json=join).raise_for_status()
        page.locator("#question textarea").fill(REGISTER)
        page.locator("#question textarea").press("Enter")
        expect(page.locator(".turn.pending .stage")).to_have_text("排队中，前面还有 1 位……")
        go_on.set()
        expect(page.locator(".turn:not(.pending) .claim").first).to_contain_text(RULE, timeout=PATIENCE)


def test_a_question_survives_a_server_that_goes_away(browser: Browser, index_folder: Path) -> None:
    with serving(index_folder) as served:
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(served.address)
        ask(page, SIGNED)
        served.process.kill()
        served.process.wait()
        page.locator("#question textarea").fill(REGISTER)
        page.locator("#question textarea").press("Enter")
        expect(page.locator(".connection-lost")).to_be_visible(timeout=20_000)
        expect(page.locator("#question textarea")).to_have_value(REGISTER)
        context.close()


def test_each_answer_is_copied_with_its_own_words(browser: Browser, served: Served) -> None:
    with visit(browser, served, permissions=["clipboard-read", "clipboard-write"]) as page:
        for question in (SIGNED, "外商投资还要审批吗？"):
            ask(page, question)
        for number, words in ((1, "173个"), (2, "外商投资")):
            page.locator(f"#turn-{number}").get_by_role("button", name="复制回答").click()
            expect(page.locator(f"#turn-{number}").get_by_role("button", name="已复制")).to_be_visible()
            assert words in page.evaluate("navigator.clipboard.readText()")


def test_earlier_answers_stay_as_their_reader_left_them(page: Page) -> None:
    ask(page, SIGNED)
    page.locator("#turn-1 .claim .cite").first.click()
    page.get_by_role("button", name="有帮助", exact=True).click()
    expect(page.locator("#turn-1 .said-so")).to_have_text("谢谢，已记下。")
    ask(page, "外商投资还要审批吗？")
    expect(page.locator("#turn-1 .source[open] mark.now").first).to_be_visible()
    expect(page.locator("#turn-1 [data-verdict=up]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#turn-2 [data-verdict=up]")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#turn-2 .source[open]")).to_have_count(0)


def test_two_tabs_are_two_conversations(browser: Browser, served: Served) -> None:
    with visit(browser, served) as first:
        ask(first, "小微企业所得税有什么优惠？")
        second = first.context.new_page()
        second.goto(served.address)
        expect(second.locator("#question textarea")).to_be_visible(timeout=PATIENCE)
        expect(second.locator(".turn")).to_have_count(0)
        ask(second, SIGNED)
        ask(first, "个体工商户呢？")  # goes on where this tab was, not where the other one is
        expect(first.locator("#turn-2 .notice-resolved")).to_contain_text("个体工商户")
        for tab, turns in ((first, 2), (second, 1)):
            tab.reload()
            expect(tab.locator(".turn")).to_have_count(turns, timeout=PATIENCE)
        with second.expect_download() as download:
            second.get_by_role("link", name="网页文件").click()
        saved = Path(download.value.path()).read_text(encoding="utf-8")
        assert SIGNED in saved and "小微企业" not in saved
        second.get_by_role("button", name="有帮助", exact=True).click()
        expect(second.locator(".said-so")).to_have_text("谢谢，已记下。")
        second.locator("#restart").click()
        expect(second.locator(".turn")).to_have_count(0)
        first.reload()
        expect(first.locator(".turn")).to_have_count(2, timeout=PATIENCE)


def test_the_copy_of_a_tab_is_a_conversation_of_its_own(browser: Browser, served: Served) -> None:
    with visit(browser, served) as first:
        ask(first, SIGNED)
        with first.expect_popup() as opened:  # a window that a page opens begins with a copy of its storage
            first.evaluate("window.open('/')")
        copy = opened.value
        expect(copy.locator("#question textarea")).to_be_visible(timeout=PATIENCE)
        expect(copy.locator(".turn")).to_have_count(0)
        ask(copy, "外商投资还要审批吗？")
        expect(copy.locator("#turn-1")).to_be_visible()
        first.reload()
        expect(first.locator(".turn .asked")).to_have_text(re.compile(SIGNED), timeout=PATIENCE)
