"""A sentence without its figures, as it may stand in many laws, and how far their figures are apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording_model import DifferenceKind
from assistant.wording_words import read_words
from corpus.chinese_numbers import NUMERAL, parse_chinese_number

_LEAST = 6  # characters beside the figures by which a sentence can be told
_FIGURE = "([^,。;:!?]{1,24}?)"  # what may stand in the place of a figure
_PIECES = re.compile(rf"[0-9]+(?:\.[0-9]+)?|{NUMERAL}+|(?:(?!{NUMERAL})[^0-9])+")
_NUMBER = re.compile(rf"[0-9]|{NUMERAL}")
_FAR = 1e9  # distance of two figures that are not built alike


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the figures of a sentence.

    Attributes:
        words: the sentence with a blank for each figure.
        figures: the figures as they are written.
        pattern: finds the sentence with any figures; one group for each.
    """

    words: str
    figures: tuple[str, ...]
    pattern: re.Pattern[str]


@lru_cache(maxsize=512)
def frame_of(said: str) -> Frame | None:
    """Return the frame of a sentence made comparable; None if it has no figure, or is little else."""
    words = (word for word in read_words(said) if word.kind is DifferenceKind.FIGURE)
    spans = _joined((w.start, w.end) for w in words if w.figure is not None or w.text[0].isdigit())
    ends, starts = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(said)]
    around = [said[end:start] for end, start in zip(ends, starts, strict=True)]
    if not spans or len("".join(around)) < _LEAST:
        return None
    pattern = re.compile(_FIGURE.join(map(re.escape, around)) + ("" if around[-1] else "(?=[,。;:!?]|$)"))
    return Frame(" ".join(around), tuple(said[start:end] for start, end in spans), pattern)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join figures with nothing between them: 4043年 and 11月1日, a day that no calendar has."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] >= start:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def are_figures(words: Iterable[str]) -> bool:
    """Tell whether each of some words holds a number."""
    return all(_NUMBER.search(word) for word in words)


def apart(said: Sequence[str], there: Sequence[str]) -> tuple[int, float]:
    """Return how many parts of the figures differ (a year, a month, a unit), and how far the numbers do."""
    parts = [_apart(a, b) for a, b in zip(said, there, strict=True)]
    return sum(count for count, _ in parts), sum(distance for _, distance in parts)


def _apart(a: str, b: str) -> tuple[int, float]:
    one, two = _PIECES.findall(a), _PIECES.findall(b)
    if len(one) != len(two):
        return max(len(one), len(two)), _FAR
    differing = [(x, y) for x, y in zip(one, two, strict=True) if x != y]
    return len(differing), sum(_distance(x, y) for x, y in differing)


def _distance(a: str, b: str) -> float:
    try:
        return abs(_number(a) - _number(b))
    except ValueError:
        return _FAR


def _number(written: str) -> float:
    return float(written) if written[0] in "0123456789" else float(parse_chinese_number(written))
