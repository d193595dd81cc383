"""Which document replaced, ended or changed which, completed in both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.families import family_key, family_of, successors, version_start
from corpus.model import Document, Metadata, Status
from corpus.references import read_document_numbers, read_titles


@dataclass(frozen=True, slots=True)
class _End:
    """What ended a document: the later one, and how that is known."""

    by: str
    status: Status
    reason: str


def linked(documents: Mapping[str, Document]) -> tuple[Document, ...]:
    """Complete the links between documents; see :func:`relink`."""
    found = relink({name: document.own or document.metadata for name, document in documents.items()})
    return tuple(document.with_metadata(found[name]) for name, document in documents.items())


def relink(metadata: Mapping[str, Metadata]) -> dict[str, Metadata]:
    """Complete the links between documents, from the metadata that each gives itself, by id.

    What a document's metadata says comes first, then what a repeal sentence of another says, then the order
    of the versions of one family. Only a status that was unknown is changed.
    """
    said = {old: new for new, m in metadata.items() for old in m.supersedes}
    ends = _ends(metadata)
    changes = _changes(metadata)
    olds: dict[str, set[str]] = {}
    newer: dict[str, str] = {}
    for old, m in metadata.items():
        new = m.superseded_by or said.get(old, "") or (ends[old].by if old in ends else "")
        newer[old] = new
        olds.setdefault(new, set()).add(old)

    def link(m: Metadata) -> Metadata:
        end = ends.get(m.id)
        if end and m.status is Status.UNKNOWN and newer[m.id] == end.by:
            m = replace(m, status=end.status, status_reason=end.reason)
        return replace(
            m,
            superseded_by=newer[m.id],
            supersedes=tuple(sorted({*m.supersedes, *olds.get(m.id, ())})),
            amended_by=tuple(sorted({*m.amended_by, *changes.get(m.id, ())})),
        )

    return {name: link(m) for name, m in metadata.items()}


def _ends(metadata: Mapping[str, Metadata]) -> dict[str, _End]:
    ends = {
        old: _End(
            new,
            Status.SUPERSEDED,
            f"有较新的版本：《{metadata[new].title}》（{version_start(metadata[new])}）",
        )
        for old, new in successors(metadata.values()).items()
    }
    for old, new in repeal_links(list(metadata.values())):
        if old in ends and family_of(metadata[old]) == family_of(metadata[new]):
            continue  # the next version of the same text says it too
        sentence = metadata[new].repeal_sentence.replace("\n", "")
        ends[old] = _End(new, Status.REPEALED, f"《{metadata[new].title}》写明：{sentence}")
    return ends


def repeal_links(documents: Sequence[Metadata]) -> list[tuple[str, str]]:
    """Return (ended, ending) document ids that repeal sentences give, in the order of the ending ones.

    A title counts only for a document that is older than the sentence: a law may end an earlier text that
    bears the title of its own later version.
    """
    by_title: dict[str, list[Metadata]] = {}
    by_number: dict[str, list[Metadata]] = {}
    for document in documents:
        by_title.setdefault(family_key(document.title), []).append(document)
        for number in read_document_numbers(document.doc_number):
            by_number.setdefault(number.normalised, []).append(document)
    found: list[tuple[str, str]] = []
    for new in documents:
        for name in new.repeals:
            for old in by_number.get(name, by_title.get(family_key(name), ())):
                if old.id != new.id and _older(old, new):
                    found.append((old.id, new.id))
    return list(dict.fromkeys(found))


def _older(old: Metadata, new: Metadata) -> bool:
    """Tell whether a text was issued before another took effect; unknown dates decide nothing."""
    issued, start = old.published or old.effective, new.effective or new.published
    return bool(issued and start and issued.last_day() < start.first_day())


def _changes(metadata: Mapping[str, Metadata]) -> dict[str, set[str]]:
    """Return the ids of decisions in the corpus that the head of a text names as having changed it."""
    titles: dict[str, set[str]] = {}
    for name, m in metadata.items():
        titles.setdefault(family_key(m.title), set()).add(name)
    found: dict[str, set[str]] = {}
    for name, m in metadata.items():
        for line in m.amendments:
            for title in read_titles(line):
                found.setdefault(name, set()).update(titles.get(family_key(title.normalised), set()) - {name})
    return found
