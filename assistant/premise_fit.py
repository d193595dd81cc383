"""Whether a stated figure can confirm or correct an asserted one: of the same year, direction and count."""

from __future__ import annotations

import re

from assistant.asserted import Assertion
from assistant.closest import Stated, without_figures
from assistant.phrases import pairs, terms
from assistant.premise_terms import premise_rules
from corpus.numerals import Figure


def is_it(figure: Figure, assertion: Assertion, stated: Stated) -> bool:
    """Tell whether a figure is the stated one: not only within its range, and a target only as a target."""
    aim = premise_rules()["aim"]
    aimed = re.search(aim, stated.said.sentence.text) and not re.search(
        f"{aim}|[要将拟]|计划", assertion.text
    )
    return not aimed and (figure.upper is not None or stated.figure.upper is None)


def turned_about(figure: Figure, assertion: Assertion, stated: Stated) -> bool:
    """Tell whether one figure is of a rise and the other of a fall: 暴跌97%, 增长8%."""
    rules = premise_rules()
    texts = ((assertion.text, figure.text), (stated.said.sentence.text, stated.figure.text))
    near = [text[max(0, text.find(own) - 5) : text.find(own) + len(own)] for text, own in texts]
    rise, fall = ([bool(re.search(rules[name], words)) for words in near] for name in ("rise", "fall"))
    return (rise[0] and fall[1]) or (fall[0] and rise[1])


def of_another_year(figure: Figure, assertion: Assertion, stated: Stated) -> bool:
    """Tell whether the year that is named last before a figure is none of those of a sentence."""
    named = [f.date[:4] for f in assertion.figures if f.date and f.start < figure.start and f.date[0] != "-"]
    there = {f.date[:4] for f in stated.said.phrase.figures if f.date and f.date[0] != "-"}
    return len(set(named)) > 1 and bool(there) and named[-1] not in there


def counted_apart(assertion: Assertion, stated: Stated) -> bool:
    """Tell whether a clause warns that its figures are counted otherwise than those that are asked about."""
    passage = stated.said.source.passage
    if not re.search(premise_rules()["apart"], passage.text):
        return False
    places = frozenset[str]().union(*(pairs(place) for place in terms()["places"].split()))
    return not (pairs(without_figures(assertion.text).words) - places) & pairs(stated.said.phrase.words)
