"""Look-ups of an exact address: a document number, a title and an article, an amount.

All are made by rule from the documents with a seed, so that nobody chose the easy ones. A look-up is right
when a clause at that address comes first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from evals.tables import markdown_table
from index.hits import Hit
from index.search import PolicyIndex

Place: TypeAlias = tuple[str, str]  # document id, clause id
_DEEPEST = 100
_FEW = 5
_SHORT = re.compile(r"^中华人民共和国|[（(][^（）()]*[）)]")
_UNKNOWN = "the document was not recognised by its name or number"


class LookupKind(StrEnum):
    """How the address is given."""

    NUMBER = "document number"
    NUMBER_ARTICLE = "document number + article"
    QUOTED = "《title》第X条"
    SHORT = "short title + 第X条"
    ARABIC = "full title + 第12条"
    NEWEST = "short title + 第X条, newest of several versions"
    AMOUNT = "amount that stands in one clause"


@dataclass(frozen=True, slots=True)
class Lookup:
    """An address, and the clauses that stand there."""

    kind: LookupKind
    query: str
    right: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Found:
    """How a look-up went."""

    lookup: Lookup
    rank: int | None  # of the best right clause among 100; None if it is not among them
    first: str  # title and locator of the best hit
    diagnosis: str  # why the right clause is not first; empty if it is


def look_up(index: PolicyIndex, lookups: Sequence[Lookup]) -> tuple[Found, ...]:
    """Search every address."""
    return tuple(_look_up(index, lookup) for lookup in lookups)


def _look_up(index: PolicyIndex, lookup: Lookup) -> Found:
    hits = index.search(lookup.query, limit=_DEEPEST, floor=0.0).hits
    right = next((hit for hit in hits if _place(hit) in lookup.right), None)
    first = f"{hits[0].document.title} {hits[0].passage.locator}" if hits else "nothing"
    if right is not None and right.rank == 1:
        return Found(lookup, 1, first, "")
    return Found(lookup, right.rank if right else None, first, _diagnosis(index, lookup, hits, right))


def _place(hit: Hit) -> Place:
    return hit.passage.document_id, hit.passage.clause_id


def _diagnosis(index: PolicyIndex, lookup: Lookup, hits: Sequence[Hit], right: Hit | None) -> str:
    """Say which part of the address was not read."""
    by_number = lookup.kind in (LookupKind.NUMBER, LookupKind.NUMBER_ARTICLE)
    documents = [index.documents[id] for id, _ in lookup.right if id in index.documents]
    if not documents:
        return "the document is not in the index"
    if by_number and not any(document.doc_number for document in documents):
        return "no document number in the metadata of the document"
    if right is None:
        named = "was recognised" if hits and hits[0].signals.title else "was not recognised"
        return f"not among the 100 best; the work {named}"
    if lookup.kind is LookupKind.AMOUNT:
        return f"the words of other clauses outweigh the amount: {hits[0].explanation}"
    if not right.signals.title:
        names = {_SHORT.sub("", document.title) for document in documents}
        own = any(name + after in lookup.query for name in names for after in "》第")
        return _UNKNOWN if own or by_number else "the clause rests on an article of another work than its own"
    if not hits[0].signals.title:
        return f"what is asked about the address outweighs it: {hits[0].explanation}"
    if lookup.kind is not LookupKind.NUMBER and not right.signals.exact:
        return "the article was not recognised"
    return f"an equal address outranks it: {hits[0].explanation}; right: {right.explanation}"


def lookup_report(name: str, found: Sequence[Found]) -> str:
    """Return the shares per kind and every miss."""
    kinds = [kind for kind in LookupKind if any(row.lookup.kind is kind for row in found)]
    lines = [_shares(str(kind), [row for row in found if row.lookup.kind is kind]) for kind in kinds]
    lines.append(_shares("all", found))
    table = markdown_table([name, "look-ups", "first", "among 5", "share first"], lines)
    misses = [_miss(row) for row in found if row.rank != 1]
    return "\n".join([table, "", *(misses or ["no misses"])])


def _miss(row: Found) -> str:
    place = f"right one at {row.rank}" if row.rank else "right one not found"
    return f"- {row.lookup.kind}: {row.lookup.query} → {row.first}; {place}: {row.diagnosis}"


def _shares(name: str, found: Sequence[Found]) -> list[str]:
    first = sum(row.rank == 1 for row in found)
    few = sum(row.rank is not None and row.rank <= _FEW for row in found)
    return [name, str(len(found)), str(first), str(few), f"{first / len(found):.3f}"]
