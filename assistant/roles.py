"""Who does what to whom and where: parties, places and opposites keep their parts in a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.phrases import HAN, MARK, Phrase, content, terms, unified
from assistant.polarity import force_words
from corpus.figures import Figure, FigureKind, same_figure

_SHORTEST, _LONGEST = 2, 8  # characters of the name of a party
_TELLING = 3  # characters of a name that is more than 企业

_GIVES = re.compile(f"(?:支持|给予|补偿|拨给|发给|返还)([{HAN}]{{2,14}})$")
_SIGNS = "[“”《》（）]"


def exchanged(piece: str, sentence: str, around: str) -> str:
    """Return a party that stands in a piece of a statement where the sentence has another; else nothing.

    A party is known by the words beside it: 大型企业不得 … 向中小企业付款. Who stands between the neighbours
    of another, and away from its own, has taken its place.

    Args:
        piece: words of the piece (see `Phrase.words`).
        sentence: words of the sentence that is to prove it.
        around: what is known about the document, where parties may be named as well.
    """
    named = {name for end in _ends(piece) if (name := _name(piece[:end], f"{sentence}\n{around}"))}
    others = named | {name for end in _ends(sentence) if (name := _whole(sentence[:end]))}
    for one in sorted(named):
        for other in sorted(others):
            if one in other or other in one or other not in sentence or _is_place(one) != _is_place(other):
                continue
            own = frozenset[str]().union(*_beside(one, sentence, other))
            foreign = frozenset[str]().union(*_beside(other, sentence, one))
            if any(
                len(at & (foreign - own)) > len(at & (own - foreign)) for at in _beside(one, piece, other)
            ):
                return one
    return ""


def acts_otherwise(piece: Phrase, sentence: Phrase) -> str:
    """Return a party that opens a part with a figure which the sentence gives in a part of another party."""
    for segment in piece.segments():
        party = _opening(segment.words, sentence.words)
        for figure in segment.figures if party else ():
            if figure.kind is FigureKind.DATE:
                continue
            there = [s for s in sentence.segments() if any(same_figure(figure, f) for f in s.figures)]
            opened = [_opening(s.words, sentence.words) for s in there]
            parties = [other for other in opened if other and not _is_place(other)]
            if parties and not any(party in other or other in party for other in parties):
                return party
    return ""


def receives_otherwise(piece: Phrase, sentence: Phrase, least: int = _TELLING) -> str:
    """Return a party right before a figure where the sentence has another party right before it."""
    proven = receivers(sentence, least)
    for figure, party in receivers(piece, least):
        there = [other for known, other in proven if same_figure(figure, known)]
        if there and not any(party.endswith(other) or other.endswith(party) for other in there):
            if not any(re.search(re.escape(party) + _row_to(other), sentence.words) for other in there):
                return party
    given = _given_to(sentence)
    for figure, whom in _given_to(piece):
        there = [other for known, other in given if same_figure(figure, known)]
        if there and not any(whom[-2:] == other[-2:] for other in there):
            return whom
    return ""


def _given_to(phrase: Phrase) -> list[tuple[Figure, str]]:
    """Return the figures given to somebody, each with the words between the giving and it: 奖励社区3000元."""
    marks = [match.start() for match in re.finditer(MARK, phrase.words)]
    given = [_GIVES.search(phrase.words[:mark]) for mark in marks]
    return [
        (figure, whom)
        for figure, found in zip(phrase.figures, given, strict=True)
        if found and len(whom := content(found[1]).replace(" ", "")) > 1
    ]


def receivers(phrase: Phrase, least: int = _TELLING) -> list[tuple[Figure, str]]:
    """Return the figures that follow the name of a party directly, each with that name: 奖励市政府500万元."""
    marks = [match.start() for match in re.finditer(MARK, phrase.words)]
    named = [_whole(phrase.words[:mark]) if mark in set(_ends(phrase.words)) else "" for mark in marks]
    return [(f, name) for f, name in zip(phrase.figures, named, strict=True) if len(name) >= least]


def _opening(words: str, sentence: str) -> str:
    """Return the party that words begin with, if they do."""
    for end in _ends(words[:_LONGEST]):
        if end >= _TELLING and words[:end] == _whole(words[:end]) and words[:end] in sentence:
            return words[:end]
    return ""


def wrong_place(words: str, sentence: str) -> str:
    """Return a place that only the document names, where the sentence names another instead; else nothing."""
    said, there = places(words), places(sentence)
    return min(said - there, default="") if there - said else ""


def unnamed(words: str, told: str) -> str:
    """Return a party of whose name not even the end is told: 外国投[资者] for 投资."""
    plain = content(force_words().sub(lambda match: " " * len(match.group()), words))
    for match in _parties().finditer(words):
        end = plain[max(0, match.start() - 1) : match.start()] + match.group()
        if match.group() == "者" and re.match(f"[{HAN}]", end) and end not in told:
            return words[max(0, match.start() - 3) : match.end()]
    return ""


def places(words: str) -> set[str]:
    """Return the levels of government that words name."""
    return {place for place in terms()["places"].split() if place in words}


def _is_place(name: str) -> bool:
    return name.endswith(("区", "市", "省", "国家"))


def _ends(words: str) -> Iterator[int]:
    return (match.end() for match in _parties().finditer(words))


@lru_cache(maxsize=1)
def _parties() -> re.Pattern[str]:
    names = sorted((unified(word) for word in terms()["party"].split()), key=len, reverse=True)
    return re.compile("|".join(names))


def _name(head: str, sentence: str) -> str:
    """Return the longest end of `head` that stands in the sentence, if it can be a name."""
    for length in range(min(_LONGEST, len(head)), _SHORTEST - 1, -1):
        if (name := head[-length:]) in sentence and not re.search(f"[，、；：。（）“”的{MARK}]", name):
            return name
    return ""


def _whole(head: str) -> str:
    """Return the name that `head` ends with, back to a word that is no part of it."""
    last = re.search(f"(?:{_parties().pattern})$", head)
    front, end = (head[: last.start()], last.group()) if last else (head, "")
    run = re.search(f"[{HAN}]*$", content(force_words().sub(lambda m: " " * len(m.group()), front)) + end)
    name = run.group() if run else ""
    return name[-_LONGEST:] if len(name) >= _SHORTEST else ""


def opposed(piece: str, sentence: str) -> str:
    """Return a word that stands before the same thing as its opposite does in the sentence, else nothing."""
    for group in _opposites():
        for word in group:
            for match in re.finditer(re.escape(word), piece):
                if thing := _taken_from(word, piece[match.end() : match.end() + 3], group, sentence):
                    return word + thing
    return ""


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(unified(word) for word in group.split()) for group in terms()["opposite"])


def _taken_from(word: str, follows: str, group: tuple[str, ...], sentence: str) -> str:
    """Return what follows a word where in the sentence it follows only the opposite of the word."""
    for length in range(len(follows), 1, -1):
        thing = follows[:length]
        if not re.match(f"[{HAN}]", thing) or word + thing in sentence:
            return ""
        if any(other + thing in sentence for other in group if other != word):
            return thing
    return ""


def _row_to(partner: str) -> str:
    """Return the pattern of what stands between a party and the end of another further on in its row."""
    joint = "(?:、|和|或者|及|与)"
    return f"(?:{joint}[{HAN}]{{2,{_LONGEST}}})*?{joint}{re.escape(partner)}"


def _beside(name: str, words: str, partner: str) -> list[frozenset[str]]:
    """Return for every mention of a party what stands before and after it, two characters each.

    What follows two parties in a row, as partners, follows each of them.
    """
    mentions, joined = [], re.compile(_row_to(partner))
    for match in re.finditer(re.escape(name), words):
        before = re.sub(_SIGNS, "", words[: match.start()])[-2:]
        if before.endswith("的"):  # what says which of them is meant moves with the name
            before = ""
        row = joined.match(words, match.end())
        ends = (match.end(), row.end()) if row else (match.end(),)
        after = [re.sub(_SIGNS, "", words[end:])[:2] for end in ends]
        found = {f"<{before}", f"<<{before[-1:]}", *(f">{follows}" for follows in after)}
        mentions.append(frozenset(part for part in found if re.search(f"[{HAN}0-9]", part)))
    return mentions
