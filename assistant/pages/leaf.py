"""The pages of an original on which a clause stands, with the words boxed that a statement rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from corpus.model import Metadata
from corpus.places import Box
from index.originals import original
from index.passages import Passage
from index.search import PolicyIndex

PATH = "/leaf/"
MOST = 3  # pages of one clause that are shown


@dataclass(frozen=True, slots=True)
class Boxed:
    """A stretch of words on a page; ``claim`` counts statements from 1."""

    claim: int
    box: Box


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the original, in points. ``address`` is empty if the file is gone or has changed."""

    number: int
    width: float
    height: float
    address: str
    boxes: tuple[Boxed, ...]


def leaves(
    passage: Passage, marks: Sequence[tuple[int, int, int]], document: Metadata, index: PolicyIndex
) -> tuple[Leaf, ...]:
    """Return the pages that hold the marked words of a passage, or its first page if none is marked.

    Args:
        passage: a clause, or a slice of one.
        marks: start and end in the text of the passage, and the statement.
        document: what it belongs to.
        index: where the file may be.
    """
    places = passage.places
    if places is None or not places.sizes:
        return ()
    found = [
        Boxed(claim, box)
        for start, end, claim in marks
        for box in places.within(passage.start + start, passage.start + end).boxes()
    ]
    numbers = tuple(dict.fromkeys(boxed.box.page for boxed in found)) or places.pages()[:1]
    there = original(document, index.folder, index.current) is not None
    return tuple(
        Leaf(
            number,
            width,
            height,
            address_of(document, number) if there else "",
            tuple(boxed for boxed in found if boxed.box.page == number),
        )
        for number, width, height in places.sizes
        if number in numbers[:MOST]
    )


def address_of(document: Metadata, number: int) -> str:
    """Return where the picture of a page is."""
    return f"{PATH}{number}/{quote(document.id, safe='')}?v={document.file_digest}"
