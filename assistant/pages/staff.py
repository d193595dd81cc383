"""The staff pages: login, wording check with live progress, look-up, comparison, export.

Every address below ``/staff/api`` answers nothing without a session, and every one that does something wants
the token of the page beside the cookie.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from assistant.accounts import Accounts
from assistant.clause_lookup import look_up
from assistant.compare import Comparison
from assistant.comparison import compare_named
from assistant.errors import UsageError
from assistant.messages import DATA, Messages, load_messages
from assistant.pages.cookies import language_of
from assistant.pages.plain import page
from assistant.pages.sessions import COOKIE, LONGEST, PATH, Attempts, Session, Sessions
from assistant.pages.staff_check import Checks
from assistant.pages.staff_shown import comparison_shown, lookup_shown
from assistant.pages.uploads import clean_name, read_upload
from assistant.reports import SUFFIXES, comparison_as, report_as
from assistant.wording_model import WordingReport
from assistant.wording_upload import LARGEST, LARGEST_BYTES, usable
from assistant.wording_upload import SUFFIXES as READABLE
from index.live import IndexNow

_FILES = {"staff.css": "text/css", "staff.js": "text/javascript"}
_ROOM = 2_000_000  # bytes of a request beside the file
_FORM = 4096  # bytes of a login
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
}


class StaffPages:
    """What the staff pages do.

    Args:
        now: returns the index as it is at each request.
        accounts: who may log in.
    """

    def __init__(self, now: IndexNow, accounts: Accounts) -> None:
        self.now = now
        self.accounts = accounts
        self.sessions = Sessions()
        self.attempts = Attempts()
        self.checks = Checks(now)

    def show(self, request: Request, fault: str = "", code: int = 200) -> Response:
        """Return the page: the desk for whoever is logged in, else the login and why it is wanted again."""
        session = self.sessions.find(request.cookies.get(COOKIE, ""), _client(request))
        fault = fault or ("ended" if "ended" in request.query_params else "")
        said = _messages(request).text("staff", fault) if fault else ""
        if session is None:
            shown = page("staff_login.html", request, self.now(), "staff", code, fault=said)
        else:
            shown = page(
                "staff.html", request, self.now(), "staff", code,
                account=session.account, csrf=session.csrf, readable=READABLE,
                types=_messages(request).joined(READABLE), largest=LARGEST, today=date.today().isoformat(),
            )  # fmt: skip
        shown.headers["Cache-Control"] = "no-store"
        return shown

    async def login(self, request: Request) -> Response:
        """Open a session for a right password."""
        if not _own_page(request) or _length(request) > _FORM:
            raise HTTPException(403)
        address = request.client.host if request.client else ""
        if not self.attempts.allowed(address):
            return self.show(request, "too_often", 429)
        form = await request.form(max_files=0, max_fields=4)
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        if not await run_in_threadpool(self.accounts.check, name, password):
            self.attempts.wrong(address)
            return self.show(request, "wrong", 401)
        self.attempts.right(address)
        response = RedirectResponse(PATH, status_code=303)
        response.set_cookie(
            COOKIE, self.sessions.begin(name, _client(request)), max_age=LONGEST, path=PATH, httponly=True,
            samesite="strict", secure=request.url.scheme == "https",
        )  # fmt: skip
        return response

    def session(self, request: Request, *, acts: bool) -> Session:
        """Return the session of a request.

        Args:
            request: what was asked.
            acts: whether it does something, and must carry the token of the page.

        Raises:
            HTTPException: 401 without a session, 403 without the token.
        """
        session = self.sessions.find(request.cookies.get(COOKIE, ""), _client(request))
        if session is None:
            raise HTTPException(401)
        if acts and request.headers.get("X-CSRF-Token", "") != session.csrf:
            raise HTTPException(403)
        return session

    async def check(self, request: Request) -> Response:
        """Check a pasted text or an uploaded file."""
        session, messages = self.session(request, acts=True), _messages(request)
        if _length(request) > LARGEST_BYTES + _ROOM:
            return _fault(messages.text("wording", "too_big", size=f"> {LARGEST}", limit=LARGEST), 413)
        form = await request.form(max_files=1, max_fields=8, max_part_size=_ROOM)
        try:
            text, confidence = await _text(form.get("file"), str(form.get("text", "")), messages)
            day = _day(str(form.get("as_of", "")), messages)
        except UsageError as error:
            return _fault(str(error), 400)
        lines = self.checks.stream(text, session, messages, day, confidence)
        return StreamingResponse(
            lines, media_type="application/x-ndjson", headers={"Cache-Control": "no-store"}
        )

    async def look_up(self, request: Request) -> Response:
        """Look up a clause."""
        self.session(request, acts=True)
        address = str((await _json(request)).get("address", ""))[:200]
        lookup = await run_in_threadpool(look_up, address, self.now())
        return JSONResponse(lookup_shown(lookup, address, _messages(request)))

    async def compare(self, request: Request) -> Response:
        """Compare two documents of the index."""
        session, messages = self.session(request, acts=True), _messages(request)
        row = await _json(request)
        old, new = str(row.get("old", ""))[:200], str(row.get("new", ""))[:200]
        try:
            comparison = await run_in_threadpool(compare_named, old, new, self.now(), messages, files=False)
        except UsageError as error:
            return _fault(str(error), 400)
        return JSONResponse(
            {"id": session.keep(comparison), "comparison": comparison_shown(comparison, messages)}
        )

    def report(self, request: Request, name: str, form: str) -> Response:
        """Return a result of this session as a file."""
        result, suffix = self.session(request, acts=False).results.get(name), f".{form}"
        if suffix not in SUFFIXES:
            raise HTTPException(404)
        messages = _messages(request)
        match result:
            case WordingReport():
                content = report_as(suffix, result, messages.language)
                title = messages.text("wording", "title")
            case Comparison():
                content = comparison_as(suffix, result, messages.language)
                title = messages.text("comparison", "title")
            case _:
                raise HTTPException(404)
        disposition = f"attachment; filename*=UTF-8''{quote(clean_name(title + suffix))}"
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return Response(content, media_type=_TYPES[suffix], headers=headers)


def staff(now: IndexNow, accounts: Accounts) -> APIRouter:
    """Return the routes of the staff pages."""
    pages = StaffPages(now, accounts)
    router = APIRouter(prefix=PATH)

    @router.get("")
    def desk(request: Request) -> Response:
        return pages.show(request)

    @router.get("/files/{name}")
    def file(name: str) -> Response:
        if name not in _FILES:
            raise HTTPException(404)
        return FileResponse(DATA / name, media_type=_FILES[name], headers={"Cache-Control": "no-cache"})

    @router.post("/logout")
    def logout(request: Request) -> Response:
        pages.session(request, acts=True)
        pages.sessions.end(request.cookies.get(COOKIE, ""))
        response = JSONResponse({})
        response.delete_cookie(COOKIE, path=PATH)
        return response

    @router.get("/api/report/{name}.{form}")
    def report(request: Request, name: str, form: str) -> Response:
        return pages.report(request, name, form)

    router.add_api_route("/login", pages.login, methods=["POST"], response_model=None)
    router.add_api_route("/api/check", pages.check, methods=["POST"], response_model=None)
    router.add_api_route("/api/clause", pages.look_up, methods=["POST"], response_model=None)
    router.add_api_route("/api/compare", pages.compare, methods=["POST"], response_model=None)
    return router


def _own_page(request: Request) -> bool:
    """Tell whether a form was sent by a page of this server.

    Browsers say so in Sec-Fetch-Site. The origin they name is ``null``, because these pages send no referrer.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")


