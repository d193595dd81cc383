"""How a true sentence is said in other words, one kind a function. None of them knows how a statement is checked."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from assistant.sentences import split_sentences
from corpus.chinese_numbers import chinese_number
from corpus.numerals import read_figures
from evals.lies import Maker, Truth

_SYNONYMS = (
    ("应当", "应"), ("应当", "必须"), ("须", "必须"), ("可以", "可"), ("不得", "不能"), ("不得", "禁止"), ("无需", "不需要"), ("给予", "予以"),
    ("缴纳", "交纳"), ("设立", "成立"), ("提交", "递交"), ("施行", "实施"), ("取得", "获得"), ("按照", "依照"), ("包括", "包含"), ("引进", "引入"),
    ("地区生产总值", "GDP"), ("社会消费品零售总额", "社零总额"), ("外商投资企业", "外资企业"), ("补助", "补贴"), ("奖励", "奖补"), ("支持", "扶持"),
    ("通知", "告知"), ("公布", "发布"), ("截至", "截止"), ("但是", "但"), ("或者", "或"), ("以及", "和"), ("依照", "按照"), ("签约", "签订"),
)  # fmt: skip
_BOUNDS = (
    ("最高不超过", "最高"), ("最高不超过", "不超过"), ("最高支持", "支持不超过"), ("最高", "最多"), ("不超过", "最高"),
    ("不超过", "不高于"), ("不少于", "至少"), ("不低于", "不少于"), ("不低于", "至少"), ("不小于", "不低于"), ("以内", "之内"), ("最长", "最多"),
    ("最长", "不超过"),
)  # fmt: skip
_FRAMES = ("根据该政策，{}", "文件规定：{}", "按照规定，{}", "根据上述文件，{}", "其中，{}")
_POLITE = ("依法", "予以", "一次性", "核定", "一般", "有关", "相关")
_FROM = re.compile(r"自(?=20\d\d年|[^，。]{0,12}起)")
_BASIS = re.compile(r"^(?:提示：)?(?:按|根据|按照)[^，、]{2,30}，")
_RESTRICTS = ("推论", "推算", "换算", "除外", "但", "不", "未", "没有", "其他", "另有", "以上", "同时")


def han_numerals(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Write whole numbers in Chinese numerals: 300万元 is 三百万元, 15% is 百分之十五."""
    changed = re.sub(r"(?<![\d.第])(\d{1,4})%", lambda m: f"百分之{chinese_number(int(m[1]))}", truth.text)
    changed = re.sub(
        r"(?<![\d.年月—-])(\d{1,4})(?=万元|亿元|元|个工作日|个月|家|日内|年内)",
        lambda m: chinese_number(int(m[1])),
        changed,
    )
    yield changed


def arabic(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Write amounts out: 300万元 is 3,000,000元 or 3000000元, 15% is １５％."""
    for form in ("{:,}", "{}"):
        yield re.sub(r"(?<![\d.])(\d{1,4})万元", lambda m: form.format(int(m[1]) * 10**4) + "元", truth.text)
    yield truth.text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))


def dates(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Write dates with hyphens, or as a year where the day is not needed."""
    yield re.sub(
        r"(20\d\d)年(\d\d?)月(\d\d?)日", lambda m: f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}", truth.text
    )
    yield re.sub(r"(20\d\d年\d\d?月)\d\d?日(?![前起止后以至])", r"\1", truth.text)


def from_to(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put 从 for 自."""
    yield _FROM.sub("从", truth.text)


def synonyms(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put a word that says the same."""
    for old, new in _SYNONYMS:
        if old in truth.text and "《" not in truth.text:
            yield re.sub(f"(?<!必){old}", new, truth.text)


def bounds(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put another word for the same bound."""
    for figure in read_figures(truth.text):
        for old, new in _BOUNDS:
            if figure.text.startswith(old) and (new != "至少" or re.match(rf"{old}\d", figure.text)):
                yield truth.text[: figure.start] + figure.text.replace(old, new, 1) + truth.text[figure.end :]
        if re.match(r"最高\d", figure.text):
            yield (
                truth.text[: figure.start] + figure.text.replace("最高", "不超过") + truth.text[figure.end :]
            )


def shortened(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Leave out the basis at the beginning, or what follows the second comma."""
    yield _BASIS.sub("", truth.text)
    parts = truth.text.rstrip("。").split("，")
    if len(parts) > 2 and not any(word in "".join(parts[2:]) for word in _RESTRICTS):
        yield "，".join(parts[:2]) + "。"


def reordered(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Put the last figure first, or the basis last."""
    basis = _BASIS.match(truth.text)
    if basis:
        yield truth.text[basis.end() :].rstrip("。") + "（" + basis.group().rstrip("，") + "）。"
    parts = truth.text.rstrip("。").split("，")
    lists = len(parts) == 3 and not any(
        part.endswith("的") or "；" in part or "除外" in part for part in parts
    )
    if lists and read_figures(parts[1]) and read_figures(parts[2]) and not basis:
        yield f"{parts[0]}，{parts[2]}，{parts[1]}。"


def framed(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Open the sentence as an assistant would."""
    yield rng.choice(_FRAMES).format(_bare(truth))


def plain(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Leave out a word of manner."""
    for word in _POLITE:
        if word in truth.text and "《" not in truth.text:
            yield truth.text.replace(word, "", 1)


def merged(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Make one sentence of this and the next one of the clause."""
    passage = truth.source.passage
    sentences = [s for s in split_sentences(passage.text) if not s.text.startswith(("依据", "提示"))]
    for first, second in zip(sentences, sentences[1:], strict=False):
        if passage.start + first.start == truth.start and not re.match(r"[-•\d]", second.text):
            for joint in ("，", "；"):
                yield first.text.rstrip("。") + joint + second.text


def named(truth: Truth, rng: random.Random) -> Iterator[str]:
    """Name the document, its number or its day, as they are."""
    document = truth.source.document
    yield f"根据《{document.title}》，{_bare(truth)}"
    if document.doc_number and "、" not in document.doc_number:
        yield f"《{document.title}》（{document.doc_number}）规定：{_bare(truth)}"
    if document.effective and document.effective.day:
        day = document.effective
        yield f"该文件自{day.year}年{day.month}月{day.day}日起施行。{_bare(truth)}"


def _bare(truth: Truth) -> str:
    """Leave out the mark of a list item or a caution."""
    return re.sub(r"^(?:提示：|[-•]\s+|\d+[.．、]\s*)", "", truth.text)


PARAPHRASES: dict[str, Maker] = {
    make.__name__: make
    for make in (
        han_numerals,
        arabic,
        dates,
        from_to,
        synonyms,
        bounds,
        shortened,
        reordered,
        framed,
        plain,
        merged,
        named,
    )  # fmt: skip
}
"""Kinds of true paraphrase."""
