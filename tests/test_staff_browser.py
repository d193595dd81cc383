"""The staff desk in a real browser, offline."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright
from serving import serving

pytestmark = pytest.mark.browser

TEXT = "楼宇运营单位应当自楼宇启用之日起二十日内向主管部门报送楼宇信息。\n主管部门收到楼宇信息后，可以委托专业机构核对。"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_clerk_logs_in_checks_a_text_and_logs_out(regulations_folder: Path, width: int) -> None:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with serving(regulations_folder) as served, sync_playwright() as playwright:
        assert served.process.stdout is not None
        password = served.process.stdout.readline().rsplit(" ", 1)[1].strip()
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = running.new_context(viewport={"width": width, "height": 860}, locale="zh-CN")
        page, faults, contacted = context.new_page(), list[str](), set[str]()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: contacted.add(urlsplit(request.url).netloc))
        page.goto(f"{served.address}/staff")
        page.fill("#name", "staff")
        page.fill("#password", password)
        page.click(".login button")
        page.fill("#text", TEXT)
        page.click("#check-form button.main")
        wrong = page.locator("#marked button.contradicted")
        expect(wrong).to_have_text(re.compile("二十日内"))
        expect(page.locator("#marked button.verbatim")).to_have_count(1)
        wrong.click()
        expect(page.locator("#detail")).to_contain_text("十五日内")
        expect(page.locator("#detail mark")).to_contain_text("楼宇运营单位应当")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.click("#logout")
        expect(page.locator("#password")).to_be_visible()
        assert faults == [] and contacted == {urlsplit(served.address).netloc}
        running.close()
