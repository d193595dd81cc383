"""Titles, document numbers, articles, offices and places: a statement names only what its sources name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from assistant.phrases import HAN, MARK, content, terms, unified
from assistant.polarity import force_words
from corpus.model import Metadata
from corpus.references import read_articles, read_document_numbers, read_titles
from index.passages import Passage

Fault = tuple[str, str]
"""Name of the reason in the messages, and the words it is about."""


class Cited(Protocol):
    """A passage that something is held against, and the document it stands in."""

    def __hash__(self) -> int:
        """Return a hash: what is read from a passage is kept."""

    @property
    def document(self) -> Metadata:
        """The document."""

    @property
    def passage(self) -> Passage:
        """The passage."""


_ASIDE = re.compile(r"[(（〈].*?[)）〉]|中华人民共和国|(?:19|20)\d\d年?|\s")
_CODE = re.compile(r"[0-9a-z][0-9a-z.+-]*")
_UNREAD = re.compile(rf"[^\x00-\x7f{HAN}〇０-９\s，、；：。！？（）《》“”‘’「」％…—–·～＋－]+")
OWN = "※"
"""Stands for the title of the cited document itself."""
_VAGUE = re.compile("有关|相关|主管|各级|每个|的")
_WHOLE = 4  # characters before 局 or 中心 that make the name of an office whole
_TITLE_END = re.compile("报告|办法|条例|规定|公告|通知|措施|政策|意见|方案|计划|目录|清单|纲要|法")


def misnamed(text: str, sources: Sequence[Cited]) -> Fault | None:
    """Return the first title, document number or article of a statement that its sources do not name."""
    for title in read_titles(text):
        if not _known_title(title.normalised, sources):
            return "title", title.text
    numbers = {n.normalised for source in sources for n in read_document_numbers(_told(source))}
    for number in read_document_numbers(text):
        if not any(known.endswith(number.normalised) for known in numbers):
            return "number", number.text
    known = {pair for source in sources for pair in _articles(source)}
    for owner, article, written in _cited(text):
        if not any(article == b and (not owner or _alike(owner, a)) for a, b in known):
            return "article", written
    return None


def _told(source: Cited) -> str:
    document, passage = source.document, source.passage
    return "\n".join(
        (document.doc_number, document.title, document.subtitle, *passage.headings, passage.text)
    ) + "\n".join(("", document.issuer, document.issuer_note, document.superseded_by_note))


def _known_title(title: str, sources: Iterable[Cited]) -> bool:
    return any(
        _alike(title, source.document.title)
        or any(_alike(title, known.normalised) for known in read_titles(_told(source)))
        for source in sources
    )


def _alike(named: str, known: str) -> bool:
    """Tell whether two titles are the same apart from 中华人民共和国, 试行 and the like; years must agree."""
    plain, years = _ASIDE.sub("", named), re.findall(r"\d{4}", named)
    return bool(plain) and plain == _ASIDE.sub("", known) and all(year in known for year in years)


def _articles(source: Cited) -> Iterator[tuple[str, str]]:
    """Yield the articles that a source names, each with the title of its law; its own article too."""
    passage = source.passage
    for title, article, _ in _cited("\n".join((passage.article, passage.locator, passage.text))):
        yield title or source.document.title, article
        bare = re.match(r"第.+?条(?:之[一二三四五六七八九十]+)?", article)
        if bare:
            yield title or source.document.title, bare.group()
    for part in passage.parts:
        yield source.document.title, (passage.article + part.locator).replace(" ", "")


def _cited(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (title of the law or empty, article, words): an article belongs to the title before it."""
    titles = read_titles(text)
    end, owner = -1, ""
    for reference in read_articles(text):
        before = [title for title in titles if title.end <= reference.start]
        if before and re.fullmatch(r"[^。；\n《》]{0,12}", text[before[-1].end : reference.start]):
            owner, end = before[-1].normalised, reference.end
        elif not re.fullmatch(r"[、和及，,]*", text[end : reference.start] if end >= 0 else "x"):
            owner = ""
        else:
            end = reference.end
        yield owner, reference.normalised, reference.text


