"""Whether a source speaks of what a question is about.

A passage can be close to a question and still be about something else: a question about 不动产登记 finds
the tax on 不动产 and the 登记 of companies. A plainly worded question is held to its words: one source has to
speak of nearly all of them. A story told in everyday words is not, because documents use others; it is held
to what it demands, an amount or a time limit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from assistant.follow_up import spans_asked, spans_fixed
from assistant.model import Language, Question, Source
from assistant.scope_terms import scope_terms
from index.question_words import content
from index.thesaurus import Thesaurus
from index.tokens import words

UNSPOKEN = 0.3  # of the words of a question, by length, that a source may leave out
_CLAUSE = re.compile("[，,。？?！!；;]")


def speaking(question: Question, sources: Sequence[Source]) -> tuple[tuple[Source, ...], str]:
    """Return the sources that speak of what is asked, and, if there are none, what they leave out.

    Args:
        question: the question.
        sources: passages above the floor, best first.
    """
    text = question.search_text
    demands = tuple(d for d in _terms()["demand"] if re.search(d["asked"], text))
    # Documents are Chinese: the words of an English question cannot be looked for in them.
    plain = question.language is Language.ZH and not re.search(_terms()["story"], text)
    subject = _subject(text) if plain else ""
    wanted = _names(subject)
    kept = tuple(source for source in sources if _answers(source, wanted, demands))
    if kept:
        return kept, ""
    return (), "、".join(filter(None, ("".join(subject.split()), *(demand["name"] for demand in demands))))


def _answers(source: Source, wanted: Sequence[str], demands: Sequence[Mapping[str, str]]) -> bool:
    """Tell whether a source gives what is demanded and speaks of nearly all words."""
    said = _said(source)
    missing = sum(len(word) for word in wanted if not speaks(word, said))
    given = all(re.search(demand["said"], source.passage.text) for demand in demands)
    return given and missing <= UNSPOKEN * sum(map(len, wanted))


def _subject(text: str) -> str:
    """Return what the clause that asks is about, or the one before it where it only asks."""
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    asking = [place for place, clause in enumerate(clauses) if spans_asked(clause)]
    if not asking:
        return ""
    subjects = (_bare(clauses[place]) for place in (asking[-1], max(asking[-1] - 1, 0)))
    return next((subject for subject in subjects if _names(subject)), "")


def _bare(clause: str) -> str:
    """Return a clause without what it asks, its years and its places."""
    for spans in (spans_asked, spans_fixed):
        for span in reversed(spans(clause)):
            clause = clause[: span.start] + " " + clause[span.end :]
    return content(clause).strip()


def _names(subject: str) -> tuple[str, ...]:
    """Return the words of a subject that one source has to speak of."""
    found = [word for word in words(subject) if is_name(word)]
    # A long word comes with the shorter ones inside it.
    return tuple(w for w in dict.fromkeys(found) if not any(o != w and o in w for o in found))


def is_name(word: str) -> bool:
    """Tell whether a word can say what a question is about."""
    terms = _terms()
    grammar = len(word) == 2 and not set(terms["grammar"]).isdisjoint(word)
    return len(word) > 1 and not word[0].isdigit() and not grammar and word not in terms["general"]


def names_of(text: str) -> tuple[str, ...]:
    """Return the words that say what a question is about: without what it asks, its years and places."""
    return _names(_bare(text))


def speaks(word: str, said: str) -> bool:
    """Tell whether a text in small letters says a word or an official term for it."""
    if word in said:
        return True
    meanings = _thesaurus().expand(word).meanings
    return any(term.lower() in said for terms in meanings for term in terms)


def _said(source: Source) -> str:
    passage, document = source.passage, source.document
    parts = (
        document.title,
        document.subtitle,
        document.issuer,
        *passage.headings,
        passage.text,
        *passage.asks,
    )
    return "\n".join(parts).lower()


def _terms() -> Mapping[str, Any]:
    spoken: Mapping[str, Any] = scope_terms()["spoken"]
    return spoken


@lru_cache(maxsize=1)
def _thesaurus() -> Thesaurus:
    return Thesaurus.load()
