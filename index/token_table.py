"""The files of a token model: one int8 vector per token, and one scale per token and side.

The vector of a text is the L2-normalised sum of ``scale[side, t] * table[t]`` over its tokens ``t``. Passages
and queries share the table; their scales differ, because a word that tells articles apart may be filler in a
question.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CONFIG = "config.json"
TABLE = "table.npy"
SCALES = "scales.npy"
VOCABULARY = "vocabulary.txt"
MODEL_TYPE = "weighted-tokens"
PASSAGES, QUERIES = 0, 1
"""Rows of the scales."""

_STEPS = 127
_MODULES = [{"idx": 0, "name": "0", "path": "", "type": "index.module.WeightedTokens"}]
_SENTENCE_TRANSFORMERS = {"model_type": "SentenceTransformer", "similarity_fn_name": "cosine"}


@dataclass(frozen=True, slots=True, eq=False)
class TokenTable:
    """A token model as it lies on disk."""

    tokens: tuple[str, ...]
    table: NDArray[np.int8]  # (tokens, dimensions)
    scales: NDArray[np.float32]  # (2, tokens): PASSAGES, QUERIES

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together.

        Raises:
            ValueError: if the counts differ; the message gives them all.
        """
        if self.table.shape[0] != len(self.tokens) or self.scales.shape != (2, len(self.tokens)):
            raise ValueError(
                f"{len(self.tokens)} tokens do not fit a table of shape {self.table.shape} "
                f"and scales of shape {self.scales.shape}"
            )

    @property
    def dimensions(self) -> int:
        """Length of a text vector."""
        return int(self.table.shape[1])

    def embed(self, texts: Iterable[NDArray[np.int32]], side: int) -> NDArray[np.float32]:
        """Embed texts given as token ids.

        Args:
            texts: the ids of each text.
            side: PASSAGES or QUERIES.

        Returns:
            L2-normalised rows, shape (texts, dimensions); zeros for a text without tokens.
        """
        scales = self.scales[side]
        # One small product per text: it stays in the processor's cache, a whole batch would not.
        rows = [scales[ids] @ self.table[ids].astype(np.float32) for ids in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(rows), self.dimensions)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors


def quantise(
    tokens: tuple[str, ...], vectors: NDArray[np.float32], weights: NDArray[np.float32]
) -> TokenTable:
    """Round each token vector to 255 steps between plus and minus its largest component.

    Args:
        tokens: the vocabulary.
        vectors: shape (tokens, dimensions).
        weights: shape (2, tokens), factors of the vectors on the passage and on the query side.
    """
    largest = np.abs(vectors).max(axis=1)
    step = np.where(largest > 0, largest, 1).astype(np.float32) / _STEPS
    table = np.rint(vectors / step[:, None]).astype(np.int8)
    return TokenTable(tokens, table, (weights * step).astype(np.float32))


def is_token_table(folder: Path) -> bool:
    """Tell whether a folder holds a token model, whatever its version."""
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and config.get("model_type") == MODEL_TYPE


def read_table(folder: Path) -> TokenTable:
    """Read a token model; the table is mapped into memory, so that only the rows used are loaded.

    Raises:
        OSError: if a file is missing.
        ValueError: if a file is damaged or the files do not fit together.
    """
    tokens = (folder / VOCABULARY).read_text(encoding="utf-8").split("\n")[:-1]
    table = np.load(folder / TABLE, mmap_mode="r", allow_pickle=False)
    scales = np.load(folder / SCALES, allow_pickle=False)
    return TokenTable(tuple(tokens), table.view(np.ndarray), scales)


def write_table(table: TokenTable, folder: Path) -> None:
    """Write a token model as a folder that sentence-transformers loads too (see ``index.module``)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / VOCABULARY).write_text("".join(f"{token}\n" for token in table.tokens), encoding="utf-8")
    np.save(folder / TABLE, table.table, allow_pickle=False)
    np.save(folder / SCALES, table.scales, allow_pickle=False)
    config = {"model_type": MODEL_TYPE, "dimensions": table.dimensions, "tokens": len(table.tokens)}
    for name, content in (
        (CONFIG, config),
        ("modules.json", _MODULES),
        ("config_sentence_transformers.json", _SENTENCE_TRANSFORMERS),
    ):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def fingerprint(folder: Path) -> str:
    """Return a digest of the files that decide a model's vectors; the model card does not count."""
    digest = blake2b(digest_size=12)
    for name in (TABLE, SCALES, VOCABULARY):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
