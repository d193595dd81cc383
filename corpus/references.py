"""Names of law in running text: document numbers, titles in 《》 and articles, each with its offsets.

For every value `text[start:end]` of the source is its `text`; `normalised` is the one form that all the ways
of writing share, so that two mentions of a thing can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.chinese_numbers import NUMERAL, chinese_number, parse_chinese_number

__all__ = [
    "ArticleReference",
    "DocumentNumber",
    "Title",
    "chinese_number",
    "parse_chinese_number",
    "read_articles",
    "read_document_numbers",
    "read_titles",
]


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number; normalised 赣府发〔2017〕20号, 国务院令第722号, 税务总局公告2023年第12号."""

    start: int
    end: int
    text: str
    normalised: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title in 《》; normalised without the outer brackets, inner ones as 〈〉, no white space."""

    start: int
    end: int
    text: str
    normalised: str


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """One article named by a text; a list (第二十四、二十五条) gives one value an article.

    All values of a list have the offsets of the whole list. `article` is 第十二条, `paragraph` 第二款 or
    empty, `item` 第（三）项 or empty; `normalised` is the three together.
    """

    start: int
    end: int
    text: str
    normalised: str
    article: str
    paragraph: str
    item: str


_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_HAN = "[\u4e00-\u9fff]"
_NUMBER = rf"(?:[0-9０-９]{{1,5}}|{NUMERAL}{{1,9}})"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_OPEN, _CLOSE = r"[〔［\[(（【﹝]", r"[〕］\])）】﹞]"

# 洪府办发〔2022〕128号. A house number (（2023）12号楼) is none.
_BRACKETED = re.compile(
    rf"(?<={_HAN})\s?{_OPEN}\s?{_YEAR}\s?年?{_CLOSE}\s?第?\s?(?P<number>[0-9]{{1,5}})\s?号(?![楼室院店门栋路])"
)
# 国务院令第722号, 商务部令2017年第2号, 公告2019年第62号.
_ORDER = re.compile(rf"(?P<kind>令|公告|通告)\s?(?:{_YEAR}\s?年\s?)?第?\s?(?P<number>{_NUMBER})\s?号")
# 国务院第722号令, 商务部2024年第23号令, 2025年2号公告, 第722号令.
_ORDER_LAST = re.compile(rf"(?:{_YEAR}\s?年\s?第?|第)\s?(?P<number>{_NUMBER})\s?号\s?(?P<kind>令|公告|通告)")

_CODE_BEFORE = re.compile(rf"{_HAN}{{1,16}}$")
# One authority, or several side by side: 财政部 税务总局, 国家发展改革委、商务部.
_BODY = rf"{_HAN}{{1,24}}[部委局院行署会厅办府席]"
_BODY_BEFORE = re.compile(rf"(?:{_BODY}[ 、　]{{1,2}}){{0,8}}{_BODY}[ 　]?$")
# What may stand directly before an issuer and is not part of its name.
_LEAD = re.compile(
    ".*(?:根据|依据|按照|依照|参照|通过|文号为?|编号为?|通知|办法|意见|规定|配套|发布的?|公布的?|印发的?|"
    "执行|适用|我院|(?<!共)和|自(?!治)|对(?!外)|经(?![济贸信])|[的与及或见为是以由据了在将即号从])"
)


def read_document_numbers(text: str) -> tuple[DocumentNumber, ...]:
    """Read document numbers in order; one that overlaps another shape of itself is given once."""
    plain = text.translate(_WIDE_DIGITS)
    found: list[DocumentNumber] = []
    for pattern, before in (
        (_BRACKETED, _CODE_BEFORE),
        (_ORDER, _BODY_BEFORE),
        (_ORDER_LAST, _BODY_BEFORE),
    ):
        for match in pattern.finditer(plain):
            number = _document_number(match, before, plain, text)
            if number and not any(number.start < other.end and other.start < number.end for other in found):
                found.append(number)
    return tuple(sorted(found, key=lambda number: number.start))


_WINDOW = 90  # characters before the number in which an issuer is looked for


def _document_number(
    match: re.Match[str], before: re.Pattern[str], plain: str, text: str
) -> DocumentNumber | None:
    number = _integer(match["number"])
    if number is None:
        return None
    head = plain[max(0, match.start() - _WINDOW) : match.start()]
    stands = before.search(head)
    issuer = stands.group() if stands else ""
    lead = _LEAD.match(issuer)
    if lead:
        issuer = issuer[lead.end() :]
    start = match.start() - len(issuer)
    if issuer.startswith("日") and re.fullmatch(r"[0-9一二三四五六七八九十]", plain[start - 1 : start]):
        start, issuer = start + 1, issuer[1:]  # 1989年12月13日市人民政府第3号令
    # 中华人民共和国国务院令第722号 is cited as 国务院令第722号.
    issuer = re.sub(r"[ 、　]+", " ", issuer.replace("中华人民共和国", "")).strip()
    year = match["year"]
    kind = match.groupdict().get("kind")
    if kind is None:
        if not issuer:
            return None
        normalised = f"{issuer}〔{year}〕{number}号"
    else:
        normalised = f"{issuer}{kind}{year + '年' if year else ''}第{number}号"
    return DocumentNumber(start, match.end(), text[start : match.end()], normalised)


def read_titles(text: str) -> tuple[Title, ...]:
    """Read titles in 《》 in order. An unclosed title, or one across lines, is none."""
    found: list[Title] = []
    depth, start = 0, 0
    for position, sign in enumerate(text):
        if sign == "《":
            start = position if depth == 0 else start
            depth += 1
        elif sign == "》" and depth:
            depth -= 1
            if depth == 0 and position > start + 1:
                found.append(_title(start, position + 1, text))
        elif sign == "\n":
            depth = 0
    return tuple(found)


def _title(start: int, end: int, text: str) -> Title:
    inner = re.sub(r"\s+", "", text[start + 1 : end - 1])
    inner = inner.translate(str.maketrans("《》()０１２３４５６７８９", "〈〉（）0123456789"))
    return Title(start, end, text[start:end], inner)


_ITEM_NUMBER = rf"[(（]?{_NUMBER}[)）]?"
_JOIN = r"\s?(?:、|和|或者|或|及|以及|至|到|-|—|,|，)\s?"
_ARTICLE_LIST = re.compile(
    rf"第\s?{_NUMBER}\s?条?(?:之{_NUMBER})?(?:{_JOIN}第?\s?{_NUMBER}\s?条?(?:之{_NUMBER})?){{0,40}}(?<=条)(?:之{_NUMBER})?"
)
_PARAGRAPHS = re.compile(rf"第\s?{_NUMBER}\s?款?(?:{_JOIN}第?\s?{_NUMBER}\s?款?){{0,40}}(?<=款)")
_ITEMS = re.compile(rf"第\s?{_ITEM_NUMBER}\s?项?(?:{_JOIN}第?\s?{_ITEM_NUMBER}\s?项?){{0,40}}(?<=项)")
_ENGLISH_LIST = re.compile(
    r"\barticles?\s+(?P<list>[0-9]{1,4}(?:(?:\s?,\s?(?:and\s)?|\s(?:and|or|to)\s|\s?[-–]\s?)[0-9]{1,4})*)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\s?(?:至|到|-|—|–|\bto\b)\s?")
_LONGEST_RUN = 200


def read_articles(text: str) -> tuple[ArticleReference, ...]:
    """Read the articles that a text names, lists and ranges (第九十六至九十八条) spelt out, in order."""
    found: list[ArticleReference] = []
    position = 0
    while match := _ARTICLE_LIST.search(text, position):
        end = match.end()
        paragraphs = _PARAGRAPHS.match(text, end)
        end = paragraphs.end() if paragraphs else end
        items = _ITEMS.match(text, end)
        end = items.end() if items else end
        position = end
        for article, paragraph, item in _addresses(
            _numbers(match.group(), "条"),
            _numbers(paragraphs.group(), "款") if paragraphs else (),
            _numbers(items.group(), "项") if items else (),
        ):
            found.append(_reference(match.start(), end, text, article, paragraph, item))
    for match in _ENGLISH_LIST.finditer(text):
        for article in _numbers(match["list"], "条"):
            found.append(_reference(match.start(), match.end(), text, article, "", ""))
    return tuple(sorted(found, key=lambda reference: reference.start))


def _addresses(
    articles: tuple[str, ...], paragraphs: tuple[str, ...], items: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """Combine the levels: in 第八条、第九条第一款 the paragraph belongs to the last article only."""
    yield from ((article, "", "") for article in articles[:-1])
    for last in articles[-1:]:
        yield from ((last, paragraph, "") for paragraph in paragraphs[:-1])
        within = paragraphs[-1] if paragraphs else ""
        yield from ((last, within, item) for item in items or ("",))


def _reference(start: int, end: int, text: str, article: str, paragraph: str, item: str) -> ArticleReference:
    if item:
        item = f"第（{item[1:-1]}）项"
    return ArticleReference(start, end, text[start:end], article + paragraph + item, article, paragraph, item)


def _numbers(listed: str, unit: str) -> tuple[str, ...]:
    """Spell out 第二十四、二十五条 as 第二十四条, 第二十五条; unreadable numerals are left out."""
    return tuple(f"第{name}{unit}{branch}" for name, branch in _listed(listed))


def _listed(listed: str) -> Iterator[tuple[str, str]]:
    last: int | None = None
    end_of_last = 0
    for match in re.finditer(rf"(?P<n>{_NUMBER})[)）]?\s?[条款项]?(?:之(?P<b>{_NUMBER}))?", listed):
        number = _integer(match["n"])
        if number is None:
            continue
        gap = listed[end_of_last : match.start()].strip("第（(")
        if last is not None and _TO.fullmatch(gap) and last < number <= last + _LONGEST_RUN:
            yield from ((chinese_number(n), "") for n in range(last + 1, number))
        branch = _integer(match["b"]) if match["b"] else None
        yield chinese_number(number), f"之{chinese_number(branch)}" if branch else ""
        last, end_of_last = number, match.end()


def _integer(written: str) -> int | None:
    plain = written.translate(_WIDE_DIGITS)
    if plain.isascii():
        return int(plain)
    try:
        return parse_chinese_number(plain)
    except ValueError:
        return None
