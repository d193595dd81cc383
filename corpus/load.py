"""From files and folders to a corpus, with a report on every file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.files import Found, find_files
from corpus.links import linked
from corpus.model import Corpus, Document, FileReport, Outcome
from corpus.read_files import Result, read_files
from corpus.readers.limits import Limits

SHIPPED = Path(__file__).parent / "documents"

Progress = Callable[[str, int, int], None]
"""Called with the relative path of a file that was dealt with, how many were, and how many there are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A corpus and what happened to each file, in the order of reading."""

    corpus: Corpus
    report: tuple[FileReport, ...]

    def failed(self) -> tuple[FileReport, ...]:
        """Return the files that could not be used."""
        return self.outcome(Outcome.FAILED)

    def outcome(self, outcome: Outcome) -> tuple[FileReport, ...]:
        """Return the files that ended one way."""
        return tuple(row for row in self.report if row.outcome is outcome)


def load_corpus(
    paths: Sequence[Path], progress: Progress | None = None, limits: Limits | None = None
) -> Loaded:
    """Read documents from folders and files.

    Args:
        paths: folders (searched in depth) or files.
        progress: see :data:`Progress`.
        limits: how much of a file is read before it is refused.

    Returns:
        The documents whose files could be read, and one report line per file; a bad file never stops others.
        A file with the bytes or the words of another is left out and reported.
    """
    found = list(find_files(paths))
    first = _same_bytes(found)
    fresh = [one for number, one in enumerate(found) if not one.problem and number not in first]
    results = read_files(fresh, limits or Limits())
    shelf = _Shelf({}, {}, [])
    for number, one in enumerate(found):
        if one.problem:
            shelf.report.append(FileReport(one.relative, Outcome.FAILED, one.problem))
        elif number in first:
            shelf.repeat(one.relative, first[number])
        else:
            shelf.take(next(results), one.relative)
        if progress:
            progress(one.relative, number + 1, len(found))
    next(results, None)  # lets the workers end
    return Loaded(Corpus(linked(shelf.documents)), tuple(shelf.report))


@dataclass(slots=True)
class _Shelf:
    """Documents by id, the first path of each text, and the report so far."""

    documents: dict[str, Document]
    texts: dict[str, str]
    report: list[FileReport]

    def take(self, result: Result, relative: str) -> None:
        """Add what was read of a file, unless its words or its id are there already."""
        if isinstance(result, FileReport):
            self.report.append(result)
            return
        document = result.document
        words = "".join(document.text.split()) + (document.metadata.id if result.is_named else "")
        twin = self.texts.setdefault(_digest(words.encode()), relative)
        holder = self.documents.get(document.metadata.id)
        if twin != relative:
            self.report.append(_copy(relative, twin))
        elif holder:
            reason = f"编号 {document.metadata.id} 与 {holder.metadata.path} 重复，请改用不同的 id"
            self.report.append(FileReport(relative, Outcome.FAILED, reason))
        else:
            self.documents[document.metadata.id] = document
            self.report.append(FileReport(relative, Outcome.READ, result.remark))

    def repeat(self, relative: str, twin: str) -> None:
        """Report a file with the bytes of an earlier one: a copy, or bad for the same reason."""
        earlier = next(row for row in self.report if row.path == twin)
        bad = earlier.outcome in (Outcome.FAILED, Outcome.SKIPPED)
        self.report.append(replace(earlier, path=relative) if bad else _copy(relative, twin))


def _copy(relative: str, twin: str) -> FileReport:
    return FileReport(relative, Outcome.DUPLICATE, f"与 {twin} 内容相同，只收录一份")


def _same_bytes(found: Sequence[Found]) -> dict[int, str]:
    """Return the positions of files that have the bytes of an earlier one, with its path.

    Only files of one size are compared; empty ones are no copies of each other.
    """
    sizes: dict[int, list[int]] = {}
    for number, one in enumerate(found):
        with suppress(OSError):
            if not one.problem and (size := one.file.stat().st_size):
                sizes.setdefault(size, []).append(number)
    copies: dict[int, str] = {}
    for numbers in sizes.values():
        seen: dict[str, str] = {}
        for number in numbers if len(numbers) > 1 else ():
            with suppress(OSError):
                key = _file_digest(found[number].file) + found[number].file.suffix.lower()
                twin = seen.setdefault(key, found[number].relative)
                if twin != found[number].relative:
                    copies[number] = twin
    return copies


def _file_digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "blake2b").hexdigest()


def _digest(words: bytes) -> str:
    return hashlib.blake2b(words, digest_size=16).hexdigest()
