"""What the documents cannot answer even when a passage sounds close: other places, contact details."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.messages import DATA, Messages
from assistant.model import Source
from corpus.model import Metadata

_PHONE = re.compile(r"0\d{2,3}-?\d{7,8}|1\d{10}|\b\d{3}-\d{8}\b|12345")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_STREET = re.compile(r"[一-鿿]{2,}(?:路|街|大道)\d+号")
_SITE = re.compile(r"https?://|www\.")
_BEST = 3  # sources in which a place or a contact detail counts as stated


@lru_cache(maxsize=1)
def _terms() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "scope.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, and whether what lies close is worth showing."""

    reason: str
    near: bool


def refuse(
    question: str,
    sources: Sequence[Source],
    fit: Sequence[Source],
    documents: Iterable[Metadata],
    messages: Messages,
) -> Refusal | None:
    """Return the reason to refuse a question, None if its sources may answer it.

    Args:
        question: the question as typed.
        sources: all passages above the floor.
        fit: those of them that speak of the year and place asked about.
        documents: all documents of the index.
        messages: the language of the reason.
    """
    best = sources[:_BEST]
    if subject := _outside(question):
        return Refusal(messages.text("outside", subject), near=False)
    if place := _foreign_place(question, documents, [source.passage.text for source in best]):
        return Refusal(messages.text("refusal", "place", place=place), near=False)
    if not sources:
        return Refusal(messages.text("refusal", "no_source"), near=True)
    if wanted := _unstated_contact(question, best, messages):
        return Refusal(messages.text("refusal", "contact", wanted=wanted), near=True)
    if not fit:
        return Refusal(messages.text("refusal", "period"), near=True)
    return None


def _foreign_place(question: str, documents: Iterable[Metadata], texts: Iterable[str]) -> str:
    """Return the first place named that no document is about, unless a covered place is named as well.

    A place is covered if the title, issuer or level of a document names it, or one of the passages found for
    the question does, so documents that an organisation adds widen the scope by themselves.
    """
    terms = _terms()
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
        name for name, pattern in _terms()["outside"].items() if re.search(pattern, question, re.IGNORECASE)
    )
    return next(found, "")


def _unstated_contact(question: str, sources: Sequence[Source], messages: Messages) -> str:
    """Return the name of a contact detail that is asked for and stands in no source, else an empty string."""
    lower = question.lower()
    patterns = {"phone": _PHONE, "email": _EMAIL, "address": _STREET, "website": _SITE}
    terms = _terms()
    for name, pattern in patterns.items():
        if not any(term in lower for term in terms[name]):
            continue
        if not any(pattern.search(source.passage.text) for source in sources):
            return messages.text("contact", name)
    return ""
