"""A folder with bad files among good ones is read to its end, and each bad file is named with the reason."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import psutil
import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from corpus.files import find_files
from corpus.load import load_corpus
from corpus.model import FileReport, Outcome
from corpus.read_files import read_files
from corpus.readers.limits import Limits
from evals.made_files import Paragraph, write_docx, write_pdf

LAW = [Paragraph("某条例", 1), Paragraph("第一条 甲。", 0), Paragraph("第二条 乙。", 0)]
SMALL = Limits(megabytes=2, unpacked_megabytes=20, pages=3, nesting=50, seconds=30)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 30_000_000)


def locked_pdf(path: Path) -> None:
    canvas = Canvas(str(path), encrypt=pdfencrypt.StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "locked")
    canvas.save()


def long_pdf(path: Path) -> None:
    canvas = Canvas(str(path))
    for number in range(5):
        canvas.drawString(72, 700, f"page {number}")
        canvas.showPage()
    canvas.save()


def deep_page() -> str:
    return "<html><body>" + "<div>" * 120 + "第一条 甲。" + "</div>" * 120 + "</body></html>"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Twelve kinds of bad files beside three good ones."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    write_docx(LAW, folder / "好 文件 😀.docx")
    write_pdf([*LAW, Paragraph("第三条 丙。", 0)], folder / "好.pdf")
    (folder / "好.md").write_text("# 某办法\n\n第一条 丁。\n", encoding="utf-8")
    whole = (folder / "好.pdf").read_bytes()
    (folder / "截断.pdf").write_bytes(whole[: len(whole) // 3])
    (folder / "截断.docx").write_bytes((folder / "好 文件 😀.docx").read_bytes()[:5000])
    (folder / "改名.pdf").write_bytes(b"\x89PNG\r\n" + b"x" * 100)
    (folder / "改名.docx").write_text("不是 Word", encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "空.pdf").write_bytes(b"")
    (folder / "大.txt").write_bytes("甲乙丙丁".encode() * 300_000)
    (folder / "深.html").write_text(deep_page(), encoding="utf-8")
    bomb(folder / "炸弹.docx")
    bomb(folder / "炸弹.xlsx")
    locked_pdf(folder / "密码.pdf")
    long_pdf(folder / "长.pdf")
    (folder / "圈").symlink_to(folder, target_is_directory=True)
    (folder / "自指.md").symlink_to(folder / "自指.md")
    os.mkfifo(folder / "管道.md")
    return folder


REASONS = {
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
    "长.pdf": "5 页",
    "自指.md": "链接",
    "管道.md": "不是普通文件",
}


def test_every_bad_file_is_named_with_its_reason(mixed: Path) -> None:
    loaded = load_corpus([mixed], limits=SMALL)
    failed = {row.path: row.reason for row in loaded.failed()}
    assert {name: words in failed[name] for name, words in REASONS.items()} == dict.fromkeys(REASONS, True), (
        failed
    )
    assert set(failed) == set(REASONS)
    assert sorted(d.metadata.path for d in loaded.corpus.documents) == ["好 文件 😀.docx", "好.md", "好.pdf"]


def test_a_name_that_is_no_text_is_reported(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff\xfe.md", "wb") as file:
        file.write("第一条 甲。".encode())
    (row,) = load_corpus([tmp_path]).report
    assert row.outcome is Outcome.FAILED and "文件名" in row.reason
    row.path.encode("utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_files_without_permission_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 甲\n\n乙。\n", encoding="utf-8")
    (tmp_path / "a.md").chmod(0)
    folder = tmp_path / "夹"
    folder.mkdir()
    folder.chmod(0)
    try:
        assert all("权限" in found.problem for found in find_files([tmp_path]))
    finally:
        folder.chmod(0o700)


def test_a_worker_that_dies_costs_its_file_only(tmp_path: Path) -> None:
    for number in range(6):
        write_docx([*LAW * 60, Paragraph(f"第三条 {number}。", 0)], tmp_path / f"{number}.docx")
    results = read_files(list(find_files([tmp_path])), SMALL)
    first = next(results)
    victims = [p for p in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(p.cmdline())]
    assert victims
    victims[0].kill()
    rest = [first, *results]
    dead = [row for row in rest if isinstance(row, FileReport)]
    assert len(rest) == 6
    assert len(dead) <= 1
    assert all("崩溃" in row.reason for row in dead)
    assert not [p for p in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(p.cmdline())]


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "慢.pdf"))
    for number in range(1200):
        for line in range(60):
            canvas.drawString(72, 780 - 12 * line, f"page {number} line {line} " + "word " * 12)
        canvas.showPage()
    canvas.save()
    (tmp_path / "好.html").write_text("<p>第一条 甲。</p><p>第二条 乙。</p>", encoding="utf-8")
    began = time.monotonic()
    loaded = load_corpus([tmp_path], limits=Limits(seconds=8))
    assert "8 秒" in loaded.failed()[0].reason
    assert [d.metadata.path for d in loaded.corpus.documents] == ["好.html"]
    assert time.monotonic() - began < 90


def test_progress_names_each_file(mixed: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    load_corpus([mixed], lambda *step: seen.append(step), SMALL)
    assert [done for _, done, _ in seen] == list(range(1, len(seen) + 1))
    assert {total for *_, total in seen} == {len(seen)}
    assert "好 文件 😀.docx" in {name for name, *_ in seen}
