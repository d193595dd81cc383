"""Fidelity of intake: laws written as files of every kind, read back, and compared clause by clause."""

from __future__ import annotations

import difflib
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.model import Document
from corpus.parse import split_clauses
from corpus.read import READERS, read_document
from corpus.readers.limits import Limits
from corpus.readers.markdown import read_markdown
from corpus.readers.ocr import is_installed
from corpus.readers.pdf_pages import open_pdf
from corpus.text_metadata import from_text
from evals.made_files import (
    convert,
    gb_text,
    law_paragraphs,
    office_program,
    web_page,
    write_docx,
    write_pdf,
    write_scan,
    write_two_columns,
)
from evals.made_tables import make_tables, table_docx, table_html, table_pdf, table_xlsx
from evals.memory import peak_megabytes

SEED = 2026
FORMATS = ("docx", "html", "txt", "pdf", "columns", "scan")
"""Word, web page, plain text, PDF of one and of two columns, pictures of pages."""
_SHORTEST, _LONGEST = 1500, 15_000  # characters of a law that is measured
_WEIGHED = 10  # files of which the memory is measured
_FIELDS = ("title", "doc_number", "issuer", "published", "effective")


@dataclass(slots=True)
class Fidelity:
    """What came back of one format."""

    name: str
    laws: int = 0
    clauses: int = 0
    same: int = 0  # clauses with the same words and the same address
    same_words: int = 0
    characters: int = 0
    wrong: int = 0  # characters lost, added or changed
    fields: int = 0
    same_fields: int = 0
    pages: int = 0
    seconds: float = 0.0
    inexact: int = 0  # clauses whose offsets do not give their text
    megabytes: float | None = None  # at most, of a process that reads the largest files
    failed: list[str] = field(default_factory=list)
    differ: list[str] = field(default_factory=list)  # fields of metadata


@dataclass(slots=True)
class TableFidelity:
    """Cells that came back with their header, of one format."""

    name: str
    tables: int = 0
    cells: int = 0
    same: int = 0


def choose(laws: Path, count: int, seed: int = SEED) -> list[Path]:
    """Return laws without tables, of usual length, by chance but the same each time."""
    files = sorted(laws.rglob("*.md"))
    random.Random(seed).shuffle(files)
    chosen: list[Path] = []
    for file in files:
        text = read_markdown(file).text
        if _SHORTEST <= len(text) <= _LONGEST and "|" not in text:
            chosen.append(file)
        if len(chosen) == count:
            break
    return chosen


def measure(
    laws: Sequence[Path], formats: Sequence[str] = FORMATS, scan_pages: int = 1
) -> tuple[Fidelity, ...]:
    """Write each law in each format, read it back, and count what is the same.

    Args:
        laws: Markdown files.
        formats: some of :data:`FORMATS`; ``scan`` needs the extra ``ocr``.
        scan_pages: pages of each law that are scanned; they are compared with the same pages of its PDF.
    """
    found = {name: Fidelity(name) for name in formats if name != "scan" or is_installed()}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        work = Path(name)
        _write(laws, work)
        for number, law in enumerate(laws):
            original = _original(law)
            for result in found.values():
                if result.name == "scan":
                    _scan(result, work / f"{number}.pdf", work, number, scan_pages)
                else:
                    _compare(result, original, _file(work, number, result.name), law.name)
        for result in found.values():
            result.megabytes = peak_megabytes(_largest(work, result.name, len(laws)))
    return tuple(found.values())


def _write(laws: Sequence[Path], work: Path) -> None:
    for number, law in enumerate(laws):
        paragraphs = list(law_paragraphs(read_markdown(law)))
        write_docx(paragraphs, work / f"{number}.docx")
        (work / f"{number}.html").write_text(web_page(paragraphs), encoding="utf-8")
        (work / f"{number}.txt").write_bytes(gb_text(paragraphs))
        if office_program() is None:
            write_pdf(paragraphs, work / f"{number}.pdf")
        write_two_columns(paragraphs, _file(work, number, "columns"))
    if office_program():
        convert([work / f"{number}.docx" for number in range(len(laws))], "pdf", work)


def _largest(work: Path, name: str, laws: int) -> list[Path]:
    """Return the largest files of a format; one scan, which takes as long as many others."""
    files = [file for n in range(laws) if (file := _file(work, n, name)).exists()]
    files.sort(key=lambda file: file.stat().st_size, reverse=True)
    return files[: 1 if name == "scan" else _WEIGHED]


def _file(work: Path, number: int, name: str) -> Path:
    return work / (f"{number}-{name}.pdf" if name in ("columns", "scan") else f"{number}.{name}")


def _original(law: Path) -> Document:
    reading = read_markdown(law)
    found = from_text(reading, "law.md")
    return Document(found, reading.text, split_clauses(reading, found.id))


