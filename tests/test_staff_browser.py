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
