from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from assistant.cli import main
from assistant.comparison import compare_named
from assistant.messages import load_messages
from assistant.model import Language
from assistant.reports import comparison_as, report_as
from assistant.wording import check
from assistant.wording_model import WordingReport
from index.search import PolicyIndex

ZH = Language.ZH
TEXT = (
    "楼宇运营单位应当自楼宇启用之日起二十日内向主管部门报送楼宇信息。<script>alert(1)</script>保证获得补助。\n"
    "今年引进首店173个。今年引进首店137个。"
)


@pytest.fixture(scope="module")
def index(regulations: PolicyIndex) -> PolicyIndex:
    return regulations


@pytest.fixture(scope="module")
def report(index: PolicyIndex) -> WordingReport:
    return check(TEXT, index, as_of=date(2026, 1, 1))


def test_a_word_report_says_what_when_and_against_what(report: WordingReport) -> None:
    document = Document(io.BytesIO(report_as(".docx", report, ZH)))
    text = "\n".join(p.text for p in document.paragraphs)
    assert report.index_fingerprint in text and "2026-01-01" in text and report.checked_at in text
    assert "“二十日内”" in text and "“十五日内”" in text
    runs = [run for p in document.paragraphs for run in p.runs]
    assert any(run.font.strike and "十五" in run.text for run in runs)
    assert any(run.font.underline and "二十" in run.text for run in runs)


def test_a_page_report_escapes_what_it_shows(report: WordingReport) -> None:
    html = report_as(".html", report, ZH).decode()
    assert "<script>alert" not in html and "&lt;script&gt;" in html
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", html)
    assert report.index_fingerprint in html


def test_inconsistent_figures_and_promises_are_reported(report: WordingReport) -> None:
    row = json.loads(report_as(".json", report, ZH))
    assert [(p["first"]["text"], p["second"]["text"]) for p in row["inconsistencies"]] == [("173个", "137个")]
    assert [remark["kind"] for remark in row["remarks"]] == ["promise"]


def test_comparisons_in_all_three_forms(index: PolicyIndex) -> None:
    comparison = compare_named(
        "甲市楼宇管理条例（2020年）", "甲市楼宇管理条例", index, load_messages(ZH), date(2026, 1, 1)
    )
    document = "\n".join(
        p.text for p in Document(io.BytesIO(comparison_as(".docx", comparison, ZH))).paragraphs
    )
    page = comparison_as(".html", comparison, ZH).decode()
    assert "有改动" in document and "<ins>" in page
    row = json.loads(comparison_as(".json", comparison, ZH))
    assert row["rows"] and row["as_of"] == "2026-01-01" and row["corpus"] == index.state.fingerprint
    for made in (row["as_of"], row["corpus"], row["compared_at"]):
        assert made and made in document and made in page


def test_the_commands(regulations_folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    index = ["--index", str(regulations_folder)]
    file, out = tmp_path / "稿.txt", tmp_path / "报告.docx"
    file.write_text(TEXT, encoding="utf-8")
    assert main(["check", str(file), "--json", "--as-of", "2026-01-01", "--out", str(out), *index]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["sentences"][0]["verdict"] == "contradicted"
    assert out.stat().st_size > 1000
    assert main(["check", str(file), *index]) == 0
    assert "与原文矛盾" in capsys.readouterr().out
    assert main(["clause", "甲市楼宇管理条例 第三条", "--json", *index]) == 0
    assert json.loads(capsys.readouterr().out)["clauses"][0]["citation"] == "《甲市楼宇管理条例》第三条"
    assert main(["clause", "无此文件", *index]) == 3
    assert main(["compare", "甲市楼宇管理条例（2020年）", "甲市楼宇管理条例", "--json", *index]) == 0
    assert main(["check", str(tmp_path / "无.txt"), *index]) == 2
    assert "找不到" in capsys.readouterr().err


def test_standard_input(
    regulations_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("主管部门收到楼宇信息后，可以委托专业机构核对。"))
    assert main(["check", "-", "--json", "--index", str(regulations_folder)]) == 0
    assert json.loads(capsys.readouterr().out)["sentences"][0]["verdict"] == "verbatim"


@pytest.mark.parametrize("name", ["表.exe", "空.txt"])
def test_files_that_cannot_be_checked(
    regulations_folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(" ", encoding="utf-8")
    assert main(["check", str(tmp_path / name), "--index", str(regulations_folder)]) == 2
    assert capsys.readouterr().err.strip()
