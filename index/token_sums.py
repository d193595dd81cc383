"""Weighted sums of token vectors as sparse products, and an optimizer that touches only the rows in use.

A batch holds a fifth of the vocabulary, so gathering its rows and updating only them is several times faster
than dense gradients. On the processor the products are scipy's, which need no idle second thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_BLOCK = 1024  # rows updated at a time on the processor: they stay in its cache
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8  # Adam's own defaults


def sums(
    texts: Sequence[NDArray[np.int32]], weights: NDArray[np.float32], vectors: torch.Tensor
) -> tuple[torch.Tensor, csr_matrix]:
    """Return the weighted sum of token vectors per text, and the matrix that made it.

    Args:
        texts: token ids, which are rows of ``vectors``.
        weights: one per token.
        vectors: shape (tokens, dimensions).
    """
    ids = np.concatenate([*texts, np.zeros(0, dtype=np.int32)])
    ends = np.concatenate([[0], np.cumsum([len(text) for text in texts])])
    matrix = csr_matrix((weights[ids], ids, ends), shape=(len(texts), len(vectors)))
    return _product(matrix, vectors), matrix


def gradient(matrix: csr_matrix, of_sums: torch.Tensor) -> torch.Tensor:
    """Return the gradient of the vectors, given the matrix and the gradient of the sums.

    Its product with a token's vector is the gradient of that token's log-weight.
    """
    return _product(matrix.T.tocsr(), of_sums)


def _product(matrix: csr_matrix, dense: torch.Tensor) -> torch.Tensor:
    if dense.device.type == "cpu":
        return torch.from_numpy(matrix @ dense.numpy())
    sparse = torch.sparse_csr_tensor(
        torch.from_numpy(matrix.indptr),
        torch.from_numpy(matrix.indices),
        torch.from_numpy(matrix.data),
        size=matrix.shape,
        device=dense.device,
    )
    return sparse @ dense


@dataclass(frozen=True, slots=True, eq=False)
class RowAdam:
    """Adam whose running means of a row move only when the row is used."""

    values: torch.Tensor  # (rows, columns), changed in place
    first: torch.Tensor
    second: torch.Tensor

    @classmethod
    def of(cls, values: torch.Tensor) -> RowAdam:
        """Begin with means of zero."""
        return cls(values, torch.zeros_like(values), torch.zeros_like(values))

    def step(self, rows: torch.Tensor, change: torch.Tensor, rate: float, count: int) -> None:
        """Move rows against their gradient.

        Args:
            rows: which, each once.
            change: the gradient of each.
            rate: the learning rate.
            count: how many steps this is, from 1.
        """
        rate /= 1 - _FIRST**count
        even = 1 - _SECOND**count
        block = _BLOCK if self.values.device.type == "cpu" else max(1, len(rows))
        for start in range(0, len(rows), block):
            own, slope = rows[start : start + block], change[start : start + block]
            first = self.first[own].mul_(_FIRST).add_(slope, alpha=1 - _FIRST)
            second = self.second[own].mul_(_SECOND).addcmul_(slope, slope, value=1 - _SECOND)
            self.first.index_copy_(0, own, first)
            self.second.index_copy_(0, own, second)
            self.values.index_add_(0, own, first / second.div_(even).sqrt_().add_(_TINY), alpha=-rate)
