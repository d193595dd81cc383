"""An answer laid out for its topic, sorted as a page shows it: steps, a card for each clause, rows, plots."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import FieldName, FigureRow, Shape, ShapeField
from assistant.pages.plot import Plot, plots

Card = tuple[tuple[FieldName, tuple[ShapeField, ...]], ...]  # what a clause says, under one name each


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The parts of a shape in the order of the page."""

    steps: tuple[ShapeField, ...]
    cards: tuple[Card, ...]
    rows: tuple[FigureRow, ...]
    plots: tuple[Plot, ...]


def laid_out(shape: Shape) -> LaidOut | None:
    """Sort the fields of a shape; None if it says one thing only, which the statements say as well."""
    if not shape.rows and len({field.name for field in shape.fields}) < 2:
        return None
    steps = tuple(field for field in shape.fields if field.name is FieldName.STEP)
    clauses: dict[tuple[int, ...], dict[FieldName, list[ShapeField]]] = {}
    for field in shape.fields:
        if field.name is not FieldName.STEP:
            clauses.setdefault(field.labels, {}).setdefault(field.name, []).append(field)
    cards = tuple(
        tuple((name, tuple(fields)) for name, fields in names.items()) for names in clauses.values()
    )
    return LaidOut(steps, cards, shape.rows, plots(shape.rows))
