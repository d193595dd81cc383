"""Reports as one HTML file each, with everything in it: nothing is loaded from elsewhere."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from assistant.compare import Change, Comparison
from assistant.compare_report import counts, made_text, pair_text, row_title, taken_text
from assistant.messages import DATA, load_messages
from assistant.model import Language
from assistant.pages.render import render
from assistant.wording_model import CheckedSentence, Verdict, WordingReport
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

_COLOURS = {
    Change.SAME: "verbatim",
    Change.CHANGED: "altered",
    Change.ADDED: "contradicted",
    Change.REMOVED: "not_found",
}


def report_to_html(report: WordingReport, language: Language) -> str:
    """Return a wording report as a page to keep or print."""
    messages = load_messages(language)
    return _render(
        "wording_report.html",
        language,
        report=report,
        summary=summary_text(report, messages),
        against=against_text(report, messages),
        tally=[(verdict, report.count(verdict)) for verdict in Verdict],
        found=_found,
        cite=cite,
        verdict_text=partial(verdict_text, messages=messages),
        reference_text=partial(reference_text, messages=messages),
        remark_text=partial(remark_text, messages=messages),
        inconsistency_text=partial(inconsistency_text, messages=messages),
        notes=partial(notes, messages=messages),
    )


def comparison_to_html(comparison: Comparison, language: Language) -> str:
    """Return a comparison as a page with the two texts side by side."""
    messages = load_messages(language)
    return _render(
        "compare_report.html",
        language,
        comparison=comparison,
        pair=pair_text(comparison, messages),
        summary=messages.text("comparison", "summary", **counts(comparison)),
        made=made_text(comparison, messages),
        colours=_COLOURS,
        row_title=partial(row_title, messages=messages),
        taken_text=partial(taken_text, messages=messages),
    )


def _found(sentence: CheckedSentence) -> bool:
    return sentence.finding is not None and sentence.verdict is not Verdict.NOT_FOUND


def _render(template: str, language: Language, **values: object) -> str:
    css = Markup((DATA / "report.css").read_text(encoding="utf-8"))
    messages = load_messages(language)
    return render(
        template, language, css=css, difference_text=partial(difference_text, messages=messages), **values
    )
