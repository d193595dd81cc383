"""First step: is this a question that can be searched, in which language, about what, as of which day."""

from __future__ import annotations

import calendar
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from assistant.errors import UsageError
from assistant.fit import RELATIVE_YEARS
from assistant.follow_up import in_full, resolve
from assistant.messages import DATA, Messages, load_messages
from assistant.model import Language, Notice, NoticeKind, Question
from corpus.model import Topic

LONGEST = 500  # characters of a question; 99 % of real questions have fewer than 120
_LETTER = re.compile(r"[^\W_]")
_CHINESE = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]")
# Invisible characters can hide instructions from the person who pastes them.
_INVISIBLE = ("Cc", "Cf", "Co", "Cs")
# 2019年的时候, 2019年5月那会儿.
_THEN = re.compile(
    r"(?<!\d)(?P<year>20\d{2}|\d{2})\s?年(?:(?P<month>\d{1,2})月份?)?(?:的时候|那时候?|那会儿|那年|那阵子?|当时|当年)"
)
_NOW = re.compile("现在|目前|如今|今后|眼下")


def understand(text: str, turns: tuple[str, ...], as_of: date) -> Question:
    """Make a question out of what was typed.

    Raises:
        UsageError: if there is nothing to search for; the message says what to do instead.
    """
    clean = _clean(text)
    language = _language(clean or text)
    messages = load_messages(language)
    if not clean:
        raise UsageError(messages.text("usage", "blank"))
    if len(clean) > LONGEST:
        raise UsageError(messages.text("usage", "too_long", length=len(clean), limit=LONGEST))
    if not _LETTER.search(clean):
        raise UsageError(messages.text("usage", "no_words"))
    resolved = resolve(in_full(clean), tuple(in_full(_clean(turn)) for turn in turns))
    topic = _topic(resolved)
    # Figures of a year are asked for by the year itself: a report on 2019 comes out in 2020.
    day = as_of if topic is Topic.TARGET else _day_asked(resolved, as_of)
    if topic is Topic.TARGET:
        resolved = _dated(resolved, as_of)
    elif day != as_of:
        resolved = _THEN.sub("", resolved).strip("，, ")
    return Question(text=clean, search_text=resolved, language=language, topic=topic, as_of=day, turns=turns)


def resolution(question: Question, today: date, messages: Messages) -> tuple[Notice, ...]:
    """Say how a question was read, if not as typed.

    Args:
        question: the question.
        today: the day that counts where a question names no time.
        messages: the language of the notice.
    """
    if question.as_of != today:
        text = messages.text("notice", "resolved_day", question=question.search_text, day=question.as_of)
    elif question.search_text != question.text:
        text = messages.text("notice", "resolved", question=question.search_text)
    else:
        return ()
    return (Notice(NoticeKind.RESOLVED, text),)


def _dated(text: str, today: date) -> str:
    """Write relative years as numbers: the documents name years, not 去年."""
    for word, shift in RELATIVE_YEARS.items():
        year = f"{today.year + shift}" + ("" if word.isascii() else "年")
        text = re.sub(f"{word}年?", year, text, flags=re.IGNORECASE)
    return text


def _day_asked(text: str, today: date) -> date:
    """Return the last day of the past time that a question puts itself in, else today."""
    found = _THEN.search(text)
    if found is None or _NOW.search(text):
        return today
    year = int(found["year"]) if len(found["year"]) == 4 else 2000 + int(found["year"])
    month = int(found["month"] or 12)
    if not 1 <= month <= 12:
        return today
    return min(date(year, month, calendar.monthrange(year, month)[1]), today)


def _clean(text: str) -> str:
    visible = "".join(
        " " if unicodedata.category(char) in _INVISIBLE else char
        for char in unicodedata.normalize("NFC", text)
    )
    return " ".join(visible.split())


def _language(text: str) -> Language:
    if _CHINESE.search(text) or not _LATIN.search(text):
        return Language.ZH
    return Language.EN


@lru_cache(maxsize=1)
def _topic_terms() -> Mapping[Topic, tuple[str, ...]]:
    table = tomllib.loads((DATA / "topics.toml").read_text(encoding="utf-8"))
    return {Topic(name): tuple(terms) for name, terms in table["topic"].items()}


def _topic(text: str) -> Topic:
    """Return the topic with most words in the question; general if none has any."""
    lower = text.lower()
    counts = {topic: sum(term in lower for term in terms) for topic, terms in _topic_terms().items()}
    best = max(counts, key=lambda topic: counts[topic])
    return best if counts[best] else Topic.GENERAL
