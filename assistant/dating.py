"""Whether a date of a statement is one of its source: of a heading, of the title, of the document itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attachment import Scoped, same_or_wider, scoped
from assistant.evidence import Unit
from assistant.naming import OWN, Cited, dates_title
from assistant.phrases import Phrase, pairs
from corpus.figures import Figure, FigureKind

_ROLES = (
    ("effective", "施行"),
    ("published", "公布|印发|出台|制定|通过|成文"),
    ("expires", "有效期|失效|废止|期满|截至|为止"),
)


def date_around(said: Scoped, sentence: Phrase, unit: Unit, sources: Sequence[Cited]) -> bool:
    """Tell whether a date is that of the heading, or the day the statement says of the document."""
    dated = any(f.kind is FigureKind.DATE and f.date and f.date[0] != "-" for f in unit.body.figures)
    if not dated and in_headings(said.figure, unit):
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


def misdated(sentence: Phrase, sources: Sequence[Cited]) -> str:
    """Return a day on which a statement wrongly lets the cited document itself take effect or end."""
    for segment in sentence.segments():
        for name, pattern in _ROLES:
            rest, roles = re.subn(pattern, "", segment.words.replace(OWN, ""))
            if not roles or pairs(rest) or OWN not in segment.words:
                continue
            known = [str(day) for s in sources if (day := getattr(s.document, name)) is not None]
            for figure in segment.figures:
                if known and figure.date and not any(day.startswith(figure.date) for day in known):
                    return figure.text
    return ""


def in_headings(figure: Figure, unit: Unit) -> bool:
    """Tell whether a date is one of the headings above the clause."""
    return any(same_or_wider(figure, known) for known in unit.around_figures)


def _is_about_document(segment: Phrase, role: str, unit: Unit) -> bool:
    """Tell whether a segment says nothing but when the document was published, took effect or ends."""
    rest, found = re.subn(role, "，", segment.words)
    return bool(found) and not pairs(rest) - pairs(unit.around)
