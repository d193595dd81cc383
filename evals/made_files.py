"""Real laws written out as the files that staff have: Word, web page, plain text, PDF, scan."""

from __future__ import annotations

import html
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.readers.reading import Reading

HEADER = "规范性文件汇编"  # printed on every page; no reader may take it for text
_FONT = "Noto Serif CJK SC"
_SIZE, _TITLE_SIZE = 16, 22  # points, as in official papers: 三号 and 二号
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SECONDS = 600  # for LibreOffice


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a law; level 1 is the title, 2 and deeper are headings, 0 is text."""

    text: str
    level: int


def law_paragraphs(reading: Reading) -> Iterator[Paragraph]:
    """Yield the paragraphs of a law in order, without empty lines."""
    levels = {heading.start: heading.level for heading in reading.headings}
    offset = 0
    for line in reading.text.split("\n"):
        if line.strip():
            yield Paragraph(line.strip(" \u3000\t"), levels.get(offset, 0))
        offset += len(line) + 1


def write_docx(paragraphs: Sequence[Paragraph], path: Path) -> None:
    """Write a Word document laid out as an official paper: indents, a running head, page numbers."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document: Any = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    for paragraph in paragraphs:
        style = "Title" if paragraph.level == 1 else None
        added = document.add_paragraph(paragraph.text, style=style)
        added.paragraph_format.space_after = Pt(0)
        if paragraph.level:
            added.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            added.paragraph_format.first_line_indent = Pt(2 * _SIZE)
            added.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    section = document.sections[0]
    section.header.paragraphs[0].text = HEADER
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    foot._p.append(
        parse_xml(f'<w:fldSimple xmlns:w="{_WORD}" w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )
    foot.add_run(" —")
    document.save(str(path))


_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_某某市人民政府</title></head><body>
<div class="top"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/hd/">互动交流</a></div>
<div class="path">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 法规文件</div>
<div class="article"><h1>{title}</h1><div class="tools">字号：<a>大</a> <a>中</a> <a>小</a> 打印 分享到</div>
<div class="content">{body}</div></div>
<div class="side"><ul>{links}</ul></div>
<div class="foot"><p>主办单位：某某市人民政府办公室　网站标识码 0000000000</p><p>联系我们 | 网站地图</p></div>
</body></html>"""


def web_page(paragraphs: Sequence[Paragraph]) -> str:
    """Return a web page with navigation, a column of links and a foot around the text."""
    title = next((p.text for p in paragraphs if p.level == 1), "文件")
    rest = [p for p in paragraphs if p.level != 1]
    body = "\n".join(
        f'<p style="text-align:center"><strong>{html.escape(p.text)}</strong></p>'
        if p.level
        else f"<p>&emsp;&emsp;{html.escape(p.text)}</p>"
        for p in rest
    )
    links = "".join(f'<li><a href="/{n}.html">关于其他事项的通知之{n}</a></li>' for n in range(12))
    return _PAGE.format(title=html.escape(title), body=body, links=links)


def gb_text(paragraphs: Sequence[Paragraph]) -> bytes:
    """Return plain text in GB18030 with indents and line ends of Windows."""
    lines = (p.text if p.level else f"\u3000\u3000{p.text}" for p in paragraphs)
    return "\r\n".join(lines).encode("gb18030")


def office_program() -> str | None:
    """Return LibreOffice, None if it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: Sequence[Path], target: str, folder: Path) -> None:
    """Convert files with LibreOffice into a folder."""
    program = office_program()
    if program is None:
        raise FileNotFoundError("LibreOffice")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to"]
        command += [target, "--outdir", str(folder), *map(str, files)]
        subprocess.run(
            command, check=True, timeout=_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def write_pdf(paragraphs: Sequence[Paragraph], path: Path) -> None:
    """Write a PDF without LibreOffice: the same layout, set by reportlab."""
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph as Set
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    common: dict[str, Any] = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    text = ParagraphStyle(
        "text", fontSize=_SIZE, leading=28, firstLineIndent=2 * _SIZE, alignment=TA_JUSTIFY, **common
    )
    head = ParagraphStyle("head", fontSize=_SIZE, leading=28, alignment=TA_CENTER, **common)
    title = ParagraphStyle("title", fontSize=_TITLE_SIZE, leading=34, alignment=TA_CENTER, **common)

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 10.5)
        canvas.drawString(70, A4[1] - 40, HEADER)
        canvas.drawCentredString(A4[0] / 2, 40, f"- {document.page} -")

    styles = {0: text, 1: title}
    story = [Set(html.escape(p.text), styles.get(p.level, head)) for p in paragraphs]
    SimpleDocTemplate(str(path), pagesize=A4).build(story, onFirstPage=furniture, onLaterPages=furniture)


def write_scan(source: Path, path: Path, seed: int, pages: int = 10_000, dots: int = 200) -> None:
    """Make a scan of a PDF: pages as pictures, a little askew, unevenly lit and grainy."""
    import pypdfium2
    from PIL import Image

    chance = random.Random(seed)
    grain = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(source)
    pictures = []
    for position in range(min(len(document), pages)):
        page = document[position].render(scale=dots / 72).to_pil().convert("L")
        page = page.rotate(chance.uniform(-0.8, 0.8), resample=Image.Resampling.BICUBIC, fillcolor=255)
        array = np.asarray(page, dtype=np.float32)
        light = np.linspace(chance.uniform(0.9, 1), 1, array.shape[1], dtype=np.float32)
        noisy = array * light + grain.normal(0, 8, array.shape).astype(np.float32)
        pictures.append(Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)))
    document.close()
    pictures[0].save(path, "PDF", resolution=dots, save_all=True, append_images=pictures[1:], quality=70)


def write_two_columns(paragraphs: Sequence[Paragraph], path: Path) -> None:
    """Write a PDF in two columns below a title that runs across, as gazettes are printed."""
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate
    from reportlab.platypus import Paragraph as Set

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    common: dict[str, Any] = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    text = ParagraphStyle(
        "text", fontSize=10.5, leading=16, firstLineIndent=21, alignment=TA_JUSTIFY, **common
    )
    head = ParagraphStyle("head", fontSize=10.5, leading=16, alignment=TA_CENTER, **common)
    title = ParagraphStyle("title", fontSize=_TITLE_SIZE, leading=30, alignment=TA_CENTER, **common)
    width, height = A4

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, height - 40, HEADER)
        canvas.drawCentredString(width / 2, 36, f"- {document.page} -")

    def frames(top: float) -> list[Any]:
        size = (width - 120 - 24) / 2
        return [Frame(x, 60, size, height - 120 - top, 0, 0, 0, 0) for x in (60, 60 + size + 24)]

    above = Frame(60, height - 130, width - 120, 70, 0, 0, 0, 0)
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates(
        [
            PageTemplate("first", [above, *frames(90)], onPage=furniture),
            PageTemplate("later", frames(0), onPage=furniture),
        ]
    )
    styles = {0: text, 1: title}
    story: list[Any] = [NextPageTemplate("later")]
    story += [Set(html.escape(p.text), styles.get(p.level, head)) for p in paragraphs]
    document.build(story)
