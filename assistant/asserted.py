"""What a question asserts: the part of it that is taken for granted, and the figures in it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from assistant.attachment import same_or_wider
from assistant.premise_terms import premise_rules
from assistant.spoken_figures import in_figures
from corpus.numerals import Bound, Figure, FigureKind, date_covers, read_figures, same_value

_ENDS = re.compile("[，,；;。？?！!：:]")
_LOW, _HIGH = frozenset((Bound.MAX, Bound.BELOW)), frozenset((Bound.MIN, Bound.ABOVE))
_RATES = frozenset(("%", "‰", "‱"))
OF_A_TEXT = ("effective", "published", "expires")  # what days of a text are of
_DURATIONS = frozenset(("年", "个月", "季度", "周", "日", "工作日", "小时"))


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a question takes for granted.

    Attributes:
        text: the words that assert, without what only passes them on or wants a yes.
        sure: whether the question says so by its form; if not it asks openly, and only a figure that is what
            it asks about counts: 税率是10%吗.
        figures: what is asserted of figures in `text`, dates among them; a case of one's own has none.
        aside: whether it is only said by the way, and nobody asks for a yes.
        said: the words of the question, where `text` are others.
    """

    text: str
    sure: bool
    figures: tuple[Figure, ...]
    aside: bool = False
    said: str = ""


def read_assertion(question: str) -> Assertion | None:
    """Return what a question takes for granted; None if it only asks."""
    rules = premise_rules()
    question = re.sub(r"(?<=[A-Za-z])(?=[0-9])", " ", in_figures(question))  # GDP452亿
    if given := re.search(rules["given"], question, re.IGNORECASE):
        return Assertion(given[1], True, stated_figures(given[1]))
    text, tagged = re.subn(rules["confirm"], "", question, flags=re.IGNORECASE)
    text, heard = re.subn(rules["hearsay"], "", text, flags=re.IGNORECASE)
    if reverse := re.search(rules["reverse"], text):
        text = reverse[1]
    middle = rules["middle"] in text
    text, asked = re.subn(rules["open"], "", text.replace(rules["middle"], "是"), flags=re.IGNORECASE)
    text = text.strip(" ，,。？?")
    sure = bool(tagged or heard or reverse or middle)
    figures = stated_figures(text)
    if sure:
        return Assertion(text, True, figures)
    if asked and any(_is_the_point(text, figure) for figure in figures):
        return Assertion(text, False, figures[-1:])
    if asked and re.search(rules["still"], text, re.IGNORECASE):
        return Assertion(text, False, ())
    return None


def told(text: str) -> Assertion:
    """Return what a statement by the way asserts; figures only where it takes them for the rule."""
    figures = (f for f in stated_figures(text) if f.kind is FigureKind.DATE or _taken(text, f))
    return Assertion(text, True, tuple(figures), aside=True)


def presupposed(question: str) -> tuple[Figure, ...]:
    """Return the figures that a question takes for the rule, those by the way too: 公示45天太久了，能快些吗.

    Figures of a case that is told are none, nor are days. For a question that asserts nothing.
    """
    question = in_figures(question)
    return tuple(f for f in map(as_money, read_figures(question)) if _taken(question, f))


def _taken(question: str, figure: Figure) -> bool:
    rules, before, after = premise_rules(), question[: figure.start], question[figure.end :]
    if figure.kind in (FigureKind.DATE, FigureKind.NUMBER) or figure.value is None or figure.value <= 1:
        return False
    if figure.kind is FigureKind.COUNT and not figure.unit or re.search("[多余几]", figure.text):
        return False  # 2024 negative list; 一千多万: too vague to be held against anything
    if before.endswith("第") or re.match(r"\d{2}年$", figure.text) or _describes(question, figure, 0, False):
        return False
    clause = _ENDS.split(before)[-1] + figure.text + _ENDS.split(after)[0]
    either = "还是" in clause and len(read_figures(clause)) > 1
    if either or before.endswith("比"):  # 30万还是300万, 比10%低: none is taken for granted
        return False
    if figure.kind is FigureKind.RATIO:
        return not re.search(rules["own"], clause, re.IGNORECASE)
    before += re.sub("[^是为有].*", "", figure.text)
    led = re.search(rules["taken_before"], before, re.IGNORECASE) or re.search(rules["taken_after"], after)
    bound = figure.bound is not Bound.EXACT
    case = re.search(rules["case"], clause, re.IGNORECASE) and not re.search(rules["ruled"], clause)
    return bool(led or bound) and not case


