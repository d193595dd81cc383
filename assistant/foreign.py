"""Statements in another language than the clause: what can be held against it are figures and negation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attachment import same_or_wider
from assistant.model import DraftClaim, Source
from assistant.naming import Fault
from assistant.phrases import unified
from assistant.polarity import Force, forces
from corpus.numerals import read_figures

_NOT = re.compile(
    r"\b(?:not|no|never|without|cannot|neither|nor|prohibit\w*|forbid\w*|forbidden|ban\w*|exempt\w*|waive[ds]?)\b|n't\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:no|not) (?:more|less|fewer|later|earlier|higher|lower|longer|exceed\w*|below|above) ?(?:than)?\b"
    r"|\bnot to exceed\b",
    re.IGNORECASE,
)
_NEGATIVE = frozenset((Force.MUST_NOT, Force.NEED_NOT, Force.NOT, Force.EXEMPT))


def foreign_fault(claim: DraftClaim, sources: Sequence[Source]) -> Fault | None:
    """Return what the quoted words do not bear out.

    Words cannot be compared across languages, so the figures must stand in the very words quoted, which the
    reader sees beside the statement.
    """
    quoted = [figure for quote in claim.quotes for figure in read_figures(quote.text)]
    for figure in read_figures(claim.text):
        if not any(same_or_wider(figure, known) for known in quoted):
            return "figure", figure.text
    denied = bool(_NOT.search(_BOUND.sub("", claim.text)))
    if denied != any(forces(unified(quote.text)) & _NEGATIVE for quote in claim.quotes):
        return "force", claim.text
    return None
