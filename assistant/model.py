"""The vocabulary of the assistant. All values are frozen.

A question becomes sources, a draft, a verified draft and an answer; each is a value of its own here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.shape_model import Shape
from corpus.model import Kind, Metadata, Status, Topic
from index.hits import Hit, SearchResult
from index.passages import Passage

if TYPE_CHECKING:
    from assistant.findings import Finding


class Language(StrEnum):
    """Language of the frame around an answer."""

    ZH = "zh"
    EN = "en"


class AnswerStatus(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    PARTIAL = "partial"  # something was answered, something asked for is not in the documents
    NO_SOURCE = "no_source"  # nothing found that supports an answer
    UNSUPPORTED = "unsupported"  # every statement failed verification
    BLOCKED = "blocked"  # must not be answered
    ERROR = "error"  # the question could not be used


class RefusalKind(StrEnum):
    """Why there is no answer; counted apart."""

    OUTSIDE = "outside"  # not a question about policy, procedures or figures of the places covered
    MISSING = "missing"  # within the subject, and no document says it
    PERSONAL = "personal"  # for an office to decide: a verdict, a promise, an act
    GREETING = "greeting"  # nothing is asked: a greeting, thanks, what the assistant is


class NoticeKind(StrEnum):
    """Why a notice stands beside an answer."""

    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    REPEALED = "repealed"
    NOT_YET = "not_yet"
    UNKNOWN_STATUS = "unknown_status"
    DIGEST = "digest"
    RECOGNISED = "recognised"  # cited words were read from a picture of a page
    FAIR_COMPETITION = "fair_competition"
    CONFLICT = "conflict"
    PREMISE = "premise"
    CONFIRMED = "confirmed"
    MISSING = "missing"
    OTHER_KIND = "other_kind"  # a plan was asked for and a result is given, or the other way round
    RESOLVED = "resolved"
    RECORD = "record"  # what is known of a document itself that was asked about
    PERSONAL = "personal"
    JURISDICTION = "jurisdiction"
    MODEL_UNAVAILABLE = "model_unavailable"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be searched."""

    text: str  # as typed, without surrounding white space
    search_text: str  # with what earlier turns add
    language: Language
    topic: Topic
    as_of: date
    turns: tuple[str, ...] = ()  # earlier questions, oldest first


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that may be cited, under the label that composers use for it."""

    label: int
    hit: Hit
    paired: bool = False  # another edition of the best source: used beside it though its standing differs
    part: str = ""  # the one of two questions in one that it is for; empty where one is asked

    @property
    def passage(self) -> Passage:
        """The passage."""
        return self.hit.passage

    @property
    def document(self) -> Metadata:
        """The document that the passage stands in."""
        return self.hit.document


@dataclass(frozen=True, slots=True)
class Quote:
    """Words said to stand in a source. Offsets count characters of the document text."""

    label: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A statement that a composer proposes, with the quotes that are to prove it."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model used for one answer."""

    input_tokens: int
    output_tokens: int
    cost: float | None = None  # in the currency of the price that was set; None without a price


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer returns: statements in order, and what was asked for but is not in the sources."""

    claims: tuple[DraftClaim, ...]
    missing: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()  # what a model wrote that is no statement about the sources
    notices: tuple[Notice, ...] = ()  # how the draft came about, where a reader must know it
    usage: Usage | None = None  # None without a model


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that passed verification; it always has at least one label."""

    text: str
    labels: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.labels:
            raise ValueError(f"claim without a source: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause that an answer rests on. ``quote`` stands at ``start:end`` of the document text."""

    label: int
    passage: Passage
    document: Metadata
    status: Status
    locator: str
    quote: str
    start: int
    end: int

    @property
    def kind(self) -> Kind:
        """Official text, digest or news."""
        return self.document.kind

    @property
    def confidence(self) -> float | None:
        """How sure the least sure line is (0-1) where the words were read from a picture, else None."""
        return self.passage.confidence(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A statement that was dropped, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What is left of a draft after verification."""

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    rejected: tuple[Rejected, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader must know beside the answer."""

    kind: NoticeKind
    text: str
    document: str = ""  # the id of the document that it tells of, where that can be opened
    heading: str = ""  # with rows the same as the text, laid out
    rows: tuple[str, ...] = ()

    @property
    def first(self) -> bool:
        """Whether it must be read before the statements, because it changes what they mean."""
        return self.kind in _FIRST


_FIRST = frozenset(
    (
        NoticeKind.SUPERSEDED,
        NoticeKind.EXPIRED,
        NoticeKind.REPEALED,
        NoticeKind.NOT_YET,
        NoticeKind.CONFLICT,
        NoticeKind.PREMISE,
        NoticeKind.RECORD,
        NoticeKind.OTHER_KIND,
        NoticeKind.CONFIRMED,
        NoticeKind.RESOLVED,
    )
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an unclear question: what its button says, and the question it sends."""

    label: str
    question: str


class Stage(StrEnum):
    """What the assistant is doing, for the line that a waiting reader sees."""

    SEARCH = "search"
    COMPOSE = "compose"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer."""

    status: AnswerStatus
    question: Question | None
    message: str  # what is said instead of claims, or before them; may be empty
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    refusal: RefusalKind | None = None  # None when something was answered, or the question could not be used
    near: tuple[Hit, ...] = ()  # closest passages when nothing supports an answer
    shape: Shape | None = None  # the same facts laid out for the topic; None where the clauses give no fields
    choices: tuple[Choice, ...] = ()  # readings to choose from, where they differ in the answer
    suggestions: tuple[str, ...] = ()  # next questions that the documents answer
    usage: Usage | None = None  # None when no model was asked, or it did not say
    milliseconds: float = 0.0
    index_fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question on its way through the pipeline; each step fills the next field."""

    text: str
    turns: tuple[str, ...]
    as_of: date
    question: Question | None = None
    result: SearchResult | None = None
    sources: tuple[Source, ...] = ()
    unanswered: tuple[str, ...] = ()  # questions, of two in one, that no source answers
    choices: tuple[Choice, ...] = ()  # other readings of the question
    notices: tuple[Notice, ...] = ()  # how it was read
    finding: Finding | None = None  # on what the question takes for granted
    draft: Draft | None = None
    verified: Verified | None = None
    answer: Answer | None = None  # set by the step that ends the inquiry
