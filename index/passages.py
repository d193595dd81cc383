"""Passages: a clause, or a slice of a long one, never across two."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.model import Clause, Document, Facets, FigureFacet, Part
from corpus.places import PlaceMap

LONGEST = 600  # characters; 99 % of the articles of real laws are shorter
_BREAK = re.compile(r"(?<=[。；！？\n])")


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched and cited: text word for word, and its address.

    Offsets count characters of the document text. ``context`` (title and headings) helps the search and is
    never quoted; ``asks`` are questions that the clause answers, searched and never shown as a source.
    """

    id: str
    document_id: str
    clause_id: str
    ordinal: int  # position in the document, from 0
    locator: str
    article: str
    headings: tuple[str, ...]
    start: int
    end: int
    text: str
    context: str
    parts: tuple[Part, ...] = ()
    asks: tuple[str, ...] = ()
    facets: Facets | None = None
    places: PlaceMap | None = None  # where its characters stand on pages or in paragraphs
    generated: tuple[str, ...] = ()  # asks that a model wrote: for the search alone, never evidence

    @property
    def searched_asks(self) -> tuple[str, ...]:
        """All questions that lead to the passage, in the order of the store."""
        return (*self.asks, *self.generated)

    @property
    def embed_text(self) -> str:
        """What is embedded and searched: the context and the text."""
        return f"{self.context}\n{self.text}"

    def record_id(self) -> str:
        """Return the id in the store: a digest of everything, so that a changed passage is a new record."""
        return _digest(passage_to_json(self) + self.text)

    def embed_digest(self) -> str:
        """Return a digest of what the vector depends on, so that an unchanged vector is reused."""
        return _digest(self.embed_text)

    def confidence(self, start: int, end: int) -> float | None:
        """Return how sure the least sure line of a span is (0-1), None if none was read from a picture."""
        return self.places.within(start, end).confidence() if self.places else None

    def locate(self, start: int, end: int) -> str:
        """Return the full address of a span of the document, down to 款 and 项 where it lies in one."""
        holding = [p for p in self.parts if p.start <= start and end <= p.end]
        if not holding:
            return self.locator
        return f"{self.locator} {min(holding, key=lambda p: p.end - p.start).locator}"


def make_passages(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages, in order."""
    passages: list[Passage] = []
    for clause in document.clauses:
        slices = tuple(_slices(clause.text))
        for number, (start, end) in enumerate(slices):
            passages.append(_passage(document, clause, len(passages), number, len(slices), (start, end)))
    return tuple(passages)


def _passage(
    document: Document, clause: Clause, ordinal: int, number: int, count: int, span: tuple[int, int]
) -> Passage:
    start, end = clause.start + span[0], clause.start + span[1]
    text = clause.text[span[0] : span[1]]
    return Passage(
        id=clause.id if count == 1 else f"{clause.id}/{number + 1}",
        document_id=document.metadata.id,
        clause_id=clause.id,
        ordinal=ordinal,
        locator=clause.locator,
        article=clause.article,
        headings=clause.headings,
        start=start,
        end=end,
        text=text,
        context="\n".join((document.metadata.title, *clause.headings)),
        parts=tuple(p for p in clause.parts if start < p.end and p.start < end),
        asks=clause.asks if number == 0 else (),
        facets=clause.facets if count == 1 else None,
        generated=clause.generated if number == 0 else (),
        places=document.places.within(start, end) if document.places else None,
    )


def _slices(text: str) -> Iterator[tuple[int, int]]:
    """Cut at sentence ends into spans of at most LONGEST characters; one longer sentence stays whole."""
    if len(text) <= LONGEST:
        yield 0, len(text)
        return
    start = end = 0
    for piece in _BREAK.split(text):
        if end > start and end + len(piece) - start > LONGEST:
            yield from _trimmed(text, start, end)
            start = end
        end += len(piece)
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    body = text[start:end]
    left, right = len(body) - len(body.lstrip()), len(body.rstrip())
    if right > left:
        yield start + left, start + right


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def passage_to_json(passage: Passage) -> str:
    """Write all of a passage but its text as one JSON object; fields without content are left out."""
    row = {name: getattr(passage, name) for name in _STORED if getattr(passage, name)}
    return json.dumps(row, ensure_ascii=False, default=_fields)


_STORED = tuple(name for name in Passage.__dataclass_fields__ if name != "text")


def _fields(value: Part | Facets | FigureFacet | PlaceMap) -> Any:
    if isinstance(value, PlaceMap):
        return value.to_json()
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def passage_from_json(row_text: str, text: str) -> Passage:
    """Read a passage back; inverse of :func:`passage_to_json`."""
    row: dict[str, Any] = dict.fromkeys(("locator", "article", "context"), "")
    row |= {"ordinal": 0, "start": 0, "text": text}
    row |= (
        dict.fromkeys(("headings", "parts", "asks", "generated"), ())
        | {"facets": None}
        | json.loads(row_text)
    )
    facets, places = row.pop("facets"), row.pop("places", None)
    return Passage(
        **{**row, "headings": tuple(row["headings"]), "asks": tuple(row["asks"])}
        | {
            "generated": tuple(row["generated"]),
            "parts": tuple(Part(**part) for part in row["parts"]),
            "facets": _facets(facets) if facets else None,
            "places": PlaceMap.from_json(places) if places else None,
        }
    )


def _facets(row: dict[str, object]) -> Facets:
    fields = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
        if name != "figures"
    }
    figures = row["figures"]
    assert isinstance(figures, list)
    return Facets(**fields, figures=tuple(FigureFacet(**figure) for figure in figures))  # type: ignore[arg-type]  # as written
