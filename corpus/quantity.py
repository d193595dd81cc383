"""A number with its unit, and the value of a numeral in any of three scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.chinese_numbers import parse_chinese_number
from corpus.figures import FigureKind

__all__ = ["ENGLISH_WORDS", "Quantity", "read_number"]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
)
_ONES += "seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ENGLISH_WORDS = {word: n for n, word in enumerate(_ONES.split())} | {
    w: 10 * n for n, w in enumerate(_TENS.split(), 2)
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a range, with its unit and without bound words.

    Attributes:
        kind: NUMBER where no unit was found.
        value: in the unit `unit`; the lower end of a range.
        upper: the upper end of a range, else None.
        unit: canonical unit.
        start: offset of the first character, a currency before the number counted in.
        end: offset after the last character.
        digits: the number without 万 and 亿, which the ends of a range share (2至5万元).
        is_arabic: written in Arabic digits.
        is_more: 余 or 多 says that the number is exceeded.
        is_article: 一 before a measure word.
        is_closed: a range that uses up its bound words (以上…以下).
    """

    kind: FigureKind
    value: Decimal
    upper: Decimal | None
    unit: str
    start: int
    end: int
    digits: Decimal
    is_arabic: bool
    is_more: bool = False
    is_article: bool = False
    is_closed: bool = False


def read_number(written: str) -> Decimal | None:
    """Give the value of an Arabic, Chinese or English numeral, None if it is not complete."""
    if written[0].isdigit() and written.isascii() or "，" in written:
        return Decimal(re.sub("[,，]", "", written))
    if written[0].isascii():
        return _english(written)
    whole, point, tail = written.partition("点")
    try:
        value = Decimal(parse_chinese_number(whole))
        if not point:
            return value
        return Decimal(f"{value}.{''.join(str(parse_chinese_number(sign)) for sign in tail)}")
    except ValueError:
        return None


def _english(written: str) -> Decimal:
    total = 0
    for word in re.split("[ -]+", written.lower()):
        if word == "hundred":
            total *= 100
        elif word != "and":
            total += ENGLISH_WORDS[word]
    return Decimal(total)
