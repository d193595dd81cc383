from __future__ import annotations

from pathlib import Path

import pytest

from corpus.load import load_corpus
from corpus.model import Outcome, Status

GOOD = "---\nid: good\ntitle: 好文件\nlevel: 东湖区\ntopics: [process]\nstatus: in_force\n---\n\n# 好文件\n\n### 甲 {#g-1}\n\n三个工作日。\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def reason(folder: Path, name: str) -> str:
    row = next(r for r in load_corpus([folder]).report if r.path == name)
    assert row.outcome is Outcome.FAILED
    return row.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (GOOD.replace("status: in_force", "status: [oops"), "YAML"),
        (GOOD.replace("status: in_force", "status: valid"), "valid"),
        (GOOD.replace("status: in_force", "published: 2024-13-40"), "2024-13-40"),
        (GOOD.replace("status: in_force", "effective: 2025\nexpires: 2024"), "早于"),
        (GOOD.replace("id: good\n", ""), "id"),
        (GOOD.replace("level:", "lvl:"), "lvl"),
        (GOOD[: GOOD.index("\n---\n\n#")], "---"),
        (b"\xff\x80\x81\xfe\xff\x00\x01", "二进制"),
        (b"# \xb6\xab\xff\xff\xff", "编码"),
        ("", "没有正文"),
    ],
)
def test_a_bad_file_is_named_with_its_reason_and_the_rest_is_read(
    tmp_path: Path, content: str | bytes, words: str
) -> None:
    write(tmp_path, "good.md", GOOD)
    write(tmp_path, "bad.md", content)
    assert words in reason(tmp_path, "bad.md")
    assert [d.metadata.id for d in load_corpus([tmp_path]).corpus.documents] == ["good"]


def test_a_duplicate_id_is_reported_with_the_first_file(tmp_path: Path) -> None:
    write(tmp_path, "a.md", GOOD)
    write(tmp_path, "b.md", GOOD.replace("三个", "五个"))
    assert "a.md" in reason(tmp_path, "b.md")


def test_the_same_file_twice_is_taken_once_and_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "第一条 甲。\n第二条 乙。\n")
    write(tmp_path, "b.txt", "第一条 甲。\n第二条 乙。\n")
    write(tmp_path, "c.txt", "第一条  甲。\r\n\r\n第二条 乙。".encode("gb18030"))
    loaded = load_corpus([tmp_path])
    assert [row.outcome for row in loaded.report] == [Outcome.READ, Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert all("a.txt" in row.reason for row in loaded.report[1:])
    assert len(loaded.corpus.documents) == 1


def test_a_facet_that_its_clause_does_not_say_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "good.md", GOOD)
    write(
        tmp_path,
        "good.facets.yaml",
        "g-1: {who: 投资者, conditions: [], procedure: [], basis: null, figures: []}\n",
    )
    assert "投资者" in reason(tmp_path, "good.md")


def test_asks_of_an_unknown_clause_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "good.md", GOOD)
    write(tmp_path, "good.asks.yaml", "g-9: {zh: [几天]}\n")
    assert "g-9" in reason(tmp_path, "good.md")


def test_gb18030_text_is_read(tmp_path: Path) -> None:
    write(tmp_path, "文件.txt", "第一条 甲。\n第二条 乙。\n".encode("gb18030"))
    loaded = load_corpus([tmp_path])
    assert [c.article for c in loaded.corpus.documents[0].clauses] == ["第一条", "第二条"]


def test_what_is_no_document_is_skipped_or_reported(tmp_path: Path) -> None:
    write(tmp_path, "good.md", GOOD)
    write(tmp_path, ".hidden.md", GOOD)
    write(tmp_path, "picture.png", b"\x89PNG")
    report = {row.path: row for row in load_corpus([tmp_path]).report}
    assert set(report) == {"good.md", "picture.png"}
    assert report["picture.png"].outcome is Outcome.SKIPPED


def test_version_links_are_completed_in_both_directions(tmp_path: Path) -> None:
    write(tmp_path, "old.md", GOOD.replace("id: good", "id: old").replace("in_force", "superseded"))
    write(tmp_path, "new.md", GOOD.replace("id: good", "id: new\nsupersedes: [old]").replace("g-1", "n-1"))
    found = {d.metadata.id: d.metadata for d in load_corpus([tmp_path]).corpus.documents}
    assert found["old"].superseded_by == "new"
    assert found["new"].supersedes == ("old",)
    assert found["old"].status is Status.SUPERSEDED


def test_a_law_without_front_matter_gets_its_metadata_from_the_text(tmp_path: Path) -> None:
    text = "# 中华人民共和国某法\n\n2019年3月15日 第十三届全国人民代表大会第二次会议通过\n\n第一条 甲。\n\n第二条 本法自2020年1月1日起施行。\n"
    write(tmp_path, "经济法/某法(2019-03-15).md", text)
    found = load_corpus([tmp_path]).corpus.documents[0].metadata
    assert (found.title, found.path) == ("中华人民共和国某法", "经济法/某法(2019-03-15).md")
    assert (str(found.published), str(found.effective)) == ("2019-03-15", "2020-01-01")
    assert found.doc_number == ""


def test_a_side_car_overrides_what_the_text_says(tmp_path: Path) -> None:
    write(tmp_path, "某文.md", "# 某文\n\n第一条 甲。\n")
    write(tmp_path, "某文.meta.yaml", "doc_number: 洪府发〔2020〕1号\nlevel: 南昌市\nstatus: in_force\n")
    found = load_corpus([tmp_path]).corpus.documents[0].metadata
    assert (found.doc_number, found.level, found.status) == ("洪府发〔2020〕1号", "南昌市", Status.IN_FORCE)


def test_an_ask_written_twice_counts_once(tmp_path: Path) -> None:
    write(tmp_path, "good.md", GOOD)
    write(tmp_path, "good.asks.yaml", "g-1: {zh: [几天, 几天, 要多久], en: [how long]}\n")
    (document,) = load_corpus([tmp_path]).corpus.documents
    assert document.clauses[0].asks == ("几天", "要多久", "how long")
