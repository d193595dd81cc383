"""Every text that a reader can see is asked for by some code, and every text asked for is there."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import get_args

import jinja2
import pytest
from jinja2 import nodes

from assistant.fit import LEVELS, STATE
from assistant.journal import Reason
from assistant.messages import DATA
from assistant.model import NoticeKind, Stage
from assistant.model_composer import Failure
from assistant.shape import PERIODIC
from assistant.shape_model import FieldName
from assistant.wording_model import DifferenceKind, ReferenceFault, Verdict
from corpus.model import Kind, Status, Topic
from index.register import Action

ROOT = Path(__file__).parent.parent
CODE = (*sorted((ROOT / "assistant").rglob("*.py")), ROOT / "ui.py")
TEMPLATES = tuple(sorted(DATA.glob("*.html")))
Table = Mapping[str, Mapping[str, str]]
Asked = tuple[str, str]  # section and name; a part that is chosen while the program runs is empty


def texts(language: str) -> Table:
    return tomllib.loads((DATA / f"messages.{language}.toml").read_text(encoding="utf-8"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def template(path: Path) -> nodes.Template:
    return jinja2.Environment().parse(path.read_text(encoding="utf-8"))


def values(node: ast.expr) -> Iterator[str]:
    """Yield what an argument may be: its words, both of a choice, nothing where only the running program knows."""
    if isinstance(node, ast.IfExp):
        yield from (*values(node.body), *values(node.orelse))
    else:
        yield node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def asked_by_code(path: Path) -> Iterator[Asked]:
    """Yield what `text(section, name)`, `cli_text(name)` and `joined(texts, form)` ask for."""
    for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
        function = call.func
        called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if called == "text" and len(call.args) == 2:
            yield from ((s, name) for s in values(call.args[0]) for name in values(call.args[1]))
        elif called == "cli_text":
            yield from (("cli", name) for name in values(call.args[0]))
        elif called == "joined":
            yield from (("form", name) for arg in call.args[1:] for name in values(arg))
            yield "form", "list"  # the default
        elif called == "section":
            yield from ((section, "") for section in values(call.args[0]))


def words(node: nodes.Node) -> Iterator[str]:
    """Do the same as `values` for a template."""
    if isinstance(node, nodes.CondExpr):
        yield from (*words(node.expr1), *(words(node.expr2) if node.expr2 else ()))
    else:
        yield node.value if isinstance(node, nodes.Const) else ""


def asked_by_template(path: Path) -> Iterator[Asked]:
    for call in template(path).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "say":
            yield from ((s, name) for s in words(call.args[0]) for name in words(call.args[1]))


@lru_cache(maxsize=1)
def asked() -> frozenset[Asked]:
    code = (row for path in CODE for row in asked_by_code(path))
    return frozenset((*code, *(row for path in TEMPLATES for row in asked_by_template(path))))


def written(*names: str) -> set[str]:
    """Return every string that stands in these files of ``assistant``."""
    paths = [path for name in names for path in (ROOT / "assistant").glob(name)]
    assert paths, names
    found: set[str] = set()
    for path in paths:
        if path.suffix == ".html":
            found |= {n.value for n in template(path).find_all(nodes.Const) if isinstance(n.value, str)}
        else:
            strings = (n.value for n in ast.walk(tree(path)) if isinstance(n, ast.Constant))
            found |= {value for value in strings if isinstance(value, str)}
    return found


def joined(first: str, names: Iterable[str], last: str = "") -> set[str]:
    return {f"{first}{name}{last}" for name in names}


def keys(file: str, *path: str) -> set[str]:
    table = tomllib.loads((DATA / file).read_text(encoding="utf-8"))
    for part in path:
        table = table[part]
    return set(table)


@lru_cache(maxsize=1)
def chosen() -> Mapping[str, set[str]]:
    """Return the names that the program chooses as it runs: a closed set, or strings of the files that choose."""
    proof = ("proof.py", "support.py", "naming.py", "foreign.py", "foreign_acts.py", "reply.py", "verify.py")
    styles = tomllib.loads((DATA / "wording_style.toml").read_text(encoding="utf-8"))
    places = {level for level, _ in LEVELS} | {STATE}
    return {
        "status": set(Status),
        "kind": set(Kind),
        "topic": set(Topic),
        "field": set(FieldName),
        "figure_kind": set(PERIODIC) | {"rule"},
        "verdict": set(Verdict),
        "difference": set(DifferenceKind),
        "reference_fault": set(ReferenceFault),
        "remark": {row["kind"] for rows in styles.values() for row in rows},
        "why": set(Reason),
        "model_failure": set(Failure),
        "example": set(Topic),
        "level": places,
        "place": places,
        "month": {str(month) for month in range(1, 13)},
        "outside": keys("scope.toml", "outside") | written("scope.py"),
        "contact": keys("scope.toml", "contact"),
        "refusal": written("scope.py"),
        "conflict": written("conflict.py"),
        "reason": written("model_composer.py", *proof),
        "notice": set(NoticeKind)
        | written("premise*.py", "policy.py", "findings.py")
        | joined("premise_", keys("premise.toml", "roles") | written("premise_figures.py")),
        "cli": written("commands.py", "intake_commands.py") | joined("entry_", get_args(Action)),
        "change": written("compare.py"),
        "comparison": written("compare_report.py", "wording_notes.py"),
        "wording": written("wording_notes.py") | joined("", written("wording_notes.py"), "_near"),
        "lookup": written("lookup_report.py"),
        "staff": written("pages/staff.py", "data/staff.html"),
        "visit": written("pages/*.py"),
        "browse": written("data/browse.html"),
        "form": written("messages.py"),
        "page": set(Stage)
        | written("record.py", "data/source.html", "data/shape.html", "data/turn.html", "../ui.py")
        | joined("meaning_", Kind)
        | joined("date_", written("messages.py")),
    }


def unused(table: Table) -> list[Asked]:
    """Return the texts of a table that no code asks for."""
    named, sections = asked(), {section for section, name in asked() if not name}
    free = {section: chosen().get(section, set()) if section in sections else set() for section in table}
    return [
        (section, name)
        for section, rows in table.items()
        for name in rows
        if (section, name) not in named and ("", name) not in named and name not in free[section]
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_used(language: str) -> None:
    assert unused(texts(language)) == []


@pytest.mark.parametrize("section", sorted(texts("zh")))
def test_a_text_that_nothing_asks_for_is_found(section: str) -> None:
    name = "one_that_nobody_asks_for"
    assert unused({section: {**texts("zh")[section], name: ""}}) == [(section, name)]


def test_a_name_that_is_used_in_another_section_does_not_count() -> None:
    """`missing` stands in [refusal], [notice], [why]; the program says none of [receipt] or [document]."""
    assert unused({"receipt": {"missing": ""}, "document": {"missing": ""}, "cli": {"missing": ""}}) == [
        ("receipt", "missing"),
        ("document", "missing"),
        ("cli", "missing"),
    ]


def test_every_text_that_is_asked_for_is_there() -> None:
    for language in ("zh", "en"):
        table = texts(language)
        gone = [(s, name) for s, name in asked() if s and name not in {"", *table.get(s, {})}]
        assert gone == [], language


def test_only_sections_with_names_chosen_at_run_time_are_listed() -> None:
    sections = {section for section, name in asked() if section and not name}
    assert sections == set(chosen())
