"""The figures of a sentence against those of a digest: does each stand there, and of the same thing?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from os.path import commonprefix

from assistant.attachment import Scoped, attached, bearing, comparable, scoped
from assistant.dating import date_around
from assistant.evidence import Evidence
from assistant.phrases import MARK, Phrase
from assistant.wording_figures import kind_of_figures
from assistant.wording_model import Difference, DifferenceKind
from corpus.numerals import Figure, FigureKind, same_figure, same_value

_NUMBERS = re.compile("[0-9.,]+|[零〇一二三四五六七八九十百千两]+")
_EACH = {"年": "每年|年均|年度", "个月": "每个?月|月均", "日": "每[日天]|日均"}


def figures_stand(statement: Phrase, evidence: Evidence) -> bool:
    """Tell whether every figure of a statement stands in a clause, and there is one."""
    known = _known(evidence)
    return bool(statement.figures) and all(
        _stands(said, known, statement, evidence) for said in scoped(statement)
    )


def figure_differences(statement: Phrase, evidence: Evidence) -> Iterator[Difference]:
    """Yield the figures of a statement that the clause does not give to what it speaks of.

    Each comes with the figure that the clause gives to it, if it gives one: of the same value with another
    bound, of the same number with another unit, or else the one said of most like it.
    """
    known = _together(statement, evidence) or _known(evidence)
    for said in scoped(statement):
        borne = bearing(said, known)
        rivals = [other for other in known if not _spans(other.figure, said.figure)]
        if any(attached(said, other, rivals) for other in borne):
            continue
        if not borne and _stands(said, known, statement, evidence):
            continue
        meant = _meant(said, known)
        if meant is None:
            if not borne:
                kind = DifferenceKind.DATE if said.figure.kind is FigureKind.DATE else DifferenceKind.FIGURE
                yield Difference(kind, said.figure.text, "")
        else:
            yield Difference(kind_of_figures(said.figure, meant.figure), said.figure.text, meant.figure.text)


def _known(evidence: Evidence) -> tuple[Scoped, ...]:
    return tuple(figure for unit in evidence.units for figure in scoped(unit.body))


def _together(statement: Phrase, evidence: Evidence) -> tuple[Scoped, ...]:
    """Return the figures of the one sentence that has all of several: which case gives which amount."""
    said = [figure for figure in scoped(statement) if figure.figure.kind is not FigureKind.DATE]
    holding = [
        figures
        for unit in evidence.units
        if (figures := scoped(unit.body)) and all(bearing(figure, figures) for figure in said)
    ]
    return holding[0] if len(said) > 1 and len(holding) == 1 else ()


def _stands(said: Scoped, known: Sequence[Scoped], statement: Phrase, evidence: Evidence) -> bool:
    if bearing(said, known):
        return True
    if said.figure.kind is FigureKind.DATE:
        return any(date_around(said, statement, unit, evidence.sources) for unit in evidence.units)
    each = _EACH.get(said.figure.unit)  # 一年累计 is 每年累计
    one = each is not None and said.figure.value == 1
    return one and any(re.search(each or "", unit.body.words) for unit in evidence.units)


def _meant(said: Scoped, known: Sequence[Scoped]) -> Scoped | None:
    """Return the figure that a clause gives to what a figure of a statement is said of."""
    others = [
        o for o in known if comparable(said.figure, o.figure) and not same_figure(said.figure, o.figure)
    ]
    near = [o for o in others if _nearness(said, o, others) > (0, 0.0, 0)]
    for alike in (same_value, _same_number):
        if found := [o for o in others if alike(said.figure, o.figure)]:
            near = found
            break
    return max(near, key=lambda o: _nearness(said, o, others), default=None)


def _spans(whole: Figure, figure: Figure) -> bool:
    """Tell whether a figure is a range that another lies in: 50万元至150万元 of which 150万元 is the most."""
    if whole.upper is None or whole.value is None or figure.value is None:
        return False
    return whole.kind is figure.kind and whole.value <= figure.value <= whole.upper


def _nearness(said: Scoped, other: Scoped, all_: Sequence[Scoped]) -> tuple[int, float, int]:
    """Return how much before it is the same, and how much of what it is said of: alone, in all."""
    foreign = frozenset[str]().union(*(o.tokens for o in all_ if o is not other))
    own = other.tokens - foreign
    share = len(own & said.tokens) / len(own) if own else 0.0
    return _common_end(_before(said), _before(other)), share, len(other.tokens & said.tokens)


def _before(of: Scoped) -> str:
    """Return the words between the last comma and the figure of a scope."""
    marks = [m.start() for m in re.finditer(MARK, of.words)]
    before = next((of.words[:at] for at in marks if of.after.startswith(of.words[at + 1 :])), "")
    return re.split("[，；。]", before)[-1]


def _common_end(a: str, b: str) -> int:
    """Return how many characters two texts end with alike; one alone may be chance."""
    length = len(commonprefix((a[::-1], b[::-1])))
    return length if length > 1 else 0


def _same_number(a: Figure, b: Figure) -> bool:
    return bool(_NUMBERS.findall(a.text)) and _NUMBERS.findall(a.text) == _NUMBERS.findall(b.text)
