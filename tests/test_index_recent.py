"""Passages kept at hand: the same ones as in the store, and never more than fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import recent
from index.generations import read_current
from index.search import PolicyIndex
from index.store import PassageStore


@pytest.fixture(scope="module")
def store(index_folder: Path) -> PassageStore:
    current = read_current(index_folder)
    assert current is not None
    return PassageStore(index_folder / current.generation)


def names(store: PassageStore) -> list[str]:
    state = store.state()
    assert state is not None
    return [name for record in store.documents(state.documents) for name in record.passages]


def test_what_is_kept_is_what_the_store_holds(store: PassageStore) -> None:
    ids, reader = names(store), recent.RecentPassages(store)
    held = dict(zip(ids, store.passages(ids), strict=True))
    for asked in (ids[:5], ids[3:9], [ids[4], ids[4], ids[1]], [], ids):
        assert reader.passages(asked) == tuple(held[name] for name in asked)
    assert reader.passages(ids[:1])[0] is reader.passages(ids[:1])[0]


def test_no_more_is_kept_than_fits(store: PassageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST", 4)
    ids, reader = names(store), recent.RecentPassages(store)
    first = reader.passages(ids[:1])[0]
    reader.passages(ids[1:4])
    assert reader.passages(ids[:1])[0] is first
    reader.passages(ids[4:7])  # pushes out those not asked for since
    assert reader.passages(ids[:1])[0] is first
    assert reader.passages(ids) == store.passages(ids)  # more than fit are read past what is kept
    assert reader.passages(ids[:1])[0] is first


def test_neighbours_of_a_passage_are_those_of_its_document(index_folder: Path) -> None:
    index = PolicyIndex.open(index_folder)
    for document in index.documents:
        whole = index.passages_of(document)
        for place, passage in enumerate(whole):
            assert index.around(passage, 1, 2) == whole[max(place - 1, 0) : place + 3]
