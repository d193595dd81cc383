"""Figures in policy text: value, unit, bound and place.

Every figure of an answer must equal a figure of the cited clause, so three things matter more than reach: the
value in its base unit (300万元 is 3,000,000 元), the bound (不超过 is not 以上), and leaving alone what only looks
like a figure (第十二条, 〔2018〕39号, “4+4”).

Chinese usage decides the bounds: 以上, 以下 and 以内 include the figure (民法典 第一千二百五十九条), 超过, 不满 and 以外 do
not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from corpus.chinese_numbers import parse_chinese_number
from corpus.dates import DATE, iso_date
from corpus.references import read_articles, read_document_numbers


class Bound(StrEnum):
    """How a figure limits what it measures."""

    EXACT = "exact"
    MAX = "max"  # 不超过, 最高, 以下, 以内: the figure included
    MIN = "min"  # 不少于, 至少, 以上: the figure included
    ABOVE = "above"  # 超过, 突破, 余: the figure not included
    BELOW = "below"  # 不满, 不足, 低于: the figure not included
    ABOUT = "about"  # 左右, 约


class FigureKind(StrEnum):
    """What a figure measures."""

    AMOUNT = "amount"  # money, in 元, 美元 and so on
    RATIO = "ratio"  # %, ‰, 成, 倍, 个百分点
    PERIOD = "period"
    DATE = "date"
    COUNT = "count"
    NUMBER = "number"  # without a unit


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure; ``text == source[start:end]`` holds number, unit and bound words.

    Attributes:
        value: in the base unit (万 and 亿 multiplied out); None for dates.
        upper: the upper end of a range, else None.
        unit: base unit; empty for a bare number.
        date: an ISO date (2027-12-31, 2024-05, 2024, --06-30, 2024-H1, 2024-Q1, 2024-01/2024-06), else None.
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


_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = r"[零〇一二两三四五六七八九十百千万亿]+"
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SCALE = r"(?P<scale>[十百千]?[万亿]{1,2}|[千百](?=[元户家个人名]))?"
_MONEY = ("人民币", "美元", "欧元", "港元", "港币", "日元", "英镑", "元")
_RATIOS = ("个百分点", "百分点", "%", "‰", "倍", "成")
_PERIODS = ("个工作日", "工作日", "个自然日", "自然日", "个月", "个小时", "小时", "分钟", "年度", "年", "周", "日", "天", "秒")
_COUNTS = (
    "平方公里", "平方千米", "平方米", "公里", "人天次", "人次", "个", "家", "项", "条", "人", "户", "名", "件", "次", "笔", "类", "种", "位", "亩",
    "公顷", "吨", "台", "辆", "套", "份", "号线", "场", "处", "座", "栋", "批", "岁", "章", "期", "千瓦时", "千瓦", "米", "档", "步", "道", "级", "层",
    "站", "只", "所", "支", "对", "门", "款",
)  # fmt: skip
_UNITS = {
    **dict.fromkeys(_MONEY, FigureKind.AMOUNT),
    **dict.fromkeys(_RATIOS, FigureKind.RATIO),
    **dict.fromkeys(_PERIODS, FigureKind.PERIOD),
    **dict.fromkeys(_COUNTS, FigureKind.COUNT),
}
_CANONICAL = {
    "个工作日": "工作日", "个自然日": "日", "自然日": "日", "天": "日", "个月": "月", "个小时": "小时", "年度": "年", "人民币": "元",
    "港币": "港元", "百分点": "个百分点",
}  # fmt: skip
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_JOIN = r"\s?(?:—{1,2}|－|–|-|~|～|至|到)\s?"
_PERCENT = r"(?P<per>百分之|千分之|万分之)"
_FIGURE = re.compile(
    rf"(?:{_PERCENT}(?P<part>{_HAN}|{_ARABIC})"
    rf"|(?P<number>{_ARABIC}|{_HAN}|半)(?P<more>余|多)?{_SCALE}(?P<more2>余|多)?\s?(?P<unit>{_UNIT})?)"
)
_BEFORE: tuple[tuple[re.Pattern[str], Bound], ...] = tuple(
    (re.compile(rf"(?:{words})[为是按达在到]?\s?\Z"), bound)
    for words, bound in (
        (r"不得?(?:超过|高于|多于|大于|超)|最高(?:不超过|可达|可得|可)?|最多(?:不超过)?|最长(?:不超过)?|上限|至多|封顶", Bound.MAX),
        (r"不得?(?:少于|低于|小于)|最低|至少|最少|下限", Bound.MIN),
        (r"(?<!不)(?<!不得)(?:超过|突破|高于|多于|大于|超|逾|首次跨过|跨过)", Bound.ABOVE),
        (r"(?<!不)(?<!不得)(?:低于|少于|小于|不足|不满|未满|不到)", Bound.BELOW),
        (r"大约|约|近|接近", Bound.ABOUT),
        (r"(?<!不)(?<!未)满", Bound.MIN),
    )
)
_AFTER = re.compile(
    r"(?:（含）|\(含\)|（含本数）)?(?P<word>及?以上|及?以下|以内|之内|(?<=[日月年时钟天])内|左右|上下)|(?P<cap>封顶)|(?P<more>余)"
)
_AFTER_BOUND = {"以上": Bound.MIN, "以下": Bound.MAX, "以内": Bound.MAX, "之内": Bound.MAX, "内": Bound.MAX,
                "左右": Bound.ABOUT, "上下": Bound.ABOUT}  # fmt: skip
_LABEL = re.compile(r"^[ \t　]*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d{1,2}[.．、](?!\d)|[①-⑳])", re.MULTILINE)
_ORDINAL = re.compile(rf"第(?:{_HAN}|\d+)(?:[届次批位期号名个件轮类编章节页阶代产大强版]|步|季度?)?")
_QUOTED = re.compile(r"[“‘「][^”’」，。；]{1,14}[”’」]")
_HALVED = re.compile(r"减半")
_NAME = re.compile(r"[A-Za-z]+\d+|\d+[A-Za-z]+|[\dX]+(?:\+[\dXN]+)+|十[一二三四五六七]五")
_REAL = (FigureKind.AMOUNT, FigureKind.RATIO, FigureKind.PERIOD, FigureKind.DATE)


def read_figures(text: str) -> tuple[Figure, ...]:
    """Read all figures of a text, in order, without overlap."""
    plain = text.translate(_WIDE)
    names = _names(plain)
    quoted = [match.span() for match in _QUOTED.finditer(plain)]
    found: list[Figure] = []
    position = 0
    for figure in _candidates(plain):
        if figure.start < position or _within(figure, names):
            continue
        if figure.kind not in _REAL and _within(figure, quoted):
            continue
        found.append(figure)
        position = figure.end
    return tuple(
        Figure(f.kind, f.value, f.upper, f.unit, f.date, f.bound, f.start, f.end, text[f.start : f.end])
        for f in found
    )


def same_figure(a: Figure, b: Figure) -> bool:
    """Tell whether two figures say the same: value, unit and bound."""
    return a.bound is b.bound and same_value(a, b)


def same_value(a: Figure, b: Figure) -> bool:
    """Tell whether two figures have the same value and unit, whatever their bounds."""
    if FigureKind.DATE in (a.kind, b.kind):
        return a.kind is b.kind and a.date == b.date
    return _normal(a) == _normal(b)


def _normal(figure: Figure) -> tuple[str, Decimal | None, Decimal | None]:
    factor, unit = Decimal(1), figure.unit
    for name, target, times in (
        ("‰", "%", Decimal("0.1")), ("成", "%", Decimal(10)), ("年", "月", Decimal(12)), ("周", "日", Decimal(7)),
    ):  # fmt: skip
        if unit == name:
            factor, unit = times, target
    value, upper = figure.value, figure.upper
    return unit, None if value is None else value * factor, None if upper is None else upper * factor


def _within(figure: Figure, spans: list[tuple[int, int]]) -> bool:
    return any(start < figure.end and figure.start < end for start, end in spans)


def _names(text: str) -> list[tuple[int, int]]:
    """Return the spans of numbers that name something instead of measuring it."""
    spans = [match.span() for pattern in (_LABEL, _ORDINAL, _NAME) for match in pattern.finditer(text)]
    spans += [(number.start, number.end) for number in read_document_numbers(text)]
    spans += [(article.start, article.end) for article in read_articles(text)]
    return spans


def _candidates(text: str) -> Iterator[Figure]:
    """Yield dates and figures by their start; ranges are joined, bound words taken in."""
    dates = [(match.start(), match.end(), iso_date(match)) for match in DATE.finditer(text)]
    found: list[Figure] = [
        Figure(FigureKind.DATE, None, None, "", iso, Bound.EXACT, start, end, text[start:end])
        for start, end, iso in dates
        if iso
    ]
    taken = [(figure.start, figure.end) for figure in found]
    plain = [f for f in _plain_figures(text) if not _within(f, taken)]
    plain += [
        Figure(FigureKind.RATIO, Decimal(50), None, "%", None, Bound.EXACT, m.start(), m.end(), m.group())
        for m in _HALVED.finditer(text)
    ]
    found += [_bounded(text, figure) for figure in _joined(text, sorted(plain, key=lambda f: f.start))]
    return iter(sorted(found, key=lambda figure: (figure.start, -figure.end)))


def _plain_figures(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        figure = _per_part(match) if match["per"] else _counted(match)
        if figure:
            yield figure


def _per_part(match: re.Match[str]) -> Figure | None:
    value = _value(match["part"])
    if value is None:
        return None
    scale = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01")}[match["per"]]
    return Figure(FigureKind.RATIO, value * scale, None, "%", None, Bound.EXACT, *match.span(), match.group())


def _counted(match: re.Match[str]) -> Figure | None:
    number, unit = match["number"], match["unit"] or ""
    han = not number[0].isdecimal()
    if han and (not unit or (number == "一" and _UNITS[unit] is FigureKind.COUNT and not match["scale"])):
        return None  # 一般, 统一; 一个 is an article
    value = _value(number)
    if value is None:
        return None
    for sign in match["scale"] or "":
        value *= _SCALES[sign]
    kind = _UNITS[unit] if unit else FigureKind.NUMBER
    bound = Bound.ABOVE if match["more"] or match["more2"] else Bound.EXACT
    return Figure(kind, value, None, _CANONICAL.get(unit, unit), None, bound, *match.span(), match.group())


def _value(number: str) -> Decimal | None:
    if number == "半":
        return Decimal("0.5")
    if number[0].isdecimal():
        return Decimal(re.sub("[,，]", "", number))
    try:
        return Decimal(parse_chinese_number(number))
    except ValueError:
        return None


_OPEN_RANGE = re.compile(rf"(?:（含）)?(?:{_JOIN}|以上(?:[、，]?\s?(?:至|到))?\s?)(?:不?(?:超过|满)\s?)?")


def _joined(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """Join 2万元至5万元, 1万元以上10万元以下 and 3—5年 into one figure each."""
    position = 0
    while position < len(figures):
        low = figures[position]
        high = figures[position + 1] if position + 1 < len(figures) else None
        gap = text[low.end : high.start] if high else ""
        if high and _OPEN_RANGE.fullmatch(gap) and _rising(low, high):
            yield _range(text, low, high)
            position += 2
        else:
            yield low
            position += 1


def _rising(low: Figure, high: Figure) -> bool:
    same = low.unit == high.unit or not low.unit
    return bool(same and low.value is not None and high.value is not None and high.kind is not FigureKind.NUMBER)


def _range(text: str, low: Figure, high: Figure) -> Figure:
    assert low.value is not None and high.value is not None
    value = low.value
    if not low.unit and value < 1000 and high.value >= 10**4 and not re.search("[万亿]", low.text):
        scale = re.search(r"[万亿]", high.text)  # 2至5万元 means 2万元至5万元
        value *= _SCALES[scale.group()] if scale else 1
    end = high.end + len(found.group()) if (found := re.match(r"以下|以内|之内|内|(?=.)", text[high.end :])) else high.end
    return Figure(high.kind, value, high.value, high.unit, None, Bound.EXACT, low.start, end, text[low.start : end])


def _bounded(text: str, figure: Figure) -> Figure:
    """Take in the bound words before and after a figure."""
    if figure.upper is not None:
        return figure
    start, end, bound = figure.start, figure.end, figure.bound
    lead = text[max(0, start - 8) : start]
    for pattern, meaning in _BEFORE:
        if match := pattern.search(lead):
            start, bound = start - (len(lead) - match.start()), meaning
            break
    if match := _AFTER.match(text, end):
        word = (match["word"] or "").removeprefix("及")
        end = match.end()
        after = Bound.MAX if match["cap"] else Bound.ABOVE if match["more"] else _AFTER_BOUND[word]
        bound = after if bound is Bound.EXACT else bound
    return Figure(figure.kind, figure.value, None, figure.unit, None, bound, start, end, text[start:end])
