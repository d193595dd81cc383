"""The lying model: what is made false by rule is blocked, what is said in other words is kept."""

from __future__ import annotations

import pytest

from corpus.load import Loaded
from evals.fabrications import FABRICATIONS
from evals.gate import not_kept
from evals.handwritten import STATEMENTS, handwritten
from evals.lies import Verdict, judge, lies_table, trials, truths
from evals.paraphrases import PARAPHRASES

FEW = 12


@pytest.mark.parametrize("kind", FABRICATIONS)
def test_fabrications_are_blocked(shipped: Loaded, kind: str) -> None:
    made = trials(shipped.corpus, {kind: FABRICATIONS[kind]}, per_kind=FEW)
    assert len(made) == FEW
    assert [v.trial.claim.text for v in judge(made) if not v.reason] == []


def test_true_paraphrases_are_kept(shipped: Loaded) -> None:
    made = trials(shipped.corpus, PARAPHRASES, per_kind=FEW)
    assert {trial.kind for trial in made} == set(PARAPHRASES)
    assert sum(not v.reason for v in judge(made)) >= 0.98 * len(made)


def test_every_sentence_is_kept_as_it_stands(shipped: Loaded) -> None:
    assert len(truths(shipped.corpus)) > 1000
    assert [truth.text for truth in not_kept(shipped.corpus)] == []


def test_a_seed_always_gives_the_same_statements(shipped: Loaded) -> None:
    makers = {"figure": FABRICATIONS["figure"]}
    first, again = (trials(shipped.corpus, makers, seed=9, per_kind=FEW) for _ in range(2))
    assert first == again
    assert first != trials(shipped.corpus, makers, seed=10, per_kind=FEW)


def test_the_table_lists_every_miss(shipped: Loaded) -> None:
    made = trials(shipped.corpus, {"figure": FABRICATIONS["figure"]}, per_kind=2)
    table = lies_table([Verdict(made[0], "a reason"), Verdict(made[1], "")], blocked=True)
    assert "1/2" in table
    assert made[1].claim.text in table and made[0].claim.text not in table


HAND = STATEMENTS / "by_hand.jsonl"


def test_no_false_statement_written_by_hand_passes(shipped: Loaded) -> None:
    made = handwritten(shipped.corpus, HAND, true=False)
    assert len(made) >= 60
    assert [v.trial.claim.text for v in judge(made) if not v.reason] == []


def test_most_true_statements_written_by_hand_are_kept(shipped: Loaded) -> None:
    made = handwritten(shipped.corpus, HAND, true=True)
    assert len(made) >= 60
    assert sum(not v.reason for v in judge(made)) >= 0.8 * len(made)


def test_false_statements_written_later_pass_less_often_than_when_they_were_written(shipped: Loaded) -> None:
    made = handwritten(shipped.corpus, STATEMENTS / "by_hand_later.jsonl", true=False)
    assert [v.trial.claim.text for v in judge(made) if not v.reason] == []


LAST = STATEMENTS / "by_hand_last.jsonl"


def test_false_statements_on_order_joins_conditions_and_exceptions_are_blocked(shipped: Loaded) -> None:
    made = handwritten(shipped.corpus, LAST, true=False)
    assert len(made) >= 110
    assert sum(not v.reason for v in judge(made)) <= 1


def test_true_statements_of_those_kinds_are_kept_as_often_as_measured(shipped: Loaded) -> None:
    made = handwritten(shipped.corpus, LAST, true=True)
    assert len(made) >= 60
    assert sum(not v.reason for v in judge(made)) >= 0.6 * len(made)


@pytest.mark.parametrize(
    ("name", "false", "passing", "true", "kept"),
    [("by_hand_unseen", 50, 2, 24, 0.75), ("by_hand_again", 67, 1, 43, 0.65)],
)
def test_statements_written_after_the_rules_are_judged_as_measured(
    shipped: Loaded, name: str, false: int, passing: int, true: int, kept: float
) -> None:
    lies, honest = (
        judge(handwritten(shipped.corpus, STATEMENTS / f"{name}.jsonl", true=t)) for t in (False, True)
    )
    assert len(lies) >= false and sum(not v.reason for v in lies) <= passing
    assert len(honest) >= true and sum(not v.reason for v in honest) >= kept * len(honest)
