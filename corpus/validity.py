"""Whether a document held on a given day."""

from __future__ import annotations

from datetime import date

from corpus.model import Metadata, Status, Topic

_ENDED = (Status.SUPERSEDED, Status.REPEALED, Status.EXPIRED)


def status_on(document: Metadata, day: date, successor: Metadata | None = None) -> Status:
    """Return the status of a document on a day.

    Dates decide first: before its effective date a document is not yet in force, after its expiry it is
    expired (a year or month counts to its end). A document that has ended by now was in force on an earlier
    day if its end is known, from its own expiry date or from its successor's effective date. What no date
    decides keeps the status written in the document.

    Args:
        document: the document.
        day: the day asked about.
        successor: the document that replaced it, if known.
    """
    if document.effective and day < document.effective.first_day():
        return Status.NOT_YET
    if document.expires and day > document.expires.last_day():
        return document.status if document.status in _ENDED else Status.EXPIRED
    if document.status not in _ENDED:
        return document.status
    if document.expires and document.effective:
        return Status.IN_FORCE
    start = successor.effective if successor else None
    if start and document.effective and day < start.first_day():
        return Status.IN_FORCE
    return document.status


def is_record(document: Metadata) -> bool:
    """Tell whether a document only states targets and results: a later one adds to them."""
    return Topic.TARGET in document.topics and not {Topic.INCENTIVE, Topic.PROCESS} & set(document.topics)
