from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import Accounts, hashed
from assistant.errors import UsageError
from assistant.messages import load_messages
from assistant.model import Language
from assistant.pages.cookies import LANGUAGE
from assistant.pages.sessions import COOKIE, IDLE, Attempts, Sessions
from assistant.pages.staff import staff
from assistant.pages.uploads import clean_name, read_upload
from index.search import PolicyIndex

NAME, PASSWORD = "张三", "一个足够长的密码 9"
TEXT = "楼宇运营单位应当自楼宇启用之日起二十日内向主管部门报送楼宇信息。\n主管部门收到楼宇信息后，可以委托专业机构核对。"
ZH, EN = load_messages(Language.ZH), load_messages(Language.EN)


@pytest.fixture(scope="module")
def index(regulations: PolicyIndex) -> PolicyIndex:
    return regulations


@pytest.fixture(scope="module")
def accounts() -> Accounts:
    return Accounts({NAME: hashed(PASSWORD)})


@pytest.fixture
def app(index: PolicyIndex, accounts: Accounts) -> FastAPI:
    made = FastAPI()
    made.include_router(staff(lambda: index, accounts))
    return made


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def log_in(client: TestClient, password: str = PASSWORD) -> int:
    return client.post("/staff/login", data={"name": NAME, "password": password}).status_code


def token(client: TestClient) -> dict[str, str]:
    page = client.get("/staff").text
    return {"X-CSRF-Token": page.split('name="csrf" content="')[1].split('"')[0]}


def checked(client: TestClient, **sent: Any) -> dict[str, Any]:
    answer = client.post("/staff/api/check", headers=token(client), **sent)
    assert answer.status_code == 200, answer.text
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert all("done" in line for line in lines[:-1]) and len(lines) > 1
    last: dict[str, Any] = lines[-1]
    return last


def test_a_wrong_password_opens_nothing(client: TestClient) -> None:
    assert log_in(client, "wrong password") == 401
    assert COOKIE not in client.cookies
    assert 'name="csrf"' not in client.get("/staff").text


def test_the_right_password_opens_the_desk(client: TestClient) -> None:
    assert log_in(client) == 303
    assert 'id="check-form"' in client.get("/staff").text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    answer = client.post("/staff/login", data={"name": NAME, "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/staff" in cookie


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/staff/api/check"), ("POST", "/staff/api/clause"), ("POST", "/staff/api/compare"),
        ("GET", "/staff/api/report/x.json"), ("POST", "/staff/logout"),
    ],
)  # fmt: skip
def test_without_a_login_every_address_answers_nothing(client: TestClient, method: str, path: str) -> None:
    for cookies in ({}, {COOKIE: "forged.cookie"}, {COOKIE: ""}):
        client.cookies = cookies
        answer = client.request(method, path, headers={"X-CSRF-Token": ""})
        assert answer.status_code == 401
        assert "楼宇" not in answer.text


def test_every_route_but_the_open_ones_wants_a_session(
    index: PolicyIndex, accounts: Accounts, client: TestClient
) -> None:
    open_routes = {"/staff", "/staff/login", "/staff/files/{name}"}
    seen = 0
    for route in staff(lambda: index, accounts).routes:
        path, methods = getattr(route, "path", ""), getattr(route, "methods", None) or set()
        if path.startswith("/staff") and path not in open_routes:
            seen += 1
            for method in methods - {"HEAD"}:
                assert client.request(method, path.replace("{name}.{form}", "x.json")).status_code == 401, (
                    path
                )
    assert seen >= 5


def test_a_stolen_cookie_is_worth_nothing_after_logout(app: FastAPI, client: TestClient) -> None:
    log_in(client)
    stolen, headers = client.cookies[COOKIE], token(client)
    with TestClient(app, cookies={COOKIE: stolen}) as thief:
        assert thief.post("/staff/api/clause", json={"address": "x"}, headers=headers).status_code == 200
        assert client.post("/staff/logout", headers=headers).status_code == 200
        assert thief.post("/staff/api/clause", json={"address": "x"}, headers=headers).status_code == 401


@pytest.mark.parametrize("acts", [False, True])
def test_a_stolen_cookie_opens_nothing_in_another_browser(
    app: FastAPI, client: TestClient, acts: bool
) -> None:
    log_in(client)
    stolen, headers = client.cookies[COOKIE], token(client)
    with TestClient(app, cookies={COOKIE: stolen}, headers={"User-Agent": "other"}) as thief:
        if acts:
            assert thief.post("/staff/api/clause", json={"address": "x"}, headers=headers).status_code == 401
        assert 'name="csrf"' not in thief.get("/staff").text
    assert client.post("/staff/api/clause", json={"address": "x"}, headers=headers).status_code == 401


