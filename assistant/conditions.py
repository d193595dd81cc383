"""What narrows a rule may not be left out: for whom, in which case, of which part, on whose word."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.phrases import HAN, MARK, Phrase, content, pairs, terms, unified

_USED = 0.5  # of the pairs of characters of a part of a sentence, from which a statement makes use of it
_ENDS = re.compile("[，。！？]")


def left_out(piece: Phrase, said: str, sentence: Phrase) -> str:
    """Return words that narrow what a piece of a statement takes from a sentence and that it leaves out.

    Args:
        piece: of a statement.
        said: words of the whole statement, which may name the condition in another place.
        sentence: the sentence that bears out the piece.
    """
    if (doubt := _doubts().search(sentence.words)) and not _doubts().search(said):
        return doubt.group()
    return (
        _case_left_out(piece, said, sentence)
        or _widened(piece.words, said, sentence.words)
        or _cut_short(piece.words, sentence.words)
    )


def _case_left_out(piece: Phrase, said: str, sentence: Phrase) -> str:
    """Return the case to which a used part of the sentence is limited: 逾期不改正的，处…罚款."""
    case = ""
    for segment in sentence.segments():
        named = _cases().search(segment.words)
        if named:
            case = named.group()
        elif segment.words.endswith("的"):  # another case begins
            case = ""
        if case and case not in said and _uses(piece, segment) and not _only_names(segment, case):
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
        if not own or not there or all(own) or not all(there):
            continue
        if not any(pairs(words) & pairs(said) for words in there):
            return str(there[0] + noun.partition("(")[0])
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
def _doubts() -> re.Pattern[str]:
    return re.compile("|".join(unified(word) for word in terms()["doubt"].split()))


@lru_cache(maxsize=1)
def _cases() -> re.Pattern[str]:
    return re.compile("|".join(unified(word) for word in terms()["case"].split()))
