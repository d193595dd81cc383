"""How true sentences are made false, one kind a function. None of them knows how a statement is checked."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from assistant.model import DraftClaim, Quote
from corpus.chinese_numbers import chinese_number
from corpus.numerals import Figure, FigureKind, read_figures, same_value
from corpus.references import read_articles
from evals.fabrication_tables import (
    BOUNDS,
    FORCE,
    HOPES,
    INVENTED,
    OFFICES,
    PLACES,
    SUBJECTS,
    TERMS,
    TURNS,
    UNITS,
)
from evals.lies import Maker, Truth

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def _figures(truth: Truth, *kinds: FigureKind) -> Iterator[Figure]:
    for figure in read_figures(truth.text):
        if (not kinds or figure.kind in kinds) and _NUMBER.search(figure.text):
            yield figure


def _put(text: str, figure: Figure, new: str) -> str:
    return text[: figure.start] + new + text[figure.end :]


_VALUES = (FigureKind.AMOUNT, FigureKind.RATIO, FigureKind.PERIOD, FigureKind.COUNT)


def figure(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Change the number."""
    for found in _figures(truth, *_VALUES):
        number = _NUMBER.findall(found.text)[-1]
        new = str(int(float(number)) + rng.choice((1, 2, 5, 10)))
        if "." not in number:
            new = rng.choice((new, number + "0"))
        if float(new) != float(number):
            yield _put(truth.text, found, found.text.replace(number, new))


