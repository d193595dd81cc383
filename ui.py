"""The web page: takes a question, shows an Answer, decides nothing. The only file that knows Gradio."""

from __future__ import annotations

import logging
import socket
import sys
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant.errors import UsageError
from assistant.messages import DATA, Messages, load_messages
from assistant.model import Answer, AnswerStatus, Language
from assistant.pages.conversation import Conversation, Turn, as_html, extended, next_number, questions
from assistant.pages.head import OwnHead
from assistant.pages.headers import OwnServerOnly
from assistant.pages.html import (
    TOPICS,
    examples,
    footer_html,
    header_html,
    heading_html,
    status_html,
    turn_html,
)
from assistant.pipeline import Assistant

AT_ONCE = 8  # questions answered at the same time; further ones wait
CLOSING = 2  # seconds that open connections get when the server stops
_log = logging.getLogger(__name__)

# Fonts of the visitor's own system; nothing is loaded for them.
_FONTS = [
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "system-ui",
    "sans-serif",
]


def serve(assistant: Assistant, *, host: str, port: int) -> int:
    """Serve the page until the process is interrupted, and return the exit code.

    Args:
        assistant: answers the questions.
        host: the address to listen on.
        port: the port to listen on; 0 takes a free one.

    Raises:
        UsageError: if nothing can listen there.
    """
    messages = load_messages(Language.ZH)
    listener = _listen(host, port, messages)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    assistant.answer(examples(messages, TOPICS[0])[0])  # dictionaries are read now, not for the first visitor
    config = uvicorn.Config(
        create_app(assistant), log_level="error", access_log=False, timeout_graceful_shutdown=CLOSING
    )
    try:
        _Server(config, messages.text("cli", "serving", address=address)).run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn raises it again after a clean stop
        pass
    finally:
        listener.close()
    return 0


def create_app(assistant: Assistant) -> FastAPI:
    """Return the web app over an assistant: the page at ``/`` and its state of health at ``/healthz``."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, object]:
        index = assistant.index
        return {"status": "ok", "documents": len(index.documents), "passages": len(index)}

    app.add_middleware(OwnServerOnly)
    app.add_middleware(OwnHead, language="zh-CN")
    gr.mount_gradio_app(
        app,
        chat_page(assistant),
        path="/",
        theme=gr.themes.Base(font=_FONTS, font_mono=["monospace"]),
        css_paths=DATA / "page.css",
        head=f"<script>{(DATA / 'page.js').read_text(encoding='utf-8')}</script>",
        favicon_path=str(DATA / "favicon.svg"),
        footer_links=[],
        max_file_size=1,  # nothing here takes a file
        show_error=False,
        ssr_mode=False,
    )
    return app


def chat_page(assistant: Assistant) -> Any:
    """Return the chat page. What a visitor has asked lives in a state of that visitor alone."""
    messages = load_messages(Language.ZH)
    documents = tuple(assistant.index.documents.values())
    with gr.Blocks(title=messages.text("page", "title"), analytics_enabled=False, fill_width=True) as page:
        conversation = gr.State(())
        _html(header_html(messages, documents))
        dialogue = _html("", elem_id="dialogue")
        with gr.Column(elem_id="welcome") as welcome:
            chosen = _examples(messages)
        with gr.Column(elem_id="ask"):
            with gr.Row(elem_id="ask-row"):
                box = gr.Textbox(
                    label=messages.text("page", "question"),
                    placeholder=messages.text("page", "placeholder"),
                    max_lines=6,
                    autofocus=True,
                    scale=1,
                    elem_id="question",
                )
                send = gr.Button(messages.text("page", "send"), variant="primary", elem_id="send", scale=0)
                restart = gr.Button(
                    messages.text("page", "restart"), elem_id="restart", scale=0, visible=False
                )
            status = _html(status_html("", fault=False), elem_id="status")
        _html(footer_html(messages))

        def ask(text: str | None, so_far: Conversation) -> tuple[Any, ...]:
            return _asked(assistant, messages, text or "", so_far)

        outputs = [box, conversation, dialogue, welcome, restart, status]
        options: dict[str, Any] = {
            "outputs": outputs,
            "show_progress": "hidden",
            "concurrency_limit": AT_ONCE,
        }
        gr.on(
            [box.submit, send.click],
            ask,
            [box, conversation],
            api_name="ask",
            api_visibility="undocumented",
            concurrency_id="ask",
            **options,
        ).then(None, js="showLatest", api_visibility="private")
        for button in chosen:
            button.click(
                ask, [button, conversation], api_visibility="private", concurrency_id="ask", **options
            ).then(None, js="showLatest", api_visibility="private")
        restart.click(
            lambda: _cleared(messages), None, outputs, show_progress="hidden", api_visibility="private"
        )
    return page


def _asked(assistant: Assistant, messages: Messages, text: str, so_far: Conversation) -> tuple[Any, ...]:
    """Return new values for: box, conversation, dialogue, examples, restart, status."""
    try:
        answer = assistant.answer(text, questions(so_far))
    except Exception:  # a visitor must get a sentence and keep the question, whatever broke
        _log.exception("answering failed")
        answer = Answer(AnswerStatus.ERROR, None, messages.text("page", "failed"))
    if answer.question is None:
        return text, so_far, gr.skip(), gr.skip(), gr.skip(), status_html(answer.message, fault=True)
    index, number, question = assistant.index, next_number(so_far), answer.question.text
    html = turn_html(number, question, answer, messages, index.documents, index.passages_of)
    now = extended(so_far, Turn(number, question, answer, html))
    said = messages.text("page", "answered" if answer.claims else "unanswered", sources=len(answer.citations))
    return (
        "",
        now,
        as_html(now),
        gr.Column(visible=False),
        gr.Button(visible=True),
        status_html(said, fault=False),
    )


def _cleared(messages: Messages) -> tuple[Any, ...]:
    said = status_html(messages.text("page", "cleared"), fault=False)
    return "", (), "", gr.Column(visible=True), gr.Button(visible=False), said


def _examples(messages: Messages) -> list[gr.Button]:
    _html(heading_html(2, messages.text("page", "try")))
    buttons = []
    with gr.Row(elem_id="topics"):
        for topic in TOPICS:
            with gr.Column(elem_classes="topic", min_width=200):
                _html(heading_html(3, messages.text("topic", topic)))
                buttons += [gr.Button(q, elem_classes="example") for q in examples(messages, topic)]
    return buttons


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
