"""One file to one document: the reader of its format, its side-cars, its clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import metadata as meta
from corpus.errors import DocumentError, UnsupportedFormat
from corpus.model import Document
from corpus.parse import split_clauses
from corpus.readers.docx import read_docx
from corpus.readers.html import read_html
from corpus.readers.limits import Limits
from corpus.readers.markdown import read_markdown
from corpus.readers.office import read_office
from corpus.readers.pdf import read_pdf
from corpus.readers.reading import Heading, Reading
from corpus.readers.text import read_text
from corpus.readers.xlsx import read_xlsx
from corpus.sidecars import attach, read_sidecar
from corpus.table_clauses import split_rows
from corpus.text_metadata import from_text, missing_fields
from corpus.titles import first_line_title

READERS: dict[str, Callable[[Path, Limits], Reading]] = {
    ".md": read_markdown,
    ".txt": read_text,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".docm": read_docx,
    ".html": read_html,
    ".htm": read_html,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".doc": read_office,
    ".wps": read_office,
    ".rtf": read_office,
    ".odt": read_office,
    ".xls": read_office,
    ".et": read_office,
    ".ods": read_office,
}
_FIELD_NAMES = {"doc_number": "文号", "issuer": "发文机关", "published": "发布日期", "effective": "施行日期"}
_SURE = 0.9  # confidence below which staff should look at a recognised page


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A document and what staff should know of how it was read; empty if there is nothing to say."""

    document: Document
    remark: str
    is_named: bool = False  # its front matter names it, so it is meant to be a document of its own


def read_document(file: Path, relative: str, limits: Limits | None = None) -> ReadFile:
    """Read one file into a document with clauses.

    Args:
        file: the file.
        relative: its path as it is stored, with forward slashes.
        limits: how much is read before the file is refused.

    Raises:
        DocumentError: if the file cannot be used, with the reason and the next step.
        UnsupportedFormat: if no reader takes files of its kind.
    """
    limits = limits or Limits()
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise UnsupportedFormat(f"不支持 {file.suffix or '无扩展名的'} 文件")
    size = file.stat().st_size
    if size > limits.megabytes * 1e6:
        raise DocumentError(
            f"文件有 {size / 1e6:.0f} MB，超过 {limits.megabytes:g} MB 的上限；请拆分，"
            "或用 ASSISTANT_MAX_MB 调高上限后再导入"
        )
    if not size:
        raise DocumentError("文件没有正文（0 字节）")
    reading = _with_title(reader(file, limits))
    overrides = read_sidecar(file, ".meta.yaml")
    if reading.front_matter:
        found = meta.from_fields({**reading.front_matter, **overrides}, relative)
        missing: tuple[str, ...] = ()
    else:
        found = meta.overridden(from_text(reading, relative), overrides)
        missing = missing_fields(found)
    if file.suffix.lower() == ".pdf":
        found = replace(found, file_digest=file_digest(file))
    clauses = attach(split_rows(split_clauses(reading, found.id), reading), file)
    if not clauses:
        raise DocumentError("没有找到可检索的条款")
    document = Document(found, reading.text, clauses, reading.places)
    return ReadFile(document, _remark(reading, missing), bool(reading.front_matter))


def file_digest(file: Path) -> str:
    """Return a digest of the bytes of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.blake2b(digest_size=12)).hexdigest()


def _with_title(reading: Reading) -> Reading:
    """Mark the first line as title where the format marks none: it is no part of the preamble."""
    if reading.front_matter or any(heading.level == 1 for heading in reading.headings):
        return reading
    span = first_line_title(reading.text)
    return replace(reading, headings=(Heading(1, *span), *reading.headings)) if span else reading


def _remark(reading: Reading, missing: tuple[str, ...]) -> str:
    remarks = list(reading.remarks)
    if reading.ocr_confidence is not None:
        remarks.append(f"文字由图像识别得到，最低置信度 {reading.ocr_confidence:.2f}")
        if reading.ocr_confidence < _SURE:
            remarks[-1] += "，请对照原件核对"
    if reading.attachments:
        names = "、".join(reading.attachments[:5])
        remarks.append(f"提到 {len(reading.attachments)} 个附件，没有一并导入：{names}")
    if missing:
        remarks.append(f"未找到：{'、'.join(_FIELD_NAMES[name] for name in missing)}")
    return "；".join(remarks)
