"""Pages without the framework: a template in the frame that all pages share."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from assistant.messages import load_messages
from assistant.pages.cookies import language_of
from assistant.pages.frame import latest
from assistant.pages.render import render
from index.search import PolicyIndex


def page(
    template: str, request: Request, index: PolicyIndex, here: str, code: int = 200, **values: object
) -> HTMLResponse:
    """Return a page in the language of the visitor.

    Args:
        template: a template of ``data`` that extends ``base.html``.
        request: what is answered.
        index: the open index, for the date of the documents.
        here: which link of the menu is the present one.
        code: HTTP status.
        values: what the template shows.
    """
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    day = latest(tuple(index.documents.values()))
    html = render(template, language_of(request.cookies), here=here, path=path, latest=day, **values)
    return HTMLResponse(html, status_code=code, headers={"Cache-Control": "no-cache"})


def missing(request: Request, index: PolicyIndex, reason: str) -> HTMLResponse:
    """Return a page with status 404 that says what is missing: a text of the section ``visit``."""
    text = load_messages(language_of(request.cookies)).text("visit", reason)
    return page("fault.html", request, index, "missing", 404, text=text)
