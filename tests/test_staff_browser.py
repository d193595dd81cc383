"""The staff desk in a real browser, offline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import findings, visit
from playwright.sync_api import Browser, expect
from serving import serving

pytestmark = pytest.mark.browser

TEXT = "楼宇运营单位应当自楼宇启用之日起二十日内向主管部门报送楼宇信息。\n主管部门收到楼宇信息后，可以委托专业机构核对。"


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)])
def test_a_clerk_logs_in_checks_a_text_and_logs_out(
    browser: Browser, regulations_folder: Path, width: int, dark: bool
) -> None:
    with serving(regulations_folder) as served:
        assert served.process.stdout is not None
        password = served.process.stdout.readline().rsplit(" ", 1)[1].strip()
        with visit(browser, served, "/browse", width=width, dark=dark) as page:
            page.get_by_role("link", name="工作人员").click()
            assert findings(page) == []
            page.fill("#name", "staff")
            page.fill("#password", password)
            page.click(".login button")
            page.fill("#text", TEXT)
            page.click("#check-form button.main")
            wrong = page.locator("#marked button.contradicted")
            expect(wrong).to_have_text(re.compile("二十日内"))
            expect(wrong).to_be_in_viewport()
            expect(page.locator("#marked button.verbatim")).to_have_count(1)
            wrong.click()
            expect(page.locator("#detail")).to_contain_text("十五日内")
            expect(page.locator("#detail mark")).to_contain_text("楼宇运营单位应当")
            assert findings(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for tab in ("clause", "compare"):
                page.click(f"#tab-{tab}")
                assert findings(page) == []
            page.click("#logout")
            expect(page.locator("#password")).to_be_visible()


def test_what_was_typed_outlives_the_session(browser: Browser, regulations_folder: Path) -> None:
    with serving(regulations_folder) as served:
        assert served.process.stdout is not None
        password = served.process.stdout.readline().rsplit(" ", 1)[1].strip()
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(f"{served.address}/staff")
        for typed in (TEXT, ""):
            page.fill("#name", "staff")
            page.fill("#password", password)
            page.click(".login button")
            if typed:
                page.fill("#text", typed)
                context.clear_cookies(name="staff")
                page.click("#check-form button.main")
                expect(page.locator(".login .fault")).to_contain_text("请重新登录")
        expect(page.locator("#text")).to_have_value(TEXT)
        page.reload()
        expect(page.locator("#text")).to_have_value("")
        context.close()


def test_a_comparison_names_clauses_and_sides(browser: Browser, regulations_folder: Path) -> None:
    with serving(regulations_folder) as served:
        assert served.process.stdout is not None
        password = served.process.stdout.readline().rsplit(" ", 1)[1].strip()
        with visit(browser, served, "/staff", width=390) as page:
            page.fill("#name", "staff")
            page.fill("#password", password)
            page.click(".login button")
            page.click("#tab-compare")
            for old, differs in (("甲市楼宇管理条例（2020年）", True), ("甲市楼宇管理条例", False)):
                page.fill("#compare-form [name=old]", old)
                page.fill("#compare-form [name=new]", "甲市楼宇管理条例")
                page.click("#compare-form button.main")
                expect(page.get_by_text("两份文本没有不同。")).to_be_visible(visible=not differs)
                if differs:
                    changed = page.locator(".is-changed").first
                    expect(changed.locator(".chip").first).to_have_text("有改动 序言")
                    expect(changed.locator(".side")).to_have_text(["旧文本", "新文本"])
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
