"""Rules that a question takes for granted: what must, may, need not or must not be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asserted import Assertion, premise_rules
from assistant.closest import sayings, without_figures
from assistant.findings import Finding, corrected
from assistant.model import Question, Source

_NEAR = 0.3


def on_rules(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Say that the nearest sentence forbids what the question takes to be allowed, or the like."""
    rules = premise_rules()
    if not assertion.sure or re.search(rules["negated"], assertion.text):
        return None
    said = sayings(without_figures(assertion.text), sources)
    if not said or said[0].nearness < _NEAR:
        return None
    for asserted, stated in rules["contrary"]:
        if re.search(asserted, assertion.text) and re.search(stated, said[0].sentence.text):
            return corrected(said[0].source, said[0].sentence, "premise_rule")
    return None
