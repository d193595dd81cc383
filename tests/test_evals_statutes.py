import json
from pathlib import Path

import numpy as np
import pytest

from corpus.load import load_corpus
from evals.statutes import (
    Articles,
    LegalQuestion,
    national_articles,
    pairs,
    read_questions,
    score,
    split_by_article,
    split_by_law,
)

ARTICLES = Articles(
    ("甲法第一条", "甲法第二条上", "甲法第二条下", "乙法第一条"),
    (("甲法.md", "第一条"), ("甲法.md", "第二条"), ("甲法.md", "第二条"), ("乙法.md", "第一条")),
)


def question(text: str, *gold: tuple[str, ...]) -> LegalQuestion:
    """Each gold answer is given as its copies, written 甲法.md#第一条."""
    copies = [[copy.split("#") for copy in answer] for answer in gold]
    return LegalQuestion(text, tuple(tuple((file, article) for file, article in answer) for answer in copies))


def test_a_long_article_counts_by_its_best_part() -> None:
    asked = [question("问", ("甲法.md#第二条",))]
    scores = score(asked, ARTICLES, np.array([[0.5, 0.1, 0.9, 0.2]], dtype=np.float32))
    assert scores.recall[0] == 1 and scores.reciprocal_rank == 1


def test_a_copy_counts_once_and_a_missing_article_as_not_found() -> None:
    asked = [question("问", ("甲法.md#第一条", "乙法.md#第一条"), ("丙法.md#第一条",))]
    scores = score(asked, ARTICLES, np.array([[0.1, 0.2, 0.3, 0.9]], dtype=np.float32))
    assert scores.recall == (0.5,) * 5 and scores.reciprocal_rank == 1


def test_recall_is_averaged_over_questions() -> None:
    asked = [question("一", ("甲法.md#第一条",)), question("二", ("乙法.md#第一条",))]
    same = np.array([[0.9, 0.2, 0.3, 0.1]] * 2, dtype=np.float32)
    scores = score(asked, ARTICLES, same)
    assert scores.recall == (0.5, 1, 1, 1, 1) and scores.reciprocal_rank == pytest.approx((1 + 1 / 4) / 2)


def test_a_pair_holds_the_beginning_of_the_first_copy() -> None:
    asked = [question("问", ("甲法.md#第二条", "乙法.md#第一条"), ("丙法.md#第一条",))]
    assert pairs(asked, ARTICLES) == (("问", "甲法第二条上"),)


def test_no_gold_article_of_validation_is_trained_on() -> None:
    asked = [
        question(f"问{i}", (f"法{i % 70}.md#第{i % 7}条",), (f"法{i % 70}.md#第九条",)) for i in range(900)
    ]
    split = split_by_article(asked)
    seen = {copy for q in split.training for answer in q.gold for copy in answer}
    assert 300 <= len(split.validation) < 340 and len(split.training) + len(split.validation) == 900
    assert not any(copy in seen for q in split.validation for answer in q.gold for copy in answer)


def test_no_law_of_validation_is_trained_on() -> None:
    asked = [question(f"问{i}", (f"法{i % 90}.md#第一条",)) for i in range(300)]
    split = split_by_law(asked)
    laws = [{q.gold[0][0][0] for q in part} for part in (split.training, split.validation)]
    assert len(laws[1]) == 45 and not laws[0] & laws[1]


def test_national_articles_leave_out_local_regulations(tmp_path: Path) -> None:
    for name in ("行政法/甲法.md", "地方性法规/某省/乙条例.md"):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text(f"# 某法\n\n第一条 为了试验{file.stem}，制定本法。\n", encoding="utf-8")
    articles = national_articles(load_corpus([tmp_path]).corpus)
    assert articles.article == (("行政法/甲法.md", "第一条"),)
    assert articles.texts[0].startswith("某法\n")


def test_questions_are_read_with_their_copies_and_replies(tmp_path: Path) -> None:
    gold = [[{"file": "甲法.md", "article": "第一条"}, {"file": "乙法.md", "article": "第一条"}]]
    asked, replies = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    asked.write_text(
        "".join(json.dumps({"id": i, "question": f"问{i}", "gold": gold}) + "\n" for i in (1, 2)),
        encoding="utf-8",
    )
    replies.write_text(json.dumps({"id": 2, "answer": "答"}) + "\n", encoding="utf-8")
    found = read_questions(asked, replies)
    assert found[0] == question("问1", ("甲法.md#第一条", "乙法.md#第一条"))
    assert [q.reply for q in found] == ["", "答"]


def test_a_reply_is_a_pair_too() -> None:
    asked = LegalQuestion("问", ((("甲法.md", "第一条"),),), "答")
    assert pairs([asked], ARTICLES) == (("问", "甲法第一条"), ("答", "甲法第一条"))


def test_every_gold_article_of_the_real_questions_is_an_article(shared: Path) -> None:
    questions = read_questions(shared / "bench" / "statutes" / "questions_train.jsonl")
    laws = {copy[0] for q in questions for answer in q.gold for copy in answer}
    articles = national_articles(load_corpus([shared / "laws" / law for law in sorted(laws)]).corpus)
    assert len(articles.texts) > 3_000 and len(questions) == 1_230
