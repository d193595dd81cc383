"""What is written down is so: commands, options, settings and files that the documentation names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.cli import main as assistant
from evals.__main__ import main as measure

ROOT = Path(__file__).parent.parent
MAP = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
READMES = ("README.md", "README.zh.md")
PAGES = (*READMES, "evals/README.md", "docs/evaluation.md", "docs/models.md", "docs/wording.md")
Main = Callable[[Sequence[str]], int]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture
def help_of(capsys: pytest.CaptureFixture[str]) -> Callable[[Main, Sequence[str]], str]:
    def read(main: Main, command: Sequence[str]) -> str:
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        return capsys.readouterr().out

    return read


def sub_commands(text: str) -> set[str]:
    return set(re.findall(r"^    ([a-z]+)(?: |$)", text, re.MULTILINE))


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_command(name: str, help_of: Callable[[Main, Sequence[str]], str]) -> None:
    named = set(re.findall(r"^policy-assistant ([a-z]+)", text_of(name), re.MULTILINE))
    assert named == sub_commands(help_of(assistant, []))


def test_the_readme_of_the_measurements_names_every_command(
    help_of: Callable[[Main, Sequence[str]], str],
) -> None:
    text = text_of("evals/README.md")
    assert set(re.findall(r"^python -m evals ([a-z]+)", text, re.MULTILINE)) == sub_commands(
        help_of(measure, [])
    )
    assert set(re.findall(r"^\| `([a-z]+)` \|", text.split("## Sets")[0], re.MULTILINE)) == sub_commands(
        help_of(measure, ["bench"])
    )


def spelt_out(page: str) -> Iterator[tuple[Main, str, str]]:
    """Yield each command with options: whose it is, its words up to the options, an option."""
    for program, words, rest in re.findall(
        r"(policy-assistant|python -m evals) ((?:[a-z]+ ?){1,2})([^\n`]*)", text_of(page)
    ):
        for option in re.findall(r"--[a-z-]+", rest.split("&&")[0].split("#")[0]):
            yield (assistant if program.startswith("policy") else measure), words.strip(), option


@pytest.mark.parametrize("page", PAGES)
def test_the_options_that_are_written_down_exist(
    page: str, help_of: Callable[[Main, Sequence[str]], str]
) -> None:
    for main, words, option in spelt_out(page):
        command = words.split()[: 2 if words.startswith("bench ") else 1]
        assert option in help_of(main, command), (page, words, option)


def test_every_setting_is_written_down() -> None:
    read = set(re.findall(r"ASSISTANT_[A-Z_]+", text_of("assistant/settings.py")))
    read = {name.rstrip("_") for name in read} - {"ASSISTANT_MAX"}  # the beginning of several names
    pages = text_of("README.md") + text_of("docs/models.md")
    assert read <= set(re.findall(r"ASSISTANT_[A-Z_]+", pages))


def test_every_module_is_on_the_map() -> None:
    modules = [
        path
        for layer in ("corpus", "index", "assistant")
        for path in (ROOT / layer).rglob("*.py")
        if path.name != "__init__.py"
    ]
    named = set(re.findall(r"[\w.]+\.py", MAP))
    assert [str(path.relative_to(ROOT)) for path in modules if path.name not in named] == []


def test_every_file_on_the_map_exists() -> None:
    files = {
        path.name
        for folder in ("corpus", "index", "assistant", "evals", "tests")
        for path in (ROOT / folder).rglob("*")
    }
    files |= {path.name for path in ROOT.iterdir()} | {"current.json"}  # of a built index
    for name in re.findall(r"`([\w./]+\.(?:py|toml|txt|css|js|json))`", MAP):
        assert Path(name).name in files, name
        if "/" in name and not name.startswith("data/"):
            assert (ROOT / name).exists(), name


@pytest.mark.parametrize("page", ["docs/evaluation.md", "evals/README.md", "CHANGELOG.md"])
def test_prose_has_no_line_that_must_be_scrolled(page: str) -> None:
    long = [line for line in text_of(page).splitlines() if len(line) > 130 and line[0] not in "|{"]
    assert long == []
