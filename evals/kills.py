"""Kill builds and additions (-9) at random moments: the index must open, old or new, never a mixture."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from index.search import PolicyIndex

_DOCUMENTS = 40
_ARTICLES = 12


@dataclass(slots=True)
class Kills:
    """What came of one kind of command."""

    name: str
    kills: int = 0
    too_late: int = 0  # the command had ended before
    old: int = 0  # the index was as before
    new: int = 0  # the change had taken effect
    broken: int = 0  # neither


def kill_all(count: int, seed: int) -> tuple[Kills, Kills]:
    """Kill half of ``count`` builds and half of ``count`` additions, each at a moment chosen by chance."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        work = Path(name)
        for edition in "AB":
            _write(work / edition, edition)
        return _kill_builds(work, count - count // 2, chance), _kill_additions(work, count // 2, chance)


def _write(folder: Path, edition: str) -> None:
    folder.mkdir()
    for number in range(_DOCUMENTS):
        articles = (
            f"第{n}条 {edition}版第{number}号补助{n * 10 + number}万元。\n" for n in range(1, _ARTICLES)
        )
        text = f"# 第{number}号办法\n\n" + "\n".join(articles)
        (folder / f"办法{number}.md").write_text(text, encoding="utf-8")


def state_of(index: Path) -> str:
    """Return a digest of every passage that an index holds, in order, as a reader gets them."""
    opened = PolicyIndex.open(index)
    digest = hashlib.blake2b()
    for name in opened.documents:
        for passage in opened.passages_of(name):
            digest.update(f"{passage.id}\n{passage.text}\n".encode())
    assert opened.search("补助多少万元", floor=0.0).hits
    return digest.hexdigest()


def _kill_builds(work: Path, count: int, chance: random.Random) -> Kills:
    result = Kills("build")
    index = work / "index"
    states = {}
    for edition in "BA":
        build([work / edition], index)
        states[edition] = state_of(index)
    longest = _duration(["build", str(work / "B")], index)
    build([work / "A"], index)
    now = "A"
    for _ in range(count):
        other = "B" if now == "A" else "A"
        _kill(result, ["build", str(work / other)], index, chance.uniform(0.05, longest))
        now = _judge(result, state_of_or_none(index), {states[now]: now, states[other]: other}, now)
    build([work / "A"], index)
    assert state_of(index) == states["A"], "the build after the kills must complete"
    return result


def _kill_additions(work: Path, count: int, chance: random.Random) -> Kills:
    result = Kills("add")
    index = work / "index"
    new = work / "新.md"
    new.write_text("# 新办法\n\n第一条 新办法补助99万元。\n", encoding="utf-8")
    base = state_of(index)
    longest = _duration(["add", str(new)], index)
    added = state_of(index)
    now = "added"
    for _ in range(count):
        command = ["remove", "新"] if now == "added" else ["add", str(new)]
        _kill(result, command, index, chance.uniform(0.05, longest))
        now = _judge(result, state_of_or_none(index), {base: "base", added: "added"}, now)
    return result


def state_of_or_none(index: Path) -> str | None:
    """Return the state, None if the index cannot be opened or read."""
    try:
        return state_of(index)
    except Exception:  # whatever it is, the index is broken
        return None


def _judge(result: Kills, state: str | None, known: dict[str, str], before: str) -> str:
    found = known.get(state or "")
    if found is None:
        result.broken += 1
        return before
    if found == before:
        result.old += 1
    else:
        result.new += 1
    return found


def _command(words: Sequence[str], index: Path) -> list[str]:
    return [sys.executable, "-m", "assistant.cli", *words, "--index", str(index)]


def _duration(words: Sequence[str], index: Path) -> float:
    began = time.monotonic()
    subprocess.run(_command(words, index), check=True, capture_output=True)
    return time.monotonic() - began


def _kill(result: Kills, words: Sequence[str], index: Path, delay: float) -> None:
    process = subprocess.Popen(
        _command(words, index), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(delay)
    result.kills += 1
    result.too_late += process.poll() is not None
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kills_table(results: Sequence[Kills]) -> str:
    """Return the counts as text."""
    head = f"{'command':10}{'kills':>7}{'too late':>10}{'old':>6}{'new':>6}{'broken':>8}"
    rows = [f"{r.name:10}{r.kills:>7}{r.too_late:>10}{r.old:>6}{r.new:>6}{r.broken:>8}" for r in results]
    return "\n".join([head, *rows])
