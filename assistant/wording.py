"""Check wording: which sentences are a policy's own words, which differ and how, which have no basis."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from assistant.wording_clauses import ClauseBook, ClauseText
from assistant.wording_match import trimmed
from assistant.wording_model import CheckedSentence, Place, Verdict, WordingReport
from assistant.wording_references import named_documents
from assistant.wording_sentence import SentenceCheck
from assistant.wording_style import inconsistencies, remarks
from assistant.wording_text import Plain, Unit, plain, split_units
from assistant.wording_versions import Versions
from corpus.model import Kind
from index.search import PolicyIndex

_BATCH = 64  # sentences looked up at a time, so that a page can show how far the check is


def check(
    text: str,
    index: PolicyIndex,
    *,
    as_of: date | None = None,
    documents: Sequence[str] = (),
    confidence: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> WordingReport:
    """Check every sentence of a text against the clauses of an index.

    Args:
        text: the text to check.
        index: the open index.
        as_of: the day whose law counts; today if None.
        documents: ids of the only documents to check against; empty for all.
        confidence: how sure the least sure line of the text is, if it was read from a picture.
        progress: called with the number of sentences checked and of all.
    """
    began = time.perf_counter()
    day = as_of or date.today()
    units = split_units(text)
    stated = [unit for unit in units if not unit.heading]
    checked = tuple(_sentences(stated, _prepare(text, index, day, documents), progress))
    return WordingReport(
        sentences=checked,
        headings=len(units) - len(stated),
        remarks=remarks(text, checked, day),
        inconsistencies=inconsistencies(checked),
        as_of=day,
        checked_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        index_fingerprint=index.state.fingerprint,
        index_built_at=index.state.built_at,
        documents=len(index.documents),
        passages=len(index),
        milliseconds=(time.perf_counter() - began) * 1000,
        confidence=confidence,
    )


@dataclass(frozen=True, slots=True)
class _Tools:
    book: ClauseBook
    sentence: SentenceCheck


def _prepare(text: str, index: PolicyIndex, day: date, documents: Sequence[str]) -> _Tools:
    versions = Versions(index, day)
    book = ClauseBook(index, versions, documents)
    own = named_documents(text, versions)
    book.prefer(own)
    digests = [
        d.id
        for d in index.documents.values()
        if d.kind is not Kind.OFFICIAL_TEXT and (not documents or d.id in documents)
    ]
    return _Tools(book, SentenceCheck(text, book, versions, digests, own))


def _sentences(
    units: Sequence[Unit], tools: _Tools, progress: Callable[[int, int], None] | None
) -> list[CheckedSentence]:
    checked: list[CheckedSentence] = []
    open_: dict[int, tuple[Plain, tuple[ClauseText, ...]]] = {}
    for start in range(0, len(units), _BATCH):
        batch = units[start : start + _BATCH]
        said = [trimmed(plain(unit.said, unit.start + unit.body)) for unit in batch]
        found = tools.book.candidates([words.text for words in said])
        for unit, words, candidates in zip(batch, said, found, strict=True):
            sentence = tools.sentence.check(unit, words, candidates)
            if sentence.undecided:
                open_[len(checked)] = words, candidates
            checked.append(sentence)
        if progress:
            progress(len(checked), len(units))
    around = _documents(checked)
    for number, (words, candidates) in open_.items():
        near = _near(number, around, {place.document.id for place in _places(checked[number])})
        if near:
            checked[number] = tools.sentence.check(units[number], words, candidates, near)
    return checked


def _documents(sentences: Sequence[CheckedSentence]) -> list[tuple[int, str]]:
    """Return which sentences surely come from which document."""
    return [
        (number, sentence.finding.place.document.id)
        for number, sentence in enumerate(sentences)
        if sentence.finding and sentence.verdict is not Verdict.NOT_FOUND and not sentence.undecided
    ]


def _places(sentence: CheckedSentence) -> Sequence[Place]:
    return (*((sentence.finding.place,) if sentence.finding else ()), *sentence.elsewhere)


def _near(number: int, around: Sequence[tuple[int, str]], wanted: Set[str]) -> Mapping[str, float]:
    """Return how much of the text around a sentence comes from each document, what is near counting more."""
    near: dict[str, float] = defaultdict(float)
    for other, document in around:
        if document in wanted:
            near[document] += 1 / abs(other - number)
    return near
