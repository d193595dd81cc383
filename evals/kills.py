"""Kill builds and additions (-9) at random moments: the index must open, old or new, never a mixture.

Each kill begins with a copy of the same index. Half of the moments are drawn from the whole time that the
command takes, the others from its last three phases, which are short and in which everything is written.
What the command was doing is read from what it had left on the disk.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from evals.made_files import Paragraph, write_docx, write_pdf
from index.generations import read_current
from index.search import PolicyIndex

Phase: TypeAlias = Literal["start", "read", "write", "derive", "switch", "ended"]
PHASES: tuple[Phase, ...] = ("start", "read", "write", "derive", "switch", "ended")
"""Before the lock; reading files; copying, embedding, Chroma; search tables; the switch; too late."""

COMMANDS = ("build", "add")
_DOCUMENTS = 14
_ARTICLES = 8
_AIMED: tuple[Phase, ...] = ("write", "derive", "switch")
_LOOK = 0.003  # seconds between two looks at the disk
_LONGEST = 120.0


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill and what came of it."""

    command: str  # one of COMMANDS
    phase: Phase
    outcome: str  # old | new, or what is wrong with the index
    completed: bool  # the same command, given again, ended in the new state


@dataclass(frozen=True, slots=True)
class _Trial:
    """A command, the index it changes, and the states before and after."""

    words: tuple[str, ...]
    base: Path
    old: str
    new: str
    ends: dict[Phase, float]  # seconds after the start at which each phase ends


