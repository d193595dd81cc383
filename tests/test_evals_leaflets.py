from __future__ import annotations

from pathlib import Path

import pytest

from evals.leaflets import SETS, SHIPPED, JudgedLeaflet, judge_leaflet, leaflet_report, read_leaflet
from index.search import PolicyIndex

# Only words that the clause does not have, or that put a rule narrower or wider, are wrong in these.
LET_PASS = {"later-13", "last-07", "last-13", "last-31", "last-35", "last-40"}


@pytest.fixture(scope="module")
def index(index_folder: Path) -> PolicyIndex:
    return PolicyIndex.open(index_folder)


@pytest.fixture(scope="module")
def judged(index: PolicyIndex) -> tuple[JudgedLeaflet, ...]:
    return tuple(row for name in SETS for row in judge_leaflet(read_leaflet(name, SHIPPED), index))


def test_no_true_sentence_of_a_leaflet_is_called_false(judged: tuple[JudgedLeaflet, ...]) -> None:
    true = [row for row in judged if row.sentence.true]
    assert len(true) > 20
    assert [row.sentence.id for row in true if not row.passed] == []


def test_false_sentences_of_a_leaflet_are_pointed_out(judged: tuple[JudgedLeaflet, ...]) -> None:
    false = [row for row in judged if not row.sentence.true]
    assert {row.sentence.id for row in false if not row.passed} <= LET_PASS
    assert sum(bool(row.contradicted) for row in false) >= 0.85 * len(false)


def test_the_report_lists_what_was_judged_wrongly(index: PolicyIndex) -> None:
    table, misses = leaflet_report({SHIPPED: index})
    assert table.count("\n") == len(SETS)
    assert all(
        f"[{row.sentence.id}]" in misses
        for row in judge_leaflet(read_leaflet("leaflet_last", SHIPPED), index)
        if not row.passed
    )


def test_ids_are_unique() -> None:
    ids = [s.id for name in SETS for over in ("shipped", "laws") for s in read_leaflet(name, over)]
    assert len(ids) == len(set(ids)) > 120
