"""First step: is this a question that can be searched, in which language, about what."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from assistant.errors import UsageError
from assistant.messages import DATA, load_messages
from assistant.model import Language, Question
from corpus.model import Topic

LONGEST = 500  # characters of a question; 99 % of real questions have fewer than 120
_LETTER = re.compile(r"[^\W_]")
_CHINESE = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]")
# Invisible characters can hide instructions from the person who pastes them.
_INVISIBLE = ("Cc", "Cf", "Co", "Cs")
_FOLLOW_UP = re.compile(
    r"那|那么|还有|另外|它|这个|这些|这项|该|上面|刚才|前面|and |what about|how about|it ", re.IGNORECASE
)
_SHORT_FOLLOW_UP = 10  # characters: 最高多少？ 需要什么材料？


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
    search_text = f"{turns[-1]} {clean}" if turns and _continues(clean) else clean
    return Question(
        text=clean,
        search_text=search_text,
        language=language,
        topic=_topic(search_text),
        as_of=as_of,
        turns=turns,
    )


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


def _continues(text: str) -> bool:
    """Tell whether a question leans on the one before it."""
    return len(text) <= _SHORT_FOLLOW_UP or bool(_FOLLOW_UP.match(text))


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
