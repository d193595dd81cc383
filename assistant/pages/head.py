"""The head of the served page in this project's own words."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The page framework presents itself, with pictures from another server, to whoever previews a link.
_PREVIEW = re.compile(rb'\s*<meta\s+(?:property|name)="(?:og|twitter):.*?/>', re.DOTALL)
_LANGUAGE = re.compile(rb'(<html\s+lang=)"\w*"')


class OwnHead:
    """Takes previews of the framework out of the page at ``/`` and states the language of the page.

    Args:
        app: the ASGI app that serves the page.
        language: a BCP 47 tag, such as ``zh-CN``.
    """

    def __init__(self, app: ASGIApp, language: str) -> None:
        self._app = app
        self._language = language.encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; only the page itself is held back until it is complete."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)
            if message["type"] == "http.response.start" or message.get("more_body"):
                return
            body = self._own(b"".join(part.get("body", b"") for part in held[1:]))
            MutableHeaders(scope=held[0])["Content-Length"] = str(len(body))
            await send(held[0])
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, hold)

    def _own(self, page: bytes) -> bytes:
        return _LANGUAGE.sub(rb'\1"' + self._language + rb'"', _PREVIEW.sub(b"", page), count=1)
