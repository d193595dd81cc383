"""Dates as policy documents give them: a day, a month or only a year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from corpus.errors import DocumentError

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, the month (``day == 0``) or the year (``month == 0``)."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, value: object, *, field: str) -> PartialDate | None:
        """Read ``2024``, ``2024-07``, ``2024-07-31`` or a YAML date; empty values give None.

        Raises:
            DocumentError: if the value is not a date of the calendar.
        """
        if value is None or value == "":
            return None
        match = _ISO.fullmatch(str(value).strip())
        if match:
            found = cls(*(int(part or 0) for part in match.groups()))
            if found._exists():
                return found
        raise DocumentError(f"日期“{field}: {value}”无法识别，请写成 2024、2024-07 或 2024-07-31 的形式")

    def _exists(self) -> bool:
        if not 1 <= self.year <= 9999 or self.month > 12 or (self.day and not self.month):
            return False
        return not self.day or self.day <= calendar.monthrange(self.year, self.month)[1]

    def first_day(self) -> date:
        """Return the earliest day that this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """Return the latest day that this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if not self.month:
            return f"{self.year:04d}"
        if not self.day:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
