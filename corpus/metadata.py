"""Who issued a document, when, and whether it holds: from front matter, a side-car, or the text itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TypeVar

from corpus.errors import DocumentError
from corpus.model import Kind, Metadata, Status, Topic
from corpus.partial_date import PartialDate
from corpus.readers.reading import Reading

_DATED_NAME = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]\Z")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ISSUED = re.compile(r"通过|公布|发布|印发|修订|修正")
_EFFECTIVE = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施|执行)")
_IN_FORCE_LINE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日[ 　]*施行")
_PLACES = ("北京", "上海", "山东", "广东", "河南", "浙江", "重庆", "江西")
_FIELDS = frozenset(Metadata.__dataclass_fields__) - {"path"}
_Choice = TypeVar("_Choice", bound=StrEnum)


def from_fields(fields: Mapping[str, object], path: str) -> Metadata:
    """Make metadata from front matter.

    Raises:
        DocumentError: if a field is missing, unknown or holds an impossible value.
    """
    unknown = fields.keys() - _FIELDS
    if unknown:
        raise DocumentError(f"文件头有不认识的字段：{'、'.join(sorted(unknown))}")
    for name in ("id", "title"):
        if not fields.get(name):
            raise DocumentError(f"文件头缺少 {name}")
    dates = {
        name: PartialDate.parse(fields.get(name), field=name)
        for name in ("published", "effective", "expires")
    }
    start, stop = dates["effective"], dates["expires"]
    if start and stop and stop.last_day() < start.first_day():
        raise DocumentError(f"失效日期 {stop} 早于生效日期 {start}，请核对")
    notes = fields.get("date_notes") or {}
    if not isinstance(notes, dict):
        raise DocumentError("date_notes 应为“日期字段: 说明”的列表")
    return Metadata(
        id=_text(fields, "id"),
        path=path,
        title=_text(fields, "title"),
        kind=_choice(Kind, fields.get("kind") or Kind.OFFICIAL_TEXT, "kind"),
        status=_choice(Status, fields.get("status") or Status.UNKNOWN, "status"),
        topics=tuple(_choice(Topic, topic, "topics") for topic in _list(fields, "topics")),
        published=dates["published"],
        effective=start,
        expires=stop,
        date_notes=tuple((str(name), str(note)) for name, note in notes.items()),
        supersedes=_list(fields, "supersedes"),
        related=_list(fields, "related"),
        cautions=_list(fields, "cautions"),
        **{name: _text(fields, name) for name in _TEXTS},
    )


_TEXTS = (
    "subtitle", "doc_number", "doc_number_note", "issuer", "issuer_note", "level", "status_reason",
    "supersedes_note", "superseded_by", "superseded_by_note", "source_url", "source_name", "evidence",
    "evidence_note",
)  # fmt: skip


def from_text(reading: Reading, path: str) -> Metadata:
    """Read title, dates and level from a document without front matter; what is not found stays empty."""
    name = PurePosixPath(path).stem
    dated = _DATED_NAME.search(name)
    head = _head(reading)
    published = PartialDate.parse(dated.group(1), field="文件名") if dated else _issued(head)
    return Metadata(
        id=str(PurePosixPath(path).with_suffix("")),
        path=path,
        title=_title(reading, _DATED_NAME.sub("", name)),
        kind=Kind.OFFICIAL_TEXT,
        status=Status.UNKNOWN,
        level=_level(path),
        published=published,
        effective=_effective(head, reading.text),
        status_reason="文件没有写明是否仍然有效",
    )


def overridden(found: Metadata, fields: Mapping[str, object]) -> Metadata:
    """Return metadata with the fields of a side-car in place of what was found.

    Raises:
        DocumentError: if a field is unknown or holds an impossible value.
    """
    if not fields:
        return found
    given = from_fields({"id": found.id, "title": found.title, **fields}, found.path)
    return replace(found, **{name: getattr(given, name) for name in fields})


def missing_fields(metadata: Metadata) -> tuple[str, ...]:
    """Return the names of the fields that a reader would miss and that were not found."""
    wanted = ("doc_number", "issuer", "published", "effective")
    return tuple(name for name in wanted if not getattr(metadata, name))


def _title(reading: Reading, fallback: str) -> str:
    titles = [reading.text[h.start : h.end].strip() for h in reading.headings if h.level == 1]
    return " ".join(" ".join(title.split()) for title in titles if title) or fallback


def _head(reading: Reading) -> str:
    """Return what stands before the first article, at most 1,500 characters: dates of issue stand there."""
    first = re.search(r"^[ 　]*第一条", reading.text, re.MULTILINE)
    return reading.text[: first.start() if first else 1500][:1500]


def _issued(head: str) -> PartialDate | None:
    days = [_day(match) for line in head.split("\n") if _ISSUED.search(line) for match in _DAY.finditer(line)]
    return max((day for day in days if day), default=None)


def _effective(head: str, text: str) -> PartialDate | None:
    for found in (_IN_FORCE_LINE.findall(head), _EFFECTIVE.findall(text)):
        if found:
            return PartialDate(*map(int, found[-1]))
    return None


def _day(match: re.Match[str]) -> PartialDate | None:
    try:
        return PartialDate.parse("-".join(match.groups()), field="日期")
    except DocumentError:
        return None


def _level(path: str) -> str:
    parts = PurePosixPath(path).parts[:-1]
    return next((part for part in parts if part in _PLACES), "国家" if "地方性法规" not in parts else "")


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value)


def _list(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = fields.get(name) or ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise DocumentError(f"{name} 应为列表")
    return tuple(map(str, value))


def _choice(kind: type[_Choice], value: object, name: str) -> _Choice:
    try:
        return kind(str(value))
    except ValueError as error:
        raise DocumentError(f"{name}: {value} 不在可选值里：{'、'.join(kind)}") from error
