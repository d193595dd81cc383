"""What a question takes for granted: put right where the documents say otherwise, confirmed where they agree.

Whatever is said rests on a whole sentence of a source. That sentence is put to verification with the rest of
the answer and is cited, so nothing is corrected that is not proven. Where the documents do not tell, nothing
is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.asides import read_asides
from assistant.asserted import OF_A_TEXT, Assertion, read_assertion
from assistant.asserted_english import read_english
from assistant.closest import names_all
from assistant.findings import Finding
from assistant.model import Draft, Language, NoticeKind, Question, Source
from assistant.premise_claims import on_claim
from assistant.premise_dates import on_dates, role_of
from assistant.premise_figures import on_figures, on_unfinished
from assistant.premise_naming import bears_name
from assistant.premise_rules import on_giver, on_issuer, on_receiver, on_rules
from assistant.premise_status import on_edition, on_status
from assistant.premise_terms import premise_rules
from corpus.numerals import FigureKind
from index.hits import Hit

_CLOSEST = 5  # passages found in English that may be meant
Look = Callable[[Question], Sequence[Source]]


def examine(question: Question, sources: Sequence[Source], look: Look) -> Finding | None:
    """Return what the documents say of that which a question takes for granted.

    Args:
        question: the question.
        sources: everything found for it, best first.
        look: finds the sources for what a question says by the way: they may be others.

    Returns:
        A correction if anything is wrong, else a confirmation if that is certain, else None.
    """
    finding = _found(question, sources, look)
    another = re.search(premise_rules()["same_asked"], question.search_text, re.IGNORECASE)
    # 江西增长5%，南昌也是吗: a yes to what was only led up with would be heard as a yes to what is asked.
    return finding if finding is None or finding.kind is NoticeKind.PREMISE or not another else None


def _found(question: Question, sources: Sequence[Source], look: Look) -> Finding | None:
    if question.language is Language.EN:
        return _examine_english(question, look)
    assertion = read_assertion(question.search_text)
    finding = _judged(assertion, question, sources) if assertion else None
    if finding:
        return finding
    found: list[Finding | None] = []
    for aside in read_asides(question.search_text):
        meant = replace(question, search_text=aside.text)
        finding = _judged(aside, meant, look(meant))
        if finding and finding.kind is NoticeKind.PREMISE:
            return finding
        found.append(finding)
    if assertion is None and not found:
        return on_claim(question, sources)
    sure = assertion is not None and assertion.sure
    return found[0] if found and not sure and all(found) else None


def _examine_english(question: Question, look: Look) -> Finding | None:
    """Return what the documents say of that which an English question takes for granted."""
    found: list[Finding | None] = []
    for assertion in read_english(question.search_text):
        said = replace(question, search_text=assertion.said)
        meant = replace(question, search_text=assertion.text, language=Language.ZH)
        close = [s for asked in (question, said) for s in look(asked)[:_CLOSEST]]
        # The terms alone find other rules too; those of the wording in English are what is meant.
        finding = _judged(assertion, meant, _both(look(meant), close, of_texts=_of_texts(assertion)))
        if finding and finding.kind is NoticeKind.PREMISE:
            return finding
        found.append(finding)
    return found[0] if found and all(found) else None


def _of_texts(assertion: Assertion) -> bool:
    """Tell whether an assertion is of days since when or until when a text holds, and of no other figure."""
    return bool(assertion.figures) and all(
        figure.kind is FigureKind.DATE and role_of(assertion.text, figure) in OF_A_TEXT
        for figure in assertion.figures
    )


def _both(found: Sequence[Source], close: Sequence[Source], *, of_texts: bool) -> list[Source]:
    """Return the passages found that are close as well; of texts any passage of the same text will do."""
    passages, documents = {s.passage.id for s in close}, {s.document.id for s in close}
    return [s for s in found if s.passage.id in passages or (of_texts and s.document.id in documents)]


def _judged(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Return what those sources say of one assertion."""
    if not sources:
        return None
    found: list[Finding] = []
    for judge in (on_edition, on_figures, on_dates, on_status, on_issuer, on_giver, on_receiver, on_rules):
        finding = judge(assertion, question, sources)
        if finding and (finding.kind is NoticeKind.PREMISE or _certain(assertion, finding)):
            found.append(finding)
    found.extend(on_unfinished(assertion, sources))
    wrong = (finding for finding in found if finding.kind is NoticeKind.PREMISE)
    return next(wrong, found[0] if found else None)


def _certain(assertion: Assertion, finding: Finding) -> bool:
    """Tell whether a confirmation leaves nothing out: every name, and the very document that is named."""
    return names_all(assertion.text, finding.source) and bears_name(assertion.text, finding)


def numbered(hits: Sequence[Hit]) -> tuple[Source, ...]:
    """Return hits as sources, best first."""
    return tuple(Source(label, hit) for label, hit in enumerate(hits, 1))


def all_found(sources: Sequence[Source], hits: Sequence[Hit]) -> tuple[Source, ...]:
    """Return the sources of an answer and everything else that was found, under labels of their own."""
    used = {source.passage.id for source in sources}
    others = (hit for hit in hits if hit.passage.id not in used)
    last = max((source.label for source in sources), default=0)
    return (*sources, *(Source(label, hit) for label, hit in enumerate(others, last + 1)))


def supported(draft: Draft, finding: Finding | None) -> Draft:
    """Return a draft that also holds the sentence a finding rests on, unless a statement quotes it."""
    if finding is None:
        return draft
    (quote,) = finding.claim.quotes
    quoted = (other for claim in draft.claims for other in claim.quotes)
    if any(o.label == quote.label and o.start <= quote.start and quote.end <= o.end for o in quoted):
        return draft
    return Draft((finding.claim, *draft.claims), draft.missing, draft.rejected, draft.notices, draft.usage)


def among(finding: Finding, sources: Sequence[Source]) -> Finding:
    """Return a finding whose source has the label that its passage has among those, or a new one."""
    known = next((s for s in sources if s.passage.id == finding.source.passage.id), None)
    last = max((source.label for source in sources), default=0)
    return replace(finding, source=known or replace(finding.source, label=last + 1))
