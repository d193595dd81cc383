"""Read the figures of Chinese policy text and of English answers to it, with exact offsets.

A figure is a number that states something: an amount, a ratio, a period, a date, a count. Numbers that are
parts of names (document numbers, articles, list labels, “1269”, 十四五) are none, nor are Chinese numerals
without a unit. Reading goes one way: names are covered, dates are read and covered, quantities are read,
joined to ranges, given their bound words.
"""

from __future__ import annotations

from bisect import bisect_left

from corpus.bounds import find_bound
from corpus.dates import DateMention, read_dates
from corpus.figures import Bound, Figure, FigureKind, date_covers, same_figure, same_value
from corpus.names import COVER, cover_names
from corpus.quantities import read_quantities
from corpus.quantity import Quantity
from corpus.ranges import join_quantities

__all__ = [
    "Bound",
    "Figure",
    "FigureKind",
    "date_covers",
    "read_figures",
    "same_figure",
    "same_value",
]

# Character for character, so that every offset stays.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９％．＋－／○＄", "0123456789%.+-/〇$")


def read_figures(text: str) -> tuple[Figure, ...]:
    """Read the figures of a text in order of their start; they do not overlap.

    A range (2万元至5万元, 1万元以上10万元以下, 3-5年) is one figure with `value` and `upper`. Chinese 一
    before a measure word (一家企业) is an article and no figure, unless a bound word stands by (不少于一家).
    Any text may be given; what cannot be read for certain (三五年, 数十家) is left out.
    """
    plain = cover_names(text.translate(_HALF_WIDTH))
    dates = read_dates(plain)
    covered = list(plain)
    for date in dates:
        covered[date.start : date.end] = COVER * (date.end - date.start)
    quantities = join_quantities(read_quantities("".join(covered)), "".join(covered))
    both: list[DateMention | Quantity] = [*dates, *quantities]
    spans = sorted(both, key=lambda span: span.start)
    starts = [span.start for span in spans]
    figures: list[Figure] = []
    for span in spans:
        floor = figures[-1].end if figures else 0
        if span.start < floor:  # 50人以上（含50人）: the second 50 belongs to the bound of the first
            continue
        place = bisect_left(starts, span.end)
        ceiling = starts[place] if place < len(starts) else len(text)
        kind = span.kind if isinstance(span, Quantity) else FigureKind.DATE
        bound, start, end = find_bound(plain, floor, span.start, span.end, ceiling, kind)
        if isinstance(span, Quantity):
            figure = _figure(span, bound, start, end, text)
            if figure is not None:
                figures.append(figure)
        else:
            figures.append(Figure(kind, None, None, "", span.date, bound, start, end, text[start:end]))
    return tuple(figures)


def _figure(quantity: Quantity, bound: Bound, start: int, end: int, text: str) -> Figure | None:
    if quantity.is_article and bound in (Bound.EXACT, Bound.ABOUT):
        return None
    if quantity.is_closed:  # 1万元以上10万元以下: both words are spent on the range
        bound, start, end = Bound.EXACT, quantity.start, quantity.end
    elif quantity.is_more:
        bound = bound if bound in (Bound.MIN, Bound.MAX) else Bound.ABOVE
    return Figure(
        quantity.kind,
        quantity.value,
        quantity.upper,
        quantity.unit,
        None,
        bound,
        start,
        end,
        text[start:end],
    )
