"""Read numbers with their units out of text whose names and dates are covered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.chinese_numbers import NUMERAL, parse_chinese_number
from corpus.figures import FigureKind
from corpus.fractions import read_fractions, read_halves, read_phones, read_ranks
from corpus.measures import CURRENCY, PER, UNIT, Measure, find_measure, per_unit
from corpus.quantity import ENGLISH_WORDS, Quantity, read_number

__all__ = ["read_quantities"]


_ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_SIGN = rf"(?:千(?![克米瓦伏帕卡焦牛赫])|(?!千){NUMERAL})"  # 三十万千瓦 is 三十万 of 千瓦
_CHINESE = rf"{_SIGN}+(?:点{NUMERAL}+)?"
_WORD = "|".join(sorted(ENGLISH_WORDS, key=len, reverse=True))
_ENGLISH = rf"(?<![A-Za-z])(?i:{_WORD})(?:[ -](?i:{_WORD}|hundred|and))*(?![A-Za-z])"
_SCALES = {
    "十": 10,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "hundred million": 10**8,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_SCALE = (
    r"(?:\s?(?:[十百千万]?亿|[十百千]?万|[十百]|千(?![克米瓦伏帕卡焦牛赫]))"
    r"|[ -]?(?i:hundred million|hundred|thousand|million|billion|trillion|mn|bn)(?![A-Za-z]))"
)
_QUANTITY = re.compile(
    rf"(?P<currency>{CURRENCY})?"
    # 1亿2000万元 and 3万5千元 are one number.
    r"(?:(?<![0-9.])(?P<high>[0-9]+)(?P<large>[亿万])(?=[0-9]+(?:[万千]|[0-9]*元)))?"
    rf"(?:(?P<arabic>(?<![0-9.]){_ARABIC})|(?P<chinese>{_CHINESE})|(?P<english>{_ENGLISH}))"
    rf"(?P<more>[多余](?=[万亿元家个项条人户名件年天日月座台亩平公套]))?(?P<scale>{_SCALE})?"
    rf"(?P<more2>[多余](?={UNIT}))?(?P<unit>{UNIT})?(?P<half>(?<=年)半)?(?P<per_part>{PER})?"
)
_ROUND = re.compile("[十百千]万|[十百千万]?亿")
_TWO_DIGITS = re.compile("[一二三四五六七八九]{2}")
# 数十家, 几百亿: nobody can tell the number.
_VAGUE_BEFORE = re.compile("(?:几|(?<![人总次天件户股票名代])数|(?<!以)上)$")
_MINUS_BEFORE = re.compile(r"(?:^|[\u4e00-\u9fff（(：:，,\s])[-−–]$")
_ENGLISH_NOUN = re.compile(
    r" (?!(?:to|and|or|of|in|on|at|by|for|from|is|are|was|has|as|per|with|the|than|if|but|this)\b)"
    r"(?:(?:[a-z-]+ ){0,2}?[a-z-]*[a-rt-z]s\b|(?<=[0-9] )[a-z]{2,})"
)


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Read numbers with their units, in order.

    Chinese and English numerals without a unit are given too, as NUMBER: they may be the first end of a
    range (三至五年) and are nothing else.
    """
    found: list[Quantity] = []
    taken = [False] * len(text)
    for read in (read_phones, read_ranks, read_fractions, read_halves, _numbers):
        for quantity in read(text):
            if not any(taken[quantity.start : quantity.end]):
                found.append(quantity)
                taken[quantity.start : quantity.end] = [True] * (quantity.end - quantity.start)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _numbers(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        quantity = _quantity(match, text)
        if quantity is not None:
            yield quantity


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    chinese = match["chinese"] is not None
    measure = find_measure(match["unit"] or "", match["currency"] or "")
    if measure and chinese and measure.arabic_only:
        measure = None
    digits = _digits(match, text, measure)
    if digits is None:
        return None
    scale = Decimal(_SCALES[match["scale"].strip().strip("-").lower()]) if match["scale"] else Decimal(1)
    value = digits * scale + (Decimal(match["high"]) * _SCALES[match["large"]] if match["high"] else 0)
    digits = value if match["high"] else digits
    is_arabic = match["arabic"] is not None
    start = match.start()
    if measure is None:
        return _bare(match, text, value, digits, is_arabic)
    # 85折 and 八五折 are 8.5折.
    factor = Decimal(1) if measure.factor == 10 and value >= 10 else measure.factor
    value = value * factor + (Decimal("0.5") if match["half"] else 0)
    if (
        measure.kind is FigureKind.RATIO
        and is_arabic
        and _MINUS_BEFORE.search(text[max(0, start - 2) : start])
    ):
        value, digits, start = -value, -digits, start - 1
    return Quantity(
        measure.kind,
        value,
        None,
        measure.unit + (per_unit(match) if match["per_part"] else ""),
        start,
        match.end(),
        digits,
        is_arabic,
        is_more=bool(match["more"] or match["more2"]),
        is_article=match["chinese"] == "一" and measure.kind is FigureKind.COUNT,
    )


def _digits(match: re.Match[str], text: str, measure: Measure | None) -> Decimal | None:
    """Give the number before its 万, None if it cannot be told."""
    written = match["arabic"] or match["chinese"] or match["english"]
    chinese = match["chinese"]
    before = text[max(0, match.start() - 2) : match.start()]
    if chinese and chinese[0] in "十百千万亿" and _VAGUE_BEFORE.search(before):
        return None
    if chinese and measure:
        if measure.kind is FigureKind.AMOUNT and _ROUND.fullmatch(chinese):  # 百亿元
            return read_number("一" + chinese)
        if measure.factor == 10 and _TWO_DIGITS.fullmatch(chinese):  # 八五折
            return Decimal("".join(str(parse_chinese_number(sign)) for sign in chinese))
    if chinese and len(chinese) > 1:
        written = chinese.removeprefix("零")  # 一年零三个月
    value = read_number(written)
    return None if chinese and not value else value  # 零件, 零售


def _bare(
    match: re.Match[str], text: str, value: Decimal, digits: Decimal, is_arabic: bool
) -> Quantity | None:
    names = ("scale", "arabic", "chinese", "english")
    end = match.end(next(name for name in names if match[name]))
    latin = text[end : end + 1]
    if is_arabic and latin.isascii() and latin.isalpha():  # a sign such as 3a
        return None
    counts = not match["chinese"] and value > 1 and _ENGLISH_NOUN.match(text, end)
    kind = FigureKind.COUNT if counts else FigureKind.NUMBER
    return Quantity(kind, value, None, "", match.start(), end, digits, is_arabic)
