"""Composers turn numbered sources into a draft. The default one only uses sentences that stand in them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Generator, Sequence
from typing import Protocol, runtime_checkable

from assistant.history import says_past
from assistant.indicator import on_topic, states_period
from assistant.model import Draft, DraftClaim, Question, Quote, Source
from assistant.orders import is_foreign_to, is_order
from assistant.sentences import Sentence, split_sentences
from assistant.spoken import names_of, speaks
from corpus.model import Topic
from corpus.numerals import read_figures
from index.tokens import bigrams, words

CLOSE = 0.85  # a further clause is used when it is at least this close, compared with the best one
CLOSE_OF_SEVERAL = 0.75  # and when the question asks for several things at once
MOST_SOURCES = 3
MOST_STATEMENTS = 4  # taken from the closest clause
MOST_FURTHER = 2  # and from each further one
MOST_CHARACTERS = 260  # of statements taken from one clause; a reader on a phone sees them without scrolling
MOST_CAUTIONS = 2
_MARKER = re.compile(r"[-•]\s+")  # a bullet says nothing; the number of a step does
_STEP = re.compile(r"\d+[.、]\s*")
_BASIS = ("依据：", "依据:")
_CAUTION = ("提示：", "提示:")
_SEVERAL = re.compile("分别|各(?:自|是|为|有)?(?:多少|几)|\\beach\\b|respectively", re.IGNORECASE)
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
        """Take the closest clause, and others nearly as close, and from each what the question is about.

        Of two questions in one each has its own closest clause.
        """
        claims: list[DraftClaim] = []
        for part in dict.fromkeys(source.part for source in sources):
            asked = dataclasses.replace(question, search_text=part) if part else question
            claims.extend(_claims(asked, [source for source in sources if source.part == part]))
        return Draft(tuple(claims))


def _claims(question: Question, sources: Sequence[Source]) -> list[DraftClaim]:
    claims: list[DraftClaim] = []
    several = bool(_SEVERAL.search(question.search_text))
    for place, source in enumerate(_chosen(sources, several)):
        text = source.passage.text
        sentences = [s for s in split_sentences(text) if _tells(s.text) and not is_foreign_to(text, s.text)]
        cautions = [s for s in sentences if s.text.startswith(_CAUTION)]
        statements = [s for s in sentences if s not in cautions]
        most = MOST_STATEMENTS if place == 0 else MOST_FURTHER
        picked = _relevant(question, source, statements, most)
        claims.extend(_claim(source, sentence) for sentence in (*picked, *cautions[:MOST_CAUTIONS]))
    return claims


def _tells(sentence: str) -> bool:
    """Tell whether a sentence says something: neither its basis nor words to the assistant itself."""
    return not sentence.startswith(_BASIS) and not is_order(sentence)


def _chosen(sources: Sequence[Source], several: bool = False) -> list[Source]:
    """Return the best source and those nearly as close; what has ended never stands beside current text.

    Args:
        sources: of one question, best first.
        several: whether it asks for several things at once, each of which may have a clause of its own.
    """
    if not sources:
        return []
    best = sources[0].hit
    if best.signals.exact and best.signals.title:  # an article of a document that the question names
        return [source for source in sources[:MOST_SOURCES] if source.hit.signals.exact]
    close = [
        source
        for source in sources[:MOST_SOURCES]
        if source.hit.closeness >= (CLOSE_OF_SEVERAL if several else CLOSE) * best.closeness
        and source.hit.ended == best.ended
        and (source is sources[0] or not says_past(source.passage.text))
    ]
    return [source for source in sources if source in close or source.paired]


def _relevant(
    question: Question, source: Source, sentences: Sequence[Sentence], most: int
) -> Sequence[Sentence]:
    """Return the sentences that answer, in the order of the text; what is left out stands in the shape."""
    text = question.search_text
    if states_period(source) and (about := on_topic(text, [source])):
        return [statement.sentence for statement in about][:most]
    sentences = _without_steps(text, source, sentences)
    if len(sentences) <= most and sum(len(s.text) for s in sentences) <= MOST_CHARACTERS:
        return sentences
    terms = set(words(text)) | set(bigrams(text))
    wants_figure = question.topic is Topic.INCENTIVE or bool(_ASKS_FIGURE.search(text))

    def weight(position: int) -> float:
        sentence = sentences[position].text
        shared = len(terms.intersection(words(sentence) + bigrams(sentence)))
        # The first sentence of a clause states its rule; later ones qualify it.
        return shared + (2 if position == 0 else 0) + (2 if wants_figure and read_figures(sentence) else 0)

    picked: list[int] = []
    used = 0
    for position in sorted(range(len(sentences)), key=lambda p: (-weight(p), p)):
        length = len(sentences[position].text)
        if picked and (len(picked) == most or used + length > MOST_CHARACTERS):
            continue
        picked.append(position)
        used += length
    return [sentences[position] for position in sorted(picked)]


def _without_steps(text: str, source: Source, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """Leave out steps, which stand in the shape, but for those that alone speak of something asked."""
    facets = source.passage.facets
    procedure = {step.rstrip("。") for step in facets.procedure} if facets else set()
    steps = [s for s in sentences if _STEP.sub("", s.text).rstrip("。") in procedure]
    others = "".join(s.text for s in sentences if s not in steps).lower()
    names = [name for name in names_of(text) if not speaks(name, others)]
    return [
        s for s in sentences if s not in steps or any(speaks(name, s.text.lower()) for name in names)
    ] or sentences


def _claim(source: Source, sentence: Sentence) -> DraftClaim:
    start = source.passage.start + sentence.start
    quote = Quote(source.label, sentence.text, start, start + len(sentence.text))
    return DraftClaim(
        _MARKER.sub("", sentence.text, count=1) if _MARKER.match(sentence.text) else sentence.text, (quote,)
    )
