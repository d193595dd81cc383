"""Pages of an original beside the clause: the boxes stand on the words, and only the file that was read is shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import numpy as np
import pypdfium2
import pytest
from browsing import ask, findings, visit
from PIL import Image
from playwright.sync_api import Browser, expect
from serving import Served, serving

from assistant.pages.excerpt import Excerpt, excerpts
from assistant.pipeline import Assistant
from corpus.pictures import page_picture
from evals.made_files import Paragraph, write_pdf
from index.build import build
from index.intake import add
from index.search import PolicyIndex

NAME = "首店补贴办法"
QUESTION = "首店补贴标准是多少？"
FILLER = "区商务局负责首店的统计、核实与公示工作，并会同有关部门定期公布进展情况。"


def write(folder: Path) -> Path:
    """Write a rule of several pages; the article that is asked about stands on the second one."""
    folder.mkdir(exist_ok=True)
    texts = [f"第{n}条　{FILLER * 2}" for n in "一二三四五六七八"]
    texts.append("第九条　东湖区首店补贴标准为每家二十万元，由区商务局受理申请后拨付，同一企业不重复享受。")
    paragraphs = [Paragraph(f"东湖区{NAME}", 1), *(Paragraph(text, 0) for text in texts)]
    write_pdf(paragraphs, folder / f"{NAME}.pdf")
    return folder / f"{NAME}.pdf"


def cited(index: PolicyIndex) -> Excerpt:
    answer = Assistant(index).answer(QUESTION)
    return next(e for e in excerpts(answer, index) if any(piece.claim for line in e.lines for piece in line))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("pdf") / "documents")


@pytest.fixture(scope="module")
def pdf_index(file: Path) -> Path:
    build([file.parent], file.parent.parent / "index")
    return file.parent.parent / "index"


@pytest.fixture(scope="module")
def pdf_served(pdf_index: Path) -> Iterator[Served]:
    with serving(pdf_index) as running:
        yield running


def test_the_boxes_hold_the_marked_words_and_nothing_else(file: Path, pdf_index: Path) -> None:
    excerpt = cited(PolicyIndex.open(pdf_index))
    marked = "".join(piece.text for line in excerpt.lines for piece in line if piece.claim)
    assert "二十万元" in marked and excerpt.leaves[0].number == 2
    document = pypdfium2.PdfDocument(file)
    read = ""
    for leaf in excerpt.leaves:
        page = document[leaf.number - 1].get_textpage()
        for boxed in leaf.boxes:
            box = boxed.box
            read += page.get_text_bounded(
                box.left, leaf.height - box.bottom, box.right, leaf.height - box.top
            )
    assert "".join(read.split()) == "".join(marked.split())


def test_the_picture_shows_ink_inside_the_boxes(pdf_index: Path, pdf_served: Served) -> None:
    leaf = cited(PolicyIndex.open(pdf_index)).leaves[0]
    reply = httpx.get(pdf_served.address + leaf.address, timeout=60)  # a process of its own draws it
    assert reply.status_code == 200 and reply.headers["Content-Type"] == "image/webp"
    assert "immutable" in reply.headers["Cache-Control"] and len(reply.content) < 500_000
    picture = Image.open(BytesIO(reply.content)).convert("L")
    scale = picture.width / leaf.width
    assert picture.height == pytest.approx(leaf.height * scale, abs=1)
    grey = np.asarray(picture)
    assert leaf.boxes
    for boxed in leaf.boxes:
        box = boxed.box
        left, top, right, bottom = (round(e * scale) for e in (box.left, box.top, box.right, box.bottom))
        assert (grey[top:bottom, left:right] < 128).mean() > 0.03
    assert grey[:, : round(30 * scale)].min() > 200  # the margin of the paper


def test_a_file_that_changed_or_went_away_is_not_shown(tmp_path: Path) -> None:
    file = write(tmp_path / "documents")
    build([file.parent], tmp_path / "index")
    index = PolicyIndex.open(tmp_path / "index")
    assert cited(index).leaves[0].address
    kept = file.read_bytes()
    file.write_bytes(kept + b"\n% another file")
    assert cited(index).leaves[0].address == "" and cited(index).leaves[0].number == 2
    file.unlink()
    assert cited(index).leaves[0].address == ""
    file.write_bytes(kept)
    assert cited(index).leaves[0].address


def test_a_file_added_one_by_one_is_shown_from_the_copy_that_is_kept(tmp_path: Path) -> None:
    file = write(tmp_path / "documents")
    add([file], tmp_path / "index", by="测试", reason="测试")
    shutil.rmtree(file.parent)
    assert cited(PolicyIndex.open(tmp_path / "index")).leaves[0].address


def test_there_is_no_picture_of_what_is_not_there(pdf_served: Served, file: Path, tmp_path: Path) -> None:
    there = f"{pdf_served.address}/leaf/1/{NAME}.pdf"
    assert httpx.get(there).headers["Cache-Control"] == "no-cache"
    for gone in ("0", "99", "x"):
        assert httpx.get(f"{pdf_served.address}/leaf/{gone}/{NAME}.pdf").status_code in (404, 422)
    for name in ("unknown", "..%2F..%2Fetc%2Fpasswd", ""):
        assert httpx.get(f"{pdf_served.address}/leaf/1/{name}").status_code == 404
    (tmp_path / "bad.pdf").write_bytes(file.read_bytes()[:900])
    assert page_picture(tmp_path / "bad.pdf", 1, 400) is None


def test_documents_without_pages_have_no_pictures(assistant: Assistant, served: Served) -> None:
    found = excerpts(assistant.answer("小微企业所得税有什么优惠？"), assistant.index)
    assert {excerpt.leaves for excerpt in found} == {()}
    assert httpx.get(f"{served.address}/leaf/1/cn-eit-law").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_stands_beside_the_answer_and_is_enlarged(
    browser: Browser, pdf_served: Served, width: int
) -> None:
    with visit(browser, pdf_served, width=width) as page:
        ask(page, QUESTION)
        page.locator(".claim .cite").first.click()
        place = page.locator(".sheet-dialog" if width < 900 else ".source[open]")
        leaf = place.locator(".leaf").first
        leaf.scroll_into_view_if_needed()
        expect(leaf.locator("figcaption")).to_have_text("原件第 2 页")
        expect(leaf.get_by_role("img")).to_have_attribute(
            "alt", f"《东湖区{NAME}》原件第 2 页，引用的文字加了框"
        )
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 1000", arg=leaf.locator("img").element_handle()
        )
        expect(leaf.locator("rect.now").first).to_be_visible()
        assert findings(page) == []
        leaf.get_by_role("button").click()
        assert findings(page) == []
        large = page.locator(".leaf-dialog")
        expect(large.locator("rect.now").first).to_be_in_viewport()
        small, wide = (
            place.evaluate(
                "at => (at.querySelector('rect').getBoundingClientRect().top - at.getBoundingClientRect().top) / at.offsetHeight"
            )
            for place in (leaf.locator(".leaf-open"), large.locator(".leaf-large"))
        )
        image = large.locator("img").evaluate(
            "at => at.getBoundingClientRect().top - at.parentElement.getBoundingClientRect().top"
        )
        assert small == pytest.approx(wide, abs=0.01) and image == 0
        page.keyboard.press("Escape")
        expect(large).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
