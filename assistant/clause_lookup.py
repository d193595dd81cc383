"""Look up a clause by title or number and article: its words, its status, its versions, its citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.wording_clauses import ClauseBook, ClauseText
from assistant.wording_match import compare, trimmed
from assistant.wording_model import Finding, Place
from assistant.wording_text import plain
from assistant.wording_versions import Versions, citation, code_of
from corpus.families import family_key
from corpus.model import Metadata, Part, Status
from corpus.references import ArticleReference, read_articles, read_document_numbers
from index.search import PolicyIndex
from index.tokens import bigrams

_SIGNS = re.compile(r"[《》〈〉“”\s]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LIKE = 0.4  # share of a clause that must stand in another for it to be its other version


@dataclass(frozen=True, slots=True)
class Version:
    """The same article in another version of the document; ``clause`` is None where none is like it."""

    document: Metadata
    status: Status
    clause: ClauseText | None
    finding: Finding | None  # the clause looked up against this version


@dataclass(frozen=True, slots=True)
class Found:
    """A clause that was looked up, and the paragraph or item of it that was named."""

    place: Place
    citation: str
    successor: Metadata | None
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What an address leads to. ``documents`` are those it names, the version that holds first."""

    documents: tuple[Metadata, ...]
    article: str
    found: tuple[Found, ...]
    articles: tuple[str, ...]  # every article of the first document, where the one named is not there


def look_up(address: str, index: PolicyIndex, as_of: date | None = None) -> Lookup:
    """Look up an address such as 外商投资法 第二十八条第二款 or 洪府办发〔2022〕128号 二、（一）.

    Of a document whose clauses have no numbers all are found.
    """
    versions = Versions(index, as_of or date.today())
    book = ClauseBook(index, versions)
    references = read_articles(address)
    documents = _documents(address, references, index, versions)
    if not documents:
        return Lookup((), references[0].article if references else "", (), ())
    if references and documents[0] in versions.volumes(code_of(documents[0])):
        documents = (book.volume(documents, references[0].article) or documents[0],)
    clauses = book.clauses_of(documents[0].id)
    if references:
        reference = references[0]
        chosen = [c for c in clauses if c.article == reference.article]
        found = tuple(_found(c, reference, documents, book, versions) for c in chosen)
    else:
        rest = _SIGNS.sub("", _rest(address, documents[0]))
        numbered = any(c.locator for c in clauses)
        chosen = [
            c for c in clauses if not numbered or (rest and c.locator.replace(" ", "").startswith(rest))
        ]
        found = tuple(_found(c, None, documents, book, versions) for c in chosen)
        reference = None
    named = tuple(dict.fromkeys(c.article or c.locator for c in clauses)) if not found else ()
    return Lookup(documents, reference.normalised if reference else "", found, named)


def _documents(
    address: str, references: Sequence[ArticleReference], index: PolicyIndex, versions: Versions
) -> tuple[Metadata, ...]:
    for number in read_document_numbers(address):
        for document in index.documents.values():
            if number.normalised in {n.normalised for n in read_document_numbers(document.doc_number)}:
                return (document, *(m for m in versions.family(document) if m.id != document.id))
    if (known := address.split()[:1]) and known[0] in index.documents:
        document = index.documents[known[0]]
        return (document, *(m for m in versions.family(document) if m.id != document.id))
    words = address[: references[0].start] if references else address
    title = _SIGNS.sub("", words)
    if named := versions.named(title) or versions.volumes(title):
        return named
    inside = [title for title in versions.titles() if title and title in family_key(words)]
    longest = max(inside, key=len, default="")
    year = "".join(_YEAR.findall(words)[:1])
    dated = f"{longest}（{year}年）" if year else longest
    return (versions.named(dated) or versions.volumes(longest)) if longest else ()


def _rest(address: str, document: Metadata) -> str:
    """Return what stands behind the name of a document: its number, its id or its title."""
    if numbers := read_document_numbers(address):
        return address[numbers[-1].end :]
    plain_address = _SIGNS.sub("", address)
    for key in (document.id, family_key(document.title)):
        at = plain_address.find(key)
        if at >= 0:
            return plain_address[at + len(key) :]
    return ""


def _found(
    clause: ClauseText,
    reference: ArticleReference | None,
    documents: Sequence[Metadata],
    book: ClauseBook,
    versions: Versions,
) -> Found:
    part = _part(clause, reference) if reference else None
    start, end = (part.start, part.end) if part else (clause.start, clause.start + len(clause.text))
    locator = f"{clause.locator} {part.locator}" if part else clause.locator
    words = clause.text[start - clause.start : end - clause.start]
    place = Place(
        clause.document, clause.status, clause.clause_id, locator, clause.article, start, end, words,
        clause.text, clause.start, confidence=clause.confidence(start, end),
    )  # fmt: skip
    others = tuple(_version(clause, d, book, versions) for d in documents if d.id != clause.document.id)
    return Found(place, citation(clause.document, locator), versions.successor(clause.document.id), others)


def _part(clause: ClauseText, reference: ArticleReference) -> Part | None:
    wanted = f"{reference.paragraph}{reference.item}"
    parts = [part for passage in clause.passages for part in passage.parts]
    exact = [part for part in parts if part.locator == wanted]
    # 第一款 of an article with one paragraph is the article; its items are named without the paragraph.
    alike = [part for part in parts if wanted and wanted.endswith(part.locator)]
    return next(iter((*exact, *alike)), None)


def _version(clause: ClauseText, document: Metadata, book: ClauseBook, versions: Versions) -> Version:
    said = trimmed(plain(clause.text, clause.start, labels=False, article=clause.article))
    (candidates,) = book.candidates([said.text], (document.id,))
    weights = book.weights(bigrams(said.text))
    source = " " * clause.start + clause.text
    findings = [(compare(said, source, c, weights), c) for c in candidates[:5]]
    best = max(((f, c) for f, c in findings if f), key=lambda pair: pair[0].share, default=None)
    if best is None or best[0].share < _LIKE:
        return Version(document, versions.status(document.id), None, None)
    return Version(document, versions.status(document.id), best[1], best[0])