def test_the_cookie_alone_does_nothing(client: TestClient) -> None:
    log_in(client)
    assert client.post("/staff/api/clause", json={"address": "x"}).status_code == 403
    assert client.post("/staff/api/check", data={"text": TEXT}).status_code == 403
    assert client.post("/staff/logout").status_code == 403


def test_a_form_of_another_site_cannot_log_in(client: TestClient) -> None:
    form = {"name": NAME, "password": PASSWORD}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/staff/login", data=form, headers=headers)
        assert answer.status_code == 403 and COOKIE not in client.cookies
    own = client.post("/staff/login", data=form, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    assert own.status_code == 303


def test_guessing_is_stopped(client: TestClient) -> None:
    assert [log_in(client, f"guess number {n}") for n in range(5)] == [401] * 5
    assert log_in(client) == 429  # even the right one, now


def test_a_pasted_text_is_checked_with_progress(client: TestClient) -> None:
    log_in(client)
    row = checked(client, data={"text": TEXT, "as_of": "2026-01-01"})
    assert [s["verdict"] for s in row["report"]["sentences"]] == ["contradicted", "verbatim"]
    assert "数字不同" in row["report"]["sentences"][0]["points"][0]["text"]


def test_a_result_is_exported_to_its_own_session_only(app: FastAPI, client: TestClient) -> None:
    log_in(client)
    name = checked(client, data={"text": TEXT})["id"]
    assert b"PK" == client.get(f"/staff/api/report/{name}.docx").content[:2]
    assert "attachment" in client.get(f"/staff/api/report/{name}.html").headers["content-disposition"]
    assert client.get(f"/staff/api/report/{name}.json").json()["summary"]["sentences"] == 2
    assert client.get(f"/staff/api/report/{name}.exe").status_code == 404
    with TestClient(app, follow_redirects=False) as other:
        log_in(other)
        assert other.get(f"/staff/api/report/{name}.json").status_code == 404


def test_a_word_file_is_checked_and_leaves_nothing_behind(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    document = Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    log_in(client)
    row = checked(client, files={"file": ("../../宣传 稿.docx", stream.getvalue())})
    assert [s["verdict"] for s in row["report"]["sentences"]] == ["contradicted", "verbatim"]
    assert list(tmp_path.glob("staff-*")) == []


def test_a_workbook_and_a_text_in_gb18030_are_checked(client: TestClient) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in ("规定", *TEXT.splitlines()):
        sheet.append([line])
    stream = io.BytesIO()
    book.save(stream)
    log_in(client)
    # A row reads 规定：… with the header in front, which the clause has not.
    for name, content, second in (
        ("表.xlsx", stream.getvalue(), "altered"),
        ("文.txt", TEXT.encode("gb18030"), "verbatim"),
    ):
        row = checked(client, files={"file": (name, content)})
        assert [s["verdict"] for s in row["report"]["sentences"]] == ["contradicted", second]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "不支持"), ("a", b"x", "不支持"), ("a.docx", b"not a word file", "内容不是"),
        ("a.pdf", b"<html>", "内容不是"), ("a.txt", b"", "没有正文"), ("a.txt", b"\x00\x01\x02", "二进制"),
    ],
)  # fmt: skip
def test_files_that_are_not_what_they_say_are_refused(
    client: TestClient, name: str, content: bytes, said: str
) -> None:
    log_in(client)
    answer = client.post("/staff/api/check", files={"file": (name, content)}, headers=token(client))
    assert answer.status_code == 400 and said in answer.json()["fault"]


def test_a_file_that_is_too_big_is_refused_before_it_is_read() -> None:
    with pytest.raises(UsageError, match="最多"):
        read_upload("a.txt", io.BytesIO(b"x" * 10_000_001), ZH)


