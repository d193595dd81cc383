"""A comparison as JSON and as text."""

from __future__ import annotations

from typing import Any

from assistant.compare import Change, Comparison, Row, Side
from assistant.messages import Messages
from assistant.wording_json import document_to_json
from assistant.wording_notes import difference_text
from corpus.model import Metadata


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as a JSON object."""
    return {
        "old": document_to_json(comparison.old),
        "new": document_to_json(comparison.new),
        "rows": [_row(row) for row in comparison.rows],
        "summary": counts(comparison),
        "as_of": str(comparison.as_of or ""),
        "compared_at": comparison.compared_at,
        "corpus": comparison.index_fingerprint,
    }


def counts(comparison: Comparison) -> dict[str, int]:
    """Return how many clauses there are of each kind."""
    return {
        **{change.value: comparison.count(change) for change in Change},
        "moved": sum(row.moved for row in comparison.rows),
        "renumbered": sum(row.renumbered for row in comparison.rows),
    }


def comparison_to_text(comparison: Comparison, messages: Messages) -> str:
    """Return what differs; clauses that are the same are only counted."""
    lines = [pair_text(comparison, messages), messages.text("comparison", "summary", **counts(comparison))]
    for row in comparison.rows:
        if row.change is Change.SAME and not row.moved:
            continue
        lines += ["", f"【{row_title(row, messages)}】"]
        if row.change is Change.CHANGED:
            marks = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
            lines.append("".join(marks[kind].format(words) for kind, words in row.diff))
            lines += [
                f"  {difference_text(d, messages, 'comparison')}"
                for d in row.differences
                if d.kind.contradicts
            ]
        else:
            side = row.new or row.old
            lines.append(side.text if side else "")
        if note := taken_text(row, messages):
            lines.append(f"  {note}")
    return "\n".join([*lines, "", made_text(comparison, messages)])


def made_text(comparison: Comparison, messages: Messages) -> str:
    """Return when a comparison was made, for which day, and from which corpus."""
    return messages.text(
        "comparison",
        "made",
        fingerprint=comparison.index_fingerprint,
        as_of=comparison.as_of or "",
        at=comparison.compared_at,
    )


def pair_text(comparison: Comparison, messages: Messages) -> str:
    """Return which two documents were compared."""
    return messages.text(
        "comparison",
        "pair",
        old=comparison.old.title,
        new=comparison.new.title,
        old_date=_date(comparison.old, messages),
        new_date=_date(comparison.new, messages),
    )


def _date(document: Metadata, messages: Messages) -> str:
    day = str(document.published or document.effective or document.id)
    if document.ocr_confidence is None:
        return day
    return messages.text("comparison", "recognised", date=day, confidence=f"{document.ocr_confidence:.2f}")


def row_title(row: Row, messages: Messages) -> str:
    """Return what became of a clause, and its old and new address."""
    words = [messages.text("change", row.change)]
    words += [messages.text("change", "moved")] if row.moved else []
    words += [messages.text("change", "renumbered")] if row.renumbered else []
    places = [side.locator for side in (row.old, row.new) if side]
    return f"{messages.joined(words)} {' → '.join(dict.fromkeys(places))}"


def taken_text(row: Row, messages: Messages) -> str:
    """Return where most of an added or removed clause stands in the other text, if it does."""
    if not row.taken_into:
        return ""
    name = "taken_into" if row.change is Change.REMOVED else "split_from"
    return messages.text("comparison", name, locator=row.taken_into)


def _row(row: Row) -> dict[str, Any]:
    return {
        "change": row.change.value,
        "moved": row.moved,
        "renumbered": row.renumbered,
        "old": _side(row.old),
        "new": _side(row.new),
        "diff": [list(piece) for piece in row.diff],
        "differences": [
            {"kind": d.kind.value, "new": d.said, "old": d.official, "contradicts": d.kind.contradicts}
            for d in row.differences
        ],
        "taken_into": row.taken_into,
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"locator": side.locator, "article": side.article, "text": side.text}
