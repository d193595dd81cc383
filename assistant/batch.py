"""Files of questions: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.messages import cli_text


def read_rows(file: Path | None, text: str | None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a batch file, or one row for a single question.

    Raises:
        UsageError: if there is neither, or a line cannot be used; the line is named.
    """
    if file is None:
        if text is None:
            raise UsageError(cli_text("need_question"))
        yield {"id": None, "question": text}
        return
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(cli_text("no_file", file=file)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(file, number, line)


def _row(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or not (row.get("turns") or isinstance(row.get("question"), str)):
            raise ValueError("question | turns")
        if row.get("as_of"):
            date.fromisoformat(row["as_of"])
    except (ValueError, TypeError) as error:
        raise UsageError(cli_text("bad_batch", file=file, line=number, reason=error)) from error
    return {"id": number, **row}


def words_of(turn: object) -> str:
    """Return the words of a turn: a string, or an object with `question`, `content` or `text`."""
    if isinstance(turn, dict):
        return str(next((turn[key] for key in ("question", "content", "text") if key in turn), ""))
    return str(turn)
