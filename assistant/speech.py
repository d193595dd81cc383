"""What may be said: no promise, no verdict on a case, no advice, no politics, no personal data.

The words are data (``data/speech.toml``). Quoted clauses are the record and are not judged here; everything
that the assistant says in its own words is: statements of a model, notices, refusals.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from assistant.messages import DATA
from assistant.model import Answer

_LISTS = ("promise", "advice", "politics")
_REACH = 8  # characters between 您 and 符合
_MASK = "…"


@dataclasses.dataclass(frozen=True, slots=True)
class Unsaid:
    """Words that must not be said, and the list they are on: promise, advice, politics, verdict, personal."""

    kind: str
    words: str


def unsayable(text: str) -> Unsaid | None:
    """Return the first words of a text that must not be said, None if it may go out."""
    for match in _words().finditer(text):
        if kind := _kinds().get(match.group().lower()):
            return Unsaid(kind, match.group())
    for match in _verdict().finditer(text):
        if not _open().search(re.split("[，。；？！,;?!]", text[: match.end()])[-1]):
            return Unsaid("verdict", match.group())
    found = _personal().search(text)
    return Unsaid("personal", found.group()) if found else None


def assures(text: str) -> bool:
    """Tell whether a text promises its reader something, or judges the reader's own case."""
    unsaid = unsayable(text)
    if unsaid is None or unsaid.kind == "verdict":
        return unsaid is not None
    return unsaid.kind == "promise" and _address().search(text) is not None


def masked(text: str) -> str:
    """Return a text without the personal data in it."""
    return _personal().sub(_MASK, text)


def spoken(answer: Answer) -> Answer:
    """Return an answer that repeats no personal data of the question: in its message and its notices."""
    notices = tuple(dataclasses.replace(notice, text=masked(notice.text)) for notice in answer.notices)
    return dataclasses.replace(answer, message=masked(answer.message), notices=notices)


@lru_cache(maxsize=1)
def _terms() -> dict[str, Any]:
    return tomllib.loads((DATA / "speech.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {word: kind for kind in _LISTS for word in _split(_terms()[kind])}


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    return _any({*_kinds(), *_split(_terms()["allowed"])})


@lru_cache(maxsize=1)
def _verdict() -> re.Pattern[str]:
    terms = _terms()["verdict"]
    person, judged = (_any(_split(terms[name])).pattern for name in ("person", "judged"))
    return re.compile(rf"(?:{person})[^，。；？！,;?!]{{0,{_REACH}}}?(?:{judged})", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=1)
def _address() -> re.Pattern[str]:
    return _any(_split(_terms()["address"]))


@lru_cache(maxsize=1)
def _open() -> re.Pattern[str]:
    return _any(_split(_terms()["verdict"]["open"]))


@lru_cache(maxsize=1)
def _personal() -> re.Pattern[str]:
    return re.compile("|".join(_terms()["personal"]["patterns"]), re.ASCII)


def _split(words: str) -> list[str]:
    return [word.strip().lower() for word in words.split("、") if word.strip()]


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Match the longest of the words; those in Latin letters only whole."""
    longest = sorted(words, key=len, reverse=True)
    whole = (rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in longest)
    return re.compile("|".join(whole), re.IGNORECASE | re.ASCII)
