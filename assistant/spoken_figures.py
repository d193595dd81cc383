"""Figures as people say them, written as documents write them: 五百万 is 500万, 一半 is 50%."""

from __future__ import annotations

import re

from assistant.premise_terms import premise_rules
from corpus.chinese_numbers import parse_chinese_number

_NUMERALS = "一二两三四五六七八九十百千零"
_LARGE = re.compile(rf"(?<![{_NUMERALS}几数\d第])([{_NUMERALS}]+)(?=万|亿)")
_DAY = re.compile(rf"([{_NUMERALS}\d]+)月([{_NUMERALS}\d]+)号(?!公告|文)")
_VAGUE = re.compile("[一二两三四五六七八九]{2}")  # 两三百万
_POINTS = re.compile(rf"([{_NUMERALS}\d.]+)个(?:百分)?点(?!的?(?:位|数))")


def in_figures(text: str) -> str:
    """Return a text whose spoken figures are written in digits; all else stays."""
    text = _DAY.sub(lambda match: f"{_digits(match[1])}月{_digits(match[2])}日", text)
    text = _POINTS.sub(lambda match: f"{_digits(match[1])}%", text)
    for said, meant in premise_rules()["said_figures"]:
        text = re.sub(said, meant, text)
    return _LARGE.sub(lambda match: _digits(match[1]), text)


def _digits(numeral: str) -> str:
    """Return a numeral in digits, unchanged where nobody can tell the number: 两三百."""
    try:
        return numeral if _VAGUE.search(numeral) else str(parse_chinese_number(numeral))
    except ValueError:
        return numeral
