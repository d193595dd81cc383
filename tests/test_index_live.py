"""An index that changes while a process goes on using it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from serving import serving

from assistant.pipeline import Assistant
from index.build import build
from index.generations import read_current
from index.intake import add, remove
from index.live import LiveIndex
from index.search import PolicyIndex

DOCTORS = "# 某市博士办法\n\n第一条 博士每人给予一次性安家费二十万元。\n"
MASTERS = "# 某市硕士办法\n\n第一条 硕士每人给予一次性安家费十万元。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "博士.md").write_text(DOCTORS, encoding="utf-8")
    (documents / "硕士.md").write_text(MASTERS, encoding="utf-8")
    build([documents], tmp_path / "i")
    return tmp_path / "i"


def test_what_is_withdrawn_is_gone_from_the_next_answer(folder: Path) -> None:
    index = PolicyIndex.open(folder)
    assistant = Assistant(index, live=LiveIndex(index))
    assert {c.document.id for c in assistant.answer("博士安家费多少？").citations} == {"博士"}
    remove(["博士"], folder, by="a", reason="b")
    answer = assistant.answer("博士安家费多少？")
    assert not any(c.document.id == "博士" for c in answer.citations)
    assert answer.index_fingerprint != index.state.fingerprint
    add([folder.parent / "documents" / "博士.md"], folder, by="a", reason="b")
    remove(["硕士"], folder, by="a", reason="b")  # the generation of the first answer is gone by now
    assert {c.document.id for c in assistant.answer("博士安家费多少？").citations} == {"博士"}
    assert list(assistant.index.documents) == ["博士"]


def test_an_index_that_has_not_changed_is_not_opened_again(folder: Path) -> None:
    live = LiveIndex(PolicyIndex.open(folder))
    first = live.now()
    assert live.now() is first
    build([folder.parent / "documents"], folder)  # nothing to do
    assert live.now() is first


def test_an_index_that_cannot_be_opened_leaves_the_one_before(folder: Path) -> None:
    live = LiveIndex(PolicyIndex.open(folder))
    current = read_current(folder)
    assert current is not None
    pointer = folder / "current.json"
    pointer.write_text(
        pointer.read_text(encoding="utf-8").replace(current.generation, "generation-9"), encoding="utf-8"
    )
    assert len(live.now().documents) == 2
    assert live.now().search("博士安家费", floor=0.0).hits


def test_a_running_page_sees_a_withdrawal_at_once(folder: Path) -> None:
    with serving(folder) as served:
        assert httpx.get(f"{served.address}/healthz").json()["documents"] == 2
        assert httpx.get(f"{served.address}/doc/博士").status_code == 200
        remove(["博士"], folder, by="a", reason="b")
        assert httpx.get(f"{served.address}/healthz").json()["documents"] == 1
        assert httpx.get(f"{served.address}/doc/博士").status_code == 404
        assert "博士办法" not in httpx.get(f"{served.address}/browse").text
        assert not served.errors()
