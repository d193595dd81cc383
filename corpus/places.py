"""Where on a page, or in which paragraph, the characters of a document stand.

A run is a stretch of text on one line of one page (PDF, scans) or in one paragraph (Word, web pages, sheets).
Pages and paragraphs count from 1, 0 means that there are none. Lengths are points (1/72 inch) from the top
left corner of the page.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

_TENTH = 10  # edges are stored in tenths of a point


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Run:
    """Characters ``start`` to ``end`` of the text.

    ``edges`` holds the left edge of each character and the right edge of the last: ``end - start + 1``
    numbers; only the left and right edge of the whole where characters cannot be told apart (the row of a
    table is written out otherwise than it stands on the page); none where the format has no positions.
    """

    start: int
    end: int
    page: int = 0
    paragraph: int = 0
    top: float = 0.0
    bottom: float = 0.0
    edges: tuple[float, ...] = ()
    confidence: float | None = None  # 0-1, of text recognised from a picture

    def moved(self, offset: int) -> Run:
        """Return the run as it stands in a text that has ``offset`` more characters before it."""
        return replace(self, start=self.start + offset, end=self.end + offset)

    def cut(self, start: int, end: int) -> Run:
        """Return the part of the run inside a span that it overlaps."""
        first, last = max(start, self.start), min(end, self.end)
        edges = self.edges
        if len(edges) == self.end - self.start + 1:
            edges = edges[first - self.start : last - self.start + 1]
        return replace(self, start=first, end=last, edges=edges)


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The runs of a text in order, without overlap; ``sizes`` holds number, width and height of its pages."""

    runs: tuple[Run, ...]
    sizes: tuple[tuple[int, float, float], ...] = ()

    def within(self, start: int, end: int) -> PlaceMap:
        """Return the places of a span; offsets stay those of the document."""
        first = max(0, bisect_right(self.runs, start, key=lambda run: run.start) - 1)
        found = []
        for run in self.runs[first:]:
            if run.start >= end:
                break
            if run.end > start:
                found.append(run.cut(start, end))
        pages = {run.page for run in found}
        return PlaceMap(tuple(found), tuple(size for size in self.sizes if size[0] in pages))

    def pages(self) -> tuple[int, ...]:
        """Return the pages in order, each once."""
        return tuple(dict.fromkeys(run.page for run in self.runs if run.page))

    def paragraphs(self) -> tuple[int, ...]:
        """Return the paragraphs in order, each once."""
        return tuple(dict.fromkeys(run.paragraph for run in self.runs if run.paragraph))

    def boxes(self) -> tuple[Box, ...]:
        """Return one box a run; empty where the format has no positions."""
        return tuple(
            Box(run.page, run.edges[0], run.top, run.edges[-1], run.bottom) for run in self.runs if run.edges
        )

    def confidence(self) -> float | None:
        """Return how sure the least sure line is, None where nothing was recognised from a picture."""
        return min((run.confidence for run in self.runs if run.confidence is not None), default=None)

    def to_json(self) -> str:
        """Write the map; edges as differences in tenths of a point."""
        rows = [
            [
                run.start,
                run.end - run.start,
                run.page,
                run.paragraph,
                _tenths(run.top),
                _tenths(run.bottom),
                run.confidence,
                _differences(run.edges),
            ]
            for run in self.runs
        ]
        return json.dumps({"runs": rows, "sizes": self.sizes}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> PlaceMap:
        """Read a map back; edges are exact to a tenth of a point."""
        row: dict[str, Any] = json.loads(text)
        runs = tuple(
            Run(start, start + length, page, paragraph, top / _TENTH, bottom / _TENTH, _edges(steps), sure)
            for start, length, page, paragraph, top, bottom, sure, steps in row["runs"]
        )
        return cls(runs, tuple((page, width, height) for page, width, height in row["sizes"]))


def _tenths(points: float) -> int:
    return round(points * _TENTH)


def _differences(edges: tuple[float, ...]) -> list[int]:
    whole = [_tenths(edge) for edge in edges]
    return whole[:1] + [b - a for a, b in pairwise(whole)]


def _edges(steps: list[int]) -> tuple[float, ...]:
    return tuple(edge / _TENTH for edge in accumulate(steps))
