"""Pages of a PDF as characters with their boxes, or as pictures (pypdfium2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.errors import DocumentError
from corpus.readers.limits import Limits

_MOST_CHARACTERS = 200_000  # on one page; more is no page that anyone reads
_UNREADABLE = 0.3  # share of characters without a meaning from which a text layer is none
_QUALITY = 80  # of a picture, at most 100
_RULES = 4  # drawn paths from which a page may hold a table


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; lengths in points from the top left corner of the page as it is shown."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float  # of the font


@dataclass(frozen=True, slots=True)
class Page:
    """One page. A scanned one has pictures and no glyphs that can be read."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    is_scan: bool
    has_rules: bool  # lines or boxes are drawn on it


@contextmanager
def open_pdf(path: Path, limits: Limits) -> Iterator[Any]:
    """Open a PDF.

    Raises:
        DocumentError: if it is damaged, locked, or has more pages than the limit.
    """
    import pypdfium2

    if not path.read_bytes()[:1024].lstrip().startswith(b"%PDF"):
        raise DocumentError("不是 PDF 文件，可能改过扩展名；请确认文件格式")
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("PDF 有密码；请去掉密码后再导入") from error
        raise DocumentError("PDF 已损坏或不完整，无法打开；请重新获取") from error
    try:
        if len(document) > limits.pages:
            raise DocumentError(f"PDF 有 {len(document)} 页，超过 {limits.pages} 页的上限；请拆分后再导入")
        yield document
    finally:
        document.close()


def read_page(document: Any, position: int) -> Page:
    """Read one page, from 0.

    Raises:
        DocumentError: if it is damaged.
    """
    import pypdfium2

    try:
        page = document[position]
        width, height = page.get_size()
        glyphs = tuple(_glyphs(page))
        kinds = [item.type for item in page.get_objects(max_depth=3)]
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"PDF 第 {position + 1} 页已损坏，无法读取；请重新获取") from error
    bad = sum(_meaningless(glyph.text) for glyph in glyphs)
    words = sum(not glyph.text.isspace() for glyph in glyphs)
    pictures = sum(kind == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for kind in kinds)
    paths = sum(kind == pypdfium2.raw.FPDF_PAGEOBJ_PATH for kind in kinds)
    page.close()
    return Page(
        number=position + 1,
        width=width,
        height=height,
        glyphs=glyphs,
        is_scan=bool(pictures and words < 10) or bool(words and bad > _UNREADABLE * words),
        has_rules=paths >= _RULES,
    )


def picture(document: Any, position: int, dots_per_inch: int) -> Any:
    """Return a page as a picture: an array, shape ``(height, width, 3)``, blue, green, red."""
    page = document[position]
    bitmap = page.render(scale=dots_per_inch / 72, rev_byteorder=False)
    array = bitmap.to_numpy()[:, :, :3].copy()
    page.close()
    return array


def drawn(path: Path, number: int, pixels: int) -> bytes | None:
    """Return a page as a WebP picture whose longer side has so many pixels, None if there is no such page.

    Raises:
        DocumentError: if the file cannot be opened.
    """
    with open_pdf(path, Limits()) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        bitmap = page.render(scale=pixels / max(*page.get_size(), 1))
        written = BytesIO()
        bitmap.to_pil().convert("RGB").save(written, "WEBP", quality=_QUALITY, method=4)
        page.close()
        return written.getvalue()


def _glyphs(page: Any) -> Iterator[Glyph]:
    from pypdfium2 import raw

    text = page.get_textpage()
    count = text.count_chars()
    if count > _MOST_CHARACTERS:
        raise DocumentError(f"PDF 一页有 {count} 个字符，超过 {_MOST_CHARACTERS} 个，没有读取")
    rotation = page.get_rotation()
    left, bottom, right, top = page.get_bbox()
    high = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:  # the first half of a sign outside the basic plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        sign = chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
        if sign in "\r\n" or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        x0, y0, x1, y1 = text.get_charbox(index, loose=True)
        box = _shown((x0 - left, y0 - bottom, x1 - left, y1 - bottom), right - left, top - bottom, rotation)
        size = raw.FPDFText_GetFontSize(text, index)
        yield Glyph(sign, *box, size=size if size > 1 else box[3] - box[1])
    text.close()


def _shown(
    box: tuple[float, float, float, float], width: float, height: float, rotation: int
) -> tuple[float, float, float, float]:
    """Turn a box of the unrotated page, from its lower left, to left, top, right, bottom as shown."""
    x0, y0, x1, y1 = box
    if rotation == 90:
        return y0, x0, y1, x1
    if rotation == 180:
        return width - x1, y0, width - x0, y1
    if rotation == 270:
        return height - y1, width - x1, height - y0, width - x0
    return x0, height - y1, x1, height - y0


def _meaningless(sign: str) -> bool:
    return sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or (sign < " " and sign != "\t")
