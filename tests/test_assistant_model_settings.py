"""The settings of a chat model come from the environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from model_asking import (
    HONEST,
    KEY,
    QUESTION,
    RULE,
)
from openai_stub import Reply, Stub

from assistant.commands import composer_from
from assistant.compose import ExtractiveComposer
from assistant.errors import UsageError
from assistant.model_composer import ModelComposer
from assistant.settings import Settings


def test_settings_come_from_the_environment() -> None:
    settings = Settings.read(
        {
            "ASSISTANT_MODEL": "deepseek-chat",
            "ASSISTANT_BASE_URL": "http://127.0.0.1:1/v1",
            "ASSISTANT_API_KEY": KEY,
            "ASSISTANT_MODEL_TIMEOUT": "2.5",
            "ASSISTANT_MODEL_PRICE": "2,8",
        }
    )
    assert (settings.model, settings.model_timeout, settings.model_price) == (
        "deepseek-chat",
        2.5,
        (2.0, 8.0),
    )
    assert KEY not in repr(settings) and settings.api_key == KEY
    assert isinstance(composer_from(settings), ModelComposer)
    assert isinstance(composer_from(Settings.read({"ASSISTANT_MODEL": ""})), ExtractiveComposer)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("ASSISTANT_MODEL_TIMEOUT", value) for value in ("0", "-1", "abc", "nan", "inf", "1e9")),
        *(("ASSISTANT_MODEL_PRICE", value) for value in ("2", "2,x", "-1,2", "1,2,3", "inf,1")),
    ],
)
def test_a_setting_that_is_no_number_is_named_with_an_example(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"{name}={value}.*例如"):
        Settings.read({name: value})


def test_the_command_asks_the_model_of_its_environment(index_folder: Path, stub: Stub) -> None:
    stub.script = lambda request: Reply(HONEST[:1])
    environment = os.environ | {
        "PYTHONPATH": str(Path(__file__).parent / "fence"),
        "PYTHONUTF8": "1",
        "ASSISTANT_MODEL": "m",
        "ASSISTANT_BASE_URL": stub.address,
    }
    command = [sys.executable, "-m", "assistant.cli", "ask", QUESTION, "--json", "--index", str(index_folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    assert [claim["text"] for claim in json.loads(done.stdout)["claims"]] == [RULE]
    assert len(stub.requests) == 1
