"""What a figure is, and when two figures say the same.

`same_figure` is what a statement is held to: equal value, equal unit, equal bound. The few ways of writing
that are the same by law or by definition are listed beside it; every other pair differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

__all__ = ["Bound", "Figure", "FigureKind", "date_covers", "same_figure", "same_value"]


class Bound(StrEnum):
    """The side on which a figure is open."""

    EXACT = "exact"
    MAX = "max"  # 不超过, 最高, 以内: the figure itself is allowed
    MIN = "min"  # 不少于, 以上, 满: the figure itself is allowed
    ABOVE = "above"  # 超过, 余, 高于: the figure itself is not reached
    BELOW = "below"  # 以下, 低于, 不满; of these only 以下 allows the figure itself (see same_figure)
    ABOUT = "about"  # 左右, 约, 近


class FigureKind(StrEnum):
    """What a figure measures."""

    AMOUNT = "amount"
    RATIO = "ratio"
    PERIOD = "period"
    DATE = "date"
    COUNT = "count"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text; ``source[start:end] == text`` always holds.

    Attributes:
        kind: what it measures.
        value: in the base unit (300万元 is 3000000), or the lower end of a range; None for a date.
        upper: the upper end of a range (2万元至5万元), else None.
        unit: 元, 美元, %, ‰, 倍, 百分点, 年, 个月, 日, 工作日, 家 …; 元/千瓦时 where the text says so; empty
            for a bare number, a date, and an English count (300 companies).
        date: 2027-12-31, 2024-05, 2024, --06-30, --06, ---15, 2024-H1, 2024-Q1, 2024-END (年底), 2024-START
            (年初), or two of these with a slash for a range of months or years; None for anything else.
        bound: the side on which it is open. For a date MAX is 前 or 截至, MIN is 起 or 后.
        start: offset of the first character, the bound word counted in.
        end: offset after the last character, the bound word counted in.
        text: the characters themselves.
    """

    kind: FigureKind
    value: Decimal | None
    upper: Decimal | None
    unit: str
    date: str | None
    bound: Bound
    start: int
    end: int
    text: str


# Unit -> (unit of comparison, factor). Units that are not here are compared as they are; a working day is
# not a day, 24 hours are not a day, 30 days are not a month, and 倍 is never turned into %.
_COMPARED_AS = {
    "‰": ("%", Decimal("0.1")),
    "‱": ("%", Decimal("0.01")),
    "基点": ("百分点", Decimal("0.01")),
    "年": ("个月", Decimal(12)),
    "季度": ("个月", Decimal(3)),
    "周": ("日", Decimal(7)),
    "小时": ("分钟", Decimal(60)),
    "公里": ("米", Decimal(1000)),
    "平方公里": ("平方米", Decimal(10**6)),
    "公顷": ("平方米", Decimal(10**4)),
    "吨": ("公斤", Decimal(1000)),
}
# A measure word classifies the noun and carries no quantity: 300家企业 is 300户企业 and 300个企业. People and
# things stay apart, and so do metres, tonnes and the like.
_PEOPLE = frozenset("人名位口")
_THINGS = frozenset("个家户项种类处所条件座套台只支份笔间栋幢场")
_ANY_COUNT = ""  # English has no measure words

_SLACK = Decimal("1e-20")


def same_figure(a: Figure, b: Figure) -> bool:
    """Tell whether two figures say the same: kind, value, unit and bound.

    Bounds must be equal. Two pairs are equal by law or by use:

    - 以下 and 不超过: 以上, 以下, 以内 include the figure itself (Civil Code, article 1259), so a 以下 is a
      MAX in this comparison, while 低于, 不满 and 不足 are not.
    - a date with and without 前, 起, 截至: the verb beside it often says the same (自…起施行, …施行).
      Opposite directions (前, 后) never agree.

    最高30万元 and 30万元 differ, 超过 and 以上 differ, 约 and a plain figure differ.
    """
    if not same_value(a, b):
        return False
    if a.kind is FigureKind.DATE:
        return Bound.EXACT in (a.bound, b.bound) or a.bound is b.bound
    return _side(a) is _side(b)


def same_value(a: Figure, b: Figure) -> bool:
    """Tell whether two figures have the same kind, value and unit, whatever their bounds."""
    if a.kind is not b.kind:
        return False
    if a.kind is FigureKind.DATE:
        return a.date == b.date
    unit_a, per_a = _split_unit(a.unit)
    unit_b, per_b = _split_unit(b.unit)
    # 每年300万元 and 300万元/年 say the same, and only the second has the year in its unit.
    if per_a and per_b and per_a != per_b:
        return False
    base_a, factor_a = _COMPARED_AS.get(unit_a, (unit_a, Decimal(1)))
    base_b, factor_b = _COMPARED_AS.get(unit_b, (unit_b, Decimal(1)))
    if base_a != base_b and not (a.kind is FigureKind.COUNT and _classify_alike(unit_a, unit_b)):
        return False
    return _equal(a.value, factor_a, b.value, factor_b) and _equal(a.upper, factor_a, b.upper, factor_b)


def date_covers(coarse: Figure, fine: Figure) -> bool:
    """Tell whether the day or time of `fine` lies wholly in the time that `coarse` names.

    2024年 covers 2024年5月, 2024-05-06, 2024年上半年 and 2024年底; a time covers itself. Times without a year
    are covered only by themselves.
    """
    if not coarse.date or not fine.date:
        return False
    if coarse.date == fine.date:
        return True
    outer, inner = _months(coarse.date), _months(fine.date)
    if outer is None or inner is None or re.fullmatch(r"\d{4}-\d\d-\d\d|.*(?:END|START)", coarse.date):
        return False
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _side(figure: Figure) -> Bound:
    inclusive = re.search(r"以下|\bor (?:less|fewer|below)\b", figure.text, re.IGNORECASE)
    if figure.bound is Bound.BELOW and inclusive and not re.search(r"[（(]不", figure.text):
        return Bound.MAX
    return figure.bound


def _split_unit(unit: str) -> tuple[str, str]:
    base, _, per = unit.partition("/")
    return base, per


def _classify_alike(a: str, b: str) -> bool:
    return _ANY_COUNT in (a, b) or any(a in group and b in group for group in (_PEOPLE, _THINGS))


def _equal(a: Decimal | None, factor_a: Decimal, b: Decimal | None, factor_b: Decimal) -> bool:
    if a is None or b is None:
        return a is b
    # Three thirds of a percentage are not exact in decimal arithmetic.
    return abs(a * factor_a - b * factor_b) < _SLACK


_FIRST_LAST = {"H1": (1, 6), "H2": (7, 12), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12)}


def _months(written: str) -> tuple[int, int] | None:
    """Give the first and last month (counted from year 0) that a dated time touches."""
    ends = [_one(part) for part in written.split("/")]
    first, last = ends[0], ends[-1]
    return (first[0], last[1]) if first and last else None


def _one(written: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(H\d|Q\d|END|START|\d\d))?", written)
    if found is None:
        return None
    year = int(found[1]) * 12
    if found[2]:
        return year + int(found[2]), year + int(found[2])
    if found[3] in ("END", "START"):
        month = 12 if found[3] == "END" else 1
        return year + month, year + month
    first, last = _FIRST_LAST.get(found[3] or "", (1, 12))
    return year + first, year + last
