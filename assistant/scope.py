"""What the documents cannot answer even when a passage sounds close, and what must be said where they can.

Three kinds of refusal stay apart: what lies outside the subject; what the subject holds and the documents do
not; and what is for an office to decide, which gets the conditions and no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.fit import CLOSE, fitting, place_asked
from assistant.messages import Messages
from assistant.model import Citation, Notice, NoticeKind, Question, RefusalKind, Source
from assistant.scope_terms import scope_terms
from assistant.spoken import speaking
from corpus.model import Metadata

_PHONE = re.compile(r"0\d{2,3}-?\d{7,8}|1\d{10}|\b\d{3}-\d{8}\b|12345")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_STREET = re.compile(r"[一-鿿]{2,}(?:路|街|大道)\d+号")
_SITE = re.compile(r"https?://|www\.")
_STATE = "国家"
_BEST = 3  # sources in which a place or a contact detail counts as stated


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, and whether what lies close is worth showing."""

    kind: RefusalKind
    reason: str
    near: bool


def refuse(
    question: str,
    sources: Sequence[Source],
    documents: Iterable[Metadata],
    messages: Messages,
) -> Refusal | None:
    """Return the reason to refuse a question, None if its sources may answer it.

    Args:
        question: the question in full.
        sources: all passages above the floor.
        documents: all documents of the index.
        messages: the language of the reason.
    """
    best = sources[:_BEST]
    if subject := _outside(question):
        kind = RefusalKind.PERSONAL if subject == "action" else RefusalKind.OUTSIDE
        return Refusal(kind, messages.text("outside", subject), near=False)
    if place := _foreign_place(question, documents, [source.passage.text for source in best]):
        return Refusal(RefusalKind.OUTSIDE, messages.text("refusal", "place", place=place), near=False)
    if not sources:
        return Refusal(RefusalKind.MISSING, messages.text("refusal", "no_source"), near=True)
    if wanted := _unstated_contact(question, best, messages):
        return Refusal(RefusalKind.MISSING, messages.text("refusal", "contact", wanted=wanted), near=True)
    return None


def silence(
    question: Question, sources: Sequence[Source], messages: Messages
) -> tuple[tuple[Source, ...], str]:
    """Return the sources that answer a question within the subject, and, if there are none, what is missing.

    Args:
        question: the question.
        sources: passages above the floor, best first.
        messages: the language of the reason.
    """
    fit = fitting(question, sources)
    if not fit:
        return (), messages.text("refusal", "period")
    kept, unspoken = speaking(question, fit)
    if own := _own_grant(question.search_text, kept):
        return (), messages.text("refusal", "missing", missing=own)
    if not kept or kept[0].hit.closeness < CLOSE * sources[0].hit.closeness:
        missing = unspoken or messages.text("refusal", "unspoken")
        return (), messages.text("refusal", "missing", missing=missing)
    return kept, ""


def standing(question: Question, citations: Sequence[Citation], messages: Messages) -> tuple[Notice, ...]:
    """Return what must be said about who decides: an office, or the district in its place."""
    terms, found = scope_terms(), []
    text = question.search_text
    if re.search(terms["personal"]["case"], text) and re.search(terms["personal"]["verdict"], text):
        found.append(Notice(NoticeKind.PERSONAL, messages.text("notice", "personal")))
    levels = tuple(dict.fromkeys(citation.document.level for citation in citations))
    local = tuple(level for level in levels if level not in (_STATE, ""))
    name = terms["district"]["name"]
    if place_asked(text) == name and local and name not in levels:
        found.append(
            Notice(NoticeKind.JURISDICTION, messages.text("notice", "jurisdiction", levels="、".join(local)))
        )
    return tuple(found)


def _own_grant(text: str, sources: Sequence[Source]) -> str:
    """Return what the district itself is to give, if asked for and in no document of its own."""
    district = scope_terms()["district"]
    grant = re.search(district["grant"], text)
    if not grant or not re.search(district["giver"], text):
        return ""
    own = any(source.document.level == district["name"] for source in sources)
    return "" if own else f"{district['name']}自己的{grant.group()}"


def _foreign_place(question: str, documents: Iterable[Metadata], texts: Iterable[str]) -> str:
    """Return the first place named that no document is about, unless a covered place is named as well.

    A place is covered if the title, issuer or level of a document names it, or one of the passages found for
    the question does, so documents that an organisation adds widen the scope by themselves.
    """
    terms = scope_terms()
    rest = question
    named: list[str] = []
    for place in sorted(terms["elsewhere"], key=len, reverse=True):
        if place in rest:
            named.append(place)
            rest = rest.replace(place, " ")
    if not named or any(home in rest for home in terms["home"]):
        return ""
    known = "\n".join((*(f"{d.title} {d.issuer} {d.level}" for d in documents), *texts))
    return next((place for place in named if place not in known and not _is_origin(place, question)), "")


def _is_origin(place: str, question: str) -> bool:
    """Tell whether a place only says where the asker comes from: 北京的企业来投标."""
    who = "企业|公司|厂|客商|商户|投资者|投资人|老板|人|总部|母公司"
    come = rf"{place}[市省]?的?(?:{who}).{{0,12}}(?:来|到|过来|迁|搬|投标|参加)"
    return bool(re.search(come, question))


def _outside(question: str) -> str:
    """Return the name of the message for a question that no policy document can answer, or nothing."""
    found = (
        name
        for name, pattern in scope_terms()["outside"].items()
        if re.search(pattern, question, re.IGNORECASE)
    )
    return next(found, "")


def _unstated_contact(question: str, sources: Sequence[Source], messages: Messages) -> str:
    """Return the name of a contact detail that is asked for and stands in no source, else an empty string."""
    lower = question.lower()
    patterns = {"phone": _PHONE, "email": _EMAIL, "address": _STREET, "website": _SITE}
    terms = scope_terms()
    for name, pattern in patterns.items():
        if not any(term in lower for term in terms[name]):
            continue
        if not any(pattern.search(source.passage.text) for source in sources):
            return messages.text("contact", name)
    return ""
