"""Weights for how likely a clause answers are learned from cases, and scored on cases they were not learned from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.model import Language
from assistant.weighing import SAID, UNKNOWN, UNSAID, Measures, bare, class_of, load_rules, measure
from corpus.load import SHIPPED
from evals.cases import Case, Expect, read_cases, resolve_sets
from evals.weigh import (
    FOLDS,
    LEARNED_FROM,
    Labelled,
    Learned,
    ask_fates,
    labelled,
    learn,
    unseen_scores,
    write,
)
from index.build import build
from index.search import PolicyIndex

LAWS = ("cn-registration-2021", "cn-fil-2019", "cn-eit-law")
CLAUSES = ("cnreg-", "cnfil-", "cneit-")
MOST = 25  # cases of each language that can be answered, and that cannot


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PolicyIndex:
    """An index of a few laws, so that counting their everyday questions takes a second."""
    folder = tmp_path_factory.mktemp("weighed")
    build([next(SHIPPED.rglob(f"{law}.md")) for law in LAWS], folder)
    return PolicyIndex.open(folder)


@pytest.fixture(scope="module")
def cases() -> Sequence[Case]:
    """Cases that these laws answer, and cases that nothing answers."""

    def some(expect: Expect, english: bool) -> Iterator[Case]:
        for case in read_cases(resolve_sets(LEARNED_FROM)):
            told = all(clause.startswith(CLAUSES) for clause in case.clauses)
            if case.expect is expect and case.question.isascii() is english and told and not case.turns:
                yield case

    return [
        case
        for expect in (Expect.ANSWERED, Expect.REFUSED)
        for english in (False, True)
        for case, _ in zip(some(expect, english), range(MOST), strict=False)
    ]


@pytest.fixture(scope="module")
def learned(index: PolicyIndex, cases: Sequence[Case]) -> Learned:
    return learn(index, cases)


@pytest.fixture(scope="module")
def rows(index: PolicyIndex, cases: Sequence[Case]) -> Sequence[Labelled]:
    """What is learned from in Chinese."""
    every = (row for case in cases for row in labelled(index, case))
    return [row for row in every if row.language is Language.ZH]


def test_what_is_written_is_what_the_assistant_reads(
    learned: Learned, rows: Sequence[Labelled], index: PolicyIndex, tmp_path: Path
) -> None:
    write(learned, tmp_path / "weighing.json")
    rules = load_rules(tmp_path / "weighing.json")
    assert rules == learned.rules
    assert set(rules) == set(Language)
    for rule in rules.values():
        assert set(rule.weights) == {field.name for field in dataclasses.fields(Measures)}
        assert any(rule.weights.values())
        assert all(np.isfinite([rule.bias, rule.bar, *rule.weights.values()]))
    rule = rules[Language.ZH]
    assert all(class_of(word) in rule.answered for row in rows for word in row.asked.words)
    odds = {
        answered: [
            rule.log_odds(measure(row.asked, row.source, index.frequency, rule))
            for row in rows
            if row.answered is answered
        ]
        for answered in (True, False)
    }
    assert np.median(odds[True]) > np.median(odds[False])  # it tells them apart, with the words as written


def test_rules_for_clauses_without_questions_are_kept_beside_the_others(
    learned: Learned, index: PolicyIndex, cases: Sequence[Case], tmp_path: Path
) -> None:
    write(learned, tmp_path / "weighing.json")
    write(learn(index, cases, bare), tmp_path / "weighing.json")
    rules = load_rules(tmp_path / "weighing.json")
    assert set(rules) == {name for language in Language for name in (language, bare(language))}
    assert rules[Language.ZH] == learned.rules[Language.ZH]


def test_the_figures_count_the_cases_that_were_weighed(learned: Learned, rows: Sequence[Labelled]) -> None:
    figures = learned.figures[Language.ZH]
    assert figures["answerable"] == sum(row.answered for row in rows) > FOLDS
    assert figures["unanswerable"] == sum(not row.answered for row in rows) > FOLDS
    assert 0.5 < figures["ranked right"] <= 1.0
    assert figures["bar"] == learned.rules[Language.ZH].bar


def test_no_case_is_scored_with_weights_that_saw_it(index: PolicyIndex, rows: Sequence[Labelled]) -> None:
    """Tell the learner the opposite of a case: its own score stays to the last digit, others move."""
    asks = list(ask_fates(index, Language.ZH))
    before = unseen_scores(index, asks, rows)
    for place in (0, FOLDS + 1, len(rows) - 1):
        turned = list(rows)
        turned[place] = dataclasses.replace(rows[place], answered=not rows[place].answered)
        after = unseen_scores(index, asks, turned)
        assert after[place, 0] != before[place, 0]
        same_fold = np.arange(len(rows)) % FOLDS == place % FOLDS
        assert (after[same_fold, 1] == before[same_fold, 1]).all()
        assert (after[~same_fold, 1] != before[~same_fold, 1]).any()


def test_an_everyday_question_is_held_against_its_clause_without_itself(index: PolicyIndex) -> None:
    """Each ask says all its own words, so that counting it for itself would find none left out."""
    fates = list(ask_fates(index, Language.ZH))
    assert {found for _, found in fates} == {SAID, UNSAID, UNKNOWN}
