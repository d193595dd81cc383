"""The web server: the chat, built with Gradio, beside plain pages. Decides nothing; only it knows Gradio."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant.accounts import MADE_NAME, Accounts
from assistant.errors import UsageError
from assistant.journal import Journal
from assistant.messages import Messages, load_messages
from assistant.model import AnswerStatus, Language
from assistant.pages.asking import Desk, Done, Event, TurnedAway, Waiting, Working
from assistant.pages.catalogue import catalogue
from assistant.pages.conversation import next_number
from assistant.pages.cookies import Greeting
from assistant.pages.frame import ChatPage
from assistant.pages.headers import OwnServerOnly
from assistant.pages.pictures import originals
from assistant.pages.render import CHAT
from assistant.pages.sessions import PATH
from assistant.pages.site import PLAIN, site
from assistant.pages.staff import staff
from assistant.pages.turn import (
    TOPICS,
    conversation_html,
    examples,
    export_html,
    pending_html,
    status_html,
    turn_html,
)
from assistant.pages.visitors import COOKIE, Seat
from assistant.pipeline import Assistant
from corpus.model import Metadata
from index.search import PolicyIndex

_log = logging.getLogger(__name__)
CLOSING = 2  # seconds that open connections get when the server stops
# Functions of page.js: show what was sent, and name the tab.
_SHOW = "window.policyChat.follow(element, props, watch)"
_TAB = "window.policyChat.tab()"

# Fonts of the visitor's own system; nothing is loaded for them.
_FONTS = [
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "system-ui",
    "sans-serif",
]


def serve(
    assistant: Assistant, *, host: str, port: int, accounts: Accounts, journal: Journal | None = None
) -> int:
    """Serve the pages until the process is interrupted, and return the exit code.

    Args:
        assistant: answers the questions.
        host: the address to listen on.
        port: the port to listen on; 0 takes a free one.
        accounts: who may use the staff pages.
        journal: where answers and ratings are noted, None for nowhere.

    Raises:
        UsageError: if nothing can listen there.
    """
    messages = load_messages(Language.ZH)
    listener = _listen(host, port, messages)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    assistant.answer(examples(messages, TOPICS[0])[0])  # dictionaries are read now, not for the first visitor
    app = create_app(Desk(assistant, journal), accounts)
    config = uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=CLOSING)
    try:
        greeting = messages.text("cli", "serving", address=address)
        _Server(config, f"{greeting}{_made(accounts, address, messages)}").run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn raises it again after a clean stop
        pass
    finally:
        listener.close()
        if journal is not None:
            journal.close()
    return 0


def _made(accounts: Accounts, address: str, messages: Messages) -> str:
    """Return a line with the password that was made for this start; empty where accounts are set."""
    if not accounts.made:
        return ""
    values = {"address": address, "account": MADE_NAME, "password": accounts.made}
    return f"\n{messages.text('staff', 'made_account', **values)}"


def create_app(desk: Desk, accounts: Accounts) -> FastAPI:
    """Return the web app over a desk: the chat in two languages, the documents, and what goes with them."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    def now() -> PolicyIndex:
        return desk.assistant.index

    app.include_router(site(desk))
    app.include_router(catalogue(now))
    app.include_router(originals(now))
    app.include_router(staff(now, accounts))
    app.add_middleware(ChatPage, documents=lambda: tuple(now().documents.values()))
    app.add_middleware(Greeting)
    app.add_middleware(OwnServerOnly, plain=(*PLAIN, PATH))
    for language, path in sorted(
        CHAT.items(), key=lambda item: -len(item[1])
    ):  # the mount at / takes the rest
        gr.mount_gradio_app(
            app,
            chat_page(desk, language),
            path=path.rstrip("/") or "/",
            theme=gr.themes.Base(font=_FONTS, font_mono=["monospace"]),
            footer_links=[],
            run_history=False,  # what was asked stays out of the browser's storage
            max_file_size=1,  # nothing here takes a file
            show_error=False,
            ssr_mode=False,
        )
    return app


def chat_page(desk: Desk, language: Language) -> Any:
    """Return the chat page of a language. What a visitor has asked is kept for that visitor alone.

    The server sends each turn once, ``page.js`` keeps those before it, and style sheets show and hide what
    belongs to a state of the page: so an answer costs one event and little more than itself.
    """
    messages = load_messages(language)
    with gr.Blocks(title=messages.text("page", "title"), analytics_enabled=False, fill_width=True) as page:
        turns = gr.HTML("", html_template="", js_on_load=_SHOW, apply_default_css=False, elem_id="turns")
        asked, tab = gr.State(""), gr.Textbox(visible=False)
        with gr.Column(elem_id="ask"):
            with gr.Row(elem_id="bar"):
                restart = gr.Button(messages.text("page", "restart"), elem_id="restart", scale=0)
                _html(export_html(language), elem_id="export")
            status = _html(status_html("", fault=False), elem_id="status")
            with gr.Row(elem_id="ask-row"):
                box = gr.Textbox(
                    label=messages.text("page", "question"),
                    placeholder=messages.text("page", "placeholder"),
                    max_lines=6,
                    scale=1,
                    elem_id="question",
                )
                send = gr.Button(messages.text("page", "send"), variant="primary", elem_id="send", scale=0)
                stop = gr.Button(messages.text("page", "stop"), elem_id="stop", scale=0)
        chat = _Chat(desk, language, _Parts(box, asked, turns, status))
        options: dict[str, Any] = {"outputs": list(chat.parts), "show_progress": "hidden"}
        options |= {"preprocess": False, "postprocess": False}  # text is sent as it is
        asking = gr.on(
            [box.submit, send.click],
            chat.ask,
            [box, tab],
            js=f"(text) => [text, {_TAB}]",
            api_name="ask",
            api_visibility="undocumented",
            concurrency_limit=None,  # the line of the desk is the limit, and can say how long it is
            **options,
        )
        options |= {"api_visibility": "private", "queue": False}
        stop.click(chat.stopped, asked, cancels=asking, **options)
        restart.click(chat.cleared, tab, cancels=asking, js=f"() => [{_TAB}]", **options)
        page.load(chat.opened, tab, js=f"() => [{_TAB}]", **options)
    return page


