"""Personal data in what visitors type, masked before it is kept."""

from __future__ import annotations

import re

_ALONE, _APART = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# The longer number first: a bank card holds digits that look like a telephone number.
_MASKS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("证件号", rf"{_ALONE}(?:\d{{17}}[\dXx]|\d{{15}}){_APART}"),
        ("银行卡号", r"(?<!\d)(?:\d{4}[ -]?){4}(?:\d{1,3})?(?!\d)"),
        ("护照号", rf"{_ALONE}(?:[EGDSP]\d{{8}}|E[A-Z]\d{{7}}){_APART}"),
        ("手机号", r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),
        ("电话号码", r"(?<!\d)[（(]?0\d{2,3}[）)]?[- ]?\d{7,8}(?!\d)"),
        ("邮箱", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
        ("车牌号", rf"[{_PROVINCES}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{{5,6}}{_APART}"),
    )
)
_NAME = re.compile(
    r"(?P<before>我叫|(?:姓名|联系人)(?:是|为)?[:： ]?|(?i:my name is |i am (?=[A-Z])|i'm (?=[A-Z])))"
    r"(?P<name>[一-鿿]{2,4}?(?=[，,。；;、 ]|想|要|是|在|的|$)|[A-Z][a-z]+(?: [A-Z][a-z]+)*)"
)


def masked(text: str) -> str:
    """Return a text with numbers and names of persons replaced by what they are: 〔手机号〕.

    Amounts, document numbers and dates stay: they are what a question is about.
    """
    for name, pattern in _MASKS:
        text = pattern.sub(f"〔{name}〕", text)
    return _NAME.sub(lambda found: f"{found['before']}〔姓名〕", text)
