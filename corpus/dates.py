"""Read dates, whole or partial, out of Chinese and English text with exact offsets."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from corpus.chinese_numbers import parse_chinese_number

__all__ = ["DateMention", "read_dates"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date without its bound words; `date` is written as `Figure.date` says."""

    start: int
    end: int
    date: str


_TO = r"\s?(?:[-—–－~～〜至到]|——|\bto\b)\s?"
_Y = r"(?<![0-9.,])(?:19|20)[0-9]{2}"
_Y_HAN = r"[一二][零〇○一二三四五六七八九]{3}"
_M_HAN = r"(?:十[一二]?|[一二三四五六七八九])"
_M = rf"(?:(?<![0-9.])(?:1[0-2]|0?[1-9])|{_M_HAN})"
_D = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = rf"(?P<y>{_Y}|{_Y_HAN})\s?年"
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_NAME = r"(?P<m>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
_MONTH_NAME += r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\b\.?"
_DAY_NAME = r"(?<![0-9])(?P<d>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
# Words after which a bare 2027 is a year, and words that show that it is not "2000 companies".
_YEAR_AFTER = r"\b(?i:in|by|of|since|from|until|till|before|after|during|for|to|and|through|year)\s"
_YEAR_NEXT = (
    r"(?=\s*(?:[,.;:)\]，。；：）]|$|[\u4e00-\u9fff]|(?i:and|or|to|the|in|by|of|with|edition|version|is|was|are"
    r"|has|have|it|for|at|on|an?|this|all|from|until|through|only|under|when|as|plan)\b))"
)


def _number(written: str) -> int:
    return int(written) if written.isascii() else parse_chinese_number(written)


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower()))


def _year_range(m: re.Match[str]) -> str | None:
    first, last = _number(m["y"]), _number(m["y2"])
    return f"{first}/{last}" if first < last else None


def _month_range(m: re.Match[str]) -> str | None:
    first, last = _number(m["m"]), _number(m["m2"])
    groups = m.groupdict()
    year = f"{_number(groups['y'])}" if groups.get("y") else "-"
    last_year = f"{_number(groups['y2'])}" if groups.get("y2") else year
    return f"{year}-{first:02d}/{last_year}-{last:02d}" if (year, first) < (last_year, last) else None


def _three_quarters(m: re.Match[str]) -> str | None:
    return f"{_number(m['y'])}-01/{_number(m['y'])}-09"


def _half(m: re.Match[str]) -> str | None:
    return f"{_number(m['y'])}-H{1 if m['h'].lower() in ('上', '1', 'first') else 2}"


def _quarter(m: re.Match[str]) -> str | None:
    return f"{_number(m['y'])}-Q{_ORDINALS.get(m['q'].lower()) or _number(m['q'])}"


def _day(m: re.Match[str]) -> str | None:
    groups = m.groupdict()
    month = _month_number(m["m"]) if m["m"][0].isalpha() and m["m"].isascii() else _number(m["m"])
    day = _number(m["d"])
    year = _number(groups["y"]) if groups.get("y") else None
    # Without a year 29 February may stand.
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        return None
    return f"{f'{year:04d}' if year else '-'}-{month:02d}-{day:02d}"


def _month(m: re.Match[str]) -> str | None:
    groups = m.groupdict()
    month = _month_number(m["m"]) if m["m"].isascii() and m["m"][0].isalpha() else _number(m["m"])
    year = f"{_number(groups['y']):04d}" if groups.get("y") else "-"
    return f"{year}-{month:02d}{_edge(groups.get('edge'))}"


def _month_in_words(m: re.Match[str]) -> str | None:
    return f"--{_number(m['m'] or m['m2']):02d}{_edge(m['edge'])}"


def _year(m: re.Match[str]) -> str | None:
    return f"{_number(m['y']):04d}{_edge(m.groupdict().get('edge'))}"


def _edge(written: str | None) -> str:
    if not written:
        return ""
    return "-START" if written.lower() in ("初", "beginning", "start") else "-END"


def _day_of_month(m: re.Match[str]) -> str | None:
    return f"---{_number(m['d']):02d}"


_Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
# In order: a longer shape is tried before a shorter one that begins it.
_READINGS: tuple[_Reading, ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (
            rf"(?P<y>{_Y})\s?年?{_TO}(?P<y2>{_Y})(?:\s?年(?:度)?|(?![0-9年./-]))(?!\s?[0-9]{{1,2}}\s?月)",
            _year_range,
        ),
        (
            rf"{_YEAR}\s?(?P<m>{_M})\s?月{_TO}(?P<y2>{_Y})\s?年\s?(?P<m2>{_M})\s?月(?:份)?(?!\s?{_D}\s?日)",
            _month_range,
        ),
        (rf"(?:{_YEAR}\s?)?(?P<m>{_M})\s?月?{_TO}(?P<m2>{_M})\s?月(?:份)?(?!\s?{_D}\s?日)", _month_range),
        (rf"{_YEAR}前三季度", _three_quarters),
        (rf"{_YEAR}度?(?P<h>[上下])半年", _half),
        (rf"{_YEAR}度?\s?第?(?P<q>[1-4一二三四])\s?季度", _quarter),
        (rf"(?:{_YEAR}\s?)?(?P<m>{_M})\s?月\s?(?P<d>{_D})\s?[日号]", _day),
        (rf"{_YEAR}\s?(?P<m>{_M})\s?月份?(?P<edge>[底末初])?", _month),
        (r"(?P<m>(?<![0-9.])(?:1[0-2]|0?[1-9]))\s?月份?(?P<edge>[底末初])?", _month),
        (rf"(?P<m>{_M_HAN})月(?P<edge>[底末初])|(?<=[每当次]年)(?P<m2>{_M_HAN})月份?", _month_in_words),
        (rf"{_YEAR}(?:(?P<edge>[底末初])|度)?", _year),
        (r"(?<=月)(?P<d>3[01]|[12][0-9]|[1-9])\s?日", _day_of_month),
        (rf"(?P<y>{_Y})(?P<s>[-./])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9])", _day),
        (rf"(?P<y>{_Y})-(?P<m>1[0-2]|0[1-9])(?![0-9-])", _month),
        (rf"{_DAY_NAME}\s(?:of\s)?{_MONTH_NAME}(?:,?\s(?P<y>{_Y}))?", _day),
        (rf"\b{_MONTH_NAME}\s{_DAY_NAME}(?:,?\s(?P<y>{_Y}))?", _day),
        (rf"\b{_MONTH_NAME},?\s(?P<y>{_Y})", _month),
        (rf"\b(?P<h>(?i:first|second)) half of (?P<y>{_Y})|\bH(?P<h2>[12]) (?:of )?(?P<y2>{_Y})", _half),
        (rf"\b(?P<q>(?i:first|second|third|fourth)) quarter of (?P<y>{_Y})", _quarter),
        (rf"\bQ(?P<q>[1-4]),? (?:of )?(?P<y>{_Y})", _quarter),
        (rf"\b(?P<edge>(?i:end|beginning|start)) of (?P<y>{_Y})", _year),
        (rf"{_YEAR_AFTER}(?:the year )?(?P<bare>(?P<y>{_Y})){_YEAR_NEXT}", _year),
        (rf"(?P<y>{_Y})(?=年?版|修[订正]| edition| version)", _year),
        (rf"(?P<y>{_Y})(?=(?:[、和及]{_Y})*[、和及]{_Y}\s?年)", _year),
    )
)
_ANY_DIGIT = re.compile(r"[0-9月年]")
_JOINED = re.compile(_TO)
_DAY_AFTER = re.compile(rf"{_TO}(?P<d>{_D})\s?[日号]")


def read_dates(text: str) -> tuple[DateMention, ...]:
    """Read the dates of a text whose digits are already half-width, in order."""
    found: list[DateMention] = []
    taken = [False] * len(text)
    if _ANY_DIGIT.search(text):
        for pattern, reading in _READINGS:
            for match in pattern.finditer(text):
                start, end = match.span("bare") if "bare" in pattern.groupindex else match.span()
                if not any(taken[start:end]) and (date := reading(match)):
                    found.append(DateMention(start, end, date))
                    taken[start:end] = [True] * (end - start)
    found.sort(key=lambda mention: mention.start)
    return tuple(_with_years(found, text))


def _with_years(found: list[DateMention], text: str) -> Iterator[DateMention]:
    """Give the second end of 2024年5月1日至6月30日 and of 2024年5月1日至20日 the year of the first."""
    last: DateMention | None = None
    for mention in found:
        if last and mention.date.startswith("--") and _JOINED.fullmatch(text, last.end, mention.start):
            year, month = last.date[:4], last.date[4:7]
            if year.isdigit() and mention.date[:3] != "---":
                mention = replace(mention, date=year + mention.date[1:])
            elif mention.date.startswith("---") and len(last.date) >= 7 and year.isdigit():
                mention = replace(mention, date=year + month + mention.date[2:])
        yield mention
        last = mention
        after = _DAY_AFTER.match(text, mention.end)
        if after and re.fullmatch(r"(?:\d{4}|-)-\d\d-\d\d", mention.date):
            start = after.start("d")
            yield DateMention(start, after.end(), mention.date[:-2] + f"{_number(after['d']):02d}")
