"""The figures that a question asserts, and how they compare with those of a clause."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assistant.follow_up import spans_fixed
from assistant.messages import DATA
from corpus.numerals import Bound, Figure, FigureKind, date_covers, same_value

CLAUSE_ENDS = "，,。；;：:、"
_DURATIONS = frozenset(("年", "个月", "季度", "周", "日", "工作日", "小时"))


@lru_cache(maxsize=1)
def premise_rules() -> Mapping[str, Any]:
    """Return the patterns of ``data/premise.toml``."""
    return tomllib.loads((DATA / "premise.toml").read_text(encoding="utf-8"))


def as_money(figure: Figure) -> Figure:
    """Read 300万 as 300万元: people leave the unit out, documents do not."""
    if figure.kind is FigureKind.NUMBER and figure.text.endswith(("万", "亿")):
        return dataclasses.replace(figure, kind=FigureKind.AMOUNT, unit="元")
    return figure


def bare(figure: Figure) -> str:
    """Return a figure as the question writes it, without a verb that the reader of figures took in."""
    return re.sub("^.*?[是为]", "", figure.text)


def clause_of(question: str, figure: Figure) -> str:
    """Return the clause of a question that asserts a figure, without the years and places in it."""
    start = max((question.rfind(mark, 0, figure.start) for mark in CLAUSE_ENDS), default=-1) + 1
    ends = [place for mark in CLAUSE_ENDS if (place := question.find(mark, figure.end)) >= 0]
    bound = re.sub(r"[\d.,%〇零一二两三四五六七八九十百千万亿]+.*", " ", figure.text)
    clause = (
        f"{question[start : figure.start]}{bound} " + question[figure.end : min(ends, default=len(question))]
    )
    for span in reversed(spans_fixed(clause)):
        clause = clause[: span.start] + " " + clause[span.end :]
    return clause


def is_asserted(question: str, figure: Figure) -> bool:
    """Tell whether a figure is what the question says, not a case it describes."""
    rules = premise_rules()
    before, after = question[: figure.start], question[figure.end :]
    if re.search(rules["own"], question):
        return False
    closes = re.search(f"^[的了]?(?:{rules['confirm']})", after) or re.match("[的了]?吗", after)
    stands = re.search(rules["before"], before, re.IGNORECASE) or re.search(rules["after"], after)
    if figure.kind is FigureKind.DATE:  # 2024年的税率是10%吧 asserts no year
        return bool(
            re.search("(?:到|至|从|自|是|截止|截至)$", before + figure.text[:2].rstrip("0123456789"))
            and closes
        )
    return bool(closes or (stands and not re.match("(?:企业|公司|以上的|的企业|的公司)", after)))


def agrees(asserted: Figure, other: Figure) -> bool:
    """Tell whether a figure of a clause says what is asserted, or holds it in its range."""
    if asserted.kind is FigureKind.DATE:
        return date_covers(asserted, other) or date_covers(other, asserted)
    if same_value(asserted, other):
        return True
    low, value, high = other.value, asserted.value, other.upper
    if not comparable(asserted, other) or low is None or value is None or high is None:
        return False
    return low <= value <= high  # 2万元 within 2万元至5万元


def comparable(a: Figure, b: Figure) -> bool:
    """Tell whether two figures measure alike, so that one can stand in the place of the other."""
    if a.kind is not b.kind:
        return False
    if a.kind is FigureKind.DATE:
        return a.date is not None and b.date is not None and a.date.count("-") <= b.date.count("-")
    if a.kind is FigureKind.PERIOD:
        return a.unit in _DURATIONS and b.unit in _DURATIONS
    return a.unit.partition("/")[0] == b.unit.partition("/")[0]


def keeps_to(asserted: Figure, stated: Figure) -> bool:
    """Tell whether an asserted figure keeps to the bound that is stated: 三年缴完 within 5年内."""
    if asserted.value is None or stated.value is None or asserted.unit != stated.unit:
        return False
    if stated.bound in (Bound.MAX, Bound.BELOW):
        return asserted.value <= stated.value
    return stated.bound in (Bound.MIN, Bound.ABOVE) and asserted.value >= stated.value
