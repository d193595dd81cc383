"""From files and folders to a corpus, with a report on every file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import metadata as meta
from corpus.errors import DocumentError
from corpus.links import linked
from corpus.model import Corpus, Document, FileReport, Outcome
from corpus.parse import split_clauses
from corpus.readers.markdown import read_markdown
from corpus.readers.reading import Reading
from corpus.readers.text import read_text
from corpus.sidecars import SUFFIXES, attach, read_sidecar
from corpus.text_metadata import from_text, missing_fields

SHIPPED = Path(__file__).parent / "documents"
READERS: dict[str, Callable[[Path], Reading]] = {".md": read_markdown, ".txt": read_text}
MAX_BYTES = 20_000_000  # a longer text is no policy document


@dataclass(frozen=True, slots=True)
class Loaded:
    """A corpus and what happened to each file, in the order of reading."""

    corpus: Corpus
    report: tuple[FileReport, ...]

    def failed(self) -> tuple[FileReport, ...]:
        """Return the files that could not be used."""
        return tuple(row for row in self.report if row.outcome is Outcome.FAILED)


def load_corpus(paths: Sequence[Path], progress: Callable[[str], None] | None = None) -> Loaded:
    """Read documents from folders and files.

    Args:
        paths: folders (searched in depth) or files.
        progress: called with the relative path of each file before it is read.

    Returns:
        The documents whose files could be read, and one report line per file; a bad file never stops others.
    """
    documents: dict[str, Document] = {}
    report: list[FileReport] = []
    for file, relative in _files(paths):
        if progress:
            progress(relative)
        try:
            document, remark = read_document(file, relative)
            twin = documents.get(document.metadata.id)
            if twin:
                raise DocumentError(
                    f"编号 {document.metadata.id} 与 {twin.metadata.path} 重复，请改用不同的 id"
                )
        except (DocumentError, OSError) as error:
            report.append(FileReport(relative, Outcome.FAILED, str(error)))
            continue
        except _Unsupported as reason:
            report.append(FileReport(relative, Outcome.SKIPPED, str(reason)))
            continue
        documents[document.metadata.id] = document
        report.append(FileReport(relative, Outcome.READ, remark))
    return Loaded(Corpus(linked(documents)), tuple(report))


def read_document(file: Path, relative: str) -> tuple[Document, str]:
    """Read one file into a document with clauses, and say which metadata its text does not give.

    Raises:
        DocumentError: if the file cannot be used, with the reason and the next step.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise _Unsupported(f"不支持 {file.suffix or '无扩展名的'} 文件")
    if file.stat().st_size > MAX_BYTES:
        raise DocumentError(f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再导入")
    reading = reader(file)
    overrides = read_sidecar(file, ".meta.yaml")
    if reading.front_matter:
        found = meta.from_fields({**reading.front_matter, **overrides}, relative)
        missing: tuple[str, ...] = ()
    else:
        found = meta.overridden(from_text(reading, relative), overrides)
        missing = missing_fields(found)
    clauses = attach(split_clauses(reading, found.id), file)
    if not clauses:
        raise DocumentError("没有找到可检索的条款")
    return Document(found, reading.text, clauses), f"未找到：{'、'.join(missing)}" if missing else ""


class _Unsupported(Exception):
    """The file is of a kind that no reader takes."""


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    seen: set[Path] = set()
    for path in paths:
        inside = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in inside:
            relative = file.name if file == path else file.relative_to(path).as_posix()
            hidden = any(part.startswith(".") for part in relative.split("/"))
            if hidden or file.name.endswith(SUFFIXES) or file.resolve() in seen:
                continue
            seen.add(file.resolve())
            yield file, relative
