"""What the documents cannot answer even when a passage sounds close, and what must be said where they can.

Three kinds of refusal stay apart: what lies outside the subject; what the subject holds and the documents do
not; and what is for an office to decide, which gets the conditions and no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.asked import read_asked
from assistant.bilingual import understood
from assistant.fit import fitting, place_asked
from assistant.glossary import translated
from assistant.messages import Messages
from assistant.model import Citation, Language, Notice, NoticeKind, Question, RefusalKind, Source
from assistant.scope_terms import scope_terms
from assistant.spoken import everyday, speaking, within_subject
from corpus.model import Metadata
from index.glossary import find

_STATED = {
    "phone": re.compile(r"0\d{2,3}-?\d{7,8}|1\d{10}|\b\d{3}-\d{8}\b|12345"),
    "email": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "address": re.compile(r"[一-鿿]{2,}(?:路|街|大道)\d+号"),
    "website": re.compile(r"https?://|www\."),
}
_STATE = "国家"
_BEST = 3  # sources in which a place or a contact detail counts as stated


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, and whether what lies close is worth showing."""

    kind: RefusalKind
    reason: str
    near: bool
    missing: str = ""  # the name of what the documents do not say, if it has a plain one


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
    terms, best = scope_terms(), sources[:_BEST]
    for name in ("greeting", "myself"):
        if re.fullmatch(terms[name], question.strip(), re.IGNORECASE):
            return Refusal(RefusalKind.GREETING, messages.text("refusal", name), near=False)
    if subject := _outside(question):
        return Refusal(RefusalKind.OUTSIDE, messages.text("outside", subject), near=False)
    if _wants_act(question):
        return Refusal(RefusalKind.PERSONAL, messages.text("outside", "action"), near=False)
    if re.search(terms["action"]["advice"], question, re.IGNORECASE):
        return Refusal(RefusalKind.PERSONAL, messages.text("notice", "personal"), near=True)
    if place := foreign_place(question, documents, [source.passage.text for source in best]):
        return Refusal(RefusalKind.OUTSIDE, messages.text("refusal", "place", place=place), near=False)
    if wanted := _unstated_contact(question, best, messages):
        return Refusal(RefusalKind.MISSING, messages.text("refusal", "contact", wanted=wanted), near=True)
    return None


def silence(
    question: Question, sources: Sequence[Source], frequency: Callable[[str], int], messages: Messages
) -> tuple[tuple[Source, ...], Refusal | None]:
    """Return the sources that answer a question, and, if there are none, the refusal.

    Args:
        question: the question.
        sources: passages above the floor, best first.
        frequency: in how many passages a word occurs.
        messages: the language of the reason.
    """
    fit = fitting(question, sources)
    if sources and not fit:
        return (), Refusal(RefusalKind.MISSING, messages.text("refusal", "period"), near=True)
    kept, missing = (tuple(fit), "") if _by_terms(question, fit) else speaking(question, fit, frequency)
    if own := _own_grant(question.search_text, kept):
        kept, missing = (), own
    return kept, None if kept else _unanswered(question, fit, missing, frequency, messages)


def _by_terms(question: Question, sources: Sequence[Source]) -> bool:
    """Tell whether an English question can only be weighed by the Chinese terms that found its clause.

    What a clause answers in English is known from the English questions written for it; this one has none.
    """
    if question.language is not Language.EN or not understood(question.search_text):
        return False
    if not sources or any(ask.isascii() for ask in sources[0].passage.asks):
        return False
    demanded = read_asked(translated(question.search_text).text).demands
    return bool(demanded) or not everyday(read_asked(question.search_text))


def _unanswered(
    question: Question,
    sources: Sequence[Source],
    missing: str,
    frequency: Callable[[str], int],
    messages: Messages,
) -> Refusal:
    """Return the refusal of a question that no source answers."""
    asked = read_asked(question.search_text)
    if topic := everyday(asked):
        name = "shares" if topic == "shares" else "daily"
        return Refusal(RefusalKind.OUTSIDE, messages.text("outside", name), near=False)
    if re.search(scope_terms()["action"]["verdict"], question.search_text):
        return Refusal(RefusalKind.PERSONAL, messages.text("notice", "personal"), near=True)
    if missing:
        reason = messages.text("refusal", "missing", missing=missing)
        return Refusal(RefusalKind.MISSING, reason, near=True, missing=missing)
    english = question.language is Language.EN and understood(question.search_text)
    if not english and not within_subject(asked, sources, frequency):
        return Refusal(RefusalKind.OUTSIDE, messages.text("outside", "daily"), near=False)
    return Refusal(RefusalKind.MISSING, messages.text("refusal", "unspoken"), near=True)


