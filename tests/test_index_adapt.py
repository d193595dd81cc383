import json
from pathlib import Path

import numpy as np
import pytest
import torch

from corpus.load import Loaded
from index.adapt import adapt
from index.embedder import BundledEmbedder
from index.token_table import quantise, read_table
from index.training import LabelledPair, TokenisedPassage, Trainer
from index.training_data import PairsUnusable, TrainingPassage, asked_pairs, read_pairs, training_passages
from index.training_texts import Weights, joined_weights, known_weights, sentences, tokenise

PLACES = ["东湖区", "西湖区", "青云谱区", "红谷滩区", "新建区", "安义县"]
MATTERS = ["楼宇经济", "跨境电商", "总部企业", "夜间消费", "文化旅游", "数字经济", "人才公寓", "科技创新"]


def passages() -> list[TrainingPassage]:
    return [
        TrainingPassage(
            f"{place}{matter}扶持办法",
            f"对{place}的{matter}项目给予奖励。{matter}项目由{place}主管部门受理；申请人应当提交{matter}材料。",
        )
        for place in PLACES
        for matter in MATTERS
    ]


PAIRS = [(f"{matter}能拿多少钱", passages()[i].embed_text()) for i, matter in enumerate(MATTERS)]


def test_training_makes_a_model_that_is_opened_like_the_bundled_one(tmp_path: Path) -> None:
    report = adapt(passages(), PAIRS, tmp_path, steps=20, start=None, workers=1)
    assert (report.passages, report.pairs, report.steps, report.recall_before) == (48, 8, 20, None)
    assert report.held_out == 4 and report.recall_after is not None
    embedder = BundledEmbedder(tmp_path)
    near, far = (embedder.embed_queries(["东湖区楼宇经济"]) @ embedder.embed(["东湖区楼宇", "人才公寓"]).T)[0]
    assert near > far


def test_training_follows_the_seed_alone(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        adapt(passages(), PAIRS, tmp_path / name, steps=12, seed=seed, start=None, workers=1)
    same, again, other = (BundledEmbedder(tmp_path / name).fingerprint for name in "abc")
    assert same == again != other


def test_training_on_learns_new_tokens_and_keeps_the_known_ones(tmp_path: Path) -> None:
    adapt(passages(), (), tmp_path / "first", steps=2, start=None, workers=1)
    odd = [
        TrainingPassage("低空飞行办法", f"低空飞行器第{i}类的审批。低空飞行器的补助为{i}元。")
        for i in range(30)
    ]
    report = adapt(odd, (), tmp_path / "second", steps=2, start=tmp_path / "first", workers=1)
    first, second = read_table(tmp_path / "first").tokens, read_table(tmp_path / "second").tokens
    assert second[: len(first)] == first
    assert "低空" in second and report.new_tokens == len(second) - len(first) > 0
    assert report.recall_before is not None


def test_a_question_learns_its_answer_from_pairs(tmp_path: Path) -> None:
    targets = [passage.embed_text() for passage in passages()]
    slang = [(f"{word}{tail}", targets[i]) for i, word in ((3, "foo"), (30, "bar")) for tail in ("", "，急")]
    adapt(passages(), slang, tmp_path, steps=40, start=None, workers=1)
    embedder = BundledEmbedder(tmp_path)
    found = (embedder.embed_queries([q for q, _ in slang]) @ embedder.embed(targets).T).argmax(axis=1)
    assert [targets[i] for i in found] == [text for _, text in slang]


def test_nothing_to_learn_from_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no passages"):
        adapt([], (), tmp_path)


def test_hard_negatives_never_answer_the_question() -> None:
    ids = [np.array([i, i + 1], dtype=np.int32) for i in range(6)]
    texts = [TokenisedPassage(i[:1], (i,)) for i in ids]
    pairs = [LabelledPair(ids[0], 0), LabelledPair(ids[0], 1), LabelledPair(ids[4], 4)]
    random = np.random.default_rng(0)
    start = Weights(random.standard_normal((7, 4)).astype(np.float32), np.zeros((2, 7), dtype=np.float32))
    trainer = Trainer(texts, pairs, start, steps=1, batch=4, seed=0)
    assert [set(trainer._mine()[i]) for i in range(3)] == [{2, 3, 4, 5}, {2, 3, 4, 5}, {0, 1, 2, 3, 5}]


def test_a_known_model_starts_where_it_ended() -> None:
    random = np.random.default_rng(1)
    vectors = random.standard_normal((5, 8)).astype(np.float32)
    table = quantise(tuple("abcde"), vectors, random.uniform(0.5, 2, (2, 5)).astype(np.float32))
    weights = joined_weights(known_weights(table), known_weights(table))
    ids = np.array([0, 2, 3], dtype=np.int32)
    summands = np.exp(weights.log_weights[1])[ids, None] * weights.vectors[ids]
    expected = table.embed([ids], side=1)[0]
    assert np.allclose(summands.sum(axis=0) / np.linalg.norm(summands.sum(axis=0)), expected, atol=1e-5)


def test_frequencies_count_groups_once() -> None:
    texts = tokenise(["税率税率", "税率", "减免"], workers=1)
    counts = dict(zip(texts.tokens, texts.frequencies(np.array([0, 0, 1])), strict=True))
    assert counts["税率"] == counts["减免"] == 1


def test_sentences_end_at_full_stops_and_keep_short_ones_and_lists_together() -> None:
    text = "给予奖励一万元。好。申请人提交：\n（一）申请表；\n（二）执照。完"
    parts = ("给予奖励一万元。", "好。申请人提交：\n（一）申请表；\n（二）执照。", "完")
    assert sentences(text) == parts
    assert sentences("无。") == ("无。",)


def test_shipped_documents_give_passages_and_their_asks(shipped: Loaded) -> None:
    texts = {passage.embed_text() for passage in training_passages(shipped.corpus)}
    asked = asked_pairs(shipped.corpus.documents)
    assert len(asked) > 3_000 and {text for _, text in asked} <= texts


def test_pairs_name_a_text_or_a_clause(shipped: Loaded, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    rows = [
        {"question": "甲", "text": "正文"},
        {"question": "乙", "document_id": "jx-1269-2023", "clause_id": "jx1269-02"},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    first, second = read_pairs(file, shipped.corpus)
    assert first == ("甲", "正文")
    assert second[0] == "乙" and "铜基新材料" in second[1]


@pytest.mark.parametrize("line", ["{", "[]", '{"question": "甲"}', '{"text": "甲"}'])
def test_an_unusable_pair_is_named_by_its_line(shipped: Loaded, tmp_path: Path, line: str) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"question": "甲", "text": "乙"}\n' + line, encoding="utf-8")
    with pytest.raises(PairsUnusable, match="第2行"):
        read_pairs(file, shipped.corpus)


def test_embedding_in_training_is_that_of_the_finished_model() -> None:
    table = quantise(
        tuple("abc"), np.eye(3, 4, dtype=np.float32), np.array([[1, 2, 3], [3, 2, 1]], dtype=np.float32)
    )
    trainer = Trainer([], [], known_weights(table), steps=1, batch=1, seed=0)
    ids = [np.array([0, 1, 1], dtype=np.int32), np.array([2], dtype=np.int32)]
    with torch.no_grad():
        assert np.allclose(trainer._embed(ids, 1).cpu().numpy(), table.embed(ids, 1), atol=1e-5)
