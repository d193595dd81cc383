"""Everyday questions for articles of national laws: they come with the project and go with an article's text.

Whoever adds the Civil Code or the Company Law gets them without doing anything. They belong to a text, word
by word, and not to a title or a number: another edition of an article has none of them. Each file
of ``law_asks/`` is of one law; a line is the digest of an article's text, its number, and a question.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from corpus.model import Document

FOLDER = Path(__file__).with_suffix("")


def with_law_asks(document: Document) -> Document:
    """Give the articles of a document the questions written for them; one with questions stays as it is."""
    if any(clause.asks for clause in document.clauses):
        return document
    asks = [_library().get(digest(clause.text), ()) for clause in document.clauses]
    if not any(asks):
        return document
    clauses = (replace(c, asks=own) if own else c for c, own in zip(document.clauses, asks, strict=True))
    return replace(document, clauses=tuple(clauses))


def digest(text: str) -> str:
    """Return what a text is known by, 12 hex digits; white space does not count."""
    return hashlib.blake2b("".join(text.split()).encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=1)
def _library() -> Mapping[str, tuple[str, ...]]:
    asks: dict[str, list[str]] = defaultdict(list)
    for file in sorted(FOLDER.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            of, _, question = line.split("\t")
            asks[of].append(question)
    return {of: tuple(dict.fromkeys(questions)) for of, questions in asks.items()}
