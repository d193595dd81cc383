"""Figures as a plot: periods from left to right, one unit a plot, plans apart from what was reached."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.shape_model import FigureRow

WIDTH = 640  # of the picture, in its own units
LEFT, RIGHT, TOP, TALL = 64, 16, 76, 210  # margins, and the height between the lowest and the highest line
WIDEST = 44  # of a bar
MOST = 10  # bars that can still be told apart
PER_LINE, MOST_LINES, LINE = 6, 3, 15  # characters in a line of a name, lines of a name, height of a line
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
    name: tuple[str, ...]  # lines below the axis; none where all bars show the same

    @property
    def middle(self) -> float:
        """Where texts of the bar are centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the picture at a round value."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of figures of one unit."""

    indicator: str  # what all bars show, empty if they show different things
    unit: str
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    periods: tuple[tuple[float, str], ...]  # middle of each, and what it is called
    kinds: tuple[str, ...]  # that occur, in order
    zero: float  # height of the axis
    height: int  # of the picture


def plots(rows: Sequence[FigureRow]) -> tuple[Plot, ...]:
    """Return a plot for each unit with at least two figures of a time.

    Figures of different units are never put on one axis. A rule, and a figure without a value or a period, is
    left to the table.
    """
    units: dict[str, list[FigureRow]] = {}
    for row in rows:
        if row.value is not None and math.isfinite(row.value) and row.period and row.kind != "rule":
            units.setdefault(row.unit, []).append(row)
    return tuple(_plot(unit, group) for unit, group in units.items() if 1 < len(group) <= MOST)


def _plot(unit: str, rows: Sequence[FigureRow]) -> Plot:
    ordered = sorted(rows, key=lambda row: _order(row.period))
    step, low, high = _scale([row.value for row in rows if row.value is not None])

    def at(value: float) -> float:
        return TOP + TALL * (high - value) / (high - low)

    same = len({row.indicator for row in rows}) == 1
    slot = (WIDTH - LEFT - RIGHT) / len(ordered)
    width = min(WIDEST, slot * 0.6)
    bars: list[Bar] = []
    for place, row in enumerate(ordered):
        assert row.value is not None
        top, foot = sorted((at(row.value), at(0)))
        name = () if same else _wrapped(row.indicator)
        x = LEFT + slot * (place + 0.5) - width / 2
        bars.append(Bar(x, top, width, max(foot - top, 1), row.text, row.kind, name))
    periods = []
    for period, group in groupby(zip(ordered, bars, strict=True), key=lambda pair: pair[0].period):
        middles = [bar.middle for _, bar in group]
        periods.append(((middles[0] + middles[-1]) / 2, period))
    return Plot(
        indicator=ordered[0].indicator if same else "",
        unit=unit,
        bars=tuple(bars),
        lines=tuple(Line(at(value), _number(value)) for value in _between(low, high, step)),
        periods=tuple(periods),
        kinds=tuple(dict.fromkeys(row.kind for row in rows)),
        zero=at(0),
        height=TOP + TALL + 30 + LINE * max(len(bar.name) for bar in bars),
    )


def _wrapped(name: str) -> tuple[str, ...]:
    lines = [name[at : at + PER_LINE] for at in range(0, len(name), PER_LINE)]
    return (
        (*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…") if lines[MOST_LINES:] else tuple(lines)
    )


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


def _between(low: float, high: float, step: float) -> list[float]:
    return [low + n * step for n in range(round((high - low) / step) + 1)]


def _number(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")