def kill_all(count: int, seed: int, commands: Sequence[str] = COMMANDS) -> list[Kill]:
    """Kill each command ``count`` times, at moments chosen by chance."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        work = Path(name)
        base = work / "base"
        for edition in "AB":
            _write(work / edition, edition)
        new = [Paragraph("首店奖励办法", 1), Paragraph("第一条 首店奖励99万元。", 0)]
        write_docx(new, work / "新.docx")
        if _start(["build", str(work / "A")], base).wait():
            raise RuntimeError("the first build failed")
        words = {"build": ("build", str(work / "B")), "add": ("add", str(work / "新.docx"))}
        kills: list[Kill] = []
        for command in commands:
            chance = random.Random(f"{seed} {command}")
            trial = _prepare(words[command], base, work)
            kills += [_kill(trial, work / f"{command}-{n}", n, chance) for n in range(count)]
        return kills


def _write(folder: Path, edition: str) -> None:
    """Write documents of four formats; in edition B half of the articles differ, one is gone, one is new."""
    folder.mkdir()
    for number in range(edition == "B", _DOCUMENTS + (edition == "B")):
        amounts = (n * 100 + number + (n % 2) * 50_000 * (edition == "B") for n in range(1, _ARTICLES + 1))
        articles = [f"第{n}条 第{number}号办法补助{amount}元。" for n, amount in enumerate(amounts, 1)]
        parts = [Paragraph(f"第{number}号办法", 1), *(Paragraph(text, 0) for text in articles)]
        if number % 4 == 0:
            write_docx(parts, folder / f"办法{number}.docx")
        elif number % 4 == 1:
            write_pdf(parts, folder / f"办法{number}.pdf")
        else:
            lines = [f"# {parts[0].text}", *articles]
            (folder / f"办法{number}.md").write_text("\n\n".join(lines), encoding="utf-8")


def state_of(index: Path) -> str:
    """Return a digest of every passage that an index holds, in order, as a reader gets them.

    Raises:
        AssertionError: if a search does not find each document, or finds words that are not in it.
    """
    opened = PolicyIndex.open(index)
    digest = hashlib.blake2b()
    for name, metadata in opened.documents.items():
        passages = opened.passages_of(name)
        for passage in passages:
            digest.update(f"{passage.id}\n{passage.locator}\n{passage.text}\n".encode())
        found = opened.search(f"{metadata.title}补助或者奖励多少元", floor=0.0).hits
        own = [hit.passage.text for hit in found if hit.document.id == name]
        assert own, f"a search does not find {name}"
        assert set(own) <= {passage.text for passage in passages}, f"a search finds other words of {name}"
    return digest.hexdigest()


def _prepare(words: tuple[str, ...], base: Path, work: Path) -> _Trial:
    """Run the command once to its end, and note when each of its phases ended."""
    index = work / f"{words[0]}-whole"
    shutil.copytree(base, index)
    generation = _generation(index)
    began = time.monotonic()
    process = _start(words, index)
    ends: dict[Phase, float] = {}
    while process.poll() is None:
        ends[_phase(index, generation)] = time.monotonic() - began
        time.sleep(_LOOK)
    ends["ended"] = time.monotonic() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return _Trial(words, base, state_of(base), state_of(index), ends)


def _kill(trial: _Trial, index: Path, number: int, chance: random.Random) -> Kill:
    shutil.copytree(trial.base, index)
    generation = _generation(index)
    process = _start(trial.words, index)
    if number % 2:
        _await(_AIMED[number // 2 % len(_AIMED)], index, generation, process, trial, chance)
    else:
        time.sleep(chance.uniform(0, trial.ends["ended"]))
    ended = process.poll() is not None
    if not ended:
        # Every other time the worker processes are left behind, as when the system kills one for its memory.
        (os.killpg if number % 4 < 2 else os.kill)(process.pid, signal.SIGKILL)
    process.wait()
    phase = "ended" if ended else _phase(index, generation)
    outcome = _judge(trial, index)
    completed = _start(trial.words, index).wait() == 0 and _judge(trial, index) == "new"
    shutil.rmtree(index)
    return Kill(trial.words[0], phase, outcome, completed)


def _await(
    phase: Phase,
    index: Path,
    generation: str,
    process: subprocess.Popen[bytes],
    trial: _Trial,
    chance: random.Random,
) -> None:
    """Wait until a phase has begun, then for a random part of its usual length."""
    wanted = PHASES[PHASES.index(phase) :]
    until = time.monotonic() + _LONGEST
    while process.poll() is None and time.monotonic() < until and _phase(index, generation) not in wanted:
        time.sleep(_LOOK)
    before = max((end for name, end in trial.ends.items() if name not in wanted), default=0.0)
    end = trial.ends.get(phase, before) if phase != "switch" else trial.ends["ended"]
    time.sleep(chance.uniform(0, max(0.0, end - before)))


def _generation(index: Path) -> str:
    current = read_current(index)
    return current.generation if current else ""


def _phase(index: Path, generation: str) -> Phase:
    """Tell from the disk what a command that began at a generation is doing, or did last."""
    if _generation(index) != generation:
        return "switch"
    kind, number = generation.rsplit("-", 1)
    fresh = index / f"{kind}-{int(number) + 1}"
    if (fresh / "derived").exists():
        return "derive"
    if fresh.exists():
        return "write"
    return "read" if (index / "change.holder").exists() else "start"


def _judge(trial: _Trial, index: Path) -> str:
    try:
        state = state_of(index)
    except Exception as error:  # whatever it is, the index is broken
        return f"{type(error).__name__}: {error}"
    return {trial.old: "old", trial.new: "new"}.get(state, "a mixture")


def _start(words: Sequence[str], index: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "assistant.cli", *words, "--index", str(index)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def kills_table(kills: Sequence[Kill]) -> str:
    """Return the counts as text, and every index that was broken."""
    lines = [f"{'command':10}{'killed in':12}{'kills':>7}{'old':>6}{'new':>6}{'broken':>8}{'completed':>11}"]
    for (command, phase), count in sorted(
        Counter((kill.command, kill.phase) for kill in kills).items(),
        key=lambda row: (row[0][0] != "build", PHASES.index(row[0][1])),
    ):
        own = [kill for kill in kills if (kill.command, kill.phase) == (command, phase)]
        old, new = (sum(kill.outcome == name for kill in own) for name in ("old", "new"))
        completed = sum(kill.completed for kill in own)
        lines.append(f"{command:10}{phase:12}{count:>7}{old:>6}{new:>6}{count - old - new:>8}{completed:>11}")
    lines += [
        f"broken: {kill.command} killed in {kill.phase}: {kill.outcome}"
        for kill in kills
        if kill.outcome not in ("old", "new")
    ]
    return "\n".join(lines)
