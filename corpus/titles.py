"""The title of a document, and what it tells: level and topics."""

from __future__ import annotations

import re

from corpus.model import Topic
from corpus.readers.reading import Reading
from corpus.references import read_document_numbers

_NAMES_TEXT = re.compile(
    r"(?:法|条例|办法|规定|细则|规则|决定|意见|通知|公告|通告|批复|函|方案|措施|政策|规划|纲要|计划|报告|解释|安排|"
    r"标准|规范|准则|守则|章程|目录|清单|指南|指引|指导意见|名录|要点|制度|决议|命令|令|说明|汇编|若干政策|若干措施)"
    r"(?:[（(][^）)]{1,40}[）)])*$"
)
_NO_TITLE = re.compile(
    r"^(?:签发人|附件[0-9一二三四五六七八九十]*[:：]?|目\s*录|(?:公开)?(?:特急|加急)|主动公开|索\s?引\s?号|发文|文号|来源|发布).*|.*文件$|"
    r"^第[0-9一二三四五六七八九十]+[条章].*|.*[。；：:]$|^\d+$"
)
_STATE = re.compile(
    r"^(?:中华人民共和国|国务院|全国人民代表大会|全国人大|最高人民|中共中央|中央|国家|财政部|商务部|公安部|司法部|教育部|民政部|"
    r"[\u4e00-\u9fff]{2,10}(?:部|总局|总署)(?:[ 、令关]|$))"
)
_PLACE = re.compile(
    r"^(?:中共)?(?P<place>[\u4e00-\u9fff]{1,6}?(?:省|自治区|自治州|自治县|市|区|县))(?!场|域|政|级|民政)"
)
_PROVINCE_CITY = re.compile(r"^(?:江西省)(?P<place>南昌市.*)|^(?:南昌市)(?P<district>东湖区.*)")
_TARGET = re.compile(r"规划|纲要|工作报告|行动计划|行动方案|目标任务|年度计划|计划执行情况")
_INCENTIVE = re.compile(r"奖励|补助|补贴|扶持|优惠|减免|资助|贴息|免征|减按|奖补")
_PROCESS = re.compile(r"办理|申请|审批|登记|备案|受理|工作日|提交.{0,6}材料|核准|许可")
_THICK = 1.5  # mentions in 1,000 characters from which a subject is one of the document's
_HEAD = 1500  # characters in which a title stands
_LINES = 8
_BESIDE = 4  # characters beside a document number, brackets and spaces, on a line of its own
_LONGEST = 80


def title_of(reading: Reading) -> str:
    """Return the title that the format marks, else the first line or lines that read like one."""
    marked = [reading.text[h.start : h.end].strip() for h in reading.headings if h.level == 1]
    if any(marked):
        return " ".join(" ".join(title.split()) for title in marked if title)
    joined = ""
    for line in _first_lines(reading.text):
        if _NO_TITLE.match(line) or _is_number(line):
            if joined:
                break
            continue
        joined += line
        if _NAMES_TEXT.search(joined):
            return joined
        if len(joined) > _LONGEST:
            break
    return ""


def first_line_title(text: str) -> tuple[int, int] | None:
    """Return where the first line of a text stands if it is its title, for formats that mark none."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].rstrip()
    if end < 0 or len(line) > _LONGEST or _NO_TITLE.match(line) or not _NAMES_TEXT.search(line):
        return None
    return start, start + len(line)


def _first_lines(text: str) -> list[str]:
    lines = (
        re.sub(r"(?<=[\u4e00-\u9fff])[ 　]+(?=[\u4e00-\u9fff])", "", line.strip(" 　\t"))
        for line in text[:_HEAD].split("\n")
    )
    return [line for line in lines if line][:_LINES]


def _is_number(line: str) -> bool:
    return any(number.end - number.start > len(line) - _BESIDE for number in read_document_numbers(line))


def level_of(issuer: str, title: str) -> str:
    """Return whose text it is: 国家, or the place named first (江西省, 南昌市, 东湖区); empty if unknown."""
    for words in (issuer, title):
        if inner := _PROVINCE_CITY.match(words):
            words = inner["place"] or inner["district"]
        if _STATE.match(words):
            return "国家"
        if place := _PLACE.match(words):
            return place["place"]
    return ""


def topics_of(title: str, text: str) -> tuple[Topic, ...]:
    """Return what the document is about; GENERAL where nothing stands out.

    TARGET comes from the title alone: a passing figure does not make a rule a plan, and plans are read by
    other rules of validity (see ``validity.is_record``).
    """
    per = max(len(text), 1000) / 1000
    found = [Topic.TARGET] if _TARGET.search(title) else []
    for topic, pattern in ((Topic.INCENTIVE, _INCENTIVE), (Topic.PROCESS, _PROCESS)):
        if pattern.search(title) or len(pattern.findall(text)) / per >= _THICK:
            found.append(topic)
    return tuple(found) or (Topic.GENERAL,)
