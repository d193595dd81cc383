"""Words that a clerk should look at, and figures of a text that do not agree with each other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.attachment import Scoped, comparable, scoped
from assistant.messages import DATA
from assistant.phrases import read_phrase
from assistant.wording_model import CheckedSentence, Inconsistency, Remark, Verdict
from corpus.numerals import FigureKind, same_value
from corpus.references import read_titles

_CLERKS_OWN = ("promise", "absolute", "fair_competition", "style")  # not said of the law's own words
_ALIKE = 0.75  # likeness of what two figures are said of, from which they should agree
_LEAST = 3  # pairs of characters that say what a figure is of


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    find: re.Pattern[str]
    unless: re.Pattern[str] | None
    titles: bool  # looked for inside 《》 too
    reason: str
    instead: str
    since: date | None


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads((DATA / "wording_style.toml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(
            kind=row["kind"],
            find=re.compile(row["find"], re.MULTILINE),
            unless=re.compile(row["not"]) if "not" in row else None,
            titles=row.get("titles", False),
            reason=row["reason"],
            instead=row.get("instead", ""),
            since=date.fromisoformat(row["from"]) if "from" in row else None,
        )
        for row in table["rule"]
    )


def remarks(text: str, sentences: Sequence[CheckedSentence], as_of: date) -> tuple[Remark, ...]:
    """Return the words to look at, in order; the law's own words are not reproached with their style."""
    quoted = [(s.start, s.end) for s in sentences if s.verdict is Verdict.VERBATIM]
    titles = [(title.start, title.end) for title in read_titles(text)]
    found = [remark for rule in _rules() for remark in _found(rule, text, quoted, titles, as_of)]
    return tuple(sorted(found, key=lambda remark: (remark.start, remark.end)))


def _found(
    rule: _Rule,
    text: str,
    quoted: Sequence[tuple[int, int]],
    titles: Sequence[tuple[int, int]],
    as_of: date,
) -> Iterator[Remark]:
    if rule.since and as_of < rule.since:
        return
    spared = [match.span() for match in rule.unless.finditer(text)] if rule.unless else []
    spared += list(quoted) if rule.kind in _CLERKS_OWN else []
    spared += [] if rule.titles else list(titles)
    for match in rule.find.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in spared):
            yield Remark(match.start(), match.end(), match.group(), rule.kind, rule.reason, rule.instead)


def inconsistencies(sentences: Sequence[CheckedSentence]) -> tuple[Inconsistency, ...]:
    """Return pairs of figures that are said of the same thing and differ."""
    figures = [
        (sentence.start, figure) for sentence in sentences for figure in scoped(read_phrase(sentence.text))
    ]
    usable = [
        (start, f) for start, f in figures if f.figure.kind is not FigureKind.DATE and len(f.tokens) >= _LEAST
    ]
    found = [
        Inconsistency(a_start, a.figure.text, b_start, b.figure.text, _about(a))
        for number, (a_start, a) in enumerate(usable)
        for b_start, b in usable[number + 1 :]
        if a_start != b_start and _at_odds(a, b)
    ]
    return tuple(found)


def _at_odds(a: Scoped, b: Scoped) -> bool:
    if not comparable(a.figure, b.figure) or same_value(a.figure, b.figure):
        return False
    both, either = a.tokens & b.tokens, a.tokens | b.tokens
    years = [{token[:4] for token in f.tokens if re.match(r"(?:19|20)\d\d", token)} for f in (a, b)]
    if all(years) and years[0] != years[1]:
        return False
    return len(both) >= _LEAST and len(both) / len(either) >= _ALIKE


def _about(figure: Scoped) -> str:
    return figure.words.replace("\ufffc", "…").strip("，、；：。")
