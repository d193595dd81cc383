"""The only reader of environment variables."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import UsageError
from corpus.readers.limits import Limits

_LONGEST = 600  # seconds; a visitor has left long before
_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",  # nothing is fetched from a model hub at run time
    "DO_NOT_TRACK": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; command-line options come first.

    Attributes:
        index: the index folder (ASSISTANT_INDEX, default ``.index``).
        embedder: a SentenceTransformer name or folder, None for the bundled model (ASSISTANT_EMBEDDER).
        chroma_url: address of a Chroma server that holds the index, None for the index folder
            (ASSISTANT_CHROMA_URL, such as http://127.0.0.1:8000).
        model: name of the chat model that writes answers, None for none (ASSISTANT_MODEL).
        base_url: address of its OpenAI-compatible server, None for OpenAI's own (ASSISTANT_BASE_URL, such as
            http://127.0.0.1:11434/v1).
        api_key: key for that server, empty where it asks for none (ASSISTANT_API_KEY).
        model_timeout: seconds for a whole answer of the model (ASSISTANT_MODEL_TIMEOUT, default 30).
        model_price: price of a million tokens read and of a million written, in any one currency, None when
            unknown (ASSISTANT_MODEL_PRICE, such as 2,8).
        generate_asks: whether the model writes questions for documents that come without any when an index is
            built (ASSISTANT_GENERATE_ASKS, ``off`` for not).
        journal: the file where the page notes answers and ratings, None for nowhere (ASSISTANT_JOURNAL,
            default ``.journal.sqlite``, ``off`` for nowhere).
        staff: the file of staff accounts, None for one account made at each start (ASSISTANT_STAFF); its
            lines are ``name:hash`` as ``policy-assistant account NAME`` prints them.
        limits: how much of a file is read before it is refused, and how many files side by side
            (ASSISTANT_MAX_MB, _MAX_UNPACKED_MB, _MAX_PAGES, _MAX_NESTING, _MAX_SECONDS, _MAX_MEMORY_MB,
            _WORKERS; defaults in ``corpus.readers.limits.Limits``).
    """

    index: Path = Path(".index")
    embedder: str | None = None
    chroma_url: str | None = None
    model: str | None = None
    base_url: str | None = None
    api_key: str = field(default="", repr=False)
    model_timeout: float = 30.0
    model_price: tuple[float, float] | None = None
    generate_asks: bool = True
    journal: Path | None = Path(".journal.sqlite")
    staff: Path | None = None
    limits: Limits = Limits()

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings from environment variables.

        Raises:
            UsageError: if one that must be a number is not.
        """
        return cls(
            index=Path(environment.get("ASSISTANT_INDEX") or ".index"),
            embedder=environment.get("ASSISTANT_EMBEDDER") or None,
            chroma_url=environment.get("ASSISTANT_CHROMA_URL") or None,
            model=environment.get("ASSISTANT_MODEL") or None,
            base_url=environment.get("ASSISTANT_BASE_URL") or None,
            api_key=environment.get("ASSISTANT_API_KEY") or "",
            model_timeout=_seconds(environment.get("ASSISTANT_MODEL_TIMEOUT") or "30"),
            model_price=_price(environment.get("ASSISTANT_MODEL_PRICE") or ""),
            generate_asks=_switch("ASSISTANT_GENERATE_ASKS", environment),
            journal=_file(environment.get("ASSISTANT_JOURNAL") or ".journal.sqlite"),
            staff=Path(environment["ASSISTANT_STAFF"]) if environment.get("ASSISTANT_STAFF") else None,
            limits=_limits(environment),
        )


def _file(text: str) -> Path | None:
    return None if text == "off" else Path(text)


def _switch(name: str, environment: Mapping[str, str]) -> bool:
    text = environment.get(name) or "on"
    if text not in ("on", "off"):
        raise UsageError(f"{name}={text} 不能用：应当是 on 或 off")
    return text == "on"


def _seconds(text: str) -> float:
    seconds = _number(text)
    if not 0 < seconds <= _LONGEST:
        raise UsageError(
            f"ASSISTANT_MODEL_TIMEOUT={text} 不能用：应当是大于 0、不超过 {_LONGEST} 的秒数，例如 30"
        )
    return seconds


def _price(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    numbers = [_number(part) for part in text.split(",")]
    if len(numbers) != 2 or not all(0 <= number < math.inf for number in numbers):
        raise UsageError(
            f"ASSISTANT_MODEL_PRICE={text} 不能用：应当是每百万词元的输入价和输出价，用逗号隔开，例如 2,8"
        )
    return numbers[0], numbers[1]


_LIMITS = {
    "megabytes": "ASSISTANT_MAX_MB",
    "unpacked_megabytes": "ASSISTANT_MAX_UNPACKED_MB",
    "pages": "ASSISTANT_MAX_PAGES",
    "nesting": "ASSISTANT_MAX_NESTING",
    "seconds": "ASSISTANT_MAX_SECONDS",
    "memory_megabytes": "ASSISTANT_MAX_MEMORY_MB",
    "workers": "ASSISTANT_WORKERS",
}


def _limits(environment: Mapping[str, str]) -> Limits:
    given: dict[str, int] = {}
    for field_name, name in _LIMITS.items():
        text = environment.get(name) or ""
        if text and not (text.isascii() and text.isdecimal() and int(text) > 0):
            raise UsageError(f"{name}={text} 不能用：应当是大于 0 的整数")
        if text:
            given[field_name] = int(text)
    return Limits(**given)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def current() -> Settings:
    """Read the settings of this process, and turn the telemetry of every library off."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    return Settings.read(os.environ)
