"""What a figure is said of: a statement may not give one thing the figure of another.

Each figure has a scope: the words from the last figure of its series to itself, and on to the next comma. A
figure of a statement is that of the clause if its scope is nearer to the scope there than to the scope of
any other figure of its kind. Words that both scopes have decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.phrases import MARK, Phrase, pairs, terms, unified
from corpus.numerals import Bound, Figure, FigureKind, date_covers, same_figure, same_value

_STOP = re.compile(f"[，、；：。！？（）{MARK}]")
_OPEN_BELOW = frozenset((Bound.MIN, Bound.ABOVE))
_RATES = (
    ("年", "每年|年均|/年"),
    ("月", "每个?月|月均|/月"),
    ("日", "每[日天]|日均|/日"),
    ("once", "一次性"),
)
_EACH = re.compile("每(?![年月日天]|个?季度|平均)|/(?![年月日])|单个")
_CHANGE = re.compile(
    f"(?:提高|增长|降低|压缩|缩短|压减|减少|放宽|延长|上涨)(?:幅度)?(?:的?)(?P<to>[到至为])?[^{MARK}，；。]{{0,3}}{MARK}"
)


@dataclass(frozen=True, slots=True)
class Scoped:
    """A figure with the words that say what it is of."""

    figure: Figure
    words: str
    tokens: frozenset[str]
    near: int = 0  # where in `words` the last figure before it ends, dates left out
    after: str = ""  # all that follows the figure


@lru_cache(maxsize=1024)
def scoped(phrase: Phrase) -> tuple[Scoped, ...]:
    """Give every figure of a phrase its scope."""
    marks = [match.start() for match in re.finditer(MARK, phrase.words)]
    found = []
    for k, mark in enumerate(marks):
        stop = _STOP.search(phrase.words, mark + 1)
        end = stop.start() if stop else len(phrase.words)
        begin = _begin(phrase, marks, k)
        if stop and stop.start() == mark + 1 and phrase.figures[k].kind is FigureKind.DATE:
            stop = _STOP.search(phrase.words, stop.end())
            end = stop.start() if stop else len(phrase.words)
        inside = [i for i, at in enumerate(marks) if begin <= at < end and i != k]
        words = phrase.words[begin:end]
        tokens = pairs(words) | {name for i in inside for name in _names(phrase.figures[i])}
        if phrase.figures[k].kind is not FigureKind.DATE:
            tokens |= pairs(_shared_opening(phrase.words, begin, marks, k))
        before = [marks[i] for i in inside if i < k and phrase.figures[i].kind is not FigureKind.DATE]
        near = max(before) - begin if before else 0
        found.append(Scoped(phrase.figures[k], words, frozenset(tokens), near, phrase.words[mark + 1 :]))
    return tuple(found)


def _begin(phrase: Phrase, marks: list[int], k: int) -> int:
    """Return where the scope of figure k begins: behind the last of its series not needed to name it."""
    figure = phrase.figures[k]
    if figure.kind is FigureKind.DATE:  # a date heads what follows; what stands before the comma is another's
        return max(phrase.words.rfind(sign, 0, marks[k]) for sign in "，、；：。（" + MARK) + 1
    for j in range(k - 1, -1, -1):
        if not _in_series(phrase.figures[j], figure):
            continue
        stop = _STOP.search(phrase.words, marks[j] + 1, marks[k])
        begin = stop.start() if stop and phrase.words[stop.start()] != MARK else marks[j] + 1
        if pairs(phrase.words[begin : marks[k]]):
            return begin
    return 0


def _shared_opening(words: str, begin: int, marks: list[int], k: int) -> str:
    """Return what opens the sentence for all figures of a part: 企业，合计800万元之外另加200万元."""
    if begin == 0 or "，" in words[begin : marks[k]] or words[begin] in "，；":
        return ""
    return words[: max(words.rfind("，", 0, begin), 0)]


def _in_series(a: Figure, b: Figure) -> bool:
    return comparable(a, b) and _is_condition(a) == _is_condition(b)


def _is_condition(figure: Figure) -> bool:
    """Tell whether a figure is one to reach (1亿元以上的), and not one that is given; 1400多万元 is none."""
    return figure.bound in _OPEN_BELOW and not re.search("[多余]", figure.text)


def comparable(a: Figure, b: Figure) -> bool:
    """Tell whether two figures could be taken for one another."""
    if a.kind not in (FigureKind.COUNT, FigureKind.NUMBER):
        return a.kind is b.kind
    return same_value(a, replace(b, value=a.value, upper=a.upper))


def _names(figure: Figure) -> Iterable[str]:
    if figure.kind is FigureKind.DATE and figure.date:
        return (figure.date, figure.date[:4])
    return (f"{figure.value}{figure.upper}{figure.unit}",)


def same_or_wider(said: Figure, proven: Figure) -> bool:
    """Tell whether a figure of a statement is that of a clause; a year may stand for a day in it."""
    if same_figure(said, proven):
        return True
    if not said.date or not proven.date:
        return False
    ends = {f"{said.date[:4]}-12", f"{said.date[:4]}-12-31"} if said.date.endswith("-END") else set()
    if proven.date in ends:  # 2027年底 is 2027年12月31日
        return Bound.EXACT in (said.bound, proven.bound) or said.bound is proven.bound
    # A day may be given as its year; what was counted in half a year is not what was counted in the year.
    named = re.fullmatch(r"\d{4}-\d\d-\d\d|.*-END", proven.date) or proven.bound is not Bound.EXACT
    if not named or "/" in said.date or not date_covers(said, proven):
        return False
    if said.text.endswith("前"):  # before June is not before the end of June
        return False
    return Bound.EXACT in (said.bound, proven.bound) or said.bound is proven.bound


def bearing(said: Scoped, proven: Iterable[Scoped]) -> list[Scoped]:
    """Return the figures of a clause that a figure of a statement may be; of a span of time, both ends."""
    known = list(proven)
    if found := [other for other in known if same_or_wider(said.figure, other.figure)]:
        return found
    ends = (said.figure.date or "").split("/")
    if len(ends) != 2:
        return []
    halves = [[o for o in known if same_or_wider(replace(said.figure, date=end), o.figure)] for end in ends]
    return halves[0] if all(halves) else []


def attached(said: Scoped, proven: Scoped, others: Iterable[Scoped]) -> bool:
    """Tell whether `said` is of the same thing as `proven`, and not of that of another figure."""
    for other in others:
        if not comparable(other.figure, proven.figure) or same_value(other.figure, proven.figure):
            continue
        own, foreign = proven.tokens - other.tokens, other.tokens - proven.tokens
        nearer = _share(said.tokens, own)
        if (further := _share(said.tokens, foreign)) and further >= nearer:
            return False
    return True


def _share(tokens: frozenset[str], of: frozenset[str]) -> float:
    return len(tokens & of) / len(of) if of else 0.0


def period_differs(said: Scoped, proven: Scoped) -> bool:
    """Tell whether one figure is for each year, month or piece and the other is not."""
    for name, pattern in _RATES:
        a, b = (bool(re.search(pattern, _near(s) + s.figure.unit)) for s in (said, proven))
        if a and not b or (b and not a and name != "once"):
            return True
    return bool(_EACH.search(said.words + said.figure.unit)) != bool(
        _EACH.search(proven.words + proven.figure.unit)
    )


def _near(of: Scoped) -> str:
    """Return the words of a scope from the last figure that is no date."""
    return of.words[of.near :]


def change_differs(said: Scoped, proven: Scoped) -> bool:
    """Tell whether one figure is what something rises to and the other what it rises by."""
    a, b = _CHANGE.search(said.words), _CHANGE.search(proven.words)
    return bool(a and b) and bool(a and a["to"]) != bool(b and b["to"])


def only_hoped(said: Scoped, piece: str, proven: Scoped, sentence: str) -> bool:
    """Tell whether the clause gives a figure as plan or estimate and the statement as a fact."""
    hoping = re.compile("|".join(unified(word) for word in terms()["hedge"].split()))
    if not hoping.search(proven.words) or hoping.search(said.words) or re.search("计划|要|将", said.words):
        return False
    return len(hoping.findall(piece)) < len(hoping.findall(sentence))
