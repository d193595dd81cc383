"""How likely it is that a source answers a question, from what it says and leaves out of it.

The log-odds are a weighted sum of a few measures of question and source (:class:`Measures`). What a word
that the source leaves out tells depends on the word: 现在 is left out by most clauses that answer, 契税 by
none. How often that happens was counted in questions with known answers. Counts and weights lie in
``data/weighing.json``; ``python -m evals weigh`` counts and learns them again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path

from assistant.asked import Asked
from assistant.likeness import FEW, likeness
from assistant.messages import DATA
from assistant.model import Language, Source
from assistant.sought import giving_sentences, lacking, unfound
from index.embedder import BUNDLED
from index.glossary import translate
from index.question_words import content
from index.thesaurus import expand
from index.token_table import VOCABULARY
from index.tokens import bigrams, commonness, words

WEIGHING = DATA / "weighing.json"
SAID, UNSAID, UNKNOWN = 0, 1, 2
"""What a source does with a word: says it; leaves it out; leaves it out and so do all documents."""

NEAR = 0.6  # from here on a question is close to being one that the clause is known to answer
_SHORT = 12  # characters up to which a question is no less likely to be answered for being short
_COMMON, _USUAL = 3000, 200  # occurrences in jieba's general texts
# Set by hand: with a third or twice as much, `evals/weigh.py` ranks pairs of cases right as often, to .001.
_PRIOR = 3.0  # counts that the class of a word is worth beside its own
_LEAST = 0.01  # share that nothing is rarer than: no word tells more than log 100
_LIGHTEST = 0.05  # weight that no word falls below, so that shares of a question of common words exist
_STEM = 2  # letters of an English ending: company, companies
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of a question and a source; the higher, the more it speaks for an answer."""

    sense: float  # cosine of question and clause, or of question and an everyday question of the clause
    words: float  # BM25 over words
    same_sense: float  # what `sense` is above NEAR
    same_kind: float  # cosine of question and an everyday question that asks for the same kind of thing
    same_manner: float  # cosine of question and an everyday question that asks in the same way
    unsaid: float  # log-odds from the words left out, of those asked about; at most 0 for telling words
    broken: float  # telling words left out of a name whose other words the source says: 绿色 of 绿色工厂
    strange: float  # share of the pairs of characters of what is asked that the source holds nowhere
    unfound: float  # share of the words that a caution of the source says while it tells what was not found
    lacking: float  # share of the kinds of thing sought that no sentence of the clause gives
    apart: float  # share of the words next to where it is asked that no sentence giving it says
    unfocused: float  # share of those words that the source says nowhere
    length: float  # log of the number of characters from SHORT on: long questions come less close to clauses


@dataclass(frozen=True, slots=True)
class Rule:
    """The weights of one language, the bar, and the counts behind `unsaid`."""

    weights: Mapping[str, float]
    bias: float
    bar: float  # log-odds from which a source answers
    answered: Mapping[str, Sequence[float]]  # per class of words: said, unsaid, unknown, in right clauses
    refused: Mapping[str, Sequence[float]]  # the same in the closest clause to unanswerable questions
    own: Mapping[str, Sequence[float]]  # per word: said, unsaid, unknown, in right clauses

    def log_odds(self, measures: Measures) -> float:
        """Return the log-odds that the source answers."""
        names = (field.name for field in fields(measures))
        return self.bias + sum(
            self.weights[name] * float(value) for name, value in zip(names, astuple(measures), strict=True)
        )

    def telling(self, word: str, fate: int) -> float:
        """Return how much the fate of a word in a source speaks for an answer, as log-odds."""
        kind = class_of(word)
        right, wrong = _shares(self.answered[kind]), _shares(self.refused[kind])
        counts = self.own.get(word, (0.0, 0.0, 0.0))
        share = (counts[fate] + _PRIOR * right[fate]) / (sum(counts) + _PRIOR)
        return math.log(max(share, _LEAST) / max(wrong[fate], _LEAST))


