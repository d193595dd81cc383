"""The routes of the documents: the catalogue and the text of each."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import partial
from math import ceil
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.messages import load_messages
from assistant.pages.browse import (
    PER_PAGE,
    RECENT,
    Entry,
    Wanted,
    chain_of,
    choices,
    ending_soon,
    newest_first,
    version_chains,
)
from assistant.pages.cookies import language_of
from assistant.pages.document import clauses, contents
from assistant.pages.plain import missing, page
from index.live import IndexNow
from index.search import PolicyIndex

VIEWS = ("all", "versions", "recent", "ending")
_LONGEST = 100  # characters of a condition


def catalogue(now: IndexNow) -> APIRouter:
    """Return the routes over the index as it is at each request."""
    router = APIRouter()

    @router.get("/browse", response_class=HTMLResponse)
    def browse(request: Request) -> HTMLResponse:
        return _catalogue(now(), request)

    @router.get("/doc/{document_id:path}", response_class=HTMLResponse)
    def document(request: Request, document_id: str) -> HTMLResponse:
        return _document(now(), request, document_id)

    return router


def _catalogue(index: PolicyIndex, request: Request) -> HTMLResponse:
    asked = request.query_params
    messages = load_messages(language_of(request.cookies))
    entries = newest_first(_entries(index))
    view = asked.get("view", "all") if asked.get("view") in VIEWS else "all"
    wanted = Wanted(**{name: asked.get(name, "")[:_LONGEST] for name in Wanted.__dataclass_fields__})
    conditions = {name: value for name, value in asdict(wanted).items() if value}
    found = entries[:RECENT] if view == "recent" else tuple(e for e in entries if wanted.accepts(e))
    pages = max(ceil(len(found) / PER_PAGE), 1)
    number = min(int(asked["page"]), pages) if asked.get("page", "").isdecimal() else 1
    number = max(number, 1)
    return page(
        "browse.html",
        request,
        index,
        "browse",
        view=view,
        wanted=asdict(wanted),
        filtered=bool(conditions),
        choices=choices(entries),
        count=len(found),
        entries=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        page=number,
        pages=pages,
        query=lambda other: urlencode({**conditions, "page": other}),
        chains=version_chains(entries) if view == "versions" else (),
        endings=ending_soon(entries, date.today()) if view == "ending" else (),
        topic_name=partial(messages.text, "topic"),
        status_name=partial(messages.text, "status"),
        as_is=str,
    )


def _document(index: PolicyIndex, request: Request, document_id: str) -> HTMLResponse:
    document = index.documents.get(document_id)
    if document is None:
        return missing(request, index, "no_document")
    text = clauses(index.passages_of(document_id))
    return page(
        "document.html",
        request,
        index,
        "document",
        document=document,
        status=index.status(document, date.today()),
        documents=index.documents,
        clauses=text,
        headings=contents(text),
        chain=chain_of(document_id, _entries(index)),
        related=[index.documents[name] for name in document.related if name in index.documents],
    )


def _entries(index: PolicyIndex) -> tuple[Entry, ...]:
    today = date.today()
    return tuple(Entry(document, index.status(document, today)) for document in index.documents.values())
