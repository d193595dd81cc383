"""Two documents that hold and give different figures for the same thing: both are said, and which prevails.

Two sentences speak of the same thing when, apart from their figures, nearly all words of the shorter one
stand in the longer one. Figures of different years, of different places, and plans against results are no
conflict.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from assistant.asserted import comparable
from assistant.figure_words import written
from assistant.fit import CLOSE, LEVELS
from assistant.glossary import titled
from assistant.history import says_past
from assistant.messages import Messages
from assistant.model import Notice, NoticeKind, Source, Verified
from assistant.sentences import split_sentences
from corpus.model import Facets, Metadata
from corpus.numerals import Figure, FigureKind, read_figures, same_value
from index.signals import ENDED
from index.tokens import bigrams

ALIKE = 0.75  # of the bigrams of the shorter sentence, figures aside, that the longer one has to hold
_LEAST = 6  # bigrams; shorter sentences say too little to be about the same
_BEFORE = 10  # characters before a figure that say what it measures
_SHARED = 2  # bigrams of these that two figures of one thing have in common
_STATE = "国家"
_ASIDE = ("提示：", "依据：")
_YEAR = re.compile(r"20\d{2}(?=年)")


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence with figures, and the document it stands in."""

    text: str
    document: Metadata
    figures: tuple[Figure, ...]
    kinds: frozenset[str]  # of its figures: plan, reached …; empty where no facets tell


def with_counterpart(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Mark the first source of another document that contradicts the best one, so that both are said."""
    if not sources or sources[0].hit.ended:
        return tuple(sources)
    best, floor = sources[0], CLOSE * sources[0].hit.closeness
    own = tuple(_sentences(best))
    for place, source in enumerate(sources[1:], 1):
        other = source.document.id != best.document.id and not source.hit.ended
        if not other or source.hit.closeness < floor:
            continue
        if any(_difference(a, b) for a in own for b in _sentences(source)):
            return (*sources[:place], dataclasses.replace(source, paired=True), *sources[place + 1 :])
    return tuple(sources)


def conflicts(verified: Verified, messages: Messages) -> tuple[Notice, ...]:
    """Return a notice for the first two statements of the answer that contradict each other.

    Args:
        verified: the statements of the answer; those of documents that have ended are left aside.
        messages: the language of the notice.
    """
    cited = {c.label: c for c in verified.citations if c.status not in ENDED}
    statements = [
        said
        for claim in verified.claims
        if (citation := cited.get(claim.labels[0]))
        and (said := _said(claim.text, citation.document, citation.passage.facets))
    ]
    for a, b in combinations(statements, 2):
        if found := _difference(a, b):
            return (Notice(NoticeKind.CONFLICT, _told(a, b, found, messages)),)
    return ()


def _told(a: _Said, b: _Said, figures: tuple[Figure, Figure], messages: Messages) -> str:
    rule, prevailing = _prevailing(a.document, b.document)
    issuers = messages.joined(dict.fromkeys(d.issuer or d.title for d in (a.document, b.document)))
    decided = messages.text(
        "conflict",
        rule,
        title=titled(prevailing.title, messages) if prevailing else "",
        issuers=issuers,
    )
    said = (_named(said.document, figure, messages) for said, figure in zip((a, b), figures, strict=True))
    return messages.text("notice", "conflict", first=next(said), second=next(said), rule=decided)


def _named(document: Metadata, figure: Figure, messages: Messages) -> str:
    """Name a document with issuer, level and date, as far as they are known, and what it says."""
    issued = document.published or document.effective
    about = "，".join(filter(None, (document.issuer, document.level, str(issued or ""))))
    return messages.text(
        "conflict",
        "said",
        title=titled(document.title, messages),
        about=about,
        figure=written(figure, messages.language),
    )


def _sentences(source: Source) -> Iterator[_Said]:
    for sentence in split_sentences(source.passage.text):
        if said := _said(sentence.text, source.document, source.passage.facets):
            yield said


def _said(text: str, document: Metadata, facets: Facets | None) -> _Said | None:
    figures = tuple(f for f in read_figures(text) if f.kind is not FigureKind.DATE)
    if not figures or text.startswith(_ASIDE) or says_past(text):
        return None
    rows = facets.figures if facets else ()
    return _Said(text, document, figures, frozenset(row.kind for row in rows if row.quote in text))


def _difference(a: _Said, b: _Said) -> tuple[Figure, Figure] | None:
    """Return the figures of two sentences that say different things of the same, None if there are none."""
    if a.document.id == b.document.id or not _of_one_time_and_place(a, b):
        return None
    shorter, longer = sorted((set(_bare(a)), set(_bare(b))), key=len)
    if len(shorter) < _LEAST or len(shorter & longer) < ALIKE * len(shorter):
        return None
    for own in a.figures:
        weighed = [(len(_about(a, own) & _about(b, f)), f) for f in b.figures if comparable(own, f)]
        shared, other = max(weighed, key=lambda pair: pair[0], default=(0, None))
        if other and shared >= _SHARED and not same_value(own, other):
            return own, other
    return None


def _of_one_time_and_place(a: _Said, b: _Said) -> bool:
    years = [set(_YEAR.findall(said.text)) for said in (a, b)]
    places = [{level for level, _ in LEVELS if level[:2] in said.text} for said in (a, b)]
    apart = any(one and other and not one & other for one, other in (years, places))
    planned = "plan" in a.kinds, "plan" in b.kinds
    return not apart and planned[0] == planned[1]


def _bare(said: _Said) -> list[str]:
    """Return the bigrams of a sentence without its figures."""
    text = said.text
    for figure in reversed(said.figures):
        text = text[: figure.start] + "，" + text[figure.end :]
    return bigrams(_YEAR.sub("", text))


def _about(said: _Said, figure: Figure) -> set[str]:
    """Return the bigrams before a figure, which say what it measures."""
    return set(bigrams(said.text[max(0, figure.start - _BEFORE) : figure.start]))


def _prevailing(a: Metadata, b: Metadata) -> tuple[str, Metadata | None]:
    """Return the name of the rule that decides between two documents, and the one that prevails by it."""
    if (a.level == _STATE) != (b.level == _STATE):
        return "higher", a if a.level == _STATE else b
    first, second = _issued(a), _issued(b)
    if a.level == b.level and first and second and first != second:
        return "later", a if first > second else b
    return "open", None


def _issued(document: Metadata) -> date | None:
    day = document.published or document.effective
    return day.first_day() if day else None
