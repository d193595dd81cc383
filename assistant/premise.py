"""What a question takes for granted and the documents say otherwise.

Corrections are made of verified statements only: the figure put right stands in a sentence of the answer, is
of the same kind and unit as the one asserted, and that sentence speaks of what the question speaks of. Where
any source at hand agrees with the question, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.asserted import (
    CLAUSE_ENDS,
    agrees,
    as_money,
    bare,
    clause_of,
    comparable,
    is_asserted,
    keeps_to,
    premise_rules,
)
from assistant.follow_up import spans_fixed
from assistant.messages import Messages
from assistant.model import Claim, Notice, NoticeKind, Source, Verified
from assistant.sentences import split_sentences
from assistant.spoken import is_name
from corpus.numerals import Figure, FigureKind, read_figures, same_value
from index.question_words import content
from index.tokens import bigrams, words

SHARED = 0.5  # of the words of a question that a sentence and its address must hold to be about the same
AS_CLOSE = 0.8  # of what the correcting sentence shares: one that shares so much may confirm the question
_STATE = "国家"  # a law of the state holds in every place
_PLACES = ("东湖", "南昌", "江西")
_NEAR = 12  # characters before a figure that say what it measures
_AFTER = 4  # and after it; there the next thing soon begins
_PLANNED = frozenset(("plan", "intended", "estimate"))
_ALIKE = (
    ("一共", "合计"),
    ("总共", "合计"),
    ("总计", "合计"),
    ("封顶", "最高"),
    ("顶多", "最多"),
    ("另外", "另加"),
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A verified sentence with its source and its figures."""

    claim: Claim
    source: Source
    figures: tuple[Figure, ...]
    shared: float  # of the words of the question, 0 to 1


def corrections(
    question: str, verified: Verified, sources: Sequence[Source], messages: Messages
) -> tuple[Notice, ...]:
    """Return what the verified statements put right in a question; at most one notice.

    Args:
        question: the question in full.
        verified: the statements of the answer.
        sources: everything found for the question, whether it was used or not.
        messages: the language of the notice.
    """
    rules = premise_rules()
    confirmed = bool(re.search(rules["confirm"], question, re.IGNORECASE))
    still = bool(re.search(rules["still"], question, re.IGNORECASE))
    if not (confirmed or still or re.search(rules["open"], question)):
        return ()
    statements = tuple(_statements(question, verified, sources))
    figures = tuple(map(as_money, read_figures(question)))
    found = (
        *(_ended(figure, statements, messages) for figure in figures if still),
        *(_unfinished(question, figure, statements, messages) for figure in figures if confirmed),
        *(_other_figure(question, figure, statements, sources, messages) for figure in figures),
        _forbidden(question, statements, messages) if confirmed else "",
    )
    text = next(filter(None, found), "")
    return (Notice(NoticeKind.PREMISE, text),) if text else ()


def _statements(question: str, verified: Verified, sources: Sequence[Source]) -> Iterator[_Statement]:
    cited = {citation.label: citation.passage.id for citation in verified.citations}
    by_passage = {source.passage.id: source for source in sources}
    asked = _subject_words(question)
    for claim in verified.claims:
        source = by_passage.get(cited[claim.labels[0]])
        if source is not None:
            yield _Statement(claim, source, read_figures(claim.text), _share(asked, claim.text, source))


def _subject_words(question: str) -> tuple[str, ...]:
    """Return the words that say what a question is about, its figures taken out."""
    for figure in reversed(read_figures(question)):
        question = question[: figure.start] + " " + question[figure.end :]
    rest = re.sub(premise_rules()["confirm"], " ", question, flags=re.IGNORECASE)
    return tuple(dict.fromkeys(word for word in words(content(rest)) if len(word) > 1))


def _share(asked: Sequence[str], sentence: str, source: Source) -> float:
    passage = source.passage
    text = "\n".join((sentence, source.document.title, *passage.headings, *passage.asks)).lower()
    return sum(word in text for word in asked) / len(asked) if asked else 0.0


def _other_figure(
    question: str,
    asserted: Figure,
    statements: Sequence[_Statement],
    sources: Sequence[Source],
    messages: Messages,
) -> str:
    """Say that the documents give another figure for the same thing."""
    if not is_asserted(question, asserted):
        return ""
    measured = _subject_words(clause_of(question, asserted))
    about = [
        s
        for s in statements
        if s.shared >= SHARED
        and _speaks_of(measured, s)
        and _of_time_and_place(question, s)
        and any(comparable(asserted, f) for f in s.figures)
        and not re.search(premise_rules()["past"], s.claim.text)
    ]
    if not about:
        return ""
    statement = max(about, key=lambda s: s.shared)
    if any(_confirms(question, asserted, source, AS_CLOSE * statement.shared) for source in sources):
        return ""
    stated = _of_the_same_thing(question, asserted, statement)
    if stated is None or (re.search(premise_rules()["within"], question) and keeps_to(asserted, stated)):
        return ""
    return _say(messages, "premise", statement, asserted=bare(asserted), stated=stated.text)


