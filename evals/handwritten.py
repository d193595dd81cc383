"""Statements written by hand, true and false, of kinds that no rule makes: ``statements/*.jsonl``.

One JSON object a line: ``clause`` (id of the clause cited), ``kind``, ``text``, ``true``. A statement quotes
the whole clause; the text may be English.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assistant.model import DraftClaim, Quote
from corpus.model import Corpus
from evals.lies import Trial, truths

STATEMENTS = Path(__file__).parent / "statements"


def handwritten(corpus: Corpus, path: Path, *, true: bool) -> tuple[Trial, ...]:
    """Return the statements of a file that are true, or those that are false.

    Raises:
        KeyError: if a statement cites a clause that no document has.
    """
    sources = {truth.source.passage.clause_id: truth.source for truth in truths(corpus)}

    def made() -> Iterator[Trial]:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["true"] is not true:
                continue
            source = sources[row["clause"]]
            passage = source.passage
            quote = Quote(source.label, passage.text, passage.start, passage.end)
            yield Trial(row["kind"], DraftClaim(row["text"], (quote,)), source, row["clause"])

    return tuple(made())
