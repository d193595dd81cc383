"""Which sentence, and which figure of it, speaks of what a question asserts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.attachment import scoped
from assistant.evidence import MARKER, bare
from assistant.model import Source
from assistant.phrases import MARK, Phrase, pairs, read_phrase, unified
from assistant.premise_terms import premise_rules
from assistant.scope_terms import is_name
from assistant.sentences import Sentence, split_sentences
from assistant.spoken import UNSPOKEN, speaks
from corpus.numerals import Figure, read_figures
from index.question_words import content
from index.tokens import words

_BASIS = ("依据：", "依据:")
CAUTION = ("提示：", "提示:")
# What a shared word weighs, by where it stands: beside the figure, in its sentence, above it, around it.
_BESIDE, _SENTENCE, _HEADING, _AROUND = 0.3, 0.7, 0.6, 0.4
_OTHER, _LED = 0.1, 8  # what words directly before a figure cost that are not asserted; how many characters
_LATER = 0.97  # what each later sentence of a clause counts: the first states the rule, others qualify it
_LEAST = 0.88
_TIP = 0.93  # what a remark counts, compared with a sentence of the rule itself
_UNSPOKEN = 0.4  # of the words of an assertion, by length, that a passage may leave out
_DOUBTFUL = re.compile("未查到|未见|没有?看到|存疑|推定|未证实|可信度低|不可用")
_DENIED = re.compile(f"(?:没有|不是|并非){MARK}")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a source and how near it is to what is asserted."""

    source: Source
    sentence: Sentence
    phrase: Phrase
    nearness: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a sentence, with its part between commas and how near it is to the asserted one."""

    said: Said
    figure: Figure
    part: Phrase
    nearness: float


def sayings(asserted: Phrase, sources: Sequence[Source]) -> tuple[Said, ...]:
    """Return the sentences of those sources that speak of what is asserted, nearest first."""
    asked, names = pairs(asserted.words), _names(asserted.words)
    found = []
    for source in sources:
        if not _speaks(names, source):
            continue
        closeness = _closeness(source, sources)
        for number, (sentence, phrase) in enumerate(_sentences(source)):
            near = _nearness(asked, pairs(phrase.words), source) * closeness
            near *= 1.0 if MARKER.match(sentence.text) else max(_LATER**number, _LEAST)
            tip = _TIP if sentence.text.startswith(CAUTION) else 1.0
            found.append(Said(source, sentence, phrase, near * tip))
    return tuple(sorted(found, key=lambda said: -said.nearness))


def figures_of(asserted: Phrase, said: Sequence[Said]) -> Iterator[Stated]:
    """Yield the figures of sentences with what each is said of; those that a sentence denies are left out."""
    asked = pairs(asserted.words)
    for one in said:
        if _DENIED.search(one.phrase.words):
            continue
        parts = [part for part in one.phrase.segments() for _ in part.figures]
        for scope, part, led in zip(scoped(one.phrase), parts, _leading(one.phrase), strict=True):
            near = _share(asked, pairs(part.words)), _share(asked, scope.tokens)
            beside = (
                sum(near) / 4
                + _share(asked, pairs(led)) / 2
                - _OTHER * (1 - _share(pairs(led[-_LED:]), asked))
            )
            yield Stated(one, scope.figure, part, one.nearness + _BESIDE * beside)


def _leading(phrase: Phrase) -> Iterator[str]:
    """Yield for each figure the words before it, as far as the last comma or figure."""
    for before in phrase.words.split(MARK)[:-1]:
        yield re.split("[，、]", before)[-1]


def without_figures(text: str) -> Phrase:
    """Make the words of an assertion comparable, its figures taken out and what only leads up to them."""
    for figure in reversed(read_figures(text)):
        bound = re.sub(r"[\d.,%〇零一二两三四五六七八九十百千万亿]+.*", "", figure.text)
        before = re.sub("[是有为要共到达]+$", "", text[: figure.start] + bound)
        text = f"{before}，{text[figure.end :]}"
    for said, meant in premise_rules()["alike"]:
        text = text.replace(said, meant)
    return read_phrase(text)


def repeats(asserted: str, said: Said, unspoken: float = UNSPOKEN) -> bool:
    """Tell whether a sentence itself, with its heading, says nearly all of an assertion, and for sure.

    Args:
        asserted: the assertion.
        said: the sentence.
        unspoken: share of its words, by length, that the sentence may leave out.
    """
    names = _names(without_figures(asserted).words)
    document, headings = said.source.document, said.source.passage.headings
    told = unified("\n".join((said.sentence.text, document.title, document.level, *headings)))
    missing = sum(len(name) for name in names if not speaks(name, told))
    return missing <= unspoken * sum(map(len, names)) and not _DOUBTFUL.search(said.sentence.text)


def names_all(asserted: str, source: Source) -> bool:
    """Tell whether a passage with its title says every word of an assertion that can be a name.

    What says that a thing holds, has ended or is a place's own is left out: the documents say that otherwise.
    """
    rules = premise_rules()
    for pattern in (rules["issued_by"], rules["still"], rules["ended"]):
        asserted = re.sub(pattern, " ", asserted, flags=re.IGNORECASE)
    passage, document = source.passage, source.document
    days = (str(day) for day in (document.published, document.effective, document.expires) if day)
    told = unified("\n".join((document.title, document.level, *passage.headings, passage.text, *days)))
    if not all(number in told for number in re.findall(r"\d{3,}", asserted)):  # 2024, 8810
        return False
    return all(speaks(name, told) for name in _names(without_figures(asserted).words))


def _names(asserted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words(content(asserted)) if is_name(word)))


def _speaks(names: Sequence[str], source: Source) -> bool:
    """Tell whether a passage, with what stands around it, says nearly all that an assertion is about."""
    passage, document = source.passage, source.document
    told = unified(
        "\n".join((document.title, document.level, *passage.headings, passage.text, *passage.asks))
    )
    missing = sum(len(name) for name in names if not speaks(name, told))
    return missing <= _UNSPOKEN * sum(map(len, names))


def _closeness(source: Source, sources: Sequence[Source]) -> float:
    """Return how close a source is to the question compared with the closest, its root: words decide more."""
    best = max(other.hit.closeness for other in sources)
    return float((max(source.hit.closeness, 0.0) / best) ** 0.5) if best > 0 else 0.0


def _sentences(source: Source) -> Iterator[tuple[Sentence, Phrase]]:
    for sentence in split_sentences(source.passage.text):
        if not sentence.text.startswith(_BASIS):
            yield sentence, read_phrase(bare(sentence.text))


def _nearness(asked: frozenset[str], words: frozenset[str], source: Source) -> float:
    passage, document = source.passage, source.document
    heading = pairs(read_phrase("，".join(passage.headings[-1:])).words)
    around = pairs(
        read_phrase("，".join((document.title, document.level, *passage.headings, *passage.asks))).words
    )
    if not asked:
        return 0.0
    weight = sum(
        _SENTENCE if word in words else _HEADING if word in heading else _AROUND if word in around else 0
        for word in asked
    )
    return weight / len(asked)


def _share(asked: frozenset[str], words: frozenset[str]) -> float:
    return len(asked & words) / len(asked) if asked else 0.0
