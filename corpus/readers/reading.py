"""What every reader returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line that the format itself marks. Offsets count characters of the text."""

    level: int  # 1 is the title
    start: int
    end: int
    clause_id: str = ""  # a stable id given in the source, `{#id}`


@dataclass(frozen=True, slots=True)
class Reading:
    """The plain text of a file and what its format says about it."""

    text: str
    headings: tuple[Heading, ...] = ()
    front_matter: Mapping[str, object] = field(default_factory=dict)
    ocr_confidence: float | None = None  # 0-1, of the least sure page recognised from a picture
