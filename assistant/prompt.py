"""What a chat model is told: our rules, and as data the question and the numbered sources.

The data is one JSON object. JSON leaves no way to end a text early, so words of a document or a question
cannot pass for ours; ``<`` is escaped because servers read ``<|…|>`` as a change of speaker.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.messages import DATA, load_messages
from assistant.model import Language, Question, Source

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_REMOVED = "…"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request to a chat model."""

    rules: str
    data: str


def write_prompt(question: Question, sources: Sequence[Source]) -> Prompt:
    """Return what the model is asked. It names sources by number; ids and addresses stay here."""
    messages = load_messages(question.language)
    rows = [
        {
            "number": source.label,
            "title": _plain(source.document.title),
            "heading": _plain(" ".join(source.passage.headings)),
            "status": messages.text("status", source.hit.status),
            "text": _plain(source.passage.text),
        }
        for source in sources
    ]
    told = {"sources": rows, "question": _plain(question.search_text)}
    data = json.dumps(told, ensure_ascii=False, indent=1)
    return Prompt(load_rules(question.language), data.replace("<", "\\u003c"))


def _plain(text: str) -> str:
    """Take addresses out of a text. From the JSON they would take the sign that ends the text with them."""
    return _ADDRESS.sub(_REMOVED, text)


@lru_cache(maxsize=len(Language))
def load_rules(language: Language) -> str:
    """Return the rules that a model is given, which fix the language of its statements."""
    return (DATA / f"prompt.{language}.txt").read_text(encoding="utf-8").strip()
