"""Titles, document numbers and articles that a text names: are they right, and what is right instead?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from assistant.wording_clauses import ClauseBook, ClauseText
from assistant.wording_match import best, compare, trimmed
from assistant.wording_model import Finding, Reference, ReferenceFault, Verdict
from assistant.wording_text import plain
from assistant.wording_versions import Versions, citation, cite
from corpus.families import family_key, family_of
from corpus.model import Metadata
from corpus.references import ArticleReference, Title, read_articles, read_document_numbers, read_titles
from index.tokens import bigrams

_LEAD = re.compile(
    r"^(?:(?:正如|如|根据|按照|依照|依据|按|违反了?|关于|其中)\s*)?"
    r"(?:《.*》|(?P<bare>[\u4e00-\u9fff]{2,30}?(?:法|条例|办法|规定|意见|细则))(?=第[^，。：:“《]{1,9}条|规定[，,：:]))"
    r"(?:\s*[（(][^（）()]{2,40}[）)])?\s*(?:第[^，。：:“《]{1,24}[条款项])*\s*(?:[（(][^（）()]{2,40}[）)])?"
    r"(?:的|之|中|里)?(?:有关|相关)?(?:(?:明确)?(?:规定|指出|要求|提出|明确|载明)(?![的了])\s*[，,：:]?|[，,：:])\s*"
)
_TAIL = re.compile(
    r"\s*[（(【](?:依据|根据|见|参见|详见|摘自|出处|引自)?[：: ]*"
    r"《[^（）()]*?(?:[（(][^（）()]*[）)][^（）()]*)?[）)】]\s*[。；]?\s*$"
)
_GENERIC = re.compile(r"(?:本|该)?(?:条例|办法|规定|意见|通知|方案|法|细则|措施|政策|公告)")
_NEAR = 12  # characters between a title and the article that belongs to it
_STATE = "中华人民共和国"
_LONGEST_TITLE = 40  # characters
_LEAST = 8  # characters of content that can tell an article
_IS_IT = 0.75  # share of the content in an article that makes it the right one
_BETTER = 0.2  # by how much another clause must hold more of it
_OTHER = 0.6  # least share there
_LIKELY = 0.4  # share of the words of an old version that must stand in the article that took its place
_CLOSE = 0.6  # likeness of titles to suggest one


@dataclass(frozen=True, slots=True)
class _Named:
    """A title with what is said to stand in it."""

    title: Title
    article: ArticleReference | None
    number: str
    number_start: int
    number_end: int


def content_span(text: str, versions: Versions) -> tuple[int, int]:
    """Return where in a sentence the words begin and end that are said to stand in what it names.

    A name without 《》 counts only if a document is called so.
    """
    start, end = 0, len(text)
    lead = _LEAD.match(text)
    if lead and (not lead["bare"] or versions.named(lead["bare"]) or versions.volumes(lead["bare"])):
        start = lead.end()
    if tail := _TAIL.search(text, start):
        end = tail.start()
    return (start, end) if end - start >= _LEAST else (0, len(text))


def named_documents(text: str, versions: Versions) -> tuple[str, ...]:
    """Return the ids of the documents that a text names, by title, with all their versions."""
    titles = [title.normalised for title in read_titles(text)]
    return tuple(dict.fromkeys(m.id for t in titles for m in (*versions.named(t), *versions.volumes(t))))


def check_references(
    text: str, start: int, content: str, found: Finding | None, book: ClauseBook, versions: Versions
) -> tuple[Reference, ...]:
    """Check what a sentence names.

    Args:
        text: the sentence.
        start: its offset in the whole text.
        content: the words that are said to stand there; empty if it says none.
        found: where its words were found, if they were.
        book: finds clauses.
        versions: the versions of the documents.
    """
    checked: list[Reference] = []
    for named in _read(text, versions):
        held = _own_of(found, text[named.title.start : (named.article or named.title).end])
        checked += _of_title(named, start, "" if held else content, found, book, versions)
    known = {reference.start for reference in checked}
    for number in read_document_numbers(text):
        if start + number.start not in known:
            checked.append(
                _lone_number(number.start, number.end, number.text, number.normalised, start, book)
            )
    return tuple(checked)


def _own_of(found: Finding | None, words: str) -> bool:
    """Tell whether the clause found names the same: then the sentence does not give it as its source."""
    return found is not None and plain(words).text in plain(found.place.official).text


def _read(text: str, versions: Versions) -> Iterator[_Named]:
    articles, numbers = read_articles(text), read_document_numbers(text)
    for title in (*read_titles(text), *_bare_titles(text, articles, versions)):
        if _GENERIC.fullmatch(title.normalised):
            continue
        near = [n for n in numbers if 0 <= n.start - title.end <= 1]
        end = near[0].end + 1 if near else title.end
        own = [
            a
            for a in articles
            if 0 <= a.start - end <= _NEAR and not re.search("[，。；《]", text[end : a.start])
        ]
        number = near[0] if near else None
        yield _Named(
            title, own[0] if own else None, number.normalised if number else "",
            number.start if number else 0, number.end if number else 0,
        )  # fmt: skip


def _bare_titles(text: str, articles: Sequence[ArticleReference], versions: Versions) -> Iterator[Title]:
    """Yield titles without 《》 directly before an article: 公司法第二十五条."""
    known = frozenset(versions.titles())
    for article in articles:
        head = text[max(0, article.start - _LONGEST_TITLE) : article.start]
        for length in range(len(head), 2, -1):
            if head[-length:].removeprefix(_STATE) in known:
                start = article.start - length
                yield Title(start, article.start, text[start : article.start], head[-length:])
                break


def _of_title(
    named: _Named, start: int, content: str, found: Finding | None, book: ClauseBook, versions: Versions
) -> list[Reference]:
    title = named.title
    volumes = versions.volumes(title.normalised)
    members = versions.named(title.normalised) or volumes
    if not members:
        close = get_close_matches(family_key(title.normalised), versions.titles(), 1, _CLOSE)
        likely = versions.named(close[0])[0] if close else None
        if found is not None and found.share >= _OTHER:
            likely = found.place.document
        right = citation(likely) if likely else ""
        return [
            _reference(start, title.start, title.end, title.text, ReferenceFault.UNKNOWN_TITLE, right, likely)
        ]
    document = members[0]
    if volumes and named.article:
        document = book.volume(volumes, named.article.article) or document
    checked = []
    if named.number:
        checked.append(_number_of(named, start, document))
    if named.article is None:
        fault, right = _other_title(document, volumes, content, found, book, versions)
        checked.append(_reference(start, title.start, title.end, title.text, fault, right, document))
    else:
        same = volumes or (document,)
        checked.append(_article_of(named, start, content, found, document, same, members, book))
    return checked


def _number_of(named: _Named, start: int, document: Metadata) -> Reference:
    own = {number.normalised for number in read_document_numbers(document.doc_number)}
    wrong = own and not any(known.endswith(named.number) or named.number.endswith(known) for known in own)
    fault = ReferenceFault.OTHER_NUMBER if wrong else None
    return Reference(
        start + named.number_start, start + named.number_end, named.number, fault,
        document.doc_number if wrong else "", document.id,
    )  # fmt: skip


def _lone_number(begin: int, end: int, text: str, normalised: str, start: int, book: ClauseBook) -> Reference:
    for document in book.index.documents.values():
        if any(known.normalised == normalised for known in read_document_numbers(document.doc_number)):
            return Reference(start + begin, start + end, text, None, "", document.id)
    return Reference(start + begin, start + end, text, ReferenceFault.UNKNOWN_NUMBER)


def _other_title(
    document: Metadata,
    volumes: Sequence[Metadata],
    content: str,
    found: Finding | None,
    book: ClauseBook,
    versions: Versions,
) -> tuple[ReferenceFault | None, str]:
    """Tell whether the words stand in another document than the one named."""
    if not content or found is None or found.share < _IS_IT:
        return None, ""
    if family_of(found.place.document) == family_of(document) or found.place.document in volumes:
        return None, ""
    own = _best_in(content, versions.family(document), book)
    if own is not None and own.share >= found.share - _BETTER:
        return None, ""
    return ReferenceFault.OTHER_TITLE, cite(found.place)


def _article_of(
    named: _Named,
    start: int,
    content: str,
    found: Finding | None,
    document: Metadata,
    same: Sequence[Metadata],
    members: Sequence[Metadata],
    book: ClauseBook,
) -> Reference:
    """Check the article of a title.

    Args:
        named: the title and the article.
        start: offset of the sentence.
        content: what is said to stand there.
        found: where that was found.
        document: the document that is meant.
        same: it and the other parts of the same code.
        members: these, and older versions.
        book: finds clauses.
    """
    article, title = named.article, named.title
    assert article is not None
    text = f"{title.text}{article.text}"
    span = (title.start, article.end)
    clauses = [c for c in book.clauses_of(document.id) if c.article == article.article]
    own = _share_in(content, clauses, book)
    here = _best_in(content, same, book) if content else None
    exact = here is not None and here.verdict is Verdict.VERBATIM and here.place.article != article.article
    if (own >= _IS_IT and (own == 1 or not exact)) or (not content and clauses):
        return _reference(start, *span, text, None, "", document)
    family = _best_in(content, members, book) if content else None
    fault: ReferenceFault | None = None
    right = ""
    if exact and here is not None:
        fault, right = ReferenceFault.OTHER_ARTICLE, cite(here.place)
    elif family is not None and family.share >= max(_OTHER, own + _BETTER):
        fault, right = ReferenceFault.OTHER_ARTICLE, cite(family.place)
        if family.place.document not in same:
            fault = ReferenceFault.OLD_VERSION
            right = cite(here.place) if here is not None and here.share >= _LIKELY else ""
    elif found is not None and found.share >= max(_IS_IT, own + _BETTER):
        fault, right = ReferenceFault.OTHER_TITLE, cite(found.place)
    elif not clauses:
        fault = ReferenceFault.UNKNOWN_ARTICLE
    return _reference(start, *span, text, fault, right, document)


def _share_in(content: str, clauses: Sequence[ClauseText], book: ClauseBook) -> float:
    said = trimmed(plain(content))
    weights = book.weights(bigrams(said.text)) if content else {}
    shares = [f.share for clause in clauses if (f := compare(said, content, clause, weights)) is not None]
    return max(shares, default=0.0)


def _best_in(content: str, documents: Sequence[Metadata], book: ClauseBook) -> Finding | None:
    """Return the closest clause of some documents; of equals that of the first document."""
    said = trimmed(plain(content))
    findings = []
    for document in documents:
        (candidates,) = book.candidates([said.text], (document.id,))
        if pair := best(said, content, candidates, book):
            findings.append(pair[0])
    return max(findings, key=lambda f: round(f.share, 2), default=None)


def _reference(
    start: int,
    begin: int,
    end: int,
    text: str,
    fault: ReferenceFault | None,
    right: str,
    document: Metadata | None,
) -> Reference:
    return Reference(
        start + begin, start + end, text, fault, right if fault else "", document.id if document else ""
    )
