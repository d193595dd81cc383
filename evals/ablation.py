"""What each part of the ranking adds: the weights learned again without it, on the same examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evals.tables import markdown_table
from evals.tune import LAWS, NORM_COLUMNS, UNSEEN, Example, signal_column, tune

_HEAD = (
    "without",
    "laws: first",
    "in five",
    "shipped: first",
    "in five",
    "unseen: first",
    "in five",
)
PARTS: Mapping[str, tuple[int, ...]] = {
    "nothing": (),
    "vectors (dense, asks)": (signal_column("dense"), signal_column("ask")),
    "vectors of the asks": (signal_column("ask"),),
    "BM25 of words": (signal_column("words"),),
    "BM25 of bigrams": (signal_column("bigrams"),),
    "both kinds of BM25": (signal_column("words"), signal_column("bigrams")),
    "named title": (signal_column("title"),),
    "current before ended": (signal_column("current"),),
    "kind of norm": NORM_COLUMNS,
}
"""What is left out, by the name it has in the table, and the columns of an example that go with it."""


def ablation(examples: Sequence[Example], unseen: Sequence[Example]) -> str:
    """Return a table: for each part left out, how often a right passage comes first, and among five.

    Args:
        examples: what weights are learned from and cross-validated with, about laws and shipped documents.
        unseen: questions about shipped documents that nothing is learned from.
    """
    rows = []
    for part, columns in PARTS.items():
        figures = tune(
            [_without(e, columns) for e in examples], [_without(e, columns) for e in unseen]
        ).figures
        shipped = [row for task, row in figures.items() if "top1" in row and task not in (LAWS, UNSEEN)]
        rows.append((part, *_cells([figures[LAWS]]), *_cells(shipped), *_cells([figures[UNSEEN]])))
    return markdown_table(_HEAD, rows)


def _without(example: Example, columns: Sequence[int]) -> Example:
    left = example.columns.copy()
    left[:, list(columns)] = 0.0
    return replace(example, columns=left)


def _cells(figures: Sequence[Mapping[str, float]]) -> tuple[str, str]:
    """Return the shares over all questions of several tasks."""
    questions = sum(row["questions"] for row in figures)
    first, five = (sum(row[name] * row["questions"] for row in figures) for name in ("top1", "top5"))
    return f"{first / questions:.3f}", f"{five / questions:.3f}"
