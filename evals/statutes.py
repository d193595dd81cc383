"""Measure an embedding model on real questions about national statutes, and make pairs to train one.

The questions (STARD, MIT licence), lawyers' replies to them (LeCoQA, MIT licence) and the laws are data of
their own, outside the project: in the folder that the environment variable ``ASSISTANT_SHARED`` names, or in
``../shared`` beside the project. Run ``python -m evals.statutes``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.load import load_corpus
from corpus.model import Corpus, Document
from index.embedder import Embedder, load_embedder
from index.law_asks import with_law_asks
from index.passages import make_passages
from index.training_data import asked_pairs

Article: TypeAlias = tuple[str, str]  # path below the folder of laws, 第X条
Answer: TypeAlias = tuple[Article, ...]  # identical copies of one article, any of which counts

DEPTHS = (1, 5, 10, 20, 100)
_RECIPROCAL = 10  # ranks beyond give a reciprocal rank of 0
_LOCAL = "地方性法规/"
_HELD_OUT = 300  # questions
_LARGEST = 40  # questions that share articles, directly or through others; larger groups stay in training
_HELD_OUT_LAWS = 45


@dataclass(frozen=True, slots=True)
class LegalQuestion:
    """A question that someone asked, with the articles that answer it."""

    text: str
    gold: tuple[Answer, ...]
    reply: str = ""  # a lawyer's, where one is known


@dataclass(frozen=True, slots=True)
class Split:
    """Questions to train with, and questions to measure with."""

    training: tuple[LegalQuestion, ...]
    validation: tuple[LegalQuestion, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Articles:
    """National articles as they are embedded. A long article is several texts, the best of which counts."""

    texts: tuple[str, ...]
    article: tuple[Article, ...]  # of each text


@dataclass(frozen=True, slots=True)
class StatuteScores:
    """Averages over questions, 0 to 1, higher is better."""

    questions: int
    recall: tuple[float, ...]  # at each of DEPTHS: share of a question's gold articles that were found
    reciprocal_rank: float  # of the first gold article found, 0 beyond 10

    def __str__(self) -> str:
        """Return one line for people."""
        recalls = "  ".join(f"R@{k} {value:.3f}" for k, value in zip(DEPTHS, self.recall, strict=True))
        return f"{self.questions} questions  {recalls}  MRR@10 {self.reciprocal_rank:.3f}"


def shared_folder() -> Path | None:
    """Return the folder of data that is not part of the project; None where there is none."""
    named = os.environ.get("ASSISTANT_SHARED")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared"
    return folder if (folder / "bench" / "statutes").is_dir() else None


def read_questions(questions: Path, replies: Path | None = None) -> tuple[LegalQuestion, ...]:
    """Read questions.

    Args:
        questions: JSONL file of ``{"id", "question", "gold": [[{"file", "article"}, ...], ...]}``.
        replies: JSONL file of ``{"id", "answer"}`` with the same ids.
    """
    reply = {row["id"]: str(row["answer"] or "") for row in _rows(replies)} if replies else {}
    return tuple(
        LegalQuestion(
            row["question"],
            tuple(tuple((copy["file"], copy["article"]) for copy in answer) for answer in row["gold"]),
            reply.get(row["id"], ""),
        )
        for row in _rows(questions)
    )


def split_by_question(questions: Sequence[LegalQuestion], seed: int = 7) -> Split:
    """Hold out 300 questions by chance; their articles may answer training questions too."""
    order = np.random.default_rng(seed).permutation(len(questions))[:_HELD_OUT]
    held_out = {questions[i] for i in order}
    return _split(questions, lambda q: q not in held_out, lambda q: q in held_out)


def split_by_article(questions: Sequence[LegalQuestion], seed: int = 7) -> Split:
    """Hold out about 300 questions so that none of their gold articles answers a training question."""
    groups: dict[Hashable, list[LegalQuestion]] = defaultdict(list)
    root = _connected(questions)
    for number, question in enumerate(questions):
        groups[root(number)].append(question)
    small = [group for group in groups.values() if len(group) <= _LARGEST]
    held_out: set[LegalQuestion] = set()
    for i in np.random.default_rng(seed).permutation(len(small)):
        if len(held_out) < _HELD_OUT:
            held_out.update(small[i])
    return _split(questions, lambda q: q not in held_out, lambda q: q in held_out)


def split_by_law(questions: Sequence[LegalQuestion], seed: int = 7) -> Split:
    """Hold out 45 laws outside the civil code: no training question is answered by any article of theirs."""
    laws = sorted({law for q in questions for answer in q.gold for law, _ in answer})
    laws = [law for law in laws if not law.startswith("民法典/")]
    unseen = {laws[i] for i in np.random.default_rng(seed).permutation(len(laws))[:_HELD_OUT_LAWS]}
    return _split(
        questions,
        lambda q: not any(law in unseen for answer in q.gold for law, _ in answer),
        lambda q: all(answer[0][0] in unseen for answer in q.gold),
    )


SPLITS: Mapping[str, Callable[[Sequence[LegalQuestion]], Split]] = {
    "question": split_by_question,
    "article": split_by_article,
    "law": split_by_law,
}


def national_articles(corpus: Corpus) -> Articles:
    """Return the passages of all laws but local regulations, which no question is about."""
    rows = [
        (passage.embed_text, (document.metadata.path, passage.article))
        for document in corpus.documents
        if not document.metadata.path.startswith(_LOCAL)
        for passage in make_passages(document)
    ]
    return Articles(tuple(text for text, _ in rows), tuple(article for _, article in rows))


def pairs(questions: Sequence[LegalQuestion], articles: Articles) -> tuple[tuple[str, str], ...]:
    """Return each question, and each reply to one, with the text of each gold article, of the first copy."""
    text = dict(zip(reversed(articles.article), reversed(articles.texts), strict=True))
    return tuple(
        (asked, text[answer[0]])
        for question in questions
        for asked in (question.text, question.reply)
        for answer in question.gold
        if asked and answer[0] in text
    )


def score(
    questions: Sequence[LegalQuestion], articles: Articles, similarity: NDArray[np.float32]
) -> StatuteScores:
    """Score a ranking.

    Args:
        questions: what was asked.
        articles: what was ranked.
        similarity: shape (questions, texts of the articles), higher is closer.
    """
    rows: dict[Article, list[int]] = defaultdict(list)
    for row, article in enumerate(articles.article):
        rows[article].append(row)
    recalls, reciprocals = [], []
    for question, scores in zip(questions, similarity, strict=True):
        ranks = sorted(_rank([r for copy in answer for r in rows[copy]], scores) for answer in question.gold)
        recalls.append([np.mean([rank <= depth for rank in ranks]) for depth in DEPTHS])
        reciprocals.append(1 / ranks[0] if ranks[0] <= _RECIPROCAL else 0.0)
    recall = tuple(float(value) for value in np.mean(recalls, axis=0))
    return StatuteScores(len(questions), recall, float(np.mean(reciprocals)))


def score_embedder(
    questions: Sequence[LegalQuestion], articles: Articles, embedder: Embedder
) -> StatuteScores:
    """Rank all articles for each question by the embedder alone."""
    passages = embedder.embed(articles.texts, workers=2)
    return score(questions, articles, embedder.embed_queries([q.text for q in questions]) @ passages.T)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write training pairs, or print the scores of a model."""
    parser = argparse.ArgumentParser(prog="python -m evals.statutes", description=main.__doc__)
    parser.add_argument("what", choices=("pairs", "score"))
    parser.add_argument("--split", choices=tuple(SPLITS), help="without it: all questions")
    parser.add_argument("--embedder", help="model to score; the bundled one by default")
    options = parser.parse_args(arguments)
    shared = shared_folder()
    if shared is None:
        parser.error("no data: set ASSISTANT_SHARED to the folder that holds bench/ and laws/")
    data = shared / "bench" / "statutes"
    questions = read_questions(data / "questions_train.jsonl", data / "answers_train.jsonl")
    split = SPLITS[options.split](questions) if options.split else Split(questions, questions)
    corpus = load_corpus([shared / "laws"]).corpus
    articles = national_articles(corpus)
    if options.what == "pairs":
        labelled = pairs(split.training, articles)
        if (
            options.split == "law"
        ):  # the questions that come with laws are left out of the training, but for these
            labelled = (*labelled, *asked_pairs(map(with_law_asks, _of_other_laws(corpus, split.validation))))
        for question, text in labelled:
            sys.stdout.write(json.dumps({"question": question, "text": text}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{score_embedder(split.validation, articles, load_embedder(options.embedder))}\n")
    return 0


def _of_other_laws(corpus: Corpus, measured: Sequence[LegalQuestion]) -> Iterator[Document]:
    """Yield the documents of which, in any edition, no question of a measurement asks."""
    held_out = {_title(law) for question in measured for answer in question.gold for law, _ in answer}
    return (one for one in corpus.documents if _title(one.metadata.path) not in held_out)


def _title(law: str) -> str:
    """Return the name of a law without its folder and edition: 公司法 of 民法商法/公司法(2018-10-26).md."""
    return Path(law).stem.partition("(")[0]


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _rank(rows: Sequence[int], scores: NDArray[np.float32]) -> float:
    """Return the rank, from 1, of the best of some rows; infinite if there are none."""
    return 1.0 + float((scores > scores[rows].max()).sum()) if rows else float("inf")


def _connected(questions: Sequence[LegalQuestion]) -> Callable[[int], Hashable]:
    """Return a function that gives questions the same value when a chain of shared articles joins them."""
    parent: dict[Hashable, Hashable] = {}

    def root(node: Hashable) -> Hashable:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for number, question in enumerate(questions):
        for answer in question.gold:
            for article in answer:
                parent[root(article)] = root(number)
    return root


def _split(
    questions: Sequence[LegalQuestion],
    trains: Callable[[LegalQuestion], bool],
    measures: Callable[[LegalQuestion], bool],
) -> Split:
    return Split(tuple(filter(trains, questions)), tuple(filter(measures, questions)))


if __name__ == "__main__":
    sys.exit(main())
