"""The two cookies of a visitor: an id for the time of the visit, and the language."""

from __future__ import annotations

from http.cookies import SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.model import Language
from assistant.pages.render import CHAT
from assistant.pages.visitors import COOKIE, is_id, new_id

LANGUAGE = "language"
YEAR = 365 * 24 * 3600  # seconds


def language_of(cookies: dict[str, str]) -> Language:
    """Return the language that a visitor chose, Chinese by default."""
    chosen = cookies.get(LANGUAGE, "")
    return Language(chosen) if chosen in set(Language) else Language.ZH


class Greeting:
    """Gives a visitor of the chat an id, and leads to the chat in the language chosen before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["path"] not in CHAT.values() or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        home = CHAT[language_of(cookies)]
        if LANGUAGE in cookies and home != scope["path"]:
            await RedirectResponse(home, status_code=303)(scope, receive, send)
            return

        async def greet(message: Message) -> None:
            if message["type"] == "http.response.start" and not is_id(cookies.get(COOKIE, "")):
                MutableHeaders(scope=message).append("Set-Cookie", _visit(new_id(), scope["scheme"]))
            await send(message)

        await self._app(scope, receive, greet)


def _visit(visitor: str, scheme: str) -> str:
    """Return a cookie that ends with the visit and is out of reach of scripts."""
    cookie: SimpleCookie = SimpleCookie({COOKIE: visitor})
    fields = {"path": "/", "httponly": True, "samesite": "Lax", "secure": scheme == "https"}
    for name, value in fields.items():
        cookie[COOKIE][name] = value
    return cookie.output(header="").strip()
