"""How much of a file is read before it is refused. All of it can be set, see ``assistant/settings.py``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file.

    Attributes:
        megabytes: of the file.
        unpacked_megabytes: of what an archive (.docx, .xlsx) holds.
        pages: of a PDF, or sheets of a workbook.
        nesting: of elements inside each other.
        seconds: for one file.
        memory_megabytes: of the process that reads it.
        workers: processes that read side by side.
    """

    megabytes: float = 50
    unpacked_megabytes: float = 400
    pages: int = 2000
    nesting: int = 100
    seconds: float = 120
    memory_megabytes: int = 4000
    workers: int = 2
