"""An answer as text, as Markdown and as the JSON object of the command-line contract."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.figure_words import written
from assistant.glossary import titled
from assistant.messages import Messages, load_messages
from assistant.model import Answer, Citation, Claim, Language
from assistant.shape_model import FieldName, Shape, ShapeField
from corpus.errors import DocumentError
from corpus.model import Kind, Metadata, Status, Topic
from corpus.numerals import read_figures
from corpus.partial_date import PartialDate
from corpus.validity import is_record
from index.hits import Hit
from index.signals import ENDED


def to_json(answer: Answer, identity: object = None) -> dict[str, Any]:
    """Return the object that ``policy-assistant ask --json`` prints."""
    question = answer.question
    return {
        "id": identity,
        "status": str(answer.status),
        "topic": str(question.topic if question else Topic.GENERAL),
        "refusal": str(answer.refusal) if answer.refusal else None,
        "language": str(question.language if question else Language.ZH),
        "text": to_text(answer),
        "claims": [{"text": claim.text, "citations": list(claim.labels)} for claim in answer.claims],
        "citations": [_citation(citation) for citation in answer.citations],
        "notices": [{"kind": str(notice.kind), "text": notice.text} for notice in answer.notices],
        "rejected": [{"text": row.text, "reason": row.reason} for row in answer.rejected],
        "shape": asdict(answer.shape) if answer.shape else None,
        "choices": [asdict(choice) for choice in answer.choices],
        "suggestions": list(answer.suggestions),
        "ms": round(answer.milliseconds, 1),
    }


def hit_to_json(hit: Hit) -> dict[str, Any]:
    """Return one hit as ``policy-assistant search --json`` prints it."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "document_id": hit.document.id,
        "path": hit.document.path,
        "title": hit.document.title,
        "doc_number": hit.document.doc_number,
        "article": hit.passage.article,
        "locator": hit.passage.locator,
        "status": str(hit.status),
        "recognised": hit.passage.confidence(hit.passage.start, hit.passage.end),
        "text": hit.passage.text,
        "clause_id": hit.passage.clause_id,
        "why": hit.explanation,
    }


def to_text(answer: Answer) -> str:
    """Return the whole answer as a reader sees it, without markup."""
    messages = load_messages(answer.question.language if answer.question else Language.ZH)
    before = [f"※ {notice.text}" for notice in answer.notices if notice.first]
    after = [f"※ {notice.text}" for notice in answer.notices if not notice.first]
    blocks = [answer.message] if answer.message else []
    if before:
        blocks.append("\n".join(before))
    if answer.claims:
        blocks.append("\n".join(_statement(claim, answer, messages) for claim in answer.claims))
    if answer.shape and (lines := shape_lines(answer, answer.shape, messages)):
        blocks.append("\n".join([messages.text("answer", "details"), *lines]))
    if answer.near:
        near = (f"- {titled(hit.document.title, messages)} {hit.passage.locator}" for hit in answer.near)
        lines = [line.rstrip() for line in near]
        blocks.append("\n".join([messages.text("refusal", "near"), *lines]))
    if after:
        blocks.append("\n".join(after))
    if answer.citations:
        lines = [f"[{c.label}] {reference(c, messages)}" for c in answer.citations]
        blocks.append("\n".join([messages.text("answer", "sources"), *lines]))
    if answer.choices:
        lines = [f"- {_labelled(choice.label, choice.question, messages)}" for choice in answer.choices]
        blocks.append("\n".join([messages.text("answer", "choices"), *lines]))
    if answer.suggestions:
        blocks.append(
            "\n".join([messages.text("answer", "suggestions"), *map("- {}".format, answer.suggestions)])
        )
    return "\n\n".join(blocks)


