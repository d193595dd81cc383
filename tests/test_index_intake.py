"""Adding, replacing and withdrawing single documents, on real Chroma in a temporary folder."""

from __future__ import annotations

import json
import multiprocessing
import time
from pathlib import Path

import pytest

from assistant.cli import main
from corpus.model import Status
from index.build import build
from index.errors import IndexBusy, NothingToIndex, UnknownDocument
from index.generations import read_current
from index.intake import add, listing, remove
from index.lock import only_one
from index.search import PolicyIndex

OLD = "# 某市首店办法\n\n第一条 首店最高补助30万元。\n\n第二条 补助分两年发放。\n\n第三条 本办法自2020年1月1日起施行。\n"
OTHER = "# 某市人才办法\n\n第一条 博士每人给予一次性安家费20万元。\n"
END = "# 某市首店条例\n\n第一条 首店最高补助60万元。\n\n第二条 本条例自2024年1月1日起施行。《某市首店办法》同时废止。\n"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "首店(2019-12-01).md").write_text(OLD, encoding="utf-8")
    (folder / "人才.md").write_text(OTHER, encoding="utf-8")
    build([folder], tmp_path / "i")
    return tmp_path / "i"


def write(index: Path, name: str, text: str) -> Path:
    file = index.parent / "new" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def ids(index: Path) -> list[str]:
    return list(PolicyIndex.open(index).documents)


def best(index: Path, question: str) -> str:
    return PolicyIndex.open(index).search(question, floor=0.0).hits[0].passage.text


def test_an_added_document_is_found_and_its_entry_kept(index: Path) -> None:
    file = write(index, "首店条例(2023-12-01).md", END)
    report = add([file], index, by="张三", reason="新条例")
    assert (report.documents, report.embedded) == (3, 2)
    (entry,) = report.entries
    assert (entry.action, entry.by, entry.reason) == ("add", "张三", "新条例")
    assert (index / entry.original).read_text(encoding="utf-8") == END
    assert "60万元" in best(index, "首店最高补助60万元")


def test_an_index_of_added_documents_alone_is_not_stale(tmp_path: Path) -> None:
    add([write(tmp_path / "i", "人才.md", OTHER)], tmp_path / "i", by="", reason="")
    assert main(["search", "安家费", "--index", str(tmp_path / "i")]) == 0


def test_what_an_added_document_ends_is_ended_and_comes_back_when_it_is_withdrawn(index: Path) -> None:
    def old() -> tuple[Status, str]:
        found = PolicyIndex.open(index).documents["首店(2019-12-01)"]
        return found.status, found.superseded_by

    add([write(index, "首店条例(2023-12-01).md", END)], index, by="a", reason="b")
    assert old() == (Status.REPEALED, "首店条例(2023-12-01)")
    report = remove(["首店条例(2023-12-01)"], index, by="a", reason="印错了")
    assert old() == (Status.UNKNOWN, "")
    assert (report.embedded, report.removed) == (0, 2)


def test_a_replaced_document_embeds_only_what_changed(index: Path) -> None:
    file = write(index, "首店(2019-12-01).md", OLD.replace("30万元", "40万元"))
    report = add([file], index, by="a", reason="更正")
    assert report.entries[0].action == "replace"
    assert (report.documents, report.embedded, report.removed) == (2, 1, 1)
    assert "40万元" in best(index, "首店最高补助")
    assert ids(index) == ["人才", "首店(2019-12-01)"]


def test_a_withdrawn_document_is_gone_at_once_and_stays_out_of_later_builds(index: Path) -> None:
    remove(["首店(2019-12-01)"], index, by="李四", reason="已废止")
    opened = PolicyIndex.open(index)
    assert list(opened.documents) == ["人才"]
    assert all(hit.document.id == "人才" for hit in opened.search("首店最高补助", floor=0.0).hits)
    report = build([index.parent / "documents"], index)
    assert report.withdrawn == ("首店(2019-12-01)",)
    assert ids(index) == ["人才"]
    gone = listing(index)[-1]
    assert gone.metadata is None and gone.entry and gone.entry.by == "李四"


def test_added_documents_survive_a_build_and_win_over_the_folder(index: Path) -> None:
    add([write(index, "首店(2019-12-01).md", OLD.replace("30万元", "40万元"))], index, by="a", reason="b")
    add([write(index, "首店条例(2023-12-01).md", END)], index, by="a", reason="b")
    build([index.parent / "documents"], index)
    assert "40万元" in best(index, "首店最高补助40万元")
    assert len(ids(index)) == 3


def test_a_withdrawn_document_can_be_added_again(index: Path) -> None:
    remove(["人才"], index, by="a", reason="b")
    add([index.parent / "documents" / "人才.md"], index, by="a", reason="c")
    assert sorted(ids(index)) == ["人才", "首店(2019-12-01)"]


def test_side_cars_come_along(index: Path) -> None:
    file = write(index, "通知.md", "# 某通知\n\n第一条 甲。\n")
    file.with_name("通知.meta.yaml").write_text("doc_number: 洪府发〔2024〕1号\n", encoding="utf-8")
    add([file], index, by="a", reason="b")
    build([index.parent / "documents"], index)
    assert PolicyIndex.open(index).documents["通知"].doc_number == "洪府发〔2024〕1号"


def test_what_cannot_be_done_changes_nothing(index: Path) -> None:
    before = read_current(index)
    with pytest.raises(UnknownDocument, match="没有这份文件|没有这些文件"):
        remove(["没有"], index, by="a", reason="b")
    with pytest.raises(NothingToIndex):
        remove(["人才", "首店(2019-12-01)"], index, by="a", reason="b")
    with pytest.raises(NothingToIndex):
        add([write(index, "坏.pdf", "不是 PDF")], index, by="a", reason="b")
    assert read_current(index) == before


def hold(folder: Path) -> None:
    with only_one(folder):
        time.sleep(30)


def test_a_second_process_is_locked_out_with_a_clear_message_and_a_dead_one_locks_nobody(index: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=hold, args=(index,))
    process.start()
    while not (index / "change.holder").exists():
        time.sleep(0.05)
    with pytest.raises(IndexBusy, match=str(process.pid)):
        build([index.parent / "documents"], index)
    with pytest.raises(IndexBusy):
        remove(["人才"], index, by="a", reason="b")
    process.kill()
    process.join()
    build([index.parent / "documents"], index)


def test_the_commands(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(index, "首店条例(2023-12-01).md", END)
    options = ["--index", str(index)]
    assert main(["add", str(file), "--by", "张三", "--reason", "新条例", *options]) == 0
    assert main(["remove", "没有", *options]) == 2
    assert main(["add", str(file.with_name("没有.md")), *options]) == 2
    assert main(["remove", "人才", "--by", "李四", "--reason", "过期", *options]) == 0
    capsys.readouterr()
    assert main(["list", "--json", *options]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["首店条例(2023-12-01)"]["by"] == "张三"
    assert rows["首店(2019-12-01)"]["status"] == "repealed"
    assert (rows["人才"]["status"], rows["人才"]["reason"]) == ("withdrawn", "过期")
    assert main(["list", *options]) == 0
    assert "理由：过期" in capsys.readouterr().out