def unit(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Change the unit."""
    for found in _figures(truth, *_VALUES):
        for old, new in UNITS:
            if old in found.text:
                yield _put(truth.text, found, found.text.replace(old, new))
                break


def scale(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put 亿 for 万 and the other way round, or leave it out."""
    for found in _figures(truth, FigureKind.AMOUNT, FigureKind.COUNT):
        for old, new in (("万", "亿"), ("亿", "万"), ("万", ""), ("亿", "千亿"), ("万", "百万")):
            if old in found.text:
                yield _put(truth.text, found, found.text.replace(old, new))


def bound(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Turn the bound round."""
    for found in _figures(truth):
        for old, new in BOUNDS:
            if old in found.text:
                yield _put(truth.text, found, found.text.replace(old, new))
                break


def year(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Change a year."""
    for match in re.finditer(r"(?<!\d)20\d\d(?=年)", truth.text):
        shift = rng.choice((-3, -2, -1, 1, 2))
        yield truth.text[: match.start()] + str(int(match.group()) + shift) + truth.text[match.end() :]


def han_digit(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Write the number in Chinese numerals and change a digit of it."""
    for found in _figures(truth, FigureKind.AMOUNT, FigureKind.PERIOD, FigureKind.COUNT):
        number = _NUMBER.findall(found.text)[-1]
        if "." in number or int(number) > 9999:
            continue
        digits = [i for i, sign in enumerate(number) if sign != "0"]
        at = rng.choice(digits) if digits else 0
        changed = number[:at] + rng.choice([d for d in "123456789" if d != number[at]]) + number[at + 1 :]
        yield _put(truth.text, found, found.text.replace(number, chinese_number(int(changed))))


def _replaced(truth: Truth, old: str, new: str) -> Iterator[str]:
    if old in truth.text:
        yield truth.text.replace(old, new, 1)


def subject(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put another subject."""
    for old in SUBJECTS:
        if old in truth.text:
            new = rng.choice([s for s in SUBJECTS if s[:2] not in truth.text])
            yield from _replaced(truth, old, new)


def subject_of_clause(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Exchange two subjects that the sentence names."""
    named = [s for s in SUBJECTS if s in truth.text]
    for one in named:
        for other in named:
            first, last = sorted((truth.text.index(one), truth.text.index(other)))
            between = truth.text[first:last]
            for subject in named:
                between = between.replace(subject, "")
            listed = re.fullmatch("(?:、|和|或者|或|以及|与|其他)*", between) or "不同" in truth.text
            if one < other and one not in other and other not in one and not listed:
                yield truth.text.replace(one, "\0").replace(other, one).replace("\0", other)


def place(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put another place."""
    for old in PLACES[:5]:
        if re.search(f"{old}(?![市省])", truth.text):
            new = rng.choice([p for p in PLACES if old[:2] not in p])
            yield re.sub(f"{old}(?![市省])", new, truth.text, count=1)


def office(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put another office."""
    for old in OFFICES:
        if old in truth.text:
            new = rng.choice([o for o in OFFICES if o not in truth.source.passage.text])
            yield from _replaced(truth, old, new)


def swapped(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Give a thing the figure of another thing in the clause, with its bound words."""
    others = read_figures(truth.source.passage.text)
    for found in read_figures(truth.text):
        for other in others:
            same_kind = other.kind is found.kind and other.unit == found.unit and other.bound is found.bound
            if same_kind and not same_value(other, found) and found.kind in _VALUES:
                yield _put(truth.text, found, other.text)


def swapped_year(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Give a figure the year of another figure in the clause."""
    years = set(re.findall(r"20\d\d(?=年)", truth.source.passage.text))
    for match in re.finditer(r"20\d\d(?=年)", truth.text):
        for other in sorted(years - {match.group()}):
            yield truth.text[: match.start()] + other + truth.text[match.end() :]


def force(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Take a negation or duty away, put one in, or turn it round."""
    for old, new in FORCE:
        if f"不{old}" not in truth.text:
            yield from _replaced(truth, old, new)


def turned(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Say the opposite."""
    for old, new in TURNS:
        yield from _replaced(truth, old, new)


def term(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Make once of each year, and the other way round."""
    if read_figures(truth.text):
        for old, new in TERMS:
            yield from _replaced(truth, old, new)


def hope(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Give a plan as a result."""
    if read_figures(truth.text):
        for old, new in HOPES:
            yield from _replaced(truth, old, new)


def label(truth: Truth, rng: random.Random) -> Iterator[DraftClaim]:
    """Cite a source that does not exist."""
    quote = truth.claim(truth.text).quotes[0]
    yield DraftClaim(truth.text, (Quote(rng.randint(2, 12), quote.text, quote.start, quote.end),))


def quote(truth: Truth, rng: random.Random) -> Iterator[DraftClaim]:
    """Alter a character of the quote, or its place."""
    given = truth.claim(truth.text).quotes[0]
    at = rng.randrange(len(given.text))
    altered = given.text[:at] + rng.choice("不可应九省万年免") + given.text[at + 1 :]
    if altered != given.text:
        yield DraftClaim(truth.text, (Quote(1, altered, given.start, given.end),))
    yield DraftClaim(truth.text, (Quote(1, given.text, given.start + 1, given.end + 1),))


def number(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Name a document number that is another's."""
    code = rng.choice(("洪府发", "赣府发", "国发", "财税", "东府办发", "洪办发", "赣府厅字"))
    yield f"根据{code}〔{rng.randint(2015, 2025)}〕{rng.randint(40, 99)}号，{truth.text}"
    yield f"国务院令第{rng.randint(810, 999)}号规定，{truth.text}"


def title(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Name a law or paper that is another's."""
    name = rng.choice(
        (
            "东湖区招商引资奖励办法",
            "江西省企业登记条例",
            "中华人民共和国民法典",
            "南昌市人才引进若干规定",
            "外商投资准入条例",
        )
    )
    yield f"根据《{name}》，{truth.text}"
    yield f"《{name}》第{chinese_number(rng.randint(3, 60))}条规定，{truth.text}"


def article(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Name an article that the clause does not."""
    named = {reference.article for reference in read_articles(truth.source.passage.text)}
    other = rng.choice([n for n in range(1, 80) if f"第{chinese_number(n)}条" not in named])
    yield f"第{chinese_number(other)}条规定，{truth.text}"
    yield f"《{truth.source.document.title}》第{chinese_number(other)}条规定：{truth.text}"


def invented(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Make a sentence up."""
    pattern = rng.choice(INVENTED)
    made = pattern.format(
        place=rng.choice(PLACES[:3]),
        who=rng.choice(SUBJECTS),
        office=rng.choice(OFFICES),
        n=rng.randint(2, 9),
    )
    yield made
    yield truth.text.rstrip("。") + "，" + made
    yield truth.text + made


FABRICATIONS: dict[str, Maker] = {
    make.__name__: make
    for make in (
        figure,
        unit,
        scale,
        bound,
        year,
        han_digit,
        subject,
        subject_of_clause,
        place,
        office,
        swapped,
        swapped_year,
        force,
        turned,
        term,
        hope,
        label,
        quote,
        number,
        title,
        article,
        invented,
    )  # fmt: skip
}
"""Kinds of fabrication."""
