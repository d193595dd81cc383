"""The everyday questions that come with the project for articles of national laws."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.load import Loaded, load_corpus
from corpus.model import Document
from evals.statutes import read_questions
from index.asking import usable
from index.build import build
from index.intake import add
from index.law_asks import FOLDER, digest, with_law_asks
from index.search import PolicyIndex

LINES = [
    line.split("\t") for file in sorted(FOLDER.glob("*.tsv")) for line in file.read_text("utf-8").splitlines()
]
LAW = "民法典/合同编.md"
ASKED = "第五百六十三条"  # when a contract can be ended


def law(shared: Path) -> Document:
    (document,) = load_corpus([shared / "laws" / LAW]).corpus.documents
    return document


def test_questions_are_many_and_none_stands_twice_or_names_an_article() -> None:
    assert len(LINES) > 10_000 and {len(line) for line in LINES} == {3}
    questions = Counter((of, question) for of, _, question in LINES)
    assert [pair for pair, times in questions.items() if times > 1] == []
    assert [q for _, _, q in LINES if re.search("第[一二三四五六七八九十百千0-9]+条", q)] == []


def test_no_question_is_one_that_measures(shared: Path) -> None:
    measured = {q.text for q in read_questions(shared / "bench" / "statutes" / "questions_train.jsonl")}
    assert not measured & {question for _, _, question in LINES}


def test_every_question_belongs_to_an_article_of_its_law_and_names_no_figure_it_lacks(shared: Path) -> None:
    paths = {path.stem: path for path in (shared / "laws").rglob("*.md")}
    for file in sorted(FOLDER.glob("*.tsv")):
        clauses = {
            digest(c.text): c for d in load_corpus([paths[file.stem]]).corpus.documents for c in d.clauses
        }
        for of, article, question in (line.split("\t") for line in file.read_text("utf-8").splitlines()):
            assert of in clauses and clauses[of].article == article, f"{file.name}: {article}"
            assert usable(question, clauses[of]), f"{file.name}: {question}"


def test_questions_go_with_the_words_of_an_article(shared: Path) -> None:
    document = law(shared)
    given = {clause.article: clause.asks for clause in with_law_asks(document).clauses}
    assert len(given[ASKED]) >= 2
    assert digest(" 当事人\n可以约定 ") == digest("当事人可以约定") != digest("当事人不可以约定")


def test_a_document_with_questions_of_its_own_keeps_them(shipped: Loaded) -> None:
    document = shipped.corpus.documents[0]
    assert with_law_asks(document) is document
    bare = replace(document, clauses=tuple(replace(clause, asks=()) for clause in document.clauses))
    assert with_law_asks(bare) is bare  # no law


@pytest.mark.parametrize("adding", [False, True])
def test_a_law_that_is_built_or_added_is_found_by_them(shared: Path, tmp_path: Path, adding: bool) -> None:
    question = next(
        q
        for of, article, q in LINES
        if article == ASKED and of in {digest(c.text) for c in law(shared).clauses}
    )
    if adding:
        add([shared / "laws" / LAW], tmp_path, by="店员", reason="测试")
    else:
        build([shared / "laws" / LAW], tmp_path)
    best = PolicyIndex.open(tmp_path).search(question).hits[:3]
    (found,) = (hit.passage for hit in best if hit.passage.article == ASKED)
    assert question in found.asks


def test_they_can_be_left_out(shared: Path, tmp_path: Path) -> None:
    build([shared / "laws" / LAW], tmp_path, law_asks=False)
    hits = PolicyIndex.open(tmp_path).search("合同能不能不要了", floor=0.0).hits
    assert hits and not [hit for hit in hits if hit.passage.asks]
