"""Search for English questions: as typed, and by the Chinese terms of the glossary, taken together.

Questions written for clauses may be English, the clauses are not. The glossary finds clauses that no English
question was written for; it also tells whether a question is about the subject at all.
"""

from __future__ import annotations

import dataclasses
from datetime import date

from assistant.fit import place_asked
from assistant.glossary import Translated, translated
from index.search import Hit, PolicyIndex, SearchResult

KNOWN = 0.5  # share of known words from which the Chinese terms may carry an answer
SURE = 0.8  # closeness as typed that an answer needs where they may not
SURER = 0.9  # and where no term but places is known
_PLACES = frozenset(("中国", "国家", "境内", "境外", "全省", "全市"))


def search_english(index: PolicyIndex, question: str, limit: int, as_of: date) -> SearchResult:
    """Return the passages closest to an English question.

    Args:
        index: the open index.
        question: the question in English.
        limit: most hits to return.
        as_of: the day whose status counts.
    """
    plain = index.search(question, limit=limit, as_of=as_of)
    chinese = translated(question)
    if not chinese.terms:
        return _sure(plain, SURER)
    found = index.search(chinese.text, limit=limit, as_of=as_of)
    merged = _merged(plain, found, chinese.known, index.floor, limit)
    if not _on_subject(chinese):
        return merged if _closest(plain) >= SURER else _sure(merged, SURER)
    return merged if chinese.known >= KNOWN or _closest(plain) >= SURE else _sure(merged, SURER)


def understood(question: str) -> bool:
    """Tell whether the glossary knows enough of an English question to tell what it is about."""
    chinese = translated(question)
    return chinese.known >= KNOWN and _on_subject(chinese)


def _on_subject(chinese: Translated) -> bool:
    return any(not place_asked(term) and term not in _PLACES for term in chinese.terms)


def _merged(plain: SearchResult, found: SearchResult, share: float, floor: float, limit: int) -> SearchResult:
    """Return the mean of two results, the second weighed by the share of words that it stands for."""
    typed = {hit.passage.id: hit for hit in (*plain.hits, *plain.rejected)}
    terms = {hit.passage.id: hit for hit in (*found.hits, *found.rejected)}
    hits = [_mean(typed.get(name), terms.get(name), share) for name in {**typed, **terms}]
    hits.sort(key=lambda hit: (-hit.score, hit.passage.id))
    ranked = [dataclasses.replace(hit, rank=rank) for rank, hit in enumerate(hits, 1)]
    return dataclasses.replace(
        plain,
        hits=tuple(hit for hit in ranked if hit.support >= floor)[:limit],
        rejected=tuple(hit for hit in ranked if hit.support < floor)[:limit],
        milliseconds=plain.milliseconds + found.milliseconds,
    )


def _mean(a: Hit | None, b: Hit | None, share: float) -> Hit:
    hit = a or b
    assert hit is not None, "every passage comes from one of the two"

    def mean(name: str) -> float:
        first, second = (float(getattr(found, name)) if found else 0.0 for found in (a, b))
        return (first + share * second) / (1 + share)

    return dataclasses.replace(hit, score=mean("score"), closeness=mean("closeness"), support=mean("support"))


def _sure(result: SearchResult, least: float) -> SearchResult:
    """Keep hits that are close enough to answer a question whose words the glossary does not know."""
    kept = tuple(hit for hit in result.hits if hit.closeness >= least)
    rest = tuple(hit for hit in result.hits if hit.closeness < least)
    return dataclasses.replace(result, hits=kept, rejected=(*rest, *result.rejected))


def _closest(result: SearchResult) -> float:
    return max((hit.closeness for hit in result.hits), default=0.0)
