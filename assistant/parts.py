"""Two questions in one: 年报截到几号，还有歇业最长几年. Each is searched and weighed by itself.

A part is a question of its own if it asks and names something; one that names nothing (要什么材料, 找谁申请)
belongs to the part before it, what is told before a question belongs to that question, and one that only
names something else (东湖区呢) asks the same of that.
"""

from __future__ import annotations

import re

from assistant.follow_up import resolve, spans_asked
from assistant.model import Language
from assistant.spoken import names_of

MOST = 3
_ELLIPTIC = re.compile("(?:那|那么)?[^，。？]{2,8}呢$")  # 东湖区呢: the same of something else
_ENDS = re.compile(r"[，,。；;？?！!、]+|(?:另外|还有|以及|顺便(?:问)?一?下?|再问一?下?)[，,]?")
_ENDS_ENGLISH = re.compile(
    r"[?;]+|[,.] (?=(?:and |also )?(?:what|how|which|who|when|where)\b)", re.IGNORECASE
)
ASKS = re.compile(
    "吗|么|呢|几|多少|什么|啥|哪|谁|怎|咋|如何|何时|多久|多长|"
    "有没有|是不是|能不能|会不会|要不要|可不可以|用不用|算不算|行不行|不超多|不$"
)
_ASKS_ENGLISH = re.compile(
    r"\b(?:what|how|which|who|when|where|is|are|do|does|can|may|must)\b", re.IGNORECASE
)


def parts_of(text: str, language: Language) -> tuple[str, ...]:
    """Return the questions that a text holds, each made to stand by itself; the text alone if it is one.

    Args:
        text: the question in full.
        language: its language.
    """
    english = language is Language.EN
    pieces = [p.strip() for p in (_ENDS_ENGLISH if english else _ENDS).split(text) if p and p.strip()]
    parts: list[str] = []
    told: list[str] = []  # what was said since the last question
    for piece in pieces:
        told.append(piece)
        if not (_ASKS_ENGLISH.search(piece) if english else spans_asked(piece) or ASKS.search(piece)):
            continue
        if parts and not english and _ELLIPTIC.match(piece):
            parts.append(resolve(piece, (parts[-1],)))
        elif parts and not names_of(piece):
            parts[-1] = f"{parts[-1]}，{'，'.join(told)}"
        else:
            whole = (", " if english else "，").join(told)
            parts.append(whole if english or not parts else _leaning(whole, parts[-1]))
        told = []
    return tuple(parts) if 1 < len(parts) <= MOST else (text,)


def _leaning(part: str, before: str) -> str:
    """Return a part with the year and place that it takes from the one before, and nothing else changed."""
    resolved = resolve(part, (before,))
    return resolved if part in resolved else part
