"""What the head and the foot of a text say of its issue: dates, number, authority, changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.dates import read_dates
from corpus.partial_date import PartialDate
from corpus.references import read_document_numbers

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_CHANGED = re.compile(r"修正|修订|修改")
_ISSUED = re.compile(
    r"通过|公布|发布|颁布|印发|签发|批准|公告|修正|修订|修改|令第[0-9〇零一二三四五六七八九十百]{1,7}号\s*$"
)
_STEPS = (r"公布|发布|颁布|印发|签发", r"批准", r"通过")
_IN_FORCE = re.compile(r"^[ 　]*(?:起)?(?:施行|实施|执行|生效)[）)]?$")
_TITLE_TEXT = re.compile(r"《[^》]*(?:《[^》]*》[^》]*)*》?|〈[^〉]*〉")
# Whoever stands before what was done: 浙江省第十届人民代表大会常务委员会第三十二次会议通过.
_SESSION = re.compile(
    r"第[〇零一二三四五六七八九十百千0-9]+届|第[〇零一二三四五六七八九十百千0-9]+次|(?:常务|全体|审判委员会)?会议"
)
_AUTHORITY = re.compile(
    r"(?P<name>[\u4e00-\u9fff、 　]{2,60}?)(?:令|公告|通告)?(?:第|\d{4}年|（)?[^，。\u4e00-\u9fff]*?号?"
    r"(?:修订|审议|讨论|全体)?(?:通过|公布|发布|颁布|印发|批准|修订|制定)"
)
_BODY_END = re.compile(
    r"(?:人民代表大会(?:常务委员会)?|人大常委会|人民政府(?:办公厅|办公室)?|委员会(?:办公厅|办公室)?|国务院(?:办公厅)?|"
    r"[部院局署厅会行]|总局|总署|办公室|办公厅|政务院|管委会|指挥部)$"
)
_FOOT_DATE = re.compile(
    r"[ 　]*(?:[12][0-9]{3}|[一二][零〇○Ｏ一二三四五六七八九]{3})\s?年\s?[0-9一二三四五六七八九十]{1,2}"
    r"\s?月\s?[0-9一二三四五六七八九十]{1,3}\s?日[ 　]*"
)
_FOOT_LINES = 8  # last lines in which a paper is signed
_TEXT = 400  # characters of a line: as many are text, no head
_SIGNERS = 5  # lines above a date in which authorities sign
_NAME = 30  # characters of an authority at most
_RED_HEAD = 6  # lines in which ……文件 stands
_HEAD_LINES = 30  # first lines that tell of issue and amendments


@dataclass(frozen=True, slots=True)
class Event:
    """One date of the head and what was done on it: (2020-11-27, 浙江省…会议通过)."""

    day: PartialDate
    words: str


@dataclass(frozen=True, slots=True)
class Promulgation:
    """What head and foot say; empty where they say nothing."""

    published: PartialDate | None  # of this wording, changes included
    first_published: PartialDate | None  # of the text that later changes left standing: 自公布之日起施行
    effective: PartialDate | None  # the head of some texts gives it apart
    doc_number: str
    issuer: str
    amendments: tuple[str, ...]


def read_promulgation(head: str, foot: str, title: str) -> Promulgation:
    """Read head (what stands before the first article or section) and foot (the last lines)."""
    lines = [line.translate(_WIDE) for line in head.split("\n")[:_HEAD_LINES]]
    events = _events(lines)
    issued = [event for event in events if _ISSUED.search(event.words)]
    signed, signer = _signature(foot.translate(_WIDE))
    return Promulgation(
        published=max((event.day for event in issued), default=None) or _dateline(lines) or signed,
        first_published=_first(issued) or _dateline(lines) or signed,
        effective=_in_force(events, issued),
        doc_number=_number(lines, issued, title),
        issuer=_issuer(issued, lines, title) or signer,
        amendments=tuple(
            f"{event.day} {event.words}" for event in issued if _CHANGED.search(_untitled(event.words))
        ),
    )


def _events(lines: list[str]) -> list[Event]:
    """Cut the head at its dates; dates inside a title belong to the title."""
    text = "\n".join(line.strip() for line in lines if len(line) < _TEXT)
    text = re.sub(
        r"(?<=[^\n])(?<!施行)(?<!实施)(?<!生效)\n(?!\s*[（(]?\s*(?:根据)?\s*[12一二][0-9零〇一二三四五六七八九]{3}\s?年)",
        " ",
        text,
    )
    titles = [match.span() for match in _TITLE_TEXT.finditer(text)]
    dates = [
        mention
        for mention in read_dates(text)
        if not any(start < mention.start < end for start, end in titles) and _whole(mention.date)
    ]
    events = []
    for position, mention in enumerate(dates):
        end = dates[position + 1].start if position + 1 < len(dates) else len(text)
        words = text[mention.end : end].split("\n")[0].strip(" 　，,（(）)；;根据经")
        events.append(Event(_partial(mention.date), " ".join(words.split())))
    return events


def _whole(written: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", written) is not None


def _partial(written: str) -> PartialDate:
    day = date.fromisoformat(written)
    return PartialDate(day.year, day.month, day.day)


def _untitled(words: str) -> str:
    return _TITLE_TEXT.sub("", words)


def _dateline(lines: list[str]) -> PartialDate | None:
    """Return a date that has a line of the head to itself, in brackets or not."""
    for line in lines:
        bare = line.strip(" 　（()）")
        if _FOOT_DATE.fullmatch(bare) and (found := read_dates(bare)) and _whole(found[0].date):
            return _partial(found[0].date)
    return None


def _signature(foot: str) -> tuple[PartialDate | None, str]:
    """Read the authority and the date that close a paper."""
    lines = [line.strip(" 　") for line in foot.split("\n") if line.strip(" 　")]
    for position in range(len(lines) - 1, max(-1, len(lines) - 1 - _FOOT_LINES), -1):
        if not _FOOT_DATE.fullmatch(lines[position]):
            continue
        found = read_dates(lines[position])
        if not found or not _whole(found[0].date):
            continue
        above: list[str] = []
        for line in reversed(lines[max(0, position - _SIGNERS) : position]):
            if len(line) > _NAME or not _BODY_END.search(line.replace(" ", "")):
                break
            above.insert(0, " ".join(line.split()))
        return _partial(found[0].date), " ".join(above)
    return None, ""


def _own(events: list[Event]) -> list[Event]:
    return [event for event in events if not _CHANGED.search(_untitled(event.words))]


def _anew(events: list[Event]) -> list[Event]:
    """Return revisions of the whole text: 国务院令第743号第三次修订, not 《关于修改…的决定》第一次修订."""
    return [e for e in events if e.words == _untitled(e.words) and "修订" in e.words]


def _first(issued: list[Event]) -> PartialDate | None:
    """Return when the text was first issued, or last issued anew as a whole and approved."""
    anew = max((event.day for event in _anew(issued)), default=None)
    if anew:
        return max((e.day for e in _own(issued) if e.day > anew), default=anew)
    own = _own(issued)
    steps = [[e.day for e in own if re.search(step, _untitled(e.words))] for step in _STEPS]
    return next((min(days) for days in steps if days), None)


def _in_force(events: list[Event], issued: list[Event]) -> PartialDate | None:
    """Return the date of 2022年5月1日 施行, unless the text was issued anew after it."""
    day = max((event.day for event in events if _IN_FORCE.search(event.words)), default=None)
    anew = max((event.day for event in _anew(issued)), default=None)
    return None if day and anew and day < anew else day


def _number(lines: list[str], issued: list[Event], title: str) -> str:
    """Return the number of the text itself, not one that it cites.

    The order that first published a law names it, or the last that issued it anew as a whole: in the line of
    the revision, or in one that follows it.
    """
    anew, own = _anew(issued), _own(issued)
    last = max((event.day for event in anew), default=None)
    after = [event for event in own if last and event.day >= last]
    for event in (*reversed(anew), *after, *own):
        numbers = read_document_numbers(_untitled(event.words))
        if numbers:
            return numbers[0].normalised
    joined = "\n".join(lines)
    joined = re.sub(r"(?<=[令告])[ 　]*\n+[ 　]*(?=第|[12]\d{3}年)", "", joined)
    for line in joined.split("\n"):
        bare = line.strip(" 　（()）")
        for number in read_document_numbers(bare):
            rest = bare[: number.start] + bare[number.end :]
            if len(re.sub(r"发文字号|文号|签发人.*|[\s：:　]", "", rest)) <= 3:
                return number.normalised
    titled = read_document_numbers(title)
    return titled[-1].normalised if titled and titled[-1].end >= len(title) - 1 else ""


def _issuer(issued: list[Event], lines: list[str], title: str) -> str:
    for verbs in (r"公布|发布|颁布|印发", r"通过|批准", r"修订"):
        for event in issued:
            words = _untitled(event.words)
            if re.search(verbs, words) and (name := _authority(words)):
                return name
    for line in lines[:_RED_HEAD]:
        bare = re.sub(r"\s", "", line)
        if bare.endswith("文件") and _BODY_END.search(bare[:-2]):
            return bare[:-2]
    about = re.match(r"(?P<name>[\u4e00-\u9fff、 　]{2,50}?)(?:关于|令|公告)", title)
    if about and _BODY_END.search(about["name"].strip()):
        return " ".join(about["name"].split())
    return ""


def _authority(words: str) -> str:
    """Return the authority of an event: 浙江省第十届人民代表大会第三次会议 is 浙江省人民代表大会."""
    match = _AUTHORITY.match(_SESSION.sub("", words))
    if not match:
        return ""
    name = (
        match["name"].replace("中华人民共和国国务院", "国务院").replace("中华人民共和国中央军事", "中央军事")
    )
    name = re.sub(r"^(?:由|经)|(?:审判委员会|检察委员会|常务|全体|审议|讨论)+$", "", name.strip(" 　、"))
    return " ".join(name.split()) if _BODY_END.search(name) else ""
