"""What an unclear question about figures can mean: of which year, of which level of government.

The documents give one indicator for several years and for district, city and province. A question that names
none of them is answered for the nearest place and the nearest year that has the figure asked for; the other
readings are offered as choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.fit import CLOSE, LEVELS, place_asked, years_asked
from assistant.follow_up import resolve
from assistant.indicator import Statement, as_asked, on_topic, states_period
from assistant.messages import Messages
from assistant.model import Choice, Language, Notice, NoticeKind, Question, Source

MOST_CHOICES = 4
_YEAR = re.compile(r"20\d{2}")


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a question: the figures of one place and year, and the source that gives them."""

    level: str
    year: str  # four digits, the last one of its time
    source: Source
    sentence: str


@dataclass(frozen=True, slots=True)
class Read:
    """How a question was read: the sources of the reading, the other readings, and a notice."""

    sources: tuple[Source, ...]
    choices: tuple[Choice, ...] = ()
    notices: tuple[Notice, ...] = ()


def read(question: Question, sources: Sequence[Source], messages: Messages) -> Read:
    """Choose a reading where a question about figures leaves year or place open.

    Args:
        question: the question.
        sources: the passages that may answer it, best first.
        messages: the language of the notice and of the choices.
    """
    text = question.search_text
    years, place = years_asked(text, question.as_of), place_asked(text)
    if not sources or not states_period(sources[0]):
        return Read(tuple(sources))
    every = [reading for reading in _readings(text, sources) if not place or reading.level == place]
    found = [reading for reading in every if not years or reading.year in years]
    named = any(source.hit.signals.title for source in sources)  # then the year may be that of a report
    if (
        every
        and not named
        and not any(year in reading.sentence for reading in every for year in years or ("",))
    ):
        return Read(tuple(sources), notices=(_other_year(years, every, messages),))
    if years and place:
        return Read(tuple(sources))
    if len({(reading.level, reading.year) for reading in found}) < 2:
        return Read(tuple(sources))
    today = question.as_of.year
    found.sort(key=lambda r: (_distance(r.level), abs(int(r.year) - today), r.source.label))
    best = found[0]
    kept = {r.source.label: r.source for r in found if (r.level, r.year) == (best.level, best.year)}
    levels = () if place else _others(r.level for r in found)
    dates = () if years else _others(r.year for r in found if r.level == best.level)
    said = _asked_of(question, messages, best.level if levels else "", best.year if dates else "")
    choices = (
        *(Choice(_place(level, messages), _asked_of(question, messages, level, "")) for level in levels),
        *(
            Choice(
                messages.text("choice", "year", year=year), _asked_of(question, messages, best.level, year)
            )
            for year in dates
        ),
    )
    notice = Notice(NoticeKind.RESOLVED, messages.text("notice", "resolved_reading", question=said))
    return Read(tuple(kept.values()), choices[:MOST_CHOICES], (notice,))


def _other_year(years: frozenset[str], found: Sequence[Reading], messages: Messages) -> Notice:
    """Say that the year asked about is missing, and of which years the figures are."""
    asked, stated = (
        messages.joined(messages.text("choice", "year", year=year) for year in sorted(set(values)))
        for values in (years, [reading.year for reading in found])
    )
    return Notice(NoticeKind.MISSING, messages.text("notice", "other_year", asked=asked, stated=stated))


def _readings(text: str, sources: Sequence[Source]) -> Iterator[Reading]:
    """Yield the meanings that the sentences about the indicator asked for have."""
    close = [s for s in sources if s.hit.closeness >= CLOSE * sources[0].hit.closeness]
    for statement in as_asked(text, on_topic(text, close)):
        period = next((f.period for f in statement.figures if f.period), "") or statement.sentence.text
        if found := _YEAR.findall(period):
            yield Reading(_level(statement), max(found), statement.source, statement.sentence.text)


def _level(statement: Statement) -> str:
    """Return the level of government that a sentence speaks of, else that of its document."""
    named = [level for level, _ in LEVELS if level in statement.sentence.text]
    return named[0] if named else statement.source.document.level


def _distance(level: str) -> int:
    """Return how far a level of government is from the district."""
    return next((place for place, (name, _) in enumerate(LEVELS) if name == level), len(LEVELS))


def _others(values: Iterator[str]) -> tuple[str, ...]:
    """Return values after the first, each once."""
    return tuple(dict.fromkeys(values))[1:]


def _place(level: str, messages: Messages) -> str:
    return messages.section("place").get(level, level)


def _asked_of(question: Question, messages: Messages, level: str, year: str) -> str:
    """Return the question with a place and a year put in, as far as they are given."""
    text = question.search_text
    if question.language is Language.EN:
        named = ", ".join(filter(None, (_place(level, messages), year)))
        return f"{text.rstrip('?？. ')} ({named})?"
    for added in (level, f"{year}年" if year else ""):
        text = resolve(f"{added}呢", (text,)) if added else text
    return text
