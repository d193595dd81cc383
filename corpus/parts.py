"""What an article is made of: paragraphs (款), items (项) and sub-items (目), each with its address."""

from __future__ import annotations

import re

from corpus.chinese_numbers import chinese_number
from corpus.model import Part

_LINE = re.compile(r".*\S.*")
# 项 and what is below it, in the order in which official texts use them; the first found under a paragraph is
# the 项, others below it are 目: （一）, 1., （1）, ①.
_MARKS = (
    re.compile(r"[ \t　]*([（(][一二三四五六七八九十百零〇]+[）)])"),
    re.compile(r"[ \t　]*([0-9０-９]{1,2})[.．、](?![0-9０-９])"),
    re.compile(r"[ \t　]*([（(][0-9０-９]{1,3}[）)])"),
    re.compile(r"[ \t　]*([①-⑳])"),
)


def split_parts(text: str, start: int, end: int) -> tuple[Part, ...]:
    """Address the paragraphs (款), items (项) and sub-items (目) of an article."""
    lines = [(m.start() + start, m.end() + start, m.group()) for m in _LINE.finditer(text[start:end])]
    if len(lines) == 1:
        return ()
    several = sum(_mark(line) is None for *_, line in lines) > 1
    parts: list[Part] = []
    number = 0
    open_marks: list[tuple[int, str]] = []
    for first, last, line in lines:
        mark = _mark(line)
        if mark is None:
            number += 1
            open_marks = []
        else:
            kinds = [kind for kind, _ in open_marks]
            depth = kinds.index(mark[0]) if mark[0] in kinds else len(kinds)
            open_marks = [*open_marks[:depth], mark]
        paragraph = f"第{chinese_number(number)}款" if several and number else ""
        label = "".join(f"第{name}{'目' if n else '项'}" for n, (_, name) in enumerate(open_marks))
        if paragraph or label:
            parts.append(Part(paragraph + label, first, last))
    return tuple(parts)


def _mark(line: str) -> tuple[int, str] | None:
    """Return which kind of mark a line begins with, and the mark; None for a paragraph."""
    for kind, pattern in enumerate(_MARKS):
        if match := pattern.match(line):
            return kind, match.group(1).replace("(", "（").replace(")", "）")
    return None
