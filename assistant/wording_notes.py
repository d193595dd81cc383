"""What is said about a checked sentence: the same on the command line, on the page and in reports."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.messages import Messages
from assistant.wording_json import facts_only, summary_to_json
from assistant.wording_model import (
    CheckedSentence,
    Difference,
    Inconsistency,
    Place,
    Reference,
    Remark,
    Verdict,
    WordingReport,
)
from assistant.wording_versions import cite

LISTED = 10  # other places of a sentence that are named


def summary_text(report: WordingReport, messages: Messages) -> str:
    """Return the counts in a sentence."""
    summary = summary_to_json(report)
    if not report.sentences:
        return messages.text("wording", "nothing")
    counted = {v: summary[v] for v in ("sentences", "outdated", *Verdict)}
    return " ".join((messages.text("wording", "summary", **counted), *warnings(report, messages)))


def warnings(report: WordingReport, messages: Messages) -> Iterator[str]:
    """Yield what must be said of the whole check: what in it was read from a picture."""
    if report.confidence is not None:
        yield messages.text("wording", "text_recognised", confidence=f"{report.confidence:.2f}")
    if resting := sum(sentence.confidence is not None for sentence in report.sentences):
        yield messages.text("wording", "resting_on_recognised", sentences=resting)


def against_text(report: WordingReport, messages: Messages) -> str:
    """Return what was checked against, for which day and when."""
    corpus = summary_to_json(report)["corpus"]
    when = {"as_of": report.as_of.isoformat(), "checked_at": report.checked_at}
    return messages.text("wording", "against", **corpus, **when)


def verdict_text(sentence: CheckedSentence, messages: Messages) -> str:
    """Return the verdict; of a digest, that only facts were compared; of a scan, that it was recognised."""
    if sentence.confidence is None:
        return _verdict_text(sentence, messages)
    if sentence.verdict is Verdict.VERBATIM and not sentence.old_words:
        return messages.text("wording", "recognised_verbatim")
    return messages.text("wording", "recognised_verdict", verdict=_verdict_text(sentence, messages))


def _verdict_text(sentence: CheckedSentence, messages: Messages) -> str:
    if facts_only(sentence) and sentence.verdict is Verdict.ALTERED:
        return messages.text("wording", "old_facts" if sentence.outdated else "facts_agree")
    if sentence.old_words:
        return messages.text("wording", "old_words")
    return messages.text("verdict", sentence.verdict)


def difference_text(difference: Difference, messages: Messages, section: str = "wording") -> str:
    """Return what differs: the kind, the words of the text and those of the clause.

    Args:
        difference: what differs.
        messages: the language.
        section: ``wording`` for a text and its source, ``comparison`` for a new text and an old one.
    """
    none = messages.text("wording", "none_said")
    return messages.text(
        section,
        "differs_here",
        kind=messages.text("difference", difference.kind),
        said=difference.said or none,
        official=difference.official or none,
    )


def reference_text(reference: Reference, messages: Messages) -> str:
    """Return what is wrong with a reference, and what to put in its place."""
    assert reference.fault is not None
    said = messages.text("reference_fault", reference.fault)
    fault = messages.text("form", "labelled", label=reference.text, text=said)
    if not reference.right:
        return fault
    return messages.joined((fault, messages.text("wording", "offered", right=reference.right)), "parts")


def remark_text(remark: Remark, messages: Messages) -> str:
    """Return why a word should be looked at, and what to write instead where that is known."""
    reason = messages.text("form", "labelled", label=f"“{remark.text}”", text=remark.reason)
    instead = messages.text("wording", "consider", instead=remark.instead) if remark.instead else ""
    return messages.joined((reason, instead), "following")


def inconsistency_text(pair: Inconsistency, messages: Messages) -> str:
    """Return which two figures of a text do not agree."""
    return messages.text("wording", "inconsistent", about=pair.about, first=pair.first, second=pair.second)


def notes(sentence: CheckedSentence, messages: Messages) -> Iterator[str]:
    """Yield what a clerk must know beside the verdict."""
    finding = sentence.finding
    if finding is None or sentence.verdict is Verdict.NOT_FOUND:
        yield messages.text("wording", "without_basis")
        return
    if sentence.confidence is not None:
        yield messages.text("wording", "recognised", confidence=f"{sentence.confidence:.2f}")
    if facts_only(sentence):
        yield messages.text("wording", "facts_only")
        if finding.unproven:
            yield messages.text("wording", "unproven", words=messages.joined(finding.unproven))
    if sentence.parts:
        yield messages.text(
            "wording",
            "parts",
            citations=messages.joined((cite(p.place) for p in sentence.parts), "sentences"),
        )
    if sentence.outdated:
        yield messages.text("wording", "outdated", status=messages.text("status", finding.place.status))
    if sentence.current is not None:
        yield _current(sentence, messages)
    caution = "condition" if facts_only(sentence) else "cut_short"
    for words in sentence.cautions:
        yield messages.text("wording", caution, words=words)
    if sentence.elsewhere:
        yield _elsewhere(sentence, finding.place, messages)


def _elsewhere(sentence: CheckedSentence, chosen: Place, messages: Messages) -> str:
    """Return where else a sentence stands equally well, and whether anything tells which place was meant."""
    citations = list(dict.fromkeys(cite(place) for place in sentence.elsewhere))
    listed = messages.joined(citations[:LISTED], "sentences")
    if len(citations) > LISTED:
        listed = messages.text("wording", "and_more", citations=listed)
    name = "undecided" if sentence.undecided else "elsewhere"
    if sentence.verdict is not Verdict.VERBATIM:
        name = f"{name}_near"
    count = len({place.document.id for place in (chosen, *sentence.elsewhere)})
    return messages.text("wording", name, citations=listed, count=count)


def _current(sentence: CheckedSentence, messages: Messages) -> str:
    current = sentence.current
    assert current is not None
    if current.verdict is Verdict.NOT_FOUND:
        return messages.text("wording", "replaced_elsewhere", title=current.place.document.title)
    text = messages.text(
        "wording",
        "replaced",
        citation=cite(current.place),
        verdict=messages.text("verdict", current.verdict),
    )
    differing = (difference_text(d, messages) for d in current.differences if d.said or d.official)
    return messages.joined((text, messages.joined(differing, "sentences")), "following")
