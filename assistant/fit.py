"""Whether a source speaks of the year and the place that a question is about.

Figures of another year or of another level of government look much like the ones asked for; ranking cannot
tell them apart safely. Only clauses that state figures of a period (targets, results, statistics) are held to
this: a rule of law answers for every year in which it is in force.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.indicator import states_period
from assistant.model import Question, Source

_YEAR = re.compile(
    r"(?<!\d)(20\d{2}|\d{2})\s?年(?!以?[内前后]|\s?\d{1,2}月\d{1,2}[日号])"
    r"|(?<!\d)(20\d{2})(?!\d|年\d{1,2}月\d{1,2}[日号])"
)
_EDITION = re.compile(
    r"(20\d{2})年版|\b(20\d{2}) (?:edition|version)\b|\b(?:edition|version) of (20\d{2})\b", re.IGNORECASE
)
_NUMBERED = re.compile("十[一二三四五六七八九]五|第[一二三四五六七八九十\\d]+届")  # 十五五, 第五届
_CAUTION = re.compile("^提示[：:].*$", re.MULTILINE)
RELATIVE_YEARS = {
    "今年": 0,
    "本年": 0,
    "去年": -1,
    "前年": -2,
    "明年": 1,
    "this year": 0,
    "last year": -1,
    "next year": 1,
}
LEVELS = (
    ("东湖区", ("东湖", "donghu")),
    ("南昌市", ("南昌", "nanchang")),
    ("江西省", ("江西", "全省", "jiangxi")),
)
STATE = "国家"
_OF_THE_STATE = ("全国", "我国", "中国", "nationwide", "china")
PARTS_OF_YEAR = {
    "上半年": "上半年|1—6月|first half",
    "下半年": "下半年|7—12月|second half",
    "全年": "全年|一整年|whole year|full year",
}
CLOSE = 0.65  # of the best closeness: a fitting source further away answers something else


def years_asked(text: str, today: date) -> frozenset[str]:
    """Return the years that a question names, in four digits: 2024年, 24年, 去年."""
    years = {found for pair in _YEAR.findall(text) for found in pair if found}
    named = {year if len(year) == 4 else f"20{year}" for year in years}
    return frozenset(
        named | {str(today.year + shift) for word, shift in RELATIVE_YEARS.items() if word in text}
    )


def editions_asked(text: str) -> frozenset[str]:
    """Return the years of the editions that a question names: 2024年版, the 2024 edition."""
    return frozenset(year for found in _EDITION.findall(text) for year in found if year)


def place_asked(text: str) -> str:
    """Return the level of government that a question names, the narrowest one; empty if none."""
    lower = text.lower()
    named = (*LEVELS, (STATE, _OF_THE_STATE))
    return next((level for level, words in named if any(word in lower for word in words)), "")


def fitting(question: Question, sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return the sources that fit the year and place asked about; all of them if they state no periods.

    An edition that is named has to be the source's own, or one that it speaks of, whatever it states; so has
    a plan or an event that is known by its number (十五五, 第五届).

    An empty result means: the subject is in the documents, this year or place is not.
    """
    if editions := editions_asked(question.search_text):
        sources = tuple(source for source in sources if _speaks_of_edition(source, editions))
    if numbered := frozenset(_NUMBERED.findall(question.search_text)):
        sources = tuple(source for source in sources if any(name in _told(source) for name in numbered))
    if not sources or not states_period(sources[0]):
        return tuple(sources)
    years, place = years_asked(question.search_text, question.as_of), place_asked(question.search_text)
    parts = parts_asked(question.search_text)
    best = sources[0].hit.closeness
    return tuple(
        source
        for source in sources
        if (not years or _speaks_of_years(source, years))
        and _of_part(source, parts)
        and (not place or _speaks_of_place(source, place))
        and source.hit.closeness >= CLOSE * best
    )


def parts_asked(text: str) -> frozenset[str]:
    """Return the parts of a year that a text names."""
    return frozenset(n for n, words in PARTS_OF_YEAR.items() if re.search(words, text, re.IGNORECASE))


def _of_part(source: Source, asked: frozenset[str]) -> bool:
    """Tell whether a source does not name other parts of a year alone: 上半年, where 全年 is asked about."""
    said = parts_asked(source.passage.text)
    return not asked or not said or bool(asked & said)


def _speaks_of_edition(source: Source, editions: frozenset[str]) -> bool:
    words = f"{source.document.title} {source.passage.text}"
    return any(year in words for year in editions)


def _speaks_of_years(source: Source, years: frozenset[str]) -> bool:
    # A report of 2023 gives the results of 2022, so its title counts only if the question names it.
    named = source.hit.signals.title > 0
    words = " ".join((source.document.title if named else "", *source.passage.headings, _told(source)))
    return any(year in words for year in years)


def _told(source: Source) -> str:
    """Return the text without cautions, which name what is not there: 节选没有2024年目标."""
    return _CAUTION.sub("", source.passage.text)


def _speaks_of_place(source: Source, place: str) -> bool:
    words = " ".join((source.document.title, source.document.level, source.passage.text))
    if place == STATE:
        return source.document.level == STATE or "全国" in source.passage.text
    return place.removesuffix("区").removesuffix("市").removesuffix("省") in words
