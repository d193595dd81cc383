"""Whether a document held on a given day."""

from __future__ import annotations

from datetime import date

from corpus.families import version_start
from corpus.model import Metadata, Status, Topic

_ENDED = (Status.SUPERSEDED, Status.REPEALED, Status.EXPIRED)


def status_on(document: Metadata, day: date, successor: Metadata | None = None) -> Status:
    """Return the status of a document on a day.

    Dates decide first: before its effective date, or before its wording was changed to what it is, a document
    is not yet in force, after its expiry it is expired (a year or month counts to its end). A document that
    has ended by now was in force on an earlier day if its end is known, from its own expiry date or from the
    day when its successor's wording began to hold. What no date decides keeps the status of the document.

    Args:
        document: the document.
        day: the day asked about.
        successor: the document that replaced it, if known.
    """
    start = version_start(document) if document.amendments else document.effective
    if start and day < start.first_day():
        return Status.NOT_YET
    if document.expires and day > document.expires.last_day():
        return document.status if document.status in _ENDED else Status.EXPIRED
    if document.status not in _ENDED:
        return document.status
    if document.expires and document.effective:
        return Status.IN_FORCE
    start = version_start(successor) if successor else None
    if start and document.effective and day < start.first_day():
        return Status.IN_FORCE
    return document.status


def is_record(document: Metadata) -> bool:
    """Tell whether a document only states targets and results of its year: a later one adds to them.

    A plan with an end of its own is none: when it has ended, it no longer holds.
    """
    if document.expires is not None or Topic.TARGET not in document.topics:
        return False
    return not {Topic.INCENTIVE, Topic.PROCESS} & set(document.topics)
