"""Reports as Word documents: a page of counts, then the text in the colours of tracked changes."""

from __future__ import annotations

import io
from collections.abc import Iterable

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_BREAK, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from assistant.compare import Change, Comparison
from assistant.compare_report import counts, made_text, pair_text, row_title, taken_text
from assistant.messages import Messages, load_messages
from assistant.model import Language
from assistant.wording_model import CheckedSentence, Diff, Verdict, WordingReport
from assistant.wording_notes import (
    against_text,
    difference_text,
    inconsistency_text,
    notes,
    reference_text,
    remark_text,
    summary_text,
    verdict_text,
)
from assistant.wording_versions import cite

_FONT = "宋体"
_RED, _GREEN, _GREY = RGBColor(0xA3, 0x26, 0x1D), RGBColor(0x1C, 0x6B, 0x3F), RGBColor(0x56, 0x63, 0x73)
_SHADES = {
    Verdict.VERBATIM: WD_COLOR_INDEX.BRIGHT_GREEN,
    Verdict.ALTERED: WD_COLOR_INDEX.YELLOW,
    Verdict.CONTRADICTED: WD_COLOR_INDEX.RED,
    Verdict.NOT_FOUND: WD_COLOR_INDEX.GRAY_25,
}


def report_to_docx(report: WordingReport, language: Language) -> bytes:
    """Return a wording report as the bytes of a .docx file."""
    messages = load_messages(language)
    document = _new(messages.text("wording", "title"))
    document.add_paragraph(summary_text(report, messages))
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for verdict in Verdict:
        cells = table.add_row().cells
        run = cells[0].paragraphs[0].add_run(messages.text("verdict", verdict))
        run.font.highlight_color = _SHADES[verdict]
        cells[1].text = str(report.count(verdict))
    for line in (against_text(report, messages), messages.text("wording", "same_means")):
        _quiet(document, line)
    _quiet(document, messages.text("wording", "disclaimer"))
    _remarks(document, report, messages)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading(messages.text("wording", "sentences"), 1)
    for sentence in report.sentences:
        _sentence(document, sentence, messages)
    return _bytes(document)


def _remarks(document: DocumentType, report: WordingReport, messages: Messages) -> None:
    lines = [remark_text(remark, messages) for remark in report.remarks]
    if lines:
        document.add_heading(messages.text("wording", "remarks"), 1)
        _points(document, lines)
    pairs = [inconsistency_text(pair, messages) for pair in report.inconsistencies]
    if pairs:
        document.add_heading(messages.text("wording", "inconsistencies"), 1)
        _points(document, pairs)


def _sentence(document: DocumentType, sentence: CheckedSentence, messages: Messages) -> None:
    finding = sentence.finding
    found = finding is not None and sentence.verdict is not Verdict.NOT_FOUND
    head = document.add_paragraph()
    head.paragraph_format.keep_with_next = True
    run = head.add_run(verdict_text(sentence, messages))
    run.font.highlight_color = _SHADES[sentence.verdict]
    if finding is not None and found:
        head.add_run(f"  {cite(finding.place)}").font.color.rgb = _GREY
    body = document.add_paragraph()
    if finding is not None and found and len(finding.diff) > 1:
        _changes(body, finding.diff)
    else:
        body.add_run(sentence.text)
    lines = []
    if finding is not None and found and sentence.verdict is not Verdict.VERBATIM:
        lines = [difference_text(d, messages) for d in finding.differences if d.said or d.official]
    lines += [reference_text(r, messages) for r in sentence.references if r.fault]
    _points(document, [*lines, *notes(sentence, messages)])


def comparison_to_docx(comparison: Comparison, language: Language) -> bytes:
    """Return a comparison as the bytes of a .docx file."""
    messages = load_messages(language)
    document = _new(messages.text("comparison", "title"))
    document.add_paragraph(pair_text(comparison, messages))
    document.add_paragraph(messages.text("comparison", "summary", **counts(comparison)))
    _quiet(document, made_text(comparison, messages))
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for row in comparison.rows:
        document.add_heading(row_title(row, messages), 2)
        body = document.add_paragraph()
        if row.change is Change.CHANGED:
            _changes(body, row.diff)
        elif row.change is Change.ADDED and row.new:
            _changes(body, (("insert", row.new.text),))
        elif row.old:
            kind = "delete" if row.change is Change.REMOVED else "equal"
            _changes(body, ((kind, row.old.text),))
        grave = [difference_text(d, messages, "comparison") for d in row.differences if d.kind.contradicts]
        note = taken_text(row, messages)
        _points(document, [*grave, *([note] if note else [])])
    return _bytes(document)


def _new(title: str) -> DocumentType:
    document = Document()
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.font.size = Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(title, 0)
    document.core_properties.title = title
    document.core_properties.author = ""
    return document


def _changes(paragraph: Paragraph, diff: Diff) -> None:
    """Write what was put in red and underlined, what is missing green and struck through."""
    for kind, words in diff:
        run = paragraph.add_run(words)
        if kind == "insert":
            run.font.color.rgb, run.font.underline = _RED, True
        elif kind == "delete":
            run.font.color.rgb, run.font.strike = _GREEN, True


def _points(document: DocumentType, lines: Iterable[str]) -> None:
    for line in lines:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(line).font.size = Pt(10)


def _quiet(document: DocumentType, line: str) -> None:
    run = document.add_paragraph().add_run(line)
    run.font.size, run.font.color.rgb = Pt(9), _GREY


def _bytes(document: DocumentType) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
