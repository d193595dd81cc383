"""What must be said beside the claims, and what is said when there are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.glossary import titled
from assistant.messages import Messages
from assistant.model import Citation, Notice, NoticeKind
from corpus.model import Kind, Metadata, Status, Topic
from corpus.validity import is_record
from index.hits import Hit

FAIR_COMPETITION_START = date(2024, 8, 1)  # 《公平竞争审查条例》施行日
_OFFICE = re.compile(
    "(?:东湖区|南昌市|江西省)[一-鿿]{2,8}?(?:服务中心|审批局|商务局|发展和改革委员会|税务局|市场监督管理局|财政局|科学技术厅|商务厅)"
)

_NOTICE_OF = {
    Status.NOT_YET: NoticeKind.NOT_YET,
    Status.EXPIRED: NoticeKind.EXPIRED,
    Status.SUPERSEDED: NoticeKind.SUPERSEDED,
    Status.REPEALED: NoticeKind.REPEALED,
    Status.UNKNOWN: NoticeKind.UNKNOWN_STATUS,
}


def notices(
    citations: Sequence[Citation],
    documents: Mapping[str, Metadata],
    as_of: date,
    messages: Messages,
) -> tuple[Notice, ...]:
    """Return what a reader must know about the cited documents, each thing once, the gravest first."""
    cited = {c.document.id: c for c in citations}
    found: list[Notice] = []
    for citation in cited.values():
        found.extend(_status_notice(citation, documents, as_of, messages))
    for citation in cited.values():
        if _before_fair_competition(citation.document):
            text = messages.text(
                "notice", "fair_competition", title=titled(citation.document.title, messages)
            )
            found.append(Notice(NoticeKind.FAIR_COMPETITION, text))
    if any(c.kind is not Kind.OFFICIAL_TEXT for c in citations):
        found.append(Notice(NoticeKind.DIGEST, messages.text("notice", "digest")))
    found.extend(_recognised(citations, messages))
    return tuple(found)


def _recognised(citations: Sequence[Citation], messages: Messages) -> Iterator[Notice]:
    """Say of each document whose cited words were read from a picture how sure their least sure line is."""
    least: dict[str, float] = {}
    for citation in citations:
        if (sure := citation.confidence) is not None:
            least[citation.document.title] = min(sure, least.get(citation.document.title, sure))
    for title, sure in least.items():
        text = messages.text("notice", "recognised", title=titled(title, messages), confidence=f"{sure:.2f}")
        yield Notice(NoticeKind.RECOGNISED, text)


def _status_notice(
    citation: Citation, documents: Mapping[str, Metadata], as_of: date, messages: Messages
) -> Iterator[Notice]:
    """Say of a document that is not known to be in force what has become of it."""
    document = citation.document
    if citation.status is Status.IN_FORCE:
        return
    successor = documents.get(document.superseded_by)
    said = _status_text(document, citation.status, successor)
    name = titled(successor.title, messages) if successor else document.superseded_by_note
    if successor and said == "superseded":
        name = messages.text("form", "named", title=name)
    text = messages.text(
        "notice",
        said,
        title=titled(document.title, messages),
        successor=name,
        reason=document.status_reason or "—",
        expires=document.expires,
        effective=document.effective,
        as_of=as_of,
    )
    yield Notice(_NOTICE_OF[citation.status], text)


def _status_text(document: Metadata, status: Status, successor: Metadata | None) -> str:
    """Return the name of the text that says it, by what is known."""
    match status:
        case Status.SUPERSEDED if successor and is_record(document):
            return "superseded_report"
        case Status.SUPERSEDED if not successor and not document.superseded_by_note:
            return "superseded_unknown"
        case Status.EXPIRED if not document.expires:
            return "expired_undated"
    return str(_NOTICE_OF[status])


def _before_fair_competition(document: Metadata) -> bool:
    """Tell whether a local incentive was issued before the fair-competition rules bound it."""
    if (
        document.level in ("国家", "")
        or Topic.INCENTIVE not in document.topics
        or document.kind is Kind.OFFICIAL_TEXT
    ):
        return False
    return document.published is None or document.published.first_day() < FAIR_COMPETITION_START


def whom_to_ask(near: Sequence[Hit], messages: Messages) -> str:
    """Name the office that the closest passages name, else the issuers; never a contact."""
    for hit in near[:3]:
        if office := _OFFICE.search(hit.passage.text):
            return messages.text("refusal", "ask_office", office=titled(office.group(), messages))
    return messages.text("refusal", "ask_general")
