"""A sum that a question takes for granted of a reward it wants to claim: 首店补贴100万怎么领.

Nobody is asked whether the sum is right, and it may be one's own share of what is given at most. So it is put
right only where no sentence of those found states it, allows it within a limit or adds up to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from assistant.asserted import Assertion, agrees, as_money, comparable, keeps_to
from assistant.closest import Said, sayings, without_figures
from assistant.findings import Finding, corrected
from assistant.model import NoticeKind, Question, Source
from assistant.premise_figures import on_figures
from assistant.premise_terms import premise_rules
from assistant.spoken_figures import in_figures
from corpus.numerals import Figure, read_figures

_NEAR = 0.25  # a sentence further away speaks of something else


def claimed(question: str) -> Assertion | None:
    """Return the sum that a reward is said to be before it is asked how to claim it, None if none is said."""
    rules, text = premise_rules(), in_figures(question)
    asked = re.search(rules["claim"], text)
    if not asked or re.search(rules["own"], text) or re.search(rules["told_of"], text):
        return None
    told = text[: asked.start()]
    figures = tuple(map(as_money, read_figures(told)))
    if len(figures) != 1 or not re.search("[万亿]", figures[0].text):
        return None
    before, after = told[: figures[0].start], told[figures[0].end :]
    given = rules["reward"]
    led = re.search(f"(?:{given})$", before) and not after
    named = re.match(f"(?:的|元)*[^，。]{{0,6}}(?:{given})$", after)
    return Assertion(told, True, figures, aside=True) if led or named else None


def on_claim(question: Question, sources: Sequence[Source]) -> Finding | None:
    """Return a correction of such a sum, if all that is found of the reward speaks against it."""
    assertion = claimed(question.search_text)
    if assertion is None:
        return None
    (figure,) = assertion.figures
    said = sayings(without_figures(assertion.text), sources)
    if any(_allows(one.phrase.figures, figure) for one in said):
        return None
    finding = on_figures(assertion, question, sources)
    if finding is None or finding.kind is not NoticeKind.PREMISE:
        return None
    best = _most(figure, said) or finding
    return corrected(best.source, best.sentence, "premise_not", asserted=figure)


def _most(figure: Figure, said: Sequence[Said]) -> Said | None:
    """Return the sentence of the closest passage that gives the most of the kind: several may be meant."""
    near = [one for one in said if one.nearness >= _NEAR and _largest(figure, one)]
    closest = min((one.source.label for one in near), default=0)
    beside = [one for one in near if one.source.label == closest]
    return max(beside, key=lambda one: _largest(figure, one), default=None)


def _largest(figure: Figure, one: Said) -> Decimal:
    """Return the largest like figure of a sentence, 0 if it has none."""
    return max((f.value for f in one.phrase.figures if f.value and comparable(figure, f)), default=Decimal(0))


def _allows(stated: Sequence[Figure], figure: Figure) -> bool:
    """Tell whether figures of a sentence state a sum, allow it within a limit, or add up to it."""
    alike = [one for one in stated if comparable(figure, one)]
    if any(agrees(figure, one) or keeps_to(figure, one) for one in alike):
        return True
    values = [one.value for one in alike if one.value is not None]
    return any(sum(some) == figure.value for n in (2, 3) for some in combinations(values, n))
