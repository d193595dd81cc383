"""A question that leans on earlier ones, made into one that stands by itself.

What the new question names takes the place of the like thing in the last question: a year that of the year,
个体工商户 that of 高新技术企业, 需要什么材料 that of 最高多少. Everything else stays. A question that needs
nothing from before is left alone, so a change of topic starts afresh.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.messages import DATA
from assistant.phrases import any_of
from assistant.scope_terms import scope_terms
from index.tokens import words

_YEAR = re.compile(
    r"(?<!\d)(?:20\d{2}|\d{2})\s?年(?!版)(?:的时候|那时候?|那会儿|那阵子?|当时)?|今年|本年|去年|前年|明年|(?<!\d)20\d{2}(?![\d年])"
)
_HOME = (
    "东湖区自己",
    "区里自己",
    "东湖区",
    "东湖",
    "南昌市",
    "南昌",
    "江西省",
    "江西",
    "全省",
    "全市",
    "全国",
)
_LONGEST_FRAGMENT = 12  # characters of a bare phrase that may continue a question: 餐饮的, 高新技术企业
_LONGEST_LATIN = 40
_WHOLE = 2  # things of different kinds that make a question one of its own: 公司, 登记
_SHORTEST_SHARED = 2  # characters at the end that two phrases of one kind share: 首发上市, 香港上市
_MARKS = " 　，,。.？?！!；;：:、"
_PARTICLES = re.compile(r"[吗么呢吧啊呀]+$")
_PHRASE_STARTS = "的在对给把将为是有到里，,、"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a question; ``question[start:end] == text``."""

    start: int
    end: int
    text: str
    kind: str = ""


def resolve(text: str, turns: Sequence[str]) -> str:
    """Return a question that can be understood without its conversation.

    Args:
        text: the question as typed.
        turns: earlier questions, oldest first.
    """
    base = ""
    for turn in (*turns, text):
        base = _resolve_one(turn, base) if base else turn
    return base


def in_full(text: str) -> str:
    """Return an English question that is typed short as it reads in full: How long to register."""
    for short, full in _rules()["short_english"] if _latin(text) else ():
        text = re.sub(short, full, text, flags=re.IGNORECASE)
    return text


def after(text: str, base: str) -> str:
    """Return a question behind the subject of the one before it, and nothing else changed."""
    if _latin(text):
        return f"{text} ({_subject_english(base)})"
    return f"{_subject(base)}，{text}"


def spans_asked(text: str) -> tuple[Span, ...]:
    """Return the pieces of a question that ask: 多少, 需要什么材料."""
    return _spans(text, _asked())


def spans_fixed(text: str) -> tuple[Span, ...]:
    """Return the years and places in a question."""
    return tuple(span for span in _named(text) if span.kind in ("year", "place"))


