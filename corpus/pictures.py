"""Pictures of PDF pages, drawn in a process of their own: a damaged file must not take others along."""

from __future__ import annotations

from pathlib import Path

from corpus.readers.pdf_pages import drawn
from corpus.workers import Harm, Workers

_SECONDS = 20.0
_MEGABYTES = 1500
_Task = tuple[Path, int, int]  # file, page, pixels of its longer side


def page_picture(file: Path, number: int, pixels: int) -> bytes | None:
    """Return a page as a WebP picture, None if it cannot be drawn.

    Args:
        file: a PDF.
        number: of the page, from 1.
        pixels: of the longer side.
    """
    workers: Workers[_Task, bytes | None] = Workers(_draw, 1, _SECONDS, _MEGABYTES)
    (picture,) = workers.run([(file, number, pixels)])
    return None if isinstance(picture, Harm) else picture


def _draw(task: _Task) -> bytes | None:
    try:
        return drawn(*task)
    except Exception:  # whatever a damaged file does: there is no picture of it
        return None
