"""Find the words that open a figure to one side: 不超过, 最高, 以上, "up to"."""

from __future__ import annotations

import re

from corpus.figures import Bound, FigureKind

__all__ = ["BRACKET", "find_bound"]

_NOT = "(?:不得|不能|不可|不应|不宜|不会|不准|不再|没有|均不|不|未)"
_OVER = "(?:超过|超出|高于|多于|大于|长于|突破|晚于|迟于|逾|超)"
_UNDER = "(?:低于|少于|小于|短于|早于)"
# A numeral between the bound and the figure would mean that the bound belongs to another figure.
_PLAIN = r"[^\W0-9a-zA-Z_一二三四五六七八九十百千万亿两]"
_BOUND_SIGN = "(?:不|未|超|突破|[低高少多大小]于|最|至少|至多|以上|以下|以内|达到)"
# 不超过其实际投资额的30%: a noun with 的 may stand between.
_OF = rf"(?:(?:(?!{_BOUND_SIGN}){_PLAIN}){{1,18}}的)"
_SMALL = (
    "(?:人民币|其|了|过|到|达到?|为|是|在|按|每[年户家人个项日月亩]|总额|累计|合计|单个|应当?|各"
    "|等值的?){0,3}"
)
# What the papers put between 最高 and the figure.
_GIVE = (
    "(?:可以?|能|将|应当?|再|按照?|以|给予|予以|给|奖励|奖补|奖|补助|补贴|补|资助|扶持|支持|享受|享|获得|获评|获|得"
    "|达到?|为|是|额度|金额|限额|额|限|不得?|超过|一次性|每[年户家人个项日月亩]|单[个户项家]|企业|项目|贷款|授信|贴息"
    "|配套|安排"
    "|租金|减免|返还|兑现|投资|处|罚款|年限|期限|时间|税率|比例|标准|幅度|人民币|约|总额|累计|合计|奖金|资金){0,6}"
)
_ANY = rf"(?:(?!{_BOUND_SIGN}){_PLAIN}){{0,6}}(?<!每)"

_PREFIXES: tuple[tuple[Bound, str], ...] = (
    (Bound.MAX, rf"{_NOT}{_OVER}{_SMALL}{_OF}?"),
    (Bound.MAX, rf"最高(?![人法检院]){_GIVE}"),
    (Bound.MAX, rf"最高(?:可?按照?|为|给予|不超过|可?达到?){_OF}"),
    (
        Bound.MAX,
        rf"(?:最多|至多|最长|最迟){_NOT}{_OVER}{_SMALL}|(?:最多|至多){_ANY}|最长{_ANY}|最迟[于在为是可达]?",
    ),
    (Bound.MAX, "上限(?:标准)?(?:[为是至到]|不超过|调整为|提高至|提高到)?|封顶|限额|截至|截止至?到?"),
    (Bound.MIN, rf"{_NOT}{_UNDER}{_SMALL}{_OF}?"),
    # 最低 is mostly part of a noun (最低工资标准), so that nothing may stand between.
    (Bound.MIN, rf"(?:最少|最低|最短){_NOT}{_UNDER}{_SMALL}|(?:最低|最短)[为是达]?"),
    (Bound.MIN, rf"(?:至少|最少)(?:{_ANY}|(?:要|须|应当?)?{_OF})"),
    (Bound.MIN, "下限(?:标准)?(?:[为是至到]|不低于)?|起点[为是]?|(?<![期届圆充饱美])满了?"),
    (Bound.BELOW, rf"{_UNDER}{_SMALL}{_OF}?|不足|不满|未满|不到|未达到?|不及"),
    (Bound.ABOVE, rf"{_OVER}{_SMALL}{_OF}?|跨[过越]"),
    (Bound.ABOUT, "(?<![节合预签集违条契公履制邀特简])约|大约|大概|接近|(?<![最附邻靠临就远])近"),
)
_PREFIX = re.compile(
    "(?:" + "|".join(f"(?P<p{i}>{pattern})" for i, (_, pattern) in enumerate(_PREFIXES)) + r")\s?$"
)

_ENGLISH_PREFIXES: tuple[tuple[Bound, str], ...] = (
    (Bound.MAX, r"up to|at most|no more than|not more than|not exceeding|not to exceed|(?:not|n't) exceed"),
    (Bound.MAX, r"(?:a )?maximum (?:amount |total )?of|max\.?|capped at|limited to|within|no later than"),
    (Bound.MAX, r"not later than|as much as|no longer than|not longer than|no higher than|not higher than"),
    (Bound.MIN, r"at least|no(?:t)? less than|no(?:t)? fewer than|(?:a )?minimum of|no(?:t)? lower than"),
    (Bound.MIN, r"not below|no(?:t)? earlier than"),
    (Bound.ABOVE, r"(?:more|greater|higher|longer) than|over|above|exceed(?:s|ed|ing)?|in excess of"),
    (Bound.BELOW, r"(?:less|fewer|lower|shorter) than|under|below"),
    (Bound.ABOUT, r"about|around|approximately|roughly|nearly|almost|some"),
)
_DATE_PREFIXES: tuple[tuple[Bound, str], ...] = (
    (Bound.MAX, r"by|before|until|till|through|no(?:t)? later than|as of|up to"),
    (Bound.MIN, r"since|from|after|starting|beginning|as from|no(?:t)? earlier than|on or after"),
)
_ENGLISH = tuple(
    (
        rows,
        re.compile(
            r"(?i:(?<![A-Za-z])(?:"
            + "|".join(f"(?P<p{i}>{pattern})" for i, (_, pattern) in enumerate(rows))
            + r")(?: (?:an?|the|the end of|a total of|RMB))?[ -]?)$"
        ),
    )
    for rows in (_ENGLISH_PREFIXES, _DATE_PREFIXES)
)

