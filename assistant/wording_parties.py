"""Names of parties in a text: who must, may or must not, and of whom a verb speaks."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import Any

from assistant.messages import DATA
from assistant.phrases import terms, unified
from assistant.polarity import Force, force_words, forces

OBLIGES = (Force.MUST, Force.MAY, Force.MUST_NOT, Force.NEED_NOT, Force.EXEMPT, Force.REDUCED, Force.HOPED)
_LONGEST_PARTY = 16
_LONGEST_SUBJECT = 44  # characters of a subject with what describes it
_TO_END = 8  # characters between a change and the end of the name it lies in
_CONTEXT = 3  # characters beside a change that may belong to the word that was changed


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """Return the word lists of ``data/wording.toml``."""
    return tomllib.loads((DATA / "wording.toml").read_text(encoding="utf-8"))


def force_of(word: str) -> Force:
    """Return the force of a word that :func:`assistant.polarity.force_words` finds."""
    return next(iter(forces(word)), Force.NOT)


def party_around(text: str, start: int, end: int) -> str:
    """Return the name of the party that a span lies in or is, empty if it is part of none."""
    for right in range(max(end, start + 1), min(len(text), end + _TO_END) + 1):
        if right > end and _breaks_after(text, right - 1):
            break
        ending = party_end().match(text[max(0, right - _LONGEST_PARTY) : right][::-1])
        if ending is None or _goes_on(text, right, len(ending.group())):
            continue
        left = right - len(ending.group())
        while left > 0 and right - left < _LONGEST_PARTY and not _breaks_before(text, left):
            left -= 1
        left += _verb(text[left:right], len(ending.group()))
        if right - left >= 2 and (left < end or start == end > left):
            return text[left:right]
    return ""


def _goes_on(text: str, right: int, length: int) -> bool:
    """Tell whether what looks like the end of a name begins another word: 方 in 方案."""
    ending = text[right - length : right]
    words = (word for word in tables()["break"]["not_ends"].split() if word.startswith(ending))
    return any(text.startswith(word, right - length) for word in words)


def _verb(name: str, ending: int) -> int:
    """Return where in a name the party begins that is the object of a verb in it.

    委托 in 委托专业机构, 告知 in 情况告知旅游者; not 制定 in 制定机关, where nothing else names the office.
    """
    verbs, acts = tables()["break"]["verbs"].split(), tables()["break"]["acts"].split()
    first = [len(v) for v in (*verbs, *acts) if name.startswith(v) and len(name) - len(v) >= 2]
    whole = name[len(name) - ending :] in tables()["break"]["whole"].split()
    last = len(name) - (ending if whole else ending + 1)
    inside = [at + len(v) for v in acts if (at := name.rfind(v, 0, last)) >= 0]
    return max((*first, *inside), default=0)


def subject_around(text: str, start: int, end: int) -> str:
    """Return the party that a span lies in and that must, may or must not do what follows; else nothing."""
    begin = max(text.rfind(sign, 0, start) for sign in ",。;:!?") + 1
    for match in force_words().finditer(text, begin, begin + _LONGEST_SUBJECT):
        if match.start() < end:
            return ""
        name = text[begin : match.start()]
        obliges = force_of(match.group()) in OBLIGES
        whole = obliges and not re.search("[,。;:!?]", name) and party_end().match(name[::-1])
        return name if whole else ""
    return ""


def stands_as_subject(text: str, end: int) -> bool:
    """Tell whether what ends here is followed at once by must, may or must not."""
    match = force_words().match(text, end)
    return bool(match and force_of(match.group()) in OBLIGES)


@lru_cache(maxsize=1)
def party_end() -> re.Pattern[str]:
    """Return the pattern of what a name of a party ends with, read backwards."""
    return re.compile(
        "|".join(sorted((word[::-1] for word in terms()["party"].split()), key=len, reverse=True))
    )


@lru_cache(maxsize=1)
def _breaks() -> tuple[str, ...]:
    return tuple(tables()["break"]["words"].split())


def _breaks_before(text: str, place: int) -> bool:
    head = text[:place]
    return not ("\u4e00" <= head[-1] <= "\u9fff") or head.endswith(_breaks()) or _forced(text, place - 1)


def _breaks_after(text: str, place: int) -> bool:
    return (
        not ("\u4e00" <= text[place] <= "\u9fff") or text.startswith(_breaks(), place) or _forced(text, place)
    )


def _forced(text: str, place: int) -> bool:
    return any(
        match.start() <= place < match.end() for match in force_words().finditer(text, max(0, place - 4))
    )


def same_name(a: str, b: str) -> bool:
    """Tell whether two names differ only in ways of writing."""
    return _alike(a) == _alike(b)


def respelt(a: str, span: tuple[int, int], b: str, other: tuple[int, int]) -> bool:
    """Tell whether a change only writes a word in another way: 它 for 他 in 其它 and 其他."""
    around = [(left, right) for left in range(_CONTEXT + 1) for right in range(_CONTEXT + 1)]
    return any(
        same_name(a[max(0, span[0] - left) : span[1] + right], b[max(0, other[0] - left) : other[1] + right])
        for left, right in around
    )


def _alike(name: str) -> str:
    for group in tables()["alike"]["groups"]:
        first, *others = group.split()
        for other in sorted((first, *others), key=len, reverse=True):
            name = name.replace(other, "\0")
        name = name.replace("\0", first)
    return unified(name)
