"""In what two figures differ: the number, the unit, the bound, or the day."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.wording_model import DifferenceKind
from corpus.numerals import Figure, FigureKind, same_value

_NUMERAL = re.compile("[0-9.,]+|[零〇一二三四五六七八九十百千两]+")


def is_date(figure: Figure | None) -> bool:
    """Tell whether a figure is a date."""
    return figure is not None and figure.kind is FigureKind.DATE


def kind_of_figures(said: Figure, official: Figure) -> DifferenceKind:
    """Return in what two figures that do not say the same differ."""
    if said.kind is not FigureKind.DATE and _same_numbers(said, official):
        lower = official if said.upper is not None else replace(official, upper=None)
        return DifferenceKind.BOUND if same_value(said, lower) else DifferenceKind.UNIT
    if is_date(said) or is_date(official):
        return DifferenceKind.BOUND if said.date == official.date and said.date else DifferenceKind.DATE
    return DifferenceKind.BOUND if same_value(said, official) else DifferenceKind.FIGURE


def _same_numbers(said: Figure, official: Figure) -> bool:
    """Tell whether two figures differ in all but the numbers; a range may have become its lower end."""
    here, there = _NUMERAL.findall(said.text), _NUMERAL.findall(official.text)
    return bool(here) and here == there[: len(here)]
