"""Make look-ups from documents by rule, with a seed."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus.model import Clause, Document
from corpus.references import parse_chinese_number, read_articles, read_document_numbers, read_titles
from evals.lookups import Lookup, LookupKind, Place

SEED = 7
_EACH = 14  # look-ups of a kind
_STATE = "中华人民共和国"
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_LONGEST_SHORT = 22  # characters of a title that people still type
# One authority; orders of several side by side are written in too many ways to ask for one of them.
_PROMULGATED = re.compile(r"日[ 　]*([\u4e00-\u9fff]{2,24}?令(?:\d{4}年)?第?\d+号)[ 　]*(?:公布|发布)")
_AMOUNT = re.compile(r"(?<![\d.〇零一二三四五六七八九十百千万亿])[\d.〇零一二三四五六七八九十百千万亿]{2,}元")
_ASKED = ("{}", "{}", "{}是什么内容", "{}怎么规定的？")  # half of them bare, as in a search box


def law_lookups(documents: Sequence[Document], seed: int = SEED) -> tuple[Lookup, ...]:
    """Make look-ups over laws without front matter."""
    chance = random.Random(seed)
    versions = _versions(documents)
    single = [works for works in versions.values() if len(works) == 1]
    several = [works for works in versions.values() if len(works) > 1 and _dated(works) and _shared(works)]
    found: list[Lookup] = [*_numbers_in_text(documents, chance)]
    for kind in (LookupKind.QUOTED, LookupKind.SHORT, LookupKind.ARABIC):
        found.extend(_by_title(kind, _spread(single, chance, _EACH), chance))
    for works in _spread(several, chance, _EACH):
        newest = max(works, key=lambda work: str(work.metadata.published))
        article = chance.choice(_shared(works))
        query = _asked(_short(newest.metadata.title) + article, chance)
        found.append(Lookup(LookupKind.NEWEST, query, _same_article(newest, article)))
    found.extend(_amounts(documents, chance))
    return tuple(found)


def digest_lookups(documents: Sequence[Document], seed: int = SEED) -> tuple[Lookup, ...]:
    """Make look-ups over shipped documents: their numbers, and the articles that their clauses rest on."""
    chance = random.Random(seed)
    found = [*_numbers_in_metadata(documents, chance)]
    resting = sorted(_resting(documents).items())
    for kind in (LookupKind.QUOTED, LookupKind.SHORT, LookupKind.ARABIC):
        for (title, article), places in chance.sample(resting, min(_EACH, len(resting))):
            found.append(Lookup(kind, _asked(_address(kind, title, article), chance), frozenset(places)))
    found.extend(_quoted_figures(documents, chance))
    return tuple(found)


def _versions(documents: Iterable[Document]) -> dict[str, tuple[Document, ...]]:
    """Group the versions of a work by its short title; the books of one code are one work each."""
    works: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        title = _short(document.metadata.title)
        if len(title) <= _LONGEST_SHORT and len(_articles(document)) > 2:
            works[title].append(document)
    return {title: tuple(found) for title, found in sorted(works.items())}


def _short(title: str) -> str:
    """Return a title as people write it: 民法典 for 中华人民共和国民法典 合同编."""
    whole = title.split()[0] if title.startswith(_STATE) else "".join(title.split())
    return _REMARK.sub("", whole).removeprefix(_STATE)


def _full(title: str) -> str:
    return title.split()[0] if title.startswith(_STATE) else "".join(title.split())


def _dated(works: Sequence[Document]) -> bool:
    """Tell whether versions can be told apart: all dated, each on another day, all of the whole work."""
    days = {str(work.metadata.published) for work in works if work.metadata.published}
    return len(days) == len(works) and not any(" " in work.metadata.title for work in works)


def _shared(works: Sequence[Document]) -> list[str]:
    """Return the articles that all versions have; the amendments of the constitution have none in common."""
    return sorted(set.intersection(*({clause.article for clause in _articles(work)} for work in works)))


def _articles(document: Document) -> list[Clause]:
    return [clause for clause in document.clauses if clause.article]


def _spread(
    works: Sequence[tuple[Document, ...]], chance: random.Random, count: int
) -> list[tuple[Document, ...]]:
    """Choose works, the folder first, so that the many regulations do not crowd out the laws."""
    folders: dict[str, list[tuple[Document, ...]]] = defaultdict(list)
    for work in works:
        folders[work[0].metadata.path.split("/")[0]].append(work)
    chosen: list[tuple[Document, ...]] = []
    while len(chosen) < count and folders:
        folder = chance.choice(sorted(folders))
        chosen.append(folders[folder].pop(chance.randrange(len(folders[folder]))))
        if not folders[folder]:
            del folders[folder]
    return chosen


def _by_title(
    kind: LookupKind, works: Iterable[tuple[Document, ...]], chance: random.Random
) -> Iterator[Lookup]:
    for (work,) in works:
        clause = chance.choice(_articles(work))
        name = _full(work.metadata.title) if kind is LookupKind.ARABIC else _short(work.metadata.title)
        query = _asked(_address(kind, name, clause.article), chance)
        yield Lookup(kind, query, _same_article(work, clause.article))


def _address(kind: LookupKind, title: str, article: str) -> str:
    if kind is LookupKind.QUOTED:
        return f"《{title}》{article}"
    if kind is LookupKind.ARABIC:
        return title + _arabic(article)
    return title + article


def _arabic(article: str) -> str:
    """Write 第十二条之一 as 第12条之一."""
    return re.sub(r"(?<=第)[^条]+", lambda match: str(parse_chinese_number(match.group())), article, count=1)


def _same_article(work: Document, article: str) -> frozenset[Place]:
    return frozenset((work.metadata.id, c.id) for c in work.clauses if c.article == article)


def _asked(address: str, chance: random.Random) -> str:
    return chance.choice(_ASKED).format(address)


def _numbers_in_text(documents: Sequence[Document], chance: random.Random) -> Iterator[Lookup]:
    """Look up laws by the order that promulgated them, which stands at their head."""
    promulgated: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        first = _articles(document)[:1]
        head = document.text[: first[0].start] if first else ""
        if match := _PROMULGATED.search(head):
            promulgated[match[1].removeprefix(_STATE)].append(document)
    for number in chance.sample(sorted(promulgated), min(_EACH, len(promulgated))):
        yield from _number(number, promulgated[number], chance)


def _number(number: str, documents: Sequence[Document], chance: random.Random) -> Iterator[Lookup]:
    """Look up a number alone, which any clause answers, and with an article, half each by chance."""
    if chance.random() < 0.5:
        whole = frozenset((document.metadata.id, c.id) for document in documents for c in document.clauses)
        yield Lookup(LookupKind.NUMBER, _asked(number, chance), whole)
        return
    article = chance.choice(_articles(documents[0])).article
    places = frozenset().union(*(_same_article(document, article) for document in documents))
    yield Lookup(LookupKind.NUMBER_ARTICLE, _asked(number + article, chance), places)


def _numbers_in_metadata(documents: Sequence[Document], chance: random.Random) -> Iterator[Lookup]:
    """Look up every document number, and one article of each document that rests on one."""
    numbered: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for number in read_document_numbers(document.metadata.doc_number):
            numbered[number.text.strip("、 ")].append(document)
    for written, carrying in sorted(numbered.items()):
        whole = frozenset((document.metadata.id, c.id) for document in carrying for c in document.clauses)
        yield Lookup(LookupKind.NUMBER, _asked(written, chance), whole)
        resting: dict[str, set[Place]] = defaultdict(set)
        for document in carrying:
            for clause in document.clauses:
                for reference in read_articles(clause.facets.basis if clause.facets else ""):
                    resting[reference.article].add((document.metadata.id, clause.id))
        if resting:
            article = chance.choice(sorted(resting))
            query = _asked(written + article, chance)
            yield Lookup(LookupKind.NUMBER_ARTICLE, query, frozenset(resting[article]))


def _resting(documents: Sequence[Document]) -> dict[tuple[str, str], set[Place]]:
    """Return, per title and article, the clauses whose basis names them."""
    found: dict[tuple[str, str], set[Place]] = defaultdict(set)
    for document in documents:
        for clause in document.clauses:
            basis = clause.facets.basis if clause.facets else ""
            titles = read_titles(basis)
            ends = [*(title.start for title in titles), len(basis)][1:]
            for title, end in zip(titles, ends, strict=True):
                # 关于实施《公司法》注册资本登记管理制度的规定第二条 is no article of 公司法.
                after = _REMARK.sub("", basis[title.end : end])
                for reference in read_articles(after) if after.startswith("第") else ():
                    found[title.normalised, reference.article].add((document.metadata.id, clause.id))
    return found


def _amounts(documents: Sequence[Document], chance: random.Random) -> Iterator[Lookup]:
    """Look up amounts of money, in quotation marks, that one clause of all states."""
    return _unique(documents, chance, lambda clause: set(_AMOUNT.findall(clause.text)))


def _quoted_figures(documents: Sequence[Document], chance: random.Random) -> Iterator[Lookup]:
    """Look up the words of a figure, in quotation marks, that stand in one clause of all."""
    return _unique(
        documents, chance, lambda clause: {f.quote for f in clause.facets.figures} if clause.facets else set()
    )


def _unique(
    documents: Sequence[Document], chance: random.Random, stated: Callable[[Clause], set[str]]
) -> Iterator[Lookup]:
    where: dict[str, set[Place]] = defaultdict(set)
    for document in documents:
        for clause in document.clauses:
            for phrase in stated(clause):
                where[phrase].add((document.metadata.id, clause.id))
    texts = [clause.text for document in documents for clause in document.clauses]
    phrases = sorted(phrase for phrase, places in where.items() if len(places) == 1)
    chance.shuffle(phrases)
    once = (phrase for phrase in phrases if sum(phrase in text for text in texts) == 1)
    for phrase, _ in zip(once, range(_EACH), strict=False):
        yield Lookup(LookupKind.AMOUNT, f"“{phrase}”", frozenset(where[phrase]))
