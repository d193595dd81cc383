"""What a question says by the way: statements in the clauses before the one that asks.

歇业最长十年，手续怎么办: nobody asks for a yes to the ten years, they are taken for granted all the more.
What is told of one's own case is none of it, nor is what is only supposed.
"""

from __future__ import annotations

import re

from assistant.asserted import Assertion, read_assertion, told
from assistant.parts import ASKS
from assistant.premise_terms import premise_rules
from assistant.spoken_figures import in_figures

_MOST = 3  # clauses that are held against the documents
_CLAUSE = re.compile(r"[，,；;。？?！!\n]+")
_CASE = ("own", "supposed", "told_of")
_SHORTEST = 4  # characters of a clause that says something


def read_asides(question: str) -> tuple[Assertion, ...]:
    """Return what a question takes for granted in front of what it asks, clause by clause.

    A clause comes with the one before it, whose subject it may go on with: GDP突破六百亿了，增速还有八个点.
    """
    clauses = [clause.strip() for clause in _CLAUSE.split(in_figures(question)) if clause.strip()]
    found: list[Assertion] = []
    before = ""
    for clause in clauses[:-1]:
        if _is_case(clause):  # what follows goes on with the story
            break
        aside = _aside(clause)
        if aside:
            found.append(told(f"{before}，{aside.text}") if before else aside)
        before = found[-1].text if aside else ""
    return tuple(found[:_MOST])


def _is_case(clause: str) -> bool:
    """Tell whether a clause tells of a case, or only supposes one."""
    return any(re.search(premise_rules()[name], clause, re.IGNORECASE) for name in _CASE)


def _aside(clause: str) -> Assertion | None:
    """Return what a clause states, None if it asks or only says when."""
    rules = premise_rules()
    if re.search(rules["asking"], clause) or re.search(rules["when"], clause):
        return None
    clause = re.sub(rules["leading"], "", clause)
    asserted = read_assertion(clause)
    if asserted is None and not ASKS.search(clause):
        asserted = told(clause)
    return asserted if asserted and asserted.sure and len(asserted.text) >= _SHORTEST else None
