"""A day that a question takes for granted of a document itself, held against the record that is told of it.

The record stands in the answer beside the correction, so that no clause is needed that says the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asserted import Assertion, agrees, read_assertion
from assistant.asserted_english import statements
from assistant.figure_words import written
from assistant.glossary import titled
from assistant.messages import Messages
from assistant.model import Language, Notice, NoticeKind, Question
from assistant.premise_terms import premise_rules
from corpus.model import Metadata
from corpus.numerals import Figure, FigureKind, read_figures
from corpus.partial_date import PartialDate

_SAID = {  # by field of a record, what is said of a wrong day
    "effective": "recorded_effective",
    "published": "recorded_published",
    "expires": "recorded_expires",
}


def on_record(question: Question, documents: Sequence[Metadata], messages: Messages) -> tuple[Notice, ...]:
    """Return a notice on a day that is that of none of those documents; nothing if one may bear it out.

    Args:
        question: the question.
        documents: the documents whose record is told, the one that is meant first.
        messages: the language of the notice.
    """
    for assertion in _asserted(question):
        for day in reversed(assertion.figures):
            field = _field(assertion.text, day)
            known = [_known(document, field) for document in documents] if field else []
            if not known or not all(known) or any(agrees(day, one) for one in known if one):
                continue
            values = {
                "title": titled(documents[0].title, messages),
                "asserted": written(day, messages.language),
                "stated": written(known[0], messages.language) if known[0] else "",
            }
            return (Notice(NoticeKind.PREMISE, messages.text("notice", _SAID[field], **values)),)
    return ()


def _asserted(question: Question) -> Sequence[Assertion]:
    if question.language is Language.EN:
        return statements(question.search_text)
    assertion = read_assertion(question.search_text)
    return (assertion,) if assertion else ()


def _field(text: str, day: Figure) -> str:
    """Return of which field of a record a day is said, and nothing behind it: 是2018年施行的."""
    if day.kind is not FigureKind.DATE or (day.date or "-").startswith("-"):
        return ""  # a day of every year is none of a document
    rules = premise_rules()
    before, after = text[: day.start], text[day.end :]
    for field in _SAID:
        role = rules["roles"][field]
        led = re.search(rules["of_text_before"].format(role=role), before, re.IGNORECASE)
        if not after.strip(" 。.") and led or re.match(rules["of_text_after"].format(role=role), after):
            return field
    return ""


def _known(document: Metadata, field: str) -> Figure | None:
    """Return a day of a record, None where it gives none or has a doubt about it."""
    day: PartialDate | None = getattr(document, field)
    if day is None or any(name == field for name, _ in document.date_notes):
        return None
    month = f"{day.month}月" if day.month else ""
    return read_figures(f"{day.year}年{month}{f'{day.day}日' if day.day else ''}")[0]
