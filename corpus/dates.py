"""Dates and calendar periods in text, as ISO strings."""

from __future__ import annotations

import re

_YEAR = r"(?P<year>(?:19|20)\d{2}|[一二][〇零九][〇零一二三四五六七八九]{2})\s?年"
_DIGIT = str.maketrans("〇零一二三四五六七八九", "00123456789")

DATE = re.compile(
    rf"{_YEAR}(?:(?P<half>上半年|下半年)|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<from>\d{1,2})\s?月?\s?(?:—{1,2}|-|–|~|至|到)\s?(?P<to>\d{1,2})\s?月(?!\s?\d)"
    r"|\s?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?[日号])?)?"
    r"|(?P<iso>(?:19|20)\d{2}-\d{2}(?:-\d{2})?)(?![\d-])"
    r"|(?<!\d)(?P<m1>\d{1,2})\s?(?:—{1,2}|-|–|至)\s?(?P<m2>\d{1,2})\s?月(?!\s?\d)"
    r"|(?<!\d)(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]"
)
"""A date as policy text writes it; give the match to :func:`iso_date`."""


def iso_date(match: re.Match[str]) -> str | None:
    """Return 2027-12-31, 2024-05, 2024, --06-30, 2024-H1, 2024-Q1 or 2024-01/2024-06; None if impossible."""
    if match["iso"]:
        return match["iso"]
    if match["m1"]:
        return f"--{int(match['m1']):02d}/--{int(match['m2']):02d}"
    if match["m"]:
        return _day("-", match["m"], match["d"])
    year = match["year"].translate(_DIGIT)
    if match["half"]:
        return f"{year}-H{1 if match['half'] == '上半年' else 2}"
    if match["quarter"]:
        return f"{year}-Q{match['quarter'].translate(_DIGIT)}"
    if match["from"]:
        return f"{year}-{int(match['from']):02d}/{year}-{int(match['to']):02d}"
    if not match["month"]:
        return year
    if not match["day"]:
        return f"{year}-{int(match['month']):02d}" if 1 <= int(match["month"]) <= 12 else None
    return _day(year, match["month"], match["day"])


def _day(year: str, month: str, day: str) -> str | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02d}-{int(day):02d}"
