"""Read many files: small text files here, anything else in worker processes; what goes wrong is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

from corpus.errors import DocumentError, UnsupportedFormat
from corpus.files import Found
from corpus.model import FileReport, Outcome
from corpus.read import ReadFile, read_document
from corpus.readers.limits import Limits
from corpus.workers import Harm, Workers

Result: TypeAlias = ReadFile | FileReport
_Group: TypeAlias = tuple[Found, ...]

LIGHT = (".md", ".txt")
_LIGHT_BYTES = 1_000_000
_TOGETHER = 40  # light files that go to a worker at once
_MANY = 300  # light files from which processes pay for their start
_HARM = {
    Harm.DIED: "读取时解析程序崩溃，文件可能已损坏；请用原来的软件打开另存后再导入",
    Harm.TOO_LONG: "读取超过 {seconds:g} 秒的上限，已放弃；请拆分，或用 ASSISTANT_MAX_SECONDS 调高上限",
}


def read_files(files: Sequence[Found], limits: Limits) -> Iterator[Result]:
    """Read files, results in their order. A few small text files are read here, anything else in workers."""
    if len(files) < _MANY and all(_is_light(found.file) for found in files):
        yield from (read_one(found.file, found.relative, limits) for found in files)
        return
    yield from _side_by_side(tuple(_groups(files)), limits)


def read_one(file: Path, relative: str, limits: Limits) -> Result:
    """Read one file; whatever goes wrong becomes a line of the report."""
    try:
        return read_document(file, relative, limits)
    except UnsupportedFormat as reason:
        return FileReport(relative, Outcome.SKIPPED, str(reason))
    except DocumentError as error:
        problem = str(error)
    except OSError as error:
        problem = f"打不开（{error.strerror or error}）"
    except MemoryError:
        problem = f"读取时内存超过 {limits.memory_megabytes} MB 的上限；请拆分后再导入"
    except RecursionError:
        problem = "嵌套层数过多；请简化后再导入"
    except Exception as error:  # in a parser of someone else's: the file is bad, or the parser is
        problem = f"无法解析（{type(error).__name__}），文件可能已损坏；请用原来的软件打开另存后再导入"
    return FileReport(relative, Outcome.FAILED, problem)


def _is_light(file: Path) -> bool:
    with suppress(OSError):
        return file.suffix.lower() in LIGHT and file.stat().st_size <= _LIGHT_BYTES
    return True


def _groups(files: Sequence[Found]) -> Iterator[_Group]:
    """Put small text files together, which saves the way to and fro; anything else goes alone."""
    group: list[Found] = []
    for found in files:
        light = _is_light(found.file)
        if group and (not light or len(group) == _TOGETHER):
            yield tuple(group)
            group = []
        if light:
            group.append(found)
        else:
            yield (found,)
    if group:
        yield tuple(group)


def _side_by_side(groups: Sequence[_Group], limits: Limits) -> Iterator[Result]:
    workers: Workers[_Group, list[Result]] = Workers(
        partial(_read_group, limits=limits), limits.workers, limits.seconds, limits.memory_megabytes
    )
    for group, results in zip(groups, workers.run(groups), strict=True):
        if not isinstance(results, Harm):
            yield from results
        elif len(group) > 1:  # which of them did the harm?
            yield from _side_by_side([(found,) for found in group], limits)
        else:
            reason = _HARM[results].format(seconds=limits.seconds)
            yield FileReport(group[0].relative, Outcome.FAILED, reason)


def _read_group(group: _Group, limits: Limits) -> list[Result]:
    return [read_one(found.file, found.relative, limits) for found in group]
