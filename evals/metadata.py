"""Dates and numbers that real laws state in their head, against what is read of their text.

The heads are read here by rules of their own, much simpler than those of ``corpus``: a line that is a date
and 施行, and an order number where the head holds exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.chinese_numbers import parse_chinese_number
from corpus.load import load_corpus
from corpus.model import Metadata, Status
from corpus.readers.markdown import parse_markdown
from corpus.text_metadata import from_text

_END = "<!-- INFO END -->"
_IN_FORCE = re.compile(
    r"^(\d{4})年(\d{1,2})月(\d{1,2})日\s*起?(?:施行|实施|生效)[）)]?\s*(?=$|根据)", re.MULTILINE
)
_ORDER = re.compile(r"令\s*(?:\d{4}年)?\s*第\s*([0-9〇零一二三四五六七八九十百]+)\s*号")


@dataclass(slots=True)
class Dates:
    """Effective dates of the laws whose head gives one."""

    heads: int = 0
    same: int = 0  # read from the whole file
    stated: int = 0  # the text gives a date of its own, in figures
    stated_same: int = 0
    on_issue: int = 0  # the text says 自公布之日起施行
    on_issue_same: int = 0
    silent: int = 0  # the text does not say
    differ: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Numbers:
    """Order numbers of the laws whose head holds exactly one."""

    heads: int = 0
    same: int = 0
    differ: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MetadataFigures:
    """What was measured; ``linked`` counts documents of the set that another one of it ends."""

    laws: int
    dates: Dates
    numbers: Numbers
    sentences: int  # texts that say they end another one
    linked: int


def measure_metadata(folder: Path) -> MetadataFigures:
    """Read every law of a folder, whole and without the line of its head that dates it."""
    dates, numbers = Dates(), Numbers()
    laws = 0
    for file in sorted(folder.rglob("*.md")):
        laws += 1
        source, name = file.read_text(encoding="utf-8"), file.relative_to(folder).as_posix()
        head, end, body = source.partition(_END)
        if not end:
            continue
        whole = from_text(parse_markdown(source), name)
        _numbers(numbers, head, whole)
        days = [f"{int(y):04}-{int(m):02}-{int(d):02}" for y, m, d in _IN_FORCE.findall(head)]
        if days:
            alone = from_text(parse_markdown(_IN_FORCE.sub("", head) + end + body), name)
            _dates(dates, max(days), whole, alone)
    found = load_corpus([folder]).corpus.documents
    return MetadataFigures(
        laws,
        dates,
        numbers,
        sum(bool(d.metadata.repeals) for d in found),
        sum(d.metadata.status is Status.REPEALED for d in found),
    )


def _numbers(numbers: Numbers, head: str, whole: Metadata) -> None:
    orders = _ORDER.findall(head)
    if len(orders) != 1:
        return
    numbers.heads += 1
    if f"第{_figures(orders[0])}号" in whole.doc_number:
        numbers.same += 1
    else:
        numbers.differ.append(f"{whole.path}: 第{orders[0]}号 / {whole.doc_number or '-'}")


def _figures(written: str) -> str:
    return written if written.isdecimal() else str(parse_chinese_number(written))


def _dates(dates: Dates, day: str, whole: Metadata, alone: Metadata) -> None:
    dates.heads += 1
    dates.same += str(whole.effective) == day
    if str(whole.effective) != day:
        dates.differ.append(f"{whole.path}: head {day} / read {whole.effective}")
    if alone.effective is None:
        dates.silent += 1
    elif dict(alone.date_notes).get("effective"):
        dates.on_issue += 1
        dates.on_issue_same += str(alone.effective) == day
    else:
        dates.stated += 1
        dates.stated_same += str(alone.effective) == day
        if str(alone.effective) != day:
            dates.differ.append(f"{whole.path}: head {day} / text {alone.effective}")


def metadata_table(found: MetadataFigures) -> str:
    """Return the figures as text, with every date and number that differs."""
    return "\n".join(_lines(found))


def _lines(found: MetadataFigures) -> Iterator[str]:
    dates, numbers = found.dates, found.numbers
    yield f"{found.laws} laws"
    yield f"heads that date the beginning of force: {dates.heads}"
    yield f"  read from the whole file as the head says: {_share(dates.same, dates.heads)}"
    yield "  the line of the head taken out:"
    yield f"    the text gives a date: {_share(dates.stated_same, dates.stated)} as the head"
    from_issue = _share(dates.on_issue_same, dates.on_issue)
    yield f"    the text says from the day of issue: {from_issue} as the head"
    yield f"    the text does not say: {dates.silent}"
    yield from (f"    {line}" for line in dates.differ)
    yield f"heads that hold one order number: {_share(numbers.same, numbers.heads)} read as the text's"
    yield from (f"    {line}" for line in numbers.differ)
    yield f"texts that say they end another: {found.sentences}; documents of the set so ended: {found.linked}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "0 of 0"
