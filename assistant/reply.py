"""What a chat model answers: a row of JSON objects, read while they arrive, and turned into draft claims.

One reader serves both forms of the reply: JSON lines, and the object with one list that a server writes when
it holds the model to ``SCHEMA``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.model import DraftClaim, Language, Quote, Source
from corpus.numerals import read_figures

_LONGEST = 4_000  # characters of one entry; a longer one is a model that runs on
_LONGEST_REPLY = 400_000  # characters of a reply, with what a model thinks aloud
_THOUGHT, _THOUGHT_END = "<think>", "</think>"
_WRAPPER = re.compile(r'\{\s*"\w+"\s*:\s*\[(?=\s*\{)')
_DECODER = json.JSONDecoder()
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKUP = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|cn|net|org|gov|top|xyz)\b|@\w+\.|</?[a-z!]|\]\(|```|[\[【〔]\d+[\]】〕]",
    re.IGNORECASE | re.ASCII,
)
_CHINESE = re.compile(r"[㐀-鿿]")
_RUN, _RUN_LATIN = 12, 40  # characters in common with the rules that no honest statement has
_LETTERS = re.compile(r"[^\W\d_]+")
_PROSE = 2  # words from which a text is in a language
_LONGEST_MISSING = 60  # characters


def _closed(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_STATEMENT = _closed(
    text={"type": "string"},
    citations={"type": "array", "items": {"type": "integer"}},
    quotes={"type": "array", "items": {"type": "string"}},
)
_MISSING = _closed(missing={"type": "string"})
SCHEMA: Mapping[str, Any] = _closed(
    entries={"type": "array", "items": {"anyOf": [_STATEMENT, _MISSING]}},
)


class BrokenReply(ValueError):
    """The reply is not in the form asked for. Staff see it in the log, readers an extractive answer."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as the model wrote it."""

    text: str
    citations: tuple[int, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something asked for that the model says the sources do not state."""

    text: str


Entry = Statement | Missing


class ReplyReader:
    """Reads entries out of text that arrives in pieces of any length."""

    def __init__(self) -> None:
        self._rest = ""
        self._begun = False
        self._read = 0  # characters

    def feed(self, piece: str) -> Iterator[Entry]:
        """Yield the entries that this piece completes. Words outside of objects are passed over.

        Raises:
            BrokenReply: if an object is no entry.
        """
        self._read += len(piece)
        if self._read > _LONGEST_REPLY:
            raise BrokenReply(f"a reply of more than {_LONGEST_REPLY} characters")
        self._rest += piece
        if not self._begun and not self._past_thought():
            return
        while (start := self._rest.find("{")) >= 0:
            if wrapper := _WRAPPER.match(self._rest, start):
                self._rest = self._rest[wrapper.end() :]
                continue
            try:
                row, end = _DECODER.raw_decode(self._rest, start)
            except RecursionError as error:
                raise BrokenReply("nested too deeply") from error
            except ValueError as error:  # not complete yet, or never
                if len(self._rest) - start > _LONGEST:
                    raise BrokenReply(f"an entry of more than {_LONGEST} characters") from error
                return
            self._rest = self._rest[end:]
            yield _entry(row)
        self._rest = ""

    def close(self) -> None:
        """Say that the reply has ended.

        Raises:
            BrokenReply: if it ended in the middle of an entry.
        """
        if "{" in self._rest:
            raise BrokenReply("the last entry is not complete")

    def _past_thought(self) -> bool:
        """Drop what a reasoning model thinks aloud; tell whether the reply proper has begun."""
        text = self._rest.lstrip()
        if text.startswith(_THOUGHT):
            thought, found, text = text.partition(_THOUGHT_END)
            if not found:  # of what is thought only its end may matter
                self._rest = _THOUGHT + thought.removeprefix(_THOUGHT)[-len(_THOUGHT_END) :]
                return False
        elif _THOUGHT.startswith(text):
            return False
        self._rest, self._begun = text, True
        return True


def _entry(row: Any) -> Entry:
    if _SURROGATE.search(json.dumps(row, ensure_ascii=False)):
        raise BrokenReply("half a character")
    match row:
        case {"missing": str(text)} if text.strip():
            return Missing(_one_line(text))
        case {"text": str(text), "citations": [*citations], "quotes": [*quotes]} if text.strip():
            if all(type(c) is int for c in citations) and all(type(q) is str for q in quotes):
                return Statement(_one_line(text), tuple(citations), tuple(quotes))
    raise BrokenReply("an object that is neither a statement nor a missing entry")


def _one_line(text: str) -> str:
    """Return text on one line, so that no statement can look like the rest of an answer."""
    line = " ".join(text.split())
    if not line.isprintable():
        raise BrokenReply("invisible characters")
    return line


def located(statement: Statement, sources: Sequence[Source]) -> DraftClaim:
    """Return a statement with its quotes at their places in the cited passages.

    A quote that stands in no cited passage, and a citation that no quote stands in, get an empty span, so
    that verification drops the statement with the reason; nothing is repaired here.
    """
    if not statement.quotes:
        return DraftClaim(statement.text, ())
    passages = {source.label: source.passage for source in sources}
    labels = tuple(dict.fromkeys(statement.citations))
    found = [
        Quote(label, words, passages[label].start + at, passages[label].start + at + len(words))
        for label in labels
        for words in statement.quotes
        if label in passages and words and (at := passages[label].text.find(words)) >= 0
    ]
    proven, used = {quote.label for quote in found}, {quote.text for quote in found}
    unproven = [Quote(label, statement.quotes[0], 0, 0) for label in labels if label not in proven]
    lost = [
        Quote(label, words, 0, 0) for label in labels[:1] for words in statement.quotes if words not in used
    ]
    return DraftClaim(statement.text, (*unproven, *lost, *found))


def foreign(text: str, rules: str, sources: Sequence[Source]) -> str:
    """Return why a text is no statement about the sources, as a name in [reason]; empty if it may be one.

    A model that was talked into something shows it here: it writes addresses or markup, which it was never
    given, or repeats its rules.
    """
    if _MARKUP.search(text):
        return "markup"
    length = _RUN if _CHINESE.search(rules[:_RUN]) else _RUN_LATIN
    runs = {text[at : at + length] for at in range(len(text) - length + 1)}
    if any(run in rules and not any(run in source.passage.text for source in sources) for run in runs):
        return "rules"
    return ""


def in_language(text: str, language: Language) -> bool:
    """Tell whether a text is in the language asked for; a name or a code by itself is in any."""
    words = _LETTERS.findall(text)
    if language is Language.ZH:
        return len(words) < _PROSE or _CHINESE.search(text) is not None
    return sum(word.isascii() for word in words) >= _PROSE or all(word.isascii() for word in words)


def unproven_missing(text: str, question: str) -> bool:
    """Tell whether a missing entry says more than what is missing; nothing could prove it."""
    return len(text) > _LONGEST_MISSING or any(f.text not in question for f in read_figures(text))
