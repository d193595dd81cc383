from __future__ import annotations

import random
from pathlib import Path

import pytest
from wording_texts import NEW, OLD

from assistant.compare import Change, Comparison, Side, compare_documents
from assistant.compare_report import comparison_to_json, counts
from assistant.comparison import compare_named
from assistant.errors import UsageError
from assistant.messages import load_messages
from assistant.model import Language
from corpus.load import SHIPPED, load_corpus
from corpus.model import Kind, Metadata, Status
from index.search import PolicyIndex

ZH = load_messages(Language.ZH)


@pytest.fixture
def index(regulations: PolicyIndex) -> PolicyIndex:
    return regulations


def by_new(comparison: Comparison, article: str) -> tuple[Change, str, bool, bool]:
    (row,) = [row for row in comparison.rows if row.new and row.new.article == article]
    return row.change, row.old.article if row.old else "", row.moved, row.renumbered


def test_two_versions(index: PolicyIndex) -> None:
    comparison = compare_named("甲市楼宇管理条例（2020年）", "甲市楼宇管理条例", index, ZH)
    assert by_new(comparison, "第一条") == (Change.CHANGED, "第一条", False, False)
    assert by_new(comparison, "第二条") == (Change.ADDED, "", False, False)
    assert by_new(comparison, "第三条") == (Change.CHANGED, "第二条", False, True)
    assert by_new(comparison, "第四条") == (Change.SAME, "第三条", False, True)
    assert by_new(comparison, "第七条") == (Change.ADDED, "", False, False)
    change, old, moved, renumbered = by_new(comparison, "第六条")
    assert (change, old, renumbered) == (Change.CHANGED, "第四条", True)
    assert moved or by_new(comparison, "第五条")[2]  # one of the two that changed places


def test_figures_that_differ_are_named(index: PolicyIndex) -> None:
    comparison = compare_named("甲市楼宇管理条例（2020年）", "甲市楼宇管理条例", index, ZH)
    found = {(d.official, d.said) for row in comparison.rows for d in row.differences if d.kind.contradicts}
    assert {("三十日内", "十五日内"), ("不超过二十万元", "不超过三十万元")} <= found


def test_a_diff_makes_up_both_texts(index: PolicyIndex) -> None:
    for row in compare_named("甲市楼宇管理条例（2020年）", "甲市楼宇管理条例", index, ZH).rows:
        if row.change is Change.CHANGED and row.old and row.new:
            new = "".join(words for kind, words in row.diff if kind != "delete")
            assert "".join(new.split()) == "".join(row.new.text.split())


def test_files_are_compared_too(index: PolicyIndex, tmp_path: Path) -> None:
    old, new = tmp_path / "旧.txt", tmp_path / "新.md"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    comparison = compare_named(str(old), str(new), index, ZH)
    assert counts(comparison)["added"] == 2


def test_an_unknown_document_is_an_error(index: PolicyIndex) -> None:
    with pytest.raises(UsageError, match="没有"):
        compare_named("无此条例", "甲市楼宇管理条例", index, ZH)


def test_what_was_done_to_a_text_is_found_again(shipped_texts: list[str]) -> None:
    """Delete, insert, move, change and renumber at random; the comparison must name each."""
    rng = random.Random(5)
    metadata = Metadata(id="x", path="x.md", title="x", kind=Kind.OFFICIAL_TEXT, status=Status.UNKNOWN)
    for _ in range(20):
        texts = rng.sample(shipped_texts, 24)
        old = [Side(f"第{n}条", f"第{n}条", text) for n, text in enumerate(texts)]
        removed, changed, moved = 3, 7, 12
        new_texts = [text for n, text in enumerate(texts) if n not in (removed, moved)]
        new_texts.insert(20, texts[moved])
        at = new_texts.index(texts[changed])
        new_texts[at] = texts[changed] + "另行规定的，从其规定。"
        new_texts.insert(15, "本处新写一条关于低空物流航线备忘与气象台联络的规定。")
        new = [Side(f"第{n}条", f"第{n}条", text) for n, text in enumerate(new_texts)]
        rows = compare_documents(metadata, old, metadata, new).rows
        assert [row.old.locator for row in rows if row.change is Change.REMOVED and row.old] == [
            f"第{removed}条"
        ]
        assert [row.old.locator for row in rows if row.change is Change.CHANGED and row.old] == [
            f"第{changed}条"
        ]
        assert [row.old.locator for row in rows if row.moved and row.old] == [f"第{moved}条"]
        assert [row.new.locator for row in rows if row.change is Change.ADDED and row.new] == ["第15条"]


@pytest.fixture(scope="module")
def shipped_texts() -> list[str]:
    clauses = [c.text for d in load_corpus([SHIPPED]).corpus.documents for c in d.clauses]
    return [text for text in dict.fromkeys(clauses) if len(text) > 60]


def test_json_of_a_comparison(index: PolicyIndex) -> None:
    row = comparison_to_json(compare_named("甲市楼宇管理条例（2020年）", "甲市楼宇管理条例", index, ZH))
    assert sum(row["summary"][kind] for kind in ("same", "changed", "added", "removed")) == len(row["rows"])
    assert row["new"]["document_id"] == "甲市楼宇管理条例(2024-06-01)"


def test_nothing_in_common(index: PolicyIndex) -> None:
    comparison = compare_named("甲市楼宇管理条例", "甲市商圈促进办法", index, ZH)
    assert comparison.count(Change.SAME) == 0
    assert comparison.count(Change.ADDED) + comparison.count(Change.CHANGED) > 0
