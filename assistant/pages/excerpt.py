"""A cited clause with its surroundings, cut so that a page can mark the words that a statement rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.model import Answer, Citation, Claim
from assistant.pages.leaf import Leaf, leaves
from corpus.model import Metadata, Status
from index.passages import Passage
from index.search import PolicyIndex


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line; ``claim`` counts statements from 1, 0 if no statement rests on them."""

    text: str
    claim: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """The span of a passage's own text that a statement rests on."""

    start: int
    end: int
    claim: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as a reader sees it. ``label`` is 0 for a passage that is only close to the question."""

    label: int
    address: str
    document: Metadata
    status: Status
    confidence: float | None  # of the least sure line, where the passage was read from a picture
    link: str  # of the clause in the page of its document
    lines: tuple[tuple[Piece, ...], ...]
    before: Passage | None
    after: Passage | None
    leaves: tuple[Leaf, ...]  # pages of the original, where the format has pages


def excerpts(answer: Answer, index: PolicyIndex) -> tuple[Excerpt, ...]:
    """Return what an answer cites in the order of the labels, or what is close where it cites nothing."""
    if answer.citations:
        return tuple(_cited(citation, answer.claims, index) for citation in answer.citations)
    return tuple(
        _excerpt(0, hit.passage.locator, hit.passage, hit.document, hit.status, (), index)
        for hit in answer.near
    )


def address(passage: Passage, locator: str = "") -> str:
    """Return a full address with the words of the heading that it ends in: 一、（二）税率.

    Args:
        passage: what stands there.
        locator: an address inside the passage, down to 款 and 项; empty means the passage as a whole.
    """
    inside = locator.removeprefix(passage.locator)
    heading = passage.headings[-1] if passage.headings else ""
    shared = next((n for n in range(len(heading), 0, -1) if passage.locator.endswith(heading[:n])), 0)
    words = heading[shared:] if shared else ""
    return f"{passage.locator}{words}{inside}"


def permalink(passage: Passage) -> str:
    """Return the address of a clause in the page of its document: ``/doc/<id>#<clause>``."""
    return f"/doc/{quote(passage.document_id, safe='')}#{quote(passage.clause_id, safe='')}"


def marked_lines(text: str, marks: Sequence[Mark]) -> tuple[tuple[Piece, ...], ...]:
    """Cut a text into its lines, and these into pieces inside and outside the marks.

    Blank lines are left out. Of marks that overlap, the one that begins first counts.
    """
    lines: list[tuple[Piece, ...]] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(tuple(_pieces(text, start, start + len(line), _apart(marks))))
        start += len(line) + 1
    return tuple(lines)


def _cited(citation: Citation, claims: Sequence[Claim], index: PolicyIndex) -> Excerpt:
    marks = tuple(_marks(citation, claims))
    return _excerpt(
        citation.label,
        citation.locator,
        citation.passage,
        citation.document,
        citation.status,
        marks,
        index,
    )


def _marks(citation: Citation, claims: Sequence[Claim]) -> Iterator[Mark]:
    """Mark each statement where it stands word for word; the whole quote if one of them does not."""
    passage = citation.passage
    begin, end = citation.start - passage.start, citation.end - passage.start
    own = [(n, claim) for n, claim in enumerate(claims, 1) if citation.label in claim.labels]
    found = [(n, passage.text.find(claim.text, begin, end), len(claim.text)) for n, claim in own]
    if found and all(at >= 0 for _, at, _ in found):
        yield from (Mark(at, at + length, n) for n, at, length in found)
    else:
        yield Mark(begin, end, own[0][0])


def _excerpt(
    label: int,
    locator: str,
    passage: Passage,
    document: Metadata,
    status: Status,
    marks: Sequence[Mark],
    index: PolicyIndex,
) -> Excerpt:
    around = {p.ordinal: p for p in index.around(passage, 1, 1)}
    return Excerpt(
        label=label,
        address=address(passage, locator),
        document=document,
        status=status,
        confidence=passage.confidence(passage.start, passage.end),
        link=permalink(passage),
        lines=marked_lines(passage.text, marks),
        before=around.get(passage.ordinal - 1),
        after=around.get(passage.ordinal + 1),
        leaves=leaves(passage, [(m.start, m.end, m.claim) for m in marks], document, index),
    )


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    position = start
    for mark in marks:
        left, right = max(mark.start, position), min(mark.end, end)
        if left >= right:
            continue
        if left > position:
            yield Piece(text[position:left])
        yield Piece(text[left:right], mark.claim)
        position = right
    if position < end:
        yield Piece(text[position:end])
