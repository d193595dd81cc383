"""BM25 over Chinese words and character bigrams (library bm25s), with scores on a fixed scale."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_CEILING = "ceiling.npy"


class LexicalIndex:
    """BM25 scores divided by what a passage holding every query term at its best would score: 0 to 1.

    The division makes scores of different questions comparable, which a floor needs. A term that occurs
    nowhere counts with the weight of the rarest known term, so a question about something else scores low.
    """

    def __init__(self, folder: Path) -> None:
        import bm25s

        self._scorer = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
        self._vocabulary: dict[str, int] = self._scorer.vocab_dict
        self._ceiling: NDArray[np.float32] = np.load(folder / _CEILING)
        self._rarest = float(self._ceiling.max(initial=1.0))

    @staticmethod
    def build(texts: Sequence[list[str]], folder: Path) -> None:
        """Write the index of tokenised texts into a folder."""
        import bm25s

        scorer = bm25s.BM25()
        scorer.index([tokens or ["∅"] for tokens in texts], show_progress=False)
        scorer.save(str(folder), show_progress=False)
        ends, data = scorer.scores["indptr"], scorer.scores["data"]
        ceiling = np.zeros(len(ends) - 1, dtype=np.float32)
        filled = np.flatnonzero(np.diff(ends))
        ceiling[filled] = np.maximum.reduceat(data, ends[filled])
        np.save(folder / _CEILING, ceiling)
        # bm25s reads the vocabulary with the locale's encoding; plain ASCII is safe everywhere.
        vocabulary = json.loads((folder / "vocab.index.json").read_text(encoding="utf-8"))
        (folder / "vocab.index.json").write_text(json.dumps(vocabulary), encoding="ascii")

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Return one score per passage, 0 to 1, higher is closer."""
        unique = list(dict.fromkeys(terms))
        known = [self._vocabulary[term] for term in unique if term in self._vocabulary]
        best = float(self._ceiling[known].sum()) + self._rarest * (len(unique) - len(known))
        if not known:
            return np.zeros(self._scorer.scores["num_docs"], dtype=np.float32)
        raw: NDArray[np.float32] = self._scorer.get_scores_from_ids(known)
        return raw / np.float32(best)