def _statement(claim: Claim, answer: Answer, messages: Messages) -> str:
    """Return a statement with its labels and, where it does not hold on the day asked about, why."""
    cited = [citation for citation in answer.citations if citation.label in claim.labels]
    ended = {status_name(c.document, c.status, messages) for c in cited if c.status in ENDED}
    records = all(is_record(c.document) for c in cited)
    standing = messages.text("form", "standing", status=messages.joined(sorted(ended)))
    return f"{claim.text}{marks(claim.labels)}{standing if ended and not records else ''}"


def shape_lines(answer: Answer, shape: Shape, messages: Messages) -> list[str]:
    """Return the fields and figures of a shape, a line each, without what the statements say already."""
    said = "\n".join(claim.text for claim in answer.claims)
    names, kinds = messages.section("field"), messages.section("figure_kind")
    lines = [
        f"- {_labelled(names[field.name], field_in_words(field, messages), messages)}{marks(field.labels)}"
        for field in shape.fields
        if field.text not in said
    ]
    for row in shape.rows:
        about = messages.joined((in_words(row.period, messages), kinds[row.kind]), "parts")
        name = f"{row.indicator}{messages.text('form', 'about', about=about) if about else ''}"
        lines.append(f"- {_labelled(name, row.text, messages)}{marks(row.labels)}")
    return lines


def in_words(period: str, messages: Messages) -> str:
    """Return a period as its reader writes it, if it is a date."""
    figures = read_figures(period)
    whole = len(figures) == 1 and figures[0].text == period
    return written(figures[0], messages.language) if whole else period


def field_in_words(field: ShapeField, messages: Messages) -> str:
    """Return the text of a field; the end of validity that a document's record gives as a date in words."""
    if field.name is not FieldName.UNTIL:
        return field.text
    try:
        day = PartialDate.parse(field.text, field=field.name)
    except DocumentError:
        return field.text
    return messages.day(day) if day else ""


def _labelled(label: str, text: str, messages: Messages) -> str:
    return messages.text("form", "labelled", label=label, text=text)


def marks(labels: tuple[int, ...]) -> str:
    """Return labels as they stand behind a statement: [1][2]."""
    return "".join(f"[{label}]" for label in labels)


def reference(citation: Citation, messages: Messages) -> str:
    """Return a citation in one line: title, number, address, what the text is, status."""
    document = citation.document
    return cited(
        document,
        citation.locator,
        kind_name(document, citation.confidence, messages),
        status_name(document, citation.status, messages),
        messages,
    )


def cited(document: Metadata, locator: str, kind: str, status: str, messages: Messages) -> str:
    """Return a document and an address in it as a reader of a language cites them."""
    number = document.doc_number and messages.text("form", "number", number=document.doc_number)
    title = titled(document.title, messages)
    return messages.text(
        "form", "cited", title=title, number=number, locator=locator, kind=kind, status=status
    )


def kind_name(document: Metadata, confidence: float | None, messages: Messages) -> str:
    """Return what a text is: official, a digest, or recognised from a picture, with how sure that is.

    Recognised characters may be wrong, so they are never called the official text.
    """
    if confidence is None:
        return messages.text("kind", document.kind)
    read = messages.text("answer", "recognised", confidence=f"{confidence:.2f}")
    if document.kind is Kind.OFFICIAL_TEXT:
        return read
    return messages.text("form", "recognised", kind=messages.text("kind", document.kind), recognised=read)


def status_name(document: Metadata, status: Status, messages: Messages) -> str:
    """Return the status in words; a yearly report that a later one follows is a record, not replaced."""
    if status is Status.SUPERSEDED and is_record(document):
        return messages.text("answer", "record")
    return messages.text("status", status)


def _citation(citation: Citation) -> dict[str, Any]:
    document = citation.document
    return {
        "label": citation.label,
        "document_id": document.id,
        "title": document.title,
        "doc_number": document.doc_number,
        "locator": citation.locator,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "kind": str(citation.kind),
        "recognised": citation.confidence,
        "status": str(citation.status),
        "url": document.source_url,
        "clause_id": citation.passage.clause_id,
    }
