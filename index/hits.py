"""What a search is asked to find, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Metadata, Status, Topic
from index.passages import Passage
from index.ranking import Signals
from index.signals import ENDED


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be; empty fields accept everything."""

    level: str = ""
    topic: Topic | None = None
    status: Status | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with the reasons for its place."""

    rank: int  # from 1
    score: float  # higher is closer; see Weights.floor
    passage: Passage
    document: Metadata
    status: Status  # on the day asked about
    signals: Signals
    closeness: float  # the part of the score that comes from the words and sense of the question
    support: float  # closeness, raised when the question names this very article: compared with the floor
    explanation: str

    @property
    def ended(self) -> bool:
        """Whether the document has been replaced, repealed, has expired, or is not yet in force."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits above the floor, best first; the next ones below it as rejected."""

    hits: tuple[Hit, ...]
    rejected: tuple[Hit, ...]
    milliseconds: float
    correction: str | None = None  # what was searched for, if not the question as typed
