"""BM25 over Chinese words and character bigrams (library bm25s), with scores on a fixed scale.

English words count by their stem, in texts and in questions alike.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from index.english import stem
from index.training_texts import TokenisedTexts

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
    def build(texts: TokenisedTexts, folder: Path) -> None:
        """Write the index of tokenised texts into a folder."""
        import bm25s

        scorer = bm25s.BM25()
        texts = texts.renamed(stem)
        vocabulary = {token: number for number, token in enumerate(texts.tokens)}
        scorer.index(bm25s.tokenization.Tokenized(_Lists(texts), vocabulary), show_progress=False)
        scorer.save(str(folder), show_progress=False)
        ends, data = scorer.scores["indptr"], scorer.scores["data"]
        ceiling = np.zeros(len(ends) - 1, dtype=np.float32)
        filled = np.flatnonzero(np.diff(ends))
        ceiling[filled] = np.maximum.reduceat(data, ends[filled])
        np.save(folder / _CEILING, ceiling)
        # bm25s reads the vocabulary with the locale's encoding; plain ASCII is safe everywhere.
        (folder / "vocab.index.json").write_text(json.dumps(scorer.vocab_dict), encoding="ascii")

    def scores(
        self, terms: Sequence[str], meanings: Sequence[Sequence[Sequence[str]]] = ()
    ) -> NDArray[np.float32]:
        """Return one score per passage, 0 to 1, higher is closer.

        Args:
            terms: the terms of a question.
            meanings: what else it means; per meaning, alternatives of one or more terms, of which the one a
                passage comes closest to counts, as much as a term of the question.
        """
        raw, best = self._sum(terms)
        for alternatives in meanings:
            found = [self._sum(alternative) for alternative in alternatives]
            weight = sum(ceiling for _, ceiling in found) / len(found)
            raw = raw + np.float32(weight) * np.max([own / ceiling for own, ceiling in found], axis=0)
            best += weight
        return np.asarray(raw / np.float32(best or 1), dtype=np.float32)

    def overlap(self, terms: Sequence[str]) -> tuple[NDArray[np.float32], float]:
        """Return per passage the weight of the distinct terms it holds, however long it is, and that of all.

        The weight of a term is its inverse document frequency, that of an unknown term the highest there is.
        """
        ends, indices = self._scorer.scores["indptr"], self._scorer.scores["indices"]
        held = np.zeros(self._scorer.scores["num_docs"], dtype=np.float32)
        weights = self.weights(terms)
        for term, weight in weights.items():
            number = self._number(term)
            if number is not None:
                held[indices[ends[number] : ends[number + 1]]] += np.float32(weight)
        return held, sum(weights.values())

    def weights(self, terms: Sequence[str]) -> dict[str, float]:
        """Return the inverse document frequency of each distinct term, in order of first use."""
        ends, count = self._scorer.scores["indptr"], self._scorer.scores["num_docs"]
        known = {term: self._number(term) for term in terms}
        return {
            term: math.log1p(count / (1 + (int(ends[n + 1] - ends[n]) if n is not None else 0)))
            for term, n in known.items()
        }

    def count(self, term: str) -> int:
        """Return the number of passages that hold a term."""
        number = self._number(term)
        ends = self._scorer.scores["indptr"]
        return 0 if number is None or number + 1 >= len(ends) else int(ends[number + 1] - ends[number])

    def counts(self) -> dict[str, int]:
        """Return every term with the number of passages that hold it."""
        held = np.diff(self._scorer.scores["indptr"]).tolist()
        return {term: held[number] for term, number in self._vocabulary.items() if number < len(held)}

    def holding(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """Return the passages that hold all of the terms, in order; none for no terms or an unknown one."""
        unique = list(dict.fromkeys(terms))
        numbers = [number for term in unique if (number := self._number(term)) is not None]
        if not numbers or len(numbers) < len(unique):
            return np.zeros(0, dtype=np.int64)
        ends, rows = self._scorer.scores["indptr"], self._scorer.scores["indices"]
        lists = sorted((rows[ends[number] : ends[number + 1]] for number in numbers), key=len)
        found = np.asarray(lists[0], dtype=np.int64)
        for other in lists[1:]:
            found = found[np.isin(found, other)]
        return np.sort(found)

    def _number(self, term: str) -> int | None:
        return self._vocabulary.get(stem(term))

    def _sum(self, terms: Sequence[str]) -> tuple[NDArray[np.float32], float]:
        """Return a BM25 sum per passage, and what a passage holding every term at its best would have."""
        unique = dict.fromkeys(map(stem, terms))
        known = [self._vocabulary[term] for term in unique if term in self._vocabulary]
        best = float(self._ceiling[known].sum()) + self._rarest * (len(unique) - len(known))
        if not known:
            return np.zeros(self._scorer.scores["num_docs"], dtype=np.float32), best
        return self._scorer.get_scores_from_ids(known), best


class _Lists(Sequence[list[int]]):
    """The ids of each text as a list, made when asked for: those of all laws would fill the memory."""

    def __init__(self, texts: TokenisedTexts) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts.offsets) - 1

    @overload
    def __getitem__(self, text: int) -> list[int]: ...

    @overload
    def __getitem__(self, text: slice) -> list[list[int]]: ...

    def __getitem__(self, text: int | slice) -> list[int] | list[list[int]]:
        if isinstance(text, slice):
            return [self[i] for i in range(*text.indices(len(self)))]
        if not 0 <= text < len(self):
            raise IndexError(text)
        ids: list[int] = self._texts[text].tolist()
        return ids
