"""The server over HTTP, without a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from gradio_client import Client  # type: ignore[import-untyped]
from page_html import Page
from serving import Served, serving

from assistant.messages import load_messages
from assistant.model import (
    Language,
)
from assistant.pipeline import Assistant

MESSAGES = load_messages(Language.ZH)
EVIL = '<script>window.hit=1</script><img src=x onerror="window.hit=1">\'&${1+1}{{1+1}}'


def test_health_is_told_while_the_index_is_open(served: Served) -> None:
    reply = httpx.get(f"{served.address}/healthz")
    assert reply.status_code == 200
    assert reply.json() == {"status": "ok", "documents": 81, "passages": 378}


@pytest.mark.parametrize("path", ["/", "/en/", "/browse", "/doc/cn-eit-law", "/healthz", "/nothing"])
def test_every_response_keeps_the_browser_to_this_server(served: Served, path: str) -> None:
    headers = httpx.get(f"{served.address}{path}").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src" in policy and "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*", policy)
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/browse", "/doc/cn-eit-law"])
def test_plain_pages_run_no_inline_code(served: Served, path: str) -> None:
    reply = httpx.get(f"{served.address}{path}")
    assert "unsafe" not in reply.headers["Content-Security-Policy"]
    tags = Page(reply.text).tags
    assert all("src" in attrs for tag, attrs in tags if tag == "script")
    assert not any(name == "style" or name.startswith("on") for _, attrs in tags for name in attrs)


@pytest.mark.parametrize(("path", "language"), [("/", "zh-CN"), ("/en/", "en")])
def test_the_page_names_no_other_server_and_its_own_language(
    served: Served, path: str, language: str
) -> None:
    page = httpx.get(f"{served.address}{path}").text
    assert f'<html lang="{language}">' in page
    assert 'property="og:' not in page and 'name="twitter:' not in page and "manifest" not in page
    assert page.rstrip().endswith("</html>")


def test_nobody_can_leave_or_fetch_files(served: Served) -> None:
    upload = httpx.post(f"{served.address}/gradio_api/upload", files={"files": b"some bytes"})
    assert upload.status_code >= 400
    path = Path(__file__).resolve()
    assert httpx.get(f"{served.address}/gradio_api/file={path}").status_code >= 400


def test_two_visitors_do_not_share_a_conversation(served: Served) -> None:
    first, second = (Client(served.address, verbose=False, analytics_enabled=False) for _ in range(2))
    first.predict("东湖区2023年现汇进资多少？", "", api_name="/ask")
    other = str(second.predict("外商投资还要审批吗？", "", api_name="/ask"))
    again = str(first.predict("小型微利企业所得税怎么算", "", api_name="/ask"))
    assert "现汇进资" not in other and "turn-1" in other and "turn-2" not in other
    assert "turn-2" in again and "外商投资还要审批吗" not in again


def test_a_question_that_cannot_be_used_stays_in_the_box(served: Served) -> None:
    reply = Client(served.address, verbose=False, analytics_enabled=False).predict(
        "？？？", "", api_name="/ask"
    )
    assert "？？？" in reply
    assert any(isinstance(v, str) and MESSAGES.text("usage", "no_words") in v for v in reply)


def test_ctrl_c_ends_the_server_quietly_with_exit_code_0(index_folder: Path) -> None:
    with serving(index_folder) as running:
        with httpx.stream("GET", f"{running.address}/gradio_api/heartbeat/open-page", timeout=60):
            assert running.interrupt() == 0
        assert running.errors() == ""


def test_a_taken_port_is_named_with_what_to_do(served: Served, index_folder: Path) -> None:
    port = served.address.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(index_folder), "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 2
    assert port in done.stderr and "--port" in done.stderr and "Traceback" not in done.stderr


def test_the_catalogue_filters_over_http(served: Served) -> None:
    titles = re.compile(r'class="entry-title"[^>]*>([^<]+)<')
    everything = titles.findall(httpx.get(f"{served.address}/browse").text)
    district = titles.findall(httpx.get(f"{served.address}/browse", params={"level": "东湖区"}).text)
    second = titles.findall(httpx.get(f"{served.address}/browse", params={"page": 2}).text)
    assert len(everything) == 50 and len(second) == 31 and 0 < len(district) < 20
    nothing = httpx.get(f"{served.address}/browse", params={"words": EVIL})
    assert nothing.status_code == 200 and EVIL not in nothing.text and not titles.findall(nothing.text)
    for view in ("versions", "recent", "ending", "no-such-view"):
        assert httpx.get(f"{served.address}/browse", params={"view": view}).status_code == 200
    assert httpx.get(f"{served.address}/browse", params={"page": "-3"}).status_code == 200


def test_every_document_has_a_page(served: Served, assistant: Assistant) -> None:
    for document_id in ("nc-hq-2021", "dh-gwr-2024", "cn-eit-law"):
        page = httpx.get(f"{served.address}/doc/{document_id}")
        assert page.status_code == 200
        for passage in assistant.index.passages_of(document_id):
            assert f'id="{passage.clause_id}"' in page.text
    missing = httpx.get(f"{served.address}/doc/{EVIL}")
    assert missing.status_code == 404 and EVIL not in missing.text
    assert ("body", {"class": "missing"}) in Page(missing.text).tags  # not that of a fault, which has an edge


def test_the_language_is_remembered_and_leads_nowhere_else(served: Served) -> None:
    with httpx.Client(base_url=served.address) as visitor:
        chosen = visitor.get("/language/en", params={"next": "/browse"})
        assert chosen.status_code == 303 and chosen.headers["Location"] == "/browse"
        assert '<html lang="en">' in visitor.get("/browse").text
        assert visitor.get("/").headers["Location"] == "/en/"
        for elsewhere in ("https://other.example/", "//other.example", "/\\other.example"):
            assert visitor.get("/language/zh", params={"next": elsewhere}).headers["Location"] == "/"
        assert visitor.get("/language/xx").status_code == 404
        assert '<html lang="zh-CN">' in visitor.get("/").text


def test_nobody_gets_a_record_or_rates_without_a_conversation(served: Served) -> None:
    with httpx.Client(base_url=served.address) as visitor:
        visitor.get("/")
        assert visitor.cookies["visitor"]
        assert visitor.get("/receipt.docx").status_code == 404
        assert visitor.post("/rating", json={"turn": 1, "verdict": "up"}).status_code == 404
        assert visitor.post("/rating", json={"turn": 1, "verdict": "great"}).status_code == 422
        assert visitor.post("/rating", content=b"x" * 10_000).status_code == 422
        assert visitor.post("/rating", json=[]).status_code == 422


def test_style_sheets_and_scripts_are_kept_by_the_browser(served: Served) -> None:
    page = httpx.get(f"{served.address}/browse").text
    addresses = re.findall(r'(?:src|href)="(/page/[^"]+)"', page)
    assert any(".css" in address for address in addresses) and any(".js" in address for address in addresses)
    for address in addresses:
        reply = httpx.get(f"{served.address}{address}")
        assert reply.status_code == 200 and "immutable" in reply.headers["Cache-Control"]
    assert httpx.get(f"{served.address}/page/..%2fmessages.zh.toml").status_code == 404
    assert httpx.get(f"{served.address}/page/messages.zh.toml").status_code == 404


def test_metrics_are_text_for_prometheus(served: Served) -> None:
    reply = httpx.get(f"{served.address}/metrics")
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert "policy_documents 81.0" in reply.text and "policy_waiting 0.0" in reply.text
