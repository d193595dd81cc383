"""The progress bar, as a terminal shows it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path


def shown(command: list[str]) -> str:
    """Run a command whose standard error is a terminal of 110 columns, and return what it writes there."""
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 110, 0, 0))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=there) as process:
        os.close(there)
        parts: list[bytes] = []
        while True:
            try:
                part = os.read(here, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            parts.append(part)
        assert process.wait(60) == 0
    os.close(here)
    return b"".join(parts).decode("utf-8", "replace")


def test_a_build_shows_the_file_and_the_rate(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(600):
        articles = "\n\n".join(f"第{n}条 补助{number}万元。" for n in range(1, 30))
        (folder / f"办法{number}.md").write_text(f"# 第{number}号办法\n\n{articles}\n", encoding="utf-8")
    command = [sys.executable, "-m", "assistant.cli", "build", str(folder), "--index", str(tmp_path / "i")]
    steps = [step for step in shown(command).split("\r") if "读取文件" in step]
    assert any("办法" in step and ".md" in step and "/600" in step for step in steps), steps[:3]
    assert any("it/s" in step for step in steps), steps[-3:]


def test_nothing_is_drawn_where_no_terminal_is(tmp_path: Path) -> None:
    (tmp_path / "甲.md").write_text("# 甲办法\n\n第一条 乙。\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "assistant.cli",
        "build",
        str(tmp_path / "甲.md"),
        "--index",
        str(tmp_path / "i"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, encoding="utf-8")
    assert done.returncode == 0 and "it/s" not in done.stderr and "\r" not in done.stderr
