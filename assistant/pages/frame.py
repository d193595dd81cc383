"""The chat page: the framework's scripts and its empty element inside a page of this project's own.

The framework's page presents itself, with pictures from another server, to whoever previews a link; nothing
of it is kept but what starts it. What a visitor reads first is in the page as it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from markupsafe import Markup
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.messages import load_messages
from assistant.model import Language
from assistant.pages.render import CHAT, render
from assistant.pages.turn import TOPICS, examples
from corpus.model import Metadata
from corpus.partial_date import PartialDate

_STARTS = re.compile(r"<script>\s*window\.gradio_config.*?(?=</head>)", re.DOTALL)
_ELEMENT = re.compile(r"<gradio-app.*?</gradio-app>", re.DOTALL)
# Nothing of these is used: the page stands in no frame, and is not installed as an app.
_UNUSED = re.compile(
    r'<link rel="manifest"[^>]*>|<script>(?:(?!</script>).)*iframeResizer\.contentWindow.*?</script>',
    re.DOTALL,
)


class ChatPage:
    """Puts the frame around the page at ``/`` and ``/en/``.

    Args:
        app: the ASGI app that serves the framework's page.
        documents: returns all documents, for what the page says it knows.
    """

    def __init__(self, app: ASGIApp, documents: Callable[[], Sequence[Metadata]]) -> None:
        self._app = app
        self._documents = documents
        self._languages = {path: language for language, path in CHAT.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; only the page itself is held back until it is complete."""
        language = self._languages.get(scope.get("path", ""))
        if scope["type"] != "http" or language is None or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)
            if message["type"] == "http.response.start" or message.get("more_body"):
                return
            body = b"".join(part.get("body", b"") for part in held[1:])
            if held[0]["status"] == 200:
                body = framed(body.decode("utf-8"), language, self._documents()).encode("utf-8")
            headers = MutableHeaders(scope=held[0])
            headers["Content-Length"] = str(len(body))
            headers["Cache-Control"] = "no-store"
            await send(held[0])
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, hold)


def framed(page: str, language: Language, documents: Sequence[Metadata]) -> str:
    """Return the chat page around what starts the framework.

    Raises:
        ValueError: if the framework's page is not built as expected.
    """
    starts, element = _STARTS.search(page), _ELEMENT.search(page)
    if starts is None or element is None:
        raise ValueError("the page of the framework is built in another way than this version knows")
    messages = load_messages(language)
    return render(
        "chat.html",
        language,
        here="chat",
        path=CHAT[language],
        latest=latest(documents),
        documents=len(documents),
        topics=[(topic, examples(messages, topic)) for topic in TOPICS],
        framework_head=Markup(_UNUSED.sub("", starts.group())),  # not ours to escape
        framework_body=Markup(element.group()),
    )


def latest(documents: Sequence[Metadata]) -> PartialDate | date | None:
    """Return the latest day on which a document was published, None if no document says."""
    return max((d.published for d in documents if d.published), default=None)
