"""An answer laid out for its topic, sorted as a page shows it: steps, a card for each clause, rows, plots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.pages.plot import Plot, plots
from assistant.shape_model import FieldName, FigureRow, Shape, ShapeField
from corpus.model import Topic

Card = tuple[tuple[FieldName, tuple[ShapeField, ...]], ...]  # what a clause says, under one name each


_FRAME = 8  # characters that a statement may have beside a line that it says: 条件是……。
_ALWAYS = (FieldName.WHO, FieldName.BASIS)  # alone they are no card


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The parts of a shape; a question of targets has its figures first, any other its cards."""

    figures_first: bool
    steps: tuple[ShapeField, ...]
    cards: tuple[Card, ...]
    rows: tuple[FigureRow, ...]
    plots: tuple[Plot, ...]


def laid_out(shape: Shape, statements: Sequence[str] = ()) -> LaidOut | None:
    """Sort the fields of a shape; None if it says one thing only, which the statements say as well.

    Args:
        shape: the fields and figures of an answer.
        statements: what stands above them; a card does not say it again.
    """
    if not shape.rows and len({field.name for field in shape.fields}) < 2:
        return None
    steps = tuple(field for field in shape.fields if field.name is FieldName.STEP)
    clauses: dict[tuple[int, ...], dict[FieldName, list[ShapeField]]] = {}
    for whole in shape.fields:
        field = _unsaid(whole, statements)
        if field and field.name is not FieldName.STEP:
            clauses.setdefault(field.labels, {}).setdefault(field.name, []).append(field)
    cards = tuple(
        tuple((name, tuple(fields)) for name, fields in names.items())
        for names in clauses.values()
        if names.keys() - _ALWAYS
    )
    if not (steps or cards or shape.rows):
        return None
    return LaidOut(shape.topic is Topic.TARGET, steps, cards, shape.rows, plots(shape.rows))


def _unsaid(field: ShapeField, statements: Sequence[str]) -> ShapeField | None:
    """Return a line, only its figure where a statement says all of it, None if that says no more."""
    said = any(field.text in line and len(line) <= len(field.text) + _FRAME for line in statements)
    if not said or field.name in _ALWAYS:
        return field
    return replace(field, text=field.short) if field.short and field.short != field.text else None
