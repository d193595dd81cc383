"""Families: the versions of one law or policy, in the order of their dates, and what ended which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from corpus.model import Kind, Metadata
from corpus.partial_date import PartialDate

_STATE = "中华人民共和国"
_ISSUING = re.compile(
    r"(?:.{2,40})?关于(?:印发|发布|公布|转发)[《〈]?(?P<title>.+?)[》〉]?的(?:通知|公告|函)"
)
# （2018年修正）, （试行）; （一） is part of a name: 解释（一） and 解释（二） are two texts.
_REMARK = re.compile(
    r"[（(【〔][^（(【〔）)】〕]*(?:[0-9]{4}|年|修订|修正|版|试行|暂行|草案|全文|节选|摘编)[^（(【〔）)】〕]*[）)】〕]"
)
_ACT = re.compile(r"(?:修正案|决定|决议|批复|通知|公告|通告|函|命令|令)$")  # done once, followed by none
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:\s?[-—－至~～]\s?(?:19|20)[0-9]{2})?\s?年度?")
_SIGNS = re.compile(r"[\s《》〈〉“”\"'·:：,，、;；.。]+")


def family_key(title: str) -> str:
    """Return what all versions of a title share: no state name, no remark in brackets, no year.

    >>> family_key("中华人民共和国公司法（2018年修正）") == family_key("公司法")
    True
    """
    issued = _ISSUING.fullmatch(title.strip())
    name = issued["title"] if issued else title
    name = _YEAR.sub("", _REMARK.sub("", name))
    return _SIGNS.sub("", name.replace(_STATE, "")) or _SIGNS.sub("", title)


def family_of(metadata: Metadata) -> str:
    """Return the family of a document: the one its metadata names, else the one of its title."""
    return metadata.family or family_key(metadata.title)


def version_start(metadata: Metadata) -> PartialDate | None:
    """Return the day from which this very wording holds, None if unknown.

    A law keeps the effective date of its first version when an amendment changes a few of its articles, so
    the later of the dates of issue and of effect counts.
    """
    dates = [day for day in (metadata.published, metadata.effective) if day]
    return max(dates, default=None)


def families(documents: Iterable[Metadata]) -> Mapping[str, tuple[Metadata, ...]]:
    """Group documents by family, each family oldest first; a version without any date comes first."""
    grouped: dict[str, list[Metadata]] = {}
    for document in documents:
        grouped.setdefault(family_of(document), []).append(document)
    return {key: tuple(sorted(members, key=_order)) for key, members in grouped.items()}


def successors(documents: Iterable[Metadata]) -> Mapping[str, str]:
    """Return which version came after which, by document id, where dates alone decide it.

    Only official texts of one level with different dates follow each other. A year in the title itself
    (2024年政府工作报告) makes it a text of that year that a later one adds to, and a decision or an amendment
    is done once; they are followed by none.
    """
    found: dict[str, str] = {}
    for members in families(documents).values():
        dated = [m for m in members if m.kind is Kind.OFFICIAL_TEXT and version_start(m) and _standing(m)]
        for position, old in enumerate(dated):
            later = (m for m in dated[position + 1 :] if m.level == old.level and _later(m, old))
            if new := next(later, None):
                found[old.id] = new.id
    return found


def _order(document: Metadata) -> tuple[PartialDate, str]:
    return version_start(document) or PartialDate(1), document.id


def _later(new: Metadata, old: Metadata) -> bool:
    start, before = version_start(new), version_start(old)
    return bool(start and before and start.first_day() > before.last_day())


def _standing(document: Metadata) -> bool:
    name = _REMARK.sub("", document.title)
    return not _YEAR.search(name) and not _ACT.search(name)
