"""Who issued a document, when, and whether it holds: from front matter or a side-car."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from corpus.errors import DocumentError
from corpus.model import Kind, Metadata, Status, Topic
from corpus.partial_date import PartialDate

_FOUND = (
    "amendments",
    "repeals",
    "repeal_sentence",
    "ocr_confidence",
    "amended_by",
    "file_digest",
)  # in texts, never given
_FIELDS = frozenset(Metadata.__dataclass_fields__) - {"path", *_FOUND}
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
        **{name: _text(fields, name) for name in _TEXTS},  # type: ignore[arg-type] # names of text fields
    )


_TEXTS = (
    "subtitle", "doc_number", "doc_number_note", "issuer", "issuer_note", "level", "status_reason",
    "supersedes_note", "superseded_by", "superseded_by_note", "source_url", "source_name", "evidence",
    "evidence_note", "family",
)  # fmt: skip


def overridden(found: Metadata, fields: Mapping[str, object]) -> Metadata:
    """Return metadata with the fields of a side-car in place of what was found.

    Raises:
        DocumentError: if a field is unknown or holds an impossible value.
    """
    if not fields:
        return found
    given = from_fields({"id": found.id, "title": found.title, **fields}, found.path)
    return replace(found, **{name: getattr(given, name) for name in fields})


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
