"""What stands in front of a line: 第二章, 一、, （一）, 附件1, and what such a line begins."""

from __future__ import annotations

import re

from corpus.chinese_numbers import parse_chinese_number

NUMERAL = "[一二三四五六七八九十百千零〇两0-9０-９]+"
_DIVISION = re.compile(
    rf"[ \t　]*(第{NUMERAL}(?P<unit>分编|[编章节])(?:之{NUMERAL})?)(?![的、，。至和及])[ \t　]*(.{{0,40}})"
)
UNITS = ("附", "编", "分编", "章", "节")  # outermost first; 附 for 附件, 附表, 附录
_ANNEX = re.compile(
    rf"[ \t　]*(附(?:件|表|录|图)[ \t　]*(?:{NUMERAL})?)(?:[ \t　：:].{{0,60}})?(?<![。；，])"
)
CLOSING = re.compile(r"[ \t　]*附[ 　]*则[ \t　]*")  # a last chapter without a number
SECTION = re.compile(rf"[ \t　]*({NUMERAL}、)")
SUBSECTION = re.compile(rf"[ \t　]*([（(]{NUMERAL}[）)])")


def number_of(numeral: str) -> int:
    """Read the number of an article or section; 0 when it is none."""
    if numeral.isdecimal():
        return int(numeral)
    try:
        return parse_chinese_number(numeral)
    except ValueError:
        return 0


def label_of(heading: str) -> str:
    """Return the number in front of a heading: 一、 of 一、登记, 第二章 of 第二章 投资促进."""
    for pattern in (_DIVISION, SECTION, SUBSECTION):
        if match := pattern.match(heading):
            return match.group(1)
    return annex_of(heading)


def annex_of(line: str) -> str:
    """Return the name of an annex that begins with a line (附件1), else nothing."""
    match = _ANNEX.fullmatch(line)
    return "".join(match.group(1).split()) if match else ""


def division_of(line: str) -> re.Match[str] | None:
    """Return the match of a line that is the heading of a 编, 章 or 节; its group ``unit`` says which."""
    match = _DIVISION.fullmatch(line)
    # A sentence that starts with 第三章 is not a heading: headings carry no full stop.
    return match if match and not match.group(3).rstrip().endswith(("。", "；", "：", ":")) else None


def unit_of(line: str) -> str:
    """Return what a heading begins, one of :data:`UNITS`, empty for a line that is none."""
    if division := division_of(line):
        return str(division.group("unit"))
    if annex_of(line):
        return "附"
    return "章" if CLOSING.fullmatch(line) else ""


def section_number(line: str) -> int:
    """Return n of a line that begins with 一、, 0 for any other."""
    match = SECTION.match(line)
    return number_of(match.group(1)[:-1]) if match and not match.group(1)[0].isdecimal() else 0
