"""Files that cannot be read, of every kind that turns up in a folder, with a word of the reason for each."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from corpus.readers.limits import Limits
from evals.made_files import Paragraph, write_docx, write_pdf

_LAW = [Paragraph("某条例", 1), Paragraph("第一条 甲。", 0), Paragraph("第二条 乙。", 0)]
_PIECE = "甲乙丙丁戊己庚辛".encode()
_MEGABYTE = 1_000_000


def write_bad_files(folder: Path, limits: Limits, text_megabytes: float) -> dict[str, str]:
    """Write bad files of many kinds into a folder.

    Args:
        folder: where they go; two good ones beside them have names with spaces and signs.
        limits: what a file that is too long, too deep or too large must exceed.
        text_megabytes: of a text that is too large.

    Returns:
        The name of each bad file with a word of the reason that the report must give.
    """
    write_docx(_LAW, folder / "好 文件 😀.docx")
    write_pdf([*_LAW, Paragraph("第三条 丙。", 0)], folder / "好.pdf")
    whole, word = (folder / "好.pdf").read_bytes(), (folder / "好 文件 😀.docx").read_bytes()
    for name, content in {
        "截断.pdf": whole[: len(whole) // 3],
        "截断.docx": word[:5000],
        "改名.pdf": b"\x89PNG\r\n" + b"x" * 100,
        "改名.docx": "不是 Word".encode(),
        "空.txt": b"",
        "空.pdf": b"",
        "深.html": _deep_page(limits.nesting + 20).encode(),
    }.items():
        (folder / name).write_bytes(content)
    _large_text(folder / "大.txt", text_megabytes)
    _bomb(folder / "炸弹.docx", limits.unpacked_megabytes)
    _bomb(folder / "炸弹.xlsx", limits.unpacked_megabytes)
    _locked_pdf(folder / "密码.pdf")
    _long_pdf(folder / "长.pdf", limits.pages + 2)
    (folder / "圈").symlink_to(folder, target_is_directory=True)  # not followed, and no file
    (folder / "自指.md").symlink_to(folder / "自指.md")
    os.mkfifo(folder / "管道.md")
    return {
        "截断.pdf": "损坏",
        "截断.docx": "损坏",
        "改名.pdf": "不是 PDF",
        "改名.docx": "损坏",
        "空.txt": "0 字节",
        "空.pdf": "0 字节",
        "大.txt": "上限",
        "深.html": "层",
        "炸弹.docx": "上限",
        "炸弹.xlsx": "上限",
        "密码.pdf": "密码",
        "长.pdf": f"{limits.pages + 2} 页",
        "自指.md": "链接",
        "管道.md": "不是普通文件",
    }


def write_forbidden_files(folder: Path) -> dict[str, str]:
    """Write a file and a folder that nobody but the superuser may open; the folder is to be opened again."""
    (folder / "禁.md").write_text("# 甲\n\n第一条 乙。\n", encoding="utf-8")
    (folder / "禁.md").chmod(0)
    (folder / "禁夹").mkdir()
    (folder / "禁夹").chmod(0)
    return {"禁.md": "权限", "禁夹": "权限"}


def _large_text(path: Path, megabytes: float) -> None:
    block = _PIECE * (_MEGABYTE // len(_PIECE))
    with path.open("wb") as file:
        for _ in range(int(megabytes) + 1):
            file.write(block)


def _bomb(path: Path, megabytes: float) -> None:
    block = b"\0" * _MEGABYTE
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(int(megabytes) + 10):
                part.write(block)


def _locked_pdf(path: Path) -> None:
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=pdfencrypt.StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "locked")
    canvas.save()


def _long_pdf(path: Path, pages: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for number in range(pages):
        canvas.drawString(72, 700, f"page {number}")
        canvas.showPage()
    canvas.save()


def _deep_page(depth: int) -> str:
    return "<html><body>" + "<div>" * depth + "第一条 甲。" + "</div>" * depth + "</body></html>"
