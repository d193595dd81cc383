"""The command as programs use it: real processes that cannot leave the machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FENCE = Path(__file__).parent / "fence"


def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(FENCE), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "assistant.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == code, done.stderr
    return done


def ask(index: Path, question: str, *more: str, code: int = 0) -> dict[str, Any]:
    return json.loads(run("ask", question, "--json", "--index", index, *more, code=code).stdout)  # type: ignore[no-any-return]


def test_the_fence_works() -> None:
    environment = os.environ | {"PYTHONPATH": str(FENCE)}
    script = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    assert (
        subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True).returncode == 97
    )


def test_build_reports_as_json_and_again_embeds_nothing(tmp_path: Path) -> None:
    first = json.loads(run("build", "--index", tmp_path / "i", "--json").stdout)
    assert (first["documents"], first["clauses"], first["embedded"], first["failed"]) == (81, 378, 378, [])
    again = json.loads(run("build", "--index", tmp_path / "i", "--json").stdout)
    assert (again["embedded"], again["unchanged"], again["removed"]) == (0, 378, 0)


def test_an_answer_has_every_field_of_the_contract(index_folder: Path) -> None:
    row = ask(index_folder, "东湖区2024年上半年新签意向性重大项目多少个，金额多少？")
    assert set(row) == {
        "id", "status", "topic", "language", "text", "claims", "citations", "notices", "rejected", "ms",
        "shape", "choices", "suggestions", "refusal",
    }  # fmt: skip
    assert row["status"] == "answered"
    assert "173个" in row["text"] and "超过142亿元" in row["text"] and "不等于已落地" in row["text"]
    citation = row["citations"][0]
    assert {
        "label",
        "document_id",
        "title",
        "doc_number",
        "locator",
        "quote",
        "start",
        "end",
        "kind",
        "status",
        "url",
    } <= set(citation)
    assert citation["document_id"] == "dh-2024h1-zhaoshang-news"
    assert all(claim["citations"] for claim in row["claims"])
    assert {"kind", "text"} == set(row["notices"][0])


def test_no_answer_is_exit_code_3(index_folder: Path) -> None:
    row = ask(index_folder, "武汉东湖高新区对光电子企业有什么补贴？", code=3)
    assert (row["status"], row["claims"], row["citations"]) == ("no_source", [], [])


@pytest.mark.parametrize("question", ["", "   ", "问" * 10_000, "😀😀", "？？？"])
def test_what_is_no_question_is_exit_code_2_with_a_plain_message(index_folder: Path, question: str) -> None:
    done = run("ask", question, "--index", index_folder, code=2)
    assert done.stderr.strip() and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("<script>alert(1)</script>", "blocked"),  # markup alone is said to the program, not asked
        ("'; DROP TABLE passages; --", "no_source"),
        ("SELECT * FROM users WHERE 1=1", "no_source"),
        ("../../etc/passwd", "no_source"),
    ],
)
def test_code_in_a_question_is_only_text(index_folder: Path, question: str, status: str) -> None:
    assert ask(index_folder, question, code=3)["status"] == status


def test_a_missing_index_is_exit_code_4_with_the_command(tmp_path: Path) -> None:
    done = run("ask", "登记要几天", "--index", tmp_path / "none", code=4)
    assert "policy-assistant build" in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_stale_index_is_exit_code_4_with_the_command(tmp_path: Path) -> None:
    documents = tmp_path / "d"
    documents.mkdir()
    (documents / "某法.md").write_text("# 某法\n\n第一条 甲。\n", encoding="utf-8")
    run("build", documents, "--index", tmp_path / "i")
    (documents / "新法.md").write_text("# 新法\n\n第一条 乙。\n", encoding="utf-8")
    assert (
        f"policy-assistant build {documents}" in run("search", "甲", "--index", tmp_path / "i", code=4).stderr
    )


def test_build_names_bad_files_and_ends_with_0(tmp_path: Path) -> None:
    documents = tmp_path / "d"
    documents.mkdir()
    (documents / "好.md").write_text("# 好\n\n第一条 甲。\n", encoding="utf-8")
    (documents / "坏.md").write_bytes(b"\xff\x80\xff\x80\x00")
    report = json.loads(run("build", documents, "--index", tmp_path / "i", "--json").stdout)
    assert [row["path"] for row in report["failed"]] == ["坏.md"] and report["failed"][0]["reason"]
    shutil.rmtree(tmp_path / "i")
    (documents / "好.md").unlink()
    assert "坏.md" in run("build", documents, "--index", tmp_path / "i", code=4).stderr


def test_search_batch_gives_one_object_a_line_in_order(index_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"id": "b", "question": "首店补贴"}\n\n{"id": 2, "question": "年度报告"}\n', encoding="utf-8"
    )
    lines = run(
        "search", "--batch", file, "--limit", "3", "--json", "--index", index_folder
    ).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["id"] for row in rows] == ["b", 2]
    hit = rows[0]["hits"][0]
    assert {
        "rank",
        "score",
        "document_id",
        "path",
        "title",
        "doc_number",
        "article",
        "locator",
        "status",
        "text",
    } <= set(hit)
    assert len(rows[0]["hits"]) == 3 and hit["rank"] == 1
    assert hit["path"] == "南昌市/nc-commerce-2023-trial.md"


def test_ask_batch_takes_turns_and_dates(index_folder: Path, tmp_path: Path) -> None:
    rows = [
        {"id": 1, "turns": ["东湖区2023年现汇进资多少？", "2022年呢？"]},
        {"id": 2, "turns": [{"question": "小型微利企业所得税怎么算"}]},
        {"id": 3, "question": "增值税法什么时候施行", "as_of": "2025-06-01"},
        {"id": 4, "question": " "},
    ]
    file = tmp_path / "q.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    found = [
        json.loads(line)
        for line in run("ask", "--batch", file, "--json", "--index", index_folder).stdout.splitlines()
    ]
    assert [row["id"] for row in found] == [1, 2, 3, 4]
    assert "not_yet" in {notice["kind"] for notice in found[2]["notices"]}
    assert found[3]["status"] == "error"


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '{"id": 1, "question": 7}', '{"id": 1, "question": "甲", "as_of": "昨天"}']
)
def test_a_broken_batch_line_is_named(index_folder: Path, tmp_path: Path, line: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(f'{{"id": 0, "question": "登记"}}\n{line}\n', encoding="utf-8")
    assert "2" in run("ask", "--batch", file, "--index", index_folder, code=2).stderr


def test_asking_nothing_is_usage(index_folder: Path) -> None:
    assert run("ask", "--index", index_folder, code=2).stderr
    assert "nonsense" in run("nonsense", code=2).stderr
    assert "昨天" in run("ask", "登记", "--as-of", "昨天", "--index", index_folder, code=2).stderr
