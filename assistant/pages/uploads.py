"""A file that staff upload: limited in size and type, never under its own name, and nothing is left."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from assistant.errors import UsageError
from assistant.messages import Messages
from assistant.wording_upload import LARGEST, LARGEST_BYTES, SUFFIXES, read_document_file
from corpus.model import Document

_CHUNK = 1 << 16  # bytes
_SIGNATURES = {".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04", ".pdf": b"%PDF-"}
_LONGEST_NAME = 80  # characters


def clean_name(name: str) -> str:
    """Return a name to show: the last part of a path, without signs that steer or hide."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return re.sub(r"[^\w.()（）《》〔〕\-— ]", "_", shown).strip(" .")[:_LONGEST_NAME] or "文件"


def read_upload(name: str, content: BinaryIO, messages: Messages) -> Document:
    """Read an uploaded file as a document; the copy on the disk is gone when this returns.

    Args:
        name: the name that the browser gave; only its suffix is used.
        content: the bytes.
        messages: the language of errors.

    Raises:
        UsageError: if the file is too big, of another type than its name says, or cannot be read.
    """
    suffix = Path(clean_name(name)).suffix.lower()
    if suffix not in SUFFIXES:
        listed = messages.joined(SUFFIXES)
        raise UsageError(messages.text("wording", "bad_type", suffix=suffix or "?", suffixes=listed))
    with TemporaryDirectory(prefix="staff-") as folder:
        file = Path(folder) / f"upload{suffix}"
        _copy(content, file, messages)
        with file.open("rb") as stream:
            start = stream.read(8)
        if not start.startswith(_SIGNATURES.get(suffix, b"")):
            reason = messages.text("wording", "other_type", suffix=suffix)
            raise UsageError(messages.text("wording", "bad_file", reason=reason))
        return read_document_file(file, messages)


def _copy(content: BinaryIO, file: Path, messages: Messages) -> None:
    size = 0
    with file.open("wb") as stream:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST_BYTES:
                shown = f"> {LARGEST}"
                raise UsageError(messages.text("wording", "too_big", size=shown, limit=LARGEST))
            stream.write(chunk)
