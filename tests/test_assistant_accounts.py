"""Accounts of the staff pages: a bad file is no open door."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.accounts import Accounts, hashed
from assistant.errors import UsageError
from assistant.messages import load_messages
from assistant.model import Language

NAME, PASSWORD = "张三", "一个足够长的密码 9"
TEXT = "楼宇运营单位应当自楼宇启用之日起二十日内向主管部门报送楼宇信息。\n主管部门收到楼宇信息后，可以委托专业机构核对。"
ZH = load_messages(Language.ZH)


def test_accounts_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "staff"
    file.write_text(f"# 账号\n{NAME}:{hashed(PASSWORD)}\n", encoding="utf-8")
    accounts = Accounts.load(file)
    assert accounts.check(NAME, PASSWORD) and not accounts.made
    assert not accounts.check(NAME, PASSWORD + "x") and not accounts.check("李四", PASSWORD)
    assert PASSWORD not in file.read_text(encoding="utf-8") and PASSWORD not in repr(accounts)


def test_without_accounts_a_new_password_is_made_each_time() -> None:
    first, second = Accounts.load(None), Accounts.load(None)
    assert first.made != second.made and len(first.made) >= 12
    assert first.check("staff", first.made) and not first.check("staff", second.made)


@pytest.mark.parametrize("content", ["", "张三", "张三:密码", "张三:scrypt$1$2$3$x$y"])
def test_a_bad_file_of_accounts_is_an_error_and_no_open_door(tmp_path: Path, content: str) -> None:
    file = tmp_path / "staff"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="staff"):
        Accounts.load(file)
    with pytest.raises(UsageError):
        Accounts.load(tmp_path / "missing")
