"""What the staff page shows of a result, in the words of its reader's language."""

from __future__ import annotations

from typing import Any

from assistant.clause_lookup import Lookup
from assistant.compare import Comparison
from assistant.compare_report import comparison_to_json, counts, pair_text, row_title, taken_text
from assistant.lookup_report import lookup_to_json, lookup_to_text, standing_lines
from assistant.messages import Messages
from assistant.wording_json import report_to_json
from assistant.wording_model import Verdict, WordingReport
from assistant.wording_notes import (
    difference_text,
    inconsistency_text,
    notes,
    reference_text,
    remark_text,
    verdict_text,
    warnings,
)


def report_shown(report: WordingReport, messages: Messages) -> dict[str, Any]:
    """Return a report with what is said of each sentence in words."""
    shown = report_to_json(report)
    shown["warnings"] = list(warnings(report, messages))
    shown["remarks"] = [remark_text(remark, messages) for remark in report.remarks]
    shown["inconsistencies"] = [inconsistency_text(pair, messages) for pair in report.inconsistencies]
    for row, sentence in zip(shown["sentences"], report.sentences, strict=True):
        finding = sentence.finding
        found = finding is not None and sentence.verdict is not Verdict.NOT_FOUND
        row["says"] = verdict_text(sentence, messages)
        row["old_words"] = sentence.old_words
        row["points"] = [
            {"text": difference_text(d, messages), "grave": d.kind.contradicts}
            for d in (finding.differences if finding and found else ())
            if d.said or d.official
        ]
        row["faults"] = [reference_text(r, messages) for r in sentence.references if r.fault]
        row["notes"] = list(notes(sentence, messages))
    return shown


def comparison_shown(comparison: Comparison, messages: Messages) -> dict[str, Any]:
    """Return a comparison with its counts and what became of each clause in words."""
    shown = comparison_to_json(comparison)
    shown["pair"] = pair_text(comparison, messages)
    shown["counted"] = messages.text("comparison", "summary", **counts(comparison))
    for row, compared in zip(shown["rows"], comparison.rows, strict=True):
        row["says"] = row_title(compared, messages)
        row["notes"] = [text for text in (taken_text(compared, messages),) if text]
    return shown


def lookup_shown(lookup: Lookup, address: str, messages: Messages) -> dict[str, Any]:
    """Return a look-up with the standing of each clause in words, or what can be looked up instead."""
    shown = lookup_to_json(lookup)
    for row, found in zip(shown["clauses"], lookup.found, strict=True):
        row["notes"] = standing_lines(found, messages)
    shown["text"] = "" if lookup.found else lookup_to_text(lookup, address, messages)
    return shown
