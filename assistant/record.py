"""Questions about a document itself: its number, who issued it, since when and until when it holds.

A question names the document, or describes it by words of its title (总部政策还有效吗). Its clauses seldom
say when it holds, its record does. The record is told in a notice, so that the statements of an
answer rest on clauses alone. A clause stands beside it only where that says since or until when it holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from assistant.fit import place_asked, years_asked
from assistant.glossary import gloss, titled
from assistant.messages import DATA, Messages
from assistant.model import Language, Notice, NoticeKind, Question
from assistant.scope import foreign_place
from assistant.spoken import names_of
from corpus.model import Kind, Metadata, Status
from corpus.partial_date import PartialDate
from index.hits import Filters, Hit
from index.search import PolicyIndex

_ALL = 200  # clauses of one document
_MOST = 2  # versions of a document that are told of
_FEW = 3  # documents that one description may fit: with more it means none of them
_SHORTEST_RUN = 4  # characters of a description that a title may hold in one piece
_HOLDING = (Status.IN_FORCE, Status.UNKNOWN, Status.NOT_YET)  # told of first


def documents_asked(question: Question, index: PolicyIndex) -> tuple[Metadata, ...]:
    """Return the documents of whose record a question asks, what holds first; none for any other question."""
    named, rest = index.named(question.search_text)
    asked = _patterns(question.language, "standing", "identity")
    if not asked.search(rest):
        return ()
    said = asked.sub(" ", rest)
    if _patterns(question.language, "else").search(said):
        return ()
    if not named:
        named = _described(said, question, index)
    elif _names_more(said):
        return ()
    day = question.as_of

    def order(document: Metadata) -> tuple[bool, str]:
        start = document.effective or document.published
        return index.status(document, day) in _HOLDING, str(start or "")

    return tuple(sorted(named, key=order, reverse=True)[:_MOST])


def clauses_beside(question: Question, documents: Sequence[Metadata], index: PolicyIndex) -> tuple[Hit, ...]:
    """Return of each document the closest clause that says since or until when it holds, if that is asked."""
    if not _patterns(question.language, "standing").search(index.named(question.search_text)[1]):
        return ()
    found = []
    for document in documents:
        only = Filters(documents=(document.id,))
        hits = index.search(
            question.search_text, limit=_ALL, filters=only, as_of=question.as_of, floor=0
        ).hits
        found.extend([hit for hit in hits if re.search(_record()["telling"]["said"], hit.passage.text)][:1])
    return tuple(found)


def records(
    question: Question, documents: Sequence[Metadata], index: PolicyIndex, messages: Messages
) -> tuple[Notice, ...]:
    """Return the record of each document; where it is asked whether one holds, also that it names no end."""
    asked = _patterns(question.language, "validity").search(index.named(question.search_text)[1])
    return tuple(
        _record_notice(
            document,
            index.status(document, question.as_of),
            messages,
            endless=bool(asked) and _names_no_end(document, index),
        )
        for document in documents
    )


def _names_no_end(document: Metadata, index: PolicyIndex) -> bool:
    """Tell whether neither the record of a document nor any of its clauses says until when it holds."""
    texts = (passage.text for passage in index.passages_of(document.id))
    return not document.expires and not any(re.search(_record()["telling"]["end"], text) for text in texts)


def _record_notice(document: Metadata, status: Status, messages: Messages, *, endless: bool) -> Notice:
    """Return the record of a document in one sentence; what is not known is said to be not seen.

    Of a digest only what it holds is known: that the document itself names no end is not said.
    """
    notes = dict(document.date_notes)
    rows = [
        ("doc_number", document.doc_number, document.doc_number_note),
        ("issuer", document.issuer, document.issuer_note),
        ("published", _day(document.published, messages), notes.get("published", "")),
        ("effective", _day(document.effective, messages), notes.get("effective", "")),
    ]
    if document.expires:
        rows.append(("expires", _day(document.expires, messages), notes.get("expires", "")))
    elif endless:
        whole = document.kind is Kind.OFFICIAL_TEXT
        rows.append(("lasting", messages.text("record", "no_end" if whole else "no_end_here"), ""))
    rows.append(("status", messages.text("status", status), document.status_reason))
    facts = tuple(_row(name, value, note, messages) for name, value, note in rows)
    heading = messages.text("record", "heading", title=titled(document.title, messages))
    told = messages.joined(facts, "sentences")
    text = messages.text("record", "told", heading=heading, facts=told)
    return Notice(NoticeKind.RECORD, text, document.id, heading, facts)


def _described(said: str, question: Question, index: PolicyIndex) -> tuple[Metadata, ...]:
    """Return the few documents whose titles hold all that is said of a policy, and what replaced them.

    They are of the place that is named; where a year is, one of them is of that year.
    """
    policy, known = _patterns(question.language, "policy"), index.documents.values()
    words = [word.lower() for word in names_of(policy.sub(" ", said))]
    if not words or not policy.search(said) or foreign_place(question.search_text, known, ()):
        return ()
    place, years = place_asked(said), years_asked(said, question.as_of)
    found = [d for d in known if _holds(d, words, question.language) and place in ("", d.level)]
    if years and not any(str(day)[:4] in years for d in found for day in (d.published, d.effective) if day):
        return ()
    found = [d for d in found if any(run in d.title for run in _runs(said))] or found
    newer = (index.documents.get(document.superseded_by) for document in found)
    return tuple({d.id: d for d in (*found, *filter(None, newer))}.values()) if len(found) <= _FEW else ()


def _runs(said: str) -> tuple[str, ...]:
    """Return the stretches by which a policy is described: 稳外资行动方案 in 稳外资行动方案还有效吗."""
    return tuple(run for run in re.findall("[一-龥]+", said) if len(run) >= _SHORTEST_RUN)


def _holds(document: Metadata, words: Sequence[str], language: Language) -> bool:
    """Tell whether a title, or the name of what has replaced it, holds the words; who issued it does not."""
    title = gloss(document.title).lower() if language is Language.EN else document.title
    named = f"{title} {document.superseded_by_note}"
    for office in filter(None, document.issuer.split("、")):
        named = named.replace(office, "")
    return all(word in named for word in words)


def _row(name: str, value: str, note: str, messages: Messages) -> str:
    shown = value or messages.text("page", "not_seen")
    remark = messages.text("page", "remark", remark=note) if note else ""
    return messages.text("form", "labelled", label=messages.text("page", name), text=shown) + remark


def _day(day: PartialDate | None, messages: Messages) -> str:
    return messages.day(day) if day else ""


def _names_more(rest: str) -> bool:
    return any(set(word) - set(_record()["unsaid"]) for word in names_of(rest))


@lru_cache
def _patterns(language: Language, *names: str) -> re.Pattern[str]:
    rows = (row for name in names for row in _record()[language][name])
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)


@lru_cache(maxsize=1)
def _record() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "record.toml").read_text(encoding="utf-8"))
