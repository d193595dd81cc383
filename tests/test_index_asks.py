"""Questions that a chat model writes for documents without any: a real build, a real HTTP server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from openai_stub import Reply, Request, Stub, openai_stub

from assistant.commands import writer_from
from assistant.errors import UsageError
from assistant.settings import Settings
from corpus.load import load_corpus
from index.asking import usable
from index.build import build
from index.build_report import BuildReport
from index.search import PolicyIndex

LAW = "# 某市投资条例\n\n第一条 投资者在本市设立企业的，登记机关应当在3个工作日内办结登记。\n\n第二条 首店按投资额的50%给予补助，最高30万元。\n"
OTHER = "# 某市人才办法\n\n第一条 博士每人给予一次性安家费20万元。\n"
LAY = "搞个铺面能拿钱不"
ASKS = [LAY, "首店补助有没有30万元？", "首店能拿40万元吗？", "最多补35%吗？", "看 http://a.example", ""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "投资条例.md").write_text(LAW, encoding="utf-8")
    (documents / "人才办法.md").write_text(OTHER, encoding="utf-8")
    (documents / "人才办法.asks.yaml").write_text(
        "人才办法#第一条: {zh: [博士来了给多少钱]}", encoding="utf-8"
    )
    return documents


@pytest.fixture
def stub() -> Iterator[Stub]:
    with openai_stub() as running:
        yield running


def asks_for(request: Request) -> Reply:
    """Write the same asks for every clause about a first shop, and one for any other."""
    rows = (
        {"number": c["number"], "asks": ASKS if "首店" in c["text"] else ["办执照要等多久"]}
        for c in request.data["clauses"]
    )
    return Reply(content="好的：\n" + "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))


def settings(stub: Stub, **more: str) -> Settings:
    return Settings.read(
        {"ASSISTANT_MODEL": "m", "ASSISTANT_BASE_URL": stub.address, "ASSISTANT_MODEL_TIMEOUT": "2", **more}
    )


def built(folder: Path, index: Path, stub: Stub) -> BuildReport:
    return build([folder], index, writer=writer_from(settings(stub)))


def test_a_document_without_asks_gets_them(folder: Path, tmp_path: Path, stub: Stub) -> None:
    stub.script = asks_for
    report = built(folder, tmp_path / "i", stub)
    assert (report.generated_asks, report.unasked, report.ask_failures) == (3, 0, ())
    assert len(stub.requests) == 1
    assert [clause["title"] for clause in stub.requests[0].data["clauses"]] == ["某市投资条例"] * 2
    plain = build([folder], tmp_path / "plain")
    assert plain.generated_asks == 0
    before = PolicyIndex.open(tmp_path / "plain").search(LAY, floor=0.0).hits[0]
    after = PolicyIndex.open(tmp_path / "i").search(LAY, floor=0.0).hits[0]
    assert after.passage.id == "投资条例#第二条" and after.score > before.score


def test_they_are_marked_and_no_evidence(folder: Path, tmp_path: Path, stub: Stub) -> None:
    stub.script = asks_for
    built(folder, tmp_path / "i", stub)
    index = PolicyIndex.open(tmp_path / "i")
    first, second = index.passages_of("投资条例")
    assert (first.asks, first.generated) == ((), ("办执照要等多久",))
    assert (second.asks, second.generated) == ((), (LAY, "首店补助有没有30万元？"))
    (written,) = index.passages_of("人才办法")
    assert (written.asks, written.generated) == (("博士来了给多少钱",), ())


def test_they_are_paid_for_once(folder: Path, tmp_path: Path, stub: Stub) -> None:
    stub.script = asks_for
    built(folder, tmp_path / "i", stub)
    again = built(folder, tmp_path / "i", stub)
    assert (again.same_files, again.generated_asks, len(stub.requests)) == (True, 3, 1)
    (folder / "投资条例.md").write_text(LAW.replace("3个工作日", "2个工作日"), encoding="utf-8")
    changed = built(folder, tmp_path / "i", stub)
    assert (changed.generated_asks, len(stub.requests)) == (3, 2)
    assert ["2个工作日" in clause["text"] for clause in stub.requests[1].data["clauses"]] == [True]
    assert build([folder], tmp_path / "i").generated_asks == 0
    assert PolicyIndex.open(tmp_path / "i").passages_of("投资条例")[1].generated == ()
    assert (built(folder, tmp_path / "i", stub).generated_asks, len(stub.requests)) == (3, 2)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=401),
        Reply(content="我不能回答。"),
        Reply(content='{"number": 9, "asks": ["办执照要等多久"]}'),
        Reply(content='{"number": 1, "asks": ["办执照要等', finish="length"),
        Reply(content='{"number": 1, "asks": ["办执照要等多久"]}', cut=True),
        Reply(content="", finish="content_filter"),
        Reply(drip=True),
    ],
)
def test_a_failure_is_reported_and_the_build_goes_on(
    folder: Path, tmp_path: Path, stub: Stub, reply: Reply
) -> None:
    stub.script = lambda request: reply
    report = built(folder, tmp_path / "i", stub)
    assert (report.passages, report.generated_asks, report.unasked) == (3, 0, 2)
    assert len(report.ask_failures) == 1 and report.ask_failures[0]
    stub.script = asks_for
    later = built(folder, tmp_path / "i", stub)
    assert (later.generated_asks, later.ask_failures, later.embedded) == (3, (), 0)


def test_a_server_that_is_gone_is_not_asked_for_ever(tmp_path: Path, stub: Stub) -> None:
    articles = "\n\n".join(f"第{n}条 申请人应当提交材料{chr(0x4E00 + n)}。" for n in range(1, 60))
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "长.md").write_text(f"# 某市长办法\n\n{articles}\n", encoding="utf-8")
    stub.script = lambda request: Reply(status=503)
    report = built(tmp_path / "d", tmp_path / "i", stub)
    assert len(stub.requests) == 3 and report.unasked == report.passages > 40


def test_one_bad_reply_costs_its_own_clauses_only(tmp_path: Path, stub: Stub) -> None:
    articles = "\n\n".join(f"第{n}条 申请人应当提交材料{chr(0x4E00 + n)}。" for n in range(1, 21))
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "长.md").write_text(f"# 某市长办法\n\n{articles}\n", encoding="utf-8")
    stub.script = lambda request: asks_for(request) if len(stub.requests) != 2 else Reply(content="不")
    report = built(tmp_path / "d", tmp_path / "i", stub)
    assert (report.generated_asks, report.unasked, len(stub.requests)) == (report.passages - 8, 8, 3)


@pytest.mark.parametrize(
    ("ask", "right"),
    [
        ("首店补助最高是30万元吗？", True),
        ("Can a first shop get 50%?", True),
        ("开首店给多少钱？", True),
        ("首店补助最高是40万元吗？", False),
        ("首店补助2024年还有吗？", False),
        ("第3类首店补多少？", False),
        ("首店\n补多少？", False),
        ("<b>首店</b>补多少？", False),
        ("首店" * 61, False),
    ],
)
def test_an_ask_names_no_figure_that_its_clause_lacks(folder: Path, ask: str, right: bool) -> None:
    clause = load_corpus([folder / "投资条例.md"]).corpus.documents[0].clauses[1]
    assert usable(ask, clause) is right


def test_a_switch_turns_it_off(stub: Stub) -> None:
    assert writer_from(settings(stub)) is not None
    assert writer_from(settings(stub, ASSISTANT_GENERATE_ASKS="off")) is None
    assert writer_from(Settings.read({})) is None
    with pytest.raises(UsageError, match="ASSISTANT_GENERATE_ASKS=nein"):
        settings(stub, ASSISTANT_GENERATE_ASKS="nein")


@pytest.mark.parametrize(("switch", "requests", "asks"), [("on", 1, 3), ("off", 0, 0)])
def test_the_command_uses_the_model_of_its_environment(
    folder: Path, tmp_path: Path, stub: Stub, switch: str, requests: int, asks: int
) -> None:
    stub.script = asks_for
    environment = os.environ | {
        "ASSISTANT_MODEL": "m",
        "ASSISTANT_BASE_URL": stub.address,
        "ASSISTANT_GENERATE_ASKS": switch,
    }
    command = [sys.executable, "-m", "assistant.cli", "build", str(folder), "--index", str(tmp_path / "i")]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["generated_asks"], len(stub.requests)) == (asks, requests)
