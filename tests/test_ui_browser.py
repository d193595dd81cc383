"""The chat in a real browser, offline."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import PATIENCE, ask, chromium, visit
from openai_stub import Reply, Request, openai_stub
from playwright.sync_api import Browser, Page, expect
from serving import Served, serving

pytestmark = pytest.mark.browser

SIGNED = "2024年上半年东湖区签了多少项目？"
REGISTER = "在东湖区开公司，登记要几天？"


@pytest.fixture(scope="module")
def served(index_folder: Path) -> Iterator[Served]:
    with serving(index_folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    with visit(browser, served) as opened:
        yield opened


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


def test_what_the_documents_do_not_say_is_refused(page: Page) -> None:
    ask(page, "东湖区招商服务中心的电话是多少")
    expect(page.locator(".message").first).to_contain_text("没有写明")
    expect(page.locator(".claim")).to_have_count(0)
    expect(page.locator(".source.near")).to_have_count(3)


def test_a_process_is_numbered_steps(page: Page) -> None:
    ask(page, REGISTER)
    steps = page.locator(".steps > li")
    expect(steps.first).to_be_visible()
    assert steps.count() >= 2
    expect(steps.first.locator(".cite")).to_have_count(1)


def test_figures_are_a_table_and_a_plot_that_can_be_saved(page: Page) -> None:
    ask(page, SIGNED)
    expect(page.locator(".figures tbody tr")).to_have_count(3)
    plot = page.locator("svg.plot")
    expect(plot.locator("rect.reached")).to_have_count(2)  # in the legend and in the plot
    expect(plot.locator("rect.hoped")).to_have_count(2)
    expect(plot).to_contain_text("2024年上半年")
    expect(plot.locator(".head")).to_contain_text("（个）")
    saved = {}
    for name in ("存为图片", "存为 SVG", "存为 CSV"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        saved[name] = Path(download.value.path()).read_bytes()
    assert saved["存为图片"].startswith(b"\x89PNG") and len(saved["存为图片"]) > 5000
    assert "386个" in saved["存为 SVG"].decode() and b"var(--" not in saved["存为 SVG"]
    table = saved["存为 CSV"].decode("utf-8-sig").splitlines()
    assert table[0] == '"指标","时期","数值","性质"' and len(table) == 4
    assert '"新签意向性重大项目","2024年上半年","173个","意向数"' in table


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


def test_statements_appear_as_they_are_verified_and_can_be_stopped(
    browser: Browser, index_folder: Path
) -> None:
    rule = "申请登记的主体材料齐全、符合法定形式的，登记机关当场登记"
    go_on = threading.Event()

    def script(request: Request) -> Reply:
        go_on.wait(20)
        label = next(n for n, s in enumerate(request.sources, 1) if rule in s["text"])
        return Reply([{"text": f"{rule}。", "citations": [label], "quotes": [rule]}], stall=True)

    with openai_stub() as stub:
        stub.script = script
        settings = {"ASSISTANT_MODEL": "stub", "ASSISTANT_BASE_URL": stub.address, "ASSISTANT_API_KEY": "x"}
        with serving(index_folder, **settings) as served, visit(browser, served) as page:
            page.locator("#question textarea").fill(REGISTER)
            page.locator("#question textarea").press("Enter")
            expect(page.locator(".turn.pending .stage")).to_have_text("整理中……")
            expect(page.locator("#stop")).to_be_visible()
            expect(page.locator(".claim")).to_have_count(0)
            go_on.set()
            expect(page.locator(".turn.pending .claim")).to_contain_text(rule)  # the model has not ended yet
            page.locator("#stop").click()
            expect(page.locator("#question textarea")).to_have_value(REGISTER)
            expect(page.locator(".turn")).to_have_count(0)
            expect(page.locator("#stop")).to_be_hidden()
            stub.closing.set()


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
