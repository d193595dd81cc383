"""A figure that a question takes for granted and no cited clause states, where nothing more is certain.

What the documents say in its place may be unsure (several figures, another year, a rule beside the one asked
about). That the figure does not stand in what is cited is a plain fact, and so is which like figures do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.asserted import (
    Assertion,
    agrees,
    as_money,
    comparable,
    keeps_to,
    presupposed,
    read_assertion,
)
from assistant.asserted_english import statements
from assistant.figure_words import written
from assistant.messages import Messages
from assistant.model import Citation, Language, Notice, NoticeKind, Question
from assistant.premise_dates import role_of
from assistant.premise_terms import premise_rules
from corpus.numerals import Bound, Figure, FigureKind, read_figures

_MOST = 3  # like figures that are named


def unstated(question: Question, citations: Sequence[Citation], messages: Messages) -> tuple[Notice, ...]:
    """Return a notice on the first asserted figure that stands in no cited clause; nothing if all do.

    Args:
        question: the question.
        citations: what the answer rests on, the leading one first.
        messages: the language of the notice.
    """
    asserted, whole = _taken(question)
    known = tuple(figure for citation in citations for figure in _stated(citation))
    for figure in asserted if citations else ():
        if any(_says(figure, other) or _within(question, figure, other) for other in known):
            continue
        like = tuple(_like(figure, citations, messages.language))
        if not like and not whole:
            continue  # nothing of the kind is cited: the figure may be that of another rule
        name = "premise_unstated" if like else "premise_nowhere"
        stated = messages.joined(like)
        text = messages.text("notice", name, asserted=written(figure, messages.language), stated=stated)
        return (Notice(NoticeKind.PREMISE, text),)
    return ()


def _taken(question: Question) -> tuple[tuple[Figure, ...], bool]:
    """Return the figures that a question takes for granted, and whether it asserts them as a whole."""
    if question.language is Language.EN:
        said = statements(question.search_text)
        counted = (f for one in said for f in _asserted(one) if f.unit or f.kind is not FigureKind.COUNT)
        return tuple(counted), any(not one.aside for one in said)
    assertion = read_assertion(question.search_text)
    taken = tuple(_asserted(assertion)) if assertion else presupposed(question.search_text)
    return taken, assertion is not None


def _says(figure: Figure, other: Figure) -> bool:
    """Tell whether a figure of a clause says what is asserted; a day without its year is that of any."""
    day = figure.date if figure.date and re.fullmatch(r"--\d\d-\d\d", figure.date) else None
    return agrees(figure, other) or bool(day and other.date and other.date[4:] == day[1:])


def _within(question: Question, figure: Figure, limit: Figure) -> bool:
    """Tell whether a question asks if a figure below a stated limit will do: 三年缴完就行 within 5年内."""
    asks = re.search(premise_rules()["within"], question.search_text)
    return bool(asks) and limit.bound in (Bound.MAX, Bound.BELOW) and keeps_to(figure, limit)


def _asserted(assertion: Assertion) -> Iterator[Figure]:
    """Yield the figures that are asserted; a year that only says when is none."""
    for figure in assertion.figures:
        year = figure.kind is not FigureKind.DATE and re.fullmatch(r"(?:19|20)\d\d", figure.text)
        if not year and (figure.kind is not FigureKind.DATE or role_of(assertion.text, figure)):
            yield figure


def _stated(citation: Citation) -> tuple[Figure, ...]:
    """Return the figures of a cited clause, its title and the dates of its document."""
    document = citation.document
    days = (document.published, document.effective, document.expires)
    dates = " ".join(str(day) for day in days if day)
    text = "\n".join((citation.passage.text, *citation.passage.headings, document.title, dates))
    return tuple(map(as_money, read_figures(text)))


def _like(figure: Figure, citations: Sequence[Citation], language: Language) -> Iterator[str]:
    """Yield what the quoted words of the leading clause state in the same unit, each once."""
    leading = citations[0].passage.id
    quoted = (c.quote for c in citations if c.passage.id == leading)
    stated = (other for quote in quoted for other in read_figures(quote) if comparable(figure, other))
    alike = (written(other, language) for other in stated)
    yield from tuple(dict.fromkeys(alike))[:_MOST]
