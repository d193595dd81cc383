"""What an answer laid out for its topic is made of: card, steps, table of figures. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Topic


class FieldName(StrEnum):
    """What a line of a shaped answer says."""

    WHO = "who"
    AMOUNT = "amount"
    CONDITION = "condition"
    STEP = "step"
    MATERIALS = "materials"
    TIME_LIMIT = "time_limit"
    OFFICE = "office"
    CHANNEL = "channel"
    UNTIL = "until"
    BASIS = "basis"


@dataclass(frozen=True, slots=True)
class ShapeField:
    """A line of a card or a step of a process, in words of the clause or dates of the document it cites."""

    name: FieldName
    text: str
    labels: tuple[int, ...]
    short: str = ""  # the part of it that says how much or how long, where it is a whole sentence


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of a table of figures; ``kind`` is that of the facet: plan, reached, estimate, intended, rule."""

    indicator: str
    value: float | None
    text: str  # value with bound and unit as the clause writes them
    unit: str
    period: str
    kind: str
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """An answer laid out for its topic: fields of a card or steps of a process, rows of a table."""

    topic: Topic
    fields: tuple[ShapeField, ...] = ()
    rows: tuple[FigureRow, ...] = ()
