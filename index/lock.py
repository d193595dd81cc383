"""One process at a time changes an index; the lock ends with its process, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy

_LOCK, _HOLDER = "change.lock", "change.holder"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the right to change an index.

    Raises:
        IndexBusy: if another process has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(f"另一个程序正在更新索引 {folder}{_holder(folder)}；请等它结束后再试") from error
    try:
        began = datetime.now().isoformat(" ", "minutes")
        (folder / _HOLDER).write_text(f"（进程 {os.getpid()}，{began} 开始）", encoding="utf-8")
        yield
    finally:
        (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        return (folder / _HOLDER).read_text(encoding="utf-8")
    except OSError:
        return ""
