"""What a text says that it ends: 《…》同时废止."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.references import read_document_numbers, read_titles

_ENDS = re.compile(
    r"(?:同时|即行|一并|予以|均)?(?:废止|失效|停止执行|停止施行|作废)(?=[。；;，,、：:）)\n]|$)"
)
# 不一致的……同时废止, 第三条同时废止, 被废止的: nothing as a whole ends here.
_NOT_WHOLE = re.compile(
    r"(?:第[一二三四五六七八九十百0-9]+[条款项章节]|中的?[^，。；]{0,20}(?:规定|条款|内容)|有关(?:规定|条款|内容))[^《》。；]{0,30}$"
)
_NOT_NOW = re.compile(
    r"(?:修改|解释|撤销|建议|可以|应当|提出|经|如果|决定|清理|依法|未)[^《》]{0,12}$|废止(?:前|后|的)"
)


@dataclass(frozen=True, slots=True)
class Repeal:
    """One sentence that ends other texts, word for word, and what it names."""

    sentence: str
    titles: tuple[str, ...]  # without 《》, inner ones as 〈〉
    numbers: tuple[str, ...]  # normalised document numbers, in the order of the sentence


def read_repeals(text: str) -> tuple[Repeal, ...]:
    """Read the sentences that end whole texts, in order.

    A sentence that ends single articles, or all rules that contradict, is none.
    """
    found: list[Repeal] = []
    for match in _ENDS.finditer(text):
        start, sentence = _sentence(text, match)
        if "《" not in sentence:
            continue
        before = sentence[: match.start() - start]
        tail = before[before.rfind("》") + 1 :]
        if _NOT_NOW.search(tail) or _NOT_WHOLE.search(tail) or re.match(r"第.{1,8}[条款项]", tail):
            continue
        titles = _ended_titles(before)
        if titles:
            numbers = tuple(number.normalised for number in read_document_numbers(before))
            found.append(Repeal(sentence.strip(" 　"), titles, numbers))
    return tuple(found)


def _sentence(text: str, match: re.Match[str]) -> tuple[int, str]:
    """Return the sentence, or the half of one after a semicolon; a list before a colon belongs to it."""
    start = max(text.rfind(sign, 0, match.start()) for sign in "。；;\n") + 1
    end = match.end()
    while end < len(text) and text[end] not in "。；;\n":
        end += 1
    return start, text[start : min(end + 1, len(text))].rstrip("\n")


# 根据《…决定》修正的《…》: the decision changed the text that ends. 经…会议通过的《…》 is one that ends.
_CHANGE = re.compile(
    r"(?:根据|依据|依照|按照|经|以)[^《》，。；]*(?<!通过的)(?<!发布的)(?<!公布的)(?<!批准的)(?<!修正的)(?<!修订的)"
    r"(?<!实施的)(?<!施行的)(?<!制定的)(?<!印发的)$"
)
_MADE = re.compile(r"(?:第[一二三四五六七八九十]+次)?(?:修正|修订|修改)")


def _ended_titles(before: str) -> tuple[str, ...]:
    """Return titles that end, not those of decisions that changed them (根据《…决定》修正的《…》)."""
    titles = read_titles(before)
    ended: list[str] = []
    for position, title in enumerate(titles):
        ahead = before[titles[position - 1].end if position else 0 : title.start]
        after = before[title.end : titles[position + 1].start if position + 1 < len(titles) else len(before)]
        if _CHANGE.search(ahead) or _MADE.match(after):
            continue
        if re.match(r"(?:[^《》，。；]{0,4})第.{1,10}[条款项]", after):
            continue
        ended.append(title.normalised)
    return tuple(dict.fromkeys(ended))
