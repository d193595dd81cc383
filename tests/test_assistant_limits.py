"""How much of a file is read, as set from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import main
from assistant.errors import UsageError
from assistant.settings import Settings
from corpus.readers.limits import Limits


def test_every_limit_can_be_set() -> None:
    names = ("MB", "UNPACKED_MB", "PAGES", "NESTING", "SECONDS", "MEMORY_MB")
    given = {f"ASSISTANT_MAX_{name}": str(n) for n, name in enumerate(names, 3)} | {"ASSISTANT_WORKERS": "1"}
    assert Settings.read(given).limits == Limits(3, 4, 5, 6, 7, 8, 1)
    assert Settings.read({}).limits == Limits()


@pytest.mark.parametrize("value", ["0", "-1", "viel", "1.5"])
def test_a_limit_that_is_none_is_named(value: str) -> None:
    with pytest.raises(UsageError, match=f"ASSISTANT_MAX_MB={value}"):
        Settings.read({"ASSISTANT_MAX_MB": value})


def test_a_build_keeps_to_a_limit_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "大.txt").write_text("第一条 甲。\n" * 100_000, encoding="utf-8")
    (tmp_path / "小.md").write_text("# 乙办法\n\n第一条 乙。\n", encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_MAX_MB", "1")
    assert main(["build", str(tmp_path), "--index", str(tmp_path / "i")]) == 0
    assert "大.txt" in (said := capsys.readouterr().err) and "1 MB 的上限" in said