def without_asserted(question: str) -> str:
    """Return a question without the figures and days that it takes for granted: a wrong one finds nothing.

    Years stay, because they say which report or edition is meant.
    """
    assertion = read_assertion(question)
    if assertion and assertion.figures:
        question = in_figures(question)
    for figure in assertion.figures if assertion else ():
        if figure.kind is not FigureKind.DATE or "-" in (figure.date or ""):
            question = question.replace(bare(figure), "", 1)
    return question


def _is_the_point(text: str, figure: Figure) -> bool:
    """Tell whether an open question ends in a figure that it says something is: 税率是10%, 是2021年施行的."""
    before = re.search("(?:是|为|要|有|达到?|一共|合计|奖励?|补贴?)了?$", text[: figure.start])
    after = text[figure.end :].strip("的了就才 ")
    if figure.kind is FigureKind.DATE:
        after = re.sub("|".join(premise_rules()["roles"][role] for role in OF_A_TEXT), "", after)
    return bool(before or figure.text[:1] in "是为") and not after


def stated_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures that are asserted, not those of a case that is described."""
    rules = premise_rules()
    found = tuple(map(as_money, read_figures(text)))
    last = max((match.end() for match in _ENDS.finditer(text.rstrip("，,。"))), default=0)
    own = bool(re.search(rules["own"], text, re.IGNORECASE))
    return tuple(figure for figure in found if not _describes(text, figure, last, own))


def _describes(text: str, figure: Figure, last: int, own: bool) -> bool:
    """Tell whether a figure describes a case: it stands before what asserts, or is judged."""
    rules = premise_rules()
    after = text[figure.end :]
    if re.search(rules["describes"], after):
        return True
    return own and (figure.start < last or bool(re.search(rules["judged"], after)))


def as_money(figure: Figure) -> Figure:
    """Read 300万 as 300万元: people leave the unit out, documents do not."""
    if figure.kind is FigureKind.NUMBER and re.search("[万亿]", figure.text):
        return dataclasses.replace(figure, kind=FigureKind.AMOUNT, unit="元")
    return figure


def bare(figure: Figure) -> str:
    """Return a figure as the question writes it, without a verb that the reader of figures took in."""
    return re.sub("^.*?[是为]", "", figure.text)


def agrees(asserted: Figure, other: Figure) -> bool:
    """Tell whether a figure of a clause says what is asserted, or holds it in its range."""
    if asserted.kind is FigureKind.DATE:
        covers = date_covers(asserted, other) or date_covers(other, asserted)
        return covers or same_or_wider(asserted, other) or same_or_wider(other, asserted)  # 2028年底
    if same_value(asserted, other):
        return not turned(asserted, other)
    if not comparable(asserted, other) or None in (asserted.value, other.value):
        return False
    ends = (other.value, other.upper)  # 2万元至5万元: either end, or what lies between
    if asserted.upper is None and other.upper is not None and other.value is not None:
        return asserted.value in ends or bool(
            asserted.value is not None and other.value <= asserted.value <= other.upper
        )
    return False


def turned(asserted: Figure, other: Figure) -> bool:
    """Tell whether one figure is an upper and the other a lower bound."""
    return (asserted.bound in _LOW and other.bound in _HIGH) or (
        asserted.bound in _HIGH and other.bound in _LOW
    )


def comparable(a: Figure, b: Figure) -> bool:
    """Tell whether two figures measure alike, so that one can stand in the place of the other."""
    if a.kind is FigureKind.PERIOD and b.kind is FigureKind.PERIOD:
        return a.unit in _DURATIONS and b.unit in _DURATIONS
    if a.kind is FigureKind.DATE or b.kind is FigureKind.DATE:
        return a.kind is b.kind and a.date is not None and b.date is not None
    if a.kind is FigureKind.RATIO and b.kind is FigureKind.RATIO:
        return a.unit == b.unit or {a.unit, b.unit} <= _RATES
    if a.kind is b.kind and a.kind not in (FigureKind.COUNT, FigureKind.NUMBER):
        return a.unit.partition("/")[0] == b.unit.partition("/")[0]
    # 300家 and 300户 count alike; that of two counts can be told only where the numbers are the same.
    return same_value(dataclasses.replace(a, value=b.value, upper=b.upper), b)


def keeps_to(asserted: Figure, stated: Figure) -> bool:
    """Tell whether an asserted figure keeps to the bound that is stated: 三年缴完 within 5年内."""
    if asserted.value is None or stated.value is None or asserted.unit != stated.unit:
        return False
    if stated.bound in _LOW:
        return asserted.value <= stated.value
    return stated.bound in _HIGH and asserted.value >= stated.value
