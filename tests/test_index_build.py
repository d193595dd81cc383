"""Build and search on real Chroma in a temporary folder, with the bundled model."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.commands import ready_index
from assistant.settings import Settings
from corpus.readers.limits import Limits
from index import inputs
from index.build import build, is_stale
from index.embedder import BUNDLED
from index.errors import IndexMissing, IndexStale, NothingToIndex
from index.generations import read_current
from index.hits import Filters
from index.intake import add
from index.search import PolicyIndex
from index.store import PassageStore

LAW = "# 某市投资条例\n\n第一条 投资者在本市设立企业的，登记机关应当在3个工作日内办结登记。\n\n第二条 首店按投资额的50%给予补助，最高30万元。\n"
OTHER = "# 某市人才办法\n\n第一条 博士每人给予一次性安家费20万元。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "投资条例.md").write_text(LAW, encoding="utf-8")
    (documents / "人才办法.md").write_text(OTHER, encoding="utf-8")
    return documents


def first(index: Path, question: str) -> str:
    return PolicyIndex.open(index).search(question, floor=0.0).hits[0].passage.id


def test_a_build_makes_every_clause_searchable(folder: Path, tmp_path: Path) -> None:
    report = build([folder], tmp_path / "i")
    assert (report.documents, report.passages, report.embedded, report.unchanged) == (2, 3, 3, 0)
    assert first(tmp_path / "i", "首店补助最高多少") == "投资条例#第二条"
    assert first(tmp_path / "i", "博士安家费") == "人才办法#第一条"


def test_building_again_embeds_nothing(folder: Path, tmp_path: Path) -> None:
    before = build([folder], tmp_path / "i")
    after = build([folder], tmp_path / "i")
    assert (after.embedded, after.unchanged, after.removed) == (0, 3, 0)
    assert after.fingerprint == before.fingerprint


def test_an_unchanged_folder_is_not_read_again(folder: Path, tmp_path: Path) -> None:
    before = build([folder], tmp_path / "i")
    steps: list[str] = []
    after = build([folder], tmp_path / "i", progress=lambda stage, done, total, item: steps.append(stage))
    assert steps == [] and after.same_files and not before.same_files
    assert after == before.repeated(after.seconds)


def test_a_touched_file_is_the_same_and_the_index_no_longer_stale(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    os.utime(folder / "投资条例.md", (1, 1))
    assert is_stale(PolicyIndex.open(tmp_path / "i").current)
    assert build([folder], tmp_path / "i").same_files
    assert not is_stale(PolicyIndex.open(tmp_path / "i").current)


def test_a_folder_is_the_same_by_its_relative_path(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], tmp_path / "i")
    monkeypatch.chdir(tmp_path)
    assert build([Path("documents")], tmp_path / "i").same_files
    assert build([Path("documents", "..", "documents")], tmp_path / "i").same_files


def test_one_byte_is_noticed_though_size_and_time_are_the_same(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    file = folder / "投资条例.md"
    times = file.stat()
    file.write_text(LAW.replace("30万元", "40万元"), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    report = build([folder], tmp_path / "i")
    assert (report.same_files, report.embedded) == (False, 1)


@pytest.mark.parametrize(
    ("suffix", "text", "changed"),
    [
        (".asks.yaml", "投资条例#第二条: {zh: [开首店给多少钱]}", "投资条例#第二条: {zh: [开首店补多少钱]}"),
        (".facets.yaml", "投资条例#第二条: {who: 首店}", "投资条例#第二条: {who: 投资额}"),
        (".meta.yaml", "issuer: 某市人民政府", "issuer: 某市商务局"),
    ],
)
def test_a_side_car_is_noticed(folder: Path, tmp_path: Path, suffix: str, text: str, changed: str) -> None:
    fingerprints = [build([folder], tmp_path / "i").fingerprint]
    beside = folder / f"投资条例{suffix}"
    for step in (text, changed):
        beside.write_text(step, encoding="utf-8")
        report = build([folder], tmp_path / "i")
        assert not report.same_files and not report.failed
        fingerprints.append(report.fingerprint)
        assert build([folder], tmp_path / "i").same_files
    beside.unlink()
    report = build([folder], tmp_path / "i")
    assert not report.same_files and report.fingerprint == fingerprints[0]
    assert len(set(fingerprints)) == 3


def test_a_new_limit_model_or_program_is_noticed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], tmp_path / "i")
    assert not build([folder], tmp_path / "i", limits=Limits(megabytes=49)).same_files
    assert build([folder], tmp_path / "i", limits=Limits(megabytes=49)).same_files
    shutil.copytree(BUNDLED, tmp_path / "model")
    assert not build(
        [folder], tmp_path / "i", str(tmp_path / "model"), limits=Limits(megabytes=49)
    ).same_files
    (tmp_path / "library" / "reader-2.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "library"))
    inputs._program.cache_clear()
    assert not build(
        [folder], tmp_path / "i", str(tmp_path / "model"), limits=Limits(megabytes=49)
    ).same_files


def test_a_file_that_failed_is_tried_again(folder: Path, tmp_path: Path) -> None:
    (folder / "坏.md").write_text("---\nid: [\n---\n文\n", encoding="utf-8")
    build([folder], tmp_path / "i")
    report = build([folder], tmp_path / "i")
    assert not report.same_files and len(report.failed) == 1


def test_an_index_changed_otherwise_is_built_again(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    new = tmp_path / "新.md"
    new.write_text(OTHER.replace("人才", "技工"), encoding="utf-8")
    add([new], tmp_path / "i", by="张", reason="新文件")
    report = build([folder], tmp_path / "i")
    assert (report.same_files, report.documents) == (False, 3)
    again = build([folder], tmp_path / "i")
    assert (again.same_files, again.documents) == (True, 3)


def test_only_changed_clauses_are_embedded_again(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    (folder / "投资条例.md").write_text(LAW.replace("30万元", "40万元"), encoding="utf-8")
    report = build([folder], tmp_path / "i")
    assert (report.embedded, report.removed) == (1, 1)
    hit = PolicyIndex.open(tmp_path / "i").search("首店补助最高多少", floor=0.0).hits[0]
    assert "40万元" in hit.passage.text


def test_a_moved_clause_keeps_its_vector(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    (folder / "投资条例.md").write_text(
        LAW.replace("# 某市投资条例\n", "# 某市投资条例\n\n\n\n"), encoding="utf-8"
    )
    report = build([folder], tmp_path / "i")
    assert report.embedded == 0
    passage = PolicyIndex.open(tmp_path / "i").passages_of("投资条例")[0]
    text = (folder / "投资条例.md").read_text(encoding="utf-8").replace("# ", "", 1)
    assert text[passage.start : passage.end] == passage.text


def test_a_removed_document_is_gone(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    (folder / "人才办法.md").unlink()
    assert build([folder], tmp_path / "i").removed == 1
    index = PolicyIndex.open(tmp_path / "i")
    assert "人才办法" not in index.documents
    assert all(h.document.id != "人才办法" for h in index.search("博士安家费", floor=0.0).hits)


def test_bad_files_are_reported_and_the_rest_indexed(folder: Path, tmp_path: Path) -> None:
    (folder / "坏.md").write_text("---\nid: [\n---\n文\n", encoding="utf-8")
    report = build([folder], tmp_path / "i")
    assert [row.path for row in report.failed] == ["坏.md"]
    assert report.documents == 2


def test_nothing_to_index_leaves_the_old_index(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NothingToIndex):
        build([empty], tmp_path / "i")
    assert first(tmp_path / "i", "首店补助最高多少") == "投资条例#第二条"


def test_an_index_knows_when_its_files_have_changed(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    index = PolicyIndex.open(tmp_path / "i")
    assert not is_stale(index.current)
    (folder / "新.md").write_text(OTHER, encoding="utf-8")
    assert is_stale(index.current)


def test_what_must_be_built_again_is_built_from_its_own_files(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    (folder / "新.md").write_text(OTHER.replace("人才", "新"), encoding="utf-8")
    index = ready_index(tmp_path / "i", Settings(index=tmp_path / "i"))
    assert set(index.documents) == {"人才办法", "投资条例", "新"}  # and none of the shipped ones


def test_an_index_of_another_model_names_the_command_with_its_own_files(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    current = read_current(tmp_path / "i")
    assert current
    store = PassageStore(tmp_path / "i" / current.generation)
    state = store.state()
    assert state
    store.commit(replace(state, embedder_fingerprint="another"))
    with pytest.raises(IndexStale, match=f"build {folder} --index {tmp_path / 'i'}"):
        PolicyIndex.open(tmp_path / "i")


def test_opening_nothing_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="policy-assistant build"):
        PolicyIndex.open(tmp_path / "i")


def test_lost_search_tables_are_made_again(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    for file in sorted((tmp_path / "i").glob("*/derived/**/*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    assert first(tmp_path / "i", "首店补助最高多少") == "投资条例#第二条"


def test_filters_keep_everything_else_out(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    result = PolicyIndex.open(tmp_path / "i").search(
        "首店补助", floor=0.0, filters=Filters(documents=("人才办法",))
    )
    assert {hit.document.id for hit in (*result.hits, *result.rejected)} == {"人才办法"}


def test_every_hit_explains_its_score(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "i")
    hits = PolicyIndex.open(tmp_path / "i").search("首店补助最高多少", floor=0.0).hits
    assert len(hits) == 3
    for hit in hits:
        shares = [float(part.split()[1]) for part in hit.explanation.split("，")]
        assert sum(shares) == pytest.approx(hit.score, abs=0.01)


@pytest.mark.parametrize("delay", [0.2, 0.6, 1.0, 1.4, 1.8, 2.2])
def test_a_killed_build_leaves_the_old_index_or_the_new(folder: Path, tmp_path: Path, delay: float) -> None:
    build([folder], tmp_path / "i")
    for number in range(300):
        text = LAW.replace("30万元", f"{number + 1}万元").replace("某市", f"第{number}市")
        (folder / f"条例{number}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "assistant.cli", "build", str(folder), "--index", str(tmp_path / "i")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert len(PolicyIndex.open(tmp_path / "i")) in (3, 603)
    assert first(tmp_path / "i", "博士安家费") == "人才办法#第一条"
    assert build([folder], tmp_path / "i").passages == 603
    assert len(PolicyIndex.open(tmp_path / "i")) == 603
