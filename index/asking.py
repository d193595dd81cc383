"""Everyday questions for documents that come without any: written by whatever the caller passes in.

What was written is kept in the index folder beside its clause's digest, so it is paid for once, also when a
build is interrupted. In the index it is stored as `generated`, apart from the asks that people wrote: it is
searched, and never shown, quoted or taken for evidence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from corpus.model import Clause, Document
from corpus.numerals import read_figures, same_value
from index.writing import Progress

_FILE = "generated-asks.jsonl"
_TOGETHER, _CHARACTERS = 8, 6000  # clauses of one request at most, and their length
_MOST, _LONGEST = 6, 120  # asks of a clause, characters of an ask
_FAILURES = 3  # in a row, after which nobody is asked any more
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_STRANGE = re.compile(r"[\x00-\x1f<>{}\[\]`]|https?:|www\.", re.IGNORECASE)  # markup and addresses


class AsksNotWritten(Exception):
    """A request for asks failed; the message says why, in words for a reader."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A clause without asks."""

    title: str
    clause: Clause


class AskWriter(Protocol):
    """What writes questions that clauses answer."""

    @property
    def name(self) -> str:
        """Another name means other asks."""

    def write(self, clauses: Sequence[Unasked]) -> Mapping[int, Sequence[str]]:
        """Return asks by position of the clause; clauses may be missing.

        Raises:
            AsksNotWritten: if there is no answer that can be used.
        """


@dataclass(frozen=True, slots=True)
class Asked:
    """Documents with their generated asks, and what went wrong."""

    documents: tuple[Document, ...]
    written: int  # generated asks in the documents
    failures: tuple[str, ...]  # reasons, each once
    unasked: int  # clauses for which asks were wanted and not to be had


def with_asks(documents: Sequence[Document], folder: Path, writer: AskWriter, tell: Progress) -> Asked:
    """Give asks to the clauses of documents that come without any.

    Args:
        documents: all documents; those with asks stay as they are.
        folder: the index folder, which keeps what was written.
        writer: who writes them. What it writes is checked, see :func:`usable`.
        tell: see :data:`index.writing.Progress`; the stage is ``asks``.
    """
    kept = _Kept.read(folder, writer.name)
    wanted = {
        kept.key(one): one
        for document in documents
        if not any(clause.asks for clause in document.clauses)
        for clause in document.clauses
        for one in [Unasked(document.metadata.title, clause)]
    }
    failures = _ask(writer, [one for key, one in wanted.items() if key not in kept.asks], kept, tell)
    done = tuple(_given(document, kept) for document in documents)
    return Asked(
        done,
        sum(len(clause.generated) for document in done for clause in document.clauses),
        tuple(dict.fromkeys(failures)),
        sum(key not in kept.asks for key in wanted) if failures else 0,
    )


def usable(ask: str, clause: Clause) -> bool:
    """Tell whether an ask may stand for a clause: one short line that names no figure its clause lacks."""
    if not ask or len(ask) > _LONGEST or _STRANGE.search(ask):
        return False
    stated = read_figures(clause.text)
    rest = list(ask)
    for figure in read_figures(ask):
        if not any(same_value(figure, other) for other in stated):
            return False
        rest[figure.start : figure.end] = " " * (figure.end - figure.start)
    return set(_NUMBER.findall("".join(rest))) <= set(_NUMBER.findall(clause.text))


class _Kept:
    """The asks that were written before, by one writer."""

    def __init__(self, file: Path, writer: str, asks: dict[str, tuple[str, ...]]) -> None:
        self._file, self._writer = file, writer
        self.asks = asks

    @classmethod
    def read(cls, folder: Path, writer: str) -> _Kept:
        asks: dict[str, tuple[str, ...]] = {}
        file = folder / _FILE
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        for line in lines:
            try:
                row = json.loads(line)
            except ValueError:  # the last line of a build that was killed
                continue
            asks[row["clause"]] = tuple(row["asks"])
        return cls(file, writer, asks)

    def key(self, one: Unasked) -> str:
        words = "\0".join((self._writer, one.title, *one.clause.headings, one.clause.text))
        return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()

    def add(self, fresh: Mapping[str, tuple[str, ...]]) -> None:
        self.asks |= fresh
        with self._file.open("a", encoding="utf-8") as file:
            for key, asks in fresh.items():
                file.write(json.dumps({"clause": key, "asks": asks}, ensure_ascii=False) + "\n")


def _ask(writer: AskWriter, clauses: Sequence[Unasked], kept: _Kept, tell: Progress) -> list[str]:
    """Ask for all clauses, some at a time; returns why requests failed."""
    failures: list[str] = []
    done = in_a_row = 0
    for group in _groups(clauses):
        try:
            written = writer.write(group)
            in_a_row = 0
        except AsksNotWritten as error:
            failures.append(str(error))
            in_a_row += 1
            if in_a_row == _FAILURES:
                break
        else:
            kept.add({kept.key(group[i]): _checked(asks, group[i].clause) for i, asks in written.items()})
        done += len(group)
        tell("asks", done, len(clauses), group[-1].title)
    return failures


def _checked(asks: Sequence[str], clause: Clause) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ask.strip() for ask in asks if usable(ask.strip(), clause)))[:_MOST]


def _given(document: Document, kept: _Kept) -> Document:
    if any(clause.asks for clause in document.clauses):
        return document
    title = document.metadata.title
    clauses = (
        replace(clause, generated=kept.asks.get(kept.key(Unasked(title, clause)), ()))
        for clause in document.clauses
    )
    return replace(document, clauses=tuple(clauses))


def _groups(clauses: Sequence[Unasked]) -> Iterator[list[Unasked]]:
    group: list[Unasked] = []
    for one in clauses:
        size = sum(len(other.clause.text) for other in (*group, one))
        if group and (len(group) == _TOGETHER or size > _CHARACTERS):
            yield group
            group = []
        group.append(one)
    if group:
        yield group
