"""What a page of a government site says beside the text: title, number, authority, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

DROPPED = frozenset("script style noscript template head nav button select input textarea iframe svg".split())
_META = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "contentsource": "issuer",
}
_LABELS = {
    "doc_number": "发文字号|文号|发文号|文件编号",
    "issuer": "发文机关|发布机构|发文单位|制定机关|发布单位|公开责任部门",
    "published": "成文日期|印发日期|发布日期|发文日期|公开日期|生成日期",
    "effective": "生效日期|施行日期|实施日期",
    "expires": "失效日期|废止日期|有效期至",
}
_LABEL = re.compile("|".join(rf"(?P<{name}>{words})\s*[】\]]?\s*[:：]?" for name, words in _LABELS.items()))
_ANY_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}\s*[:：]|索\s*引\s*号|主题分类|标\s*题|有\s*效\s*性")


def plain(words: str) -> str:
    """Return words as a reader sees them: one space for any white space, none at the ends."""
    return re.sub(r"[^\S\u3000]+", " ", words.replace("\u200b", "").replace("\ufeff", "")).strip()


def page_title(root: Any, main: Any) -> str:
    """Return the title of the text: a heading, a meta field, or the page's title without the site's."""
    for heading in main.iter("h1"):
        if words := plain(heading.text_content()):
            return words
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and (words := plain(meta.get("content") or "")):
            return words
    heads = [plain(h.text_content()) for h in root.iter("h1")]
    if heads and heads[0]:
        return heads[0]
    title = root.find(".//title")
    words = plain(title.text_content()) if title is not None else ""
    return re.split(r"\s*[_|]\s*|\s+[-—–]+\s+", words)[0]


def page_facts(root: Any) -> dict[str, str]:
    """Return what the page says beside the text: number, authority, dates."""
    found: dict[str, str] = {}
    words = plain("\n".join(_texts(root)))
    for match in _LABEL.finditer(words):
        name = str(match.lastgroup)
        rest = words[match.end() : match.end() + 80]
        stop = _ANY_LABEL.search(rest)
        value = (rest[: stop.start()] if stop else rest).strip(" 　:：|】]")
        if name in ("published", "effective", "expires"):
            day = re.match(r"(\d{4})\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})", value)
            value = "-".join(day.groups()) if day else ""
        else:
            value = value.split(" ")[0][:40]
        if value:
            found.setdefault(name, value)
    for meta in root.iter("meta"):
        name = _META.get((meta.get("name") or "").lower(), "")
        value = plain(meta.get("content") or "")
        if name == "published":
            day = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", value)
            value = "-".join(day.groups()) if day else ""
        if name and value:
            found.setdefault(name, value)
    return found


def _texts(root: Any) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in DROPPED:
            yield element.text or ""
        yield element.tail or ""
