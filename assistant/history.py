"""A rule and the one that replaced it: the current one is answered first, the old one stands beside it.

Asked about an old edition, a reader must learn what holds now; asked about a day on which the present rule
had not begun, what was coming. Yearly reports replace nothing, so they are left alone.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from assistant.fit import CLOSE, years_asked
from assistant.model import Question, Source
from corpus.model import Metadata, Status
from corpus.validity import is_record
from index.hits import Filters, Hit
from index.search import PolicyIndex

NEARLY = 0.85  # of the best closeness, from which a text that holds goes before one that has ended
_PAST = re.compile("原口径|旧口径|旧制度")
_OLD = re.compile(
    "旧|原来|以前|之前|过去|曾经?|当时|那时|废止|修[订改正]前|上一版|老(?:版|办法|政策|规定|条例|标准|公司法)"
    r"|\b(?:old|previous|former|earlier|used to|before)\b",
    re.IGNORECASE,
)


def says_past(text: str) -> bool:
    """Tell whether a sentence itself says that it gives an old standard."""
    return bool(_PAST.search(text))


def beside_each_other(
    question: Question, sources: Sequence[Source], index: PolicyIndex
) -> tuple[Source, ...]:
    """Return the sources with the other edition of the best one put in its place, where it matters.

    Args:
        question: the question.
        sources: the passages that may answer it, best first.
        index: where the other edition is looked up.
    """
    if not _OLD.search(question.search_text):
        sources = _of_the_present(_what_holds(question, sources))
    if not sources or is_record(sources[0].document):
        return tuple(sources)
    best, last = sources[0], max(source.label for source in sources)
    newer = index.documents.get(best.document.superseded_by)
    if newer and not is_record(newer):
        found = _closest(question, newer, index)
        if found is None or found.closeness < CLOSE * best.hit.closeness:
            return tuple(sources)  # the new edition does not speak of it
        current = Source(last + 1, found)
        rest = tuple(s for s in sources if s.passage.id != found.passage.id)
        if index.status(newer, question.as_of) is Status.NOT_YET:  # the best one held on that day
            return (*rest, dataclasses.replace(current, paired=True))
        return (current, dataclasses.replace(best, paired=True), *rest[1:])
    if best.hit.status is Status.NOT_YET or any(_asks_for(question, o) for o in _older(best.document, index)):
        for older in _older(best.document, index):
            if found := _closest(question, older, index):
                old = Source(last + 1, found, paired=True)
                rest = tuple(s for s in sources if s.passage.id != found.passage.id)
                coming = best.hit.status is Status.NOT_YET
                first = dataclasses.replace(best, paired=True) if coming else best
                return (old, first, *rest[1:]) if coming else (best, old, *rest[1:])
    return tuple(sources)


def _of_the_present(sources: Sequence[Source]) -> Sequence[Source]:
    """Leave out clauses that say themselves that they give an old standard, if another is close enough."""
    present = [source for source in sources if not says_past(source.passage.text)]
    close = present and present[0].hit.closeness >= CLOSE * sources[0].hit.closeness
    return present if close else sources


def _what_holds(question: Question, sources: Sequence[Source]) -> Sequence[Source]:
    """Put what holds before what has ended, if it is as close and neither text nor year is named."""
    best = sources[0] if sources else None
    if best is None or not _has_ended(best) or best.hit.signals.title:
        return sources
    if years_asked(question.search_text, question.as_of):
        return sources
    holding = [source for source in sources if not source.hit.ended and not is_record(source.document)]
    near = holding and holding[0].hit.closeness >= NEARLY * best.hit.closeness
    return [*holding, *(source for source in sources if source.hit.ended)] if near else sources


def _has_ended(source: Source) -> bool:
    """Tell whether a rule no longer holds; one that is yet to come has not ended."""
    past = source.hit.ended and source.hit.status is not Status.NOT_YET
    return past and not is_record(source.document)


def _closest(question: Question, document: Metadata, index: PolicyIndex) -> Hit | None:
    """Return the closest passage of a document, if it is close enough to support an answer."""
    wanted = Filters(documents=(document.id,))
    hits = index.search(question.search_text, limit=1, filters=wanted, as_of=question.as_of).hits
    return hits[0] if hits else None


def _older(document: Metadata, index: PolicyIndex) -> Iterator[Metadata]:
    for name in document.supersedes:
        older = index.documents.get(name)
        if older and not is_record(older):
            yield older


def _asks_for(question: Question, older: Metadata) -> bool:
    """Tell whether a question is about an old edition: it names its year, or asks for what was before."""
    if _OLD.search(question.search_text):
        return True
    dates = (older.published, older.effective)
    own = {str(date.year) for date in dates if date} | set(re.findall(r"20\d{2}", older.title))
    return bool(years_asked(question.search_text, question.as_of) & own)
