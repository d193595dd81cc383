"""Which version of a document holds on a day, and how a clause is cited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from assistant.wording_model import Place
from corpus.families import families, family_key, family_of, successors, version_start
from corpus.model import Metadata, Status
from index.search import PolicyIndex
from index.signals import ENDED

_VOLUME = re.compile(r"(?P<code>.+法典)\s+(?:.{1,8}编|总则|分则|附则)")
_FIRST_ARTICLE = re.compile(r"第[^ ]+条(?:之[一二三四五六七八九十]+)?(?: .*)?$")


class Versions:
    """The versions of all documents of an index on one day."""

    def __init__(self, index: PolicyIndex, as_of: date) -> None:
        self._documents: Mapping[str, Metadata] = index.documents
        self._next = dict(successors(index.documents.values()))
        self._next |= {d.id: d.superseded_by for d in index.documents.values() if d.superseded_by}
        self._status = {d.id: index.status(d, as_of) for d in index.documents.values()}
        self._families = families(index.documents.values())
        self._codes: dict[str, list[Metadata]] = {}
        for document in index.documents.values():
            if code := code_of(document):
                self._codes.setdefault(family_key(code), []).append(document)
        self._as_of = as_of

    def status(self, document: str) -> Status:
        """Return the status of a document; one with a newer version that holds already is superseded."""
        own = self._status[document]
        return Status.SUPERSEDED if own is Status.UNKNOWN and self.successor(document) else own

    def successor(self, document: str) -> Metadata | None:
        """Return the version that holds now in the place of a document, None if it holds itself."""
        found: Metadata | None = None
        seen = {document}
        name = document
        while (name := self._next.get(name, "")) in self._documents and name not in seen:
            seen.add(name)
            later = self._documents[name]
            start = version_start(later)
            if self._status[name] is not Status.NOT_YET and (not start or start.first_day() <= self._as_of):
                found = later
        return found

    def named(self, title: str) -> tuple[Metadata, ...]:
        """Return the versions of a title, the one that counts first; empty if there is none.

        A year in the title (2018年修正) puts the version of that year first.
        """
        members = self._families.get(family_key(title), ())
        years = re.findall(r"(?:19|20)\d\d", title)
        dated = [m for m in members if years and any(year in _dates(m) for year in years)]
        holding = [m for m in members if self.status(m.id) not in ENDED]
        first = dated[-1:] or holding[-1:] or members[-1:]
        return (*first, *(m for m in reversed(members) if m not in first))

    def volumes(self, title: str) -> tuple[Metadata, ...]:
        """Return the parts of a code that is kept in several documents (民法典); empty for another title."""
        return tuple(self._codes.get(family_key(title), ()))

    def titles(self) -> tuple[str, ...]:
        """Return what all versions of each title share, see :func:`corpus.families.family_key`."""
        return (*self._families, *self._codes)

    def family(self, document: Metadata) -> tuple[Metadata, ...]:
        """Return all versions of a document, oldest first."""
        return self._families.get(family_of(document), (document,))


def _dates(document: Metadata) -> str:
    return f"{document.title} {document.published or ''} {document.effective or ''}"


def code_of(document: Metadata) -> str:
    """Return the title of the code that a document is a part of, empty if it is a part of none."""
    volume = _VOLUME.fullmatch(document.title)
    return volume["code"] if volume else ""


def citation(document: Metadata, locator: str = "") -> str:
    """Return a citation in official form: 《中华人民共和国外商投资法》第二十八条第二款.

    Chapters are not cited, because the number of an article is enough. A number of the document stands
    behind its title. A part of a code is cited as the code: 《中华人民共和国民法典》第一百八十八条.
    """
    title = (code_of(document) or document.title).replace("《", "〈").replace("》", "〉")
    number = f"（{document.doc_number}）" if document.doc_number else ""
    article = _FIRST_ARTICLE.search(locator)
    return f"《{title}》{number}{(article.group() if article else locator).replace(' ', '')}"


def cite(place: Place) -> str:
    """Return the citation of a place."""
    return citation(place.document, place.locator)