BRACKET = r"(?:\s?[(（]不?(?:含|包括)[^（）()\n]{0,16}[)）])"
"""Regular expression of （含） and （不含50人） after a figure."""

_SUFFIXES: tuple[tuple[Bound, str], ...] = (
    (
        Bound.MIN,
        r"(?:及其?)?以上(?!所述|规定)|的?下限|为下限|(?:[a-z]+ ){0,2}(?:or|and) (?:more|above|over|longer)\b",
    ),
    (Bound.BELOW, r"(?:及其?)?以下|(?:[a-z]+ ){0,2}(?:or|and) (?:less|fewer|below|under)\b"),
    (Bound.MAX, r"以内|之内|的?上限|为上限|为限|封顶|at most\b"),
    (Bound.ABOUT, r"左右|上下"),
)
_SUFFIX = re.compile(
    rf"(?P<before>{BRACKET})?\s?(?:"
    + "|".join(f"(?P<p{i}>{pattern})" for i, (_, pattern) in enumerate(_SUFFIXES))
    + rf")(?P<after>{BRACKET})?",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"内(?![容部资外设地蒙贸销河需])")
_DATE_SUFFIX = re.compile(
    rf"{BRACKET}?\s?(?:(?P<p0>(?:之|以)?前(?!后|期|往|列|三)|截止|止)|(?P<p1>(?:之|以)?后(?!续|果|勤|期)|以来|起)|(?P<p2>前后|左右))"
)
_DATE_SUFFIX_BOUNDS = (Bound.MAX, Bound.MIN, Bound.ABOUT)
_WINDOW = 48


def find_bound(
    text: str, floor: int, start: int, end: int, ceiling: int, kind: FigureKind
) -> tuple[Bound, int, int]:
    """Find the bound words directly around text[start:end].

    Args:
        text: the text with its names covered.
        floor: where the search to the left stops (the end of the figure before).
        start: where the figure begins.
        end: where the figure ends.
        ceiling: where the search to the right stops (the start of the figure after).
        kind: what the figure is; only dates have 前 and 起.

    Returns:
        The bound, and the start and end of the figure with its bound words.
    """
    before, new_start = _before(text, floor, start, kind)
    after, new_end = _after(text, end, ceiling, kind)
    # 约5年以上: the word after says more than 约 does.
    bound = before if before not in (Bound.EXACT, Bound.ABOUT) else after
    return (before if bound is Bound.EXACT else bound), new_start, new_end


def _before(text: str, floor: int, start: int, kind: FigureKind) -> tuple[Bound, int]:
    floor = max(floor, start - _WINDOW)
    head = text[floor:start]
    if kind is not FigureKind.DATE and (match := _PREFIX.search(head)):
        bound = _named(match, [bound for bound, _ in _PREFIXES])
        # 近三年 is the last three years, and 最低 with a noun far away is caught by the length of _ANY.
        if not (match.group().strip() == "近" and kind is FigureKind.PERIOD):
            return bound, floor + match.start()
    if kind is FigureKind.DATE and (
        match := re.search(r"(?:截至|截止至?到?|不[晚迟]于|不得[晚迟]于)\s?$", head)
    ):
        return Bound.MAX, floor + match.start()
    rows, pattern = _ENGLISH[kind is FigureKind.DATE]
    if match := pattern.search(head):
        return _named(match, [bound for bound, _ in rows]), floor + match.start()
    return Bound.EXACT, start


def _after(text: str, end: int, ceiling: int, kind: FigureKind) -> tuple[Bound, int]:
    if kind is FigureKind.DATE:
        match = _DATE_SUFFIX.match(text, end, ceiling)
        return (_named(match, list(_DATE_SUFFIX_BOUNDS)), match.end()) if match else (Bound.EXACT, end)
    if match := _SUFFIX.match(text, end, len(text)):
        bound = _named(match, [bound for bound, _ in _SUFFIXES])
        if re.search(r"[（(]不", (match["before"] or "") + (match["after"] or "")):
            bound = {Bound.MIN: Bound.ABOVE}.get(bound, bound)
        return bound, match.end()
    if kind in (FigureKind.PERIOD, FigureKind.AMOUNT) and (match := _WITHIN.match(text, end, len(text))):
        return Bound.MAX, match.end()
    return Bound.EXACT, end


def _named(match: re.Match[str], bounds: list[Bound]) -> Bound:
    return next(bound for i, bound in enumerate(bounds) if match[f"p{i}"] is not None)