def _compare(result: Fidelity, original: Document, file: Path, name: str) -> None:
    began = time.perf_counter()
    try:
        back = read_document(file, f"law{file.suffix}").document
    except Exception as error:  # counted and named, the rest is measured
        result.failed.append(f"{name}: {error}")
        return
    result.seconds += time.perf_counter() - began
    result.pages += len(back.places.sizes) if back.places and back.places.sizes else 1
    result.laws += 1
    wanted, found = list(_clauses(original)), set(_clauses(back))
    words = {text for _, text in found}
    result.clauses += len(wanted)
    result.same += sum(clause in found for clause in wanted)
    result.same_words += sum(text in words for _, text in wanted)
    result.characters += len(_squeezed(original.text))
    result.wrong += differences(_squeezed(original.text), _squeezed(back.text))
    result.inexact += sum(back.text[c.start : c.end] != c.text for c in back.clauses)
    result.fields += len(_FIELDS)
    for key in _FIELDS:
        one, other = getattr(original.metadata, key), getattr(back.metadata, key)
        result.same_fields += one == other
        if one != other:
            result.differ.append(f"{name}: {key} {one} / {other}")


def _scan(result: Fidelity, pdf: Path, work: Path, seed: int, pages: int) -> None:
    scan = _file(work, seed, "scan")
    write_scan(pdf, scan, seed, pages)
    with open_pdf(scan, Limits()) as opened:
        count = len(opened)
    whole = READERS[".pdf"](pdf, Limits())
    assert whole.places is not None
    last = max(run.end for run in whole.places.runs if run.page <= count)
    began = time.perf_counter()
    back = READERS[".pdf"](scan, Limits())
    result.seconds += time.perf_counter() - began
    result.laws += 1
    result.pages += count
    wanted = _squeezed(whole.text[:last])
    result.characters += len(wanted)
    result.wrong += differences(wanted, _squeezed(back.text))


def differences(wanted: str, found: str) -> int:
    """Return how many characters were lost, added or changed."""
    matcher = difflib.SequenceMatcher(None, wanted, found, autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in matcher.get_opcodes() if kind != "equal")


def measure_tables(count: int = 20, seed: int = 7) -> tuple[TableFidelity, ...]:
    """Write tables with merged cells in each format, read them back, and compare cell by cell."""
    found = {suffix: TableFidelity(suffix[1:]) for suffix in (".docx", ".html", ".xlsx", ".pdf")}
    with tempfile.TemporaryDirectory() as name:
        for number, table in enumerate(make_tables(count, seed)):
            for suffix, result in found.items():
                file = Path(name) / f"{number}{suffix}"
                if suffix == ".html":
                    file.write_text(table_html(table), encoding="utf-8")
                else:
                    {".docx": table_docx, ".xlsx": table_xlsx, ".pdf": table_pdf}[suffix](table, file)
                rows = [row.cells for row in READERS[suffix](file, Limits()).rows]
                result.tables += 1
                result.cells += sum(map(len, table.expected))
                if len(rows) == len(table.expected):
                    pairs = zip(rows, table.expected, strict=True)
                    result.same += sum(a == b for got, want in pairs for a, b in zip(got, want, strict=False))
    return tuple(found.values())


def _clauses(document: Document) -> Iterator[tuple[str, str]]:
    return ((clause.locator, _squeezed(clause.text)) for clause in document.clauses)


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def intake_table(results: Sequence[Fidelity], tables: Sequence[TableFidelity]) -> str:
    """Return the figures as text."""
    lines = [
        f"{'format':8}{'laws':>6}{'clauses':>9}{'same':>9}{'words':>9}{'characters':>12}{'fields':>9}"
        f"{'pages':>7}{'pages/s':>9}{'MB':>7}{'inexact':>9}"
    ]
    for r in results:
        same = f"{r.same / r.clauses:.2%}" if r.clauses else "-"
        words = f"{r.same_words / r.clauses:.2%}" if r.clauses else "-"
        characters = f"{1 - r.wrong / max(1, r.characters):.3%}"
        fields = f"{r.same_fields / r.fields:.2%}" if r.fields else "-"
        memory = f"{r.megabytes:.0f}" if r.megabytes else "-"
        rate = f"{r.pages / r.seconds:.1f}" if r.seconds else "-"
        lines.append(
            f"{r.name:8}{r.laws:>6}{r.clauses:>9}{same:>9}{words:>9}{characters:>12}{fields:>9}"
            f"{r.pages:>7}{rate:>9}{memory:>7}{r.inexact:>9}"
        )
        lines += [f"  failed: {problem}" for problem in r.failed]
        lines += [f"  differs: {difference}" for difference in r.differ[:10]]
    lines += ["", f"{'tables in':10}{'tables':>8}{'cells':>8}{'same':>10}"]
    lines += [f"{t.name:10}{t.tables:>8}{t.cells:>8}{t.same / max(1, t.cells):>10.2%}" for t in tables]
    return "\n".join(lines)
