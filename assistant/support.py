"""Which sentence of the sources bears out a stretch of a statement: its words, figures and force."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
from assistant.evidence import Evidence, Unit
from assistant.model import Source
from assistant.naming import Fault, dates_title, other_edition, unknown_code
from assistant.phrases import HAN, MARK, Phrase, isolated, join, light_words, pairs, terms
from assistant.polarity import contradiction, force_words
from assistant.roles import exchanged, opposed
from corpus.figures import Figure, FigureKind

_OPENING = re.compile(f"按|根据|依据|据|截至|(?:自|从|到)?{MARK}.{{0,6}}$")
_RUN = re.compile(rf"[{HAN}]+")
_OWN = 2  # pairs of characters that make a subject of its own
_FINAL = (
    "force",
    "roles",
    "opposite",
    "title",
    "name",
    "twice",
)  # faults of a statement whose words all stand in one sentence
_ROLES = (
    ("effective", "施行"),
    ("published", "公布|印发|出台|制定|通过|成文"),
    ("expires", "有效期|失效|废止|期满|截至|为止"),
)


def unsupported(sentence: Phrase, evidence: Evidence) -> Fault | None:
    """Return why no sentence of the evidence bears out a sentence of a statement, None if one does.

    A sentence that joins several is cut at its commas; each piece must be borne out by one sentence, and a
    piece that does not name its own subject has that of the pieces before it.
    """
    scopes = scoped(sentence)
    for said in scopes:
        if said.figure.kind is not FigureKind.DATE and not _stands(said, evidence):
            return "figure", said.figure.text
        if said.figure.kind is FigureKind.DATE and not _date_stands(said, sentence, evidence):
            return "date", said.figure.text
    segments = sentence.segments()
    if not segments:
        return None
    fault = _first_fault(sentence, evidence)
    if fault is None or len(segments) == 1:
        return fault
    return None if _in_pieces(_fused(segments), evidence) else fault


def _fused(segments: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Join what cannot stand alone: a date to what it opens, a bare figure to what is before it."""
    fused: list[Phrase] = []
    opening: list[Phrase] = []
    for segment in segments:
        opening.append(segment)
        # 达到3亿元的 is a condition of what follows.
        if pairs(segment.words) and not segment.words.endswith("的"):
            fused.append(join(opening))
            opening = []
        elif fused and len(opening) == 1 and any(f.kind is not FigureKind.DATE for f in segment.figures):
            if not pairs(segment.words):
                fused[-1] = join([fused[-1], segment])
                opening = []
    if opening:
        fused[-1:] = [join([*fused[-1:], *opening])]
    return tuple(fused)


def _stands(said: Scoped, evidence: Evidence) -> bool:
    return any(bearing(said, scoped(unit.body)) for unit in evidence.units)


def _date_stands(said: Scoped, sentence: Phrase, evidence: Evidence) -> bool:
    return _stands(said, evidence) or any(
        _date_around(said, sentence, unit, evidence.sources) for unit in evidence.units
    )


def _date_around(said: Scoped, sentence: Phrase, unit: Unit, sources: Sequence[Source]) -> bool:
    """Tell whether a date is that of the heading, or the day the statement says of the document."""
    dated = any(f.kind is FigureKind.DATE and f.date and f.date[0] != "-" for f in unit.body.figures)
    if not dated and _in_headings(said.figure, unit):
        return True
    written = said.figure.date or ""
    titled = any(s.after.startswith(said.after[:4]) for s in scoped(unit.body))
    if not titled and dates_title(written, said.after, unit.titles):
        return True
    for source in sources:
        for name, pattern in _ROLES:
            known = getattr(source.document, name)
            if known is not None and str(known).startswith(written) and written:
                if any(_is_about_document(s, pattern, unit) for s in sentence.segments()):
                    return True
    return False


def _in_headings(figure: Figure, unit: Unit) -> bool:
    return any(same_or_wider(figure, known) for known in unit.around_figures)


def _is_about_document(segment: Phrase, role: str, unit: Unit) -> bool:
    """Tell whether a segment says nothing but when the document was published, took effect or ends."""
    rest, found = re.subn(role, "，", segment.words)
    return bool(found) and not pairs(rest) - pairs(unit.around)


def _in_pieces(segments: Sequence[Phrase], evidence: Evidence) -> bool:
    """Tell whether the segments can be cut into runs that one sentence each bears out."""

    def rest_holds(begin: int, before: Phrase | None, behind: Unit | None) -> bool:
        if begin == len(segments):
            return True
        for end in range(len(segments), begin, -1):
            piece = join(segments[begin:end])
            for unit in _bearing_out(piece, evidence):
                follows = before is None or behind is None or _follows(piece, before, unit, behind, evidence)
                if follows and rest_holds(end, piece, unit):
                    return True
        return False

    return rest_holds(0, None, None)


