"""What a sentence applies to: the case it opens with, what it joins by 且, what it takes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.phrases import MARK, Phrase, join, pairs
from corpus.figures import Bound, FigureKind, same_figure

_CASE = re.compile("的$")
_ALSO = re.compile("并且|而且|且(?!不)")
_ITEM = re.compile("、|并且|而且|且")
_OR = re.compile("或者|或|以及|和|及|与")
_EXCEPT = re.compile("(?:^|[，。])([^，。]{2,16}?)的?除外")
_TAKES_OUT = re.compile("除|例外|不包括|不含|不在内|不受|不适用|没有|不是|并非|无|非")
_CLAUSE = 5  # characters from which an item of a series is a condition and no name
_USED = 0.5  # of the words of a part, from which a statement makes use of it
_SOME = 0.25  # of the words of the first of two conditions, from which a statement speaks of it
_KNOWN = 0.34  # of the words of a condition, from which a statement names it
_MOST = 0.75  # of them, from which it names the condition though not what it ends in
_TAIL = 5  # characters
_OPEN_BELOW = frozenset((Bound.MIN, Bound.ABOVE, Bound.MAX, Bound.BELOW))


def unlimited(piece: Phrase, said: Phrase, sentence: Phrase) -> str:
    """Return words that say when a sentence holds, which a statement of what holds then leaves out.

    Args:
        piece: of a statement.
        said: the whole statement, which may name the case in another place.
        sentence: the sentence that bears out the piece.
    """
    for case, rest in _cases(sentence):
        if not _uses(piece, rest, case):
            continue
        if missing := _threshold(case, said) or _unnamed(case, rest, said):
            return missing
    return _undated(piece, said, sentence) or _half(pairs(piece.words), pairs(said.words), sentence.words)


def taken_out(piece: str, sentence: str) -> str:
    """Return what a sentence takes out of its rule where a statement puts it under the rule."""
    for match in _EXCEPT.finditer(sentence):
        words = match[1]
        own = pairs(words) - pairs(sentence.replace(match.group(), "，"))
        under = [part for part in re.split("[，。]", piece) if own and own <= pairs(part)]
        if under and not any(_TAKES_OUT.search(part) for part in under):
            return words
    return ""


def _cases(sentence: Phrase) -> Iterator[tuple[Phrase, list[Phrase]]]:
    """Yield each part that names a case, 逾期不改正的, with the parts that say what holds in it."""
    parts = list[Phrase]()
    for part in sentence.segments():
        if parts and _OR.match(part.words):  # 更新快，或者处于强震动状态的: one case, two ways into it
            part = join([parts.pop(), part])
        parts.append(part)
    for number, part in enumerate(parts):
        rest = parts[number + 1 :]
        end = next((i for i, other in enumerate(rest) if _CASE.search(other.words)), len(rest))
        if _CASE.search(part.words) and rest[:end]:
            yield part, rest[:end]


def _uses(piece: Phrase, rest: list[Phrase], case: Phrase) -> bool:
    """Tell whether a piece says what holds in a case."""
    own = pairs(piece.words)
    for part in rest:
        there = pairs(part.words) - pairs(case.words)
        if there and len(own & there) >= _USED * len(there):
            return True
        given = (figure for figure in part.figures if figure.kind is not FigureKind.DATE)
        if any(same_figure(figure, other) for figure in given for other in piece.figures):
            return True
    return False


def _threshold(case: Phrase, said: Phrase) -> str:
    """Return a figure to be reached in a case, or not to be passed, that a statement does not give."""
    for figure in case.figures:
        if figure.kind is FigureKind.DATE or figure.bound not in _OPEN_BELOW:
            continue
        if not any(same_figure(figure, other) for other in said.figures):
            return figure.text
    return ""


def _unnamed(case: Phrase, rest: list[Phrase], said: Phrase) -> str:
    """Return a condition of a case that a statement does not name; of several to choose from, one will do."""
    known = pairs(said.words)
    elsewhere = frozenset[str]().union(*(pairs(part.words) for part in rest))
    if _OR.search(case.words):
        ways = _OR.split(case.words)
        items = [] if any(pairs(way) & known - elsewhere for way in ways) else [case.words]
    else:
        items = [item for item in _ITEM.split(case.words) if len(item) >= _CLAUSE] or [case.words]
    for item in items:
        own = pairs(item) - elsewhere
        end = pairs(item.removesuffix("的")[-_TAIL:]) - elsewhere  # what happens stands last
        named = len(own & known)
        if own and (
            named < min(2, _KNOWN * len(own)) or (end and not end & known and named < _MOST * len(own))
        ):
            return item.removesuffix("的")
    return ""


def _undated(piece: Phrase, said: Phrase, sentence: Phrase) -> str:
    """Return the day up to which a figure is counted or planned, 到2026年, where none is given with it."""
    if any(f.kind is FigureKind.DATE for f in said.figures) or not piece.figures:
        return ""
    marks = [match.start() for match in re.finditer(MARK, sentence.words)]
    days = (
        figure.text
        for figure, mark in zip(sentence.figures, marks, strict=True)
        if figure.kind is FigureKind.DATE and re.search("(?:到|截至)$", sentence.words[:mark])
    )
    return next(days, "")


def _half(own: frozenset[str], said: frozenset[str], sentence: str) -> str:
    """Return the second of two conditions joined by 且 where only the first is named with what holds then."""
    for match in _ALSO.finditer(sentence):
        before = re.split("[，。]", sentence[: match.start()])[-1]
        after = re.split("[，。的]", sentence[match.end() :])[0]
        first, second = pairs(before), pairs(after) - pairs(before)
        then = pairs(sentence[match.end() + len(after) :]) - first - second
        if not second or not then or second & said:
            continue
        if len(first & own) >= _SOME * len(first) and len(then & own) >= _KNOWN * len(then):
            return after
    return ""
