"""Read the figures that are more than a number and a unit: 百分之五, 三分之二, 减半, 半年, 第四年, 第12位."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.chinese_numbers import NUMERAL
from corpus.figures import FigureKind
from corpus.quantity import Quantity, read_number

__all__ = ["read_fractions", "read_halves", "read_phones", "read_ranks"]

_PART = rf"(?:[0-9]+(?:\.[0-9]+)?|{NUMERAL}+(?:点{NUMERAL}+)?)"
_FRACTION = re.compile(
    rf"(?P<of>[百千万])分之(?P<n>{_PART})"
    rf"|(?P<d>{NUMERAL}{{1,3}}|[0-9]{{1,3}})分之(?P<m>{NUMERAL}{{1,3}}|[0-9]{{1,3}})"
    r"|(?<![A-Za-z])(?P<m3>(?i:one|two|three|four))[ -](?P<d3>(?i:third|quarter|fifth|tenth))s?(?![A-Za-z])"
    r"|(?<![0-9./年月-])(?P<m2>[0-9]{1,2})/(?P<d2>[0-9]{1,5})(?![0-9./年月日-])"
)
_DENOMINATORS = {name: Decimal(n) for name, n in (("third", 3), ("quarter", 4), ("fifth", 5), ("tenth", 10))}
_PARTS = {"百": "%", "千": "‰", "万": "‱"}
_HALF = re.compile(
    r"减半|折半|(?P<majority>过半数)|半数"
    r"|(?<![上下前后大多个])半个?(?P<time>年|月(?![刊板])|日|天|小时)(?![级度])"
    rf"|(?P<n>[0-9]+|{NUMERAL}+)个半(?P<time_after>月|小时)"
    r"|\b(?i:half[ -](?:an? )?(?P<time_en>year|month|day|hour)|half|halved|halving)\b"
)
_HALF_UNITS = {"年": "年", "月": "个月", "日": "日", "天": "日", "小时": "小时"}
_HALF_UNITS |= {"year": "年", "month": "个月", "day": "日", "hour": "小时"}
# A rank (第12位) and a year of a run (第四年至第六年减半) state something; other ordinals are names.
_RANK = re.compile(
    rf"第(?P<n>[0-9]+|{NUMERAL}+)(?:(?P<year>个?年度?)|[位名](?!称))"
    rf"|(?:居|位列|名列|排名)[\u4e00-\u9fff]{{0,4}}?(?P<plain>第(?P<n2>[0-9]+|{NUMERAL}+)(?:[位名](?!称))?)"
    r"|(?<![0-9A-Za-z])(?P<nth>[0-9]+)(?:st|nd|rd|th)\b(?P<of_years> years?)?"
)
_PHONE = re.compile(r"(?<![0-9])0[0-9]{2,3}[-—][0-9]{7,8}(?![0-9])")


def read_phones(text: str) -> Iterator[Quantity]:
    """Read telephone numbers with an area code as one number: 0791-86222222 is 79186222222."""
    for match in _PHONE.finditer(text):
        digits = Decimal(re.sub("[^0-9]", "", match.group()))
        yield Quantity(FigureKind.NUMBER, digits, None, "", match.start(), match.end(), digits, True)


def read_ranks(text: str) -> Iterator[Quantity]:
    """Read ranks (第12位, unit 第…位) and years of a run (第四年, unit 第…年)."""
    for match in _RANK.finditer(text):
        value = read_number(match["n"] or match["n2"] or match["nth"])
        start = match.start("plain") if match["plain"] else match.start()
        unit = "第…年" if match["year"] or match["of_years"] else "第…位"
        if value is not None:
            yield Quantity(FigureKind.NUMBER, value, None, unit, start, match.end(), value, True)


def read_fractions(text: str) -> Iterator[Quantity]:
    """Read 百分之五 (5 %), 千分之五 (5 ‰), 三分之二 and 2/3 (66.6… %)."""
    for match in _FRACTION.finditer(text):
        if match["of"]:
            value, unit = read_number(match["n"]), _PARTS[match["of"]]
        else:
            over = read_number(match["m"] or match["m2"] or match["m3"])
            under = _DENOMINATORS.get((match["d3"] or "").lower()) or read_number(match["d"] or match["d2"])
            if over is None or not under or over >= under:
                continue
            value, unit = over / under * 100, "%"
        if value is not None:
            yield Quantity(FigureKind.RATIO, value, None, unit, match.start(), match.end(), value, False)


def read_halves(text: str) -> Iterator[Quantity]:
    """Read 减半 and 半数 (50 %), 半年 (0.5 年), 两个半月 (2.5 个月)."""
    for match in _HALF.finditer(text):
        time = match["time"] or match["time_after"] or match["time_en"]
        kind, unit, value = FigureKind.RATIO, "%", Decimal(50)
        if time:
            whole = read_number(match["n"]) if match["n"] else Decimal(0)
            if whole is None:
                continue
            kind, unit, value = FigureKind.PERIOD, _HALF_UNITS[time.lower()], whole + Decimal("0.5")
        more = match["majority"] is not None
        yield Quantity(kind, value, None, unit, match.start(), match.end(), value, False, is_more=more)
