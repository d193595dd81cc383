"""A real scan, recognised: how much is right, and that nothing taken from it is called the official words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from ocr import why_not
from serving import serving

from assistant.clause_lookup import look_up
from assistant.cli import main
from assistant.compare_report import pair_text
from assistant.comparison import compare_named
from assistant.lookup_report import lookup_to_text
from assistant.messages import load_messages
from assistant.model import Language, NoticeKind
from assistant.pages.conversation import Turn
from assistant.pages.excerpt import excerpts
from assistant.pages.receipt import receipt, receipt_html
from assistant.pages.turn import turn_html
from assistant.pipeline import Assistant
from assistant.policy import notices
from assistant.render import reference, to_json, to_text
from assistant.reports import report_as
from assistant.wording import check
from assistant.wording_json import report_to_json
from assistant.wording_model import Verdict
from assistant.wording_text_report import report_to_text
from corpus.model import Document
from corpus.read import read_document
from evals.intake import differences
from evals.made_files import Paragraph, write_pdf, write_scan
from index.build import build
from index.search import PolicyIndex

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

LINES = (
    "某市硕士住房补贴办法",
    "第一条 为了吸引青年人才，根据有关规定，结合本市实际，制定本办法。",
    "第二条 硕士每人给予一次性住房补贴十万元，由市财政局在三十个工作日内拨付。",
    "第三条 申请人应当在就业之日起六个月内提出申请。",
    "第四条 本办法自2024年5月1日起施行。",
)
WRITTEN = "# 某市人才办法\n\n第一条 博士每人给予一次性安家费二十万元。\n"
ZH = load_messages(Language.ZH)


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one scanned page, askew and grainy, beside a text that was written."""
    work = tmp_path_factory.mktemp("scan")
    parts = [Paragraph(text, int(number == 0)) for number, text in enumerate(LINES)]
    write_pdf(parts, work / "clean.pdf")
    folder = work / "documents"
    folder.mkdir()
    write_scan(work / "clean.pdf", folder / "硕士.pdf", seed=3)
    (folder / "人才.md").write_text(WRITTEN, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def document(scan: Path) -> Document:
    read = read_document(scan / "硕士.pdf", "硕士.pdf")
    assert "图像识别" in read.remark
    return read.document


@pytest.fixture(scope="module")
def index(scan: Path) -> PolicyIndex:
    build([scan], scan.parent / "index")
    return PolicyIndex.open(scan.parent / "index")


def test_the_words_of_a_scan_are_recognised_with_their_places(document: Document) -> None:
    wanted, found = ("".join("".join(text).split()) for text in (LINES, document.text))
    assert differences(wanted, found) <= 0.03 * len(wanted)
    assert [clause.locator for clause in document.clauses] == ["第一条", "第二条", "第三条", "第四条"]
    assert document.places is not None
    for clause in document.clauses:
        where = document.places.within(clause.start, clause.end)
        assert where.pages() == (1,) and where.boxes()
        assert 0.5 < (where.confidence() or 0.0) <= 1
    assert document.metadata.ocr_confidence == document.places.confidence()


def test_an_answer_from_a_scan_says_that_it_was_recognised(index: PolicyIndex) -> None:
    answer = Assistant(index).answer("硕士住房补贴多少？")
    (citation,) = {c.document.id: c for c in answer.citations}.values()
    assert citation.confidence is not None
    assert "识别文字，置信度 0." in reference(citation, ZH) or "置信度 1.00" in reference(citation, ZH)
    assert "官方原文" not in to_text(answer)
    (notice,) = [n for n in answer.notices if n.kind is NoticeKind.RECOGNISED]
    assert citation.document.title in notice.text and f"{citation.confidence:.2f}" in notice.text
    row = to_json(answer)
    assert row["citations"][0]["recognised"] == citation.confidence
    (excerpt,) = {e.document.id: e for e in excerpts(answer, index)}.values()
    assert excerpt.confidence is not None
    english = notices(answer.citations, index.documents, date(2026, 7, 1), load_messages(Language.EN))
    assert any("read from scanned pages" in notice.text for notice in english)


def test_an_answer_from_a_written_text_does_not(index: PolicyIndex) -> None:
    answer = Assistant(index).answer("博士安家费多少？")
    assert answer.citations and all(c.confidence is None for c in answer.citations)
    assert not [n for n in answer.notices if n.kind is NoticeKind.RECOGNISED]
    assert "官方原文" in to_text(answer)


def test_a_verdict_that_rests_on_recognised_text_says_so(index: PolicyIndex, document: Document) -> None:
    recognised = document.clauses[1].text.removeprefix("第二条").strip()
    text = f"{recognised}\n博士每人给予一次性安家费二十万元。\n硕士每人给予一次性住房补贴三十万元，由市财政局在三十个工作日内拨付。\n"
    report = check(text, index)
    same, written, other = report.sentences
    assert same.verdict is Verdict.VERBATIM and same.confidence is not None
    assert written.verdict is Verdict.VERBATIM and written.confidence is None
    assert other.verdict is Verdict.CONTRADICTED and other.confidence is not None
    shown = report_to_text(report, ZH)
    assert "【与识别文字一致，未对照原件】" in shown
    assert "【与原文一致】" in shown
    assert "【与原文矛盾（依据是识别文字）】" in shown
    assert "2 句的依据是扫描件的识别文字" in shown
    rows = report_to_json(report)
    assert [row["recognised"] is None for row in rows["sentences"]] == [False, True, False]
    assert rows["summary"]["recognised"] == 2
    assert "未对照原件" in report_as(".html", report, Language.ZH).decode()


def test_a_look_up_and_a_comparison_say_it_too(index: PolicyIndex) -> None:
    title = index.documents["硕士.pdf"].title
    shown = lookup_to_text(look_up(f"{title} 第二条", index), title, ZH)
    assert "从扫描图上识别" in shown
    assert "识别文字" in pair_text(compare_named("人才", "硕士.pdf", index, ZH), ZH)


def test_pages_do_not_call_a_scan_official(scan: Path, index: PolicyIndex) -> None:
    assistant = Assistant(index)
    answer = assistant.answer("硕士住房补贴多少？")
    now = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    turn = Turn(1, "硕士住房补贴多少？", answer, excerpts(answer, index), now)
    for shown in (
        turn_html(turn, Language.ZH, index.documents),
        receipt_html(receipt((turn,), index, Language.ZH, now), Language.ZH),
    ):
        assert "识别文字，置信度" in shown and "官方原文" not in shown
    with serving(scan.parent / "index") as served:
        page = httpx.get(f"{served.address}/doc/硕士.pdf").text
        assert "识别文字，置信度" in page and "逐字一致" not in page
        assert "逐字一致" in httpx.get(f"{served.address}/doc/人才").text


def test_a_scan_that_is_checked_is_said_to_be_one(
    scan: Path, index: PolicyIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--index", str(scan.parent / "index")]
    assert main(["check", str(scan / "硕士.pdf"), *options]) == 0
    assert "被核对的文字是从扫描图上识别的" in capsys.readouterr().out
    assert main(["check", str(scan / "硕士.pdf"), "--json", *options]) == 0
    assert json.loads(capsys.readouterr().out)["summary"]["text_recognised"] is not None