class _Parts(NamedTuple):
    """The parts of the page that change."""

    box: Any
    asked: Any  # the question that is being answered
    turns: Any
    status: Any


class _Chat:
    """Turns events of the desk into new values of the parts of one page."""

    def __init__(self, desk: Desk, language: Language, parts: _Parts) -> None:
        self.parts = parts
        self._desk = desk
        self._language = language
        self._messages = load_messages(language)

    @property
    def _documents(self) -> Mapping[str, Metadata]:
        return self._desk.assistant.index.documents

    async def ask(
        self, text: str | None, tab: str | None, request: gr.Request
    ) -> AsyncIterator[dict[Any, Any]]:
        """Answer a question; the page shows each event as it comes."""
        text, seat, parts = text or "", _seat(request, tab), self.parts
        number = next_number(self._desk.visitors.conversation(seat))
        begin = {parts.box: "", parts.asked: text, parts.status: status_html("", fault=False)}
        address = request.client.host if request.client else ""
        try:
            async for event in self._desk.ask(text, seat, address, self._language):
                yield begin | self._shown(event, text, number)
                begin = {}
        except Exception:  # an answer that cannot be shown must not leave the page waiting
            _log.exception("showing the answer failed")
            yield self._shown(TurnedAway(self._messages.text("visit", "failed")), text, 0)

    def _shown(self, event: Event, text: str, number: int) -> dict[Any, Any]:
        parts, messages = self.parts, self._messages
        match event:
            case Waiting(ahead):
                name = "waiting" if ahead else "waiting_next"
                said = messages.text("page", name, ahead=ahead)
                return {parts.turns: pending_html(number, text, said, self._language)}
            case Working(stage, turn):
                said = messages.text("page", stage)
                if turn is None:
                    return {parts.turns: pending_html(number, text, said, self._language)}
                return {parts.turns: turn_html(turn, self._language, self._documents, stage)}
            case Done(turn):
                told = "recorded" if turn.answer.status is AnswerStatus.ANSWERED else "unanswered"
                name = "answered" if turn.answer.claims else told
                said = messages.text("page", name, sources=len(turn.answer.citations))
                return {
                    parts.turns: turn_html(turn, self._language, self._documents),
                    parts.status: status_html(said, fault=False),
                }
            case TurnedAway(said):
                return {parts.box: text, **self._ended(said, fault=True)}

    def stopped(self, asked: str) -> dict[Any, Any]:
        """Give a question back that was not answered to the end."""
        return {self.parts.box: asked, **self._ended(self._messages.text("page", "stopped"), fault=True)}

    def cleared(self, tab: str | None, request: gr.Request) -> dict[Any, Any]:
        """Forget the conversation."""
        self._desk.visitors.keep(_seat(request, tab), ())
        ended = self._ended(self._messages.text("page", "cleared"), fault=False)
        return ended | {self.parts.turns: conversation_html((), self._language, self._documents)}

    def opened(self, tab: str | None, request: gr.Request) -> dict[Any, Any]:
        """Show what the visitor has asked before in this tab, in this language."""
        so_far = self._desk.visitors.conversation(_seat(request, tab))
        return {self.parts.turns: conversation_html(so_far, self._language, self._documents)}

    def _ended(self, said: str, *, fault: bool) -> dict[Any, Any]:
        return {self.parts.turns: "", self.parts.status: status_html(said, fault=fault)}


def _seat(request: gr.Request, tab: str | None) -> Seat:
    """Return whose conversation this is; a browser without cookies has one for each open page."""
    return Seat.of(request.cookies.get(COOKIE) or request.session_hash or "", tab)


def _html(value: str, **options: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, padding=False, js_on_load=None, **options)


def _listen(host: str, port: int, messages: Messages) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = messages.text("page", "port_taken", host=host, port=port, reason=reason, other=port + 1)
        raise UsageError(text) from error


class _Server(uvicorn.Server):
    """Says where the page is once it can be opened."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the greeting to standard output."""
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"{self._greeting}\n")
            sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop. Open pages hold a connection that never ends by itself, so cutting it is no error."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
