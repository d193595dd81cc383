"""Must, may, must not, need not: what a statement says of an act is what its sentence says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from assistant.phrases import MARK, Phrase, pairs
from corpus.figures import same_figure


class Force(StrEnum):
    """What a text says of an act."""

    PLAIN = "plain"
    MUST = "must"
    MAY = "may"
    MUST_NOT = "must_not"
    NEED_NOT = "need_not"
    NOT = "not"
    EXEMPT = "exempt"
    REDUCED = "reduced"
    HOPED = "hoped"


_WORDS: tuple[tuple[Force, str], ...] = (
    (Force.NEED_NOT, "无需|免于|免予|免(?=提交|提供|报送|申报|备案|办)"),
    (
        Force.MUST_NOT,
        "不可(?!抗)|不能|不许|不准|不得(?!超过|低于|少于|高于|多于|小于|大于|早于|晚于)|不再|不应|不予|严禁|禁止",
    ),
    (Force.EXEMPT, "免(?=征|收|缴|税|除|费)"),
    (Force.REDUCED, "减半|折半|减(?=征|按|收)"),
    (
        Force.NOT,
        "不是|并非|没有|未(?!来|超过|达)|(?<!除)非(?!常|法|遗|税)|"
        "(?<![差是否])不(?!超过|低于|少于|高于|多于|小于|大于|动产|同|断|良|足|满|含|包括|见面|仅|论|管|限|得|是|应|再|予|可|能|许|准)",
    ),
    (
        Force.MUST,
        "应当|必?须(?!知)|(?<![相供对适响反效])应(?![税纳付收急用届聘交对答缴当])|需要|(?<![急无所必])需(?!求)",
    ),
    (Force.MUST, "(?<![主重需必纲概摘])要(?![求素点件约闻])"),
    (Force.HOPED, "预计|力争|争取|预期|意向"),
    (
        Force.MAY,
        "可以|(?<![功性职智效技才可只不])能(?![力源耗效够])|(?<![许认])可(?!行|研|持|靠|再生|见|能|抗|以|比)|允许|准予|有权",
    ),
)
_FORCE = re.compile("|".join(f"(?P<f{i}>{pattern})" for i, (_, pattern) in enumerate(_WORDS)))
_DOUBLE = re.compile("不不得|没有不得|并非不得|不是不得|不无需")
_SMALL = re.compile(f"[以将被把在对向由按从于为其]|{MARK}(?:[之以]?[内前后起])?")
# Characters, set by hand: `python -m evals bench lies` says the same with 6 to 12 for what a word governs.
_SURE = 4  # of words that claim nothing, as many are a match all the same
_REACH = 12  # after so many a word no longer governs
_HEAD = 8  # of what it governs, as many are looked for
_LEAST = 2  # of these, as many must be found: one word; of what 免 and 减 govern, one character
_NAMED = 4  # after a word of force, as many are said with it
_TO_FIGURE = 3  # between a word of hope and its figure, at most
_DONE = re.compile("([一-鿿]{2})了(?!解|结)")
_AHEAD = re.compile("提出|[要将拟](?![求素点件])|研究|推动|支持|鼓励|引导|计划|目标|力争|争取|预期")
_PARTS = re.compile("[，、；：。！？]")

_NEGATIVE = frozenset((Force.MUST_NOT, Force.NEED_NOT, Force.NOT, Force.EXEMPT))
_DECIDING = _NEGATIVE | {Force.REDUCED}
_POSITIVE = frozenset((Force.PLAIN, Force.MUST, Force.MAY))
# What the sentence may say so that the statement may say it.
_PROVEN_BY = {
    Force.PLAIN: {Force.PLAIN, Force.MUST, Force.MAY},
    Force.MUST: {Force.MUST, Force.PLAIN},
    Force.MAY: {Force.MAY, Force.PLAIN},
    Force.MUST_NOT: {Force.MUST_NOT, Force.NOT},
    Force.NEED_NOT: {Force.NEED_NOT, Force.NOT},
    Force.NOT: {Force.NOT, Force.MUST_NOT, Force.NEED_NOT},
    Force.EXEMPT: {Force.EXEMPT},
    Force.REDUCED: {Force.REDUCED},
    Force.HOPED: set(Force),
}


def force_words() -> re.Pattern[str]:
    """Return the pattern of words of force; `contradiction` judges them, so that they need no other proof."""
    return _FORCE


def forces(words: str) -> frozenset[Force]:
    """Return the forces that stand in a text at all."""
    return frozenset(_of(match) for match in _FORCE.finditer(words))


def contradiction(statement: str, sentence: str) -> str:
    """Return the words of a statement whose force its sentence does not bear out; empty if there are none.

    Args:
        statement: words of the statement (see `Phrase.words`).
        sentence: words of the sentence that is to prove it.
    """
    statement, sentence = (words.rstrip("。") + "。" for words in (statement, sentence))
    if (double := _DOUBLE.search(statement)) and double.group() not in sentence:
        return double.group()
    for force, head, written in _governed(statement):
        found = _forces_at(sentence, head, before=statement[: statement.index(written)])
        if found and not found & _PROVEN_BY[force]:
            return written
        if not found and not _borne(force, sentence):
            return written
    return _not_yet(statement, sentence) or _taken_off(statement, sentence)


def only_headed(statement: str, sentence: str, around: str) -> str:
    """Return an act with its word of force, 可以领取, that only a title or a heading names.

    They say what a document is about; who may or must do what stands in its sentences.
    """
    for _, head, written in _governed(statement):
        if _shared(head, around, _LEAST) and not _shared(head, sentence, _LEAST):
            return written
    return ""


def _not_yet(statement: str, sentence: str) -> str:
    """Return an act that a statement gives as done, 取消了, and its sentence only as something to be done."""
    for act in _DONE.findall(statement):
        before = sentence.partition(act)[0] if act in sentence else ""
        if _AHEAD.search(before) and not re.search(f"[已经]{act}|{act}了", sentence):
            return str(act) + "了"
    return ""


def _taken_off(statement: str, sentence: str) -> str:
    """Return a word of force of a sentence that a statement leaves off what it governs: 不得, 免, 预计."""
    for force, head, written in _governed(sentence):
        if force not in _DECIDING and (force is not Force.HOPED or Force.HOPED in forces(statement)):
            continue
        least = 1 if force in (Force.EXEMPT, Force.REDUCED) else _LEAST
        shared = _shared(head, statement, least)
        if least == _LEAST and len(shared) < _SURE and not pairs(shared):
            # 没有金额: 金额 claims nothing, but it stands only here, and the statement denies nothing.
            if force is Force.NOT and sentence.count(shared) == 1 and not forces(statement) & _NEGATIVE:
                return written
            continue
        said, there = _forces_at(statement, shared, least), _forces_at(sentence, shared, least)
        if said & _POSITIVE and not there & _POSITIVE:
            return written
    return ""


def other_force(piece: Phrase, sentence: Phrase) -> str:
    """Return a figure that a statement gives under another force than its sentence: 免征, 减半."""
    for segment in piece.segments():
        said = forces(segment.words) & _DECIDING
        for figure in segment.figures if said else ():
            there = [s for s in sentence.segments() if any(same_figure(figure, f) for f in s.figures)]
            proven = frozenset[Force]().union(*(forces(s.words) for s in there)) & _DECIDING
            if proven and not said & proven:
                return figure.text
    return ""


def _borne(force: Force, sentence: str) -> bool:
    """Tell whether a sentence has a word of this force at all, where the act is put in other words."""
    there = {found for found, _, _ in _governed(sentence)}
    if force is Force.MUST:
        return Force.MUST in there or not there & {Force.MAY, Force.NEED_NOT}
    if force is Force.MAY:
        return Force.MAY in there or not there & (_NEGATIVE | {Force.MUST})
    return force is Force.HOPED or bool(there & _PROVEN_BY[force])


def _governed(words: str) -> Iterator[tuple[Force, str, str]]:
    """Yield each word of force with the characters that it governs, `_HEAD` at most, and both as written."""
    for match in _FORCE.finditer(words):
        rest = words[match.end() : match.end() + _REACH]
        while small := _SMALL.match(rest):
            rest = rest[small.end() :]
        hoped_figure = _of(match) is Force.HOPED and MARK in rest[:_TO_FIGURE]  # `attachment` sees to it
        if rest and rest[0] not in "，、；：。！？" and not hoped_figure:
            yield _of(match), rest[:_HEAD], words[match.start() : match.end() + _NAMED]


def _forces_at(words: str, head: str, least: int = _LEAST, before: str = "") -> set[Force]:
    """Return the forces under which the head stands in a text, as much of it as does.

    Of several places those count that follow the most of what is `before` the word of force.
    """
    if not (shared := _shared(head, words, least)):
        return set()
    places = [_force_before(words, match.start()) for match in re.finditer(re.escape(shared), words)]
    likeness = [_common_end(words[:start], before) for _, start in places]
    return {force for (force, _), like in zip(places, likeness, strict=True) if like == max(likeness)}


def _common_end(a: str, b: str) -> int:
    length = 0
    while length < min(len(a), len(b)) and a[-1 - length] == b[-1 - length]:
        length += 1
    return length


def _shared(head: str, words: str, least: int) -> str:
    """Return as much of the beginning of the head as stands in a text, `least` characters or more."""
    return next((head[:n] for n in range(len(head), least - 1, -1) if head[:n] in words), "")


def _force_before(words: str, place: int) -> tuple[Force, int]:
    """Return the nearest word of force before a place in its part of the sentence, and its start."""
    before = _PARTS.split(words[max(0, place - _REACH) : place])[-1]
    found = [match for match in _FORCE.finditer(words, place - len(before)) if match.start() < place]
    return (_of(found[-1]), found[-1].start()) if found else (Force.PLAIN, place)


def _of(match: re.Match[str]) -> Force:
    return next(force for i, (force, _) in enumerate(_WORDS) if match[f"f{i}"] is not None)
