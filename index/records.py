"""Metadata of documents as JSON, for the store."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from corpus.model import Kind, Metadata, Status, Topic
from corpus.partial_date import PartialDate

_DATES = ("published", "effective", "expires")
_LISTS = ("supersedes", "related", "cautions", "amendments", "amended_by", "repeals")


def metadata_to_json(metadata: Metadata) -> str:
    """Write metadata as one JSON object with sorted keys."""
    row: dict[str, Any] = {
        field.name: getattr(metadata, field.name) for field in dataclasses.fields(metadata)
    }
    row |= {name: str(row[name]) if row[name] else None for name in _DATES}
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def metadata_from_json(text: str) -> Metadata:
    """Read metadata back; inverse of :func:`metadata_to_json`."""
    row: dict[str, Any] = json.loads(text)
    row |= {name: PartialDate.parse(row[name], field=name) for name in _DATES}
    row |= {name: tuple(row.get(name, ())) for name in _LISTS}
    row["topics"] = tuple(Topic(topic) for topic in row["topics"])
    row["date_notes"] = tuple((name, note) for name, note in row["date_notes"])
    return Metadata(**row | {"kind": Kind(row["kind"]), "status": Status(row["status"])})
