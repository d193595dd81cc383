"""What narrows a rule may not be left out: for whom, in which case, of which part, on whose word."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.limits import unlimited
from assistant.phrases import HAN, MARK, Phrase, content, pairs, terms, unified
from assistant.polarity import force_words

_USED = 0.5  # of the pairs of characters of a part of a sentence, from which a statement makes use of it
_OWN_CASE = re.compile("的，")
_ENDS = re.compile("[，。！？]")


def left_out(piece: Phrase, statement: Phrase, sentence: Phrase) -> str:
    """Return words that narrow what a piece of a statement takes from a sentence and that it leaves out.

    Args:
        piece: of a statement.
        statement: the whole of it, which may name the condition in another place.
        sentence: the sentence that bears out the piece.
    """
    said = statement.words
    return (
        _case_left_out(piece, said, sentence)
        or _widened(piece.words, said, sentence.words)
        or _cut_short(piece.words, sentence.words)
    )


def narrowed(piece: Phrase, statement: Phrase, sentence: Phrase) -> str:
    """Return words that say of whom or when a sentence holds and that a statement of it leaves out.

    Who asks leaves them out as well, and means the rule all the same; who answers may not.
    """
    said = statement.words
    return (
        _headless(piece.words, sentence.words)
        or _ownerless(piece, said, sentence.words)
        or _unqualified(piece.words, said, sentence.words)
        or unlimited(piece, statement, sentence)
    )


def doubted(said: str, sentence: str) -> str:
    """Return on what uncertain ground a sentence rests that a statement does not tell: 据称, 推论."""
    doubt = _doubts().search(sentence)
    return doubt.group() if doubt and not _doubts().search(said) else ""


def _case_left_out(piece: Phrase, said: str, sentence: Phrase) -> str:
    """Return the case to which a used part of the sentence is limited: 逾期不改正的，处…罚款."""
    case = ""
    for segment in sentence.segments():
        named = _cases().search(segment.words)
        if named:
            case = named.group()
        elif segment.words.endswith("的"):  # another case begins
            case = ""
        if not case or case in said or (case in terms()["open_case"].split() and _OWN_CASE.search(said)):
            continue
        if _uses(piece, segment) and not _only_names(segment, case):
            return case
    return ""


def _only_names(segment: Phrase, case: str) -> bool:
    """Tell whether a part only says which case is meant: 情节严重的."""
    return segment.words.endswith("的") and case in segment.words


def _uses(piece: Phrase, segment: Phrase) -> bool:
    """Tell whether a piece says what a part of a sentence says."""
    own = pairs(segment.words)
    return bool(own) and len(pairs(piece.words) & own) >= _USED * len(own)


def _widened(piece: str, said: str, sentence: str) -> str:
    """Return what says which of them a sentence means, where a statement has the bare noun."""
    for noun in terms()["kind"].split():
        own, there = _kinds(noun, piece), _kinds(noun, sentence)
        if all(own) and (clipped := _clipped(own, noun, said, sentence)):
            return clipped + str(noun.partition("(")[0])
        if not own or not there or all(own) or not all(there):
            continue
        if not any(pairs(words) & pairs(said) for words in there):
            return str(there[0] + noun.partition("(")[0])
    return ""


def _clipped(own: list[str], noun: str, said: str, sentence: str) -> str:
    """Return what a statement drops of a description: [规模以上]工业企业, 招商项目 for 招商中的[重点]项目."""
    for words in own:
        whole = f"{re.escape(words)}{noun}"
        longer = re.findall(f"([{HAN}]{{1,8}}){whole}", sentence)
        if longer and len(longer) == len(re.findall(whole, sentence)):
            if all(_narrowing().search(dropped) for dropped in longer) and not pairs(longer[0]) & pairs(said):
                return str(longer[0] + words)
        if words + str(noun.partition("(")[0]) in sentence:
            continue
        parted = re.findall(f"{re.escape(words)}[中内里]?的([{HAN}]{{1,8}}){noun}", sentence)
        if parted and all(_narrowing().search(which) and not pairs(which) & pairs(said) for which in parted):
            return str(parted[0])
    return ""


def _headless(piece: str, sentence: str) -> str:
    """Return a noun that acts in a statement where another, which it only describes, does: 公司[高管]."""
    for noun in terms()["kind"].split():
        for match in re.finditer(f"(?:{noun})(?=([{HAN}]{{2}}))", piece):
            words = match.group() + match[1]
            if words not in sentence and re.search(
                f"{match.group()}[{HAN}]{{0,6}}?(?:{_parties()}){match[1]}", sentence
            ):
                return match.group()
    return ""


def _ownerless(piece: Phrase, said: str, sentence: str) -> str:
    """Return whose thing it is that a part of a statement begins with: [小微企业]留抵退税."""
    for segment in piece.segments():
        start = re.search(f"[{HAN}]{{4}}", content(force_words().sub(_blank, segment.words)))
        if start is None or start.start() > 0 or f"，{start.group()}" in f"，{sentence}":
            continue
        nouns = "|".join(terms()["kind"].split())
        owners = re.findall(f"([{HAN}]{{1,6}}(?:{nouns})){start.group()}", sentence)
        if owners and len(owners) == sentence.count(start.group()):
            if not pairs(owners[0]) & pairs(said):
                return str(owners[0])
    return ""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _unqualified(piece: str, said: str, sentence: str) -> str:
    """Return what says of which of several a sentence speaks, 经营困难的, where a statement has them all."""
    known = pairs(said)
    for match in _qualified().finditer(sentence):
        which, whom = match["which"], match["actor"] or match["party"]
        own = pairs(which) - pairs(whom) - _nowhere()
        if whom not in piece or not own or own & known or re.search(_parties(), which):
            continue
        if not force_words().search(which):
            return str(which)
    return ""


def _kinds(noun: str, words: str) -> list[str]:
    """Return for every mention of a noun which of them is meant."""
    return [_described(words[: match.start()]) for match in re.finditer(noun, words)]


def _cut_short(piece: str, sentence: str) -> str:
    """Return a noun with which a statement ends a part and the sentence goes on: 企业[所在地的市政府]."""
    for noun in terms()["kind"].split():
        for match in re.finditer(rf"[{HAN}]{{2}}{noun}(?=[，。；])", piece):
            there = [m.end() for m in re.finditer(re.escape(match.group()), sentence)]
            if there and all(re.match(f"[{HAN}]{{1,6}}的[{HAN}]", sentence[end:]) for end in there):
                return match.group()
    return ""


def _described(before: str) -> str:
    """Return the words right before a noun that say which of them is meant, as far as the last comma."""
    near = _ENDS.split(before)[-1]
    run = re.search(f"[{HAN}{MARK}a-z0-9]+(?=的? *$)", content(near[-12:]))
    return run.group() if run else ""


@lru_cache(maxsize=1)
def _nowhere() -> frozenset[str]:
    """Return the pairs of characters of the names of places, which narrow no rule of that place."""
    return frozenset[str]().union(*(pairs(place) for place in terms()["places"].split()))


@lru_cache(maxsize=1)
def _narrowing() -> re.Pattern[str]:
    return re.compile("|".join(unified(word) for word in terms()["narrow"].split()))


@lru_cache(maxsize=1)
def _qualified() -> re.Pattern[str]:
    """Match what describes a party, or one that may or must do something: 经营困难的摊主可以."""
    which = f"(?:^|[，。])对?(?P<which>[{HAN}]{{4,12}})的"
    return re.compile(
        f"{which}(?:(?P<actor>[{HAN}]{{2,5}}?)(?={force_words().pattern})|(?P<party>[{HAN}]{{0,2}}(?:{_parties()})))"
    )


@lru_cache(maxsize=1)
def _parties() -> str:
    return "|".join(unified(word) for word in terms()["party"].split())


@lru_cache(maxsize=1)
def _doubts() -> re.Pattern[str]:
    return re.compile("|".join(unified(word) for word in terms()["doubt"].split()))


@lru_cache(maxsize=1)
def _cases() -> re.Pattern[str]:
    words = f"{terms()['case']} {terms()['open_case']}".split()
    return re.compile("|".join(map(unified, words)))
