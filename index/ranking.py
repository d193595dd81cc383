"""From signals to one score per passage that says how it came about.

score = Σ weight × signal. Every signal lies between 0 and 1 on a scale that does not depend on the question,
so scores of different questions compare and one floor serves all. The weights are stored with the model
(``bundled/ranking.json``), not here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.norms import Norm

CONTENT = ("dense", "ask", "words", "bigrams")
SIGNALS = (*CONTENT, "title", "current", "norm", "exact")
RANKING_FILE = Path(__file__).parent / "bundled" / "ranking.json"


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one hit, 0 to 1, higher is closer."""

    dense: float  # cosine of question and passage
    ask: float  # cosine of question and the closest of the passage and the questions written for it
    words: float  # BM25 over words, see LexicalIndex
    bigrams: float  # BM25 over character bigrams
    title: float  # the question names the document by title or number
    current: float  # 1 unless the document has ended or is not yet in force
    exact: float  # the question names this very article, document number or figure
    norm: float = 0.0  # how high the kind of norm stands, see Weights.norms


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, and the score below which a hit supports no answer."""

    dense: float
    ask: float
    words: float
    bigrams: float
    title: float
    current: float
    norm: float
    exact: float
    floor: float
    norms: Mapping[Norm, float]  # 0 to 1, of each kind

    @classmethod
    def load(cls, path: Path = RANKING_FILE) -> Weights:
        """Read weights from a JSON object.

        Raises:
            ValueError: if a weight is missing or unknown.
        """
        row = json.loads(path.read_text(encoding="utf-8"))
        names = {field.name for field in fields(cls)}
        if set(row) != names or set(row["norms"]) != set(Norm):
            raise ValueError(f"{path.name}: {sorted(set(row) ^ names) or 'norms'}")
        return cls(**row | {"norms": {Norm(name): value for name, value in row["norms"].items()}})

    def fuse(self, signals: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the weighted sum of signal arrays of equal length."""
        total = sum(np.float32(getattr(self, name)) * signals[name] for name in SIGNALS)
        return np.asarray(total, dtype=np.float32)

    def closeness(self, signals: Signals) -> float:
        """Return the part of a score that does not come from the document's name, number or status."""
        return float(sum(getattr(self, name) * getattr(signals, name) for name in CONTENT))


_NAMES = {
    "dense": "语义",
    "ask": "常见问法",
    "words": "词语",
    "bigrams": "字面",
    "title": "文件名称",
    "current": "现行",
    "norm": "效力层级",
    "exact": "指定条款",
}


def explain(signals: Signals, weights: Weights) -> str:
    """Say in words how a score is made up, largest share first."""
    shares = {name: getattr(weights, name) * getattr(signals, name) for name in SIGNALS}
    ranked = sorted(shares.items(), key=lambda item: -abs(item[1]))
    return "，".join(f"{_NAMES[name]} {share:+.3f}" for name, share in ranked if abs(share) >= 0.0005)
