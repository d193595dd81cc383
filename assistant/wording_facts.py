"""A sentence against a digest: facts are compared, never the wording, because the words are not official."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.attachment import bearing, comparable, scoped
from assistant.evidence import bare
from assistant.phrases import Phrase, pairs, read_phrase
from assistant.polarity import contradiction
from assistant.roles import opposed
from assistant.sentences import split_sentences
from assistant.wording_differences import kind_of_figures
from assistant.wording_model import Difference, DifferenceKind, Finding, Verdict

FOUND = 0.3  # share of a sentence that must stand in a digest, which says things in its own words


def against_digest(said: str, finding: Finding) -> Finding:
    """Return the finding with the facts of a sentence compared with those of a digest's clause.

    Args:
        said: the sentence.
        finding: the clause of a digest that is closest to it.
    """
    sentences = [read_phrase(bare(sentence.text)) for sentence in split_sentences(finding.place.clause)]
    statement = read_phrase(said)
    found = tuple(dict.fromkeys((*_figures(statement, sentences), *_force(statement, sentences))))
    agree = bool(statement.figures) and not any(d.kind is DifferenceKind.FIGURE for d in found)
    if finding.share < FOUND or (not agree and finding.share < 2 * FOUND and not found):
        verdict = Verdict.NOT_FOUND
    else:
        verdict = Verdict.CONTRADICTED if found else Verdict.ALTERED
    return replace(finding, verdict=verdict, diff=(), differences=found)


def _figures(statement: Phrase, sentences: Sequence[Phrase]) -> Iterator[Difference]:
    known = [figure for sentence in sentences for figure in scoped(sentence)]
    for said in scoped(statement):
        if bearing(said, known):
            continue
        alike = [other for other in known if comparable(said.figure, other.figure)]
        near = max(alike, key=lambda o: len(o.tokens & said.tokens), default=None)
        if near is None:
            yield Difference(DifferenceKind.FIGURE, said.figure.text, "")
        else:
            yield Difference(kind_of_figures(said.figure, near.figure), said.figure.text, near.figure.text)


def _force(statement: Phrase, sentences: Sequence[Phrase]) -> Iterator[Difference]:
    """Compare must, may and must not, and opposites, with the sentence that shares most words."""
    own = pairs(statement.words)
    nearest = max(sentences, key=lambda s: len(pairs(s.words) & own), default=None)
    if nearest is None or len(pairs(nearest.words) & own) < 3:
        return
    if words := contradiction(statement.words, nearest.words):
        yield Difference(DifferenceKind.OBLIGATION, words, "")
    if words := opposed(statement.words, nearest.words):
        yield Difference(DifferenceKind.SCOPE, words, "")
