"""Whether the cited sentences together bear out a sentence of a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.attachment import Scoped, bearing, scoped
from assistant.dating import date_around, misdated
from assistant.evidence import Evidence, Unit
from assistant.naming import Fault
from assistant.phrases import MARK, Phrase, join, pairs
from assistant.polarity import forces
from assistant.proof import CONTRADICTIONS, fault_of, nearness
from assistant.roles import places, wrong_place
from assistant.sequence import out_of_order
from corpus.figures import FigureKind, date_covers

_OPENING = re.compile(f"按|根据|依据|据|截至|(?:自|从|到)?{MARK}.{{0,6}}$")
_CONDITION = re.compile("条件是|.{2,12}的条件是")
_MOST_PIECES = 16  # of a sentence; trying all cuts of a longer one takes too long


def unsupported(sentence: Phrase, evidence: Evidence) -> Fault | None:
    """Return why no sentence of the evidence bears out a sentence of a statement, None if one does.

    A sentence that joins several is cut at its commas; each piece must be borne out by one sentence, and a
    piece that does not name its own subject has that of the pieces before it.
    """
    if day := misdated(sentence, evidence.sources):
        return "date", day
    scopes = scoped(sentence)
    for said in scopes:
        if said.figure.kind is not FigureKind.DATE and not _stands(said, evidence):
            return "figure", said.figure.text
        if said.figure.kind is FigureKind.DATE and not _date_stands(said, sentence, evidence):
            return "date", said.figure.text
    if first := out_of_order(sentence, evidence):
        return "sequence", first
    segments = sentence.segments()
    if not segments:
        return None
    fault = _first_fault(sentence, evidence)
    if fault is None or len(segments) == 1:
        return fault
    pieces = _fused(segments)
    if len(pieces) <= _MOST_PIECES and (_in_pieces(pieces, evidence) or _conditional(segments, evidence)):
        return None
    return fault


def _conditional(segments: Sequence[Phrase], evidence: Evidence) -> bool:
    """Tell whether a case and what holds in it are borne out, the case by the sentence on conditions."""
    for number, segment in enumerate(segments[:-1], 1):
        if segment.words.endswith("的"):
            borne = _bearing_out(join(segments[:number]), evidence)
            if any(_CONDITION.match(unit.body.words) for unit in borne):
                return unsupported(join(segments[number:]), evidence) is None
    return False


def _stands(said: Scoped, evidence: Evidence) -> bool:
    return any(bearing(said, scoped(unit.body)) for unit in evidence.units)


def _date_stands(said: Scoped, sentence: Phrase, evidence: Evidence) -> bool:
    return _stands(said, evidence) or any(
        date_around(said, sentence, unit, evidence.sources) for unit in evidence.units
    )


def _fused(segments: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Join what cannot stand alone: a date to what it opens, a bare figure to what is before it."""
    fused: list[Phrase] = []
    opening: list[Phrase] = []
    for segment in segments:
        bare = not pairs(segment.words) and any(f.kind is not FigureKind.DATE for f in segment.figures)
        if bare and fused and not opening:
            fused[-1] = join([fused[-1], segment])
            continue
        opening.append(segment)
        whole = join(opening)
        # 达到3亿元的 is a condition of what follows.
        if pairs(whole.words) and not segment.words.endswith("的"):
            fused.append(whole)
            opening = []
    if opening:
        fused[-1:] = [join([*fused[-1:], *opening])]
    return tuple(fused)


def _in_pieces(segments: Sequence[Phrase], evidence: Evidence) -> bool:
    """Tell whether the segments can be cut into runs that one sentence each bears out."""

    @cache
    def bearing_out(begin: int, end: int) -> tuple[Phrase, list[Unit]]:
        piece = join(segments[begin:end])
        return piece, _bearing_out(piece, evidence)

    @cache
    def rest_holds(start: int, begin: int, behind: Unit | None) -> bool:
        """Tell it of what follows `begin`, where the piece start:begin is borne out by `behind`."""
        if begin == len(segments):
            return True
        for end in range(len(segments), begin, -1):
            piece, units = bearing_out(begin, end)
            for unit in units:
                before = join(segments[start:begin])
                follows = behind is None or _follows(piece, before, unit, behind, evidence)
                if follows and rest_holds(begin, end, unit):
                    return True
        return False

    return rest_holds(0, 0, None)


