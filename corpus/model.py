"""The vocabulary of documents: metadata, clauses and what is known about them. All values are frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.partial_date import PartialDate
from corpus.places import PlaceMap


class Status(StrEnum):
    """Validity of a document on a given day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What the text is: official wording may be quoted as such, a digest may not."""

    OFFICIAL_TEXT = "official_text"
    DIGEST = "digest"
    NEWS = "news"


class Topic(StrEnum):
    """The three things that investors ask about, and the rest."""

    INCENTIVE = "incentive"
    PROCESS = "process"
    TARGET = "target"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Everything known about a document apart from its text. Empty strings and None mean unknown."""

    id: str
    path: str  # relative to the folder given to `build`, with forward slashes
    title: str
    kind: Kind
    status: Status
    subtitle: str = ""
    doc_number: str = ""
    doc_number_note: str = ""
    issuer: str = ""
    issuer_note: str = ""
    level: str = ""  # 国家 | 江西省 | 南昌市 | 东湖区 | another place
    topics: tuple[Topic, ...] = ()
    published: PartialDate | None = None
    effective: PartialDate | None = None
    expires: PartialDate | None = None
    date_notes: tuple[tuple[str, str], ...] = ()  # (published|effective|expires, remark)
    status_reason: str = ""
    supersedes: tuple[str, ...] = ()
    supersedes_note: str = ""
    superseded_by: str = ""
    superseded_by_note: str = ""
    related: tuple[str, ...] = ()
    source_url: str = ""
    source_name: str = ""
    evidence: str = ""
    evidence_note: str = ""
    cautions: tuple[str, ...] = ()
    family: str = ""  # what all versions share; empty means the one of the title, see families.py
    amendments: tuple[str, ...] = ()  # what the head of the text says of changes to it, oldest first
    amended_by: tuple[str, ...] = ()  # ids of documents that changed parts of this one
    repeals: tuple[str, ...] = ()  # titles and numbers that this text says it ends
    repeal_sentence: str = ""  # where it says so, word for word
    file_digest: str = ""  # of a PDF: its pages are shown only while the file is this one
    ocr_confidence: float | None = None  # 0-1, of the least sure page that was recognised from a picture


@dataclass(frozen=True, slots=True)
class Part:
    """A 款 or 项 inside a clause. Offsets count characters of the document text."""

    locator: str  # 第二款, 第（一）项, 第二款第（一）项
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FigureFacet:
    """One figure of a clause as fields; every string stands word for word in the clause."""

    value: str  # a number, "5.0-5.5" for a range, or an ISO date
    unit: str
    meaning: str
    period: str
    bound: str  # exact | max | min | above | below | about
    kind: str  # rule | plan | reached | estimate | intended
    quote: str


@dataclass(frozen=True, slots=True)
class Facets:
    """Fields of a clause; every string stands word for word in the clause."""

    who: str = ""
    conditions: tuple[str, ...] = ()
    procedure: tuple[str, ...] = ()
    basis: str = ""
    figures: tuple[FigureFacet, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest unit with an address of its own: an article, or a numbered item of a paper.

    ``document.text[start:end] == text`` always holds.
    """

    id: str
    document_id: str
    locator: str  # 第二章 第十二条; 一、（二）
    article: str  # 第十二条, or empty
    headings: tuple[str, ...]  # the headings above, outermost first
    start: int
    end: int
    text: str
    parts: tuple[Part, ...] = ()
    asks: tuple[str, ...] = ()  # everyday questions it answers: searched, never shown as a source
    facets: Facets | None = None
    generated: tuple[str, ...] = ()  # questions written by a model for the search, kept apart from `asks`

    @property
    def searched_asks(self) -> tuple[str, ...]:
        """All questions that lead to the clause."""
        return (*self.asks, *self.generated)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read: the verbatim text and its clauses in order."""

    metadata: Metadata
    text: str
    clauses: tuple[Clause, ...]
    places: PlaceMap | None = None  # where its characters stand on pages or in paragraphs
    own: Metadata | None = None  # as the document itself gives it; None while links to others are not known

    def with_metadata(self, metadata: Metadata) -> Document:
        """Return the document with links to others in its metadata."""
        return replace(self, metadata=metadata, own=self.own or self.metadata)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in a stable order; ids are unique."""

    documents: tuple[Document, ...]


class Outcome(StrEnum):
    """What happened to a file."""

    READ = "read"
    SKIPPED = "skipped"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One line of the load report."""

    path: str
    outcome: Outcome
    reason: str = ""
