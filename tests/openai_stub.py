"""A server that speaks the OpenAI chat-completions protocol over real HTTP and says what a script tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends back: entries in the form that the request asks for, or anything else."""

    entries: Sequence[Row] = ()
    content: str | None = None  # sent as it is, instead of the entries
    finish: str | None = "stop"
    status: int = 200
    message: str = ""  # of an error: instead of a reply, or with status 200 in the middle of one
    as_tool: bool = False  # sent as the arguments of a tool call instead of as content
    refusal: str = ""
    cut: bool = False  # the connection breaks before the end
    drip: bool = False  # a space every tenth of a second, for ever, after the content
    flood: str = ""  # sent for ever after the content, as fast as it goes
    stall: bool = False  # nothing more after the content
    tell_usage: bool = True


Script = Callable[["Request"], Reply]


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in."""

    path: str
    authorization: str
    body: dict[str, Any]

    @property
    def rules(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.body["messages"][-1]["content"])  # type: ignore[no-any-return]

    @property
    def sources(self) -> list[dict[str, Any]]:
        return self.data["sources"]  # type: ignore[no-any-return]

    @property
    def wants_schema(self) -> bool:
        return bool(self.body.get("response_format", {}).get("type") == "json_schema")


@dataclass(slots=True)
class Stub:
    """A running server."""

    address: str = ""
    script: Script = field(default=lambda request: Reply())
    takes_schema: bool = True  # otherwise a request with one is refused, as DeepSeek does
    piece: int = 5  # characters of one streamed delta
    requests: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def openai_stub() -> Iterator[Stub]:
    """Serve on a free port of 127.0.0.1 until the block ends."""
    stub = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"stub": stub}))
    server.daemon_threads = True
    stub.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    stub: Stub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        request = Request(self.path, self.headers.get("Authorization", ""), body)
        self.stub.requests.append(request)
        if request.path != "/v1/chat/completions":
            self._error(404, f"no {request.path}")
        elif request.wants_schema and not self.stub.takes_schema:
            self._error(400, "This response_format type is unavailable now")
        else:
            self._answer(request, self.stub.script(request))

    def _answer(self, request: Request, reply: Reply) -> None:
        content = reply.content if reply.content is not None else written(reply.entries, request.wants_schema)
        if reply.status != 200:
            self._error(reply.status, reply.message or "error")
        elif request.body.get("stream"):
            try:
                self._stream(request, reply, content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client has had enough
        else:
            self._whole(reply, content)

    def _whole(self, reply: Reply, content: str) -> None:
        message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": reply.refusal or None}
        choice = {"index": 0, "message": message, "finish_reason": reply.finish}
        self._send_json(200, _chunk([choice], "chat.completion") | {"usage": _usage(content)})

    def _stream(self, request: Request, reply: Reply, content: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._event({"role": "assistant", "content": "" if content else None})
        if reply.refusal:
            self._event({"refusal": reply.refusal})
        for at in range(0, len(content), self.stub.piece):
            piece = content[at : at + self.stub.piece]
            self._event(_tool_delta(piece) if reply.as_tool else {"content": piece})
        while reply.drip and not self.stub.closing.wait(0.1):
            self._event({"content": " "})
        while reply.flood and not self.stub.closing.is_set():
            self._event({"content": reply.flood})
        if reply.stall:
            self.stub.closing.wait()
        if reply.cut or reply.drip or reply.flood or reply.stall:
            self.close_connection = True
            return
        if reply.message:
            self._data(json.dumps({"error": {"message": reply.message, "type": "error", "code": None}}))
        elif reply.finish:
            self._event({}, reply.finish)
        if reply.tell_usage and request.body.get("stream_options", {}).get("include_usage"):
            self._data(json.dumps(_chunk([]) | {"usage": _usage(content)}))
        self._data("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, delta: Row, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self._data(json.dumps(_chunk([choice]), ensure_ascii=False))

    def _data(self, text: str) -> None:
        line = f"data: {text}\n\n".encode()
        self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        self.wfile.flush()

    def _error(self, status: int, message: str) -> None:
        self._send_json(status, {"error": {"message": message, "type": "error", "code": None}})

    def _send_json(self, status: int, row: Row) -> None:
        body = json.dumps(row, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def written(entries: Sequence[Row], with_schema: bool) -> str:
    """Write entries as a server does that holds the model to the schema, or as JSON lines."""
    if with_schema:
        return json.dumps({"entries": list(entries)}, ensure_ascii=False)
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


def _chunk(choices: Sequence[Row], kind: str = "chat.completion.chunk") -> dict[str, Any]:
    return {"id": "stub", "object": kind, "created": 0, "model": "stub", "choices": list(choices)}


def _tool_delta(piece: str) -> Row:
    call = {"index": 0, "id": "call", "type": "function", "function": {"name": "answer", "arguments": piece}}
    return {"tool_calls": [call]}


def _usage(content: str) -> Row:
    return {"prompt_tokens": 1000, "completion_tokens": len(content), "total_tokens": 1000 + len(content)}
