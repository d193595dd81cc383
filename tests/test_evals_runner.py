"""A run over a tiny real index, and scoring it again without one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.model import Draft, Question, Source
from assistant.pipeline import Assistant
from corpus.load import load_corpus
from evals.__main__ import NO_INDEX, REPORT, USAGE, main
from evals.bench import Timing, bench_table
from evals.cases import Case, CaseError, CaseKind
from evals.runner import GENERATED, SETTINGS, ask, read_generated
from index.build import build
from index.search import PolicyIndex

LAW = """---
id: fees
title: 某市投资补助办法
doc_number: null
issuer: 某市人民政府
level: 某市
topics: [incentive]
published: '2024-01-01'
effective: '2024-01-01'
expires: '2025-12-31'
status: in_force
kind: digest
---

# 某市投资补助办法

## 一、补助

### （一）首店补助 {#fees-01}

知名品牌在某市开设首店的，按投资额的50%给予补助，最高30万元。

### （二）登记时限 {#fees-02}

投资者设立企业的，登记机关应当在3个工作日内办结登记。
"""
CASES = [
    {"id": "a", "kind": "incentive", "question": "首店补助最高多少钱？", "clauses": ["fees-01"]}
    | {"facts": ["30万元"], "why": "fees-01", "as_of": "2025-06-01"},
    {"id": "b", "kind": "validity", "question": "首店补助最高多少钱？", "clauses": ["fees-01"]}
    | {"notices": ["expired"], "why": "fees-01"},
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents, an index of them, and a set."""
    root = tmp_path_factory.mktemp("evals")
    (root / "documents").mkdir()
    (root / "documents" / "fees.md").write_text(LAW, encoding="utf-8")
    build([root / "documents"], root / "index")
    lines = "\n".join(json.dumps(case, ensure_ascii=False) for case in CASES)
    (root / "set.jsonl").write_text(lines, encoding="utf-8")
    return root


class Broken:
    """A composer that fails."""

    def compose(self, question: Question, sources: Sequence[Source]) -> Draft:
        raise RuntimeError("no model")


def run(home: Path, out: Path) -> int:
    return main(["run", "--index", str(home / "index"), "--sets", str(home / "set.jsonl"), "--out", str(out)])


def test_a_run_is_scored_again_from_its_file_alone(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, tmp_path / "out") == 0
    first = capsys.readouterr().out
    assert "fees-01" in (tmp_path / "out" / GENERATED).read_text(encoding="utf-8")
    assert (tmp_path / "out" / REPORT).read_text(encoding="utf-8") == first
    moved = tmp_path / "elsewhere"
    shutil.move(tmp_path / "out", moved)
    assert main(["score", str(moved)]) == 0
    assert capsys.readouterr().out == first


def test_the_day_of_a_case_decides_its_notices(home: Path, tmp_path: Path) -> None:
    run(home, tmp_path / "out")
    early, late = read_generated(tmp_path / "out")
    kinds = [{n["kind"] for n in row.actual["ask"]["notices"]} for row in (early, late)]
    assert "expired" not in kinds[0]
    assert "expired" in kinds[1]
    assert early.failures() == late.failures() == ()


def test_the_settings_say_what_was_measured(home: Path, tmp_path: Path) -> None:
    run(home, tmp_path / "out")
    settings = json.loads((tmp_path / "out" / SETTINGS).read_text(encoding="utf-8"))
    assert settings["sets"] == ["set.jsonl"]
    assert settings["cases"] == 2
    assert settings["index_fingerprint"] == PolicyIndex.open(home / "index").state.fingerprint


def test_evidence_is_read_from_the_documents_so_a_changed_one_shows(home: Path, tmp_path: Path) -> None:
    assistant = Assistant(PolicyIndex.open(home / "index"))
    changed = tmp_path / "fees.md"
    changed.write_text(LAW.replace("30万元", "60万元"), encoding="utf-8")
    documents = {d.metadata.id: d for d in load_corpus([tmp_path]).corpus.documents}
    case = Case("a", CaseKind.INCENTIVE, "首店补助最高多少钱？", "x", as_of=date(2025, 6, 1))
    actual = ask(assistant, case, documents)
    row = next(row for row in actual["evidence"] if "60万元" in row["clause"])
    assert "30万元" in actual["ask"]["citations"][row["label"] - 1]["quote"]


def test_a_crash_costs_its_own_case_only(home: Path) -> None:
    assistant = Assistant(PolicyIndex.open(home / "index"), Broken())
    actual = ask(assistant, Case("a", CaseKind.INCENTIVE, "首店补助最高多少钱？", "x"), {})
    assert actual["crash"] == "RuntimeError: no model"
    assert actual["ask"] is None


@pytest.mark.parametrize("content", ["", "{}\n", "nonsense\n"])
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / GENERATED).write_text(content, encoding="utf-8")
    with pytest.raises(CaseError, match=GENERATED):
        read_generated(tmp_path)


def test_exit_codes_tell_usage_from_a_missing_index(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(tmp_path)]) == USAGE
    assert "generate" in capsys.readouterr().err
    assert main(["generate", "--index", str(tmp_path / "none"), "--out", str(tmp_path / "o")]) == NO_INDEX
    assert not (tmp_path / "o").exists()


def test_timings_are_a_line_each() -> None:
    lines = bench_table([Timing("search", 3, 1.25, 2.0)]).splitlines()
    assert lines[1].split() == ["search", "3", "1.2", "2.0"]
