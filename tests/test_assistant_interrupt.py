"""Ctrl-C in real processes: a short message, exit code 130, a usable index, nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from evals.made_files import Paragraph, write_docx
from index.build import build
from index.search import PolicyIndex

LAW = "# 第{n}号办法\n\n第一条 第{n}号补助{n}万元。\n\n第二条 本办法自2024年1月1日起施行。\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Texts that are read in worker processes, and an index of the first of them."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "0.md").write_text(LAW.format(n=0), encoding="utf-8")
    build([folder], tmp_path / "index")
    for number in range(1, 1200):
        (folder / f"{number}.md").write_text(LAW.format(n=number), encoding="utf-8")
    for number in range(1200, 1220):
        write_docx(
            [Paragraph(f"第{number}号办法", 1), Paragraph(f"第一条 补助{number}万元。", 0)],
            folder / f"{number}.docx",
        )
    return folder


def locked(index: Path) -> bool:
    return (index / "change.holder").exists()


def writing(index: Path) -> bool:
    return len(list(index.glob("generation-*"))) > 1


def deriving(index: Path) -> bool:
    return (index / "generation-2" / "derived").exists()


@pytest.mark.parametrize(
    ("moment", "delay"),
    [(locked, 0.0), (locked, 1.0), (writing, 0.0), (writing, 0.5), (deriving, 0.0)],
)
def test_ctrl_c_leaves_a_usable_index(documents: Path, moment: Callable[[Path], bool], delay: float) -> None:
    index = documents.parent / "index"
    command = [sys.executable, "-m", "assistant.cli", "build", str(documents), "--index", str(index)]
    # A group of its own, all of which a terminal sends the signal to.
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not moment(index):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.005)
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip().splitlines() == ["已中断；索引是完整的，可以照常使用；要接着更新，请再运行一次"]
    until = time.monotonic() + 10  # what tidies up after the workers ends by itself
    while _members(process.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _members(process.pid)
    assert not locked(index)
    opened = PolicyIndex.open(index)
    assert len(opened.documents) in (1, 1220)
    assert opened.search("第0号补助多少万元", floor=0.0).hits
    assert build([documents], index).documents == 1220


def _members(group: int) -> list[psutil.Process]:
    """Return what still runs in the process group of the command."""
    found = []
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (OSError, psutil.Error):
            continue
    return found
