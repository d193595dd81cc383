"""And or or: what a statement joins one way its sentence does not join the other way."""

from __future__ import annotations

import re

from assistant.phrases import HAN
from assistant.polarity import Force, forces

_ALSO = "并且|而且|同时|并|且|又"  # the one and the other
_WITH = "以及|和|及|与"  # of things that may as well be named one by one
_OR = "或者|或是|或"
_JOINED = re.compile(f"(?P<also>{_ALSO})|(?P<or>{_OR})|(?P<with>{_WITH})")
_NEXT = re.compile(f"[{HAN}A-Za-z0-9]{{2,4}}")
_PART = re.compile("[，。！？]")
_OPEN = frozenset((Force.MAY, Force.MUST_NOT, Force.NOT, Force.NEED_NOT, Force.EXEMPT))
_MEET = 2  # characters in which two texts are known to speak of the same


def joined_otherwise(piece: str, sentence: str) -> str:
    """Return what a piece of a statement joins by and where its sentence has or, or the other way round.

    What may be done with A or B may be done with A and B, and so with what may not: there only 并且 and 同时
    ask for more than 或者 does.
    """
    for match in _JOINED.finditer(piece):
        said = str(match.lastgroup)
        following = _NEXT.match(piece, match.end())
        if following is None:
            continue
        there = _ways(following.group(), sentence)
        part = _PART.split(piece[: match.start()])[-1] + _PART.split(piece[match.start() :])[0]
        if there and all(_differ(said, way, part) for way in there):
            return match.group() + following.group()
    return ""


def _differ(said: str, there: str, part: str) -> bool:
    if "or" not in (said, there) or said == there:
        return False
    return "with" not in (said, there) or not forces(part) & _OPEN


def _ways(words: str, sentence: str) -> list[str]:
    """Return how the first of some words are joined to what stands before them, at every place."""
    length = next((n for n in range(len(words), _MEET - 1, -1) if words[:n] in sentence), 0)
    places = [m.start() for m in re.finditer(re.escape(words[:length]), sentence)] if length else []
    return [_way(sentence, place) for place in places]


def _way(sentence: str, place: int) -> str:
    """Return how what stands at a place is joined: 、 is as the word that closes its series."""
    before = list(_JOINED.finditer(sentence, max(0, place - 2), place))
    if before and before[-1].end() == place:
        return str(before[-1].lastgroup)
    if sentence[place - 1 : place] == "、":
        closing = _JOINED.search(_PART.split(sentence[place:])[0])
        return str(closing.lastgroup) if closing else ""
    return ""
