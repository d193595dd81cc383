"""The files under the paths that are to be read, each once, and those that cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.sidecars import SUFFIXES


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or one that cannot be, with the reason."""

    file: Path
    relative: str  # to the path given, with forward slashes
    problem: str = ""


def find_files(paths: Sequence[Path]) -> Iterator[Found]:
    """Yield files in a stable order: folders in depth, hidden files and side-cars left out.

    Links to folders are not followed, so a circle of links ends.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in [_checked(path, path.name)] if not path.is_dir() else _inside(path):
            if found.problem:
                yield found
                continue
            real = found.file.resolve()
            if real not in seen:
                seen.add(real)
                yield found


def _inside(folder: Path) -> Iterator[Found]:
    problems: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(place, name)
            if not name.startswith(".") and not name.endswith(SUFFIXES):
                yield _checked(file, file.relative_to(folder).as_posix())
    for error in problems:
        where = Path(os.fsdecode(error.filename)).relative_to(folder).as_posix()
        yield Found(Path(error.filename), _shown(where), "没有权限打开这个文件夹，里面的文件没有读取")


def _checked(file: Path, relative: str) -> Found:
    shown = _shown(relative)
    if shown != relative:
        return Found(file, shown, "文件名的编码不是 UTF-8；请改名后再导入")
    try:
        file.stat()
    except OSError as error:
        loop = file.is_symlink()
        reason = "链接指向自己或不存在的文件" if loop else f"打不开（{error.strerror}）"
        return Found(file, relative, reason)
    if not file.is_file():
        return Found(file, relative, "不是普通文件（设备、管道或套接字），没有读取")
    if not os.access(file, os.R_OK):
        return Found(file, relative, "没有读取权限；请修改文件权限后再导入")
    return Found(file, relative)


def _shown(name: str) -> str:
    """Return a name that can be printed: bytes that are no UTF-8 become question marks."""
    return name.encode("utf-8", "replace").decode("utf-8") if not _is_text(name) else name


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
