"""The numbers that Word writes itself (自动编号): 第一条, 一、, （一）, 1.1, ①."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.chinese_numbers import chinese_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "japaneseLegal",
    "ideographDigital",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "chineseLegalSimplified",
    "koreanDigital",
)
_DEEPEST = 9  # levels of a list in Word
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str  # numFmt
    pattern: str  # lvlText: 第%1条
    suffix: str  # tab | space | nothing


@dataclass(slots=True)
class WordNumbers:
    """Counts through a document; ask once for each paragraph, in order."""

    _levels: Mapping[tuple[str, int], _Level]  # by list (num) id and level
    _abstract: Mapping[str, str]  # abstract list of a list: lists of one kind count on
    _counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, numbering: Any | None) -> WordNumbers:
        """Read the lists of a document from the root element of its numbering part, None for none."""
        if numbering is None:
            return cls({}, {})
        abstracts = {_get(a, "abstractNumId"): a for a in numbering.findall(f"{_W}abstractNum")}
        levels: dict[tuple[str, int], _Level] = {}
        names: dict[str, str] = {}
        for num in numbering.findall(f"{_W}num"):
            name = _get(num, "numId")
            base = _value(num.find(f"{_W}abstractNumId"))
            names[name] = base
            if base in abstracts:
                for element in abstracts[base].findall(f"{_W}lvl"):
                    levels[name, _index(element)] = _level(element)
            for change in num.findall(f"{_W}lvlOverride"):
                _override(levels, names, name, change)
        return cls(levels, names)

    def next(self, list_id: str, level: int) -> str:
        """Return the number of the next paragraph of a list, with what separates it; empty for a bullet."""
        found = self._levels.get((list_id, level))
        if found is None or not 0 <= level < _DEEPEST:
            return ""
        key = self._abstract.get(list_id, list_id)
        counts = self._counts.setdefault(key, [0] * _DEEPEST)
        counts[level] = counts[level] + 1 if counts[level] else found.start
        counts[level + 1 :] = [0] * (_DEEPEST - level - 1)
        if found.form in ("bullet", "none") and "%" not in found.pattern:
            return ""

        def written(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            own = self._levels.get((list_id, place))
            return _written(counts[place] or (own.start if own else 1), own.form if own else "decimal")

        number = re.sub(r"%([1-9])", written, found.pattern)
        return number + (" " if found.suffix != "nothing" and number else "")


def _override(levels: dict[tuple[str, int], _Level], names: dict[str, str], name: str, change: Any) -> None:
    index = int(_get(change, "ilvl") or 0)
    own = change.find(f"{_W}lvl")
    if own is not None:
        levels[name, index] = _level(own)
    start = change.find(f"{_W}startOverride")
    if start is not None and (name, index) in levels:
        old = levels[name, index]
        levels[name, index] = _Level(int(_value(start) or 1), old.form, old.pattern, old.suffix)
        names[name] = f"{names[name]}/{name}"  # it counts for itself


def _level(element: Any) -> _Level:
    return _Level(
        start=int(_value(element.find(f"{_W}start")) or 1),
        form=_value(element.find(f"{_W}numFmt")) or "decimal",
        pattern=_value(element.find(f"{_W}lvlText")),
        suffix=_value(element.find(f"{_W}suff")) or "tab",
    )


def _index(element: Any) -> int:
    return int(_get(element, "ilvl") or 0)


def _get(element: Any, name: str) -> str:
    return str(element.get(f"{_W}{name}") or "")


def _value(element: Any | None) -> str:
    return "" if element is None else _get(element, "val")


def _written(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese_number(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written
