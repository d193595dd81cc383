"""The only place where a statement becomes a claim and a passage becomes a citation.

A statement passes if every label is known, every quote stands word for word at its offsets in the passage,
and the cited clauses bear out what it says: titles, numbers and articles (`naming`), figures with their unit,
bound, period and the thing they are said of (`attachment`), must and must not (`polarity`), who and where
(`roles`), what narrows a rule (`conditions`, `limits`), and or or (`joins`), what comes first (`sequence`)
and every word that claims something (`proof`). What fails is dropped with the reason; nothing is repaired.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.evidence import bare, gather
from assistant.foreign import foreign_fault, is_foreign
from assistant.foreign_acts import misplaced
from assistant.messages import Messages
from assistant.model import Citation, Claim, Draft, DraftClaim, Quote, Rejected, Source, Verified
from assistant.naming import Fault, misnamed, unknown_office, unread, without_numbers
from assistant.orders import is_foreign_to, is_order
from assistant.phrases import read_phrase
from assistant.sentences import split_sentences
from assistant.speech import unsayable
from assistant.support import related, unsupported


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
    return Verified(claims, citations, tuple(rejected), _sayable(draft.missing))


def _sayable(missing: Sequence[str]) -> tuple[str, ...]:
    """Return what is said to be missing, as far as it may be said; nothing else proves these words."""
    return tuple(text for text in missing if not is_order(text) and not unsayable(text))


def _fault(claim: DraftClaim, known: Mapping[int, Source], messages: Messages) -> str:
    """Return why a statement must be dropped, empty if it may stand."""
    if not claim.quotes:
        return messages.text("reason", "no_quote")
    for quote in claim.quotes:
        if quote.label not in known:
            return messages.text("reason", "unknown_label", label=quote.label)
        if not _stands(quote, known[quote.label]):
            return messages.text("reason", "quote_moved", quote=quote.text)
    sources = tuple({quote.label: known[quote.label] for quote in claim.quotes}.values())
    if is_order(claim.text):
        return messages.text("reason", "order")
    fault = _unproven(claim, sources)
    return messages.text("reason", fault[0], words=fault[1]) if fault else ""


def _unproven(claim: DraftClaim, sources: Sequence[Source]) -> Fault | None:
    """Return what the cited clauses do not bear out; their own sentences need no proof.

    A sentence that hardly is of its clause, as it is in another voice, is not said even as its own.
    """
    if whole := next((s for s in sources if _verbatim(claim.text, s.passage.text)), None):
        strange = any(is_foreign_to(whole.passage.text, s.text) for s in split_sentences(claim.text))
        return ("order", "") if strange else None
    if (unsaid := unsayable(claim.text)) and not any(unsaid.words in s.passage.text for s in sources):
        return "speech", unsaid.words
    if fault := misnamed(claim.text, sources):
        return fault
    if strange_sign := unread(claim.text, sources):
        return "words", strange_sign
    if is_foreign(claim.text):
        return foreign_fault(claim, sources) or misplaced(claim.text, sources)
    evidence = gather(sources, claim.text)
    text = without_numbers(claim.text, sources)
    related_to = text != claim.text  # names were given, and they are those of the sources
    for sentence in split_sentences(text):
        phrase = read_phrase(bare(sentence.text))
        if fault := unsupported(phrase, evidence) or unknown_office(phrase.words, evidence.told):
            return fault
        related_to = related_to or related(phrase, evidence)
    return None if related_to else ("nothing", "")


def _verbatim(statement: str, clause: str) -> bool:
    """Tell whether a statement is one or more whole sentences of a clause, in a row."""
    said = "".join(statement.split())
    whole = split_sentences(clause)
    sentences = ["".join(sentence.text.split()) for sentence in whole]
    for first in range(len(sentences)):
        for joined in {sentences[first], "".join(bare(whole[first].text).split())}:
            for following in (*sentences[first + 1 :], ""):
                if joined == said:
                    return True
                joined += following
    return False


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
