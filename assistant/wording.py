"""Check wording: which sentences of a text are a policy's own words, which differ and how, which have no basis."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from datetime import date, datetime

from assistant.wording_clauses import ClauseBook
from assistant.wording_match import best, compare, rest_of, trimmed
from assistant.wording_model import (
    CheckedSentence,
    Difference,
    DifferenceKind,
    Finding,
    Verdict,
    WordingReport,
)
from assistant.wording_text import Plain, Unit, plain, split_units
from index.search import PolicyIndex


_BATCH = 64  # sentences looked up at a time, so that a page can show how far the check is
_HALF = 0.85  # share of a half that must stand in its clause to say that a sentence was made of two
_SHORTEST_HALF = 8  # characters
_NEAR = 6  # characters between the end of what stands in one clause and the comma behind it
_ELSEWHERE = 5  # other places with the same words that are named


def check(
    text: str,
    index: PolicyIndex,
    *,
    as_of: date | None = None,
    documents: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> WordingReport:
    """Check every sentence of a text against the clauses of an index.

    Args:
        text: the text to check.
        index: the open index.
        as_of: the day whose law counts; today if None.
        documents: ids of the only documents to check against; empty for all.
        progress: called with the number of sentences checked and of all.
    """
    began = time.perf_counter()
    day = as_of or date.today()
    book = ClauseBook(index, day, documents)
    units = split_units(text)
    stated = [unit for unit in units if not unit.heading]
    checked: list[CheckedSentence] = []
    for start in range(0, len(stated), _BATCH):
        batch = stated[start : start + _BATCH]
        said = [trimmed(plain(unit.said, unit.start + unit.body)) for unit in batch]
        found = book.candidates([words.text for words in said])
        for unit, words, candidates in zip(batch, said, found, strict=True):
            checked.append(_checked(text, unit, words, candidates, book))
        if progress:
            progress(len(checked), len(stated))
    return WordingReport(
        text=text,
        sentences=tuple(checked),
        headings=len(units) - len(stated),
        remarks=(),
        inconsistencies=(),
        as_of=day,
        checked_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        index_fingerprint=index.state.fingerprint,
        index_built_at=index.state.built_at,
        documents=len(index.documents),
        passages=len(index),
        milliseconds=(time.perf_counter() - began) * 1000,
    )


def _checked(text: str, unit: Unit, said: Plain, candidates: Sequence, book: ClauseBook) -> CheckedSentence:
    found = best(said, text, candidates, book)
    if found is None:
        return CheckedSentence(unit.start, unit.end, unit.text, Verdict.NOT_FOUND)
    finding, same = found
    parts = _parts(text, said, finding, book)
    if parts:
        finding = parts[0]
    verdict = finding.verdict
    if parts:
        verdict = max((part.verdict for part in parts), key=_gravity)
        verdict = Verdict.ALTERED if verdict is Verdict.VERBATIM else verdict
    elsewhere = tuple(clause.place(*_span(clause.plain.text, said.text)) for clause in same[:_ELSEWHERE])
    return CheckedSentence(
        unit.start, unit.end, unit.text, verdict, finding, parts=parts, elsewhere=elsewhere
    )


def _span(official: str, said: str) -> tuple[int, int]:
    at = official.index(said)
    return at, at + len(said)


def _gravity(verdict: Verdict) -> int:
    return (Verdict.VERBATIM, Verdict.ALTERED, Verdict.NOT_FOUND, Verdict.CONTRADICTED).index(verdict)


def _parts(text: str, said: Plain, finding: Finding, book: ClauseBook) -> tuple[Finding, ...]:
    """Return the two findings of a sentence whose halves stand in two clauses; empty for any other."""
    if finding.verdict is Verdict.VERBATIM or not (span := rest_of(finding.diff)):
        return ()
    cut = _comma_near(said.text, span[0] if span[0] >= len(said.text) - span[1] else span[1])
    if cut is None:
        return ()
    halves = [trimmed(_cut(said, 0, cut)), trimmed(_cut(said, cut, len(said.text)))]
    found = [
        best(half, text, candidates, book)
        for half, candidates in zip(halves, book.candidates([h.text for h in halves]), strict=True)
    ]
    findings = tuple(pair[0] for pair in found if pair is not None)
    if len(findings) < 2 or any(f.share < _HALF or f.verdict is Verdict.NOT_FOUND for f in findings):
        return ()
    same = findings[0].place.clause_id == findings[1].place.clause_id
    return () if same or min(len(half.text) for half in halves) < _SHORTEST_HALF else findings


def _comma_near(said: str, place: int) -> int | None:
    """Return the place behind the comma nearest to a place, if one is near."""
    commas = [at + 1 for at, sign in enumerate(said) if sign in ",;:。" and abs(at + 1 - place) <= _NEAR]
    return min(commas, key=lambda at: abs(at - place), default=None)


def _cut(said: Plain, start: int, end: int) -> Plain:
    return Plain(said.text[start:end], said.offsets[start : end + 1])