def standing(question: Question, citations: Sequence[Citation], messages: Messages) -> tuple[Notice, ...]:
    """Return what must be said about who decides: an office, or the district in its place."""
    terms, found = scope_terms(), []
    text = question.search_text
    personal = terms["personal"]
    if all(re.search(personal[name], text, re.IGNORECASE) for name in ("case", "verdict")):
        found.append(Notice(NoticeKind.PERSONAL, messages.text("notice", "personal")))
    levels = tuple(dict.fromkeys(citation.document.level for citation in citations))
    local = tuple(level for level in levels if level not in (_STATE, ""))
    name = terms["district"]["name"]
    if place_asked(text) == name and local and name not in levels:
        said = messages.joined(messages.section("level").get(level, level) for level in local)
        found.append(Notice(NoticeKind.JURISDICTION, messages.text("notice", "jurisdiction", levels=said)))
    return tuple(found)


def _own_grant(text: str, sources: Sequence[Source]) -> str:
    """Return what the district itself is to give, if asked for and in no document of its own."""
    district = scope_terms()["district"]
    grant = re.search(district["grant"], text)
    if not grant or not re.search(district["giver"], text):
        return ""
    own = any(source.document.level == district["name"] for source in sources)
    return "" if own else f"{district['name']}自己的{grant.group()}"


def foreign_place(question: str, documents: Iterable[Metadata], texts: Iterable[str]) -> str:
    """Return the first place named that no document is about, unless a covered place is named as well.

    A place is covered if the title, issuer or level of a document names it, or one of the passages found for
    the question does, so documents that an organisation adds widen the scope by themselves.
    """
    terms = scope_terms()
    rest = re.sub(terms["not_meant"], " ", question, flags=re.IGNORECASE)
    named: list[str] = []
    for place in sorted(terms["elsewhere"], key=len, reverse=True):
        if re.search(rf"\b{place}\b" if place.isascii() else place, rest):
            named.append(place)
            rest = rest.replace(place, " ")
    if any(home in rest for home in terms["home"]):
        return ""
    abroad = re.search(terms["origin"]["rules_of"].format(place="|".join(terms["abroad"])), question)
    if abroad:
        named += [place for place in terms["abroad"] if place in abroad.group()]
    if not named:
        return ""
    known = "\n".join((*(f"{d.title} {d.issuer} {d.level}" for d in documents), *texts))
    strange = (place for place in named if not any(name in known for name in _names(place)))
    return next((place for place in strange if not _is_origin(place, question)), "")


def _names(place: str) -> tuple[str, ...]:
    """Return a place as it is named, and in Chinese if it is named in English."""
    return (place, *(term for one in find(place) for term in one.terms))


def _is_origin(place: str, question: str) -> bool:
    """Tell whether a place only says where somebody comes from: 北京的企业来投标, a brand from Shanghai."""
    origin = scope_terms()["origin"]
    if place.isascii():
        after = rf"{place}(?:'s)?[- ]+{origin['english']}"
        return bool(re.search(rf"(?:{origin['from']}) {place}|{after}", question, re.IGNORECASE))
    come = rf"{place}[市省]?的?(?:{origin['who']}).{{0,12}}(?:{origin['come']})"
    return bool(
        re.search(rf"{come}|(?:{origin['from']}){place}[市省]?(?!的?(?:政策|补贴|奖励|优惠))", question)
    )


def _outside(question: str) -> str:
    """Return the name of the message for a question that no policy document can answer, or nothing."""
    patterns = scope_terms()["outside"]
    found = next(
        (
            name
            for name, pattern in patterns.items()
            if name != "evasion_not" and re.search(pattern, question, re.IGNORECASE)
        ),
        "",
    )
    return "" if found == "evasion" and re.search(patterns["evasion_not"], question) else found


def _wants_act(question: str) -> bool:
    """Tell whether the assistant is to act, promise or certify; asking how an act is done is a question."""
    action = scope_terms()["action"]
    return bool(re.search(action["wanted"], question)) and not re.search(action["asks"], question)


def _unstated_contact(question: str, sources: Sequence[Source], messages: Messages) -> str:
    """Return the name of a contact detail that is asked for and stands in no source, else an empty string."""
    for name, pattern in scope_terms()["contact"].items():
        if not re.search(pattern, question, re.IGNORECASE):
            continue
        if not any(_STATED[name].search(source.passage.text) for source in sources):
            return messages.text("contact", name)
    return ""