def load_rules(path: Path = WEIGHING) -> Mapping[str, Rule]:
    """Read the rules by name."""
    return {name: Rule(**row) for name, row in json.loads(path.read_text(encoding="utf-8")).items()}


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Return the shipped rules by language; for clauses with few everyday questions under `bare(...)`."""
    return load_rules()


def bare(language: str) -> str:
    """Return the name of the rule of a language for clauses with few everyday questions in it."""
    return f"{language} bare"


def rule_for(language: Language, source: Source) -> Rule:
    """Return the rule for a source: what documents that somebody adds lack cannot speak against them."""
    own = sum(ask.isascii() is (language is Language.EN) for ask in source.passage.asks)
    return rules()[language if own >= FEW else bare(language)]


def measure(asked: Asked, source: Source, frequency: Callable[[str], int], rule: Rule) -> Measures:
    """Measure a question against a source.

    Args:
        asked: what is asked.
        source: the source.
        frequency: in how many passages a word occurs.
        rule: the counts behind what a word tells.
    """
    said = said_by(source)
    fates = {word: fate(word, said, frequency) for word in asked.about}
    weight = {word: _weight_of(word, frequency, rule) for word in asked.about}
    total = sum(weight.values()) or 1.0
    left_out = {w: min(0.0, rule.telling(w, fates[w])) for w in asked.about if fates[w] != SAID}
    giving = giving_sentences(source.passage.text, asked.sought)
    near = sum(weight[w] for w in asked.focus) or 1.0

    def share(text: str) -> float:
        return sum(weight[w] for w in asked.about if says(text, w)) / total

    def missed(text: str) -> float:
        return 1.0 - sum(weight[w] for w in asked.focus if says(text, w)) / near

    signals = source.hit.signals
    sense = max(signals.dense, signals.ask)
    like = likeness(asked, source.passage.asks, sense)
    return Measures(
        sense=sense,
        words=signals.words,
        same_sense=max(0.0, sense - NEAR),
        same_kind=like.kind,
        same_manner=like.manner,
        unsaid=sum(left_out.values()),
        broken=sum(
            left_out[word]
            for name in asked.names
            if any(fates[word] == SAID for word in name)
            for word in name
            if word in left_out
        ),
        strange=_strange(asked.asking, said),
        unfound=max(map(share, unfound(source.passage.text)), default=0.0),
        lacking=lacking(source.passage.text, asked.sought),
        apart=min(map(missed, giving), default=1.0),
        unfocused=missed(said),
        length=math.log1p(max(len(asked.text), _SHORT)),
    )


def _strange(asking: str, said: str) -> float:
    """Return the share of the pairs of characters of what is asked that a text in small letters lacks."""
    pairs = [pair for pair in bigrams(content(asking)) if len(pair) > 1]
    return sum(pair not in said for pair in pairs) / len(pairs) if pairs else 0.0


def _weight_of(word: str, frequency: Callable[[str], int], rule: Rule) -> float:
    """Return how much it matters that a source says a word; small for words that clauses leave out."""
    return max(_LIGHTEST, -rule.telling(word, UNSAID if frequency(word) else UNKNOWN))


def fate(word: str, said: str, frequency: Callable[[str], int]) -> int:
    """Return what a source does with a word."""
    if says(said, word):
        return SAID
    return UNSAID if frequency(word) else UNKNOWN


def says(text: str, word: str) -> bool:
    """Tell whether a text in small letters says a word, an official term for it, or all its parts."""
    if says_whole(text, word) or (word.isascii() and word[: max(_SHORTEST_STEM, len(word) - _STEM)] in text):
        return True
    parts = _other_words(word)[1]
    return bool(parts) and all(part in text for part in parts)


def says_whole(text: str, word: str) -> bool:
    """Tell whether a text in small letters says a word as a whole, or an official term for it."""
    return word in text or any(term in text for term in _other_words(word)[0])


@lru_cache(maxsize=4096)
def _other_words(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the official or Chinese terms for a word, and the shorter words that make it up, if they do."""
    meanings = (translate if word.isascii() else expand)(word).meanings
    official = tuple(term.lower() for terms in meanings for term in terms)
    parts = tuple(part for part in words(word) if part != word and len(part) > 1)
    return official, parts if sum(map(len, parts)) >= len(word) else ()


def said_by(source: Source) -> str:
    """Return all that a source says and is known by, in small letters."""
    passage, document = source.passage, source.document
    about = (document.title, document.subtitle, document.issuer, *passage.headings)
    return "\n".join((*about, passage.text, *passage.asks)).lower()


@lru_cache(maxsize=8192)
def class_of(word: str) -> str:
    """Return the class of a word: known to legal texts or not, and how common it is in general ones."""
    known = "legal" if word in _legal_words() else "other"
    count = commonness(word)
    return f"{known} {'common' if count > _COMMON else 'usual' if count > _USUAL else 'rare'}"


@lru_cache(maxsize=1)
def _legal_words() -> frozenset[str]:
    """Return the words of the bundled model, which come from legal texts."""
    return frozenset((BUNDLED / VOCABULARY).read_text(encoding="utf-8").split("\n"))


def _shares(counts: Sequence[float]) -> tuple[float, ...]:
    return tuple((count + 1) / (sum(counts) + len(counts)) for count in counts)