def test_a_request_that_is_too_big_is_refused(client: TestClient) -> None:
    log_in(client)
    headers = token(client) | {"Content-Length": "90000000"}
    assert client.post("/staff/api/check", content=b"", headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\temp\\稿.docx", "稿.docx"), ("a\x00b\u202e.txt", "ab.txt"),
        ("<img src=x>.txt", "_img src_x_.txt"), ("...", "文件"),
    ],
)  # fmt: skip
def test_names_are_cleaned(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_a_file_of_the_server_cannot_be_compared_from_the_web(client: TestClient, tmp_path: Path) -> None:
    secret = tmp_path / "秘密.txt"
    secret.write_text("秘密内容。", encoding="utf-8")
    log_in(client)
    row = {"old": str(secret), "new": "甲市楼宇管理条例"}
    answer = client.post("/staff/api/compare", json=row, headers=token(client))
    assert answer.status_code == 400 and "秘密内容" not in answer.text


def test_versions_are_compared_and_clauses_looked_up(client: TestClient) -> None:
    log_in(client)
    headers = token(client)
    row = {"old": "甲市楼宇管理条例（2020年）", "new": "甲市楼宇管理条例"}
    answer = client.post("/staff/api/compare", json=row, headers=headers).json()
    assert answer["comparison"]["summary"]["added"] == 2
    assert client.get(f"/staff/api/report/{answer['id']}.docx").content[:2] == b"PK"
    found = client.post(
        "/staff/api/clause", json={"address": "甲市楼宇管理条例 第三条"}, headers=headers
    ).json()
    assert found["clauses"][0]["citation"] == "《甲市楼宇管理条例》第三条"


def test_sessions_end_by_themselves() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    cookie = sessions.begin("a", "here")
    now[0] = IDLE - 1
    assert sessions.find(cookie, "here") is not None
    now[0] += IDLE + 1
    assert sessions.find(cookie, "here") is None
    assert Sessions().find(Sessions().begin("a", "here"), "here") is None  # another server's secret


def test_wrong_passwords_are_forgotten_after_a_while() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for _ in range(5):
        attempts.wrong("1.2.3.4")
    assert not attempts.allowed("1.2.3.4") and attempts.allowed("5.6.7.8")
    now[0] = 301
    assert attempts.allowed("1.2.3.4")


CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》(?:（[^）]*）)?(?:第[^ ,，。]*)?")


def test_whoever_reads_english_is_answered_in_english(client: TestClient) -> None:
    client.cookies.set(LANGUAGE, "en")
    wrong = client.post("/staff/login", data={"name": NAME, "password": "wrong password"})
    assert EN.text("staff", "wrong") in wrong.text and ZH.text("staff", "wrong") not in wrong.text
    log_in(client)
    headers = token(client)
    blank = client.post("/staff/api/check", data={"text": " "}, headers=headers)
    assert blank.json()["fault"] == EN.text("wording", "no_text")
    absent = client.post("/staff/api/compare", json={"old": "x", "new": "y"}, headers=headers)
    assert absent.json()["fault"] == EN.text("lookup", "no_document", address="x")
    row = checked(client, data={"text": f"{TEXT}\n保证获得补助。今天天气很好，大家都去公园玩了。"})
    for sentence in row["report"]["sentences"]:
        said = [sentence["says"], *sentence["faults"], *(point["text"] for point in sentence["points"])]
        assert all(not CHINESE.search(QUOTED.sub("", text)) for text in said)
    assert row["report"]["sentences"][-1]["notes"] == [EN.text("wording", "without_basis")]
    report = client.get(f"/staff/api/report/{row['id']}.html")
    assert EN.text("wording", "title") in report.text and ZH.text("wording", "title") not in report.text


def test_a_look_up_and_a_comparison_are_told_in_english(client: TestClient) -> None:
    client.cookies.set(LANGUAGE, "en")
    log_in(client)
    headers = token(client)
    found = client.post(
        "/staff/api/clause", json={"address": "甲市楼宇管理条例 第三条"}, headers=headers
    ).json()
    assert found["text"] == ""
    assert found["clauses"][0]["notes"][0] == "Status: validity not known"
    row = {"old": "甲市楼宇管理条例（2020年）", "new": "甲市楼宇管理条例"}
    shown = client.post("/staff/api/compare", json=row, headers=headers).json()["comparison"]
    assert shown["counted"].startswith("same ") and "added 2" in shown["counted"]
    assert {one["says"].split()[0].rstrip(",") for one in shown["rows"]} <= {
        "same", "changed", "added", "removed", "moved", "renumbered",
    }  # fmt: skip


def test_a_sentence_without_basis_is_held_against_nothing(client: TestClient) -> None:
    log_in(client)
    (sentence,) = checked(client, data={"text": "今天天气很好，大家都去公园玩了，门票50元。"})["report"][
        "sentences"
    ]
    assert sentence["verdict"] == "not_found" and sentence["place"] is None
    assert sentence["points"] == []
    assert sentence["notes"] == [ZH.text("wording", "without_basis")]


def test_a_remark_says_what_to_write_instead(client: TestClient) -> None:
    log_in(client)
    (remark,) = checked(client, data={"text": "企业保证获得补助。"})["report"]["remarks"]
    assert remark.startswith("“保证获得”：") and "可改为：" in remark


def test_who_is_logged_out_for_idleness_is_told_so(client: TestClient) -> None:
    assert ZH.text("staff", "ended") in client.get("/staff?ended=1").text
    assert ZH.text("staff", "ended") not in client.get("/staff").text
    log_in(client)
    assert 'id="check-form"' in client.get("/staff?ended=1").text
