"""The page as visitors get it: a real process that cannot leave the machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parent / "fence"), "PYTHONUTF8": "1"}


@dataclass(frozen=True, slots=True)
class Served:
    """A running server and where its page is, without a final slash."""

    process: subprocess.Popen[str]
    address: str
    stderr: IO[str]

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)

    def errors(self) -> str:
        """Return what was written to standard error so far."""
        self.stderr.seek(0)
        return self.stderr.read()


@contextmanager
def serving(index: Path, **settings: str) -> Iterator[Served]:
    """Serve an index on a free port until the block ends.

    Args:
        index: the index folder.
        settings: more environment variables.
    """
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(index), "--port", "0"]
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile("w+", encoding="utf-8") as stderr,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            encoding="utf-8",
            env=os.environ | _ENVIRONMENT | {"ASSISTANT_JOURNAL": f"{folder}/journal.sqlite"} | settings,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            greeting = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", greeting)
            if found is None:
                process.wait(timeout=60)
                stderr.seek(0)
                raise AssertionError(f"no address on standard output: {greeting!r}\n{stderr.read()}")
            yield Served(process, found.group(), stderr)
        finally:
            process.kill()
