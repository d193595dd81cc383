"""Answers in a real browser, offline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import ask, visit
from playwright.sync_api import Browser, Page, expect
from serving import Served

from assistant.pages.plot import plots
from assistant.pipeline import Assistant

pytestmark = pytest.mark.browser

SIGNED = "2024年上半年东湖区签了多少项目？"
REGISTER = "在东湖区开公司，登记要几天？"


def test_an_example_gives_a_cited_answer(page: Page) -> None:
    page.get_by_role("button", name=SIGNED).click()
    expect(page.locator(".turn .claim", has_text="173个")).to_be_visible()
    expect(page.locator(".turn .cite").first).to_be_visible()
    expect(page.locator("#welcome")).to_be_hidden()


def test_a_citation_opens_its_clause_with_the_words_marked(page: Page) -> None:
    ask(page, SIGNED)
    button = page.locator(".turn .claim", has_text="173个").locator(".cite").first
    button.click()
    source = page.locator(f"#turn-1-source-{button.inner_text()}")
    mark = source.locator("mark.now")
    expect(mark).to_be_in_viewport()
    expect(mark).to_contain_text("173个")
    expect(source).to_contain_text("本库摘编")
    expect(button).to_have_attribute("aria-expanded", "true")
    box, said = source.bounding_box(), page.locator(".said").bounding_box()
    assert box and said and box["x"] >= said["x"] + said["width"]  # beside the answer
    source.get_by_role("link", name="在文件全文中查看").click()
    expect(page.locator(".passage:target")).to_contain_text("173个")
    expect(page.locator(".passage:target")).to_be_in_viewport()
    page.go_back()
    expect(page.locator(".turn .claim").first).to_be_visible()  # the conversation is still there


def test_hovering_a_citation_shows_a_card_that_escape_closes(page: Page) -> None:
    ask(page, SIGNED)
    page.locator(".claim .cite").first.hover()
    card = page.locator(".hover-card")
    expect(card).to_contain_text("磁力场")
    expect(card).to_contain_text("效力不明")
    expect(card.locator(".quoted")).to_contain_text("386个")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


def test_on_a_phone_a_citation_opens_a_sheet_that_gives_the_focus_back(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served, width=390, has_touch=True) as page:
        ask(page, SIGNED)
        button = page.locator(".claim", has_text="173个").locator(".cite").first
        button.click()
        sheet = page.get_by_role("dialog")
        expect(sheet.locator("mark.now")).to_contain_text("173个")
        expect(sheet.locator("mark.now")).to_be_in_viewport()
        sheet.get_by_role("button", name="关闭").click()
        expect(sheet).to_have_count(0)
        expect(button).to_be_focused()


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.type("2024年上半年东湖区")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("签了多少项目？")
    expect(page.locator("#question textarea")).to_have_value(re.compile("东湖区\n签了"))
    expect(page.locator(".turn")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".turn:not(.pending)")).to_have_count(1)
    page.locator(".cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source[open] mark.now").first).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.source') !== null")


def test_what_the_documents_do_not_say_is_refused(page: Page) -> None:
    ask(page, "东湖区招商服务中心的电话是多少")
    expect(page.locator(".message").first).to_contain_text("没有查到")
    expect(page.locator(".claim")).to_have_count(0)
    expect(page.locator(".source.near")).to_have_count(3)


def test_a_process_is_numbered_steps(page: Page) -> None:
    ask(page, REGISTER)
    steps = page.locator(".steps > li")
    expect(steps.first).to_be_visible()
    assert steps.count() >= 2
    expect(steps.first.locator(".cite")).to_have_count(1)


def test_figures_are_a_table_and_a_plot_that_can_be_saved(page: Page, assistant: Assistant) -> None:
    shape = assistant.answer(SIGNED).shape
    assert shape is not None
    kinds = [bar.kind for bar in plots(shape.rows)[0].bars]
    ask(page, SIGNED)
    expect(page.locator(".figures tbody tr")).to_have_count(len(shape.rows))
    plot = page.locator("svg.plot").first
    reached = kinds.count("reached")
    assert 0 < reached < len(kinds)
    expect(plot.locator("rect.reached")).to_have_count(1 + reached)  # in the legend and in the plot
    expect(plot.locator("rect.hoped")).to_have_count(1 + len(kinds) - reached)
    expect(plot).to_contain_text("2024年上半年")
    expect(plot.locator(".head")).to_contain_text("（个）")
    saved = {}
    for name in ("存为图片", "存为 SVG", "存为 CSV"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).first.click()
        saved[name] = Path(download.value.path()).read_bytes()
    assert saved["存为图片"].startswith(b"\x89PNG") and len(saved["存为图片"]) > 5000
    assert "386个" in saved["存为 SVG"].decode() and b"var(--" not in saved["存为 SVG"]
    table = saved["存为 CSV"].decode("utf-8-sig").splitlines()
    assert table[0] == '"指标","时期","数值","性质"' and len(table) == 1 + len(shape.rows)
    assert '"新签意向性重大项目","2024年上半年","173个","意向数"' in table


def test_an_answer_is_copied_with_its_citations(browser: Browser, served: Served) -> None:
    with visit(browser, served, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, "小微企业所得税有什么优惠？")
        page.get_by_role("button", name="复制回答").click()
        expect(page.get_by_role("button", name="已复制")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "[1] 《财政部 税务总局关于进一步支持小微企业" in copied and "公告2023年第12号）" in copied


def test_an_answer_is_rated_with_a_reason(page: Page) -> None:
    ask(page, SIGNED)
    page.get_by_role("button", name="有帮助", exact=True).click()
    expect(page.locator(".said-so")).to_have_text("谢谢，已记下。")
    page.get_by_role("button", name="没有帮助").click()
    page.get_by_label("已经过时").check()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("form.why")).to_be_hidden()
    expect(page.locator(".said-so")).to_have_text("谢谢，已记下。")


def test_code_in_a_question_is_shown_as_text(page: Page) -> None:
    code = "<script>window.hit=1</script><img src=x onerror=window.hit=1>${window.hit=1}{{window.hit=1}}登记"
    ask(page, code)
    expect(page.locator(".asked")).to_contain_text(code)
    assert page.evaluate("window.hit") is None
    assert page.locator(".turn script, .turn img").count() == 0
