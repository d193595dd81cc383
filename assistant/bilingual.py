"""Search for English questions: what the glossary does not know needs closer clauses.

The index searches English questions with the Chinese terms of the glossary (``index/glossary.py``). Here is
decided whether enough of a question is known for what was found to count.
"""

from __future__ import annotations

import dataclasses
from datetime import date

from assistant.fit import place_asked
from assistant.glossary import Translated, translated
from index.hits import SearchResult
from index.search import PolicyIndex

KNOWN = 0.5  # share of known words from which what was found may carry an answer
SURE = 0.8  # closeness that an answer needs where they may not
SURER = 0.9  # and where no term but places is known
_PLACES = frozenset(("中国", "国家", "全国", "境内", "境外", "全省", "全市"))


def search_english(index: PolicyIndex, question: str, limit: int, as_of: date) -> SearchResult:
    """Return the passages closest to an English question.

    Args:
        index: the open index.
        question: the question in English.
        limit: most hits to return.
        as_of: the day whose status counts.
    """
    found = index.search(question, limit=limit, as_of=as_of)
    chinese = translated(question)
    closest = max((hit.closeness for hit in found.hits), default=0.0)
    if not _on_subject(chinese):
        return found if closest >= SURER else _none(found)
    return found if chinese.known >= KNOWN or closest >= SURE else _none(found)


def understood(question: str) -> bool:
    """Tell whether the glossary knows enough of an English question to tell what it is about."""
    chinese = translated(question)
    return chinese.known >= KNOWN and _on_subject(chinese)


def _on_subject(chinese: Translated) -> bool:
    return any(not place_asked(term) and term not in _PLACES for term in chinese.terms)


def _none(result: SearchResult) -> SearchResult:
    """Reject what is too far to answer a question whose words the glossary does not know."""
    return dataclasses.replace(result, hits=(), rejected=(*result.hits, *result.rejected))
