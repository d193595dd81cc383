"""Files uploaded to the staff desk in a real browser, and the same files on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import visit
from docx import Document
from playwright.sync_api import Browser, Page, expect
from serving import serving

from assistant.cli import main
from evals.made_files import Paragraph as Line
from evals.made_files import write_pdf

TITLE = "楼宇服务指南"
WRONG = "楼宇运营单位应当自楼宇启用之日起二十日内向主管部门报送楼宇信息。"
RIGHT = "主管部门收到楼宇信息后，可以委托专业机构核对，不得向楼宇运营单位收取费用。"


def write_word(path: Path) -> None:
    document = Document()
    for line in (TITLE, WRONG, RIGHT):
        document.add_paragraph(line)
    document.save(str(path))


def write_page(path: Path) -> None:
    path.write_text(
        "<!doctype html><html lang=zh><head><meta charset=utf-8><title>指南</title><script>alert(1)</script></head>"
        f"<body><nav><a href=/>首页</a></nav><h1>{TITLE}</h1><p>{WRONG}</p><p>{RIGHT}</p></body></html>",
        encoding="utf-8",
    )


def write_print(path: Path) -> None:
    write_pdf([Line(TITLE, 1), Line(WRONG, 0), Line(RIGHT, 0)], path)


KINDS: list[tuple[str, Callable[[Path], None]]] = [
    ("指南.docx", write_word), ("指南.pdf", write_print), ("指南.html", write_page),
]  # fmt: skip


@pytest.mark.parametrize(("name", "write"), KINDS)
def test_a_file_is_checked_on_the_command_line(
    regulations_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    write: Callable[[Path], None],
) -> None:
    write(tmp_path / name)
    code = main(["check", str(tmp_path / name), "--index", str(regulations_folder), "--json"])
    assert code == 0
    sentences = json.loads(capsys.readouterr().out)["sentences"]
    assert [(s["verdict"], s["text"]) for s in sentences] == [("contradicted", WRONG), ("verbatim", RIGHT)]


@pytest.mark.browser
def test_word_pdf_and_web_files_are_uploaded_and_results_saved(
    browser: Browser, regulations_folder: Path, tmp_path: Path
) -> None:
    temporary = tmp_path / "server"
    temporary.mkdir()
    with serving(regulations_folder, TMPDIR=str(temporary)) as served:
        assert served.process.stdout is not None
        password = served.process.stdout.readline().rsplit(" ", 1)[1].strip()
        with visit(browser, served, "/staff") as page:
            page.fill("#name", "staff")
            page.fill("#password", password)
            page.click(".login button")
            for name, write in KINDS:
                write(tmp_path / name)
                _upload(page, tmp_path / name)
                with page.expect_download() as download:
                    page.click("#check-exports a:has-text('DOCX')")
                saved = Document(str(download.value.path()))
                assert any("二十日内" in paragraph.text for paragraph in saved.paragraphs)
        assert list(temporary.glob("staff-*")) == []


def _upload(page: Page, file: Path) -> None:
    page.set_input_files("#file", file)
    page.click("#check-form button.main")
    expect(page.locator("#marked button.contradicted")).to_have_text(WRONG)
    expect(page.locator("#marked button.verbatim")).to_have_text(RIGHT)
