"""A record as a Word file."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.pages.receipt import Entry, Receipt

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Microsoft YaHei"
_QUIET = RGBColor(0x56, 0x63, 0x73)
_INK = RGBColor(0x1D, 0x27, 0x33)


def receipt_docx(record: Receipt) -> bytes:
    """Return a record as the content of a .docx file."""
    document = Document()
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = _FONT
        style.font.color.rgb = _INK
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = record.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(record.title, level=0)
    for line in (record.made, record.corpus, record.notice):
        _quiet(document, line)
    for entry in record.entries:
        _write(document, entry)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _write(document: DocumentObject, entry: Entry) -> None:
    document.add_heading(f"{entry.heading}：{entry.question}", level=1)
    _quiet(document, entry.asked)
    for line in (*entry.message, *(f"※ {text}" for text in entry.before), *entry.statements):
        document.add_paragraph(line)
    for text in entry.after:
        document.add_paragraph(f"※ {text}")
    if entry.clauses:
        document.add_heading(entry.clauses_heading, level=2)
    for clause in entry.clauses:
        document.add_paragraph().add_run(f"{clause.label}{clause.title}").bold = True
        for line in clause.lines:
            document.add_paragraph(line).paragraph_format.left_indent = Cm(0.6)
        if clause.url:
            _quiet(document, clause.url)


def _quiet(document: DocumentObject, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.size = Pt(9.5)
    run.font.color.rgb = _QUIET
