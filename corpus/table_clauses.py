"""Rows of tables as clauses of their own, inside the article or section that holds the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.model import Clause, Part
from corpus.readers.reading import Reading, TableRow


def split_rows(clauses: Sequence[Clause], reading: Reading) -> tuple[Clause, ...]:
    """Cut each clause at the rows that it holds: text before, each row, text after, in order.

    A row's address is the clause's with the number of the table and the row (第五条 表1 第2行); its headings
    end with the title of the table. What stands after a table keeps the address of the clause.
    """
    rows, text = reading.rows, reading.text
    if not rows:
        return tuple(clauses)
    titles = {text[h.start : h.end] for h in reading.headings}
    found: list[Clause] = []
    seen: dict[str, int] = {}
    for clause in clauses:
        inside = [row for row in rows if clause.start < row.end and row.start < clause.end]
        for piece in _pieces(clause, inside, text) if inside else (clause,):
            if piece.text in titles:  # the title of a workbook alone says nothing
                continue
            seen[piece.id] = seen.get(piece.id, 0) + 1
            number = seen[piece.id]
            found.append(piece if number == 1 else replace(piece, id=f"{piece.id}~{number}"))
    return tuple(found)


def _pieces(clause: Clause, rows: Sequence[TableRow], text: str) -> Iterator[Clause]:
    position = clause.start
    for row in rows:
        yield from _rest(clause, position, row.start, text)
        yield replace(
            clause,
            id=f"{clause.document_id}#{clause.locator.replace(' ', '')}{row.label.replace(' ', '')}",
            locator=f"{clause.locator} {row.label}".strip(),
            headings=(*clause.headings, *((row.title,) if row.title else ())),
            start=row.start,
            end=row.end,
            text=text[row.start : row.end],
            parts=(),
        )
        position = row.end
    yield from _rest(clause, position, clause.end, text)


def _rest(clause: Clause, start: int, end: int, text: str) -> Iterator[Clause]:
    body = text[start:end]
    left, right = start + len(body) - len(body.lstrip()), start + len(body.rstrip())
    if right > left:
        parts: tuple[Part, ...] = tuple(p for p in clause.parts if left <= p.start and p.end <= right)
        yield replace(clause, start=left, end=right, text=text[left:right], parts=parts)
