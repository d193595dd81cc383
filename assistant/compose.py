"""Composers turn numbered sources into a draft. The default one only uses sentences that stand in them."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import Protocol, runtime_checkable

from assistant.model import Draft, DraftClaim, Question, Quote, Source
from assistant.sentences import Sentence, split_sentences
from corpus.numerals import read_figures
from index.tokens import bigrams, words

CLOSE = 0.85  # a further clause is used when it is at least this close, compared with the best one
MOST_SOURCES = 3
MOST_CHARACTERS = 260  # of statements taken from one clause; a reader on a phone sees them without scrolling
MOST_CAUTIONS = 2
_MARKER = re.compile(r"[-•]\s+")  # a bullet says nothing; the number of a step does
_BASIS = ("依据：", "依据:")
_CAUTION = ("提示：", "提示:")
_ASKS_FIGURE = re.compile(
    r"多少|几|多久|多长|最高|上限|比例|税率|how (?:much|many|long)|rate|amount", re.IGNORECASE
)


class Composer(Protocol):
    """Writes a draft from sources and nothing else."""

    def compose(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Return statements with quotes, in the order a person would say them."""
        ...


@runtime_checkable
class StreamingComposer(Composer, Protocol):
    """Writes a draft statement by statement."""

    def stream(self, question: Question, sources: Sequence[Source]) -> Generator[DraftClaim, None, Draft]:
        """Yield each statement as soon as it is complete; return the draft that counts."""
        ...


class ExtractiveComposer:
    """Answers with the sentences of the closest clauses, word for word. Needs no model."""

    def compose(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Take the closest clause, and others nearly as close, and from each what the question is about."""
        claims: list[DraftClaim] = []
        for source in _chosen(sources):
            sentences = [s for s in split_sentences(source.passage.text) if not s.text.startswith(_BASIS)]
            cautions = [s for s in sentences if s.text.startswith(_CAUTION)]
            statements = [s for s in sentences if s not in cautions]
            picked = _relevant(question.search_text, statements) + cautions[:MOST_CAUTIONS]
            claims.extend(_claim(source, sentence) for sentence in picked)
        return Draft(tuple(claims))


def _chosen(sources: Sequence[Source]) -> list[Source]:
    """Return the best source and those nearly as close; what has ended never stands beside current text."""
    if not sources:
        return []
    best = sources[0].hit
    if best.signals.exact:
        return [source for source in sources[:MOST_SOURCES] if source.hit.signals.exact]
    return [
        source
        for source in sources[:MOST_SOURCES]
        if source.hit.closeness >= CLOSE * best.closeness and source.hit.ended == best.ended
    ]


def _relevant(question: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that answer, in the order of the text, within MOST_CHARACTERS."""
    if sum(len(s.text) for s in sentences) <= MOST_CHARACTERS:
        return list(sentences)
    terms = set(words(question)) | set(bigrams(question))
    wants_figure = bool(_ASKS_FIGURE.search(question))

    def weight(position: int) -> float:
        text = sentences[position].text
        shared = len(terms.intersection(words(text) + bigrams(text)))
        # The first sentence of a clause states its rule; later ones qualify it.
        return shared + (2 if position == 0 else 0) + (2 if wants_figure and read_figures(text) else 0)

    picked: list[int] = []
    used = 0
    for position in sorted(range(len(sentences)), key=lambda p: (-weight(p), p)):
        length = len(sentences[position].text)
        if picked and used + length > MOST_CHARACTERS:
            continue
        picked.append(position)
        used += length
    return [sentences[position] for position in sorted(picked)]


def _claim(source: Source, sentence: Sentence) -> DraftClaim:
    start = source.passage.start + sentence.start
    quote = Quote(source.label, sentence.text, start, start + len(sentence.text))
    return DraftClaim(
        _MARKER.sub("", sentence.text, count=1) if _MARKER.match(sentence.text) else sentence.text, (quote,)
    )
