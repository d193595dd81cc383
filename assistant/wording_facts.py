"""A sentence against a digest: facts are compared, never the wording, because the words are not official.

A digest says things in its own words, so that a clause is known by the words of content that it shares with
the sentence, and each fact of the sentence is held against the sentence of the clause that speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.conditions import doubted, left_out, narrowed
from assistant.evidence import Evidence, Unit, bare, gather
from assistant.naming import without_numbers
from assistant.phrases import Phrase, pairs, read_phrase
from assistant.sentences import Sentence, split_sentences
from assistant.wording_clauses import ClauseText
from assistant.wording_fact_figures import figure_differences, figures_stand
from assistant.wording_fact_words import unproven, word_differences
from assistant.wording_model import Difference, DifferenceKind, Finding, Verdict
from corpus.model import Metadata
from corpus.numerals import same_figure
from corpus.references import read_document_numbers
from index.passages import Passage

_FOUND = 0.5  # share of the words of content of a sentence that must stand in the clause
_WITH_FIGURES = 0.35  # of one whose figures all stand there
_FIGURES_COUNT = 0.1  # what it is worth that they do, as a share of the words
_NAMED = 0.5  # share of the words of a condition by which a sentence names it
_CONDITION = "条件是"


@dataclass(frozen=True, slots=True)
class _Extract:
    """A passage of a digest and its document."""

    document: Metadata
    passage: Passage


@dataclass(frozen=True, slots=True)
class _Read:
    """A clause of a digest and how much of a statement it tells.

    Attributes:
        clause: the clause.
        said: the sentence.
        statement: the sentence without the names of documents.
        evidence: its sentences as the gate of answers reads them.
        sentences: the same as they are written.
        pairs: pairs of characters of these and of what stands around them.
        told: share of the words of content that stand in its sentences.
        known: share that stands there or around them, in title and headings.
        figures: whether every figure stands there.
    """

    clause: ClauseText
    said: str
    statement: Phrase
    evidence: Evidence
    sentences: tuple[Sentence, ...]
    pairs: frozenset[str]
    told: float
    known: float
    figures: bool


def against_digests(said: str, clauses: Sequence[ClauseText]) -> Finding | None:
    """Return what the clause that tells most of a sentence says of its facts; None if none tells anything.

    Args:
        said: the sentence.
        clauses: clauses of digests, those to be preferred first.
    """
    read = [_read(clause, said) for clause in clauses]
    best = max(read, key=lambda r: round(r.told + _FIGURES_COUNT * r.figures, 2), default=None)
    return _finding(best) if best is not None and best.told else None


def _read(clause: ClauseText, said: str) -> _Read:
    extracts = [_Extract(clause.document, passage) for passage in clause.passages]
    evidence = gather(extracts, said)
    statement = read_phrase(bare(without_numbers(said, extracts)))
    sentences = tuple(
        Sentence(passage.start + s.start, passage.start + s.end, s.text)
        for passage in clause.passages
        for s in split_sentences(passage.text)
    )
    words = pairs(statement.words)
    told = _pairs(unit.body.words for unit in evidence.units) | _pairs(
        read_phrase(sentence.text).words
        for sentence in sentences  # with the names of documents
    )
    known = told | _pairs(unit.around for unit in evidence.units)
    count = max(1, len(words))
    return _Read(
        clause, said, statement, evidence, sentences, known,
        told=len(words & told) / count, known=len(words & known) / count,
        figures=figures_stand(statement, evidence),
    )  # fmt: skip


def _pairs(texts: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(pairs, texts))


def _finding(read: _Read) -> Finding:
    statement = read.statement
    found = (
        *figure_differences(statement, read.evidence),
        *word_differences(statement, read.evidence.units),
        *_numbers(read),
    )
    differences = tuple(dict.fromkeys(found))
    if read.known < (_WITH_FIGURES if statement.figures and read.figures else _FOUND):
        verdict = Verdict.NOT_FOUND
    else:
        verdict = Verdict.CONTRADICTED if differences else Verdict.ALTERED
    words = pairs(statement.words)
    parts = list(zip(read.evidence.units, read.sentences, strict=True))
    unit, nearest = max(parts, key=lambda part: _nearness(statement, part[0]))
    place = read.clause.place_of(nearest.start, nearest.end)
    limited = (
        doubted(statement.words, unit.body.words)
        or left_out(statement, statement, unit.body)
        or narrowed(statement, statement, unit.body)
    )
    conditions = [nearest.text] if limited else []
    conditions += _conditions(words, parts)
    novel = tuple(dict.fromkeys(unproven(statement, read.pairs)))
    return Finding(place, verdict, (), differences, read.known, tuple(conditions), novel)


def _numbers(read: _Read) -> Iterable[Difference]:
    """Yield the document number of a sentence where the clause gives another one and not this."""
    there = read_document_numbers("\n".join(sentence.text for sentence in read.sentences))
    known = {
        number.normalised for number in (*there, *read_document_numbers(read.clause.document.doc_number))
    }
    for number in read_document_numbers(read.said):
        if there and number.normalised not in known:
            yield Difference(DifferenceKind.REFERENCE, number.text, there[0].text)


def _nearness(statement: Phrase, unit: Unit) -> tuple[int, int]:
    """Return how many figures of a statement stand in a sentence, and how many words."""
    figures = sum(
        any(same_figure(figure, other) for other in unit.body.figures) for figure in statement.figures
    )
    return figures, len(pairs(unit.body.words) & pairs(statement.words))


def _conditions(words: frozenset[str], parts: Sequence[tuple[Unit, Sentence]]) -> Iterable[str]:
    """Yield the conditions of a clause that a statement does not name."""
    for unit, sentence in parts:
        own = pairs(unit.body.words)
        if unit.body.words.startswith(_CONDITION) and len(own & words) < _NAMED * len(own):
            yield sentence.text
