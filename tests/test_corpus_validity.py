from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import DocumentError
from corpus.model import Kind, Metadata, Status
from corpus.partial_date import PartialDate
from corpus.validity import status_on


def document(status: Status, **dates: str) -> Metadata:
    found = {name: PartialDate.parse(value, field=name) for name, value in dates.items()}
    return Metadata("d", "d.md", "题", Kind.DIGEST, status, **found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "day", "wanted"),
    [
        (document(Status.IN_FORCE, effective="2026-01-01"), date(2025, 12, 31), Status.NOT_YET),
        (document(Status.IN_FORCE, effective="2026-01-01"), date(2026, 1, 1), Status.IN_FORCE),
        (document(Status.IN_FORCE, expires="2027"), date(2027, 12, 31), Status.IN_FORCE),
        (document(Status.IN_FORCE, expires="2027"), date(2028, 1, 1), Status.EXPIRED),
        (document(Status.UNKNOWN, expires="2025-06"), date(2025, 7, 1), Status.EXPIRED),
        (document(Status.UNKNOWN), date(2026, 1, 1), Status.UNKNOWN),
        (
            document(Status.SUPERSEDED, effective="2020", expires="2024-06-30"),
            date(2022, 1, 1),
            Status.IN_FORCE,
        ),
        (
            document(Status.SUPERSEDED, effective="2020", expires="2024-06-30"),
            date(2024, 7, 1),
            Status.SUPERSEDED,
        ),
        (document(Status.SUPERSEDED, effective="2020"), date(2022, 1, 1), Status.SUPERSEDED),
    ],
)
def test_dates_decide_before_the_written_status(given: Metadata, day: date, wanted: Status) -> None:
    assert status_on(given, day) is wanted


def test_a_replaced_document_held_until_its_successor_took_effect() -> None:
    old, new = (
        document(Status.SUPERSEDED, effective="2013"),
        document(Status.IN_FORCE, effective="2021-03-09"),
    )
    assert status_on(old, date(2020, 1, 1), new) is Status.IN_FORCE
    assert status_on(old, date(2021, 3, 9), new) is Status.SUPERSEDED


@pytest.mark.parametrize("value", ["2024-13", "2024-02-30", "去年", "2024-00-10", "24-01-01"])
def test_impossible_dates_are_refused(value: str) -> None:
    with pytest.raises(DocumentError, match="published"):
        PartialDate.parse(value, field="published")
