"""One sentence of a checked text: from its candidates to its verdict. The order of the steps is here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.wording_clauses import ClauseBook, ClauseText
from assistant.wording_facts import against_digest
from assistant.wording_match import FOUND, best, rest_of, trimmed
from assistant.wording_model import (
    CheckedSentence,
    Difference,
    DifferenceKind,
    Finding,
    Reference,
    ReferenceFault,
    Verdict,
)
from assistant.wording_references import check_references, content_span
from assistant.wording_text import Plain, Unit, article_of, plain
from assistant.wording_versions import Versions, cite
from corpus.model import Kind

_HALF = 0.85  # share of a half that must stand in its clause to say that a sentence was made of two
_SHORTEST_HALF = 8  # characters
_NEAR = 6  # characters between the end of what stands in one clause and the comma behind it
_ELSEWHERE = 5  # other places with the same words that are named
_QUOTE = re.compile(r"“([^“”]{8,})”|\"([^\"]{8,})\"")
_EXCEPTION = re.compile(r"^[，；,;]?(?:但|除|不包括|不含)")
_GRAVE = (
    ReferenceFault.OTHER_ARTICLE,
    ReferenceFault.OTHER_TITLE,
    ReferenceFault.OTHER_NUMBER,
    ReferenceFault.OLD_VERSION,
    ReferenceFault.UNKNOWN_ARTICLE,
)


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

    def check(self, unit: Unit, said: Plain, candidates: Sequence[ClauseText]) -> CheckedSentence:
        """Return a sentence with its verdict."""
        found = best(said, self._text, candidates, self._book)
        if found is not None and found[0].verdict is Verdict.VERBATIM:
            return self._complete(unit, *found, parts=(), references=self._label(unit, *found))
        begin, end = content_span(unit.said)
        named = (begin, end) != (0, len(unit.said))
        if named:
            found = self._better(found, unit, begin, end)
        quotes, found = self._quotations(unit, found)
        parts = self._parts(said, found[0]) if found else ()
        finding = self._digest(unit, said, found[0] if found else None)
        same = found[1] if found and finding is found[0] else ()
        references = check_references(
            unit.text, unit.start, unit.said[begin:end] if named else "", finding, self._book, self._versions
        )
        return self._complete(unit, finding, same, parts, (*references, *quotes))

    def _better(
        self, found: tuple[Finding, tuple[ClauseText, ...]] | None, unit: Unit, begin: int, end: int
    ) -> tuple[Finding, tuple[ClauseText, ...]] | None:
        """Return the finding for a stretch of a sentence, unless the sentence as a whole fares better."""
        said = trimmed(plain(unit.said[begin:end], unit.start + unit.body + begin))
        (candidates,) = self._book.candidates([said.text])
        part = best(said, self._text, candidates, self._book)
        if part is None or (found is not None and found[0].share > part[0].share):
            return found
        return part

    def _quotations(
        self, unit: Unit, found: tuple[Finding, tuple[ClauseText, ...]] | None
    ) -> tuple[tuple[Reference, ...], tuple[Finding, tuple[ClauseText, ...]] | None]:
        """Check that what stands in quotation marks really stands in a clause."""
        checked: list[Reference] = []
        for match in _QUOTE.finditer(unit.said):
            group = 1 if match.group(1) else 2
            said = trimmed(plain(match.group(group), unit.start + unit.body + match.start(group)))
            (candidates,) = self._book.candidates([said.text])
            part = best(said, self._text, candidates, self._book)
            if part is None or not part[0].place.wording_counts:
                continue
            true = part[0].verdict is Verdict.VERBATIM
            if true or part[0].share >= FOUND:
                fault = None if true else ReferenceFault.NOT_QUOTED
                start = unit.start + unit.body + match.start()
                right = "" if true else part[0].place.official
                checked.append(
                    Reference(
                        start,
                        start + len(match.group()),
                        match.group(),
                        fault,
                        right,
                        part[0].place.document.id,
                    )
                )
                if found is None or found[0].share <= part[0].share:
                    found = part
        return tuple(checked), found

    def _digest(self, unit: Unit, said: Plain, finding: Finding | None) -> Finding | None:
        """Compare with digests what stands in no official text."""
        official = finding is not None and finding.place.wording_counts
        if finding is not None and official and finding.verdict is not Verdict.NOT_FOUND:
            return finding
        if not self._digests:
            return finding
        (candidates,) = self._book.candidates([said.text], self._digests)
        found = best(said, self._text, candidates, self._book)
        if found is None:
            return finding
        judged = against_digest(unit.said, found[0])
        return finding if official and judged.verdict is Verdict.NOT_FOUND else judged

    def _parts(self, said: Plain, finding: Finding) -> tuple[Finding, ...]:
        """Return the two findings of a sentence whose halves stand in two clauses; empty for any other."""
        if finding.verdict is Verdict.VERBATIM or not (span := rest_of(finding.diff)):
            return ()
        cut = _comma_near(said.text, span[0] if span[0] >= len(said.text) - span[1] else span[1])
        if cut is None:
            return ()
        halves = [trimmed(_cut(said, 0, cut)), trimmed(_cut(said, cut, len(said.text)))]
        found = [
            best(half, self._text, candidates, self._book)
            for half, candidates in zip(halves, self._book.candidates([h.text for h in halves]), strict=True)
        ]
        findings = tuple(pair[0] for pair in found if pair is not None)
        if len(findings) < 2 or any(f.share < _HALF or f.verdict is Verdict.NOT_FOUND for f in findings):
            return ()
        same = findings[0].place.clause_id == findings[1].place.clause_id
        return () if same or min(len(half.text) for half in halves) < _SHORTEST_HALF else findings

    def _label(self, unit: Unit, finding: Finding, same: Sequence[ClauseText]) -> tuple[Reference, ...]:
        """Check the number of an article that the text quotes whole, if it says whose article it is."""
        article = article_of(unit.label)
        if not article or finding.place.document.id not in self._own:
            return ()
        known = {finding.place.article, *(c.article for c in same if c.document.id in self._own)}
        fault = None if article in known or not finding.place.article else ReferenceFault.OTHER_ARTICLE
        right = cite(finding.place) if fault else ""
        return (
            Reference(
                unit.start, unit.start + len(article), article, fault, right, finding.place.document.id
            ),
        )

    def _complete(
        self,
        unit: Unit,
        finding: Finding | None,
        same: Sequence[ClauseText],
        parts: Sequence[Finding],
        references: Sequence[Reference],
    ) -> CheckedSentence:
        if finding is None:
            return CheckedSentence(
                unit.start, unit.end, unit.text, Verdict.NOT_FOUND, references=tuple(references)
            )
        if parts:
            finding = replace(parts[0], differences=(*parts[0].differences, _joined(parts)))
        verdict = max((f.verdict for f in (finding, *parts)), key=_gravity)
        extra = tuple(
            Difference(DifferenceKind.REFERENCE, r.text, r.right) for r in references if r.fault in _GRAVE
        )
        if extra and verdict in (Verdict.VERBATIM, Verdict.ALTERED):
            verdict = Verdict.CONTRADICTED
        elif verdict is Verdict.VERBATIM and (parts or any(r.fault for r in references)):
            verdict = Verdict.ALTERED
        elsewhere = tuple(
            c.place(*_span(c.plain.text, finding))
            for c in same[:_ELSEWHERE]
            if finding.verdict is Verdict.VERBATIM
        )
        return CheckedSentence(
            unit.start, unit.end, unit.text, verdict,
            replace(finding, differences=(*finding.differences, *extra)),
            parts=tuple(parts),
            current=self._current(unit, finding),
            elsewhere=elsewhere,
            references=tuple(references),
            cautions=tuple(_cautions(finding)),
        )  # fmt: skip

    def _current(self, unit: Unit, finding: Finding) -> Finding | None:
        """Check against the text that replaced the one found."""
        successor = self._versions.successor(finding.place.document.id)
        if successor is None or finding.verdict is Verdict.NOT_FOUND:
            return None
        begin, end = content_span(unit.said)
        said = trimmed(plain(unit.said[begin:end], unit.start + unit.body + begin))
        (candidates,) = self._book.candidates([said.text], (successor.id,))
        found = best(said, self._text, candidates, self._book)
        if found is None:
            return None
        return found[0] if successor.kind is Kind.OFFICIAL_TEXT else against_digest(unit.said, found[0])


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


def _span(official: str, finding: Finding) -> tuple[int, int]:
    words = plain(finding.place.official).text
    at = official.find(words)
    return (at, at + len(words)) if at >= 0 else (0, len(official))


def _cautions(finding: Finding) -> list[str]:
    """Name what was cut off and would change the meaning: an exception before or behind the words."""
    place = finding.place
    if finding.verdict is Verdict.NOT_FOUND:
        return []
    found = []
    if _EXCEPTION.match(place.after):
        found.append(place.after.lstrip("，；,;"))
    if place.before.startswith("除"):
        found.append(place.before)
    return found
