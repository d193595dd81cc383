"""Typing errors in a question: same-sound or look-alike characters, a character typed twice.

A question is cut into words of the dictionary and of the index in the likeliest way. Where single characters
are left over, words of the index that differ by one such error are tried; one stands if it makes the question
far likelier. What the dictionary or the index knows, numerals, Latin letters and digits are never touched.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from index.tokens import commonness, cutter

_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
_LONGEST = 5  # characters of a word that is looked for
_SETTLED = 4  # passages that must hold a spelling before it is no error; everyday questions hold some
_SHARE = 0.3  # of a word's probability that comes from the index, the rest from the dictionary
# Natural logarithm of how many times likelier a corrected question must be. At 7, some 0.5 % of 1,230
# questions about other law are changed; it takes more where a particle stands, for it follows anything.
_SURE = 7.0
_SURE_OF_PARTICLE = 14.0
_PARTICLES = frozenset(
    "的了里吗呢吧和与在上下是有不要没就都也还给被把从到为以及或去来几哪多再先其已但只才又该谁"
)
# Pairs that are mistaken for each other by shape; sound covers the rest.
_LOOK_ALIKE = (
    "徽微 淮准 末未 侯候 帐账 拨拔 搏博 免兔 税锐 税悦 批比 本体 例列 抱报 已己 茶荼 颁领 贴帖 历厉 辩辨 "
    "晴睛 州洲"
).split()
# Words that the dictionary is too old to know.
_NEW_WORDS = frozenset(
    "微信 抖音 快手 小红书 美团 拼多多 网红 带货 微商 扫码 众筹 网约车 充电桩 算力 大模型 大数据 元宇宙 "
    "区块链 双碳 碳达峰 预制菜 剧本杀 短剧 微短剧 电竞 手游 文创 研学 康养 医美 月嫂 托育 托班 车贷 拼单 "
    "央企 瞪羚 首店 惠企 赣服通 留抵 专精特新 纾困".split()
)
_NEW_FREQUENCY = 100  # of the dictionary's 60 million words


class Vocabulary:
    """The words of an index, with how many passages hold each."""

    def __init__(self, counts: Mapping[str, int], bigrams: Mapping[str, int]) -> None:
        """Take words and character bigrams, each with how many passages hold it."""
        self._bigrams = bigrams
        self._counts = {
            word: count for word, count in counts.items() if len(word) > 1 and _RUN.fullmatch(word)
        }
        self._total = sum(self._counts.values()) or 1
        self._sounds: dict[str, frozenset[str]] | None = None

    def __contains__(self, word: object) -> bool:
        """Tell whether a word of two or more Chinese characters occurs in the index."""
        return word in self._counts

    def knows(self, word: str) -> bool:
        """Tell whether the index or the dictionary has a word."""
        return self._counts.get(word, 0) >= _SETTLED or _frequency(word) > 0

    def reads(self, span: str) -> bool:
        """Tell whether the characters of a span follow each other in some passage."""
        return all(self._bigrams.get(span[i : i + 2], 0) >= _SETTLED for i in range(len(span) - 1))

    def log_probability(self, word: str) -> float:
        """Return the logarithm of how likely a word is, from the dictionary and the index together."""
        general = max(_frequency(word), 0.1) / cutter().total
        return math.log((1 - _SHARE) * general + _SHARE * self._counts.get(word, 0) / self._total)

    def alike(self, char: str) -> frozenset[str]:
        """Return the characters of the index that sound or look like one."""
        if self._sounds is None:
            self._sounds = _by_sound({char for word in self._counts for char in word})
        return (self._sounds.get(_sound(char), frozenset()) | _shapes().get(char, frozenset())) - {char}


def corrected(question: str, vocabulary: Vocabulary) -> str | None:
    """Return the question as probably meant; None if nothing in it looks like a typing error."""
    meant = _RUN.sub(lambda run: _corrected_run(run.group(), vocabulary), question)
    return meant if meant != question else None


def _corrected_run(run: str, vocabulary: Vocabulary) -> str:
    """Correct a run of Chinese characters, the clearest error first, until nothing gets far likelier."""
    score, cuts = _cut(run, vocabulary)
    while True:
        best: tuple[float, int, int, str] | None = None
        for start, end, word in sorted(set(_candidates(run, cuts, vocabulary))):
            gain = _cut(run[:start] + word + run[end:], vocabulary)[0] - score
            if gain >= _needed(run[start:end]) and (best is None or gain > best[0]):
                best = (gain, start, end, word)
        if best is None:
            break
        _, start, end, word = best
        run = run[:start] + word + run[end:]
        score, cuts = _cut(run, vocabulary)
    return run


def _cut(run: str, vocabulary: Vocabulary) -> tuple[float, tuple[int, ...]]:
    """Cut a run in the likeliest way; returns the logarithm of its probability and where words end."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # per position: score so far, start of the last word
    for end in range(1, len(run) + 1):
        options = [
            (best[start][0] + vocabulary.log_probability(run[start:end]), start)
            for start in range(max(0, end - _LONGEST), end)
            if end - start == 1 or vocabulary.knows(run[start:end])
        ]
        best.append(max(options))
    cuts = [len(run)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    return best[-1][0], tuple(reversed(cuts))


def _candidates(run: str, cuts: tuple[int, ...], vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, word): words of the index that may be meant where a character is left over."""
    left_over = {a for a, b in zip(cuts, cuts[1:], strict=False) if b - a == 1 and run[a] not in _NUMERALS}
    for start in range(len(run)):
        for end in range(start + 2, min(start + _LONGEST, len(run)) + 1):
            span = run[start:end]
            settled = vocabulary.knows(span) or vocabulary.reads(span) or _NUMERALS & set(span)
            if not settled and not left_over.isdisjoint(range(start, end)):
                yield from ((start, end, word) for word in _one_error_away(span, vocabulary))


def _one_error_away(span: str, vocabulary: Vocabulary) -> Iterator[str]:
    for i, char in enumerate(span):
        before, after = span[:i], span[i + 1 :]
        for other in vocabulary.alike(char):
            if (word := before + other + after) in vocabulary:
                yield word
        if after[:1] == char and (word := before + after) in vocabulary:
            yield word


def _needed(typed: str) -> float:
    return _SURE if _PARTICLES.isdisjoint(typed) else _SURE_OF_PARTICLE


def _frequency(word: str) -> int:
    """Return how often the dictionary's texts hold a word."""
    return commonness(word) or (_NEW_FREQUENCY if word in _NEW_WORDS else 0)


def _by_sound(chars: Collection[str]) -> dict[str, frozenset[str]]:
    """Group characters by their usual sound without tone; rare readings would make strangers alike."""
    found: dict[str, set[str]] = {}
    for char in chars:
        found.setdefault(_sound(char), set()).add(char)
    return {sound: frozenset(same) for sound, same in found.items()}


@lru_cache(maxsize=1 << 14)
def _sound(char: str) -> str:
    from pypinyin import Style, pinyin

    return str(pinyin(char, style=Style.NORMAL)[0][0])


@lru_cache(maxsize=1)
def _shapes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _LOOK_ALIKE:
        one, other = pair[0], pair[1]
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {char: frozenset(others) for char, others in found.items()}