def leaning_english(turn: str) -> str:
    """Return an English question that names nothing, without its opening; nothing for any other."""
    core = _opened(turn)[1]
    return core if re.fullmatch(_rules()["leaning_english"], core, re.IGNORECASE) else ""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a question is made of."""

    marked: bool  # opens with 那 or closes with 呢
    asks: str  # 最高多少, empty if nothing is asked
    named: tuple[Span, ...]  # things that can take the place of others, years and places among them
    attribute: bool  # asks for an attribute by name: 税率是多少, 材料
    phrase: str  # what is left without opening, closing and what is asked
    rest: tuple[str, ...]  # words of the phrase that are not named


def _resolve_one(turn: str, base: str) -> str:
    if leaning := leaning_english(turn):
        return f"{leaning} ({_subject_english(base)})"
    subject = _subject(base)
    if pointer := re.match(_rules()["pointer"], _opened(turn)[1]):
        return turn.replace(pointer.group(1), subject, 1)
    part = _read(turn)
    unknown = [word for word in part.rest if word not in base]
    if not _continues(part, base, unknown):
        return turn
    resolved = base
    if unknown:
        resolved = _put_phrase(base, part.phrase)
    else:
        for span in part.named:
            resolved = _put(resolved, span)
    return resolved if part.asks in resolved else _subject(resolved) + part.asks


def _subject_english(question: str) -> str:
    """Return an English question without what it asks: register a company, of how long does it take to."""
    asking = f"(^|[,.] ){_rules()['asking_english']}"
    return re.sub(asking, r"\1", question.strip(_MARKS), count=1, flags=re.IGNORECASE)


def _continues(part: _Turn, base: str, unknown: Sequence[str]) -> bool:
    """Tell whether a question needs the one before it."""
    limit = _LONGEST_LATIN if _latin(part.phrase) else _LONGEST_FRAGMENT
    if unknown:
        return part.marked and not part.asks and len(part.phrase) <= limit
    if part.marked:
        return bool(part.asks or part.named or part.rest)
    if part.asks:
        return not part.rest and not (part.named and part.attribute) and not _whole(part, base)
    kinds = {span.kind for span in _named(base)}
    fits = any(span.kind in kinds or span.kind in ("year", "place") for span in part.named)
    return fits and not part.rest and len(part.phrase) <= limit


def _whole(part: _Turn, base: str) -> bool:
    """Tell whether a question that asks says of what: 开公司登记要几天, 2021年东湖区的社零总额是多少.

    外资企业最高多少 and 2021年上半年多少 do not, nor does 东湖区的社零总额是多少 after another indicator:
    it is of the same year.
    """
    kinds = {span.kind for span in part.named}
    things = kinds - {"year", "place"}
    if len(things) >= _WHOLE or ({"year", "place"} <= kinds and things - {"part"}):
        return True
    return {"place", "indicator"} <= kinds and not any(s.kind == "indicator" for s in _named(base))


def _read(turn: str) -> _Turn:
    rules = _rules()
    opened, core = _opened(turn)
    closing = re.search(f"(?:{rules['closing']})$", core)
    core = _PARTICLES.sub("", core[: closing.start()] if closing else core)
    asks = _spans(core, (*_asked(), *_mentioned()))
    phrase = _without(core, asks)
    named = _named(phrase)
    rest = re.sub(rules["filler"], " ", _without(phrase, named))
    return _Turn(
        marked=opened or bool(closing),
        asks="，".join(span.text for span in asks),
        named=named,
        attribute=any(span.kind == "attribute" for span in asks),
        phrase=phrase.strip(_MARKS).removesuffix("的"),
        rest=tuple(word for word in words(rest) if len(word) > 1),
    )


def _opened(turn: str) -> tuple[bool, str]:
    """Return whether a question opens like a continuation, and the question without its opening."""
    core = turn.strip(_MARKS)
    opening = re.match(_rules()["opening"], core, re.IGNORECASE)
    return bool(opening), (core[opening.end() :] if opening else core).strip(_MARKS)


def _put(base: str, new: Span) -> str:
    """Put a named thing in the place of the like thing in a question, else before it."""
    alike = [span for span in _named(base) if span.kind == new.kind]
    if not alike:
        return _insert(base, new)
    if any(span.text == new.text for span in alike):
        return base
    # 小型微利企业 before 企业: the longest name says most; of years the last is the one asked about.
    old = alike[-1] if new.kind == "year" else max(alike, key=lambda span: span.end - span.start)
    return base[: old.start] + new.text + base[old.end :]


def _insert(base: str, new: Span) -> str:
    """Put a thing of a kind not named before in front; a year goes after the place."""
    place = next((span for span in _named(base) if span.kind == "place"), None)
    at = place.end if new.kind == "year" and place else 0
    return base[:at] + new.text + base[at:]


def _put_phrase(base: str, phrase: str) -> str:
    """Put a phrase in the place of the one that ends like it, else of the subject."""
    if _latin(phrase):
        return _put_english(base, phrase)
    for length in range(len(phrase) - 1, _SHORTEST_SHARED - 1, -1):
        end = base.find(phrase[-length:]) + length
        if end >= length:
            start = end - length
            fixed = max((span.end for span in spans_fixed(base) if span.end <= start), default=0)
            while start > fixed and base[start - 1] not in _PHRASE_STARTS:
                start -= 1
            return base[:start] + phrase + base[end:]
    asked = spans_asked(base)
    if not asked:
        return phrase + base
    slots = "".join(span.text for span in spans_fixed(base) if span.end <= asked[0].start)
    return slots + phrase + base[asked[0].start :]


def _put_english(base: str, phrase: str) -> str:
    """Put small companies in the place of high-tech companies: of the words before the same last word."""
    head = re.escape(phrase.split()[-1].lower().rstrip("s"))
    own = f"(?:(?!(?:{_rules()['bounds_english']})\\b)[\\w-]+ )*{head}(?:s|es)?\\b"
    alike = re.search(f"\\b{own}", base, re.IGNORECASE)
    return base[: alike.start()] + phrase + base[alike.end() :] if alike else f"{base} {phrase}"


def _subject(question: str) -> str:
    """Return a question without what it asks."""
    bare = _without(question, spans_asked(question), "").strip(_MARKS)
    return _PARTICLES.sub("", bare).strip(_MARKS) or question.strip(_MARKS)


def _latin(text: str) -> bool:
    return text.isascii() and bool(text)


def _named(text: str) -> tuple[Span, ...]:
    """Return the things in a text that can take the place of others, the longest at each position."""
    return _spans(text, _kinds())


def _spans(text: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> tuple[Span, ...]:
    """Read a text from left to right, the longest match of any pattern at each position."""
    found: list[Span] = []
    at = 0
    while at < len(text):
        matches = [(match, kind) for kind, pattern in patterns if (match := pattern.match(text, at))]
        best, kind = max(matches, key=lambda pair: pair[0].end(), default=(None, ""))
        if best is None or best.end() == at:
            at += 1
            continue
        found.append(Span(at, best.end(), best.group(), kind))
        at = best.end()
    return tuple(found)


def _without(text: str, spans: Sequence[Span], filling: str = " ") -> str:
    for span in reversed(spans):
        text = text[: span.start] + filling + text[span.end :]
    return text


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "follow_up.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _asked() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(("", re.compile(pattern, re.IGNORECASE)) for pattern in _rules()["asked"])


@lru_cache(maxsize=1)
def _mentioned() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(("attribute", re.compile(pattern, re.IGNORECASE)) for pattern in _rules()["mentioned"])


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    places = ("place", any_of((*_HOME, *scope_terms()["elsewhere"])))
    listed = ((kind, any_of(terms)) for kind, terms in _rules()["kinds"].items())
    # A kind listed first wins where two are as long: 香港 is an exchange here before it is a place.
    return (("year", _YEAR), *listed, places)
