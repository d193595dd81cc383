"""Metadata of a document without front matter, from its text and the name of its file."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from corpus.errors import DocumentError
from corpus.force import read_force
from corpus.model import Kind, Metadata, Status
from corpus.partial_date import PartialDate
from corpus.promulgation import read_promulgation
from corpus.readers.reading import Reading
from corpus.repeals import read_repeals
from corpus.titles import level_of, title_of, topics_of

_DATED_NAME = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]\Z")
_FIRST_CLAUSE = re.compile(r"^[ 　]*(?:第一条|一、|第一章)", re.MULTILINE)
_PLACES = ("北京", "上海", "山东", "广东", "河南", "浙江", "重庆", "江西")
_HEAD, _FOOT = 1500, 600  # characters


def from_text(reading: Reading, path: str) -> Metadata:
    """Read title, number, issuer, dates, level, topics and repeals; what is not found stays empty.

    The text comes first; what a web page states beside it fills the gaps.

    Args:
        reading: the text.
        path: relative path of the file; the name may carry the date of the version: 某法(2019-03-15).md.
    """
    name = PurePosixPath(path).stem
    dated = _DATED_NAME.search(name)
    first = _FIRST_CLAUSE.search(reading.text)
    head = reading.text[: first.start() if first else _HEAD][:_HEAD]
    title = title_of(reading) or reading.stated.get("title", "") or _DATED_NAME.sub("", name)
    said = read_promulgation(head, reading.text[-_FOOT:], title)
    force = read_force(head, reading.text[len(head) :], said.effective, said.first_published)
    repeals = read_repeals(reading.text)
    beside = {key: _date(reading.stated.get(key)) for key in ("published", "effective", "expires")}
    expires = force.expires if _after(force.expires, force.effective) else None
    notes = (("effective", force.effective_note), ("expires", force.expires_note))
    return Metadata(
        id=_id(path),
        path=path,
        title=title,
        kind=Kind.OFFICIAL_TEXT,
        status=Status.UNKNOWN,
        doc_number=said.doc_number or reading.stated.get("doc_number", ""),
        issuer=said.issuer or reading.stated.get("issuer", ""),
        level=level_of(said.issuer, title) or _level(path),
        topics=topics_of(title, reading.text),
        published=(_date(dated.group(1)) if dated else said.published) or beside["published"],
        effective=force.effective or beside["effective"],
        expires=expires or beside["expires"],
        date_notes=tuple((name, note) for name, note in notes if note),
        status_reason="文件没有写明是否仍然有效",
        amendments=said.amendments,
        repeals=tuple(
            dict.fromkeys(name for repeal in repeals for name in (*repeal.titles, *repeal.numbers))
        ),
        repeal_sentence="\n".join(repeal.sentence for repeal in repeals),
        ocr_confidence=reading.ocr_confidence,
    )


def missing_fields(metadata: Metadata) -> tuple[str, ...]:
    """Return the names of the fields that a reader would miss and that were not found."""
    wanted = ("doc_number", "issuer", "published", "effective")
    return tuple(name for name in wanted if not getattr(metadata, name))


def _id(path: str) -> str:
    """Return the path, without the suffix of a text: the same text may lie beside it as PDF and Word."""
    pure = PurePosixPath(path)
    return str(pure.with_suffix("")) if pure.suffix.lower() in (".md", ".txt") else str(pure)


def _date(written: str | None) -> PartialDate | None:
    """Read a date; one that the calendar lacks is none, the report says that it was not found."""
    try:
        return PartialDate.parse(written, field="日期")
    except DocumentError:
        return None


def _after(expires: PartialDate | None, effective: PartialDate | None) -> bool:
    return bool(expires and (effective is None or expires.last_day() >= effective.first_day()))


def _level(path: str) -> str:
    parts = PurePosixPath(path).parts[:-1]
    return next((part for part in parts if part in _PLACES), "国家" if "地方性法规" not in parts else "")
