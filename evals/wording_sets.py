"""Sentences of real law, as they are and altered by rule: what a wording check is measured with.

The rules know nothing of the check. A sentence that, altered, stands somewhere in the laws is thrown away.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.wording_tables import (
    ACTS,
    BOUNDS,
    INVENTED,
    NEGATIONS,
    NUMBERS,
    OBLIGATIONS,
    SYNONYMS,
    THINGS,
    UNITS,
    WHO,
)
from index.passages import Passage
from index.search import PolicyIndex

SEED = 20261125
_SENTENCE = re.compile(r"[^。！？\n]+。")
_LABEL = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?[ 　]+|[（(][一二三四五六七八九十]+[）)])"
)
_TRIES = 100  # draws for each spliced sentence
_SHORT, _LONG = 18, 220  # characters of a sentence
_HAN_NUMBER = "[一二三四五六七八九十百千]+"
_COUNTED = re.compile(
    rf"(?<![第之其任每同这数几逐统一二三四五六七八九十百千万\d.])(?P<n>{_HAN_NUMBER}|[1-9]\d*)"
    r"(?=个工作日|个月|日(?!常|报|志|程|期)|年(?!度|龄|检|审|终|级|代|第)|万元|亿元|元|倍|%|周岁|小时|人以)"
)
_DATE = re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>1[0-2]|[1-9])月(?P<d>[12]\d|3[01]|[1-9])日")
_SUBJECT = re.compile(
    r"^(?P<who>[\u4e00-\u9fff]{0,13}(?:部门|机关|机构|政府|企业|公司|单位|委员会|人|者|法院|检察院|局|协会|组织|学校|医院|银行|股东|合作社))"
    r"(?=应当|可以|不得|必须).{12}"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sentence of a clause."""

    passage: Passage
    text: str


@dataclass(frozen=True, slots=True)
class WordingCase:
    """A sentence to check and what is true of it.

    Attributes:
        kind: verbatim, figure, date, unit, bound, obligation, negation, subject, spliced, paraphrased, invented.
        text: the sentence.
        sources: the sentences it was made from, none for an invented one.
        said: the words that were put in, where a rule put in certain words.
        official: the words that stood there.
    """

    kind: str
    text: str
    sources: tuple[Drawn, ...] = ()
    said: str = ""
    official: str = ""


Change = tuple[str, str, str]
"""A changed text, the words put in, and the words they replace."""


def draw(index: PolicyIndex, count: int, seed: int) -> list[Drawn]:
    """Draw one sentence each from so many articles, in random order."""
    rng = random.Random(seed)
    rows = rng.sample(range(len(index)), min(len(index), count * 2))
    drawn: list[Drawn] = []
    for start in range(0, len(rows), 2000):
        for passage in index.passages_at(rows[start : start + 2000]):
            sentences = list(_sentences(passage)) if passage.article else []
            if sentences and len(drawn) < count:
                drawn.append(Drawn(passage, rng.choice(sentences)))
    return drawn


def _sentences(passage: Passage) -> Iterator[str]:
    for match in _SENTENCE.finditer(passage.text):
        text = _LABEL.sub("", match.group()).strip()
        if _SHORT <= len(text) <= _LONG and not _LABEL.match(text):
            yield text


def _replaced(text: str, pairs: Sequence[tuple[str, str]], rng: random.Random) -> Change | None:
    """Put one word of a table in the place of its counterpart, at one place of the text."""
    found = [(m.start(), old, new) for old, new in pairs for m in re.finditer(re.escape(old), text)]
    whole = [(at, old, new) for at, old, new in found if not _inside_longer(text, at, old, pairs)]
    if not whole:
        return None
    at, old, new = rng.choice(whole)
    return text[:at] + new + text[at + len(old) :], new, old


