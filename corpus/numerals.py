"""INTERIM: replaced by the real reader."""

from __future__ import annotations
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Bound(StrEnum):
    EXACT = "exact"
    MAX = "max"
    MIN = "min"
    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"


class FigureKind(StrEnum):
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Figure:
    kind: FigureKind
    value: Decimal | None
    upper: Decimal | None
    unit: str
    date: str | None
    bound: Bound
    start: int
    end: int
    text: str


def read_figures(text: str) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            FigureKind.NUMBER,
            Decimal(m.group(1)),
            None,
            m.group(2),
            None,
            Bound.EXACT,
            m.start(),
            m.end(),
            m.group(),
        )
        for m in re.finditer(r"(\d+(?:\.\d+)?)(%|‰|万元|亿元|元|个工作日|个|年|月|日)?", text)
    )


def same_figure(a: Figure, b: Figure) -> bool:
    return (a.value, a.unit) == (b.value, b.unit)
