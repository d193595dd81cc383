"""Clauses that hold a sentence equally well: its very words, or its words with other figures.

本条例自2024年8月1日起施行 stands in hundreds of laws, each with its own day. When the day is wrong, nothing
in the words tells which of them was meant; the nearest day is only the likeliest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.wording_clauses import ClauseBook, ClauseText
from assistant.wording_frame import apart, are_figures, frame_of
from assistant.wording_model import Place


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the comparable text of a clause."""

    clause: ClauseText
    start: int
    end: int

    def place(self) -> Place:
        """Return it as a place."""
        return self.clause.place(self.start, self.end)


def holding(words: str, clauses: Sequence[ClauseText]) -> Iterator[Stretch]:
    """Yield where clauses hold the very words, once for each clause."""
    for clause in clauses:
        if (at := clause.plain.text.find(words)) >= 0:
            yield Stretch(clause, at, at + len(words))


def but_for_figures(said: str, clauses: Sequence[ClauseText], book: ClauseBook) -> list[Stretch]:
    """Return where clauses hold a sentence with other figures, the nearest figures first.

    A document that the text names comes before all others; of those as near, those in force come first.
    """
    frame = frame_of(said)
    if frame is None:
        return []
    found: list[tuple[tuple[bool, int, float, float], Stretch]] = []
    for clause in clauses:
        match = frame.pattern.search(clause.plain.text)
        if match and are_figures(match.groups()):  # and not 自公布之日起施行
            document = clause.document.id
            key = (
                not book.names(document),
                *apart(frame.figures, match.groups()),
                -book.preference(document),
            )
            found.append((key, Stretch(clause, *match.span())))
    return [stretch for _, stretch in sorted(found, key=lambda pair: pair[0])]


def likeliest(stretches: Sequence[Stretch], near: Mapping[str, float]) -> Stretch | None:
    """Return the stretch of the document that most other sentences of the text come from, if any do."""
    found = max(stretches, key=lambda s: near.get(s.clause.document.id, 0.0), default=None)
    return found if found and near.get(found.clause.document.id, 0.0) > 0 else None
