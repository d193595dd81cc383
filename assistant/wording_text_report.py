"""A wording report as plain text for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.messages import Messages
from assistant.wording_model import CheckedSentence, Finding, Verdict, WordingReport
from assistant.wording_notes import (
    against_text,
    difference_text,
    inconsistency_text,
    notes,
    reference_text,
    remark_text,
    summary_text,
    verdict_text,
)
from assistant.wording_versions import cite


def report_to_text(report: WordingReport, messages: Messages) -> str:
    """Return the whole report, sentence by sentence."""
    lines = [summary_text(report, messages)]
    for sentence in report.sentences:
        lines.append("")
        lines += _sentence(sentence, messages)
    if report.remarks:
        lines += ["", messages.text("wording", "remarks")]
        lines += [f"  {remark_text(remark, messages)}" for remark in report.remarks]
    if report.inconsistencies:
        lines += ["", messages.text("wording", "inconsistencies")]
        lines += [f"  {inconsistency_text(pair, messages)}" for pair in report.inconsistencies]
    lines += ["", against_text(report, messages)]
    lines += [messages.text("wording", "same_means"), messages.text("wording", "disclaimer")]
    return "\n".join(lines)


def _sentence(sentence: CheckedSentence, messages: Messages) -> Iterator[str]:
    yield f"【{verdict_text(sentence, messages)}】{' '.join(sentence.text.split())}"
    if sentence.finding and sentence.verdict is not Verdict.NOT_FOUND:
        yield f"  {messages.text('wording', 'source')}：{cite(sentence.finding.place)}"
        if sentence.verdict is not Verdict.VERBATIM:
            yield from _differences(sentence.finding, messages)
    for reference in sentence.references:
        if reference.fault:
            yield f"  {reference_text(reference, messages)}"
    for note in notes(sentence, messages):
        yield f"  {note}"


def _differences(finding: Finding, messages: Messages) -> Iterator[str]:
    if finding.place.wording_counts:
        yield f"  {messages.text('wording', 'official')}：{' '.join(finding.place.official.split())}"
    for difference in finding.differences:
        if difference.said or difference.official:
            yield f"  {difference_text(difference, messages)}"
