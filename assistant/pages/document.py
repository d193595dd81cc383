"""The text of a document clause by clause, each with the address of its own that a link can name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.pages.excerpt import address, permalink
from index.passages import Passage

_DEEPEST = 4  # heading levels of a page that documents use: h2 to h4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text; ``depth`` is that of the HTML element, from 2."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as the page shows it. ``headings`` are the ones that begin right before it."""

    anchor: str
    address: str
    link: str
    headings: tuple[Heading, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    anchor: str
    heading: str
    depth: int


def clauses(passages: Sequence[Passage]) -> tuple[Clause, ...]:
    """Return the clauses of a document in order; slices of a long clause are joined again."""
    found: list[Clause] = []
    above: tuple[str, ...] = ()
    for clause_id, group in _by_clause(passages):
        first = group[0]
        new = _new_headings(above, first.headings)
        above = first.headings
        lines = [line for passage in group for line in passage.text.splitlines() if line.strip()]
        found.append(Clause(clause_id, address(first), permalink(first), new, tuple(lines)))
    return tuple(found)


def contents(found: Sequence[Clause]) -> tuple[Entry, ...]:
    """Return the headings of a text with the clause that follows each."""
    return tuple(
        Entry(clause.anchor, heading.text, heading.depth) for clause in found for heading in clause.headings
    )


def _by_clause(passages: Sequence[Passage]) -> list[tuple[str, list[Passage]]]:
    groups: list[tuple[str, list[Passage]]] = []
    for passage in sorted(passages, key=lambda p: p.ordinal):
        if groups and groups[-1][0] == passage.clause_id:
            groups[-1][1].append(passage)
        else:
            groups.append((passage.clause_id, [passage]))
    return groups


def _new_headings(above: tuple[str, ...], now: tuple[str, ...]) -> tuple[Heading, ...]:
    same = 0
    while same < min(len(above), len(now)) and above[same] == now[same]:
        same += 1
    return tuple(Heading(min(depth + 2, _DEEPEST), now[depth]) for depth in range(same, len(now)))
