"""From the places where clauses begin to the clauses themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.labels import annex_of, label_of
from corpus.model import Clause
from corpus.parts import split_parts


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a clause begins, and what is known of it before its end is."""

    start: int
    locator: str
    article: str
    headings: tuple[str, ...]
    clause_id: str = ""


def make_clauses(text: str, document_id: str, cuts: list[Cut], stops: frozenset[int]) -> Iterator[Clause]:
    """Yield the clauses of a text in order, without overlap.

    Args:
        text: of the document.
        document_id: of the document; part of the ids of clauses.
        cuts: where clauses begin, in order.
        stops: where headings begin, at which a clause ends too.
    """
    seen: dict[str, int] = {}
    for cut, following in _pieces(text, cuts, stops):
        body = text[cut.start : following]
        start = cut.start + len(body) - len(body.lstrip())
        end = cut.start + len(body.rstrip())
        if end <= start:
            continue
        name = cut.clause_id or f"{document_id}#{(cut.locator or '正文').replace(' ', '')}"
        seen[name] = seen.get(name, 0) + 1
        yield Clause(
            id=name if seen[name] == 1 else f"{name}~{seen[name]}",
            document_id=document_id,
            locator=cut.locator,
            article=cut.article,
            headings=cut.headings,
            start=start,
            end=end,
            text=text[start:end],
            parts=split_parts(text, start, end) if cut.article else (),
        )


def _pieces(text: str, cuts: list[Cut], stops: frozenset[int]) -> Iterator[tuple[Cut, int]]:
    """Yield each cut with its end; text between a heading and the next cut becomes a piece of its own."""
    ordered = sorted(stops)
    heads = [_line_at(text, stop) for stop in ordered]
    listed = {head for head, count in Counter(map(_squeezed, heads)).items() if count > 1}
    for cut, coming in pairwise([*cuts, None]):
        assert cut is not None
        following = coming.start if coming else len(text)
        first, last = bisect_left(ordered, cut.start), bisect_left(ordered, following)
        yield cut, ordered[first] if first < last else following
        for number in range(first, last):
            stop, line = ordered[number], heads[number]
            end = ordered[number + 1] if number + 1 < last else following
            head = line.strip()
            beneath = text[stop + len(line) : end].strip()
            # Nothing stands under a chapter that sections follow, or under a line of the table of contents.
            if not beneath and ((coming and head in coming.headings) or _squeezed(line) in listed):
                continue
            # The line of an annex names what is annexed; a heading above nothing is all there is.
            start = stop if annex_of(head) or not beneath else stop + len(line)
            yield Cut(start, label_of(head) or head, "", (head,)), end


def _line_at(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _squeezed(line: str) -> str:
    return "".join(line.split())
