"""Figures as a plot: periods from left to right, one unit a plot, plans apart from what was reached."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import FigureRow

WIDTH, HEIGHT = 640, 330  # of the picture, in its own units
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 76, 44  # margins
WIDEST = 44  # of a bar
_YEAR = re.compile(r"(20\d{2}|19\d{2})")
_PARTS = (
    ("上半年", 0.25),
    ("一季度", 0.1),
    ("二季度", 0.3),
    ("三季度", 0.6),
    ("下半年", 0.75),
    ("四季度", 0.9),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure. Sizes are in units of the picture, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the picture at a round value."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of one indicator over periods."""

    indicator: str
    unit: str
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    periods: tuple[tuple[float, str], ...]  # middle of each, and what it is called
    kinds: tuple[str, ...]  # that occur, in order
    zero: float  # height of the axis


def plots(rows: Sequence[FigureRow]) -> tuple[Plot, ...]:
    """Return a plot for each indicator with figures of at least two periods.

    Figures of different units or indicators are never put on one axis, and a figure without a value or a
    period is left to the table.
    """
    groups: dict[tuple[str, str], list[FigureRow]] = {}
    for row in rows:
        if row.value is not None and row.period and math.isfinite(row.value):
            groups.setdefault((row.indicator, row.unit), []).append(row)
    return tuple(
        _plot(indicator, unit, group)
        for (indicator, unit), group in groups.items()
        if len({row.period for row in group}) > 1
    )


def _plot(indicator: str, unit: str, rows: Sequence[FigureRow]) -> Plot:
    periods = sorted({row.period for row in rows}, key=_order)
    step, low, high = _scale([row.value for row in rows if row.value is not None])
    tall = HEIGHT - TOP - BOTTOM

    def at(value: float) -> float:
        return TOP + tall * (high - value) / (high - low)

    slot = (WIDTH - LEFT - RIGHT) / len(periods)
    bars: list[Bar] = []
    for place, period in enumerate(periods):
        own = [row for row in rows if row.period == period]
        width = min(WIDEST, slot * 0.8 / len(own))
        start = LEFT + slot * (place + 0.5) - width * len(own) / 2
        for n, row in enumerate(own):
            assert row.value is not None
            top, foot = sorted((at(row.value), at(0)))
            bars.append(Bar(start + n * width + 2, top, width - 4, max(foot - top, 1), row.text, row.kind))
    count = round((high - low) / step)
    lines = tuple(Line(at(low + n * step), _number(low + n * step)) for n in range(count + 1))
    middles = tuple((LEFT + slot * (place + 0.5), period) for place, period in enumerate(periods))
    kinds = tuple(dict.fromkeys(row.kind for row in rows))
    return Plot(indicator, unit, tuple(bars), lines, middles, kinds, at(0))


def _order(period: str) -> tuple[float, str]:
    found = _YEAR.search(period)
    if found is None:
        return math.inf, period
    part = next((share for name, share in _PARTS if name in period), 0.99)
    return int(found.group()) + part, period


def _scale(values: Sequence[float]) -> tuple[float, float, float]:
    """Return a round step, and the lowest and highest line; zero is always among them."""
    low, high = min(0.0, *values), max(0.0, *values)
    rough = (high - low) / 4 or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * size for size in (1, 2, 2.5, 5, 10) if power * size >= rough)
    return step, math.floor(low / step) * step, math.ceil(high / step) * step


def _number(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")
