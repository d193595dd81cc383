"""Cut clause text into sentences with offsets: the units that an extractive answer is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"[。！？]+[”’）》」』]*|\n+")
_OPENING, _CLOSING = "（《“‘「『(", "）》”’」』)"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text; ``text == source[start:end]``."""

    start: int
    end: int
    text: str


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Cut at 。！？ and line ends, not inside brackets or quotation marks; white space is left out."""
    sentences: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] != "\n" and _depth(text[start : match.start()]) > 0:
            continue
        _add(sentences, text, start, match.end())
        start = match.end()
    _add(sentences, text, start, len(text))
    return tuple(sentences)


def _depth(text: str) -> int:
    return sum((char in _OPENING) - (char in _CLOSING) for char in text)


def _add(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    body = text[start:end]
    left, right = start + len(body) - len(body.lstrip()), start + len(body.rstrip())
    if right > left:
        sentences.append(Sentence(left, right, text[left:right]))
