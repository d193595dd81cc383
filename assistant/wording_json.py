"""A wording report as JSON: the contract of ``policy-assistant check --json`` and of the staff page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.wording_model import (
    CheckedSentence,
    Difference,
    Finding,
    Inconsistency,
    Place,
    Reference,
    Remark,
    Verdict,
    WordingReport,
)
from assistant.wording_versions import cite
from corpus.model import Metadata
from corpus.numerals import read_figures

JsonObject = dict[str, Any]
_LISTED = 20  # other places of a sentence


def report_to_json(report: WordingReport) -> JsonObject:
    """Return a report as a JSON object; ``sentences`` are in the order of the text."""
    return {
        "sentences": [sentence_to_json(sentence) for sentence in report.sentences],
        "remarks": [_remark(remark) for remark in report.remarks],
        "inconsistencies": [_inconsistency(pair) for pair in report.inconsistencies],
        "summary": summary_to_json(report),
    }


def summary_to_json(report: WordingReport) -> JsonObject:
    """Return the counts, and what the text was checked against and when."""
    wrong = [r for s in report.sentences for r in s.references if r.fault]
    return {
        "sentences": len(report.sentences),
        **{verdict.value: report.count(verdict) for verdict in Verdict},
        "outdated": sum(s.outdated for s in report.sentences),
        "facts_only": sum(facts_only(s) for s in report.sentences),
        "recognised": sum(s.confidence is not None for s in report.sentences),
        "references_wrong": len(wrong),
        "remarks": len(report.remarks),
        "inconsistencies": len(report.inconsistencies),
        "headings": report.headings,
        "as_of": report.as_of.isoformat(),
        "checked_at": report.checked_at,
        "corpus": {
            "fingerprint": report.index_fingerprint,
            "built_at": report.index_built_at,
            "documents": report.documents,
            "passages": report.passages,
        },
        "text_recognised": report.confidence,
        "ms": round(report.milliseconds, 1),
    }


def facts_only(sentence: CheckedSentence) -> bool:
    """Tell whether a sentence was compared with a digest: its facts, not its wording."""
    finding = sentence.finding
    found = finding is not None and sentence.verdict is not Verdict.NOT_FOUND
    return found and finding is not None and not finding.place.wording_counts


def sentence_to_json(sentence: CheckedSentence) -> JsonObject:
    """Return a sentence; the place is empty where nothing was found."""
    finding = sentence.finding
    found = finding is not None and sentence.verdict is not Verdict.NOT_FOUND
    place = finding.place if finding is not None and found else None
    return {
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "verdict": sentence.verdict.value,
        "document_id": place.document.id if place else "",
        "locator": place.locator if place else "",
        "official": place.official if place else "",
        "diff": [list(piece) for piece in finding.diff] if finding and found else [],
        "differences": [_difference(d) for d in finding.differences] if finding and found else [],
        "figures": _figures(sentence),
        "wording_checked": place.wording_counts if place else False,
        "recognised": sentence.confidence,
        "place": place_to_json(place) if place else None,
        "parts": [_finding(part) for part in sentence.parts],
        "outdated": sentence.outdated,
        "current": _finding(sentence.current) if sentence.current else None,
        "elsewhere": [place_to_json(other) for other in sentence.elsewhere[:_LISTED]],
        "elsewhere_count": len(sentence.elsewhere),
        "undecided": sentence.undecided,
        "references": [_reference(reference) for reference in sentence.references],
        "cautions": list(sentence.cautions),
        "unproven": list(finding.unproven) if finding and found else [],
        "share": round(finding.share, 3) if finding else 0.0,
    }


def place_to_json(place: Place) -> JsonObject:
    """Return a place: a clause and the words compared."""
    return {
        **document_to_json(place.document),
        "recognised": place.confidence,
        "status": place.status.value,
        "clause_id": place.clause_id,
        "locator": place.locator,
        "article": place.article,
        "citation": cite(place),
        "start": place.start,
        "end": place.end,
        "official": place.official,
        "clause": place.clause,
        "clause_start": place.clause_start,
    }


def document_to_json(document: Metadata) -> JsonObject:
    """Return what names a document."""
    return {
        "document_id": document.id,
        "title": document.title,
        "doc_number": document.doc_number,
        "kind": document.kind.value,
        "published": str(document.published or ""),
        "effective": str(document.effective or ""),
        "url": document.source_url,
        "recognised": document.ocr_confidence,
    }


def _finding(finding: Finding) -> JsonObject:
    return {
        "verdict": finding.verdict.value,
        "diff": [list(piece) for piece in finding.diff],
        "differences": [_difference(d) for d in finding.differences],
        "place": place_to_json(finding.place),
        "share": round(finding.share, 3),
    }


def _difference(difference: Difference) -> JsonObject:
    return {
        "kind": difference.kind.value,
        "said": difference.said,
        "official": difference.official,
        "contradicts": difference.kind.contradicts,
    }


def _figures(sentence: CheckedSentence) -> list[JsonObject]:
    """Return the figures of a sentence, each with the one that the clause has in its place."""
    finding = sentence.finding
    differing: Sequence[Difference] = finding.differences if finding else ()
    wrong = {difference.said: difference for difference in differing if difference.said}
    return [
        {
            "text": figure.text,
            "kind": figure.kind.value,
            "value": float(figure.value) if figure.value is not None else None,
            "unit": figure.unit,
            "date": figure.date,
            "bound": figure.bound.value,
            "official": wrong[figure.text].official if figure.text in wrong else None,
        }
        for figure in read_figures(sentence.text)
    ]


def _reference(reference: Reference) -> JsonObject:
    return {
        "text": reference.text,
        "start": reference.start,
        "end": reference.end,
        "fault": reference.fault.value if reference.fault else None,
        "right": reference.right,
        "document_id": reference.document_id,
    }


def _remark(remark: Remark) -> JsonObject:
    return {
        "text": remark.text,
        "start": remark.start,
        "end": remark.end,
        "kind": remark.kind,
        "reason": remark.reason,
        "instead": remark.instead,
    }


def _inconsistency(pair: Inconsistency) -> JsonObject:
    return {
        "about": pair.about,
        "first": {"text": pair.first, "start": pair.first_start},
        "second": {"text": pair.second, "start": pair.second_start},
    }
