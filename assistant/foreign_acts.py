"""English statements: which act comes first, and who receives a figure, as the Chinese clause has it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence, gather
from assistant.foreign import chinese_for
from assistant.model import Source
from assistant.naming import Fault
from assistant.phrases import Phrase, pairs, unified
from assistant.roles import receivers
from assistant.sequence import Order, orders, turned
from corpus.figures import same_figure
from corpus.numerals import read_figures

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?<!on or )before\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:and then|then|after(?:wards)?)\b", re.IGNORECASE)
_EARLY = re.compile("前|先|截至|到")
_LATE = re.compile("后|起|满|再|经|已|期")


def misplaced(text: str, sources: Sequence[Source]) -> Fault | None:
    """Return what an English statement puts before or after, or gives to, something else than its sources.

    Args:
        text: the statement, whose words and figures are proven.
        sources: what it cites.
    """
    evidence = gather(sources, text)
    if act := _out_of_order(text, evidence):
        return "sequence", act
    own = read_figures(text)
    bearing = [u.body for u in evidence.units if any(same_figure(a, b) for a in own for b in u.body.figures)]
    for sign, known in ((_BEFORE, _EARLY), (_AFTER, _LATE)):
        if (found := sign.search(text)) and bearing and not any(known.search(b.words) for b in bearing):
            return "opposite", found.group()
    if bearing and all(_received_otherwise(text, body) for body in bearing):
        return "roles", text
    return None


def _out_of_order(text: str, evidence: Evidence) -> str:
    """Return the act that a statement puts first and its sources second."""
    told = "\n".join(unit.body.words for unit in evidence.units)
    for sign, early in ((_BEFORE, True), (_AFTER, False)):
        for match in sign.finditer(text):
            here, there = (_act(part, told) for part in (text[: match.start()], text[match.end() :]))
            later_second = early or match.group().lower().endswith("then")
            said = Order(here, there) if later_second else Order(there, here)
            if any(turned(said, known) for known in orders(evidence)):
                return match.group()
    return ""


def _act(text: str, told: str) -> frozenset[str]:
    """Return the Chinese of an act, as pairs of characters, as far as the sources have it."""
    words = {unified(zh) for word in _WORD.findall(text) for zh in chinese_for(word.lower())}
    return frozenset[str]().union(*(pairs(word) for word in words if word in told))


def _received_otherwise(text: str, sentence: Phrase) -> bool:
    """Tell whether a figure goes to a party that the statement does not name."""
    words = {unified(zh) for word in _WORD.findall(text) for zh in chinese_for(word.lower())}
    figures = read_figures(text)
    given = [party for figure, party in receivers(sentence) if any(same_figure(figure, f) for f in figures)]
    return bool(given) and not any(word in party for party in given for word in words)
