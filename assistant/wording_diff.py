"""Where in a clause a sentence stands, and what differs there, character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_STOPS = ",。;:!?"
_STOP = re.compile(f"[{_STOPS}]")
_DIGITS = "0123456789零〇一二两三四五六七八九十百千万亿"
_ISLAND = 2  # equal characters between two changes that are read as part of one
_WORTH = 0.6  # share of the best line's pairs of characters that makes a line worth comparing
_GAP = 0.35  # cost of an official character that stands between two matches and not in the sentence


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch that differs: spans of the official words and of the said ones; one may be empty."""

    start: int
    end: int
    said_start: int
    said_end: int


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a clause that a sentence is compared with, and what differs."""

    start: int
    end: int
    regions: tuple[Region, ...]  # offsets of the whole clause and of the whole sentence
    equal: tuple[tuple[int, int], ...]  # spans of the sentence that stand in the clause

    @property
    def changed(self) -> int:
        """How many characters differ; of a region the longer side counts."""
        return sum(max(r.end - r.start, r.said_end - r.said_start) for r in self.regions)


def find_window(official: str, said: str, lines: Sequence[tuple[int, int]] = ()) -> Window | None:
    """Return where a sentence stands in a clause, both made comparable; None if nothing of it does.

    The window reaches to the nearest commas, so that words left out or put before a match are seen.

    Args:
        official: the clause.
        said: the sentence.
        lines: spans of the paragraphs and items of the clause; a sentence is looked for in each of them
            before the clause as a whole, because clauses repeat themselves.
    """
    at = _whole(official, said)
    if at >= 0:
        start, end = _to_commas(official, at, at + len(said))
        return _window(official, said, start, end, [(0, at, len(said))])
    spans = [*lines, (0, len(official))] if len(lines) > 1 else [(0, len(official))]
    pairs = {said[i : i + 2] for i in range(len(said) - 1)}
    shares = [sum(pair in official[a:b] for pair in pairs) for a, b in spans]
    windows = [
        window
        for (a, b), share in zip(spans, shares, strict=True)
        if share >= _WORTH * max(shares) and (window := _in_span(official, said, a, b))
    ]
    return min(windows, key=lambda window: window.changed, default=None)


def whole_window(official: str, said: str) -> Window:
    """Return what differs between two whole clauses, both made comparable."""
    return _window(official, said, 0, len(official), _blocks(official, said))


def _whole(official: str, said: str) -> int:
    """Return where the whole sentence stands, between two stops if it can be; -1 if nowhere."""
    first = at = official.find(said)
    while at >= 0:
        before, after = official[at - 1 : at], official[at + len(said) : at + len(said) + 1]
        if (not before or before in _STOPS) and (not after or after in _STOPS):
            return at
        at = official.find(said, at + 1)
    return first


def _in_span(official: str, said: str, start: int, end: int) -> Window | None:
    blocks = [(a, b + start, n) for a, b, n in _blocks(official[start:end], said) if n >= 2]
    if not blocks:
        return None
    run = _best_run(blocks)
    first, last = _to_commas(official, run[0][1], run[-1][1] + run[-1][2])
    first, last = max(first, start), min(last, end)
    inner = [(a, b + first, n) for a, b, n in _blocks(official[first:last], said)]
    return _window(official, said, first, last, inner)


def _blocks(official: str, said: str) -> list[tuple[int, int, int]]:
    """Return matches as (place in the sentence, place in the clause, length)."""
    matcher = SequenceMatcher(None, said, official, autojunk=False)
    return [(m.a, m.b, m.size) for m in matcher.get_matching_blocks() if m.size]


def _best_run(blocks: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the neighbouring matches that hold most of the sentence with least between them."""
    best: list[tuple[int, int, int]] = []
    best_value = value = 0.0
    run: list[tuple[int, int, int]] = []
    for block in blocks:
        gap = block[1] - (run[-1][1] + run[-1][2]) - (block[0] - run[-1][0] - run[-1][2]) if run else 0
        cost = _GAP * max(0, gap)
        if run and value - cost > 0:
            run, value = [*run, block], value - cost + block[2]
        else:
            run, value = [block], float(block[2])
        if value > best_value:
            best, best_value = run, value
    return best


def _to_commas(official: str, start: int, end: int) -> tuple[int, int]:
    left = max((official.rfind(sign, 0, start) for sign in _STOPS), default=-1) + 1
    right = _STOP.search(official, end)
    if end and official[end - 1] in _STOPS:
        return left, end
    return left, right.start() if right else len(official)


def _window(official: str, said: str, start: int, end: int, blocks: Sequence[tuple[int, int, int]]) -> Window:
    kept = _without_islands(_whole_numbers(blocks, official, said, start, end), len(said), start, end)
    regions = tuple(_regions(kept, len(said), start, end))
    return Window(start, end, regions, tuple((a, a + n) for a, _, n in kept))


def _whole_numbers(
    blocks: Sequence[tuple[int, int, int]], official: str, said: str, start: int, end: int
) -> list[tuple[int, int, int]]:
    """Take the digits beside a changed digit out of the matches: 30 became 60, not 3 became 6."""
    trimmed: list[tuple[int, int, int]] = []
    before = (0, start)
    for number, (a, b, n) in enumerate(blocks):
        after = blocks[number + 1][:2] if number + 1 < len(blocks) else (len(said), end)
        left = said[before[0] : a][-1:] + official[before[1] : b][-1:]
        right = said[a + n : after[0]][:1] + official[b + n : after[1]][:1]
        words = said[a : a + n]
        head = len(words) - len(words.lstrip(_DIGITS)) if _has_digit(left) else 0
        tail = len(words) - len(words.rstrip(_DIGITS)) if _has_digit(right) else 0
        if n > head + tail:
            trimmed.append((a + head, b + head, n - head - tail))
        before = (a + n, b + n)
    return trimmed


def _has_digit(signs: str) -> bool:
    return any(sign in _DIGITS for sign in signs)


def _without_islands(
    blocks: Sequence[tuple[int, int, int]], length: int, start: int, end: int
) -> list[tuple[int, int, int]]:
    """Leave out matches so short that they are chance: a reader sees one change, not three."""
    kept: list[tuple[int, int, int]] = []
    for number, (a, b, n) in enumerate(blocks):
        before_a, before_b = (kept[-1][0] + kept[-1][2], kept[-1][1] + kept[-1][2]) if kept else (0, start)
        after = blocks[number + 1] if number + 1 < len(blocks) else (length, end, 0)
        left, right = (a - before_a, b - before_b), (after[0] - a - n, after[1] - b - n)
        # Both sides of the match must be rewritten, not only added to or taken from.
        rewritten = min(max(left), max(right)) >= n and sum(left) + sum(right) >= 3 * n
        if n > _ISLAND or not rewritten:
            kept.append((a, b, n))
    return kept


def _regions(blocks: Sequence[tuple[int, int, int]], length: int, start: int, end: int) -> Iterator[Region]:
    a = 0
    b = start
    for next_a, next_b, n in [*blocks, (length, end, 0)]:
        if next_a > a or next_b > b:
            yield Region(b, next_b, a, next_a)
        a, b = next_a + n, next_b + n
