"""The kind of thing that a question asks for (days, an amount, an office), and which sentences give it.

A clause on the same subject that states no such thing seldom answers: 余额可以结转 does not say for how many
years. Cautions and legal bases of a clause give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.follow_up import spans_asked
from assistant.scope_terms import is_name, scope_terms
from assistant.sentences import split_sentences
from corpus.numerals import read_figures

_ASIDE = ("提示：", "依据：")
_MARK = re.compile("[，；]")
_SHORT_PART = 8  # characters below which a part of a caution has no subject of its own
_FOCUS = 2  # words next to where something is asked
_AFTER = 3  # characters that a word after it counts as being further off: what is asked about mostly precedes


@dataclass(frozen=True, slots=True)
class Sought:
    """A kind of thing that can be asked for.

    Attributes:
        asked: pattern of a question that asks for it.
        said: pattern of a sentence that gives it in words, or nothing.
        kinds: kinds of figures that give it.
        units: their units; empty for any.
        name: what a reader is told that it is, by language; empty where its absence is too unsure to be told.
        group: of kinds that ask for the same in other units: years, months; empty for a kind by itself.
    """

    asked: str
    said: str
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    name: Mapping[str, str]
    group: str = ""

    @property
    def alike(self) -> str:
        """What it shares with the kinds that ask for the same."""
        return self.group or self.asked

    def given_by(self, sentence: str) -> bool:
        """Tell whether a sentence gives a thing of this kind."""
        if self.said and re.search(self.said, sentence):
            return True
        return bool(self.kinds) and any(
            figure.kind in self.kinds and (not self.units or figure.unit in self.units)
            for figure in read_figures(sentence)
        )


def sought_in(text: str) -> tuple[Sought, ...]:
    """Return the kinds of thing that a question asks for; none where it asks whether or how."""
    return tuple(kind for kind in _kinds() if re.search(kind.asked, text, re.IGNORECASE))


def focus_of(asking: str, about: Sequence[str], sought: Sequence[Sought]) -> tuple[str, ...]:
    """Return the words that stand closest to where something is asked; all of them if that is nowhere.

    Args:
        asking: the clauses of a question that ask.
        about: the words that say what they are about.
        sought: what they ask for.
    """
    text = asking.lower()
    spans = [m.span() for kind in sought for m in re.finditer(kind.asked, text, re.IGNORECASE)]
    spans = spans or [(span.start, span.end) for span in spans_asked(asking)]
    if not spans:
        return tuple(about)
    start, end = spans[-1]
    distances = []
    for word in about:
        place = text.find(word)
        if 0 <= place and place + len(word) <= start:
            distances.append((start - place - len(word), word))
        elif place >= end:
            distances.append((place - end + _AFTER, word))
    named = [word for _, word in sorted(distances) if is_name(word)]
    return tuple(named[:_FOCUS]) or tuple(about)


def lacking(text: str, sought: Sequence[Sought]) -> float:
    """Return the share of what is sought that no sentence of a clause gives, 0 to 1."""
    sentences = _ruling(text)
    missing = sum(not any(kind.given_by(sentence) for sentence in sentences) for kind in sought)
    return missing / len(sought) if sought else 0.0


def giving_sentences(text: str, sought: Sequence[Sought]) -> tuple[str, ...]:
    """Return, in small letters, the sentences of a clause that give something sought; all if nothing is."""
    sentences = _ruling(text)
    if not sought:
        return tuple(sentence.lower() for sentence in sentences)
    return tuple(s.lower() for s in sentences if any(kind.given_by(s) for kind in sought))


@lru_cache(maxsize=1024)
def unfound(text: str) -> tuple[str, ...]:
    """Return, in small letters, what the cautions of a clause tell was not found in the original.

    Of 3个工作日是上限，江西省的天数未查到 that is the last part alone; of 授权情况，未查到 it is the whole.
    """
    telling = re.compile(scope_terms()["unfound"])
    cautions = (line for line in text.lower().split("\n") if line.startswith(_ASIDE[0]))
    return tuple(part for caution in cautions for part in _parts(caution, telling) if telling.search(part))


def _parts(caution: str, telling: re.Pattern[str]) -> list[str]:
    """Cut a caution at its marks, but for what has no subject of its own or goes on with the same."""
    parts: list[str] = []
    for part in _MARK.split(caution):
        if parts and (len(part) < _SHORT_PART or (telling.search(part) and telling.search(parts[-1]))):
            parts[-1] += f"，{part}"
        else:
            parts.append(part)
    return parts


def ungiven(asking: str, texts: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the names of what is asked for and given by no sentence of any clause, each once.

    Args:
        asking: the clauses of a question that ask.
        texts: the clauses that are cited.
        language: of the names.
    """
    sentences = [sentence for text in texts for sentence in _ruling(text)]
    wanting = (k for k in sought_in(asking) if k.name and not any(k.given_by(s) for s in sentences))
    return tuple(dict.fromkeys(kind.name[language] for kind in wanting))


@lru_cache(maxsize=1024)
def _ruling(text: str) -> tuple[str, ...]:
    return tuple(s.text for s in split_sentences(text) if not s.text.startswith(_ASIDE))


@lru_cache(maxsize=1)
def _kinds() -> tuple[Sought, ...]:
    rows: Sequence[Mapping[str, Any]] = scope_terms()["sought"]
    return tuple(
        Sought(
            row["asked"],
            row.get("said", ""),
            tuple(row.get("kinds", ())),
            tuple(row.get("units", ())),
            row.get("name", {}),
            row.get("group", ""),
        )
        for row in rows
    )
