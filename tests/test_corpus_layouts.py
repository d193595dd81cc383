"""Layouts of real papers: columns, notes, heads and feet, red heads, tables overleaf, old Office files, scans."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from ocr import why_not
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import DocumentError
from corpus.parse import split_clauses
from corpus.read import READERS, read_document
from corpus.readers.limits import Limits
from corpus.readers.markdown import parse_markdown
from corpus.readers.reading import Reading
from evals.made_files import (
    HEADER,
    Paragraph,
    convert,
    law_paragraphs,
    office_program,
    write_docx,
    write_pdf,
    write_scan,
    write_two_columns,
)

WIDTH, HEIGHT = A4
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ARTICLES = [
    f"第{n}条 " + f"企业在本市从事第{n}类投资活动的，应当遵守本条例，并按照规定向主管部门报送信息；" * 4
    + "逾期不报送的，责令改正。"
    for n in "一二三四五六七八九十"
]  # fmt: skip
LAW = "# 某市投资条例\n\n" + "\n\n".join(ARTICLES) + "\n"


def squeezed(text: str) -> str:
    return "".join(text.split())


def clauses(reading: Reading) -> list[tuple[str, str]]:
    return [(clause.locator, squeezed(clause.text)) for clause in split_clauses(reading, "d")]


def canvas(path: Path) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return Canvas(str(path), pagesize=A4)


def write(
    page: Canvas, text: str, top: float, *, size: float = 16, left: float = 80, wide: int = 26
) -> float:
    """Write a paragraph in lines of so many characters, the first indented; returns where it ends."""
    page.setFont("STSong-Light", size)
    lines = [text[: wide - 2], *(text[n : n + wide] for n in range(wide - 2, len(text), wide))]
    for number, line in enumerate(lines):
        page.drawString(left + (2 * size if number == 0 else 0), HEIGHT - top - size, line)
        top += 1.75 * size
    return top


def read(path: Path) -> Reading:
    return READERS[path.suffix](path, Limits())


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    write_two_columns(list(law_paragraphs(parse_markdown(LAW))), tmp_path / "a.pdf")
    found = read(tmp_path / "a.pdf")
    assert clauses(found) == clauses(parse_markdown(LAW))
    assert HEADER not in found.text
    assert found.places is not None
    second = found.text.index("第二条")
    boxes = found.places.within(second, found.text.index("第三条")).boxes()
    assert all(box.right < WIDTH / 2 for box in boxes), "the second article stands in the left column"


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_two_columns_of_a_scan_are_read_one_after_the_other(tmp_path: Path) -> None:
    write_two_columns(list(law_paragraphs(parse_markdown(LAW))), tmp_path / "a.pdf")
    write_scan(tmp_path / "a.pdf", tmp_path / "scan.pdf", seed=2, pages=1)
    numbers = [clause.article for clause in split_clauses(read(tmp_path / "scan.pdf"), "d") if clause.article]
    assert numbers[:4] == ["第一条", "第二条", "第三条", "第四条"]


def test_a_list_of_names_and_offices_is_not_two_columns(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    top = write(page, "第一条 办理事项和办理机关如下，企业可以就近办理。", 80)
    for number in range(14):
        page.drawString(80, HEIGHT - top - 16, "设立登记" + "变更注销备案年报"[: number % 7])
        page.drawString(320, HEIGHT - top - 16, f"第{number}窗口")
        top += 28
    page.save()
    lines = read(tmp_path / "a.pdf").text
    assert all(f" 第{number}窗口" in lines for number in range(14)), "a row stays together"


def test_a_footnote_stands_apart_from_the_article_that_goes_on_overleaf(tmp_path: Path) -> None:
    article = "第一条 企业按照投资额①的百分之五给予补助，" + "补助在项目建成以后分次拨付给企业，" * 3
    page = canvas(tmp_path / "a.pdf")
    write(page, article[:50], 80)  # two full lines
    page.setFont("STSong-Light", 9)
    page.drawString(80, 60, "①投资额指固定资产投资额，不含土地价款。")
    page.showPage()
    page.setFont("STSong-Light", 16)
    page.drawString(80, HEIGHT - 96, article[50:] + "每次一半。")
    write(page, "第二条 本办法自公布之日起施行。", 120)
    page.save()
    text = read(tmp_path / "a.pdf").text
    assert text.split("\n\n") == [
        f"{article}每次一半。",
        "第二条 本办法自公布之日起施行。",
        "脚注",
        "①投资额指固定资产投资额，不含土地价款。",
    ]


def test_footnotes_of_word_stand_apart(tmp_path: Path) -> None:
    document: Any = docx.Document()
    paragraph = document.add_paragraph("第一条 按照投资额")
    paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference {W} w:id="2"/>'))
    paragraph.add_run("的百分之五给予补助。")
    document.add_paragraph("第二条 本办法自公布之日起施行。")
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>不含土地价款。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        notes.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(str(tmp_path / "a.docx"))
    text = read(tmp_path / "a.docx").text
    assert "第一条 按照投资额的百分之五给予补助。" in text
    assert text.endswith("脚注\n\n注1：不含土地价款。") and "线" not in text


@pytest.mark.parametrize("foot", ["— {} —", "第 {} 页 共 4 页", "{}/4", "- {} -"])
def test_heads_feet_and_page_numbers_are_no_text(foot: str, tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    for number in range(1, 5):
        page.setFont("STSong-Light", 9)
        page.drawString(80, HEIGHT - 40, "某市人民政府公报" if number % 2 else "规范性文件")
        page.drawCentredString(WIDTH / 2, 40, foot.format(number))
        top = 80.0
        for article in ARTICLES[(number - 1) * 2 : number * 2]:
            top = write(page, article, top)
        page.showPage()
    page.save()
    assert squeezed(read(tmp_path / "a.pdf").text) == squeezed("".join(ARTICLES[:8]))


def test_a_red_head_gives_number_issuer_and_title(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.setFillColorRGB(0.8, 0, 0)
    page.setFont("STSong-Light", 36)
    page.drawCentredString(WIDTH / 2, HEIGHT - 120, "某市人民政府办公室文件")
    page.setFillColorRGB(0, 0, 0)
    page.setFont("STSong-Light", 16)
    page.drawCentredString(WIDTH / 2, HEIGHT - 180, "某府办发〔2024〕12号")
    page.line(80, HEIGHT - 200, WIDTH - 80, HEIGHT - 200)
    page.setFont("STSong-Light", 22)
    page.drawCentredString(WIDTH / 2, HEIGHT - 250, "某市人民政府办公室关于印发某市促进")
    page.drawCentredString(WIDTH / 2, HEIGHT - 285, "楼宇经济发展若干措施的通知")
    top = write(page, "各县（区）人民政府：", 320)
    top = write(page, "一、对新引进的企业，按照租金的百分之三十给予补助，最高不超过五十万元。", top)
    write(page, "二、本措施自2024年6月1日起施行，有效期三年。", top)
    page.drawRightString(WIDTH - 80, 150, "某市人民政府办公室")
    page.drawRightString(WIDTH - 80, 120, "2024年5月20日")
    page.save()
    found = read_document(tmp_path / "a.pdf", "a.pdf").document.metadata
    assert found.title == "某市人民政府办公室关于印发某市促进楼宇经济发展若干措施的通知"
    assert (found.doc_number, found.issuer) == ("某府办发〔2024〕12号", "某市人民政府办公室")
    assert [str(day) for day in (found.published, found.effective, found.expires)] == [
        "2024-05-20",
        "2024-06-01",
        "2027-05-31",
    ]


def test_a_table_that_goes_on_overleaf_is_one_table(tmp_path: Path) -> None:
    from reportlab.lib import colors
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    rows = [["类别", "标准", "期限"], *([f"第{n}类企业", f"{n}万元", f"{n}个月"] for n in range(1, 61))]
    style = TableStyle(
        [("FONT", (0, 0), (-1, -1), "STSong-Light", 12), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    )
    SimpleDocTemplate(str(tmp_path / "a.pdf"), pagesize=A4).build(
        [Table(rows, colWidths=[150, 150, 100], repeatRows=1, style=style)]
    )
    found = read(tmp_path / "a.pdf")
    assert len(PdfDocument(tmp_path / "a.pdf")) > 1
    assert [row.label for row in found.rows] == [f"表1 第{n}行" for n in range(1, 61)]
    assert [row.cells for row in found.rows][40] == (
        ("类别", "第41类企业"),
        ("标准", "41万元"),
        ("期限", "41个月"),
    )


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".xls"])
def test_an_old_office_file_without_libreoffice_says_what_to_do(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / f"a{suffix}").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(DocumentError, match="LibreOffice.*另存为"):
        read(tmp_path / f"a{suffix}")


@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
def test_an_old_word_file_is_read_through_libreoffice(tmp_path: Path) -> None:
    write_docx(list(law_paragraphs(parse_markdown(LAW))), tmp_path / "a.docx")
    convert([tmp_path / "a.docx"], "doc", tmp_path)
    shutil.copyfile(tmp_path / "a.doc", tmp_path / "b.wps")
    for name in ("a.doc", "b.wps"):
        assert clauses(read(tmp_path / name)) == clauses(parse_markdown(LAW))


@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
def test_what_libreoffice_cannot_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    try:
        text = read(tmp_path / "a.doc").text
    except DocumentError as error:
        assert str(error)
    else:
        assert "条" not in text


def test_a_scan_without_the_extra_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pdf([Paragraph("某条例", 1), Paragraph("第一条 甲。", 0)], tmp_path / "a.pdf")
    write_scan(tmp_path / "a.pdf", tmp_path / "scan.pdf", seed=1)
    monkeypatch.setattr("corpus.readers.pdf.is_installed", lambda: False)
    with pytest.raises(DocumentError, match="扫描件.*pip install"):
        read(tmp_path / "scan.pdf")


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_one_scanned_page_among_written_ones_is_recognised_and_marked_alone(tmp_path: Path) -> None:
    write_pdf([Paragraph("某条例", 1), Paragraph("第一条 登记机关应当当场办结。", 0)], tmp_path / "a.pdf")
    write_pdf([Paragraph("第二条 补助最高三十万元。", 0)], tmp_path / "b.pdf")
    write_scan(tmp_path / "b.pdf", tmp_path / "scan.pdf", seed=1)
    whole = PdfDocument.new()
    for name in ("a.pdf", "scan.pdf"):
        whole.import_pages(PdfDocument(tmp_path / name))
    whole.save(tmp_path / "mixed.pdf")
    document = read_document(tmp_path / "mixed.pdf", "mixed.pdf").document
    assert document.places is not None
    sure = [document.places.within(c.start, c.end).confidence() for c in document.clauses]
    assert [clause.article for clause in document.clauses] == ["第一条", "第二条"]
    assert sure[0] is None and sure[1] is not None
