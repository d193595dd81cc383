"""Which sources speak of what a question is about, and what is missing when none does."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from assistant.asked import Asked, read_asked, telling_words
from assistant.model import Question, Source
from assistant.scope_terms import is_name, scope_terms
from assistant.weighing import (
    NEAR,
    SAID,
    UNKNOWN,
    Rule,
    class_of,
    fate,
    measure,
    rule_for,
    said_by,
    says,
    says_whole,
)
from corpus.model import Status
from corpus.validity import is_record
from index.glossary import find
from index.tokens import commonness

DECIDING = 2
"""Sources of which one has to answer: a clause further down seldom does where the closest do not."""

UNSPOKEN = 0.3
"""Share of the words of a statement, by length, that a source may leave out."""

_SAME = 0.7  # closeness in sense to an everyday question from which it asks for the same thing
_TELLING = -0.5  # log-odds from which a word left out is worth naming
_NEAR = 0.35  # closeness in sense from which a question is about the same subject
_UNNAMED = ("最", "不", "没", "很", "太")  # 最快, 不交: said of a thing, not its name
_LONGEST_NAME = 14  # characters
_ANYWHERE = "family"  # the one topic that a story before the question settles
_OF_A_YEAR = re.compile(r"(?<!\d)(?:20)?\d{2}年|(?<!\d)20\d{2}(?!\d)|[去前]年|last year")
_WORD = re.compile(r"[A-Za-z][A-Za-z&-]*")
_SENTENCE_END = re.compile("[.,;:?!]")
_ENDED_SURE = 0.3  # log-odds above the bar from which what has ended answers
_SURE = 2.0  # log-odds above the bar from which a topic of everyday life is answered all the same


def speaking(
    question: Question, sources: Sequence[Source], frequency: Callable[[str], int]
) -> tuple[tuple[Source, ...], str]:
    """Return the sources that speak of what is asked, and, if there are none, what they leave out.

    Args:
        question: the question.
        sources: passages above the floor, best first.
        frequency: in how many passages a word occurs.

    Returns:
        The sources; and the name of what is missing, empty if it has no plain one.
    """
    asked = read_asked(question.search_text)
    surer = _SURE if everyday(asked) else 0
    weighed = [(source, rule_for(question.language, source)) for source in sources]
    kept = tuple(
        source
        for source, rule in weighed
        if answers(asked, source, frequency, rule) >= rule.bar + surer + _doubt(question, source)
    )
    kept = tuple(source for source in kept if not _of_another_party(asked, source, sources[0]))
    giving = [source for source in sources if _gives(asked, source)]
    if kept and kept[0] in giving[:DECIDING]:
        return kept, ""
    return (), _missing(asked, *weighed[0], frequency) if weighed else ""


def _doubt(question: Question, source: Source) -> float:
    """Return how much surer a rule that has ended must answer a question that names neither it nor a year."""
    document, hit = source.document, source.hit
    ended = hit.ended and hit.status is not Status.NOT_YET and not is_record(document)
    meant = hit.signals.title or document.superseded_by or _OF_A_YEAR.search(question.search_text)
    return _ENDED_SURE if ended and not meant else 0.0


def answers(asked: Asked, source: Source, frequency: Callable[[str], int], rule: Rule) -> float:
    """Return the log-odds that a source answers; none at all for one that does not give what is demanded."""
    if not asked.words:  # 4+4+X: nothing to weigh, so the search decides
        return math.inf if source.hit.signals.words >= NEAR else -math.inf
    if not _gives(asked, source) or of_another_rank(asked, source) or _punishes(asked, source):
        return -math.inf
    if _of_another(asked, source, frequency, rule) or _of_another_thing(asked, source):
        return -math.inf
    return rule.log_odds(measure(asked, source, frequency, rule))


def _of_another(asked: Asked, source: Source, frequency: Callable[[str], int], rule: Rule) -> bool:
    """Tell whether what is demanded by name is that of something else: 绿色工厂奖励, 工厂 alone is said."""
    if source.hit.signals.ask >= _SAME:
        return False
    said = said_by(source)
    named = (word for name in asked.names if any(_demanded(asked, w) for w in name) for word in name)
    return any(
        rule.telling(word, found) <= _TELLING
        for word in named
        if is_name(word) and not _demanded(asked, word) and (found := fate(word, said, frequency)) != SAID
    )


def _of_another_thing(asked: Asked, source: Source) -> bool:
    """Tell whether a question names things of a kind, taxes or licences, of which a source names none."""
    said = said_by(source)
    kinds = (_named(asked, kind) for kind in ("taxes", "licences", "schemes", "exchanges"))
    return any(wanted and not any(says_whole(said, n.lower()) for n in wanted) for wanted in kinds)


def _named(asked: Asked, kind: str) -> tuple[str, ...]:
    """Return the things of a kind that a question names; in English those with a single Chinese name."""
    known = _names_of_kind(kind)
    if not asked.text.isascii():
        return tuple(known.findall(asked.asking))
    terms = (term for one in find(asked.text) if len(one.terms) == 1 for term in one.terms)
    return tuple(term for term in terms if known.search(term))


def _punishes(asked: Asked, source: Source) -> bool:
    """Tell whether the way to do a thing is asked for, and a source says what becomes of doing it wrong."""
    wrongs: Mapping[str, str] = scope_terms()["wrongs"]
    way, wrong = (re.search(wrongs[name], asked.text, re.IGNORECASE) for name in ("way", "wrong"))
    return bool(way and not wrong and re.search(wrongs["headed"], "".join(source.passage.headings[-1:])))


def of_another_rank(asked: Asked, source: Source) -> bool:
    """Tell whether a source names other ranks of a thing than the one asked about: 省级, not 区级."""
    for group in scope_terms()["ranks"]["groups"]:
        wanted = [rank for rank in group if rank in asked.text]
        said = [rank for rank in group if rank in source.passage.text]
        if wanted and said and not set(wanted) & set(said):
            return True
    return False


def _of_another_party(asked: Asked, source: Source, closest: Source) -> bool:
    """Tell whether a source leaves out whom a question names, though it must not or the closest one does."""
    for party in scope_terms()["party"]:
        said = [re.search(party["said"], _told(one)) for one in (source, closest)]
        if (
            re.search(party["asked"], asked.text, re.IGNORECASE)
            and not said[0]
            and (party["always"] or said[1])
        ):
            return True
    return False


def _told(source: Source) -> str:
    return f"{source.document.title}\n{source.passage.text}"


def _gives(asked: Asked, source: Source) -> bool:
    return all(demand.met_by(source.passage.text) for demand in asked.demands)


def everyday(asked: Asked) -> str:
    """Return the name of the topic of everyday life that a question is about, or nothing."""
    topics: Mapping[str, str] = scope_terms()["everyday"]
    for name, words in topics.items():
        if re.search(words, asked.text if name == _ANYWHERE else asked.asking, re.IGNORECASE):
            return name
    return ""


def within_subject(asked: Asked, sources: Sequence[Source], frequency: Callable[[str], int]) -> bool:
    """Tell whether a question that no source answers is at least about what the documents are about."""
    if asked.demands or any(_known_here_alone(word, frequency) for word in asked.words):
        return True
    near = max((max(s.hit.signals.dense, s.hit.signals.ask) for s in sources), default=0.0)
    legal = [word for word in asked.words if class_of(word).startswith("legal")]
    known = [word for word in legal if frequency(word)]
    if near >= _NEAR and re.search(scope_terms()["spoken"]["subject"], asked.text, re.IGNORECASE):
        return True
    return bool(known) and (near >= _NEAR or 2 * len(known) >= len(asked.words))


def _known_here_alone(word: str, frequency: Callable[[str], int]) -> bool:
    """Tell whether the documents say a Chinese word that general texts never do: 赣服通."""
    return not word.isascii() and is_name(word) and frequency(word) > 0 and commonness(word) == 0


def _missing(asked: Asked, source: Source, rule: Rule, frequency: Callable[[str], int]) -> str:
    """Return a plain name for what the closest source leaves out: 契税, 消防验收的时限; or nothing."""
    said = said_by(source)
    left_out = {
        word: rule.telling(word, found)
        for word in asked.about
        if is_name(word) and (found := fate(word, said, frequency)) != SAID and not _demanded(asked, word)
    }
    unmet = [demand.name for demand in asked.demands if not demand.met_by(source.passage.text)]
    if asked.text.isascii():
        worst = min(left_out, key=lambda word: left_out[word], default="")
        unknown = bool(worst) and fate(worst, said, frequency) == UNKNOWN
        return _missing_english(asked, worst, unmet) if unknown else ""
    # Of equally telling words the last one stands closest to what is asked.
    worst = min(reversed(left_out), key=lambda word: left_out[word], default="")
    if (not worst or left_out[worst] > _TELLING) and not unmet:
        return ""
    name = _name(asked, worst)
    demands = unmet or [demand.name for demand in asked.demands]
    if not name:
        return unmet[0] if unmet else ""
    return f"{name}的{demands[0]}" if demands else name


def _missing_english(asked: Asked, word: str, unmet: Sequence[str]) -> str:
    """Return the same of an English question; a word by itself may be a mere adjective and names nothing."""
    words_of = [match for match in _WORD.finditer(asked.text)]
    ends = scope_terms()["spoken"]["unnamed"]
    telling = [
        match.group().lower() in asked.about and match.group().lower() not in ends for match in words_of
    ]
    places = [
        place for place, match in enumerate(words_of) if match.group().lower() == word and telling[place]
    ]
    if not places:
        return unmet[0] if unmet else ""
    first = last = places[0]
    while first > 0 and telling[first - 1]:
        first -= 1
    while last + 1 < len(words_of) and telling[last + 1]:
        last += 1
    name = asked.text[words_of[first].start() : words_of[last].end()]
    if unmet:
        return f"{unmet[0]} for “{name}”"
    return f"“{name}”" if last > first and _SENTENCE_END.search(name) is None else ""


def _name(asked: Asked, word: str) -> str:
    """Return the name that holds a word, else the longest: 消防 in 消防验收要几天 gives 消防验收."""
    names = (tuple(w for w in name if not _demanded(asked, w)) for name in asked.names)
    plain = ["".join(name) for name in names if name and all(_is_word(w) for w in name)]
    fitting = [name for name in plain if word in name and len(name) <= _LONGEST_NAME]
    return max(fitting, key=len, default=word if _is_word(word) else "")


def _is_word(word: str) -> bool:
    """Tell whether a word stands in a dictionary; what is cut wrongly out of a sentence does not."""
    known = class_of(word).startswith("legal") or commonness(word) > 0
    return known and not (len(word) == 2 and word.startswith(_UNNAMED))


@lru_cache
def _names_of_kind(kind: str) -> re.Pattern[str]:
    longest_first = sorted(scope_terms()["named"][kind], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _demanded(asked: Asked, word: str) -> bool:
    return any(re.search(demand.asked, word) for demand in asked.demands)


def names_of(text: str) -> tuple[str, ...]:
    """Return the words that say what a question is about: without what it asks, its years and places."""
    return tuple(word for word in telling_words(text) if is_name(word))


def speaks(word: str, said: str) -> bool:
    """Tell whether a text in small letters says a word or an official term for it."""
    return says(said, word)
