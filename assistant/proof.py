"""Whether one sentence of a source bears out one piece of a statement: its words, its figures, its force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.attachment import (
    Scoped,
    attached,
    bearing,
    change_differs,
    only_hoped,
    period_differs,
    same_or_wider,
    scoped,
)
from assistant.conditions import doubted, left_out, narrowed
from assistant.dating import date_around, in_headings
from assistant.evidence import Evidence, Unit
from assistant.joins import joined_otherwise
from assistant.limits import taken_out
from assistant.naming import Fault, other_edition, unknown_code
from assistant.phrases import HAN, MARK, Phrase, isolated, light_words, pairs, strict_words
from assistant.polarity import contradiction, force_words, only_headed, other_force
from assistant.roles import acts_otherwise, exchanged, opposed, receives_otherwise, unnamed, wrong_place
from corpus.figures import FigureKind

CONTRADICTIONS = frozenset(("force", "roles", "opposite", "title", "name", "twice", "joined"))
"""Reasons that hold against a piece whose words all stand in one sentence: it says otherwise."""

_TURNING = "不非未无免没减增先后前内外上下新旧大小首再多少全半"  # a character that turns round what follows
_COUNTING = re.compile(f"有(?={MARK})")  # 共有99项
_RUN = re.compile(rf"[{HAN}]+")


def fault_of(piece: Phrase, unit: Unit, evidence: Evidence) -> Fault | None:
    """Return what of a piece its sentence does not bear out, None if it bears out all of it.

    Args:
        piece: of a statement.
        unit: the sentence.
        evidence: all sentences cited, among them those whose figures could be confused.
    """
    if novel := _uncovered(piece.words, unit):
        return "words", novel
    if headed := _headed(piece, unit):
        return headed
    if twice := _used_twice(piece, unit) or _counted_once(piece.words, unit):
        return "twice", twice
    proven = scoped(unit.body)
    others = [s for other in evidence.units for s in scoped(other.body)]
    for said in scoped(piece):
        if fault := _figure_fault(said, piece, proven, others, unit, evidence):
            return fault
    if doubt := doubted(evidence.said.words, unit.body.words):
        return "doubt", doubt
    if narrowing := left_out(piece, evidence.said, unit.body):
        return "case", narrowing
    if narrowing := narrowed(piece, evidence.said, unit.body):
        return "limit", narrowing
    return next((fault for fault in _word_faults(piece, unit) if fault[1]), None)


def _word_faults(piece: Phrase, unit: Unit) -> Iterator[Fault]:
    """Yield what the words around the figures get wrong, with no words where they do not."""
    said, there = piece.words, unit.body.words
    yield "words", next((word for word in strict_words() if word in said and word not in there), "")
    yield "name", wrong_place(said, there)
    yield "name", unnamed(said, f"{there}\n{unit.around}")
    yield "force", other_force(piece, unit.body)
    yield "roles", acts_otherwise(piece, unit.body)
    yield "roles", receives_otherwise(piece, unit.body)
    yield "roles", exchanged(said, there, unit.around)
    yield "opposite", opposed(said, there)
    yield "joined", joined_otherwise(said, there)
    yield "opposite", taken_out(said, there)
    yield "title", other_edition(said, there)
    yield "force", contradiction(said, there)
    yield "force", only_headed(said, there, unit.around)


def _figure_fault(
    said: Scoped,
    piece: Phrase,
    proven: Sequence[Scoped],
    others: Sequence[Scoped],
    unit: Unit,
    evidence: Evidence,
) -> Fault | None:
    candidates = bearing(said, proven)
    if not candidates and said.figure.kind is FigureKind.DATE:
        around = date_around(said, piece, unit, evidence.sources)
        return None if around else ("date", said.figure.text)
    if not candidates and said.figure.kind is FigureKind.COUNT and re.match(f"[{HAN}]{{2}}", said.after):
        # 三个条件 may stand in the sentence that opens the list.
        known = [s for other in evidence.units for s in scoped(other.body) if s.after[:2] == said.after[:2]]
        return None if bearing(said, known) else ("attached", said.figure.text)
    fault: Fault = ("attached", said.figure.text)
    for candidate in candidates:
        if "/" in (said.figure.date or "") and "/" not in (candidate.figure.date or ""):
            return None  # both ends of a span of time
        if not attached(said, candidate, others):
            continue
        if (said.figure.date or "-")[0] != "-":
            return None
        if period_differs(said, candidate):
            fault = "period", said.figure.text
        elif change_differs(said, candidate):
            fault = "change", said.figure.text
        elif only_hoped(said, piece.words, candidate, unit.body.words):
            fault = "hoped", said.figure.text
        else:
            return None
    return fault


def _headed(piece: Phrase, unit: Unit) -> Fault | None:
    """Return a part of a piece that title and headings tell more of than the sentence: they only name.

    A part that opens the piece may name what it is about, if the piece goes on with what the sentence says.
    A day by itself may be one of the document, which no sentence gives.
    """
    days = [f for f in piece.figures if f.kind is FigureKind.DATE and not in_headings(f, unit)]
    if days and len(days) == len(piece.figures):
        return None
    if pairs(piece.words) and not nearness(piece, unit):
        return "nothing", piece.words
    own, named = pairs(unit.body.words), pairs(unit.around) - pairs(unit.body.words)
    for words in (piece.words, *(part.words for part in piece.segments()[1:])):
        if len(pairs(words) & named) > len(pairs(words) & own):
            return "words", words
    return None


def _counted_once(words: str, unit: Unit) -> str:
    """Return 一个 with its thing where the sentence counts several of that thing."""
    for match in re.finditer(f"一([个家项种])([{HAN}]{{0,2}})", words):
        for other in scoped(unit.body):
            same = other.after.startswith(match[2]) and (match[2] or other.figure.unit == match[1])
            if same and other.figure.value not in (None, 1):
                return match.group()
    return ""


def _used_twice(piece: Phrase, unit: Unit) -> str:
    """Return a figure that a piece gives more often than its sentence does: it stands for another as well."""
    quoted = [
        piece.words[: m.start()].count("“") > piece.words[: m.start()].count("”")
        for m in re.finditer(MARK, piece.words)
    ]
    for figure, named in zip(piece.figures, quoted, strict=True):
        if named:  # “人才10条”
            continue
        said = sum(same_or_wider(figure, other) or same_or_wider(other, figure) for other in piece.figures)
        there = sum(
            same_or_wider(figure, other) or same_or_wider(other, figure) for other in unit.body.figures
        )
        if said > 1 and said > there:
            return figure.text
    return ""


def _uncovered(words: str, unit: Unit) -> str:
    """Return the first word of a statement that stands neither in the sentence nor around it."""
    told = f"{unit.body.words}\n{unit.around}"
    single = isolated(force_words().sub(" ", told))
    free = [False] * len(words)
    for pattern in (light_words(), force_words(), _COUNTING):
        for match in pattern.finditer(words):
            free[match.start() : match.end()] = [True] * (match.end() - match.start())
    for run in _RUN.finditer(words):
        first, last = run.start(), run.end() - 1
        for at in range(first, last + 1):
            alone = (at == first or free[at - 1]) and (at == last or free[at + 1]) and words[at] in single
            left = at > first and words[at - 1 : at + 1] in told
            right = at < last and words[at : at + 2] in told
            if not (free[at] or alone or left or right or _elided(run.group(), at - first, unit.body.words)):
                return words[max(first, at - 1) : min(last + 1, at + 3)]
    return unknown_code(words, told)


def _elided(run: str, at: int, sentence: str) -> bool:
    """Tell whether a character stands in the sentence with the words beside it, others left out between.

    受理后 stands for 受理核准项目的申请后, 赴境外 for 赴港交所等境外.
    """
    sign, gap = re.escape(run[at]), "[^，。！？]{0,14}?"
    before = any(re.search(re.escape(run[i : i + 2]) + gap + sign, sentence) for i in range(at - 1))
    if before or run[at] in _TURNING:
        return before
    behind = range(at + 1, len(run) - 1)
    return any(re.search(sign + gap + re.escape(run[i : i + 2]), sentence) for i in behind)


def nearness(piece: Phrase, unit: Unit) -> int:
    """Return how many pairs of characters a piece shares with a sentence."""
    return len(pairs(piece.words) & pairs(unit.body.words))
