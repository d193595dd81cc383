"""Days and years that a question takes for granted, held against those of documents and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asserted import Assertion, agrees
from assistant.closest import Stated, figures_of, sayings, without_figures
from assistant.findings import Finding, confirmed, corrected
from assistant.model import Question, Source
from assistant.phrases import pairs, unified
from assistant.premise_status import named, telling
from assistant.premise_terms import premise_rules
from assistant.scope_terms import is_name
from corpus.model import Metadata
from corpus.numerals import Figure, FigureKind, read_figures
from corpus.partial_date import PartialDate
from index.address import names_of
from index.question_words import content
from index.tokens import words

_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)年?")
_AROUND = 12  # characters around a date that say what it is of
_ALSO = (
    0.9  # a date that agrees and is so near, compared with the nearest, means that the question may be right
)


def on_dates(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Return a correction or a confirmation of the last date that a question says something of."""
    dates = [f for f in assertion.figures if f.kind is FigureKind.DATE and f.date]
    for date in reversed(dates):
        if role := role_of(assertion.text, date):
            if _is_of_text(assertion.text, date, sources):
                return _by_document(date, role, question, sources)
            return _by_sentence(date, role, assertion, sources) or _by_document(date, role, question, sources)
    return None


def _is_of_text(text: str, date: Figure, sources: Sequence[Source]) -> bool:
    """Tell whether a day is said of a text that is named, and of nothing in it: its record tells that day."""
    named = {name for source in sources for name in names_of(source.document.title) if name in text}
    if not named:
        return False
    rest = text.replace(date.text, " ").replace(max(named, key=len), " ")
    for pattern in premise_rules()["roles"].values():
        rest = re.sub(pattern, " ", rest)
    return not any(map(is_name, words(content(rest))))


def role_of(text: str, date: Figure) -> str:
    """Return what a date is of (effective, expires, published), or nothing if it only says when."""
    after = text[date.end : date.end + _AROUND]
    beside = text[max(0, date.start - 8) : date.end + _AROUND]
    if re.match("版|年版|度|的(?!吧)", after):
        return ""
    roles: dict[str, str] = premise_rules()["roles"]
    found = next((name for name, pattern in roles.items() if re.search(pattern, beside)), "")
    return "limit" if found == "expires" and (date.date or "").startswith("-") else found


def _by_sentence(date: Figure, role: str, assertion: Assertion, sources: Sequence[Source]) -> Finding | None:
    """Hold a date against those that the nearest sentences give in the same part."""
    phrase = without_figures(assertion.text)
    pattern = premise_rules()["roles"][role]
    alike = sorted(
        (one for one in figures_of(phrase, sayings(phrase, sources)) if _alike(date, one, pattern)),
        key=lambda one: -one.nearness,
    )
    alike = [one for one in alike if not _opens_range(one)] or alike
    beside = [one for one in alike if re.search(pattern, one.part.words)]
    alike = beside or alike  # 6月23日挂牌，次年6月1日正式运行: each day has its own verb
    if not alike:
        return None
    best = alike[0]
    near = [one for one in alike if one.nearness >= _ALSO * best.nearness]
    agreeing = next((one for one in near if agrees(date, one.figure)), None)
    if agreeing:
        return confirmed(agreeing.said.source, agreeing.said.sentence) if assertion.sure else None
    return corrected(best.said.source, best.said.sentence, "premise", asserted=date, stated=best.figure)


def _opens_range(one: Stated) -> bool:
    """Tell whether a date is the first of two: 1月1日至6月30日 is a time that ends on the second."""
    return bool(re.search(f"{re.escape(one.figure.text)}[至到—]", one.said.sentence.text))


def _alike(date: Figure, one: Stated, pattern: str) -> bool:
    """Tell whether a date of a sentence is as fine as the asserted one and is of the same."""
    other = one.figure
    if other.kind is not FigureKind.DATE or not other.date or one.said.source.hit.ended:
        return False
    whole = date.date and (date.date[0] == "-") == (other.date[0] == "-")
    return bool(whole and re.search(pattern, one.said.sentence.text)) and (
        "-" in other.date or "-" not in (date.date or "")
    )


def _by_document(date: Figure, role: str, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Hold a date against the record of the document that is meant."""
    source = named(question, sources)
    if (date.date or "-").startswith("-") or not _is_named(question, source):
        return None  # a day of every year is none of a document
    known: PartialDate | None = getattr(source.document, role, None)
    if known is None or _in_doubt(source.document, role):
        return None
    (written, *_) = read_figures(_spelt(known))
    if agrees(date, written):
        said = telling(source)
        return confirmed(source, said) if any(agrees(date, f) for f in read_figures(said.text)) else None
    return corrected(source, telling(source), f"premise_{role}", asserted=date, stated=written)


def _is_named(question: Question, source: Source) -> bool:
    """Tell whether a question names a document by words of its title; a year and 条例 name none."""
    kinds = premise_rules()["named_by"]["kind"]
    asked, title = (
        re.sub(kinds, " ", _YEAR.sub(" ", unified(text)))
        for text in (question.search_text, source.document.title)
    )
    return bool(pairs(asked) & pairs(title))


def _in_doubt(document: Metadata, role: str) -> bool:
    return any(name == role for name, _ in document.date_notes)


def _spelt(day: PartialDate) -> str:
    month = f"{day.month}月" if day.month else ""
    return f"{day.year}年{month}{f'{day.day}日' if day.day else ''}"
