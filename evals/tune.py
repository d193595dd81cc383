"""Learn the ranking weights and the floor from labelled questions.

The weights maximise the likelihood of the right passages among the candidates of each question (softmax over
their scores). Questions about laws count as much as all kinds of questions about shipped documents together,
which count equally. What a kind of norm is worth is learned with them. The floor keeps 99 % of the questions
that can be answered; what else must be refused is found by the assistant's rules. Figures are
cross-validated: every question is scored with weights that never saw it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evals.cases import ASKED_ON, Case, Expect
from evals.statutes import LegalQuestion
from index.norms import Norm
from index.ranking import CONTENT
from index.search import PolicyIndex

DEVELOPED_WITH = ["answers", "refusals", "lay", "conversation"]
"""Sets that weights may be learned from; all others are for measuring."""
FOLDS = 5
EXACT = 4.0  # not learned: what is named comes first whatever else is close
LAWS = "laws"
UNSEEN = "unseen"  # questions that nothing is learned from
_CANDIDATES = 60  # best wrong passages of each signal that compete with a right one
_DECAY = 1e-3
_CURRENT = 0.15  # at least: too few questions set an ended rule beside the one in force to learn more
_TITLE = 0.4  # at least: too few name one law where another has the very words
_NORM = 0.2  # at most: the civil code answers half of the questions; more would bury laws that none asks of
_KEPT = 0.99  # share of the questions that can be answered whose best hit reaches the floor
_LEARNED = (*CONTENT, "title", "current")
_NORMS = tuple(norm for norm in Norm if norm not in (Norm.NONE, Norm.LOCAL))
_COLUMNS = len(_LEARNED) + len(_NORMS)
NORM_COLUMNS = tuple(range(len(_LEARNED), _COLUMNS))


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """The signals of one question: candidates by columns, and which candidates are right."""

    task: str
    columns: NDArray[np.float32]  # (candidates, _COLUMNS): signals, then 1 in the column of the norm
    exact: NDArray[np.float32]  # (candidates,)
    right: NDArray[np.bool_]  # (candidates,); none for a question that must be refused


@dataclass(frozen=True, slots=True)
class Tuned:
    """What goes into ``ranking.json``, and cross-validated shares by task."""

    weights: dict[str, Any]
    figures: dict[str, dict[str, float]]


def signal_column(name: str) -> int:
    """Return the column of an example that holds a signal."""
    return _LEARNED.index(name)


def case_examples(index: PolicyIndex, cases: Sequence[Case]) -> Iterator[Example]:
    """Yield the examples of questions about shipped documents; those with earlier turns are left out."""
    norms = index.norms()
    for case in cases:
        if (
            case.turns
            or case.expect is Expect.EITHER
            or (case.expect is Expect.ANSWERED) != bool(case.clauses)
        ):
            continue
        yield _example(index, norms, str(case.kind), case.question, index.rows_of(case.clauses))


def law_examples(index: PolicyIndex, questions: Sequence[LegalQuestion]) -> Iterator[Example]:
    """Yield the examples of questions about laws, each copy of a gold article being right."""
    norms = index.norms()
    rows: dict[tuple[str, str], list[int]] = {}
    for row, address in enumerate(index.addresses()):
        rows.setdefault(address, []).append(row)
    for question in questions:
        right = [row for answer in question.gold for copy in answer for row in rows.get(copy, ())]
        if right:
            yield _example(index, norms, LAWS, question.text, right)


def _example(
    index: PolicyIndex, norms: Sequence[Norm], task: str, question: str, right: Sequence[int]
) -> Example:
    table = index.signal_table(question, ASKED_ON)
    best = {int(row) for name in CONTENT for row in np.argsort(-table[name])[:_CANDIDATES]}
    rows = np.array(sorted(best | set(right)))
    kinds = np.array([[norms[row] is norm for norm in _NORMS] for row in rows], dtype=np.float32)
    signals = np.stack([table[name][rows] for name in _LEARNED], axis=1)
    return Example(task, np.hstack([signals, kinds]), table["exact"][rows], np.isin(rows, list(right)))


def tune(examples: Sequence[Example], unseen: Sequence[Example] = (), seed: int = 0) -> Tuned:
    """Learn weights from all examples, and measure them by cross-validation.

    Args:
        examples: questions and their candidates.
        unseen: more of them, which are only measured, with the weights of all examples.
        seed: of the folds.
    """
    order = np.random.default_rng(seed).permutation(len(examples))
    tops: dict[str, list[tuple[bool, bool]]] = {}
    supports: list[tuple[bool, float]] = []
    for start in range(FOLDS):
        fold = set(order[start::FOLDS].tolist())
        weights = _learn([e for i, e in enumerate(examples) if i not in fold])
        for i in sorted(fold):
            _measure(examples[i], weights, tops, supports)
    final = _learn(examples)
    for example in unseen:
        _measure(replace(example, task=UNSEEN), final, tops, [])
    floor = _floor([_support(e, final) for e in examples if e.task != LAWS])
    figures = {task: _shares(rows) for task, rows in sorted(tops.items())}
    figures["floor"] = {
        "refused": _refused(supports, floor, answerable=False),
        "wrongly refused": _refused(supports, floor, answerable=True),
    }
    return Tuned(_named(final) | {"floor": round(floor, 4)}, figures)


def write(tuned: Tuned, path: Path) -> None:
    """Store weights with the model."""
    path.write_text(json.dumps(tuned.weights, indent=2) + "\n", encoding="utf-8")


def _named(weights: NDArray[np.float32]) -> dict[str, Any]:
    """Name the weights; what was not among the questions gets a value that changes no order unduly."""
    values = dict(zip(_NORMS, weights[len(_LEARNED) :].tolist(), strict=True))
    least, span = min(values.values()), max(values.values()) - min(values.values())
    norms = {str(norm): round((value - least) / (span or 1), 4) for norm, value in values.items()}
    norms |= {str(Norm.LOCAL): norms[str(Norm.REGULATION)], str(Norm.NONE): 1.0}
    named: dict[str, Any] = {
        name: round(float(weight), 4) for name, weight in zip(_LEARNED, weights, strict=False)
    }
    return named | {"norm": round(span, 4), "exact": EXACT, "norms": norms}


def _learn(examples: Sequence[Example]) -> NDArray[np.float32]:
    usable = [e for e in examples if e.right.any() and not e.right.all()]
    columns = np.concatenate([e.columns for e in usable]).astype(np.float64)
    counts = np.array([len(e.right) for e in usable])
    starts, of = np.cumsum(counts) - counts, np.repeat(np.arange(len(usable)), counts)
    right = np.concatenate([e.right / e.right.sum() for e in usable])
    shares = _task_shares([e.task for e in usable])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = columns @ weights
        scores -= np.maximum.reduceat(scores, starts)[of]
        likely = np.exp(scores)
        total = np.add.reduceat(likely, starts)
        value = -shares @ np.add.reduceat((scores - np.log(total)[of]) * right, starts)
        slope = columns.T @ ((likely / total[of] - right) * shares[of])
        return float(value + _DECAY * weights @ weights / 2), slope + _DECAY * weights

    bounds = [(0, None)] * len(_LEARNED) + [(None, None)] * len(_NORMS)
    found = minimize(loss, np.ones(_COLUMNS), jac=True, method="L-BFGS-B", bounds=bounds).x
    found *= 2 / (found[: len(CONTENT)].sum() or 1)  # the scale of a score is free: content sums to 2
    for name, least in (("title", _TITLE), ("current", _CURRENT)):
        found[signal_column(name)] = max(found[signal_column(name)], least)
    norms = found[len(_LEARNED) :]
    norms *= min(1, _NORM / (np.ptp(norms) or 1))
    return np.asarray(found, dtype=np.float32)


def _task_shares(tasks: Sequence[str]) -> NDArray[np.float64]:
    """Return how much each question counts, given its task."""
    others = len(set(tasks) - {LAWS})
    law_share = 0.5 if others and LAWS in tasks else 1.0
    of_task = {task: law_share if task == LAWS else law_share / others for task in set(tasks)}
    return np.array([of_task[task] / tasks.count(task) for task in tasks])


def _measure(
    e: Example,
    weights: NDArray[np.float32],
    tops: dict[str, list[tuple[bool, bool]]],
    supports: list[tuple[bool, float]],
) -> None:
    if e.right.any():
        ranked = e.right[np.argsort(-_scores(e, weights), kind="stable")]
        tops.setdefault(e.task, []).append((bool(ranked[0]), bool(ranked[:5].any())))
    if e.task != LAWS:
        supports.append(_support(e, weights))


def _scores(e: Example, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(e.columns @ weights + EXACT * e.exact, dtype=np.float32)


def _support(e: Example, weights: NDArray[np.float32]) -> tuple[bool, float]:
    """Return whether a question can be answered, and the support of its best hit."""
    best = int(np.argmax(_scores(e, weights)))
    content = float(e.columns[best, : len(CONTENT)] @ weights[: len(CONTENT)])
    return bool(e.right.any()), content + float(e.exact[best]) * EXACT


def _floor(supports: Sequence[tuple[bool, float]]) -> float:
    return float(np.quantile([value for answerable, value in supports if answerable], 1 - _KEPT))


def _refused(supports: Sequence[tuple[bool, float]], floor: float, answerable: bool) -> float:
    """Return the share of questions, of those that can be answered or of the others, below the floor."""
    return round(float(np.mean([value < floor for can, value in supports if can is answerable])), 4)


def _shares(rows: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    first, five = np.array(rows, dtype=np.float64).mean(axis=0)
    return {"questions": len(rows), "top1": round(float(first), 4), "top5": round(float(five), 4)}
