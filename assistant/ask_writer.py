"""Questions for clauses, written by a chat model when an index is built."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from assistant.deadline import within
from assistant.messages import DATA, load_messages
from assistant.model import Language
from assistant.model_composer import Failure, chat_model, failure_of
from assistant.settings import Settings
from index.asking import AsksNotWritten, Unasked

_LONGEST = 3000  # characters of a clause that are sent
_DECODER = json.JSONDecoder()


class ModelAskWriter:
    """Asks a chat model, one request for several clauses; see :class:`index.asking.AskWriter`."""

    def __init__(self, settings: Settings) -> None:
        """Connect to the model of the settings. Nothing is sent until asks are wanted."""
        self._model = chat_model(settings)
        self._limit = settings.model_timeout
        self._rules = (DATA / "prompt.asks.txt").read_text(encoding="utf-8").strip()
        self.name = f"{settings.model}\n{self._rules}"

    def write(self, clauses: Sequence[Unasked]) -> Mapping[int, Sequence[str]]:
        """Return asks by position of the clause; a failed request is not tried again.

        Raises:
            AsksNotWritten: if the model gives no whole answer in time, or none that can be read.
        """
        try:
            chunks = list(
                within(self._limit, self._model.stream([("system", self._rules), ("human", _data(clauses))]))
            )
        except TimeoutError as error:
            raise _not_written(Failure.TIMEOUT) from error
        except Exception as error:  # whatever a server or a client library can do wrong
            raise _not_written(failure_of(error)) from error
        finish = [chunk.response_metadata.get("finish_reason") for chunk in chunks]
        if "stop" not in finish:
            raise _not_written(Failure.REFUSED if "content_filter" in finish else Failure.BROKEN)
        asks = read_asks("".join(str(chunk.text) for chunk in chunks), len(clauses))
        if not asks:
            raise _not_written(Failure.BROKEN)
        return asks


def read_asks(reply: str, count: int) -> dict[int, list[str]]:
    """Read ``{"number", "asks"}`` objects out of a reply, whatever stands between; positions count from 0."""
    found: dict[int, list[str]] = {}
    at = reply.find("{")
    while at >= 0:
        try:
            row, end = _DECODER.raw_decode(reply, at)
        except (ValueError, RecursionError):
            row, end = {}, at + 1
        match row:
            case {"number": int(number), "asks": [*asks]} if 1 <= number <= count:
                found.setdefault(number - 1, [ask for ask in asks if isinstance(ask, str)])
        at = reply.find("{", end)
    return found


def _data(clauses: Sequence[Unasked]) -> str:
    rows = [
        {
            "number": number,
            "title": one.title,
            "heading": " ".join(one.clause.headings),
            "text": one.clause.text[:_LONGEST],
        }
        for number, one in enumerate(clauses, 1)
    ]
    # As in prompt.py: no text can end early and pass for something else.
    return json.dumps({"clauses": rows}, ensure_ascii=False, indent=1).replace("<", "\\u003c")


def _not_written(failure: Failure) -> AsksNotWritten:
    return AsksNotWritten(load_messages(Language.ZH).text("model_failure", failure))
