"""What the server answers beside chat and documents: records, ratings, style sheets, language, health."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from assistant.journal import LONGEST_REMARK, Reason, Verdict
from assistant.messages import DATA, load_messages
from assistant.model import Language
from assistant.pages.asking import Desk
from assistant.pages.cookies import LANGUAGE, YEAR, language_of
from assistant.pages.metrics import CONTENT_TYPE
from assistant.pages.plain import missing
from assistant.pages.receipt import receipt, receipt_html
from assistant.pages.receipt_docx import TYPE, receipt_docx
from assistant.pages.render import ASSETS, CHAT
from assistant.pages.visitors import COOKIE, Seat

# Beginnings of the paths of pages without inline code, which get the strict policy.
PLAIN = ("/browse", "/doc/", "/leaf/", "/language/", "/page/", "/receipt.", "/rating", "/healthz", "/metrics")
_LARGEST = 4096  # bytes of a rating
_FOREVER = "public, max-age=31536000, immutable"  # the address changes with the content


def site(desk: Desk) -> APIRouter:
    """Return the routes over a desk."""
    router = APIRouter()

    @router.get("/receipt.{form}")
    def record(request: Request, form: str, tab: str = "") -> Response:
        return _record(desk, request, form, tab)

    @router.post("/rating")
    async def rate(request: Request) -> JSONResponse:
        return await _rated(desk, request)

    @router.get("/page/{name}")
    def file(request: Request, name: str) -> Response:
        if name not in ASSETS:
            return missing(request, desk.assistant.index, "not_found")
        kept = _FOREVER if "v" in request.query_params else "no-cache"
        return FileResponse(DATA / name, media_type=ASSETS[name], headers={"Cache-Control": kept})

    @router.get("/language/{chosen}")
    def choose(request: Request, chosen: str, next: str = "/") -> Response:
        if chosen not in set(Language):
            return missing(request, desk.assistant.index, "not_found")
        return _chosen(Language(chosen), next, secure=request.url.scheme == "https")

    @router.get("/healthz")
    def healthz() -> dict[str, object]:
        index = desk.assistant.index
        return {"status": "ok", "documents": len(index.documents), "passages": len(index)}

    @router.get("/metrics")
    def metrics() -> Response:
        return Response(desk.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return router


def _record(desk: Desk, request: Request, form: str, tab: str) -> Response:
    """Return the visitor's own conversation of a tab as a file."""
    language = language_of(request.cookies)
    conversation = desk.visitors.conversation(_seat(request, tab))
    if form not in ("html", "docx"):
        return missing(request, desk.assistant.index, "not_found")
    if not conversation:
        return missing(request, desk.assistant.index, "no_conversation")
    now = datetime.now().astimezone()
    made = receipt(conversation, desk.assistant.index, language, now)
    content = receipt_docx(made) if form == "docx" else receipt_html(made, language).encode("utf-8")
    name = f"{load_messages(language).text('receipt', 'file')}-{now:%Y%m%d-%H%M}.{form}"
    return Response(
        content,
        media_type=TYPE if form == "docx" else "text/html; charset=utf-8",
        headers={
            "Content-Disposition": f"attachment; filename=\"answers.{form}\"; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "no-store",
        },
    )


async def _rated(desk: Desk, request: Request) -> JSONResponse:
    """Note what a visitor thinks of an answer in the visitor's own conversation."""
    body = await request.body()
    try:
        row = json.loads(body) if len(body) <= _LARGEST else {}
        number, verdict = int(row["turn"]), Verdict(row["verdict"])
        reason = Reason(row["reason"]) if row.get("reason") else None
        remark = str(row.get("remark", ""))[:LONGEST_REMARK]
        seat = _seat(request, str(row.get("tab", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return JSONResponse({"noted": False}, status_code=422)
    turns = desk.visitors.conversation(seat)
    rated = next((turn.record for turn in turns if turn.number == number), 0)
    if not rated or desk.journal is None:
        return JSONResponse({"noted": False}, status_code=404)
    await run_in_threadpool(desk.journal.rate, rated, verdict, reason, remark)
    desk.metrics.rated(str(verdict))
    return JSONResponse({"noted": True})


def _seat(request: Request, tab: str) -> Seat:
    return Seat.of(request.cookies.get(COOKIE, ""), tab)


def _chosen(language: Language, target: str, *, secure: bool) -> RedirectResponse:
    """Remember a language and go back to a page of this server."""
    own = target.startswith("/") and not target.startswith(("//", "/\\"))
    if not own or target in CHAT.values():
        target = CHAT[language]
    response = RedirectResponse(target, status_code=303)
    response.set_cookie(LANGUAGE, language, max_age=YEAR, httponly=True, samesite="lax", secure=secure)
    return response