def _client(request: Request) -> str:
    """Return from where a request comes: the address and the browser."""
    address = request.client.host if request.client else ""
    return f"{address} {request.headers.get('User-Agent', '')}"


def _length(request: Request) -> int:
    """Return the length that a request says it has; one that does not say is too long."""
    said = request.headers.get("Content-Length", "")
    return int(said) if said.isdecimal() else 1 << 62


async def _json(request: Request) -> dict[str, Any]:
    if _length(request) > _FORM:
        raise HTTPException(413)
    try:
        row = await request.json()
    except ValueError as error:
        raise HTTPException(400) from error
    return row if isinstance(row, dict) else {}


async def _text(file: Any, text: str, messages: Messages) -> tuple[str, float | None]:
    """Return the text, and how sure the least sure line is where it was read from a picture."""
    if isinstance(file, UploadFile) and file.filename:
        document = await run_in_threadpool(read_upload, file.filename, file.file, messages)
        return usable(document.text, messages), document.metadata.ocr_confidence
    return usable(text.replace("\r\n", "\n"), messages), None


def _day(text: str, messages: Messages) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(messages.text("cli", "bad_date", value=text)) from error


def _messages(request: Request) -> Messages:
    """Return the texts of the language that the visitor chose."""
    return load_messages(language_of(request.cookies))


def _fault(text: str, code: int) -> Response:
    return JSONResponse({"fault": text}, status_code=code)
