"""The only reader of environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    """

    index: Path = Path(".index")
    embedder: str | None = None
    chroma_url: str | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings from environment variables."""
        return cls(
            index=Path(environment.get("ASSISTANT_INDEX") or ".index"),
            embedder=environment.get("ASSISTANT_EMBEDDER") or None,
            chroma_url=environment.get("ASSISTANT_CHROMA_URL") or None,
        )


def current() -> Settings:
    """Read the settings of this process, and turn the telemetry of every library off."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    return Settings.read(os.environ)
