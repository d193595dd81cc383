"""One sentence of a checked text: from its candidates to its verdict. The order of the steps is here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.wording_alike import Stretch
from assistant.wording_clauses import ClauseBook, ClauseText
from assistant.wording_facts import against_digests
from assistant.wording_match import FOUND, best, rest_of, trimmed
from assistant.wording_model import (
    CheckedSentence,
    Difference,
    DifferenceKind,
    Finding,
    Place,
    Reference,
    ReferenceFault,
    Verdict,
)
from assistant.wording_references import check_references, content_span
from assistant.wording_text import Plain, Unit, article_of, plain
from assistant.wording_versions import Versions, cite
from corpus.model import Kind
from corpus.validity import is_record

_HALF = 0.85  # share of a half that must stand in its clause to say that a sentence was made of two
_SHORTEST_HALF = 8  # characters
_NEAR = 6  # characters between the end of what stands in one clause and the comma behind it
_QUOTE = re.compile(r"“([^“”]{8,})”|\"([^\"]{8,})\"")
_EXCEPTION = re.compile(r"^[，；,;]?(?:但|除|不包括|不含)")
_GRAVE = (
    ReferenceFault.OTHER_ARTICLE,
    ReferenceFault.OTHER_TITLE,
    ReferenceFault.OTHER_NUMBER,
    ReferenceFault.OLD_VERSION,
    ReferenceFault.UNKNOWN_ARTICLE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """The words compared, where they were found, and where they stand equally well."""

    said: Plain
    finding: Finding
    same: tuple[Stretch, ...]


class SentenceCheck:
    """Checks the sentences of one text.

    Args:
        text: the whole text.
        book: finds clauses.
        versions: the versions of all documents.
        digests: ids of the documents that are no official texts.
        own: ids of the documents that the text names.
    """

    def __init__(
        self, text: str, book: ClauseBook, versions: Versions, digests: Sequence[str], own: Sequence[str]
    ) -> None:
        self._text = text
        self._book = book
        self._versions = versions
        self._digests = tuple(digests)
        self._own = frozenset(own)

    def check(
        self,
        unit: Unit,
        said: Plain,
        candidates: Sequence[ClauseText],
        near: Mapping[str, float] = MappingProxyType({}),
    ) -> CheckedSentence:
        """Return a sentence with its verdict.

        Args:
            unit: the sentence.
            said: its words made comparable.
            candidates: clauses, best first.
            near: by document, how much of the text around comes from it.
        """
        found = self._best(said, candidates, near)
        exact = found is not None and found.finding.verdict is Verdict.VERBATIM
        if found is not None and exact and found.finding.place.wording_counts:
            return self._complete(unit, found, (), self._label(unit, found), near)
        begin, end = content_span(unit.said, self._versions)
        named = (begin, end) != (0, len(unit.said))
        if named:
            found = self._better(found, unit, (begin, end), near)
        quotes, found = self._quotations(unit, found)
        parts = self._parts(found) if found and found.finding.place.wording_counts else ()
        found = self._digest(unit, said, found)
        content, finding = unit.said[begin:end] if named else "", found.finding if found else None
        references = check_references(unit.text, unit.start, content, finding, self._book, self._versions)
        return self._complete(unit, found, parts, (*references, *quotes), near)

    def _best(
        self,
        said: Plain,
        candidates: Sequence[ClauseText] | None = None,
        near: Mapping[str, float] = MappingProxyType({}),
    ) -> _Found | None:
        """Return the closest clause; the candidates are looked up where they are not given."""
        if candidates is None:
            (candidates,) = self._book.candidates([said.text])
        found = best(said, self._text, candidates, self._book, near)
        return _Found(said, *found) if found is not None else None

    def _better(
        self, found: _Found | None, unit: Unit, span: tuple[int, int], near: Mapping[str, float]
    ) -> _Found | None:
        """Return the finding for a stretch of a sentence, unless the sentence as a whole fares better."""
        begin, end = span
        part = self._best(trimmed(plain(unit.said[begin:end], unit.start + unit.body + begin)), near=near)
        if part is None or (found is not None and found.finding.share > part.finding.share):
            return found
        return part

    def _quotations(self, unit: Unit, found: _Found | None) -> tuple[tuple[Reference, ...], _Found | None]:
        """Check that what stands in quotation marks really stands in a clause."""
        checked: list[Reference] = []
        for match in _QUOTE.finditer(unit.said):
            group = 1 if match.group(1) else 2
            part = self._best(trimmed(plain(match.group(group), unit.start + unit.body + match.start(group))))
            if part is None or not part.finding.place.wording_counts:
                continue
            finding = part.finding
            true = finding.verdict is Verdict.VERBATIM
            if true or finding.share >= FOUND:
                fault = None if true else ReferenceFault.NOT_QUOTED
                start = unit.start + unit.body + match.start()
                span = (start, start + len(match.group()))
                right = "" if true else finding.place.official
                checked.append(Reference(*span, match.group(), fault, right, finding.place.document.id))
                if found is None or found.finding.verdict is Verdict.NOT_FOUND:
                    found = part
        return tuple(checked), found

    def _digest(self, unit: Unit, said: Plain, found: _Found | None) -> _Found | None:
        """Compare with digests what stands in no official text."""
        official = found is not None and found.finding.place.wording_counts
        if not self._digests or (official and found and found.finding.verdict is not Verdict.NOT_FOUND):
            return found
        (candidates,) = self._book.candidates([said.text], self._digests)
        digest = against_digests(unit.said, candidates)
        if digest is None or (official and digest.verdict is Verdict.NOT_FOUND):
            return found
        return _Found(said, digest, ())

    def _parts(self, found: _Found) -> tuple[Finding, ...]:
        """Return the two findings of a sentence whose halves stand in two clauses; empty for any other."""
        said, finding = found.said, found.finding
        if finding.verdict is Verdict.VERBATIM or not (span := rest_of(finding.diff)):
            return ()
        cut = _comma_near(said.text, span[0] if span[0] >= len(said.text) - span[1] else span[1])
        if cut is None:
            return ()
        halves = [self._best(trimmed(half)) for half in (_cut(said, 0, cut), _cut(said, cut, len(said.text)))]
        findings = tuple(half.finding for half in halves if half is not None)
        if len(findings) < 2 or any(f.share < _HALF or f.verdict is Verdict.NOT_FOUND for f in findings):
            return ()
        same = findings[0].place.clause_id == findings[1].place.clause_id
        short = min(cut, len(said.text) - cut) < _SHORTEST_HALF
        return () if same or short else findings

    def _label(self, unit: Unit, found: _Found) -> tuple[Reference, ...]:
        """Check the number of an article that the text quotes whole, if it says whose article it is."""
        article, place = article_of(unit.label), found.finding.place
        if not article or place.document.id not in self._own:
            return ()
        same = (stretch.clause for stretch in found.same)
        known = {place.article, *(c.article for c in same if c.document.id in self._own)}
        fault = None if article in known or not place.article else ReferenceFault.OTHER_ARTICLE
        span = (unit.start, unit.start + len(article))
        return (Reference(*span, article, fault, cite(place) if fault else "", place.document.id),)

    def _complete(
        self,
        unit: Unit,
        found: _Found | None,
        parts: Sequence[Finding],
        references: Sequence[Reference],
        near: Mapping[str, float],
    ) -> CheckedSentence:
        if found is None:
            return CheckedSentence(
                unit.start, unit.end, unit.text, Verdict.NOT_FOUND, references=tuple(references)
            )
        finding = found.finding
        if parts:
            differing = (difference for part in parts for difference in part.differences)
            finding = replace(parts[0], differences=(*differing, _joined(parts)))
        verdict = max((f.verdict for f in (finding, *parts)), key=_gravity)
        extra = tuple(
            Difference(DifferenceKind.REFERENCE, r.text, r.right) for r in references if r.fault in _GRAVE
        )
        if extra and verdict is Verdict.NOT_FOUND:  # nothing like it was found, but what it names is wrong
            return CheckedSentence(
                unit.start, unit.end, unit.text, Verdict.CONTRADICTED, references=tuple(references)
            )
        if extra:
            verdict = Verdict.CONTRADICTED
        elif verdict is Verdict.VERBATIM and (parts or any(r.fault for r in references)):
            verdict = Verdict.ALTERED
        elsewhere = () if parts else tuple(stretch.place() for stretch in found.same)
        return CheckedSentence(
            unit.start, unit.end, unit.text, verdict,
            replace(finding, differences=(*finding.differences, *extra)),
            parts=tuple(parts),
            current=self._current(unit, found),
            elsewhere=elsewhere,
            undecided=self._undecided(finding.place, elsewhere, near),
            references=tuple(references),
            cautions=tuple(_cautions(finding)),
        )  # fmt: skip

    def _undecided(self, place: Place, elsewhere: Sequence[Place], near: Mapping[str, float]) -> bool:
        """Tell whether nothing in the text says which of several documents a sentence comes from."""
        document = place.document.id
        family = {member.id for member in self._versions.family(place.document)}
        others = any(other.document.id not in family for other in elsewhere)
        return others and document not in self._own and not near.get(document)

    def _current(self, unit: Unit, found: _Found) -> Finding | None:
        """Check against the text that replaced the one found."""
        document = found.finding.place.document
        successor = None if is_record(document) else self._versions.successor(document.id)
        if successor is None or found.finding.verdict is Verdict.NOT_FOUND:
            return None
        (candidates,) = self._book.candidates([found.said.text], (successor.id,))
        if successor.kind is not Kind.OFFICIAL_TEXT:
            return against_digests(unit.said, candidates)
        current = self._best(found.said, candidates)
        return current.finding if current else None


def _joined(parts: Sequence[Finding]) -> Difference:
    return Difference(DifferenceKind.JOINED, "", " + ".join(cite(part.place) for part in parts))


def _gravity(verdict: Verdict) -> int:
    return (Verdict.VERBATIM, Verdict.ALTERED, Verdict.NOT_FOUND, Verdict.CONTRADICTED).index(verdict)


def _comma_near(said: str, place: int) -> int | None:
    """Return the place behind the comma nearest to a place, if one is near."""
    commas = [at + 1 for at, sign in enumerate(said) if sign in ",;:。" and abs(at + 1 - place) <= _NEAR]
    return min(commas, key=lambda at: abs(at - place), default=None)


def _cut(said: Plain, start: int, end: int) -> Plain:
    return Plain(said.text[start:end], said.offsets[start : end + 1])


def _cautions(finding: Finding) -> list[str]:
    """Name what was cut off and would change the meaning: an exception before or behind the words."""
    place = finding.place
    if finding.verdict is Verdict.NOT_FOUND:
        return []
    if not place.wording_counts:
        return list(finding.conditions)
    found = []
    if _EXCEPTION.match(place.after):
        found.append(place.after.lstrip("，；,;"))
    if place.before.startswith("除"):
        found.append(place.before)
    return found
