"""Word, web pages, workbooks and PDF, made in a temporary folder and read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from corpus.load import load_corpus
from corpus.model import Clause, Document
from corpus.places import PlaceMap
from corpus.read import READERS, read_document
from corpus.readers.html import decode_page, parse_html
from corpus.readers.limits import Limits
from corpus.readers.markdown import parse_markdown
from evals.made_files import HEADER, Paragraph, law_paragraphs, web_page, write_docx, write_pdf
from evals.made_tables import MadeTable, make_tables, table_docx, table_html, table_pdf, table_xlsx
from index.passages import make_passages, passage_from_json, passage_to_json

LAW = """# 某市投资促进条例

2023年5月1日 某市第十届人民代表大会常务委员会第三次会议通过

## 第一章 总则

第一条 为了促进投资，根据《中华人民共和国外商投资法》和有关法律、行政法规，结合本市实际，制定本条例。

第二条 本市行政区域内的投资促进工作，适用本条例；依照本条例第十条的规定办理的，从其规定，但是法律另有规定的除外。

## 第二章 服务

第三条 登记机关应当在3个工作日内办结下列事项：

（一）设立登记；

（二）变更登记。

第四条 本条例自2023年7月1日起施行。
"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def squeezed(text: str) -> str:
    return "".join(text.split())


def addresses(document: Document) -> list[tuple[str, str]]:
    for clause in document.clauses:
        assert document.text[clause.start : clause.end] == clause.text
    return [(clause.locator, squeezed(clause.text)) for clause in document.clauses]


def original() -> Document:
    path = Path(__file__)
    from corpus.parse import split_clauses
    from corpus.text_metadata import from_text

    reading = parse_markdown(LAW)
    found = from_text(reading, path.name)
    return Document(found, reading.text, split_clauses(reading, found.id))


@pytest.fixture(params=["docx", "pdf", "html"])
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Document:
    paragraphs = list(law_paragraphs(parse_markdown(LAW)))
    file = tmp_path / f"条例.{request.param}"
    if request.param == "docx":
        write_docx(paragraphs, file)
    elif request.param == "pdf":
        write_pdf(paragraphs, file)
    else:
        file.write_text(web_page(paragraphs), encoding="utf-8")
    return read_document(file, file.name).document


def test_every_clause_and_address_comes_back(copy: Document) -> None:
    assert addresses(copy) == addresses(original())
    assert HEADER not in copy.text


def test_metadata_comes_back(copy: Document) -> None:
    found = copy.metadata
    assert found.title == "某市投资促进条例"
    assert (str(found.published), str(found.effective)) == ("2023-05-01", "2023-07-01")


def article(document: Document, name: str) -> Clause:
    return next(clause for clause in document.clauses if clause.article == name)


def test_pdf_characters_have_a_page_and_a_box(tmp_path: Path) -> None:
    long = [Paragraph("某条例", 1)] + [
        Paragraph(f"第{n}条 " + "甲乙丙丁" * 60 + "。", 0) for n in "一二三四五六七八九"
    ]
    write_pdf(long, tmp_path / "长.pdf")
    document = read_document(tmp_path / "长.pdf", "长.pdf").document
    places = document.places
    assert places is not None
    assert len(places.pages()) > 2 and places.pages() == tuple(range(1, len(places.pages()) + 1))
    first = article(document, "第一条")
    where = places.within(first.start, first.end)
    assert where.pages() == (1,)
    page, width, height = where.sizes[0]
    assert all(0 <= b.left < b.right <= width and 0 <= b.top < b.bottom <= height for b in where.boxes())
    for run in places.runs:
        assert len(run.edges) == run.end - run.start + 1
    tops = [box.top for box in where.boxes()]
    assert tops == sorted(tops) and len(tops) > 3
    crossing = [c for c in document.clauses if len(places.within(c.start, c.end).pages()) == 2]
    assert crossing, "an article that goes on overleaf is one clause on two pages"


def test_places_survive_the_store(tmp_path: Path) -> None:
    write_pdf(list(law_paragraphs(parse_markdown(LAW))), tmp_path / "a.pdf")
    for passage in make_passages(read_document(tmp_path / "a.pdf", "a.pdf").document):
        assert passage.places is not None and passage.places.pages() == (1,)
        assert passage_from_json(passage_to_json(passage), passage.text) == passage


def test_word_paragraphs_are_counted(tmp_path: Path) -> None:
    write_docx(list(law_paragraphs(parse_markdown(LAW))), tmp_path / "a.docx")
    document = read_document(tmp_path / "a.docx", "a.docx").document
    third = article(document, "第三条")
    assert isinstance(document.places, PlaceMap)
    assert document.places.within(third.start, third.end).paragraphs() == (7, 8, 9)


def numbered(document: Any, pattern: str, form: str) -> str:
    """Add a list whose numbers Word writes, and return its id."""
    numbering = document.part.numbering_part.element
    name = str(90 + len(numbering))
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="{name}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/><w:suff w:val="space"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'))
    return name


def test_numbers_that_word_writes_are_written_out(tmp_path: Path) -> None:
    document: Any = docx.Document()
    articles = numbered(document, "第%1条", "chineseCountingThousand")
    items = numbered(document, "（%1）", "chineseCounting")
    circles = numbered(document, "%1", "decimalEnclosedCircle")
    for words, name in [
        ("甲。", articles),
        ("乙：", articles),
        ("其一；", items),
        ("其二。", items),
        ("注。", circles),
        ("丙。", articles),
    ]:
        paragraph = document.add_paragraph(words)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="{name}"/></w:numPr>')
        )
    document.save(str(tmp_path / "a.docx"))
    text = read_document(tmp_path / "a.docx", "a.docx").document.text
    assert text.split("\n\n") == [
        "第一条 甲。",
        "第二条 乙：",
        "（一） 其一；",
        "（二） 其二。",
        "① 注。",
        "第三条 丙。",
    ]