def without_numbers(text: str, sources: Sequence[Cited]) -> str:
    """Blank what `misnamed` has checked: numbers, articles, the document's own title.

    A title stays where the clause names another edition of it.
    """
    spans = [(number.start, number.end, "，") for number in read_document_numbers(text)]
    spans += [(reference.start, reference.end, "，") for reference in read_articles(text)]
    for title in read_titles(text):
        own = any(_alike(title.normalised, source.document.title) for source in sources)
        if own and not any(other_edition(title.text, source.passage.text) for source in sources):
            spans.append((title.start, title.end, OWN))
    signs = list(text)
    for start, end, instead in spans:
        signs[start:end] = [instead, *[""] * (end - start - 1)]
    return "".join(signs)


def dates_title(year: str, after: str, titles: Iterable[str]) -> bool:
    """Tell whether a year opens the title of a document, whole or shortened: 2023年 + 政府工作报告."""
    for title in titles:
        end = _TITLE_END.search(after, 0, len(title))
        if end and year and title.startswith(year) and _in_order(after[: end.end()], title):
            return True
    return False


def _in_order(short: str, whole: str) -> bool:
    rest = iter(whole)
    return all(sign in rest for sign in short)


def other_edition(words: str, sentence: str) -> str:
    """Return a title of a statement of which its sentence names another edition, else nothing."""
    there = [other.normalised for other in read_titles(sentence)]
    for title in read_titles(words):
        bare, years = _ASIDE.sub("", title.normalised), set(re.findall(r"\d{4}", title.normalised))
        editions = [set(re.findall(r"\d{4}", other)) for other in there if _ASIDE.sub("", other) == bare]
        if years and any(editions) and years not in editions:
            return title.text
    return ""


def unknown_office(words: str, told: str) -> Fault | None:
    """Return the first office of a statement that stands nowhere in what its sources tell.

    The end of a name alone (局) proves nothing: the name must stand whole, up to a word beside it.
    """
    told = _VAGUE.sub("", told)
    words = _VAGUE.sub("", words)
    bare = content(force_words().sub(lambda match: " " * len(match.group()), words))
    for match in _offices().finditer(words):
        start = _longest(words[: match.end()], told, match.end() - match.start())
        before = bare[start - 1] if start else " "
        if _delimited(bare[start : match.end()]):
            continue
        if match.start() - start < _WHOLE and before not in f" {MARK}" and re.match(f"[{HAN}a-z0-9]", before):
            return "name", words[max(0, start - 4) : match.end()]
    return None


def _delimited(found: str) -> bool:
    """Tell whether the name begins inside the words that were found: 在沪深交易所."""
    return " " in found


def unread(text: str, sources: Sequence[Cited]) -> str:
    """Return the first word of a statement in signs that nothing here can prove, if its clauses lack it.

    Chinese and plain Latin letters are read; what is said in others (Все, ①, ＦＲＥＥ) would pass unjudged.
    """
    for match in _UNREAD.finditer(text):
        word = match.group()
        told = any(word in source.passage.text for source in sources)
        if not told and any(sign.isalnum() for sign in unicodedata.normalize("NFKD", word)):
            return word
    return ""


def unknown_code(words: str, told: str) -> str:
    """Return a number or sign of a name (1269, 5g) that is not in `told`, else nothing."""
    codes = set(_CODE.findall(told))
    return next((code for code in _CODE.findall(words) if code not in codes), "")


@lru_cache(maxsize=1)
def _offices() -> re.Pattern[str]:
    names = sorted((unified(word) for word in terms()["office"].split()), key=len, reverse=True)
    return re.compile("|".join(names))


def _longest(words: str, told: str, least: int) -> int:
    """Return where the longest end of `words` that stands in `told` begins."""
    start = len(words) - least
    while start and words[start - 1] not in "，、；：。（）" and words[start - 1 :] in told:
        start -= 1
    return start if words[start:] in told else len(words)
