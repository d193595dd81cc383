"""The bilingual glossary (``data/glossary.toml``): Chinese terms for English questions, glosses of titles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.messages import DATA
from assistant.model import Language
from index.question_words import content

_WORD = re.compile(r"[a-z][a-z&-]*|\d[\d.,%]*", re.IGNORECASE)
_YEAR_OF = re.compile(r"(\d{4})年(?!版)")
_EDITION = re.compile(r"(\d{4})年版")
_GRAMMAR = re.compile("关于|进一步|加快|推进|做好|有关|工作|全力|深入|实施|[的和与及、，《》“”（）() ·]")
_HAN = re.compile(r"[㐀-鿿]")
# Words of English questions that say nothing about the subject, beside those of question_words.
_LIGHT = frozenset(
    "much many long any which s me need needs must may might get gets got give gives given still than then "
    "so also not no between under after before during each per other into about up out one first new own way "
    "us they them their this that these those its his her as but only just like want know say says said does "
    "at most least be been being has".split()
)


@dataclass(frozen=True, slots=True)
class Translated:
    """What the glossary knows of an English question."""

    terms: tuple[str, ...]  # Chinese, in the order of the question, each once
    known: float  # share of its words that mean something and stand in the glossary, 0 to 1

    @property
    def text(self) -> str:
        """The terms as a query."""
        return " ".join(self.terms)


def translated(question: str) -> Translated:
    """Return the Chinese terms for the English wordings in a question, the longest at each place."""
    english, pattern = _english()
    terms = {english[_singular(match.group())]: None for match in pattern.finditer(question)}
    said = _meaningful(question)
    left = [word for word in _meaningful(pattern.sub(" ", question)) if word in said]
    found = len(said) - len(left)
    numbers = [word for word in left if word[0].isdigit()]
    strange = len(left) - len(numbers)
    return Translated((*terms, *numbers), found / (found + strange) if found else 0.0)


def titled(title: str, language: Language) -> str:
    """Return a title as a reader of a language is given it: with a gloss in English where there is one."""
    english = gloss(title) if language is Language.EN else ""
    return f"{title} [{english}]" if english else title


def gloss(title: str) -> str:
    """Return a Chinese title in English; empty if the glossary does not know all of it."""
    tables = _tables()
    if title in tables["titles"]:
        return tables["titles"][title]
    year = _YEAR_OF.search(title)
    rest = _EDITION.sub(r" (\1 edition)", _YEAR_OF.sub("", title))
    said: list[str] = []
    while rest := _GRAMMAR.sub("", rest, count=1) if _GRAMMAR.match(rest) else rest:
        term = next((rest[:n] for n in range(len(rest), 0, -1) if rest[:n] in tables["terms"]), "")
        if not term and _HAN.match(rest):
            return ""
        said.append(_first(tables["terms"][term]) if term else rest[0])
        rest = rest[len(term) or 1 :]
    return " ".join(filter(None, ("".join(_spaced(said)), year.group(1) if year else "")))


def _spaced(parts: list[str]) -> list[str]:
    return [part if len(part) == 1 else f"{' ' if place else ''}{part}" for place, part in enumerate(parts)]


def _meaningful(text: str) -> list[str]:
    words = _WORD.findall(content(text).lower())
    return [word for word in words if word not in _LIGHT]


def _singular(phrase: str) -> str:
    english, _ = _english()
    plain = " ".join(phrase.lower().split())
    return next(
        (p for p in (plain, plain.removesuffix("s"), plain.removesuffix("es")) if p in english), plain
    )


def _first(wordings: str) -> str:
    return wordings.split(";")[0].strip()


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((DATA / "glossary.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _english() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Return the Chinese term for each English wording, and a pattern that finds the longest of them."""
    found: dict[str, str] = {}
    for chinese, wordings in _tables()["terms"].items():
        for wording in wordings.split(";"):
            found.setdefault(wording.strip().lower(), chinese)
    longest_first = sorted(found, key=len, reverse=True)
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return found, re.compile(rf"\b(?:{words})(?:s|es)?\b", re.IGNORECASE)
