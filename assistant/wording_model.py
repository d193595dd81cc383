"""The vocabulary of the wording check. All values are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.model import Kind, Metadata, Status
from corpus.validity import is_record
from index.signals import ENDED

Diff = tuple[tuple[str, str], ...]
"""From the official text to the checked one: (equal | insert | delete, characters)."""


class Verdict(StrEnum):
    """What the check says of a sentence."""

    VERBATIM = "verbatim"
    ALTERED = "altered"  # other words, nothing found that contradicts
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"


class DifferenceKind(StrEnum):
    """What differs between a sentence and a clause."""

    FIGURE = "figure"
    UNIT = "unit"
    DATE = "date"
    BOUND = "bound"
    NEGATION = "negation"
    SUBJECT = "subject"
    SCOPE = "scope"
    OBLIGATION = "obligation"
    REFERENCE = "reference"
    WORDS = "words"  # everything else
    WRITTEN = "written"  # a figure of the same value, written in another way
    OMITTED = "omitted"
    ADDED = "added"
    JOINED = "joined"  # words of two clauses made one sentence

    @property
    def contradicts(self) -> bool:
        """Whether it makes a sentence say something else than the clause."""
        return self not in _HARMLESS


_HARMLESS = frozenset(
    (
        DifferenceKind.WORDS,
        DifferenceKind.WRITTEN,
        DifferenceKind.OMITTED,
        DifferenceKind.ADDED,
        DifferenceKind.JOINED,
    )
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the words of the sentence and those of the clause; one of the two may be empty."""

    kind: DifferenceKind
    said: str
    official: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a clause, and in it the words compared, ``document text[start:end]``."""

    document: Metadata
    status: Status
    clause_id: str
    locator: str
    article: str
    start: int
    end: int
    official: str  # the words compared
    clause: str  # the whole clause
    clause_start: int
    before: str = ""  # what stands before the words compared in their own sentence
    after: str = ""  # what follows them there
    confidence: float | None = None  # of the least sure line (0-1), where it was read from a picture

    @property
    def wording_counts(self) -> bool:
        """Whether the text is official; of a digest only the facts are compared."""
        return self.document.kind is Kind.OFFICIAL_TEXT


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence against one clause. ``share`` from 0 to 1: how much of the sentence stands there."""

    place: Place
    verdict: Verdict
    diff: Diff
    differences: tuple[Difference, ...]
    share: float
    conditions: tuple[str, ...] = ()  # of the clause, that the sentence does not name
    unproven: tuple[str, ...] = ()  # words that a digest does not have


class ReferenceFault(StrEnum):
    """What is wrong with a reference."""

    UNKNOWN_TITLE = "unknown_title"
    UNKNOWN_NUMBER = "unknown_number"
    UNKNOWN_ARTICLE = "unknown_article"
    OTHER_NUMBER = "other_number"
    OTHER_ARTICLE = "other_article"
    OTHER_TITLE = "other_title"
    OLD_VERSION = "old_version"
    NOT_QUOTED = "not_quoted"


@dataclass(frozen=True, slots=True)
class Reference:
    """A title, number, article or quotation named by the text, and what is right instead of it."""

    start: int
    end: int
    text: str
    fault: ReferenceFault | None
    right: str = ""  # the reference to put in its place, in official form
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A word that a clerk should look at: a promise, an absolute word, a name that is no longer right."""

    start: int
    end: int
    text: str
    kind: str
    reason: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Two figures of the text itself for what seems the same thing."""

    first_start: int
    first: str
    second_start: int
    second: str
    about: str


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence and what became of it. ``report text[start:end] == text``."""

    start: int
    end: int
    text: str
    verdict: Verdict
    finding: Finding | None = None
    parts: tuple[Finding, ...] = ()  # of a sentence made of two clauses
    current: Finding | None = None  # the same sentence against the text that replaced the one found
    elsewhere: tuple[Place, ...] = ()  # where it stands equally well, the likeliest first
    undecided: bool = False  # nothing in the text tells which of these it comes from
    references: tuple[Reference, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def confidence(self) -> float | None:
        """How sure the least sure line is (0-1) where the verdict rests on recognised text, else None."""
        if self.finding is None or self.verdict is Verdict.NOT_FOUND:
            return None
        resting = (self.finding, *self.parts, *((self.current,) if self.current else ()))
        return min((f.place.confidence for f in resting if f.place.confidence is not None), default=None)

    @property
    def outdated(self) -> bool:
        """Whether it was found in a text that no longer holds."""
        found = self.finding is not None and self.verdict is not Verdict.NOT_FOUND
        if not found or self.finding is None or is_record(self.finding.place.document):
            return False
        return self.finding.place.status in ENDED

    @property
    def old_words(self) -> bool:
        """Whether it is word for word a text that no longer holds, and not the one that does."""
        old = self.verdict is Verdict.VERBATIM and self.current is not None
        return old and self.current is not None and self.current.verdict is not Verdict.VERBATIM


@dataclass(frozen=True, slots=True)
class WordingReport:
    """The check of a whole text."""

    sentences: tuple[CheckedSentence, ...]
    headings: int  # lines that state nothing and were not checked
    remarks: tuple[Remark, ...]
    inconsistencies: tuple[Inconsistency, ...]
    as_of: date
    checked_at: str  # ISO 8601 with offset
    index_fingerprint: str
    index_built_at: str
    documents: int
    passages: int
    milliseconds: float
    confidence: float | None = None  # of the checked text itself (0-1), where it was read from a picture

    def count(self, verdict: Verdict) -> int:
        """Return how many sentences got a verdict."""
        return sum(sentence.verdict is verdict for sentence in self.sentences)
