"""Open the two sides of a comparison: documents of the index by name, or files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from assistant.compare import Comparison, Side, compare_documents
from assistant.errors import UsageError
from assistant.messages import Messages
from assistant.wording_clauses import ClauseBook, ClauseText
from assistant.wording_upload import read_document_file
from assistant.wording_versions import Versions
from corpus.model import Clause, Metadata
from index.search import PolicyIndex

_MARKUP = re.compile(r"<!--.*?-->", re.DOTALL)


def compare_named(
    old: str,
    new: str,
    index: PolicyIndex,
    messages: Messages,
    as_of: date | None = None,
    *,
    files: bool = True,
) -> Comparison:
    """Compare two documents.

    Args:
        old: a document id, a title (with a year to choose a version: 公司法（2018年）), or a file.
        new: the same.
        index: the open index.
        messages: the language of errors.
        as_of: the day that decides which version a title without a year means; today if None.
        files: whether a name may be that of a file; never for names that come from the web.

    Raises:
        UsageError: if one of the two cannot be found or read.
    """
    day = as_of or date.today()
    versions = Versions(index, day)
    book = ClauseBook(index, versions)
    (first, first_sides), (second, second_sides) = (
        _side(name, book, versions, messages, files) for name in (old, new)
    )
    return replace(
        compare_documents(first, first_sides, second, second_sides),
        as_of=day,
        compared_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        index_fingerprint=index.state.fingerprint,
    )


def _side(
    name: str, book: ClauseBook, versions: Versions, messages: Messages, files: bool
) -> tuple[Metadata, tuple[Side, ...]]:
    document = book.index.documents.get(name)
    if document is None and files and Path(name).is_file():
        read = read_document_file(Path(name), messages)
        return read.metadata, _sides(read.clauses)
    if document is None:
        named = versions.named(name.strip("《》 "))
        if not named:
            raise UsageError(messages.text("lookup", "no_document", address=name))
        document = named[0]
    return document, _sides(book.clauses_of(document.id))


def _sides(clauses: Sequence[Clause | ClauseText]) -> tuple[Side, ...]:
    """Return the clauses that say something; a mark that a file left between two headings does not."""
    saying = [c for c in clauses if re.search(r"[^\W_]", _MARKUP.sub("", c.text))]
    return tuple(Side(c.locator, c.article, c.text) for c in saying)
