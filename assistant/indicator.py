"""Which sentences of a clause full of figures speak of the indicator asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import Source
from assistant.sentences import Sentence, split_sentences
from assistant.shape import PERIODIC
from assistant.spoken import names_of, speaks
from corpus.model import FigureFacet
from index.thesaurus import expand

_PLAN = re.compile("目标|计划|预期|力争|打算|规划|target|plan|goal", re.IGNORECASE)
_GROWTH = re.compile("增长|增速|增幅|涨|growth|grow|increase", re.IGNORECASE)
_REACHED = re.compile("完成|实际|达成|做到了|actual|achieved|reached", re.IGNORECASE)
_ASIDE = ("提示：", "依据：")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a source with the figures of a time that it states."""

    source: Source
    sentence: Sentence
    figures: tuple[FigureFacet, ...]


def states_period(source: Source) -> bool:
    """Tell whether a clause mainly states figures of a time: targets, results, statistics."""
    facets = source.passage.facets
    kinds = [figure.kind in PERIODIC for figure in facets.figures] if facets else []
    return sum(kinds) > len(kinds) / 2


def on_topic(text: str, sources: Sequence[Source]) -> tuple[Statement, ...]:
    """Return the sentences that say most of the words of a question; none if they say none of them."""
    wanted = _indicators(text)
    weighed = [
        (sum(_weight(terms, statement.sentence.text.lower()) for terms in wanted), statement)
        for source in sources
        for statement in _statements(source)
    ]
    most = max((weight for weight, _ in weighed), default=0)
    return tuple(statement for weight, statement in weighed if weight == most) if most else ()


def _indicators(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a question that name an indicator, each with the official terms for it."""
    expansion = expand(text)
    names = names_of(expansion.rest)
    # 目标 and 增长 say which figure of an indicator is meant, not which indicator.
    bare = tuple(name for name in names if not _PLAN.fullmatch(name) and not _GROWTH.fullmatch(name))
    return (*expansion.meanings, *((name,) for name in bare or (() if expansion.meanings else names)))


def _weight(terms: Sequence[str], said: str) -> int:
    return max((len(term) for term in terms if speaks(term, said)), default=0)


def as_asked(text: str, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements with figures of the kind and unit asked for, where any has: plan, growth."""
    plan, growth = bool(_PLAN.search(text)), bool(_GROWTH.search(text))
    kept = [s for s in statements if any((f.kind == "plan") is plan for f in s.figures)] or statements
    if plan and not growth:
        return tuple(kept)  # most targets are set as growth, and nobody says so
    fit = [s for s in kept if any(("%" in f.unit) is growth for f in s.figures)] or kept
    return tuple(fit)


def other_kind(text: str, statements: Sequence[Statement]) -> tuple[str, str] | None:
    """Return the kind of figure asked for and the kind there is, if all are of one other kind.

    A target that nobody stated is not what was reached, and what was expected is not what was reached.
    """
    asks = [kind for kind, words in (("plan", _PLAN), ("reached", _REACHED)) if words.search(text)]
    kinds = {figure.kind for statement in statements for figure in statement.figures}
    if len(asks) != 1 or len(kinds) != 1 or kinds == set(asks):
        return None
    return asks[0], kinds.pop()


def _statements(source: Source) -> list[Statement]:
    facets = source.passage.facets
    figures = [f for f in facets.figures if f.kind in PERIODIC] if facets else []
    found = []
    for sentence in split_sentences(source.passage.text):
        own = tuple(f for f in figures if f.quote in sentence.text)
        if own and not sentence.text.startswith(_ASIDE):
            found.append(Statement(source, sentence, own))
    return found
