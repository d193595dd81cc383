"""From a question to the passages that may answer it: searched, held against the question, numbered.

Two questions in one are searched one by one. They are answered one by one if different clauses answer them,
or if only one of them can be answered; else the question is taken as a whole.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asserted import without_asserted
from assistant.bilingual import search_english
from assistant.conflict import with_counterpart
from assistant.history import beside_each_other
from assistant.likeness import manners
from assistant.messages import Messages
from assistant.model import Choice, Language, Notice, Question, RefusalKind, Source
from assistant.parts import Part, asked_in, parts_of
from assistant.readings import read
from assistant.record import clauses_beside, documents_asked, records
from assistant.scope import Refusal, refuse, silence
from assistant.spoken import names_of, speaks
from corpus.model import Metadata
from index.hits import Hit, SearchResult
from index.search import PolicyIndex

MOST_SOURCES = 8  # passages that a composer may use
ALMOST = 0.7  # share of the floor from which a rejected passage is still worth showing
_MOST_OF_PART = 3  # sources for one of two questions


@dataclass(frozen=True, slots=True)
class Sourced:
    """What may answer a question; `sources` is empty where `refusal` says why."""

    sources: tuple[Source, ...] = ()
    choices: tuple[Choice, ...] = ()
    notices: tuple[Notice, ...] = ()
    refusal: Refusal | None = None
    hits: tuple[Hit, ...] = ()  # everything close enough to be shown
    unanswered: tuple[str, ...] = ()  # questions, of two in one, that no source answers


def search(question: Question, index: PolicyIndex) -> SearchResult:
    """Search for a question, with and without the figures it takes for granted: a wrong one leads astray."""
    texts = dict.fromkeys((question.search_text, without_asserted(question.search_text)))
    return max((_search(text, question, index) for text in texts), key=_support)


def _search(text: str, question: Question, index: PolicyIndex) -> SearchResult:
    if question.language is Language.EN:
        return search_english(index, text, MOST_SOURCES, question.as_of)
    return index.search(text, limit=MOST_SOURCES, as_of=question.as_of)


def _support(result: SearchResult) -> float:
    return max((hit.support for hit in (*result.hits, *result.rejected)), default=0.0)


def close(result: SearchResult, index: PolicyIndex) -> tuple[Hit, ...]:
    """Return what was found and what lies just below the floor: long stories come less close to a clause."""
    return (*result.hits, *(hit for hit in result.rejected if hit.support >= ALMOST * index.floor))


def source(question: Question, result: SearchResult, index: PolicyIndex, messages: Messages) -> Sourced:
    """Return the sources of a question, or of the questions in it, or why there are none."""
    if documents := documents_asked(question, index):
        return _recorded(question, documents, index, messages)
    whole = _weighed(question, result, index, messages)
    parts = parts_of(question.search_text, question.language)
    if len(parts) > 1:
        return _in_parts(question, parts, whole, index, messages)
    return whole if whole.sources else _led(question, whole, index, messages)


def _led(question: Question, whole: Sourced, index: PolicyIndex, messages: Messages) -> Sourced:
    """Return what answers the first of several things asked of one subject, where nothing answers them all.

    What names nothing by itself is weighed with it (上市奖励分几步给，找哪个部门).
    Whether something may be done hangs on all that is said, so such a question is not taken apart.
    """
    first, *others = asked_in(question.search_text, question.language) or (None,)
    if first is None or not others or whole.refusal is None or whole.refusal.kind is not RefusalKind.MISSING:
        return whole
    lead = dataclasses.replace(question, search_text=first.told)
    answered = _weighed(lead, search(lead, index), index, messages)
    if not answered.sources or not manners(first.text) - {"whether"}:
        return whole
    return answered


def _in_parts(
    question: Question, parts: Sequence[Part], whole: Sourced, index: PolicyIndex, messages: Messages
) -> Sourced:
    """Return the sources of a question for each of its parts, or as found for the whole of it."""
    each = _each(question, parts, index, messages)
    answered = [one for one in each if one.sources]
    if all(_is_outside(one) for one in each):
        return each[0]
    leading = {one.sources[0].passage.id for one in answered}
    if not (len(leading) > 1 if whole.sources else answered):
        # The whole is about one of them; another that is out of the question is named.
        outside = (
            part.said
            for part, one in zip(parts, each, strict=True)
            if _is_outside(one) and not _behind(part, question, index, messages)
        )
        return dataclasses.replace(whole, unanswered=tuple(outside) if whole.sources else ())
    joined = _joined(parts, each)
    left = tuple(
        part.said
        for part, one in zip(parts, each, strict=True)
        if not one.sources
        and not _answered(dataclasses.replace(question, search_text=part.text), joined, index, messages)
    )
    return dataclasses.replace(whole, sources=joined, refusal=None, unanswered=left)


def _each(
    question: Question, parts: Sequence[Part], index: PolicyIndex, messages: Messages
) -> tuple[Sourced, ...]:
    """Return what answers each part; one that hangs on a part that nothing answers is not answered either."""
    asked = [dataclasses.replace(question, search_text=part.text) for part in parts]
    alone = [_weighed(one, search(one, index), index, messages) for one in asked]
    each: list[Sourced] = []
    for part, one in zip(parts, alone, strict=True):
        kept = _of_its_document(one, part, alone)
        unled = each and not each[-1].sources and _hangs(part, kept)
        each.append(each[-1] if unled and not _behind(part, question, index, messages) else kept)
    return tuple(each)


def _recorded(
    question: Question, documents: Sequence[Metadata], index: PolicyIndex, messages: Messages
) -> Sourced:
    """Return the record of documents, and the clauses that speak of it."""
    hits = clauses_beside(question, documents, index)
    told = records(question, documents, index, messages)
    return Sourced(tuple(Source(n, hit) for n, hit in enumerate(hits, 1)), notices=told, hits=hits)


def _of_its_document(one: Sourced, part: Part, others: Sequence[Sourced]) -> Sourced:
    """Return what answers a part; of one that leans on another only what stands in the same document."""
    if not part.leans:
        return one
    theirs = {source.document.id for other in others if other is not one for source in other.sources}
    kept = tuple(s for s in one.sources if not theirs or s.document.id in theirs)
    return dataclasses.replace(one, sources=kept)


def _behind(part: Part, question: Question, index: PolicyIndex, messages: Messages) -> bool:
    """Tell whether anything answers a part behind the subject of the one before it."""
    meant = dataclasses.replace(question, search_text=part.after)
    return bool(part.after and _weighed(meant, search(meant, index), index, messages).sources)


def _hangs(part: Part, one: Sourced) -> bool:
    """Tell whether the clause found for a part is headed by nothing that it names: 几点关门, 要不要登报."""
    if part.leans or not one.sources:
        return False
    document, passage = one.sources[0].document, one.sources[0].passage
    headed = "\n".join((document.title, *passage.headings)).lower()
    return not any(speaks(name, headed) for name in names_of(part.text))


def _answered(part: Question, sources: Sequence[Source], index: PolicyIndex, messages: Messages) -> bool:
    """Tell whether sources found for the other parts of a question answer a part too."""
    if refuse(part.search_text, sources, index.documents.values(), messages):
        return False
    return bool(silence(part, sources, index.frequency, messages)[0])


def _is_outside(one: Sourced) -> bool:
    return one.refusal is not None and one.refusal.kind is RefusalKind.OUTSIDE


def _joined(parts: Sequence[Part], each: Sequence[Sourced]) -> tuple[Source, ...]:
    """Return the sources of all parts, each passage once, under labels of their own."""
    taken: dict[str, Source] = {}
    for part, one in zip(parts, each, strict=True):
        for source in one.sources[:_MOST_OF_PART]:
            taken.setdefault(source.passage.id, dataclasses.replace(source, part=part.text))
    return tuple(dataclasses.replace(s, label=label) for label, s in enumerate(taken.values(), 1))


def _weighed(question: Question, result: SearchResult, index: PolicyIndex, messages: Messages) -> Sourced:
    """Hold what was found against one question."""
    hits = close(result, index)
    sources = tuple(Source(label, hit) for label, hit in enumerate(hits[:MOST_SOURCES], 1))
    refusal = refuse(question.search_text, sources, index.documents.values(), messages)
    if refusal is None:
        meant = result.correction or question.search_text
        asked = dataclasses.replace(question, search_text=meant)
        kept, refusal = silence(asked, sources, index.frequency, messages)
        if refusal is None:
            beside = with_counterpart(beside_each_other(question, kept, index))
            chosen = read(question, beside, messages)
            return Sourced(chosen.sources, chosen.choices, chosen.notices, hits=hits)
    return Sourced(refusal=refusal, hits=hits)
