"""Two questions in one: 年报截到几号，还有歇业最长几年. Each is searched and weighed by itself.

A part is a question of its own if it asks and names something, or asks another thing of the subject before
it (办执照要几天，带什么材料). Any other that names nothing (找谁申请) belongs to the part before it, what is
told before a question belongs to that question, and one that only names something else (东湖区呢) asks the
same of that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.follow_up import leaning_english, resolve, spans_asked
from assistant.model import Language
from assistant.spoken import names_of

MOST = 3
_DENIED = re.compile("[没不](?:[欠有用懂管知]|知道|清楚)?(?:谁|什么|啥|哪)")  # 也没欠谁的钱: asks nothing
_ELLIPTIC = re.compile("(?:那|那么)?[^，。？]{2,8}呢$")  # 东湖区呢: the same of something else
_ENDS = re.compile(r"[，,。；;？?！!、]+|(?:另外|还有|以及|顺便(?:问)?一?下?|再问一?下?)[，,]?")
_ENDS_ENGLISH = re.compile(
    r"[?;]+|[,.] (?=(?:and |also )?(?:what|how|which|who|when|where)\b)"
    r"| (?=and (?:what|how|which)\b)",
    re.IGNORECASE,
)
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
    """

    text: str
    said: str
    leans: bool = False


def parts_of(text: str, language: Language) -> tuple[Part, ...]:
    """Return the questions that a text holds; the text alone if it is one.

    Args:
        text: the question in full.
        language: its language.
    """
    english = language is Language.EN
    pieces = [p.strip() for p in (_ENDS_ENGLISH if english else _ENDS).split(text) if p and p.strip()]
    parts: list[Part] = []
    told: list[str] = []  # what was said since the last question
    for piece in pieces:
        told.append(piece)
        asks = _ASKS_ENGLISH.search(piece) if english else spans_asked(piece) or ASKS.search(piece)
        if not asks or _DENIED.search(piece):
            continue
        whole = (", " if english else "，").join(told)
        before = parts[-1].text if parts else ""
        asked = resolve(piece, (before,)) if before else piece
        if before and not english and _ELLIPTIC.match(piece):
            parts.append(Part(asked, asked))
        elif before and (leaning_english(piece) if english else not names_of(piece)):
            if piece == whole and (english or piece in asked != piece):
                parts.append(Part(asked, piece, leans=True))
            else:
                joined = f"{before}，{whole}"
                parts[-1] = replace(parts[-1], text=joined, said=joined)
        else:
            alone = whole if english or not before else _leaning(whole, before)
            parts.append(Part(alone, alone))
        told = []
    return tuple(parts) if 1 < len(parts) <= MOST else (Part(text, text),)


def _leaning(part: str, before: str) -> str:
    """Return a part with the year and place that it takes from the one before, and nothing else changed."""
    resolved = resolve(part, (before,))
    return resolved if part in resolved else part
