"""Ranking weights and the floor are learned from labelled questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from evals.ablation import PARTS, ablation
from evals.cases import read_cases, resolve_sets
from evals.tune import LAWS, Example, case_examples, tune, write
from index.norms import Norm
from index.ranking import CONTENT, Weights
from index.search import PolicyIndex

TELLING, BLIND = "words", "dense"
SIGNALS = (*CONTENT, "title", "current")
NORMS = [norm for norm in Norm if norm not in (Norm.NONE, Norm.LOCAL)]
CANDIDATES = 6


def question(chance: np.random.Generator, task: str, answered: bool = True) -> Example:
    """Return a question whose right candidate alone has a high ``TELLING`` signal, and is of higher rank."""
    columns = np.zeros((CANDIDATES, len(SIGNALS) + len(NORMS)), dtype=np.float32)
    columns[:, SIGNALS.index(BLIND)] = chance.random(CANDIDATES)
    columns[:, SIGNALS.index(TELLING)] = chance.uniform(0.0, 0.4, CANDIDATES)
    columns[1:, len(SIGNALS) + NORMS.index(Norm.RULE)] = 1.0
    right: NDArray[np.bool_] = np.zeros(CANDIDATES, dtype=np.bool_)
    if answered:
        right[0] = True
        columns[0, SIGNALS.index(TELLING)] = chance.uniform(0.6, 1.0)
        columns[0, len(SIGNALS) + NORMS.index(Norm.LAW)] = 1.0
    return Example(task, columns, np.zeros(CANDIDATES, dtype=np.float32), right)


@pytest.fixture(scope="module")
def examples() -> Sequence[Example]:
    chance = np.random.default_rng(7)
    answered = [question(chance, task) for task in ("incentive", "process") for _ in range(40)]
    return [*answered, *(question(chance, "refusal", answered=False) for _ in range(20))]


def test_the_signal_that_tells_right_from_wrong_gets_the_weight(
    examples: Sequence[Example], tmp_path: Path
) -> None:
    tuned = tune(examples)
    write(tuned, tmp_path / "ranking.json")
    learned = Weights.load(tmp_path / "ranking.json")  # what is written is what a search reads
    assert learned.words > 4 * learned.dense
    assert learned.norms[Norm.LAW] > learned.norms[Norm.RULE]
    for task in ("incentive", "process"):
        assert tuned.figures[task]["questions"] == 40
        assert tuned.figures[task]["top1"] >= 0.95
    assert "refusal" not in tuned.figures  # nothing is right, so nothing can be found first


def test_the_floor_keeps_what_can_be_answered_and_refuses_the_rest(examples: Sequence[Example]) -> None:
    refused = tune(examples).figures["floor"]
    assert refused["refused"] >= 0.9
    assert refused["wrongly refused"] <= 0.05


def test_where_nothing_tells_right_from_wrong_the_figures_say_so() -> None:
    chance = np.random.default_rng(7)
    examples = [question(chance, "incentive") for _ in range(60)]
    for example in examples:  # the answers are dealt out anew, so the signals say nothing of them
        chance.shuffle(example.right)
    assert tune(examples + [question(chance, "refusal", answered=False)]).figures["incentive"]["top1"] < 0.5


def test_examples_of_cases_know_which_candidates_are_right(index_folder: Path) -> None:
    cases = read_cases(resolve_sets(["answers", "conversation"]))
    single = next(case for case in cases if case.clauses and not case.turns)
    turned = next(case for case in cases if case.turns)
    (found,) = case_examples(PolicyIndex.open(index_folder), [single, turned])
    assert found.task == str(single.kind)
    assert found.right.sum() == len(single.clauses)
    content = found.columns[:, : len(CONTENT)].sum(axis=1)
    assert content[found.right].max() > np.median(content)


def test_a_part_left_out_shows_what_it_added(examples: Sequence[Example]) -> None:
    chance = np.random.default_rng(8)
    laws = [question(chance, LAWS) for _ in range(40)]
    unseen = [question(chance, "search") for _ in range(30)]
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in ablation([*examples, *laws], unseen).split("\n")
    ]
    firsts = {row[0]: [float(cell) for cell in row[1::2]] for row in rows[2:]}
    assert set(firsts) == set(PARTS)
    assert min(firsts["nothing"]) >= 0.95
    assert max(firsts["BM25 of words"]) < 0.95  # the norm is left, and chance
    assert firsts["named title"] == firsts["nothing"]  # no example has one
