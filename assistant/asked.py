"""What a question asks about: its words without years, places and question words, and what it demands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.follow_up import spans_asked, spans_fixed
from assistant.scope_terms import scope_terms
from assistant.sought import Sought, focus_of, sought_in
from corpus.numerals import FigureKind, read_figures
from index.question_words import content
from index.tokens import words

_CLAUSE = re.compile(r"[，,。？?！!；;]|(?<=[a-z]{2}[a-z%)])\.(?=\s)")
_FEW = 2  # words of the clause that asks, below which the one before it says what is asked about
_NUMBERED = re.compile(r"(?!19|20)[0-9]{4}$")  # 8810, 1269: names of plans
# 五十万, 七个, 八月份, 每度: a figure, not a name like 六税两费.
_FIGURE = re.compile(
    "每.|"
    "[零〇一二三四五六七八九十百千万亿两几半]+[多来]?[十百千万亿]*"
    "(?:个|家|项|条|年|月|月份|天|日|次|名|人|元|块|度|户|点|成|份|种|类|号|期|起|位|件|样|倍|岁|样|步)?"
)
# 太高, 很贵, 最多能: how something is, not what; 那个 points at it.
_DEGREE = re.compile("[太很挺最]\\w{1,2}|[这那哪]个")


@dataclass(frozen=True, slots=True)
class Demand:
    """Something demanded by a word of the question; an answer has to say a word like it."""

    name: str
    asked: str
    said: str

    def met_by(self, text: str) -> bool:
        """Tell whether a text meets it."""
        return re.search(self.said, text) is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks about.

    Attributes:
        text: the question.
        words: its words that can say what it is about.
        asking: the clauses that ask; a story told before them is left out.
        about: the words of those clauses, without the legal form of a company.
        names: those words in runs as they stand side by side: 消防 验收.
        demands: what an answer has to give.
        sought: the kinds of thing that are asked for.
        focus: the words of `about` that stand next to where it is asked: 结转 in 余额可以结转几年.
    """

    text: str
    words: tuple[str, ...]
    asking: str
    about: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    demands: tuple[Demand, ...]
    sought: tuple[Sought, ...]
    focus: tuple[str, ...]


def read_asked(text: str) -> Asked:
    """Read what a question asks about."""
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    asking = [place for place, clause in enumerate(clauses) if spans_asked(clause)]
    about = [word for place in asking for word in telling_words(clauses[place])]
    if len(about) < _FEW and asking and asking[0] > 0:
        about = [*telling_words(clauses[asking[0] - 1]), *about]
    every = telling_words(text)
    told = _longest(about) or every
    # A rule for companies holds for those of every form, and need not name the form.
    formless = tuple(word for word in told if word not in scope_terms()["forms"]) or told
    only = "，".join(clauses[place] for place in asking) or text
    sought = sought_in(only)
    return Asked(
        text=text,
        words=every,
        asking=only,
        about=formless,
        names=_side_by_side(text.lower(), formless),
        demands=tuple(demand for demand in _demands() if re.search(demand.asked, only)),
        sought=sought,
        focus=focus_of(only, formless, sought),
    )


def telling_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that can say what it is about, the longest at each place."""
    text = _without_figures(text)
    for spans in (spans_asked, spans_fixed):
        for span in reversed(spans(text)):
            text = text[: span.start] + " " + text[span.end :]
    found = words(_homes().sub(" ", content(text)))
    return _longest([word for word in found if _is_name(word)])


def _without_figures(text: str) -> str:
    """Blank the figures in digits, with the 是 before and the 内 after them: neither is part of a name."""
    for figure in reversed(read_figures(text)):
        if figure.kind is not FigureKind.NUMBER and any(
            char.isdecimal() and char.isascii() for char in figure.text
        ):
            before = text[: figure.start].removesuffix("是")
            after = re.sub("^(?:以?[内外上下前后]|的)", " ", text[figure.end :])
            text = f"{before} {after}"
    return text


def _is_name(word: str) -> bool:
    if word[0].isdigit():
        return bool(_NUMBERED.match(word))
    return len(word) > 1 and not _FIGURE.fullmatch(word) and not _DEGREE.fullmatch(word)


def _side_by_side(text: str, told: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    runs: list[list[str]] = []
    end = -1
    for start, word in sorted((text.find(word), word) for word in told):
        if start == end and start > 0:
            runs[-1].append(word)
        else:
            runs.append([word])
        end = start + len(word)
    return tuple(map(tuple, runs))


def _longest(found: Sequence[str]) -> tuple[str, ...]:
    """Leave out words inside longer ones."""
    once = tuple(dict.fromkeys(found))
    return tuple(word for word in once if not any(o != word and word in o for o in once))


@lru_cache(maxsize=1)
def _homes() -> re.Pattern[str]:
    latin = [home for home in scope_terms()["home"] if home.isascii()]
    return re.compile("|".join(map(re.escape, latin)), re.IGNORECASE)


@lru_cache(maxsize=1)
def _demands() -> tuple[Demand, ...]:
    rows: Sequence[Mapping[str, Any]] = scope_terms()["demand"]
    return tuple(Demand(row["name"], row["asked"], row["said"]) for row in rows)
