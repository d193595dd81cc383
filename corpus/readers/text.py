"""Plain text in UTF-8 or GB18030."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import DocumentError
from corpus.readers.limits import Limits
from corpus.readers.reading import Reading

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(raw: bytes) -> str:
    """Decode UTF-8 (with or without mark), UTF-16 with mark, else GB18030; line ends become LF.

    Raises:
        DocumentError: if the bytes are none of these, or hold binary data.
    """
    if b"\x00" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError("文件含二进制数据，不是文本；请确认扩展名与内容一致")
    encodings = [name for mark, name in _MARKS if raw.startswith(mark)] or ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise DocumentError("文字编码既不是 UTF-8 也不是 GB18030；请另存为 UTF-8 后重试")


def read_text(path: Path, limits: Limits | None = None) -> Reading:
    """Read a text file; it has no marked headings, no front matter, and no limit beyond that of its size.

    Raises:
        DocumentError: if it cannot be decoded or is empty.
    """
    text = decode(path.read_bytes())
    if not text.strip():
        raise DocumentError("文件是空的")
    return Reading(text=text)
