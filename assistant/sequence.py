"""What comes first: a statement keeps the order of the acts that its sources give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.phrases import Phrase, pairs

_THEN = "然后|接着|其次|最后|再|才"
_ORDERED = re.compile(f"先(?!进|行|后|期|由)(?P<a>[^。]+?)，(?P<b>[^。]*?(?:{_THEN})(?P<c>[^，。]+))")
_NEAR = 0.4  # share of its words in which an act is known again


@dataclass(frozen=True, slots=True)
class Order:
    """Two acts, the first before the second, as pairs of characters."""

    first: frozenset[str]
    second: frozenset[str]


def out_of_order(sentence: Phrase, evidence: Evidence) -> str:
    """Return the act that a statement puts first and its sources second, else nothing."""
    for match in _ORDERED.finditer(sentence.words):
        said = Order(pairs(match["a"]), pairs(match["c"]))
        if any(turned(said, known) for known in orders(evidence)):
            return match["a"]
    return ""


def turned(said: Order, known: Order) -> bool:
    """Tell whether the same two acts are known in the other order."""
    straight = _like(said.first, known.first) * _like(said.second, known.second)
    first, second = _like(said.first, known.second), _like(said.second, known.first)
    return min(first, second) >= _NEAR and first * second > straight


def _like(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def orders(evidence: Evidence) -> Iterator[Order]:
    """Yield every order that the sources give: in one sentence, or as numbered steps."""
    steps: list[frozenset[str]] = []
    for unit in evidence.units:
        for match in _ORDERED.finditer(unit.body.words):
            yield Order(pairs(match["a"]), pairs(match["c"]))
        if unit.step <= len(steps):
            yield from _in_turn(steps)
            steps = []
        if unit.step:
            steps.append(pairs(unit.body.words))
    yield from _in_turn(steps)


def _in_turn(steps: list[frozenset[str]]) -> Iterable[Order]:
    """Return the order of every two steps, without the words that both have."""
    return (
        Order(first - second, second - first)
        for number, first in enumerate(steps)
        for second in steps[number + 1 :]
    )
