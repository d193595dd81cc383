"""Join quantities to ranges: 2万元至5万元, 3-5年, 1万元以上10万元以下; share units in 10、20、30万元."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from corpus.bounds import BRACKET
from corpus.figures import FigureKind
from corpus.quantity import Quantity

__all__ = ["join_quantities"]

_TO = re.compile(r"\s?(?:[-—–~～〜至到]|——|\bto\b)\s?")
_AND = re.compile(r"\s(?:and)\s")
_BETWEEN = re.compile(r"\bbetween\s(?:RMB\s|CNY\s)?$", re.IGNORECASE)
_FROM_UP = re.compile(rf"{BRACKET}?(?:及其?)?以上{BRACKET}?\s?[、，,]?\s?[至到]?")
_DOWN = re.compile(rf"{BRACKET}?(?:及其?)?以下{BRACKET}?")
_EDGE = re.compile(rf"{BRACKET}?\s?[-—–~～至到]\s?")
_LIST = re.compile(r"\s?(?:、|和|或者?|及|以及|/|, | and | or )\s?")


def join_quantities(quantities: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """Join the two ends of every range and drop numerals that are nothing without a unit."""
    joined: list[Quantity] = []
    for quantity in quantities:
        pair = _join(joined[-1], quantity, text) if joined else None
        if pair:
            joined[-1] = pair
        elif not joined or quantity.start >= joined[-1].end:
            joined.append(quantity)
    for i in range(len(joined) - 2, -1, -1):
        joined[i] = _share(joined[i], joined[i + 1], text)
    return tuple(q for q in joined if q.is_arabic or q.kind is not FigureKind.NUMBER)


def _join(low: Quantity, high: Quantity, text: str) -> Quantity | None:
    if low.upper is not None or low.is_more:
        return None
    end, is_closed = high.end, False
    down = _DOWN.match(text, high.end)
    if down and _FROM_UP.fullmatch(text, low.end, high.start):
        end, is_closed = down.end(), True
    elif not (
        _TO.fullmatch(text, low.end, high.start)
        or _EDGE.fullmatch(text, low.end, high.start)
        or (_AND.fullmatch(text, low.end, high.start) and _BETWEEN.search(text, 0, low.start))
    ):
        return None
    ends = _ends(low, high)
    if ends is None or not ends[0] < ends[1]:
        return None
    model = low if high.kind is FigureKind.NUMBER and low.kind is not FigureKind.NUMBER else high
    unit = "个月" if high.kind is FigureKind.PERIOD and low.unit not in ("", high.unit) else model.unit
    return replace(
        model,
        value=ends[0],
        upper=ends[1],
        unit=unit,
        start=low.start,
        end=end,
        is_arabic=low.is_arabic and high.is_arabic,
        is_more=high.is_more,
        is_article=False,
        is_closed=is_closed,
    )


def _ends(low: Quantity, high: Quantity) -> tuple[Decimal, Decimal] | None:
    """Give both ends in one unit, None if the two do not measure the same."""
    if low.kind is high.kind and low.unit == high.unit:
        return low.value, high.value
    if not low.unit:
        # 2至5万元 starts at 2万; 5000至1万元 starts at 5000.
        shared = low.value * _factor(high) if low.value == low.digits else low.value
        return (shared if shared < high.value else low.value), high.value
    if high.kind is FigureKind.NUMBER:  # 百分之五至十
        fraction = low.kind is FigureKind.RATIO and not low.is_arabic and not high.is_arabic
        return (low.value, high.value) if fraction else None
    if {low.unit, high.unit} == {"年", "个月"}:  # 六个月以上三年以下
        return _months(low), _months(high)
    # 300元至500元/年
    return (low.value, high.value) if high.unit.startswith(low.unit + "/") else None


def _months(period: Quantity) -> Decimal:
    return period.value * 12 if period.unit == "年" else period.value


def _factor(quantity: Quantity) -> Decimal:
    return quantity.value / quantity.digits if quantity.digits else Decimal(1)


def _share(left: Quantity, right: Quantity, text: str) -> Quantity:
    """Give the unit of 万元 in 10、20、30万元 to the numbers before it."""
    if (
        left.kind is FigureKind.NUMBER
        and not left.unit
        and left.is_arabic
        and left.upper is None
        and right.upper is None
        and right.is_arabic
        and right.kind is not FigureKind.NUMBER
        and right.unit
        and _LIST.fullmatch(text, left.end, right.start)
    ):
        value = left.digits * _factor(right) if left.value == left.digits else left.value  # 100万、200万元
        return replace(left, kind=right.kind, unit=right.unit, value=value)
    return left
