"""What kind of norm a document is: where several answer a question, the higher one is asked for."""

from __future__ import annotations

import re
from enum import StrEnum

from corpus.model import Kind, Metadata

_REMARK = re.compile(r"[（(【〔][^（()）】〕]*[)）】〕]")
_NATIONAL = "国家"


class Norm(StrEnum):
    """Kinds of official text, and the passages before the first article."""

    CODE = "code"  # 法典
    LAW = "law"  # 法
    INTERPRETATION = "interpretation"  # of the courts and procuratorates
    REGULATION = "regulation"  # 条例
    RULE = "rule"  # 规定, 办法, 细则
    LOCAL = "local"  # of a place
    OTHER = "other"
    PREAMBLE = "preamble"
    NONE = "none"  # no official text: a digest, a piece of news


_ENDINGS = (
    (Norm.RULE, ("规定", "办法", "细则", "规则")),
    (Norm.REGULATION, ("条例",)),
    (Norm.CODE, ("法典",)),
    (Norm.LAW, ("法",)),
)


def norm_of(document: Metadata) -> Norm:
    """Tell the kind of a document from its kind, its level and how its title ends."""
    if document.kind is not Kind.OFFICIAL_TEXT:
        return Norm.NONE
    title = _REMARK.sub("", document.title).split(" ")[0].strip("《》 ")
    if "解释" in title or title.startswith("最高人民"):
        return Norm.INTERPRETATION
    if document.level != _NATIONAL:
        return Norm.LOCAL
    return next((norm for norm, ends in _ENDINGS if title.endswith(ends)), Norm.OTHER)
