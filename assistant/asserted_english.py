"""What an English question takes for granted, written in the Chinese terms that the documents use.

It is held against the documents as a Chinese question would be: the glossary puts the terms in the place
of the English wordings, figures are written as documents write them, and the rest falls away. Where it does
not know every word that can be a name, nothing is said: the word it lacks may be the one that matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from assistant.asserted import Assertion, as_money, read_assertion
from assistant.figure_words import in_chinese
from assistant.glossary import unknown_words
from assistant.premise_terms import premise_rules
from corpus.numerals import Figure, FigureKind, read_figures
from index.glossary import find

_MOST = 3  # statements that are held against the documents
_CLAUSE = re.compile(r",(?!\d)|[;:!]|(?<=\?)|\.(?!\d)|\s[-–—]+\s")
_DAY = " §"  # stands for a date after the words that say what it is of
_CASE = ("own", "supposed", "told_of", "described")


def read_english(question: str) -> tuple[Assertion, ...]:
    """Return what an English question takes for granted, as far as the glossary knows all of it.

    What a question asserts as a whole (…, right?) comes first and is all that counts; else each statement
    before or beside what it asks, and a figure that it names as the known one: the 10-day deadline.
    """
    read = (_read(statement) for statement in statements(question)[:_MOST])
    return tuple(one for one in read if one)


def statements(question: str) -> tuple[Assertion, ...]:
    """Return the same in the words of the question, whether the glossary knows them or not."""
    leading = premise_rules()["english"]["leading"]
    whole = None if re.match(leading, question, re.IGNORECASE) else read_assertion(question)
    if whole is None or not whole.text:
        return _open(question) or tuple(_asides(question))
    return () if _is_case(whole.text) else (whole,)


def _open(question: str) -> tuple[Assertion, ...]:
    """Return what a question asks to be so, if it ends in a figure: Is the tax rate 30%?"""
    text, asked = re.subn(premise_rules()["english"]["open"], "", question, flags=re.IGNORECASE)
    last = read_figures(text)[-1:]
    if not asked or not last or text[last[0].end :].strip(" ?.") or _is_case(text):
        return ()
    return (Assertion(text.rstrip("?. "), False, last),)


def _asides(question: str) -> Iterator[Assertion]:
    """Yield the statements of a question and the figures that each takes for granted."""
    rules = premise_rules()["english"]
    for clause in filter(None, map(str.strip, _CLAUSE.split(question))):
        text, led = re.subn(rules["leading"], "", clause, flags=re.IGNORECASE)
        told, figures = "", _named(text)
        if text.endswith("?") or re.search(rules["asking"], text, re.IGNORECASE):
            parted = re.search(rules["trailing"], text, re.IGNORECASE)
            told = parted[1] if parted else ""
        else:
            told = text
        denied = re.search(rules["denied"], " ".join(_between(told, read_figures(told))), re.IGNORECASE)
        if told and not _is_case(told) and not denied:
            text, figures = told, read_figures(told)
        if figures and (not led or not _is_case(text)) or (told == text and _stands(text)):
            yield Assertion(text, True, figures, aside=True)


def _stands(text: str) -> bool:
    """Tell whether a statement says that something holds or has ended."""
    return bool(re.search(premise_rules()["english"]["standing"], text, re.IGNORECASE))


def _named(clause: str) -> tuple[Figure, ...]:
    """Return the figures of a clause that stand before the name of what they are: the 20% rate."""
    rules = premise_rules()["english"]
    return tuple(
        figure
        for figure in read_figures(clause)
        if figure.kind is not FigureKind.DATE
        and not re.search(rules["denied"], " ".join(_between(clause, read_figures(clause))), re.IGNORECASE)
        and re.search(rules["known_before"], clause[: figure.start], re.IGNORECASE)
        and re.match(rules["known_after"], clause[figure.end :], re.IGNORECASE)
    )


def _is_case(text: str) -> bool:
    """Tell whether a statement tells of a case, or only supposes one."""
    rules = premise_rules()["english"]
    return any(re.search(rules[name], text, re.IGNORECASE) for name in _CASE)


def _read(said: Assertion) -> Assertion | None:
    """Write a statement in Chinese terms, None if a word of it is unknown."""
    figures = [figure for figure in read_figures(said.text) if in_chinese(figure)]
    between = _between(said.text, figures)
    if any(unknown_words(_without_known(text)) for text in between):
        return None
    pieces = zip_longest(map(_terms, between), map(in_chinese, figures), fillvalue="")
    written = " ".join(filter(None, chain.from_iterable(pieces)))
    stated = [_as_said(f, said.figures) for f in map(as_money, read_figures(written))]
    return Assertion(written, said.sure, tuple(filter(None, stated)), said.aside, said.text)


def _as_said(written: Figure, said: Sequence[Figure]) -> Figure | None:
    """Return a figure with the bound of the question: the verb beside it may give it another."""
    for figure in said:
        for known in read_figures(in_chinese(figure)):
            if (written.value, written.upper, written.date) == (known.value, known.upper, known.date):
                return replace(written, bound=known.bound)
    return None


def _between(text: str, figures: Sequence[Figure]) -> list[str]:
    """Return the stretches between figures; what precedes a date ends in a sign for it."""
    stretches, end = [], 0
    for figure in figures:
        stretches.append(text[end : figure.start] + (_DAY if figure.kind is FigureKind.DATE else ""))
        end = figure.end
    return [*stretches, text[end:]]


def _without_known(text: str) -> str:
    """Blank what is written in Chinese without the glossary, and what names nothing."""
    rules = premise_rules()["english"]
    for pattern in (*(pattern for pattern, _ in rules["words"]), rules["light"]):
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return text


def _terms(text: str) -> str:
    """Return the Chinese terms of a stretch of English, in its order."""
    spans: list[tuple[int, str]] = []
    for pattern, term in premise_rules()["english"]["words"]:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            spans.append((match.start(), term))
            text = text[: match.start()] + "." * len(match.group()) + text[match.end() :]
    spans += [(one.start, one.terms[0]) for one in find(text)]
    return " ".join(term for _, term in sorted(spans))