def _follows(piece: Phrase, before: Phrase, unit: Unit, behind: Unit, evidence: Evidence) -> bool:
    """Tell whether a piece has a subject of its own, or what stood before is true of its sentence as well.

    The year and the place that were given last hold until others are given.
    """
    if unit == behind:  # together they do not hold, or they would not have been cut
        return False
    dates = [f for f in before.figures if f.kind is FigureKind.DATE]
    if not any(f.kind is FigureKind.DATE for f in piece.figures):
        known = (*unit.body.figures, *unit.around_figures)
        if any(f.kind is FigureKind.DATE for f in known):
            if not all(any(same_or_wider(d, f) or same_or_wider(f, d) for f in known) for d in dates):
                return False
    if _wrong_place(before.words + piece.words, unit) and not _places(piece.words):
        return False
    head = _head(unit)
    own = pairs(piece.words) & head - pairs(before.words)
    if head <= pairs(piece.words) or len(own - pairs(behind.body.words)) >= _OWN:
        return True
    missing = pairs(before.words) - pairs(unit.body.words)
    return not missing and _fault(join((before, piece)), unit, evidence) is None


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
        (fault[0] in _FINAL, _near(piece, unit), fault)
        for unit in evidence.units
        if (fault := _fault(piece, unit, evidence))
    ]
    return max(faults)[2] if faults else ("nothing", "")


def _bearing_out(piece: Phrase, evidence: Evidence) -> list[Unit]:
    """Return the sentences that bear out a piece, unless one as near to it contradicts it."""
    borne: list[Unit] = []
    against = -1
    for unit in evidence.units:
        fault = _fault(piece, unit, evidence)
        if fault is None:
            borne.append(unit)
        elif fault[0] in _FINAL:
            against = max(against, _near(piece, unit))
    return [unit for unit in borne if _near(piece, unit) > against]


def _near(piece: Phrase, unit: Unit) -> int:
    return len(pairs(piece.words) & pairs(unit.body.words))


def _fault(piece: Phrase, unit: Unit, evidence: Evidence) -> Fault | None:
    if novel := _uncovered(piece.words, unit):
        return "words", novel
    undated = any(f.kind is not FigureKind.DATE or _in_headings(f, unit) for f in piece.figures)
    if undated and pairs(piece.words) and not _near(piece, unit):
        return "nothing", piece.words
    if twice := _used_twice(piece, unit) or _counted_once(piece.words, unit):
        return "twice", twice
    proven = scoped(unit.body)
    others = [s for other in evidence.units for s in scoped(other.body)]
    for said in scoped(piece):
        if fault := _figure_fault(said, piece, proven, others, unit, evidence):
            return fault
    return _word_fault(piece, unit)


def _word_fault(piece: Phrase, unit: Unit) -> Fault | None:
    """Return what the words around the figures get wrong: places, parties, opposites, titles, force."""
    if place := _wrong_place(piece.words, unit):
        return "name", place
    if party := exchanged(piece.words, unit.body.words, unit.around):
        return "roles", party
    if word := opposed(piece.words, unit.body.words):
        return "opposite", word
    if title := other_edition(piece.words, unit.body.words):
        return "title", title
    if words := contradiction(piece.words, unit.body.words):
        return "force", words
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
        known = _date_around(said, piece, unit, evidence.sources)
        return None if known else ("date", said.figure.text)
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


def _wrong_place(words: str, unit: Unit) -> str:
    """Return a place that only the document names, where the sentence names another instead."""
    said, there = _places(words), _places(unit.body.words)
    return next(iter(sorted(said - there)), "") if there - said else ""


def _places(words: str) -> set[str]:
    return {place for place in terms()["places"].split() if place in words}


def _uncovered(words: str, unit: Unit) -> str:
    """Return the first word of a statement that stands neither in the sentence nor around it."""
    told = f"{unit.body.words}\n{unit.around}"
    single = isolated(force_words().sub(" ", told))
    free = [False] * len(words)
    for pattern in (light_words(), force_words()):
        for match in pattern.finditer(words):
            free[match.start() : match.end()] = [True] * (match.end() - match.start())
    for run in _RUN.finditer(words):
        first, last = run.start(), run.end() - 1
        for at in range(first, last + 1):
            alone = (at == first or free[at - 1]) and (at == last or free[at + 1]) and words[at] in single
            left = at > first and words[at - 1 : at + 1] in told
            if not (free[at] or alone or left or (at < last and words[at : at + 2] in told)):
                return words[max(first, at - 1) : min(last + 1, at + 3)]
    return unknown_code(words, told)


def related(phrase: Phrase, evidence: Evidence) -> bool:
    """Tell whether a statement shares more with the clauses than words that stand everywhere."""
    known = frozenset[str]().union(*(pairs(unit.body.words) for unit in evidence.units))
    whole = any(phrase.words.strip("。") in unit.body.words for unit in evidence.units)
    return bool(phrase.figures) or whole or bool(pairs(phrase.words) & known)
