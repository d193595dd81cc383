"""What every reader returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.places import PlaceMap


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line that the format itself marks. Offsets count characters of the text."""

    level: int  # 1 is the title
    start: int
    end: int
    clause_id: str = ""  # a stable id given in the source, `{#id}`


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table, written as a line of the text with its header: 项目：首店；金额：30万元."""

    start: int
    end: int
    label: str  # 表1 第2行
    title: str  # of the table, empty if it has none
    cells: tuple[tuple[str, str], ...]  # (header, content), merged cells resolved


@dataclass(frozen=True, slots=True)
class Reading:
    """The plain text of a file and what its format says about it."""

    text: str
    headings: tuple[Heading, ...] = ()
    front_matter: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[TableRow, ...] = ()
    places: PlaceMap | None = None
    stated: Mapping[str, str] = field(default_factory=dict)  # what a web page says beside its text
    attachments: tuple[str, ...] = ()  # files that the text names and that are not part of it
    remarks: tuple[str, ...] = ()  # what staff should know of how the file was read
    ocr_confidence: float | None = None  # 0-1, of the least sure page recognised from a picture
