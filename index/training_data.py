"""What a model is trained on: passages of a corpus, and questions with passages that answer them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Corpus, Document
from index.errors import IndexingError
from index.passages import make_passages


class PairsUnusable(IndexingError):
    """A line of a file of pairs cannot be used; the message names the line and what it must hold."""


@dataclass(frozen=True, slots=True)
class TrainingPassage:
    """A passage to learn from: its context (title and headings) and its text."""

    context: str
    text: str

    def embed_text(self) -> str:
        """Return what the index embeds: the context, then the text."""
        return f"{self.context}\n{self.text}" if self.context else self.text


def training_passages(corpus: Corpus) -> tuple[TrainingPassage, ...]:
    """Return the passages of a corpus, cut as the index cuts them."""
    return tuple(
        TrainingPassage(passage.embed_text[: -len(passage.text)].rstrip("\n"), passage.text)
        for document in corpus.documents
        for passage in make_passages(document)
    )


def asked_pairs(documents: Iterable[Document]) -> tuple[tuple[str, str], ...]:
    """Return every question written for a clause with the embedded text of that clause."""
    return tuple(
        (ask, passage.embed_text)
        for document in documents
        for passage in make_passages(document)
        for ask in passage.asks
    )


def read_pairs(path: Path, corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Read labelled pairs from a JSONL file.

    Args:
        path: one object a line: ``{"question", "text"}`` or ``{"question", "document_id", "clause_id"}``.
        corpus: where clauses are looked up.

    Raises:
        PairsUnusable: at the first line that is neither, or names an unknown clause.
    """
    clauses = {
        (passage.document_id, passage.clause_id): passage.embed_text
        for document in corpus.documents
        for passage in reversed(make_passages(document))  # a question about a long clause means its beginning
    }
    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text = row["text"] if "text" in row else clauses[row["document_id"], row["clause_id"]]
            pairs.append((str(row["question"]), str(text)))
        except (ValueError, KeyError, TypeError) as error:
            raise PairsUnusable(
                f"{path} 第{number}行不能使用（{error}），每行应为"
                ' {"question", "text"} 或 {"question", "document_id", "clause_id"}'
            ) from error
    return tuple(pairs)
