"""Every page in a real browser, under axe-core, in light and dark, narrow and wide; and a document that holds code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import PATIENCE, ask, findings, visit
from playwright.sync_api import Browser, Page, expect
from serving import Served, serving

from index.build import build

pytestmark = pytest.mark.browser

SIGNED = "2024年上半年东湖区签了多少项目？"
CODE = "<script>window.hit=1</script><img src=x onerror=window.hit=1>{{window.hit=1}}${window.hit=1}"


EVIL = f"""---
id: evil
title: 首店补贴办法{CODE}
issuer: 某机关{CODE}
level: 东湖区
status: in_force
kind: official_text
published: '2026-01-01'
source_url: javascript:window.hit=1
cautions: ['{CODE}']
---

# 首店补贴办法

第一条 东湖区首店补贴标准为每家20万元。

第二条 首店补贴由区商务局受理{CODE}。
"""


def test_documents_are_filtered_and_read_without_the_chat(browser: Browser, served: Served) -> None:
    with visit(browser, served, "/browse", java_script_enabled=False) as page:
        expect(page.locator(".entry")).to_have_count(50)
        page.get_by_label("层级").select_option("东湖区")
        page.get_by_label("标题、文号或发文机关").fill("2024年")
        page.get_by_role("button", name="筛选").click()
        expect(page.locator(".entry")).to_have_count(1)
        page.locator(".entry-title").click()
        expect(page.locator("h1")).to_have_text("2024年东湖区政府工作报告")
        expect(page.locator(".timeline .moment")).to_have_count(6)
        expect(page.locator(".passage").first).to_be_visible()


def test_a_permalink_shows_its_clause_and_can_be_copied(browser: Browser, served: Served) -> None:
    with visit(
        browser, served, "/doc/cn-eit-law#cneit-03", permissions=["clipboard-read", "clipboard-write"]
    ) as page:
        clause = page.locator("#cneit-03")
        expect(clause).to_be_in_viewport()
        clause.hover()
        clause.get_by_role("button").click()
        page.wait_for_timeout(200)
        assert page.evaluate("navigator.clipboard.readText()") == f"{served.address}/doc/cn-eit-law#cneit-03"


def test_code_in_a_document_is_shown_as_text_everywhere(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "evil.md").write_text(EVIL, encoding="utf-8")
    build([folder], tmp_path / "index")
    with serving(tmp_path / "index") as served, visit(browser, served) as page:
        ask(page, "东湖区首店补贴标准是多少？")
        page.locator(".claim .cite").first.hover()
        page.locator(".claim .cite").first.click()
        expect(page.locator(".source[open] .name").first).to_contain_text("<script>")
        page.locator(".source[open] .neighbour summary").first.click()
        for address in ("/browse", "/browse?view=recent", "/doc/evil", f"/browse?words={CODE}"):
            assert page.evaluate("window.hit") is None
            page.goto(served.address + address)
            expect(page.locator("#main")).to_contain_text("<script>")
        assert page.evaluate("window.hit") is None
        assert page.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_axe_finds_nothing_serious_on_the_chat(
    browser: Browser, served: Served, width: int, dark: bool
) -> None:
    with visit(browser, served, width=width, dark=dark) as page:
        assert findings(page) == []
        ask(page, SIGNED)
        page.locator("[data-verdict=down]").click()
        page.locator(".claim .cite").first.click()
        assert findings(page) == []
        if width < 900:
            page.get_by_role("button", name="关闭").click()
        ask(page, "东湖区地区生产总值增长多少")
        page.locator("#question textarea").fill("？")
        page.locator("#question textarea").press("Enter")
        expect(page.locator("#status .fault")).to_be_visible()
        assert findings(page) == []


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious_on_the_other_pages(browser: Browser, served: Served, dark: bool) -> None:
    with visit(browser, served, "/browse", dark=dark) as page:
        for address in (
            "/browse", "/browse?words=none", "/browse?view=versions", "/browse?view=recent",
            "/browse?view=ending", "/doc/nc-hq-2021", "/doc/cn-eit-law", "/en/", "/staff",
        ):  # fmt: skip
            page.goto(served.address + address)
            assert findings(page) == [], address


def test_axe_finds_nothing_serious_on_the_page_of_a_missing_document(
    browser: Browser, served: Served
) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(f"{served.address}/doc/missing")
    expect(page.locator("h1")).to_contain_text("没有收录")
    assert findings(page) == []
    page.close()


@pytest.mark.parametrize("width", [360, 1920])
def test_no_other_page_scrolls_sideways(browser: Browser, served: Served, width: int) -> None:
    with visit(browser, served, "/browse", width=width) as page:
        for address in ("/browse", "/browse?view=versions", "/doc/nc-hq-2021", "/doc/cn-zhaoshang-list-2026"):
            page.goto(served.address + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            expect(page.get_by_text("仅供了解情况")).to_be_in_viewport()


def test_dark_and_light_are_switched_and_remembered(browser: Browser, served: Served) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with visit(browser, served, dark=True) as page:
        dark = page.evaluate(ground)
        page.get_by_role("button", name="切换深色或浅色").click()
        light = page.evaluate(ground)
        assert dark == "rgb(17, 22, 28)" and light == "rgb(245, 247, 249)"
        page.reload()
        expect(page.locator("#question textarea")).to_be_visible(timeout=PATIENCE)
        assert page.evaluate(ground) == light
        page.goto(f"{served.address}/browse")
        assert page.evaluate(ground) == light


@pytest.mark.parametrize(("width", "dark"), [(360, False), (390, True), (768, False), (1920, False)])
def test_no_width_scrolls_sideways_and_the_notice_stays(
    browser: Browser, served: Served, width: int, dark: bool
) -> None:
    with visit(browser, served, width=width, dark=dark) as page:
        notice = page.get_by_text("仅供了解情况")
        expect(notice).to_be_in_viewport()
        for question in (SIGNED, "南昌市促进总部经济发展暂行办法的租房补助比例是多少" + "x" * 120):
            ask(page, question)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            expect(notice).to_be_in_viewport()
            expect(page.locator("#question textarea")).to_be_in_viewport()


def test_the_page_is_not_the_default_one(page: Page) -> None:
    expect(page).to_have_title("东湖区投资政策问答")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    expect(page.locator("footer")).to_have_count(1)
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("favicon.svg"))
    assert "Gradio" not in page.locator("body").inner_text()
