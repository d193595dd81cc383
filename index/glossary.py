"""The glossary (``data/glossary.toml``): English wordings and the Chinese terms that documents use for them.

A wording is found in any inflection and spelling, whatever article or possessive stands in it: "closing down
our company" is "close down company". The longest wording counts at each place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.english import stem
from index.thesaurus import Expansion

GLOSSARY_FILE = Path(__file__).parent / "data" / "glossary.toml"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z0-9]+(?:&[a-z0-9]+)*(?:['’]s\b)?", re.IGNORECASE)
# Words that may stand inside a wording without being part of it.
_PASSED = frozenset("a an the my our your its their his her this that these those any some".split())


@dataclass(frozen=True, slots=True)
class Found:
    """An English wording in a question, and the terms any of which may stand for it."""

    start: int
    end: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    start: int
    end: int


class Glossary:
    """English wordings, each with Chinese terms."""

    def __init__(self, wordings: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Take pairs of wording and terms; a wording given twice has the terms of both, in order."""
        self._terms: dict[tuple[str, ...], tuple[str, ...]] = {}
        for wording, terms in wordings:
            key = tuple(word.stem for word in _words(wording))
            self._terms[key] = tuple(dict.fromkeys((*self._terms.get(key, ()), *terms)))
        self._longest = max(map(len, self._terms), default=0)

    @classmethod
    def load(cls, path: Path = GLOSSARY_FILE) -> Glossary:
        """Read the tables ``lay`` (wordings = [terms]) and ``terms`` (term = wordings) of a TOML file."""
        tables = _read(path)
        lay = ((wording, tuple(terms)) for line, terms in tables["lay"].items() for wording in split(line))
        own = ((wording, (term,)) for term, line in tables["terms"].items() for wording in split(line))
        return cls((*lay, *own))

    def find(self, question: str) -> tuple[Found, ...]:
        """Return the wordings in a question from left to right; none if it holds Chinese characters."""
        if _CHINESE.search(question):
            return ()
        words = _words(question)
        found: list[Found] = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                terms = self._terms.get(tuple(word.stem for word in words[at : at + length]))
                if terms:
                    found.append(Found(words[at].start, words[at + length - 1].end, terms))
                    break
            at += length if terms else 1
        return tuple(found)

    def expand(self, question: str) -> Expansion:
        """Take the wordings out of a question; each stands for a meaning."""
        found = self.find(question)
        return Expansion(without(question, found), tuple(dict.fromkeys(one.terms for one in found)))


def split(line: str) -> tuple[str, ...]:
    """Return the wordings of a line of the glossary."""
    return tuple(wording.strip() for wording in line.split(";"))


def without(question: str, found: Iterable[Found]) -> str:
    """Blank wordings in a question."""
    for one in reversed(tuple(found)):
        question = f"{question[: one.start]} {question[one.end :]}"
    return question


def tables() -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of the shipped glossary."""
    return _shipped_tables()


def find(question: str) -> tuple[Found, ...]:
    """Find the wordings of the shipped glossary in a question."""
    return _shipped().find(question)


def translate(question: str) -> Expansion:
    """Take the wordings of the shipped glossary out of a question."""
    return _shipped().expand(question)


def _words(text: str) -> list[_Word]:
    found = (
        _Word(stem(m.group().lower().removesuffix("'s").removesuffix("’s")), m.start(), m.end())
        for m in _WORD.finditer(text)
    )
    return [word for word in found if word.stem not in _PASSED]


def _read(path: Path) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _shipped() -> Glossary:
    return Glossary.load()


@lru_cache(maxsize=1)
def _shipped_tables() -> Mapping[str, Mapping[str, Any]]:
    return _read(GLOSSARY_FILE)
