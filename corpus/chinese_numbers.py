"""Chinese numerals as integers and back: 二十四 is 24, 两千零八 is 2008."""

import re

__all__ = ["NUMERAL", "chinese_number", "parse_chinese_number"]

LARGEST = 10**16 - 1

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
# Contracts and cheques write the sums in forms that are hard to alter; 〇 and ○ stand for 零 in years.
_PLAIN = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟萬億", "零零二一二三四五六七八九十百千万亿")
_VALUES = {sign: value for value, sign in enumerate(_DIGITS)}

NUMERAL = "[零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億]"
"""Regular expression class of every sign that `parse_chinese_number` knows."""

_SECTION = re.compile(
    r"(?:(?P<q>[一二三四五六七八九])千)?(?P<z1>零)?"
    r"(?:(?P<b>[一二三四五六七八九])百)?(?P<z2>零)?"
    r"(?:(?P<s>[一二三四五六七八九])?(?P<ten>十))?(?P<z3>零)?"
    r"(?P<g>[一二三四五六七八九])?"
)


def chinese_number(n: int) -> str:
    """Write an integer the way statutes number their articles: 12 is 十二, 110 is 一百一十.

    Args:
        n: from 0 to 10**16 - 1.

    Raises:
        ValueError: n is outside that range.
    """
    if not 0 <= n <= LARGEST:
        raise ValueError(f"n must be between 0 and {LARGEST}, got {n}")
    if n == 0:
        return "零"
    if n >= 10**8:
        high, low = divmod(n, 10**8)
        gap = "零" if 0 < low < 10**7 else ""
        return chinese_number(high) + "亿" + gap + (_below_hundred_million(low) if low else "")
    written = _below_hundred_million(n)
    return written[1:] if written.startswith("一十") else written


def parse_chinese_number(s: str) -> int:
    """Read a Chinese numeral; years digit by digit (二〇二四) are read too.

    Two digits side by side without a place sign (三五) mean "three or five" as often as 35, so only four
    digits, or digits with a zero among them, are read one by one.

    Raises:
        ValueError: s is not a complete numeral (百, 三五, 一百二, 十百).
    """
    plain = s.translate(_PLAIN)
    if plain and all(sign in _VALUES for sign in plain):
        if len(plain) == 1 or len(plain) == 4 or "零" in plain[1:]:
            return int("".join(str(_VALUES[sign]) for sign in plain))
        raise ValueError(f"{s!r} is not a complete Chinese numeral")
    high, sign, low = plain.rpartition("亿")
    total = 0
    if sign:
        total = _grouped(high, s) * 10**8
    if low or not sign:
        total += _grouped(low, s, after_larger=bool(sign))
    return total


def _grouped(part: str, whole: str, *, after_larger: bool = False) -> int:
    """Read a numeral below 10**8: at most one 万."""
    high, sign, low = part.rpartition("万")
    total = 0
    if sign:
        total = _section(high, whole, after_larger=after_larger) * 10**4
    if low or not sign:
        total += _section(low, whole, after_larger=after_larger or bool(sign))
    return total


def _section(part: str, whole: str, *, after_larger: bool) -> int:
    """Read a numeral below 10**4."""
    # In 一亿零二千 the 零 before a group only says that places are empty.
    rest = part.removeprefix("零")
    found = _SECTION.fullmatch(rest) if rest else None
    if found is None:
        raise ValueError(f"{whole!r} is not a complete Chinese numeral")
    value = {name: _VALUES[found[name]] if found[name] else 0 for name in "qbsg"}
    tens = (value["s"] or 1) if found["ten"] else 0
    # 一百二 is spoken for 120 and 一百零二 is 102: without 零 or 十 the last digit has no sure place.
    last_is_sure = not (found["q"] or found["b"]) or found["ten"] or found["z1"] or found["z2"] or found["z3"]
    larger = value["q"] or value["b"] or tens
    zero_stands_first = part.startswith("零") and not after_larger
    if (value["g"] and not last_is_sure) or part.endswith("零") or zero_stands_first:
        raise ValueError(f"{whole!r} is not a complete Chinese numeral")
    # The same holds after 万 and 亿: 三万五 is spoken for 35000.
    if after_larger and value["g"] and not larger and not part.startswith("零"):
        raise ValueError(f"{whole!r} is not a complete Chinese numeral")
    return value["q"] * 1000 + value["b"] * 100 + tens * 10 + value["g"]


def _below_hundred_million(n: int) -> str:
    high, low = divmod(n, 10**4)
    if not high:
        return _write_section(low)
    gap = "零" if 0 < low < 1000 else ""
    return _write_section(high) + "万" + gap + (_write_section(low) if low else "")


def _write_section(n: int) -> str:
    written = ""
    pending_zero = False
    for place in range(3, -1, -1):
        digit = n // 10**place % 10
        if digit:
            written += ("零" if pending_zero and written else "") + _DIGITS[digit] + _PLACES[place]
            pending_zero = False
        else:
            pending_zero = True
    return written
