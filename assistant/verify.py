"""The only place where a statement becomes a claim and a passage becomes a citation.

A statement passes if every label is known, every quote stands word for word at its offsets in the passage,
and every figure of the statement stands in a cited passage with the same value, unit and bound. What fails is
dropped with the reason; nothing is repaired.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.messages import Messages
from assistant.model import Citation, Claim, Draft, DraftClaim, Quote, Rejected, Source, Verified
from corpus.numerals import read_figures, same_figure


def verify(draft: Draft, sources: Sequence[Source], messages: Messages) -> Verified:
    """Check a draft against its sources.

    Args:
        draft: what a composer proposed.
        sources: the passages it was given; only these can be cited.
        messages: the language of the reasons.

    Returns:
        The claims that passed, in order, with labels renumbered from 1 in the order of first use; one
        citation per label, whose quote spans everything quoted from that passage; and what was rejected.
    """
    known = {source.label: source for source in sources}
    passed: list[DraftClaim] = []
    rejected: list[Rejected] = []
    for claim in draft.claims:
        reason = _fault(claim, known, messages)
        if reason:
            rejected.append(Rejected(claim.text, reason))
        else:
            passed.append(claim)
    order = tuple(dict.fromkeys(quote.label for claim in passed for quote in claim.quotes))
    label_of = {old: new for new, old in enumerate(order, 1)}
    claims = tuple(
        Claim(claim.text, tuple(dict.fromkeys(label_of[quote.label] for quote in claim.quotes)))
        for claim in passed
    )
    citations = tuple(_citation(label_of[old], known[old], passed) for old in order)
    return Verified(claims, citations, tuple(rejected), draft.missing)


def _fault(claim: DraftClaim, known: Mapping[int, Source], messages: Messages) -> str:
    """Return why a statement must be dropped, empty if it may stand."""
    if not claim.quotes:
        return messages.text("reason", "no_quote")
    for quote in claim.quotes:
        if quote.label not in known:
            return messages.text("reason", "unknown_label", label=quote.label)
        if not _stands(quote, known[quote.label]):
            return messages.text("reason", "quote_moved", quote=quote.text)
    proven = [f for quote in claim.quotes for f in read_figures(known[quote.label].passage.text)]
    for figure in read_figures(claim.text):
        if not any(same_figure(figure, other) for other in proven):
            return messages.text("reason", "figure", figure=figure.text)
    return ""


def _stands(quote: Quote, source: Source) -> bool:
    passage = source.passage
    begin = quote.start - passage.start
    inside = passage.start <= quote.start < quote.end <= passage.end
    return inside and passage.text[begin : begin + len(quote.text)] == quote.text and bool(quote.text.strip())


def _citation(label: int, source: Source, claims: Sequence[DraftClaim]) -> Citation:
    spans = [quote for claim in claims for quote in claim.quotes if quote.label == source.label]
    start, end = min(quote.start for quote in spans), max(quote.end for quote in spans)
    passage = source.passage
    return Citation(
        label=label,
        passage=passage,
        document=source.document,
        status=source.hit.status,
        locator=passage.locate(start, end),
        quote=passage.text[start - passage.start : end - passage.start],
        start=start,
        end=end,
    )
