"""What is noted of a question, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.journal import KEPT, Journal, Reason, Verdict, exchanges, ratings
from assistant.messages import load_messages
from assistant.model import Language
from assistant.pipeline import Assistant
from assistant.privacy import masked

SIGNED = "2024年上半年东湖区签了多少项目？"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我的手机是13800138000，补贴多少", "我的手机是〔手机号〕，补贴多少"),
        ("电话0791-86731234能打吗", "电话〔电话号码〕能打吗"),
        ("身份证36010219900101123X", "身份证〔证件号〕"),
        ("卡号 6222 0012 3456 7890 123", "卡号 〔银行卡号〕"),
        ("写信到 zhang.san@example.com 吧", "写信到 〔邮箱〕 吧"),
        ("我叫张三，想办公司", "我叫〔姓名〕，想办公司"),
        ("My name is Zhang San, can I register?", "My name is 〔姓名〕, can I register?"),
        ("赣A12345 能进园区吗", "〔车牌号〕 能进园区吗"),
    ],
)
def test_personal_data_is_masked(typed: str, kept: str) -> None:
    assert masked(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "洪府办发〔2022〕128号说了什么",
        "注册资本1000000000元的公司几年缴足",
        "2024年1月1日至2027年12月31日的税率",
        "142亿元和25亿元怎么不同，1084.5万美元呢",
        "财政部 税务总局公告2023年第12号",
    ],
)
def test_what_a_question_is_about_is_not_masked(typed: str) -> None:
    assert masked(typed) == typed


def test_the_journal_keeps_the_masked_question_and_the_last_rating(
    assistant: Assistant, tmp_path: Path
) -> None:
    path = tmp_path / "folder" / "journal.sqlite"
    journal = Journal(path)
    answer = assistant.answer("我叫张三，电话13800138000，小微企业所得税有什么优惠？")
    number = journal.record(answer)
    journal.rate(number, Verdict.UP)
    journal.rate(number, Verdict.DOWN, Reason.OUTDATED, "打 13800138000 问过了")
    journal.rate(number + 7, Verdict.UP)  # unknown: nothing to rate
    journal.close()
    again = Journal(path)
    with again.engine.connect() as connection:
        (asked,) = connection.execute(select(exchanges)).all()
        (rated,) = connection.execute(select(ratings)).all()
    assert asked.question == "我叫〔姓名〕，电话〔手机号〕，小微企业所得税有什么优惠？"
    assert asked.clauses == [citation.passage.clause_id for citation in answer.citations]
    assert (rated.verdict, rated.reason, rated.remark) == ("down", "outdated", "打 〔手机号〕 问过了")
    again.close()
    assert "张三" not in path.read_bytes().decode("utf-8", "ignore")


def test_what_is_older_than_a_year_is_forgotten(assistant: Assistant, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    journal.rate(journal.record(assistant.answer(SIGNED)), Verdict.UP)
    journal.forget(datetime.now(UTC) - KEPT)
    with journal.engine.connect() as connection:
        assert len(connection.execute(select(exchanges)).all()) == 1
    journal.forget(datetime.now(UTC))
    with journal.engine.connect() as connection:
        assert connection.execute(select(exchanges)).all() == []
        assert connection.execute(select(ratings)).all() == []


@pytest.mark.parametrize("language", list(Language))
def test_the_page_has_a_word_for_every_reason(language: Language) -> None:
    assert set(load_messages(language).section("why")) == set(Reason)