def _follows(piece: Phrase, before: Phrase, unit: Unit, behind: Unit, evidence: Evidence) -> bool:
    """Tell whether a piece has a subject of its own, or what stood before is true of its sentence as well.

    The year and the place that were given last hold until others are given.
    """
    # Together they do not hold, or they would not have been cut.
    if unit == behind or _only_opens(before, behind):
        return False
    dates = [f for f in before.figures if f.kind is FigureKind.DATE]
    if not any(f.kind is FigureKind.DATE for f in piece.figures):
        known = (*unit.body.figures, *unit.around_figures)
        if any(f.kind is FigureKind.DATE for f in known):
            if not all(any(date_covers(d, f) or date_covers(f, d) for f in known) for d in dates):
                return False
    if wrong_place(before.words + piece.words, unit.body.words) and not places(piece.words):
        return False
    head = _head(unit)
    own = pairs(piece.words) & head - pairs(before.words)
    if head <= pairs(piece.words) or own - pairs(behind.body.words):
        return True
    subject = _subject(before)
    missing = pairs(subject.words) - pairs(unit.body.words)
    return not missing and fault_of(join((subject, piece)), unit, evidence) is None


def _only_opens(piece: Phrase, unit: Unit) -> bool:
    """Tell whether a piece is no more than what its sentence is about: 限制投资的领域，…."""
    first, *rest = unit.body.segments()
    opens = bool(rest) and not piece.figures and not first.figures and not _OPENING.match(first.words)
    return opens and pairs(piece.words) <= pairs(first.words) and not forces(first.words)


def _subject(piece: Phrase) -> Phrase:
    """Return what a piece says before its first figure that is no date; all of it if there is none."""
    for number, (mark, figure) in enumerate(zip(re.finditer(MARK, piece.words), piece.figures, strict=True)):
        if figure.kind is not FigureKind.DATE:
            return Phrase(piece.words[: mark.start()], piece.figures[:number])
    return piece


def _head(unit: Unit) -> frozenset[str]:
    """Return what a sentence is about: its first part that is more than a date or a basis."""
    parts = [part.words for part in unit.body.segments() if pairs(part.words)]
    subjects = [words for words in parts if not _OPENING.match(words)]
    return pairs((subjects or parts or [""])[0])


def _first_fault(piece: Phrase, evidence: Evidence) -> Fault | None:
    """Return None if one sentence bears out the piece, else what is wrong with the nearest one."""
    if _bearing_out(piece, evidence):
        return None
    faults = [
        (fault[0] in CONTRADICTIONS, nearness(piece, unit), fault)
        for unit in evidence.units
        if (fault := fault_of(piece, unit, evidence))
    ]
    return max(faults)[2] if faults else ("nothing", "")


def _bearing_out(piece: Phrase, evidence: Evidence) -> list[Unit]:
    """Return the sentences that bear out a piece, unless one as near to it contradicts it.

    A case that a nearer sentence is limited to says nothing against a sentence that is given in full.
    """
    borne: list[Unit] = []
    against = limited = -1
    for unit in evidence.units:
        fault = fault_of(piece, unit, evidence)
        if fault is None:
            borne.append(unit)
        elif fault[0] in CONTRADICTIONS:
            against = max(against, nearness(piece, unit))
        elif fault[0] in ("case", "limit"):
            limited = max(limited, nearness(piece, unit))
    return [
        unit
        for unit in borne
        if (near := nearness(piece, unit)) > against
        and (near > limited or pairs(unit.body.words) <= pairs(piece.words))
    ]


def related(phrase: Phrase, evidence: Evidence) -> bool:
    """Tell whether a statement shares more with the clauses than words that stand everywhere."""
    known = frozenset[str]().union(*(pairs(unit.body.words) for unit in evidence.units))
    whole = any(phrase.words.strip("。") in unit.body.words for unit in evidence.units)
    return bool(phrase.figures) or whole or bool(pairs(phrase.words) & known)
