"""A folder with bad files among good ones is read to its end, and each bad file is named with the reason."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.files import find_files
from corpus.load import load_corpus
from corpus.model import FileReport, Outcome
from corpus.read_files import read_files
from corpus.readers.limits import Limits
from evals.bad_files import write_bad_files, write_forbidden_files
from evals.made_files import Paragraph, write_docx

LAW = [Paragraph("某条例", 1), Paragraph("第一条 甲。", 0), Paragraph("第二条 乙。", 0)]
SMALL = Limits(megabytes=2, unpacked_megabytes=20, pages=3, nesting=50, seconds=30)


@pytest.fixture
def mixed(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """Bad files of many kinds beside three good ones, with a word of the reason for each."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "好.md").write_text("# 某办法\n\n第一条 丁。\n", encoding="utf-8")
    return folder, write_bad_files(folder, SMALL, 3)


def test_every_bad_file_is_named_with_its_reason(mixed: tuple[Path, dict[str, str]]) -> None:
    folder, reasons = mixed
    loaded = load_corpus([folder], limits=SMALL)
    failed = {row.path: row.reason for row in loaded.failed()}
    assert {name: word in failed[name] for name, word in reasons.items()} == dict.fromkeys(reasons, True), (
        failed
    )
    assert set(failed) == set(reasons)
    assert sorted(d.metadata.path for d in loaded.corpus.documents) == ["好 文件 😀.docx", "好.md", "好.pdf"]


def test_a_name_that_is_no_text_is_reported(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff\xfe.md", "wb") as file:
        file.write("第一条 甲。".encode())
    (row,) = load_corpus([tmp_path]).report
    assert row.outcome is Outcome.FAILED and "文件名" in row.reason
    row.path.encode("utf-8")


def _problems_as_nobody(folder: Path, pipe: Connection) -> None:
    """Look at a folder without the superuser's rights."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    pipe.send({found.relative: found.problem for found in find_files([folder])})


def test_files_without_permission_are_reported() -> None:
    with tempfile.TemporaryDirectory() as name:  # outside pytest's folder, which only its owner may enter
        folder = Path(name)
        folder.chmod(0o755)
        wanted = write_forbidden_files(folder)
        (folder / "好.md").write_text("# 甲\n\n第一条 乙。\n", encoding="utf-8")
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe()
        process = context.Process(target=_problems_as_nobody, args=(folder, there))
        process.start()
        try:
            assert here.poll(30)
            problems = here.recv()
        finally:
            process.join(10)
            (folder / "禁夹").chmod(0o700)
    assert problems.pop("好.md") == ""
    assert {name: word in problems[name] for name, word in wanted.items()} == dict.fromkeys(wanted, True)


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


def test_progress_names_each_file(mixed: tuple[Path, dict[str, str]]) -> None:
    seen: list[tuple[str, int, int]] = []
    load_corpus([mixed[0]], lambda *step: seen.append(step), SMALL)
    assert [done for _, done, _ in seen] == list(range(1, len(seen) + 1))
    assert {total for *_, total in seen} == {len(seen)}
    assert "好 文件 😀.docx" in {name for name, *_ in seen}
