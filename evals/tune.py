"""Learn the ranking weights and the floor from labelled questions.

Each question gives pairs (right passage, wrong passage); the weights minimise the logistic loss of their
score differences and stay non-negative. Every kind of question counts equally. The floor maximises the mean
of the share of answerable questions kept and of unanswerable ones refused. Figures are cross-validated: every
question is scored with weights that never saw it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.ranking import CONTENT, SIGNALS
from index.search import PolicyIndex

FOLDS = 5
_CANDIDATES = 60  # best wrong passages of each signal that compete with a right one
_STEPS = 1500
_RATE = 0.05
_DECAY = 1e-3
EXACT = 3.0  # not learned: a named article must come first whatever else is close


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """The signals of one question: candidates by signals, and which candidates are right."""

    task: str
    signals: NDArray[np.float32]  # (candidates, len(SIGNALS))
    right: NDArray[np.bool_]  # (candidates,); none for a question that must be refused


@dataclass(frozen=True, slots=True)
class Tuned:
    """Weights, floor, and cross-validated shares by task."""

    weights: dict[str, float]
    figures: dict[str, dict[str, float]]


def example(index: PolicyIndex, task: str, question: str, right: frozenset[str]) -> Example:
    """Collect the signals of a question; `right` holds clause ids of the index."""
    table = index.signal_table(question)
    best = {int(row) for name in CONTENT for row in np.argsort(-table[name])[:_CANDIDATES]}
    best |= set(index.rows_of(right))
    rows = np.array(sorted(best))
    wanted = set(index.rows_of(right))
    matrix = np.stack([table[name][rows] for name in SIGNALS], axis=1)
    return Example(task, matrix, np.array([int(row) in wanted for row in rows]))


def tune(examples: Sequence[Example], seed: int = 0) -> Tuned:
    """Learn weights from all examples, and measure them by cross-validation."""
    order = np.random.default_rng(seed).permutation(len(examples))
    folds = [set(order[start::FOLDS].tolist()) for start in range(FOLDS)]
    tops: dict[str, list[tuple[bool, bool]]] = {}
    supports: list[tuple[bool, float]] = []
    for fold in folds:
        weights = _learn([e for i, e in enumerate(examples) if i not in fold])
        for i in fold:
            _measure(examples[i], weights, tops, supports)
    final = _learn(examples)
    floor = _floor([pair for e in examples for pair in [_support(e, final)]])
    figures = {task: _shares(rows) for task, rows in tops.items()}
    figures["floor"] = _floor_figures(supports)
    named = {name: round(float(w), 4) for name, w in zip(SIGNALS, final, strict=True)}
    return Tuned(named | {"floor": round(floor, 4)}, figures)


def write(tuned: Tuned, path: Path) -> None:
    """Store weights with the model."""
    path.write_text(json.dumps(tuned.weights, indent=2) + "\n", encoding="utf-8")


def _pairs(examples: Sequence[Example]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return differences right minus wrong, and how much each counts."""
    tasks = [e.task for e in examples if e.right.any()]
    rows, shares = [], []
    for e in examples:
        if not e.right.any() or e.right.all():
            continue
        wrong = e.signals[~e.right]
        for good in e.signals[e.right]:
            rows.append(good - wrong)
            share = 1 / (tasks.count(e.task) * e.right.sum() * len(wrong))
            shares.append(np.full(len(wrong), share, dtype=np.float32))
    return np.concatenate(rows), np.concatenate(shares)


def _learn(examples: Sequence[Example]) -> NDArray[np.float32]:
    differences, shares = _pairs(examples)
    exact = SIGNALS.index("exact")
    weights = np.full(len(SIGNALS), 1.0, dtype=np.float32)
    scale = 6.0  # steepness of the loss: only near misses count
    for _ in range(_STEPS):
        margins = differences @ weights
        pull = shares / (1 + np.exp(np.clip(scale * margins, -30, 30)))
        gradient = -scale * (pull @ differences) + _DECAY * weights
        weights = np.maximum(weights - _RATE * gradient, 0)
        weights[exact] = EXACT
        content = weights[: len(CONTENT)].sum()
        weights[: len(CONTENT)] *= 2 / max(
            float(content), 1e-6
        )  # the scale of a score is free: content sums to 2
    return weights


def _measure(
    e: Example,
    weights: NDArray[np.float32],
    tops: dict[str, list[tuple[bool, bool]]],
    supports: list[tuple[bool, float]],
) -> None:
    if e.right.any():
        ranked = e.right[np.argsort(-(e.signals @ weights), kind="stable")]
        tops.setdefault(e.task, []).append((bool(ranked[0]), bool(ranked[:5].any())))
    supports.append(_support(e, weights))


def _support(e: Example, weights: NDArray[np.float32]) -> tuple[bool, float]:
    """Return whether a question can be answered, and the support of its best hit."""
    best = int(np.argmax(e.signals @ weights))
    content = float(e.signals[best, : len(CONTENT)] @ weights[: len(CONTENT)])
    exact = float(e.signals[best, SIGNALS.index("exact")]) * EXACT
    return bool(e.right.any()), content + exact


def _floor(supports: Sequence[tuple[bool, float]]) -> float:
    return max((value for _, value in supports), key=lambda floor: _balance(supports, floor))


def _balance(supports: Sequence[tuple[bool, float]], floor: float) -> float:
    kept = [value >= floor for answerable, value in supports if answerable]
    refused = [value < floor for answerable, value in supports if not answerable]
    return float(np.mean(kept) + np.mean(refused)) / 2 if kept and refused else 0.0


def _floor_figures(supports: Sequence[tuple[bool, float]]) -> dict[str, float]:
    return {"balanced": round(_balance(supports, _floor(supports)), 4)}


def _shares(rows: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    first, five = np.array(rows, dtype=np.float64).mean(axis=0)
    return {"questions": len(rows), "top1": round(float(first), 4), "top5": round(float(five), 4)}
