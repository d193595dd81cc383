"""From passages and questions to token ids: sentences, vocabulary, weights to start with."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.token_table import PASSAGES, QUERIES, TokenTable
from index.tokens import model_tokens

Ids: TypeAlias = NDArray[np.int32]

DIMENSIONS = 256
_SENTENCE = re.compile(r"[^。！？]+[。！？]*|[。！？]+")
_SHORTEST = 8  # characters of a sentence that can stand alone
_CHUNK = 10_000  # texts handed to a process at a time
_LEAST_IDF = 0.3  # so that the commonest tokens keep a weight that training can raise


@dataclass(frozen=True, slots=True, eq=False)
class TokenisedTexts:
    """Texts as token ids, one after the other."""

    tokens: tuple[str, ...]
    ids: Ids
    offsets: NDArray[np.int64]  # (texts + 1,): where each text starts, and the end

    def __getitem__(self, text: int) -> Ids:
        """Return the ids of one text."""
        return self.ids[self.offsets[text] : self.offsets[text + 1]]

    def renumbered(self, tokens: Sequence[str]) -> TokenisedTexts:
        """Return the texts with the ids of another vocabulary; tokens it lacks are dropped."""
        place = {token: i for i, token in enumerate(tokens)}
        new = np.array([place.get(token, -1) for token in self.tokens], dtype=np.int32)[self.ids]
        known = new >= 0
        kept = np.concatenate([[0], np.cumsum(known)])
        return TokenisedTexts(tuple(tokens), new[known], kept[self.offsets])

    def renamed(self, name: Callable[[str], str]) -> TokenisedTexts:
        """Return the texts with other names for their tokens; tokens of one name become one."""
        place: dict[str, int] = {}
        new = np.array([place.setdefault(name(token), len(place)) for token in self.tokens], dtype=np.int32)
        return TokenisedTexts(tuple(place), new[self.ids], self.offsets)

    def frequencies(self, group: NDArray[np.int64]) -> NDArray[np.int64]:
        """Count for each token the groups of texts that hold it.

        Args:
            group: the group of each text, -1 to leave a text out.
        """
        of_token = np.repeat(group, np.diff(self.offsets))
        counted = of_token >= 0
        pairs = np.unique(of_token[counted] * len(self.tokens) + self.ids[counted])
        return np.bincount(pairs % len(self.tokens), minlength=len(self.tokens))


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What training changes: ``exp(log_weights[side]) * vectors`` are the summands of a text vector."""

    vectors: NDArray[np.float32]  # (tokens, dimensions)
    log_weights: NDArray[np.float32]  # (2, tokens): passages, queries


def sentences(text: str) -> tuple[str, ...]:
    """Cut a text at its full stops; together the sentences are the text.

    Items of a list stay with the sentence that opens it, and a sentence shorter than 8 characters with the
    next one: alone they say too little to be looked for.
    """
    found: list[str] = []
    part = ""
    for piece in _SENTENCE.findall(text):
        part += piece
        if len(part.strip()) >= _SHORTEST:
            found.append(part)
            part = ""
    if part.strip() or not found:
        found.append(part)
    return tuple(found)


def tokenise(texts: Sequence[str], workers: int) -> TokenisedTexts:
    """Tokenise texts in several processes; the result does not depend on their number."""
    chunks = [texts[i : i + _CHUNK] for i in range(0, len(texts), _CHUNK)]
    if workers == 1 or len(chunks) == 1:
        return _joined(map(_tokenise_chunk, chunks))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        return _joined(pool.map(_tokenise_chunk, chunks))


def fresh_weights(frequencies: NDArray[np.int64], passages: int, seed: int) -> Weights:
    """Return random vectors of about unit length, with the logarithm of the inverse document frequency.

    Args:
        frequencies: number of passages that hold each token.
        passages: number of passages in all.
        seed: of the random vectors.
    """
    shape = (len(frequencies), DIMENSIONS)
    vectors = np.random.default_rng(seed).standard_normal(shape, dtype=np.float32) / np.sqrt(DIMENSIONS)
    idf = np.log(passages / np.maximum(frequencies, 1))
    log_weights = np.log(np.maximum(idf, _LEAST_IDF)).astype(np.float32)
    return Weights(vectors.astype(np.float32), np.stack([log_weights, log_weights]))


def known_weights(table: TokenTable) -> Weights:
    """Return a model's vectors at unit length, their lengths and scales as log-weights."""
    vectors = table.table.astype(np.float32)
    lengths = np.maximum(np.linalg.norm(vectors, axis=1), 1e-6)
    scales = np.maximum(table.scales[[PASSAGES, QUERIES]], 1e-9)
    return Weights(vectors / lengths[:, None], np.log(scales * lengths).astype(np.float32))


def joined_weights(known: Weights, fresh: Weights) -> Weights:
    """Append fresh weights to those of a model, at the model's typical level."""
    level = np.median(known.log_weights) - np.median(fresh.log_weights)
    return Weights(
        np.concatenate([known.vectors, fresh.vectors]),
        np.concatenate([known.log_weights, fresh.log_weights + level], axis=1).astype(np.float32),
    )


_Chunk: TypeAlias = tuple[list[str], Ids, list[int]]  # the chunk's own vocabulary, ids in it, text lengths


def _tokenise_chunk(texts: Sequence[str]) -> _Chunk:
    place: dict[str, int] = {}
    ids: list[int] = []
    lengths: list[int] = []
    for text in texts:
        found = [place.setdefault(token, len(place)) for token in model_tokens(text)]
        ids.extend(found)
        lengths.append(len(found))
    return list(place), np.array(ids, dtype=np.int32), lengths


def _joined(chunks: Iterable[_Chunk]) -> TokenisedTexts:
    place: dict[str, int] = {}
    parts: list[Ids] = []
    lengths: list[int] = []
    for tokens, ids, counts in chunks:
        shared = np.array([place.setdefault(token, len(place)) for token in tokens], dtype=np.int32)
        parts.append(shared[ids])
        lengths.extend(counts)
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    return TokenisedTexts(tuple(place), np.concatenate(parts), offsets)
