"""The last step but one: what is said of a question, from its verified statements or for want of any."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from assistant.asked import read_asked
from assistant.conflict import conflicts
from assistant.halves import left_out
from assistant.indicator import on_topic, other_kind
from assistant.messages import Messages, load_messages
from assistant.model import (
    Answer,
    AnswerStatus,
    Draft,
    Inquiry,
    Language,
    Notice,
    NoticeKind,
    Question,
    RefusalKind,
    Verified,
)
from assistant.policy import notices, whom_to_ask
from assistant.premise_record import on_record
from assistant.premise_unstated import unstated
from assistant.scope import standing
from assistant.shape import lay_out
from assistant.sought import ungiven
from assistant.understand import resolution
from index.hits import Hit
from index.search import PolicyIndex

NEAR = 3  # passages shown when nothing supports an answer


def conclude(inquiry: Inquiry, index: PolicyIndex) -> Answer:
    """Return the answer to a question whose draft has been verified."""
    draft, verified = inquiry.draft, inquiry.verified
    assert draft is not None and verified is not None, "verify comes before"
    told = verified.claims or _recorded(inquiry)
    answer = _answered(inquiry, verified, index) if told else _silent(inquiry, draft, verified, index)
    return dataclasses.replace(
        answer,
        notices=(*answer.notices, *draft.notices),
        rejected=(*draft.rejected, *verified.rejected),
        usage=draft.usage,
    )


def decline(
    inquiry: Inquiry,
    status: AnswerStatus,
    reason: str,
    near: tuple[Hit, ...],
    index: PolicyIndex,
    kind: RefusalKind = RefusalKind.MISSING,
) -> Answer:
    """Return an answer that says why there is none, what was searched and whom to ask."""
    messages = messages_of(inquiry)
    if kind is RefusalKind.GREETING:
        return Answer(status=status, question=inquiry.question, message=reason, refusal=kind)
    searched = messages.text("refusal", "searched", documents=len(index.documents), passages=len(index))
    message = "\n".join((reason, searched, whom_to_ask(near, messages)))
    read_as = resolution(inquiry.question, inquiry.as_of, messages) if inquiry.question else ()
    return Answer(
        status=status,
        question=inquiry.question,
        message=message,
        notices=read_as,
        refusal=kind,
        near=near,
    )


def messages_of(inquiry: Inquiry) -> Messages:
    """Return the texts in the language of a question; Chinese before it is understood."""
    return load_messages(inquiry.question.language if inquiry.question else Language.ZH)


def _answered(inquiry: Inquiry, verified: Verified, index: PolicyIndex) -> Answer:
    question, messages = _question(inquiry), messages_of(inquiry)
    said = _notices(inquiry, question, verified, index, messages)
    missing = messages.joined(verified.missing, "sentences")
    recorded = _recorded(inquiry)
    halves = () if missing or recorded else left_out(inquiry, verified, index)
    unfound = messages.joined((*inquiry.unanswered, *halves), "sentences")
    silent = inquiry.unanswered or missing or recorded
    wanting = "" if silent else messages.joined(_ungiven(question, halves, verified))
    if unfound:
        said = (*said, Notice(NoticeKind.MISSING, messages.text("notice", "unfound", asked=unfound)))
    if missing:
        said = (*said, Notice(NoticeKind.MISSING, messages.text("notice", "missing", missing=missing)))
    if wanting:
        said = (Notice(NoticeKind.MISSING, messages.text("notice", "ungiven", missing=wanting)), *said)
    return Answer(
        status=AnswerStatus.PARTIAL if unfound or missing or wanting else AnswerStatus.ANSWERED,
        question=question,
        message="",
        claims=verified.claims,
        citations=verified.citations,
        notices=said,
        shape=lay_out(question.topic, verified.citations),
        choices=inquiry.choices,
    )


def _recorded(inquiry: Inquiry) -> bool:
    """Tell whether the record of a document is told, which answers a question about it without any clause."""
    return any(notice.kind is NoticeKind.RECORD for notice in inquiry.notices)


def _ungiven(question: Question, halves: Sequence[str], verified: Verified) -> tuple[str, ...]:
    """Return what a question without these halves asks for and no cited clause gives."""
    texts = [citation.passage.text for citation in verified.citations]
    rest = question.search_text
    for half in halves:
        rest = rest.replace(half, "")
    return ungiven(read_asked(rest).asking, texts, question.language)


def _silent(inquiry: Inquiry, draft: Draft, verified: Verified, index: PolicyIndex) -> Answer:
    """Return the refusal that is left when no statement passed, or a model had none to make."""
    messages = messages_of(inquiry)
    near = tuple(source.hit for source in inquiry.sources[:NEAR])
    missing = messages.joined(verified.missing, "sentences")
    if missing and not draft.claims:  # a model found nothing to say, and said what
        reason = messages.text("refusal", "missing", missing=missing)
        return decline(inquiry, AnswerStatus.NO_SOURCE, reason, near, index)
    return decline(inquiry, AnswerStatus.UNSUPPORTED, messages.text("refusal", "unsupported"), near, index)


def _notices(
    inquiry: Inquiry, question: Question, verified: Verified, index: PolicyIndex, messages: Messages
) -> tuple[Notice, ...]:
    """Return all that must be said beside the claims, what changes their meaning first."""
    return (
        *resolution(question, inquiry.as_of, messages),
        *inquiry.notices,
        *_of_another_kind(question, inquiry, verified, messages),
        *_taken_for_granted(inquiry, verified, index, messages),
        *conflicts(verified, messages),
        *standing(question, verified.citations, messages),
        *notices(verified.citations, index.documents, question.as_of, messages),
    )


def _of_another_kind(
    question: Question, inquiry: Inquiry, verified: Verified, messages: Messages
) -> tuple[Notice, ...]:
    """Say that a target, or a result, was asked for where all figures cited for it are of another kind."""
    quoted = {citation.passage.id: citation.quote for citation in verified.citations}
    cited = [source for source in inquiry.sources if source.passage.id in quoted]
    told = [
        s for s in on_topic(question.search_text, cited) if s.sentence.text in quoted[s.source.passage.id]
    ]
    other = other_kind(question.search_text, told)
    if other is None:
        return ()
    asked, stated = (messages.section("figure_kind")[kind] for kind in other)
    said = messages.text("notice", "other_kind", asked=asked, stated=stated)
    return (Notice(NoticeKind.OTHER_KIND, said),)


def _taken_for_granted(
    inquiry: Inquiry, verified: Verified, index: PolicyIndex, messages: Messages
) -> tuple[Notice, ...]:
    """Say what was found of a premise, if the sentence it rests on has been verified and is cited."""
    question, finding = _question(inquiry), inquiry.finding
    told = [index.documents[n.document] for n in inquiry.notices if n.kind is NoticeKind.RECORD]
    if finding is None or finding.kind is not NoticeKind.PREMISE:
        if wrong := on_record(question, told, messages):
            return wrong
    if finding is None:
        return unstated(question, verified.citations, messages)
    (quote,) = finding.claim.quotes
    cited = any(
        citation.passage.id == finding.source.passage.id
        and citation.start <= quote.start
        and quote.end <= citation.end
        for citation in verified.citations
    )
    return (finding.notice(messages),) if cited else ()


def _question(inquiry: Inquiry) -> Question:
    assert inquiry.question is not None, "understand comes before"
    return inquiry.question
