"""A clause that was looked up, as JSON and as text."""

from __future__ import annotations

from typing import Any

from assistant.clause_lookup import Found, Lookup, Version
from assistant.messages import Messages
from assistant.wording_json import document_to_json, place_to_json
from assistant.wording_model import Verdict
from assistant.wording_versions import citation

_MOST = 60  # articles that are listed


def lookup_to_json(lookup: Lookup) -> dict[str, Any]:
    """Return a look-up as a JSON object."""
    return {
        "documents": [document_to_json(document) for document in lookup.documents],
        "article": lookup.article,
        "clauses": [
            {
                **place_to_json(found.place),
                "successor": document_to_json(found.successor) if found.successor else None,
                "versions": [_version(version) for version in found.versions],
            }
            for found in lookup.found
        ],
        "articles": list(lookup.articles),
    }


def _version(version: Version) -> dict[str, Any]:
    finding = version.finding
    return {
        **document_to_json(version.document),
        "status": version.status.value,
        "locator": version.clause.locator if version.clause else "",
        "text": version.clause.text if version.clause else "",
        "same": bool(finding and finding.verdict is Verdict.VERBATIM),
        "diff": [list(piece) for piece in finding.diff] if finding else [],
    }


def lookup_to_text(lookup: Lookup, address: str, messages: Messages) -> str:
    """Return the clauses found, or what can be looked up instead."""
    if not lookup.documents:
        return messages.text("lookup", "no_document", address=address)
    if not lookup.found:
        title, named = lookup.documents[0].title, messages.joined(lookup.articles[:_MOST], "sentences")
        if lookup.article:
            return messages.text("lookup", "no_article", title=title, article=lookup.article, articles=named)
        return messages.text("lookup", "which", title=title, articles=named)
    return "\n\n".join(_found(found, messages) for found in lookup.found)


def standing_lines(found: Found, messages: Messages) -> list[str]:
    """Return whether a clause holds, whether it was recognised, and what its other versions say."""
    place = found.place
    lines = [_line("status", messages.text("status", place.status), messages)]
    if place.confidence is not None:
        lines.append(messages.text("lookup", "recognised", confidence=f"{place.confidence:.2f}"))
    if found.versions:
        lines.append(_line("versions", "", messages).rstrip())
        lines += [f"  {version_text(version, messages)}" for version in found.versions]
    return lines


def _found(found: Found, messages: Messages) -> str:
    cited = _line("citation", found.citation, messages)
    return "\n".join([found.place.official, cited, *standing_lines(found, messages)])


def _line(name: str, text: str, messages: Messages) -> str:
    return messages.text("form", "labelled", label=messages.text("lookup", name), text=text)


def version_text(version: Version, messages: Messages) -> str:
    """Return what another version says at this place."""
    status, document = messages.text("status", version.status), version.document
    day = str(document.published or document.effective or "")
    if version.clause is None or version.finding is None:
        return messages.text("lookup", "none_there", title=document.title, date=day, status=status)
    name = "same_there" if version.finding.verdict is Verdict.VERBATIM else "other_there"
    cited = f"{citation(document, version.clause.locator)}{messages.text('form', 'about', about=day)}"
    return messages.text("lookup", name, citation=cited, status=status)
