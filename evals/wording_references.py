"""Measure the check of references: right ones, and wrong ones made by rule."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from assistant.wording import check
from assistant.wording_model import CheckedSentence
from assistant.wording_text import plain
from assistant.wording_versions import Versions, cite, code_of
from corpus.chinese_numbers import chinese_number, parse_chinese_number
from corpus.families import family_key, family_of
from corpus.model import Metadata
from evals.wording_sets import Drawn, draw
from index.passages import Passage
from index.search import PolicyIndex

FORMS = (
    "根据《{title}》{article}，{words}。",
    "《{title}》{article}规定，{words}。",
    "{words}（《{title}》{article}）。",
)
_ARTICLE = re.compile(r"第([一二三四五六七八九十百千零]+)条")
_CHUNK = 100  # sentences of one text


@dataclass(frozen=True, slots=True)
class ReferenceCase:
    """A sentence that names an article.

    Attributes:
        kind: right, off_by_one, sister or old_version.
        text: the sentence.
        wanted: addresses one of which is right: (family of the title, article).
    """

    kind: str
    text: str
    wanted: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class JudgedReference:
    """A case and what the check said."""

    case: ReferenceCase
    sentence: CheckedSentence | None
    found: bool
    offered: bool


def make_references(index: PolicyIndex, *, each: int, seed: int) -> list[ReferenceCase]:
    """Make so many cases of each kind."""
    rng = random.Random(seed)
    versions = Versions(index, date.today())
    pool = [d for d in draw(index, 40 * each, seed) if _usable(d, index, versions)]
    cases: list[ReferenceCase] = []
    for kind in ("right", "off_by_one", "sister"):
        chosen, pool = pool[:each], pool[each:]
        cases += [_made(kind, drawn, index, rng) for drawn in chosen]
    return cases + list(_old(index, versions, each, rng))


def _usable(drawn: Drawn, index: PolicyIndex, versions: Versions) -> bool:
    """Tell whether a sentence stands in the current version and names no other text."""
    document = index.documents[drawn.passage.document_id]
    current = versions.named(document.title)
    return bool(
        _ARTICLE.fullmatch(drawn.passage.article)
        and "《" not in drawn.text + document.title
        and not re.search("本条|前款|前条|本款", drawn.text)
        and current
        and current[0].id == document.id
        and versions.successor(document.id) is None  # a law of another title may have taken its place
    )


def _made(kind: str, drawn: Drawn, index: PolicyIndex, rng: random.Random) -> ReferenceCase:
    document = index.documents[drawn.passage.document_id]
    title, article = document.title, drawn.passage.article
    if kind == "off_by_one":
        article = _next(article, rng)
    elif kind == "sister":
        title = _sister(document, index, rng)
    text = rng.choice(FORMS).format(title=title, article=article, words=drawn.text.rstrip("。"))
    return ReferenceCase(kind, text, ((_family(document), drawn.passage.article),))


def _family(document: Metadata) -> str:
    """Return what an offered title is held against; a part of a code is cited as the code."""
    return family_key(code_of(document)) if code_of(document) else family_of(document)


def _next(article: str, rng: random.Random) -> str:
    match = _ARTICLE.fullmatch(article)
    number = parse_chinese_number(match[1]) if match else 1
    return f"第{chinese_number(max(1, number + rng.choice((-1, 1))) if number > 1 else 2)}条"


def _sister(document: Metadata, index: PolicyIndex, rng: random.Random) -> str:
    """Return the title of another text of the same folder, the likest of some."""
    folder = document.path.rpartition("/")[0]
    others = [d.title for d in index.documents.values() if d.path.rpartition("/")[0] == folder]
    names = [t for t in rng.sample(others, min(60, len(others))) if t != document.title and "《" not in t]
    return max(names, key=lambda t: SequenceMatcher(None, t, document.title).ratio(), default="公司法")


def _old(index: PolicyIndex, versions: Versions, count: int, rng: random.Random) -> Iterator[ReferenceCase]:
    """Yield sentences that only an old version has, under the title that now means the new one."""
    olds = [d for d in index.documents.values() if versions.successor(d.id) is not None]
    made = 0
    for old in rng.sample(olds, len(olds)) * 4:
        new = versions.successor(old.id)
        if made == count or new is None:
            return
        there = index.passages_of(new.id)
        words = "".join(plain(p.text).text for p in there)
        sentences = [
            Drawn(p, s)
            for p in index.passages_of(old.id)
            if _ARTICLE.fullmatch(p.article)
            for s in re.findall(r"(?<=[。\n条 　])[^。\n（]{24,120}。", p.text)
            if plain(s).text.rstrip("。") not in words and "《" not in s and "《" not in old.title
        ]
        rng.shuffle(sentences)
        for drawn in sentences[:1]:
            wanted = tuple(_nearest(drawn.text, there, new))
            if wanted:
                made += 1
                text = rng.choice(FORMS).format(
                    title=old.title, article=drawn.passage.article, words=drawn.text.rstrip("。").strip()
                )
                yield ReferenceCase("old_version", text, wanted)


def _nearest(text: str, there: Sequence[Passage], new: Metadata) -> Iterator[tuple[str, str]]:
    """Yield the articles of the new version that hold almost as much of a sentence as the best one."""
    said = plain(text).text
    shares = [(_held(said, plain(p.text).text), p.article) for p in there if p.article]
    best = max(shares, default=(0.0, ""))[0]
    if best >= 0.6:
        for share, article in shares:
            if share >= best - 0.05:
                yield family_of(new), article


def _held(said: str, clause: str) -> float:
    blocks = SequenceMatcher(None, said, clause, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks if b.size > 1) / len(said)


def judge_references(cases: Sequence[ReferenceCase], index: PolicyIndex) -> list[JudgedReference]:
    """Check all cases and judge each."""
    judged: list[JudgedReference] = []
    for start in range(0, len(cases), _CHUNK):
        chunk = cases[start : start + _CHUNK]
        for case in chunk:
            sentences = check(case.text, index).sentences
            judged.append(_judged(case, sentences[0] if len(sentences) == 1 else None))
    return judged


def _judged(case: ReferenceCase, sentence: CheckedSentence | None) -> JudgedReference:
    if sentence is None:
        return JudgedReference(case, None, False, False)
    faults = [r for r in sentence.references if r.fault]
    found = bool(faults) or sentence.current is not None
    offers = [r.right for r in faults] + ([cite(sentence.current.place)] if sentence.current else [])
    places = [sentence.finding.place] if sentence.finding else []
    same = {(family_of(p.document), p.article) for p in (*places, *sentence.elsewhere)}
    wanted = [*case.wanted, *(same if case.kind in ("sister",) else ())]
    offered = any(_names(offer, family, article) for offer in offers for family, article in wanted)
    return JudgedReference(case, sentence, found, offered)


def _names(offer: str, family: str, article: str) -> bool:
    title, _, rest = offer.removeprefix("《").partition("》")
    return family_key(title) == family and rest.partition("）")[2 if rest.startswith("（") else 0].startswith(
        article
    )


def reference_table(judged: Sequence[JudgedReference]) -> str:
    """Return the shares per kind as a table."""
    lines = [f"{'reference':14}{'n':>6}{'fault found':>13}{'right offered':>15}"]
    kinds = list(dict.fromkeys(row.case.kind for row in judged))
    for kind in (*kinds, "all wrong"):
        rows = [r for r in judged if r.case.kind == kind or (kind == "all wrong" and r.case.kind != "right")]
        found = 100 * sum(r.found for r in rows) / max(1, len(rows))
        offered = 100 * sum(r.offered for r in rows) / max(1, len(rows))
        shown = "–" if kind == "right" else f"{offered:.1f}"
        lines.append(f"{kind:14}{len(rows):>6}{found:>13.1f}{shown:>15}")
    return "\n".join(lines)


def reference_misses(judged: Sequence[JudgedReference], each: int) -> Iterator[str]:
    """Yield the misses of each kind, so many of each; of right references those reproached."""
    shown: dict[str, int] = {}
    for row in judged:
        kind = row.case.kind
        if row.found == row.offered == (kind != "right"):
            continue
        shown[kind] = shown.get(kind, 0) + 1
        if shown[kind] <= each:
            faults = [(r.text, r.fault, r.right) for r in row.sentence.references] if row.sentence else None
            yield f"[{kind}] {row.case.text}\n    wanted {row.case.wanted}\n    said {faults}"
