"""Figures in the words of a language: 5年内 is "within 5 years" in English, and the other way round."""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assistant.asserted import bare
from assistant.messages import DATA
from assistant.model import Language
from corpus.numerals import Bound, Figure, FigureKind

_LARGE = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_LARGE_CHINESE = ((10**8, "亿"), (10**4, "万"))
_SIGNS = frozenset("%‰‱")
_DATE = re.compile(r"(\d{4})?-?-?(\d\d)?-?(\d\d)?(END|START)?")
_BOUNDS_CHINESE = {
    Bound.MAX: "不超过{}",
    Bound.MIN: "不少于{}",
    Bound.ABOVE: "超过{}",
    Bound.BELOW: "低于{}",
    Bound.ABOUT: "约{}",
    Bound.EXACT: "{}",
}


def written(figure: Figure, language: Language) -> str:
    """Return a figure in the words of a language."""
    return in_english(figure) if language is Language.EN else bare(figure)


def in_english(figure: Figure) -> str:
    """Return a figure in English; as it is written where its unit has no English name."""
    if figure.kind is FigureKind.DATE:
        return _day(figure.date or "") or figure.text
    plain = _plain(figure)
    if not plain or figure.bound is Bound.EXACT:
        return plain or figure.text
    period = figure.kind is FigureKind.PERIOD and figure.bound is Bound.MAX
    pattern: str = _words()["bounds"]["period" if period else str(figure.bound)]
    return pattern.format(figure=plain)


def in_chinese(figure: Figure) -> str:
    """Return a figure as Chinese documents write it; empty where that cannot be told."""
    if figure.kind is FigureKind.DATE:
        return _day_chinese(figure)
    if figure.value is None:
        return ""
    if re.fullmatch(r"(?:19|20)\d\d", figure.text):  # the 2021 list
        return f"{figure.text}年"
    value, upper = (_number_chinese(n) if n is not None else "" for n in (figure.value, figure.upper))
    unit = {"百分点": "个百分点"}.get(figure.unit, figure.unit) or (
        "条" if figure.kind is FigureKind.COUNT else "元" if figure.value >= 10**6 else ""
    )
    written = f"{value}—{upper}{unit}" if upper else f"{value}{unit}"
    if figure.kind is FigureKind.PERIOD and figure.bound is Bound.MAX:
        return f"{written}内"
    return _BOUNDS_CHINESE[figure.bound].format(written)


def _plain(figure: Figure) -> str:
    """Return number and unit without the bound; empty if the unit has no name."""
    if figure.value is None:
        return ""
    numbers = " to ".join(_number(n) for n in (figure.value, figure.upper) if n is not None)
    unit, _, per = figure.unit.partition("/")
    if unit in _SIGNS:
        return numbers + unit
    words, pers = _words()["units"], _words()["per"]
    if figure.kind is FigureKind.COUNT and unit not in words:
        return numbers  # 29条: English has no measure words
    if unit not in words or (per and per not in pers):
        return ""
    one = figure.value == 1 and figure.upper is None
    return " ".join(filter(None, (numbers, words[unit][0 if one else 1], pers.get(per, ""))))


def _number(value: Decimal) -> str:
    for size, name in _LARGE:
        if value >= size and value % (size // 1000) == 0:
            return f"{(value / size).normalize():f} {name}"
    return f"{value.normalize():,f}"


def _number_chinese(value: Decimal) -> str:
    for size, name in _LARGE_CHINESE:
        if value >= size:
            return f"{(value / size).normalize():f}{name}"
    return f"{value.normalize():f}"


def _day(written: str) -> str:
    found = _DATE.fullmatch(written)
    if not found or "/" in written:
        return ""
    year, month, day, edge = found.groups()
    name = calendar.month_name[int(month)] if month else ""
    said = " ".join(filter(None, (day and str(int(day)), name, year)))
    return f"the {'end' if edge == 'END' else 'beginning'} of {said}" if edge else said


def _day_chinese(figure: Figure) -> str:
    found = _DATE.fullmatch(figure.date or "")
    if not found:
        return ""
    year, month, day, edge = found.groups()
    written = "".join(
        (
            f"{year}年" if year else "",
            f"{int(month)}月" if month else "",
            f"{int(day)}日" if day else "",
            {"END": "底", "START": "初"}.get(edge or "", ""),
        )
    )
    if figure.bound is Bound.MAX:
        return f"{written}前"
    return f"{written}起" if figure.bound is Bound.MIN else written


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "figure_words.toml").read_text(encoding="utf-8"))
