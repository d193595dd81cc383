"""The catalogue: which documents there are, filtered, in versions, new, and ending soon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.model import Metadata, Status, Topic
from corpus.partial_date import PartialDate

PER_PAGE = 50
RECENT = 20
SOON = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its status today."""

    document: Metadata
    status: Status

    @property
    def day(self) -> PartialDate | None:
        """When it was published, or else when it took effect."""
        return self.document.published or self.document.effective


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an entry must be; empty fields accept everything."""

    words: str = ""
    level: str = ""
    topic: str = ""
    status: str = ""
    year: str = ""

    def accepts(self, entry: Entry) -> bool:
        """Tell whether an entry is wanted."""
        document = entry.document
        said = " ".join((document.title, document.subtitle, document.doc_number, document.issuer)).casefold()
        return (
            all(word in said for word in self.words.casefold().split())
            and (not self.level or document.level == self.level)
            and (not self.topic or self.topic in document.topics)
            and (not self.status or entry.status == self.status)
            and (not self.year or (entry.day is not None and str(entry.day.year) == self.year))
        )


@dataclass(frozen=True, slots=True)
class Ending:
    """A document in force that states when it ends."""

    entry: Entry
    days: int  # left, from 0


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries by date, the undated last; documents of one day keep their order."""
    dated = [entry for entry in entries if entry.day]
    undated = [entry for entry in entries if not entry.day]
    return (*sorted(dated, key=_day, reverse=True), *undated)


def ending_soon(entries: Iterable[Entry], today: date) -> tuple[Ending, ...]:
    """Return what is in force and ends within a year, the first to end first."""
    found = []
    for entry in entries:
        end = entry.document.expires
        if entry.status is Status.IN_FORCE and end and today <= end.last_day() <= today + SOON:
            found.append(Ending(entry, (end.last_day() - today).days))
    return tuple(sorted(found, key=lambda ending: ending.days))


def version_chains(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """Return groups of documents that replace one another, each from old to new, the newest group first."""
    by_id = {entry.document.id: entry for entry in entries}
    group_of: dict[str, str] = {}

    def root(name: str) -> str:
        while group_of.setdefault(name, name) != name:
            name = group_of[name]
        return name

    for entry in entries:
        for other in _linked(entry.document, by_id):
            group_of[root(other)] = root(entry.document.id)
    groups: dict[str, list[Entry]] = {}
    for name in group_of:
        groups.setdefault(root(name), []).append(by_id[name])
    chains = [tuple(sorted(group, key=_day)) for group in groups.values() if len(group) > 1]
    return tuple(sorted(chains, key=lambda chain: _day(chain[-1]), reverse=True))


def chain_of(document_id: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the versions of a document from old to new, itself among them; empty if it stands alone."""
    for chain in version_chains(entries):
        if any(entry.document.id == document_id for entry in chain):
            return chain
    return ()


def choices(entries: Iterable[Entry]) -> Mapping[str, tuple[str, ...]]:
    """Return what each filter can be set to: what occurs, in a stable order."""
    entries = tuple(entries)
    levels = dict.fromkeys(("国家", "江西省", "南昌市", "东湖区"))
    levels.update(dict.fromkeys(sorted({e.document.level for e in entries if e.document.level})))
    occurring = {e.document.level for e in entries}
    return {
        "level": tuple(level for level in levels if level in occurring),
        "topic": tuple(str(t) for t in Topic if any(t in e.document.topics for e in entries)),
        "status": tuple(str(s) for s in Status if any(e.status is s for e in entries)),
        "year": tuple(str(y) for y in sorted({e.day.year for e in entries if e.day}, reverse=True)),
    }


def _linked(document: Metadata, known: Mapping[str, Entry]) -> list[str]:
    return [name for name in (*document.supersedes, document.superseded_by) if name in known]


def _day(entry: Entry) -> date:
    return entry.day.first_day() if entry.day else date.min