def _speaks_of(measured: Sequence[str], statement: _Statement) -> bool:
    """Tell whether a sentence, with its own heading, says all that an asserted figure measures."""
    passage = statement.source.passage
    said = _plain("\n".join((statement.claim.text, *passage.headings[-1:]))).lower()
    return all(_plain(word) in said for word in measured if is_name(word))


def _of_time_and_place(question: str, statement: _Statement) -> bool:
    """Tell whether a sentence speaks of the years and places named in a question, as far as it names any."""
    document, text = statement.source.document, statement.claim.text
    address = f"{text} {document.title} {document.level}"
    for span in spans_fixed(question):
        if span.kind == "year" and re.search(r"\d{4}年", text) and not _same_year(span.text, address):
            return False
    places = [place for place in _PLACES if place in question]  # 江西首店 names a place as well
    return document.level == _STATE or all(place in address for place in places)


def _same_year(named: str, address: str) -> bool:
    digits = "".join(char for char in named if char.isdigit())
    return not digits or f"{digits}年" in address


def _confirms(question: str, asserted: Figure, source: Source, least: float) -> bool:
    """Tell whether a sentence of a source that shares at least so much gives the asserted figure."""
    asked = _subject_words(question)
    return any(
        _share(asked, sentence.text, source) >= least
        and any(agrees(asserted, other) for other in read_figures(sentence.text))
        for sentence in split_sentences(source.passage.text)
    )


def _of_the_same_thing(question: str, asserted: Figure, statement: _Statement) -> Figure | None:
    """Return the figure of a sentence that measures what is asserted; None if that is open."""
    alike = [figure for figure in statement.figures if comparable(asserted, figure)]
    if len(alike) == 1:
        return alike[0]
    asked = set(bigrams(_plain(question)))
    weights = [len(asked.intersection(bigrams(_plain(_around(statement, figure))))) for figure in alike]
    best = max(weights)
    return alike[weights.index(best)] if best and weights.count(best) == 1 else None


def _around(statement: _Statement, figure: Figure) -> str:
    """Return the words beside a figure, as far as its clause and the next figures let them go."""
    text = statement.claim.text
    ends = [other.end for other in statement.figures if other.end <= figure.start]
    starts = [other.start for other in statement.figures if other.start >= figure.end]
    left = text[max(max(ends, default=0), figure.start - _NEAR) : figure.start]
    right = text[figure.end : min(min(starts, default=len(text)), figure.end + _AFTER)]
    left = left[max((left.rfind(mark) for mark in CLAUSE_ENDS), default=-1) + 1 :]
    stops = [place for mark in CLAUSE_ENDS if (place := right.find(mark)) >= 0]
    return left + figure.text + right[: min(stops, default=len(right))]


def _plain(text: str) -> str:
    for said, meant in _ALIKE:
        text = text.replace(said, meant)
    return text


def _ended(figure: Figure, statements: Sequence[_Statement], messages: Messages) -> str:
    """Say that a figure asked about is one of the past."""
    for statement in statements:
        same = any(agrees(figure, other) for other in statement.figures)
        if (
            figure.kind is not FigureKind.DATE
            and same
            and re.search(premise_rules()["past"], statement.claim.text)
        ):
            return _say(messages, "premise_ended", statement, figure=figure.text)
    return ""


def _unfinished(question: str, figure: Figure, statements: Sequence[_Statement], messages: Messages) -> str:
    """Say that a figure is a plan or an intention where the question takes it for done."""
    if not re.search(premise_rules()["done"], question) or not is_asserted(question, figure):
        return ""
    for statement in statements:
        facets = statement.source.passage.facets
        if facets is None or not any(same_value(figure, other) for other in statement.figures):
            continue
        kinds = {
            row.kind for row in facets.figures if any(same_value(figure, f) for f in read_figures(row.quote))
        }
        if kinds and kinds <= _PLANNED:
            kind = messages.text("figure", min(kinds))
            return _say(messages, "premise_kind", statement, figure=figure.text, kind=kind)
    return ""


def _forbidden(question: str, statements: Sequence[_Statement], messages: Messages) -> str:
    """Say that the best statement forbids what the question takes to be allowed, or the like."""
    rules = premise_rules()
    best = max(statements, key=lambda s: s.shared, default=None)
    if best is None or best.shared < SHARED or re.search(rules["negated"], question):
        return ""
    for asserted, stated in rules["contrary"]:
        if re.search(asserted, question) and re.search(stated, best.claim.text):
            return _say(messages, "premise_rule", best)
    return ""


def _say(messages: Messages, name: str, statement: _Statement, **values: object) -> str:
    title = statement.source.document.title
    return messages.text("notice", name, title=title, sentence=statement.claim.text, **values)
