"""Markdown with optional YAML front matter.

The text is kept word for word; heading marks, `{#id}` attributes and HTML comments are taken out, because
they are not words of the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from corpus.errors import DocumentError
from corpus.readers.limits import Limits
from corpus.readers.reading import Heading, Reading
from corpus.readers.text import decode

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_CLAUSE_ID = re.compile(r"[ \t]*\{#([\w.-]+)\}\Z")


class _Loader(yaml.SafeLoader):
    """Keeps dates as they are written, so that an impossible one can be named in the report."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_markdown(path: Path, limits: Limits | None = None) -> Reading:
    """Read a Markdown file; no limit applies beyond that of its size.

    Raises:
        DocumentError: if it cannot be decoded, is empty, or its front matter is broken.
    """
    return parse_markdown(decode(path.read_bytes()))


def parse_markdown(source: str) -> Reading:
    """Split a Markdown source into front matter, plain text and headings.

    Raises:
        DocumentError: if there is no text or the front matter is not a YAML mapping.
    """
    front_matter: Mapping[str, object] = {}
    match = _FRONT.match(source)
    if match:
        front_matter = _parse_front_matter(match.group(1))
        source = source[match.end() :]
    elif source.startswith("---\n"):
        raise DocumentError("文件开头的“---”没有对应的结束行；请补上第二个“---”")
    text, headings = _strip_marks(_COMMENT.sub("", source))
    if not text.strip():
        raise DocumentError("文件没有正文")
    return Reading(text=text, headings=headings, front_matter=front_matter)


def _parse_front_matter(block: str) -> Mapping[str, object]:
    try:
        value = yaml.load(block, Loader=_Loader)
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise DocumentError(f"文件头不是有效的 YAML：{reason}") from error
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise DocumentError("文件头应为“字段: 值”的列表")
    return value


def _strip_marks(source: str) -> tuple[str, tuple[Heading, ...]]:
    lines: list[str] = []
    headings: list[Heading] = []
    offset = 0
    for line in source.split("\n"):
        match = _HEADING.fullmatch(line)
        if match:
            words = match.group(2)
            named = _CLAUSE_ID.search(words)
            line = words[: named.start()] if named else words
            headings.append(
                Heading(len(match.group(1)), offset, offset + len(line), named.group(1) if named else "")
            )
        lines.append(line)
        offset += len(line) + 1
    return "\n".join(lines), tuple(headings)
