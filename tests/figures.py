"""Reading the one figure of a short text."""

from __future__ import annotations

from corpus.numerals import Figure, read_figures


def only(text: str) -> Figure:
    """Return the figure of a text that holds exactly one, with the right offsets."""
    figures = read_figures(text)
    assert len(figures) == 1, (text, figures)
    figure = figures[0]
    assert text[figure.start : figure.end] == figure.text
    return figure
