"""Files that are checked or compared: read by the readers of the corpus, with limits."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import UsageError
from assistant.messages import Messages
from corpus.load import load_corpus
from corpus.model import Document, Outcome

SUFFIXES = (".txt", ".md", ".docx", ".pdf", ".html", ".htm", ".xlsx")
LARGEST = 10  # MB, as readers are told
LARGEST_BYTES = LARGEST * 1_000_000
LONGEST = 200_000  # characters


def read_document_file(file: Path, messages: Messages) -> Document:
    """Read a file as a document with clauses.

    Raises:
        UsageError: if it is missing, too big, of another type, or cannot be read; says what to do.
    """
    if not file.is_file():
        raise UsageError(messages.text("cli", "no_file", file=file))
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            messages.text("wording", "bad_type", suffix=suffix or "?", suffixes=messages.joined(SUFFIXES))
        )
    size = file.stat().st_size
    if size > LARGEST_BYTES:
        raise UsageError(messages.text("wording", "too_big", size=round(size / 1_000_000, 1), limit=LARGEST))
    loaded = load_corpus([file])
    if not loaded.corpus.documents:
        reasons = [row.reason for row in loaded.report if row.outcome is not Outcome.READ]
        raise UsageError(messages.text("wording", "bad_file", reason="；".join(reasons)))
    return loaded.corpus.documents[0]


def usable(text: str, messages: Messages) -> str:
    """Return a text that can be checked.

    Raises:
        UsageError: if it is blank or too long.
    """
    if not text.strip():
        raise UsageError(messages.text("wording", "no_text"))
    if len(text) > LONGEST:
        raise UsageError(messages.text("wording", "too_long", length=len(text), limit=LONGEST))
    return text
