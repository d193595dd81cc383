"""What the glossary (``index/data/glossary.toml``) makes of English questions and of Chinese titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.messages import Messages
from assistant.model import Language
from index.glossary import find, split, tables, without
from index.question_words import content, without_question_words

_WORD = re.compile(r"[a-z][a-z&-]*|\d[\d.,%]*", re.IGNORECASE)
_YEAR_OF = re.compile(r"(\d{4})年(?!版)")
_EDITION = re.compile(r"(\d{4})年版")
_GRAMMAR = re.compile("关于|进一步|加快|推进|做好|有关|工作|全力|深入|实施|[的和与及、，《》“”（）() ·]")
_HAN = re.compile(r"[㐀-鿿]")
# Words of English questions that say nothing about the subject, beside those of question_words.
_LIGHT = frozenset(
    "much many long any which s me need needs must may might get gets got give gives given still than then "
    "so also not no between under after before during each per other into about up out one first new own way "
    "us they them their this that these those its his her as but only just like want know say says said does "
    "at most least be been being has".split()
)


@dataclass(frozen=True, slots=True)
class Translated:
    """What the glossary knows of an English question."""

    terms: tuple[str, ...]  # Chinese, in the order of the question, each once
    known: float  # share of its words that mean something and stand in the glossary, 0 to 1

    @property
    def text(self) -> str:
        """The terms as a query."""
        return " ".join(self.terms)


def translated(question: str) -> Translated:
    """Return the Chinese terms for the English wordings in a question, the longest at each place."""
    found = find(question)
    terms = dict.fromkeys(one.terms[0] for one in found)
    said = _meaningful(question)
    left = [word for word in _meaningful(without(question, found)) if word in said]
    known = len(said) - len(left)
    numbers = [word for word in left if word[0].isdigit()]
    strange = len(left) - len(numbers)
    return Translated((*terms, *numbers), known / (known + strange) if known else 0.0)


def unknown_words(text: str) -> tuple[str, ...]:
    """Return the words of an English text that mean something and do not stand in the glossary."""
    left = _WORD.findall(without_question_words(without(text, find(text))).lower())
    return tuple(word for word in left if word not in _LIGHT and not word[0].isdigit())


def titled(title: str, messages: Messages) -> str:
    """Return a title as a reader of a language is given it: in English first where there is a gloss."""
    english = gloss(title) if messages.language is Language.EN else ""
    return messages.text("form", "titled", english=english, title=title) if english else title


def gloss(title: str) -> str:
    """Return a Chinese title in English; empty if the glossary does not know all of it."""
    titles, terms = tables()["titles"], tables()["terms"]
    if title in titles:
        return str(titles[title])
    year = _YEAR_OF.search(title)
    rest = _EDITION.sub(r" (\1 edition)", _YEAR_OF.sub("", title))
    said: list[str] = []
    while rest := _GRAMMAR.sub("", rest, count=1) if _GRAMMAR.match(rest) else rest:
        term = next((rest[:n] for n in range(len(rest), 0, -1) if rest[:n] in terms), "")
        if not term and _HAN.match(rest):
            return ""
        said.append(split(terms[term])[0] if term else rest[0])
        rest = rest[len(term) or 1 :]
    return " ".join(filter(None, ("".join(_spaced(said)), year.group(1) if year else "")))


def _spaced(parts: list[str]) -> list[str]:
    return [part if len(part) == 1 else f"{' ' if place else ''}{part}" for place, part in enumerate(parts)]


def _meaningful(text: str) -> list[str]:
    words = _WORD.findall(content(text).lower())
    return [word for word in words if word not in _LIGHT]
