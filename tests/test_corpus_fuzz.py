"""Readers, parser and numerals on thousands of made and damaged inputs: no crash, no hang, exact offsets."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentError
from corpus.model import Document, FileReport
from corpus.numerals import read_figures
from corpus.parse import split_clauses
from corpus.promulgation import read_promulgation
from corpus.read import ReadFile
from corpus.read_files import read_one
from corpus.readers.columns import find_gutters
from corpus.readers.html import parse_html
from corpus.readers.limits import Limits
from corpus.readers.lines import make_lines, make_rows, size_of
from corpus.readers.markdown import parse_markdown
from corpus.readers.page_layout import Layout, paragraphs
from corpus.readers.pdf_pages import Glyph
from corpus.repeals import read_repeals
from corpus.table_clauses import split_rows
from corpus.tables import Cell, make_table, row_text
from evals.made_files import Paragraph, write_docx, write_pdf
from evals.made_tables import make_tables, table_xlsx

LIMITS = Limits(megabytes=1, unpacked_megabytes=5, pages=20, nesting=60, seconds=20)
SLOWEST = 20.0  # seconds, for one input of at most a few kilobytes; most take milliseconds
QUICK = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))

PIECES = st.sampled_from(
    ["第一条 甲。", "第二条", "第十一条之一 乙：", "一、丙", "（一）丁；", "1.戊", "①己", "第一章 总则", "附件1", "附表", "依照本法第十条",
     "《甲条例》同时废止。", "自2020年1月1日起施行", "有效期五年", "洪府发〔2020〕1号", "三百万元", "百分之二十", "不超过", "2024年2月30日",
     "\n", "\n\n", "　", "|", "#", "---", "{#a}", "<!--", "-->", "》", "《", "（", "）", "\u200b", "\x0c", "\ufeff", "😀", "𠀀"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=300))


def timed(began: float) -> None:
    assert time.monotonic() - began < SLOWEST


@QUICK
@given(TEXTS)
def test_any_text_is_cut_with_exact_offsets_or_refused(source: str) -> None:
    began = time.monotonic()
    try:
        reading = parse_markdown(source)
    except DocumentError:
        return
    last = 0
    for clause in split_clauses(reading, "d"):
        assert reading.text[clause.start : clause.end] == clause.text
        assert clause.start >= last
        last = clause.end
    timed(began)


@QUICK
@given(TEXTS)
def test_any_text_gives_figures_heads_and_repeals(source: str) -> None:
    began = time.monotonic()
    for figure in read_figures(source):
        assert source[figure.start : figure.end] == figure.text
    read_promulgation(source, source, source[:40])
    for repeal in read_repeals(source):
        assert repeal.titles
    timed(began)


MARKUP = st.sampled_from(
    ["<p>", "</p>", "<table>", "</table>", "<tr>", "<td rowspan=2>", "<td colspan=99>", "</td>", "<th>", "<br>", "<div>", "</div>",
     "<script>", "</script>", "<!--", "-->", "&nbsp;", "&#x4e00;", "&#0;", "<a href='x.pdf'>", "</a>", "第一条 甲。", "乙", "<h1>", "</h1>",
     "<", ">", "\x00", "<html>", "<body>", "<meta charset=gb2312>", "<td rowspan='x'>", "<table><table>"]
)  # fmt: skip


@QUICK
@example("<table><table><tr><!--")
@given(st.lists(MARKUP, max_size=60).map("".join))
def test_any_markup_is_read_or_refused(source: str) -> None:
    began = time.monotonic()
    try:
        reading = parse_html(source, LIMITS)
    except DocumentError:
        return
    for clause in split_rows(split_clauses(reading, "d"), reading):
        assert reading.text[clause.start : clause.end] == clause.text
    timed(began)


CELLS = st.builds(
    Cell,
    row=st.integers(0, 12),
    column=st.integers(0, 8),
    text=st.text(max_size=6),
    rows=st.integers(0, 5),
    columns=st.integers(0, 5),
    is_header=st.booleans(),
)


@QUICK
@given(st.lists(CELLS, max_size=30))
def test_any_cells_make_a_table(cells: list[Cell]) -> None:
    table = make_table(cells)
    assert len({len(row) for row in table.rows}) <= 1  # every row has all columns
    told = " ".join(row_text(row) for row in table.rows)
    assert all(content in told for row in table.rows for _, content in row)


GLYPHS = st.builds(
    lambda text, left, top, width, height: Glyph(text, left, top, left + width, top + height, height),
    text=st.sampled_from("第一条甲乙丙丁。，①a1 \u3000\ufffd"),
    left=st.floats(0, 600),
    top=st.floats(0, 840),
    width=st.floats(0, 40),
    height=st.floats(0, 40),
)


@QUICK
@given(st.lists(st.lists(GLYPHS, max_size=50), min_size=1, max_size=3))
def test_any_characters_on_pages_make_paragraphs(pages: list[list[Glyph]]) -> None:
    began = time.monotonic()
    rows = [make_rows(glyphs) for glyphs in pages]
    gutters = find_gutters(rows, size_of([row for page in rows for row in page]))
    lines = [
        line
        for number, (own, gutter) in enumerate(zip(rows, gutters, strict=True), 1)
        for line in make_lines(own, number, gutter)
    ]
    for line in lines:
        assert len(line.edges) == len(line.text) + 1
    if lines:
        layout = Layout(dict.fromkeys(range(1, len(pages) + 1), 842.0), lines)
        kept = [line for line in lines if layout.keeps(line)]
        found = list(paragraphs(kept, layout))
        assert sum(len(p.text.replace(" ", "")) for p in found) == sum(
            len(line.text.replace(" ", "")) for line in kept
        )
        assert all(p.text[run.start : run.end] for p in found for run in p.runs)
    timed(began)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One good file of each binary format."""
    folder = tmp_path_factory.mktemp("whole")
    law = [Paragraph("某条例", 1)] + [Paragraph(f"第{n}条 甲乙丙丁，" * 3, 0) for n in "一二三四五"]
    write_docx(law, folder / "a.docx")
    write_pdf(law, folder / "a.pdf")
    table_xlsx(make_tables(1, 1)[0], folder / "a.xlsx")
    return {suffix: (folder / f"a{suffix}").read_bytes() for suffix in (".docx", ".pdf", ".xlsx")}


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """Cut, flip, repeat or drop bytes, in the part of an archive where that reaches its parser."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        position = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[position] = chance.randrange(256)
        elif kind == 1:
            del changed[position : position + chance.randint(1, 50)]
        elif kind == 2:
            changed[position:position] = changed[position : position + chance.randint(1, 200)]
        else:
            del changed[max(1, position) :]
        if not changed:
            return b"x"
    return bytes(changed)


def repacked(raw: bytes, chance: random.Random) -> bytes:
    """Damage one part inside an archive, so that the archive itself stays good."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        victim = chance.choice(names)
        for name in names:
            body = source.read(name)
            target.writestr(name, damaged(body, chance) if name == victim and body else body)
    return out.getvalue()


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx"])
def test_damaged_files_are_read_or_refused_in_time(
    suffix: str, whole: dict[str, bytes], tmp_path: Path
) -> None:
    chance = random.Random(20260101)
    for number in range(150):
        inside = suffix != ".pdf" and number % 2
        raw = repacked(whole[suffix], chance) if inside else damaged(whole[suffix], chance)
        file = tmp_path / f"{number}{suffix}"
        file.write_bytes(raw)
        began = time.monotonic()
        result = read_one(file, file.name, LIMITS)
        timed(began)
        if isinstance(result, FileReport):
            assert result.reason
        else:
            assert isinstance(result, ReadFile)
            _exact(result.document)


def _exact(document: Document) -> None:
    for clause in document.clauses:
        assert document.text[clause.start : clause.end] == clause.text
