"""Two questions in one: 年报截到几号，还有歇业最长几年. Each is searched and weighed by itself.

A part is a question of its own if it asks and names something, or asks another thing of the subject before
it (办执照要几天，带什么材料). Any other that names nothing (找谁申请) belongs to the part before it, what is
told before a question belongs to that question, and one that only names something else (东湖区呢) asks the
same of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.follow_up import after, leaning_english, resolve, spans_asked
from assistant.model import Language
from assistant.spoken import names_of

MOST = 3
_DENIED = re.compile("[没不](?:[欠有用懂管知]|知道|清楚)?(?:谁|什么|啥|哪)")  # 也没欠谁的钱: asks nothing
_ELLIPTIC = re.compile("(?:那|那么)?[^，。？]{2,8}呢$")  # 东湖区呢: the same of something else
_ENDS = re.compile(r"[，,。；;？?！!、]+|(?:另外|顺便(?:问)?一?下?|再问一?下?)[，,]?")
_JOINS = re.compile("还有|以及|和")  # between two questions only: not in 备案还有效吗, GDP和社零各多少
_ENDS_ENGLISH = re.compile(
    r"[?;]+|[,.] (?=(?:and |also )?(?:what|how|which|who|when|where)\b)"
    r"|,? (?=and (?:(?:(?:up )?to|by|until|from|in|for|at|through|on|of) )?(?:what|how|which)\b)"
    r"|,? (?=and (?:is|are|do|does|can|may|must|should|will) (?:it|i|we|you|they|there|this|that)\b)",
    re.IGNORECASE,
)
_REFERRING = re.compile(r"\bit\b", re.IGNORECASE)
_OPENING = re.compile("(?:and|also) ", re.IGNORECASE)
ASKS = re.compile(
    "吗|么|呢|几|多少|什么|啥|哪|谁|怎|咋|如何|何时|多久|多长|"
    "有没有|是不是|能不能|会不会|要不要|可不可以|用不用|算不算|行不行|不超多|不$"
)
_ASKS_ENGLISH = re.compile(
    r"\b(?:what|how|which|who|when|where|whether)\b"
    r"|^(?:and |also |so )?(?:is|are|do|does|can|may|must|should)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions.

    Attributes:
        text: the question, made to stand by itself.
        said: as a reader is told of it.
        leans: whether it asks another thing of the subject before it; the same document must answer it.
        after: the question behind the subject of the one before it; empty for the first.
    """

    text: str
    said: str
    leans: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A stretch of a text that asks.

    Attributes:
        text: its words.
        told: with what was said since the stretch before it that asks.
        after: behind the subject of that stretch; empty for the first.
    """

    text: str
    told: str
    after: str = ""

    @property
    def own(self) -> str:
        """Its words as a reader is told of it."""
        return _OPENING.sub("", self.text, count=1)


def parts_of(text: str, language: Language) -> tuple[Part, ...]:
    """Return the questions that a text holds; the text alone if it is one.

    Args:
        text: the question in full.
        language: its language.
    """
    english = language is Language.EN
    parts: list[Part] = []
    for asking in asked_in(text, language):
        piece, whole = asking.text, asking.told
        before = parts[-1].text if parts else ""
        asked = resolve(piece, (before,)) if before else piece
        if before and not english and is_elliptic(piece):
            parts.append(Part(asked, asked, after=asking.after))
        elif before and (_leans_english(piece) if english else not names_of(piece)):
            if piece == whole and piece in asked != piece or leaning_english(piece):
                parts.append(Part(asked, asking.own, leans=True, after=asking.after))
            else:
                joined = (", " if english else "，").join((before, whole))
                parts[-1] = replace(parts[-1], text=joined, said=joined)
        else:
            alone = whole if english or not before else _leaning(whole, before)
            parts.append(Part(alone, _OPENING.sub("", alone, count=1), after=asking.after))
    return tuple(parts) if 1 < len(parts) <= MOST else (Part(text, text),)


def asked_in(text: str, language: Language) -> tuple[Asking, ...]:
    """Return the stretches of a text that ask, whether or not each is a question by itself."""
    english = language is Language.EN
    asking: list[Asking] = []
    told: list[str] = []  # what was said since the last one
    for piece in _pieces(text, english):
        told.append(piece)
        asks = _ASKS_ENGLISH.search(piece) if english else spans_asked(piece) or ASKS.search(piece)
        if asks and not _DENIED.search(piece):
            behind = after(piece, asking[-1].told) if asking else ""
            asking.append(Asking(piece, (", " if english else "，").join(told), behind))
            told = []
    return tuple(asking)


def is_elliptic(text: str) -> bool:
    """Tell whether a Chinese stretch asks the same of something else by naming it alone: 新三板呢."""
    return _ELLIPTIC.match(text) is not None


def _pieces(text: str, english: bool) -> tuple[str, ...]:
    if english:
        return tuple(piece.strip() for piece in _ENDS_ENGLISH.split(text) if piece.strip())
    return tuple(part for piece in _ENDS.split(text) if piece.strip() for part in _unjoined(piece.strip()))


def _unjoined(piece: str) -> tuple[str, ...]:
    """Part two questions that a word joins: 税率几个点和亏损结转几年, and drop the word before one."""
    for join in _JOINS.finditer(piece):
        before, after = piece[: join.start()], piece[join.end() :]
        if not before and names_of(after):
            return _unjoined(after)
        asked = spans_asked(before)
        if asked and asked[-1].end == len(before) and after:
            return (before, *_unjoined(after))
    return (piece,)


def _leans_english(piece: str) -> bool:
    """Tell whether an English stretch names nothing, or what it asks about only by it."""
    return bool(leaning_english(piece) or _REFERRING.search(piece))


def _leaning(part: str, before: str) -> str:
    """Return a part with the year and place that it takes from the one before, and nothing else changed."""
    resolved = resolve(part, (before,))
    return resolved if part in resolved else part