def test_tracked_changes_count_as_accepted_and_text_boxes_are_read(tmp_path: Path) -> None:
    document: Any = docx.Document()
    paragraph = document.add_paragraph("第一条 最高补助")
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>30</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>50</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:moveFrom {W}><w:r><w:t>旧句</w:t></w:r></w:moveFrom>"))
    paragraph.add_run("万元。")
    box = document.add_paragraph("第二条 乙。")
    box.add_run()._r.append(
        parse_xml(
            f'<w:pict {W} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        )
    )
    document.save(str(tmp_path / "a.docx"))
    text = read_document(tmp_path / "a.docx", "a.docx").document.text
    assert "最高补助50万元。" in text and "旧句" not in text
    assert "框里的话" in text.split("\n\n")


@pytest.mark.parametrize("made", make_tables(4, seed=3), ids=lambda made: made.title)
@pytest.mark.parametrize("suffix", [".docx", ".html", ".xlsx", ".pdf"])
def test_tables_with_merged_cells(made: MadeTable, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"表{suffix}"
    if suffix == ".html":
        file.write_text(table_html(made), encoding="utf-8")
    else:
        {".docx": table_docx, ".xlsx": table_xlsx, ".pdf": table_pdf}[suffix](made, file)
    rows = READERS[suffix](file, Limits()).rows
    assert tuple(row.cells for row in rows) == made.expected
    assert {row.title for row in rows} == {made.title}


def test_a_row_is_a_clause_with_its_header_and_the_article_goes_on_after_it(tmp_path: Path) -> None:
    made = make_tables(1, seed=1)[0]
    table_docx(made, tmp_path / "a.docx")
    document = read_document(tmp_path / "a.docx", "a.docx").document
    addresses(document)
    row = document.clauses[1]
    assert row.locator == "第一条 表1 第1行"
    assert row.headings[-1] == made.title
    assert row.text.startswith("类别：") and "档次：甲档" in row.text
    assert document.clauses[-1].locator == "第二条"
    assert len({clause.id for clause in document.clauses}) == len(document.clauses)


def test_a_workbook_gives_a_row_each_as_a_reader_sees_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "申报清单"
    for row in [["项目", "金额（万元）", "起始"], ["首店", 30.0, None], ["旗舰店", 12.5, None]]:
        sheet.append(row)
    book.create_sheet("空表")
    book.save(tmp_path / "a.xlsx")
    document = read_document(tmp_path / "a.xlsx", "a.xlsx").document
    assert [c.text for c in document.clauses] == [
        "项目：首店；金额（万元）：30",
        "项目：旗舰店；金额（万元）：12.5",
    ]
    assert document.metadata.title == "申报清单"


PAGE = """<html><head><meta charset="gb2312"><title>关于某事的通知_某市人民政府</title>
<meta name="PubDate" content="2022-10-20 09:00"></head><body><div><a href="/">首页</a></div>
<table><tr><td>发文字号：</td><td>洪府办发〔2022〕128号</td><td>成文日期：</td><td>2022年10月18日</td></tr></table>
<div id="UCAP-CONTENT"><p>各县（区）人民政府：</p><p>一、登记应当在3个工作日内办结，不得收取费用，也不得要求提交清单以外的材料。</p>
<p>二、附则。</p><p>附件：<a href="/f/1.docx">申请表</a></p></div><p>主办：某市人民政府</p></body></html>"""


def test_a_page_of_an_authority(tmp_path: Path) -> None:
    (tmp_path / "通知.html").write_bytes(PAGE.encode("gb18030"))
    read = read_document(tmp_path / "通知.html", "通知.html")
    found = read.document.metadata
    assert (found.title, found.doc_number, str(found.published)) == (
        "关于某事的通知",
        "洪府办发〔2022〕128号",
        "2022-10-18",
    )
    assert "首页" not in read.document.text and "主办" not in read.document.text
    assert "申请表" in read.remark


def test_a_page_whose_declared_encoding_is_wrong_is_still_read() -> None:
    assert "首页" in decode_page(PAGE.encode("gb18030"))
    assert "首页" in decode_page(PAGE.replace("gb2312", "utf-8").encode("gb18030"))
    assert "首页" in decode_page(PAGE.encode("utf-8"))


def test_hidden_text_of_a_page_is_not_read() -> None:
    page = "<html><body><p>第一条 甲。</p><p style='display: none'>藏</p><script>var x</script></body></html>"
    assert parse_html(page, Limits()).text == "第一条 甲。"


def test_the_same_text_in_two_formats_is_taken_once_and_reported(tmp_path: Path) -> None:
    paragraphs = list(law_paragraphs(parse_markdown(LAW)))
    write_docx(paragraphs, tmp_path / "a.docx")
    write_pdf(paragraphs, tmp_path / "b.pdf")
    (tmp_path / "c.docx").write_bytes((tmp_path / "a.docx").read_bytes())
    loaded = load_corpus([tmp_path])
    assert [d.metadata.id for d in loaded.corpus.documents] == ["a.docx"]
    assert [(row.path, row.outcome.value, "a.docx" in row.reason) for row in loaded.report[1:]] == [
        ("b.pdf", "duplicate", True),
        ("c.docx", "duplicate", True),
    ]
