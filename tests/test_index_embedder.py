from pathlib import Path

import numpy as np
import pytest

from index.embedder import BUNDLED, BundledEmbedder, EmbedderUnusable, load_embedder
from index.token_table import PASSAGES, QUERIES, TokenTable, quantise, read_table, write_table

TOKENS = ("税率", "减免", "企业", "tax", "#减免")
TEXTS = ["企业税率", "减免，减免", "tax rate", "", "完全陌生"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    random = np.random.default_rng(3)
    vectors = random.standard_normal((len(TOKENS), 8)).astype(np.float32)
    weights = random.uniform(0.5, 2, (2, len(TOKENS))).astype(np.float32)
    write_table(quantise(TOKENS, vectors, weights), tmp_path)
    return tmp_path


def naive(model: TokenTable, ids: list[int], side: int) -> list[float]:
    total = [0.0] * model.dimensions
    for i in ids:
        for d in range(model.dimensions):
            total[d] += float(model.scales[side][i]) * int(model.table[i][d])
    length = sum(value * value for value in total) ** 0.5
    return [value / length for value in total]


def test_quantised_vectors_differ_by_at_most_half_a_step() -> None:
    vectors = np.random.default_rng(0).standard_normal((40, 16)).astype(np.float32)
    vectors[7] = 0
    model = quantise(tuple(map(str, range(40))), vectors, np.ones((2, 40), dtype=np.float32))
    back = model.table * model.scales[PASSAGES][:, None]
    assert np.all(np.abs(back - vectors) <= np.abs(vectors).max(axis=1, keepdims=True) / 127 / 2 + 1e-6)


def test_a_written_model_is_read_back(folder: Path) -> None:
    model = read_table(folder)
    assert model.tokens == TOKENS
    assert model.table.dtype == np.int8 and model.scales.shape == (2, len(TOKENS))


@pytest.mark.parametrize("side", [PASSAGES, QUERIES])
def test_vectors_are_the_weighted_sums_of_a_naive_loop(folder: Path, side: int) -> None:
    model = read_table(folder)
    ids = [[0, 2], [1, 1, 4, 3], [4]]
    rows = model.embed((np.array(i, dtype=np.int32) for i in ids), side)
    assert np.allclose(rows, [naive(model, i, side) for i in ids], atol=1e-6)


def test_texts_become_unit_rows_and_unknown_texts_zero_rows(folder: Path) -> None:
    vectors = BundledEmbedder(folder).embed(TEXTS)
    assert vectors.shape == (5, 8) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 0, 0], atol=1e-6)


def test_queries_and_passages_have_their_own_weights(folder: Path) -> None:
    embedder = BundledEmbedder(folder)
    assert not np.allclose(embedder.embed(["企业税率"]), embedder.embed_queries(["企业税率"]))


def test_no_texts_give_no_rows(folder: Path) -> None:
    assert BundledEmbedder(folder).embed([]).shape == (0, 8)


def test_workers_do_not_change_the_vectors(folder: Path) -> None:
    embedder = BundledEmbedder(folder)
    texts = [f"企业{i % 7}税率{'减免' * (i % 3)}" for i in range(4_100)]
    assert np.array_equal(embedder.embed(texts, workers=2), embedder.embed(texts))


def test_the_fingerprint_follows_the_weights_and_not_the_card(folder: Path) -> None:
    before = BundledEmbedder(folder).fingerprint
    (folder / "README.md").write_text("card", encoding="utf-8")
    assert BundledEmbedder(folder).fingerprint == before
    np.save(folder / "scales.npy", read_table(folder).scales * 2)
    assert BundledEmbedder(folder).fingerprint != before


def test_a_folder_of_a_token_model_is_opened_by_its_name(folder: Path) -> None:
    embedder = load_embedder(str(folder))
    assert embedder.name == str(folder)
    assert np.array_equal(embedder.embed(TEXTS), BundledEmbedder(folder).embed(TEXTS))


def test_a_damaged_model_is_refused_with_the_reason(folder: Path) -> None:
    (folder / "vocabulary.txt").write_text("税率\n", encoding="utf-8")
    with pytest.raises(EmbedderUnusable, match="1 tokens do not fit"):
        load_embedder(str(folder))


def test_a_folder_without_a_model_is_refused_without_asking_the_network(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnusable, match="无法加载"):
        load_embedder(str(tmp_path))


def test_sentence_transformers_gives_the_same_vectors(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    library = SentenceTransformer(str(folder), trust_remote_code=True, device="cpu")
    own = BundledEmbedder(folder)
    assert np.allclose(library.encode_document(TEXTS), own.embed(TEXTS), atol=1e-5)
    assert np.allclose(library.encode_query(TEXTS), own.embed_queries(TEXTS), atol=1e-5)


def test_a_model_saved_by_sentence_transformers_is_read_again(folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(str(folder), trust_remote_code=True, device="cpu").save(str(tmp_path / "saved"))
    assert np.allclose(
        BundledEmbedder(tmp_path / "saved").embed(TEXTS), BundledEmbedder(folder).embed(TEXTS), atol=1e-5
    )


def test_the_bundled_model_knows_what_belongs_together() -> None:
    embedder = load_embedder()
    question = embedder.embed_queries(["开公司要准备哪些材料"])
    passages = embedder.embed(["申请办理企业设立登记，应当提交下列材料", "夜间消费街区的灯光由市容部门管理"])
    near, far = (question @ passages.T)[0]
    assert near > far


def test_the_bundled_model_stays_small() -> None:
    size = sum(file.stat().st_size for file in BUNDLED.rglob("*") if file.is_file())
    assert size <= 40_000_000
