"""What a cited passage proves: its sentences one by one, and what is known about the document around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.naming import Cited, without_numbers
from assistant.orders import says_nothing
from assistant.phrases import Phrase, read_phrase, unified
from assistant.sentences import split_sentences
from corpus.numerals import Figure, read_figures

MARKER = re.compile(r"\s*(?:[-•]\s+|\d+[.．、]\s*|[（(](?:\d+|[一二三四五六七八九十]+)[)）])\s*")
_STEP = re.compile(r"\s*(\d{1,2})[.．、]\s*(?!\d)")
_CAUTION = re.compile("^提示[：:]")
_TITLE_PART = re.compile(r"(?<=[。！？；：，!?;:,])|[\s|·—]+")
_LEAD = re.compile(r"下列|如下|以下(?!的?罚)|：$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a passage; an item of a list counts with the sentence that leads it in."""

    body: Phrase
    around: str  # title, headings, issuer and level, made comparable
    around_figures: tuple[Figure, ...]
    titles: tuple[str, ...]  # of the document, made comparable
    step: int = 0  # its number among steps


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the passages cited by one statement prove."""

    sources: tuple[Cited, ...]
    units: tuple[Unit, ...]
    said: Phrase = Phrase("", ())  # the whole statement

    @property
    def told(self) -> str:
        """All words of the clauses and around them."""
        around = dict.fromkeys(unit.around for unit in self.units)
        return "\n".join((*around, *(unit.body.words for unit in self.units)))


def bare(sentence: str) -> str:
    """Leave out what only marks a sentence as an item of a list or a caution."""
    return _CAUTION.sub("", MARKER.sub("", sentence, count=1) if MARKER.match(sentence) else sentence)


def gather(sources: Sequence[Cited], statement: str) -> Evidence:
    """Read the passages that a statement cites."""
    units = tuple(unit for source in sources for unit in _units(source))
    return Evidence(tuple(sources), units, read_phrase(statement))


@lru_cache(maxsize=64)
def _units(source: Cited) -> tuple[Unit, ...]:
    document, passage = source.document, source.passage
    named = (document.title, document.subtitle, *passage.headings, passage.locator)
    told = "\n".join((*map(naming, named), document.issuer, document.level, document.doc_number))
    around, figures = unified(told), read_figures("\n".join(passage.headings))
    titles = (unified(document.title),)
    return tuple(Unit(read_phrase(text), around, figures, titles, step) for text, step in _sentences(source))


def naming(title: str) -> str:
    """Leave out of a title what names nothing: words to the assistant or to the reader."""
    return " ".join(part for part in _TITLE_PART.split(title) if not says_nothing("", part))


def _sentences(source: Cited) -> list[tuple[str, int]]:
    """Return the sentences of a clause, items with what leads them in, each with its number as a step."""
    lead, found = "", list[tuple[str, int]]()
    for sentence in split_sentences(source.passage.text):
        text = without_numbers(bare(sentence.text), (source,))
        item = MARKER.match(sentence.text) is not None
        if says_nothing(source.passage.text, sentence.text):
            continue
        if not item:
            lead = text.rstrip("。：") if _LEAD.search(text) else ""
        step = _STEP.match(sentence.text)
        found.append((f"{lead}，{text}" if item and lead else text, int(step[1]) if step else 0))
    return found