def _inside_longer(text: str, at: int, old: str, pairs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the word is only a part of another one: 经 of 未经, 超过 of 不得超过."""
    longer = {word for word, _ in pairs if old in word and word != old} | {
        "不" + old,
        "未" + old,
        "不得" + old,
    }
    return any(
        text.startswith(word, at - shift) for word in longer for shift in range(len(word)) if at >= shift
        and word[shift : shift + len(old)] == old
    )  # fmt: skip


def _figure(text: str, rng: random.Random) -> Change | None:
    found = list(_COUNTED.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    old = match["n"]
    new = str(int(old) * 2 + 1) if old.isdigit() else rng.choice([n for n in NUMBERS if n != old])
    return text[: match.start()] + new + text[match.end() :], new, old


def _date(text: str, rng: random.Random) -> Change | None:
    found = list(_DATE.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    year = match["y"] and f"{int(match['y']) + rng.choice((-1, 1))}年"
    month = int(match["m"]) % 12 + 1
    new = f"{year or ''}{match['m']}月{match['d']}日" if year else f"{month}月{min(28, int(match['d']))}日"
    return text[: match.start()] + new + text[match.end() :], new, match.group()


def _unit(text: str, rng: random.Random) -> Change | None:
    found = [
        (match, old, new)
        for match in _COUNTED.finditer(text)
        for old, new in UNITS
        if text.startswith(old, match.end())
    ][:1]
    if not found:
        return None
    match, old, new = found[0]
    return text[: match.end()] + new + text[match.end() + len(old) :], new, old


def _subject_of(text: str) -> str:
    match = _SUBJECT.match(text)
    return match["who"] if match else ""


def _simple(pairs: Sequence[tuple[str, str]]) -> Callable[[str, random.Random], Change | None]:
    return lambda text, rng: _replaced(text, pairs, rng)


def _paraphrase(text: str, rng: random.Random) -> Change | None:
    pairs = [pair for pair in SYNONYMS if pair[0] in text]
    rng.shuffle(pairs)
    changed = text
    used: set[str] = set()
    for old, new in pairs[:3]:
        if old not in used and old in changed:
            changed = changed.replace(old, new, 1)
            used |= {old, new}
    return (changed, "", "") if len(used) >= 4 else None


RULES: dict[str, Callable[[str, random.Random], Change | None]] = {
    "figure": _figure,
    "date": _date,
    "unit": _unit,
    "bound": _simple(BOUNDS),
    "obligation": _simple(OBLIGATIONS),
    "negation": _simple(NEGATIONS),
    "paraphrased": _paraphrase,
}


def make_cases(
    index: PolicyIndex, laws: str, *, true: int = 1000, each: int = 200, seed: int = SEED
) -> list[WordingCase]:
    """Make true and altered sentences.

    Args:
        index: the index of the laws.
        laws: the words of all laws without white space, to throw away what stands there after all.
        true: sentences as they are.
        each: altered sentences of each kind.
        seed: of every choice.
    """
    rng = random.Random(seed)
    pool = draw(index, 60_000, seed)
    cases = [WordingCase("verbatim", drawn.text, (drawn,)) for drawn in pool[:true]]
    rest = pool[true:]
    used: set[int] = set()
    for kind, rule in RULES.items():
        made = _altered(kind, rule, rest, used, each, laws, rng)
        cases += made
    cases += _subjects(rest, used, each, laws, rng)
    cases += _spliced(rest, each, laws, rng)
    cases += _invented(each, laws, rng)
    return cases


def _altered(
    kind: str,
    rule: Callable[[str, random.Random], Change | None],
    pool: Sequence[Drawn],
    used: set[int],
    count: int,
    laws: str,
    rng: random.Random,
) -> list[WordingCase]:
    made: list[WordingCase] = []
    for number, drawn in enumerate(pool):
        if len(made) == count:
            break
        if number in used:
            continue
        change = rule(drawn.text, rng)
        if change is None or change[0] == drawn.text or _stands(change[0], laws):
            continue
        used.add(number)
        made.append(WordingCase(kind, change[0], (drawn,), change[1], change[2]))
    return made


def _subjects(
    pool: Sequence[Drawn], used: set[int], count: int, laws: str, rng: random.Random
) -> list[WordingCase]:
    names = sorted({who for drawn in pool[:6000] if (who := _subject_of(drawn.text))})

    def rule(text: str, rng: random.Random) -> Change | None:
        old = _subject_of(text)
        new = rng.choice(names)
        if not old or new in old or old in new:
            return None
        return new + text[len(old) :], new, old

    return _altered("subject", rule, pool, used, count, laws, rng)


def _spliced(pool: Sequence[Drawn], count: int, laws: str, rng: random.Random) -> list[WordingCase]:
    made: list[WordingCase] = []
    for _ in range(_TRIES * count if len(pool) > 1 else 0):
        if len(made) == count:
            break
        one, two = rng.sample(pool, 2)
        first, _, more = one.text.partition("，")
        second = two.text.partition("，")[2] if more else ""
        text = f"{first}，{second}"
        if min(len(first), len(second)) >= 14 and len(text) <= _LONG and not _stands(text, laws):
            made.append(WordingCase("spliced", text, (one, two)))
    return made


def _invented(count: int, laws: str, rng: random.Random) -> list[WordingCase]:
    texts: set[str] = set()
    while len(texts) < count:
        who, other = rng.sample(WHO, 2)
        text = rng.choice(INVENTED).format(
            who=who, other=other, act=rng.choice(ACTS), thing=rng.choice(THINGS)
        )
        if not _stands(text, laws):
            texts.add(text)
    return [WordingCase("invented", text) for text in sorted(texts)]


def _stands(text: str, laws: str) -> bool:
    return "".join(text.split()).rstrip("。") in laws


def words_of(folder: Path) -> str:
    """Return the words of all Markdown files of a folder without white space."""
    return "\n".join(
        "".join(file.read_text(encoding="utf-8").split()) for file in sorted(folder.rglob("*.md"))
    )
