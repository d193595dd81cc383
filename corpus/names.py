"""Find the numerals of a text that are parts of names: document numbers, articles, labels, slogans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.chinese_numbers import NUMERAL
from corpus.references import read_articles, read_document_numbers, read_titles

__all__ = ["COVER", "cover_names"]

COVER = "\ufffc"
"""Stands for every character of a name in the text that `cover_names` gives back."""

_LABEL_NUMBER = rf"(?:[0-9]{{1,2}}|{NUMERAL}{{1,4}})"
# 居全市第五; look-behinds have one width each.
_HAN = "[\u4e00-\u9fff]"
_NO_RANK = "".join(f"(?<!{verb}{_HAN * n})" for verb in ("居", "位列", "名列", "排名") for n in range(5))
_PATTERNS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"https?://[^\s，。；）)]+|www\.[^\s，。；）)]+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]+",
        # List labels where a line or a clause of a sentence begins; citation marks and (1) anywhere.
        rf"^[ \t\u3000#>*+|-]*(?:{_LABEL_NUMBER}(?:、(?![0-9])|[)）])|[0-9]{{1,3}}[.．](?![0-9]))",
        r"(?<=[。；;:：])\s*(?:[0-9]{1,2}(?:、(?![0-9])|[)）])|[0-9]{1,2}[.．](?![0-9]))",
        rf"[(（]{_LABEL_NUMBER}[)）]|\[[0-9]{{1,3}}\]|【[0-9]{{1,3}}】",
        r"^[ \t\u3000#>*]*[0-9]+\.[0-9]+[ \u3000]+(?=[\u4e00-\u9fff])(?![万亿元个家])",
        # Ordinals. 第一季度 with a year is a date; ranks and years of a run are figures.
        rf"{_NO_RANK}第\s?(?:[0-9]+|{NUMERAL}+)(?:[、至到和—-]第?(?:[0-9]+|{NUMERAL}+))*(?!\s?季度|个?年度?|[位名](?!称)|[0-9]|{NUMERAL})",
        rf"前(?:{NUMERAL}|[0-9]){{1,2}}[条款项]",
        r"[(（](?:19|20)[0-9]{2}[)）]\s?[\u4e00-\u9fff]{1,8}[0-9]+号",
        r"(?<![0-9])[0-9]+(?:[-、][0-9]+){0,20}号(?!召)",
        r"(?i:\b(?:articles?|clauses?|sections?|chapters?|paragraphs?|items?|no\.?|steps?|phase|annex|table|level)"
        r"\s?[0-9]+(?:\([0-9a-z]+\))*)",
        # 4+4+X, 1+3+N; standards and other signs of letters and digits: GB/T 50378-2019, 5G, PM2.5.
        r"(?<![0-9A-Za-z])[0-9A-Za-z]{1,12}(?:[+＋×][0-9A-Za-z]{1,12})+",
        r"\b(?:GB|DB|JGJ|CJJ|ISO|IEC|IATF|HJ|CMMI)(?:/[A-Z]+)?[ -]?[0-9][0-9.:—-]*",
        r"(?i:(?<![a-z$])(?!RMB|CNY|USD|HKD|EUR|H[12] |Q[1-4][, ])[a-z]+-?[0-9]+(?:[.-][0-9]+)*)(?![0-9])",
        r"[0-9]+(?:\.[0-9]+)?(?:[GDKV]|[A-Z]+级)(?![A-Za-z])",
        r"[0-9]+(?:\.[0-9]+){2,}(?![0-9])",
        r"[0-9一二三四五六七八九十]+(?:世纪|年代|号线)|(?:世纪)[0-9]{2}年代",
        r"[0-9]{3,5}(?=”?(?:工程|计划|行动|战略|产业|文件))",
        # Slogans and set phrases whose numeral counts nothing here.
        r"[三四五]位一体|[两二三四五六七八九]个一(?:批|流|律)?|多规合一|万无一失|三天两头|三次产业|一年一度|一年四季",
        r"一[日天]游|一日三餐|一人(?:有限)?公司|十[一二三四五六七]五(?=[时期规”、，。\s])",
        r"[统唯之同单逐专合归]一(?=[日天年倍成])",
        rf"(?<!{NUMERAL})(?:万一|一一)(?!{NUMERAL})",
        r"四周(?![以之内年岁])|[上下前后]一(?=年|个?月|季度|日|次|周|会计|纳税)|(?:附件|附表|附录|专栏|图|表)\s?[0-9]+",
        r"[一二]次(?=[性供创开污利元分办申])|一次(?=[告办])",
        r"[0-9]{{1,2}}[:：][0-5][0-9](?:[:：][0-5][0-9])?",
    )
)
# No figure is that long, and trying every part of such a run would take minutes.
_TOO_LONG = re.compile(rf"[0-9]{{25,}}|{NUMERAL}{{30,}}")
_QUOTED = re.compile(r"“([^“”\n]{1,24})”|‘([^‘’\n]{1,24})’|「([^「」\n]{1,24})」|\"([^\"\n]{1,24})\"")
_NUMBER_NAME = re.compile(r"[0-9A-Za-z+＋×·-]*[0-9][0-9A-Za-z+＋×·-]*")
_DATE_OR_PHONE = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{1,2}(?:-[0-9]{1,2})?|12[0-9]{3}|0[0-9]{2,3}-[0-9]{7,8}")
# What makes the words in quotation marks a statement with figures and not a name: “五个东湖” is one.
_STATES = re.compile(
    r"[元%‰倍亩吨米]|百分|分之|[0-9一二三四五六七八九十两]个?(?:工作日|月|年|日|天|小时|分钟)|以[上下内]|不[超低少满足]|[至最]"
)


def cover_names(text: str) -> str:
    """Replace every numeral that is part of a name by `COVER`; the length and all other characters stay.

    Titles in 《》 are names as a whole: compare them with `read_titles`.
    """
    text = _TOO_LONG.sub(lambda run: COVER * len(run.group()), text)
    covered = list(text)
    for start, end in set(_spans(text)):
        covered[start:end] = COVER * (end - start)
    return "".join(covered)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    yield from ((number.start, number.end) for number in read_document_numbers(text))
    yield from ((title.start, title.end) for title in read_titles(text))
    yield from ((article.start, article.end) for article in read_articles(text))
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.span()
    for match in _QUOTED.finditer(text):
        inner = match[1] or match[2] or match[3] or match[4]
        is_number = _NUMBER_NAME.fullmatch(inner) and not _DATE_OR_PHONE.fullmatch(inner)
        has_arabic = any(sign.isdigit() and sign.isascii() for sign in inner)
        if is_number or (not has_arabic and not _STATES.search(inner)):
            yield match.span()
