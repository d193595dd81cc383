"""From when and until when a text says that it holds."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.chinese_numbers import parse_chinese_number
from corpus.dates import read_dates
from corpus.partial_date import PartialDate

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_SELF = (
    r"(?:本(?:法|条例|办法|规定|决定|解释|规则|细则|实施细则|实施办法|意见|通知|批复|公告|安排|章程|准则|守则|标准|规范|"
    r"措施|若干措施|若干政策|政策|政策措施|方案|若干规定|若干意见|目录|清单|暂行\w{2}|试行\w{2}|[\u4e00-\u9fff]{1,10}?)"
    r"(?:（[^）]{1,40}）)?|现予(?:以)?(?:公布|发布|印发)|上述规定|以上规定|有关规定)"
)
_DATE = (
    r"(?:[12][0-9]{3}|[一二][零〇○Ｏ一二三四五六七八九]{3})\s?年\s?[0-9一二三四五六七八九十]{1,2}\s?月\s?"
    r"[0-9一二三四五六七八九十]{1,3}\s?日"
)
_STARTS = r"(?:起|开始|正式)?\s?(?:施行|实施|执行|生效|试行|实行|适用)"
_DATED = re.compile(
    rf"{_SELF}[^。；\n]{{0,60}}?(?:自|从|于|[，,])?\s?(?P<day>{_DATE})\s?{_STARTS}(?!的|前|后|以)"
)
_ON_ISSUE = re.compile(
    rf"{_SELF}[^。；\n]{{0,30}}?[自从]?\s?(?:公布|发布|颁布|印发|通过|公告|发文|签署|下发|批准)之日\s?{_STARTS}"
)
_BARE = re.compile(
    rf"(?:^|[。；\n])[^。；\n]{{0,12}}自\s?(?P<day>{_DATE})\s?起(?:施行|实施|执行)(?=[。；，,\n]|$)"
)
_DELAYED = re.compile(
    rf"{_SELF}[^。；\n]{{0,20}}?自?(?:公布|发布|颁布|印发)之日起(?P<n>[0-9一二三四五六七八九十]{{1,3}})(?P<unit>日|个月)后{_STARTS}"
)
_N = r"(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
# 有效期5年 of the text itself: the sentence says 本办法 or 施行, or nothing else. A licence's is none.
_TERM = re.compile(
    r"(?:有效期|有效期限|试行期|试行期限|施行期限|执行期限|暂行期|试行)(?:限)?(?:暂定|定|均)?(?:为|是|至)?"
    rf"\s?{_N}\s?(?P<unit>年|个月)"
)
_OF_ITSELF = re.compile(rf"{_SELF}|{_STARTS}|^[ 　（(]*(?:有效期|试行)")
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?|执行(?:期限)?|实施(?:期限)?|施行(?:期限)?|期限)(?:截止|截至|为|至|到|自|从|延长至|止于|：|:)*\s?"
    rf"(?:{_DATE}\s?(?:起)?\s?(?:至|到|-|—|－|~|～)\s?)?(?P<day>{_DATE})(?:止|截止|到期|失效|为止)?(?P<start>起)?"
)
_OTHERS_TERM = re.compile(
    r"许可|执照|通行证|回乡证|证件|续展|变卖|拍卖|申请|标志|产品|药品|证书|证照|登记证|资格|批件|注册证|检验|合同|身份证|凭证|执业|凭条|牌照|票"
)
_TAIL = 1500  # characters at the end in which a text speaks of its own force


@dataclass(frozen=True, slots=True)
class Force:
    """From when and until when; a note says how a date was reckoned, empty if the text states it."""

    effective: PartialDate | None = None
    effective_note: str = ""
    expires: PartialDate | None = None
    expires_note: str = ""


def read_force(head: str, body: str, stated: PartialDate | None, published: PartialDate | None) -> Force:
    """Read when a text takes effect and when it ends.

    Args:
        head: what stands before the first article, where an order says 自…起施行.
        body: the rest.
        stated: the effective date that the head gives on a line of its own.
        published: the day when the text was first issued, for 自公布之日起施行.
    """
    tail = body[-_TAIL:].translate(_WIDE)
    places = (tail, head[-600:].translate(_WIDE), body.translate(_WIDE))
    effective, note = _start(places, stated, published)
    expires, reckoned = _end(places[:2], effective)
    return Force(effective, note, expires, reckoned)


def _start(
    places: tuple[str, ...], stated: PartialDate | None, published: PartialDate | None
) -> tuple[PartialDate | None, str]:
    for text in places:
        for pattern in (_DATED, _BARE):
            days = [day for match in pattern.finditer(text) if (day := _day(match["day"]))]
            if days:  # the head dates the wording as it is now, the text the first one
                return max(days[-1], stated or days[-1]), ""
        if (match := _DELAYED.search(text)) and published and published.day:
            number = _integer(match["n"])
            start = published.first_day() + timedelta(days=number if match["unit"] == "日" else 0)
            start = start if match["unit"] == "日" else _months(start, number)
            return _partial(start), f"按发布之日起{match['n']}{match['unit']}后推算"
        if _ON_ISSUE.search(text) and (stated or published):
            return (stated, "") if stated else (published, "原文为自发布之日起施行，按发布日期推算")
    return stated, ""


def _end(places: tuple[str, ...], effective: PartialDate | None) -> tuple[PartialDate | None, str]:
    for text in places:
        for match in _UNTIL.finditer(text):
            sentence = _sentence(text, match.start())
            if not match["start"] and not _OTHERS_TERM.search(sentence) and (day := _day(match["day"])):
                return day, ""
        for match in _TERM.finditer(text):
            sentence = _sentence(text, match.start())
            if _OTHERS_TERM.search(sentence) or not _OF_ITSELF.search(sentence):
                continue
            if not (effective and effective.day):
                continue
            months = _integer(match["n"]) * (12 if match["unit"] == "年" else 1)
            last = _months(effective.first_day(), months) - timedelta(days=1)
            words = match.group().strip("，,。；\n 　")
            return _partial(last), f"按“{words[-12:]}”推算"
    return None, ""


def _sentence(text: str, position: int) -> str:
    start = max(text.rfind(sign, 0, position) for sign in "。；\n") + 1
    ends = [end for sign in "。；\n" if (end := text.find(sign, position)) >= 0]
    return text[start : min(ends, default=len(text))]


def _day(written: str) -> PartialDate | None:
    found = read_dates(written.replace("Ｏ", "〇").replace(" ", ""))
    if not found or not re.fullmatch(r"\d{4}-\d\d-\d\d", found[0].date):
        return None
    return _partial(date.fromisoformat(found[0].date))


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _integer(written: str) -> int:
    return int(written) if written.isdecimal() else parse_chinese_number(written)


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
