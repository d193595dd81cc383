"""Train a token model (see :mod:`index.token_table`) on tokenised texts with torch.

In-batch softmax over cosine, both directions. Most pairs need no labels (inverse cloze): one sentence of a
passage against its context and remaining sentences, or two samples of its tokens. Where there are labelled
pairs, the second half of the steps starts again at the full rate and gives them a growing share of each
batch, with a hard negative each: a passage that the model itself ranks high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from tqdm import tqdm

from index.token_sums import RowAdam, gradient, sums
from index.token_table import PASSAGES, QUERIES
from index.training_texts import Ids, Weights

_SCALE = 20.0  # of the cosine inside the softmax
RATE = 4e-3  # of a model that begins from nothing
_WARM = 0.05  # of all steps
_QUERY_DROPOUT = 0.15
_CUT_OUT = 0.5  # share of the passages of several sentences that one is taken out of
_NEIGHBOURS = 0.4  # share of the passages without labels that are drawn from one place
_NEAR, _AROUND = 8, 24  # so many of as many that follow each other
_LABELLED_FROM = 0.5  # of all steps
_LABELLED_SHARE = (0.15, 0.6)  # of a batch, at the first and at the last labelled step
_MINED = (0.25, 0.6)  # of the labelled steps, where hard negatives are looked for
_HARD_POOL = 60  # best passages of the model's own ranking among which hard negatives are drawn
_LONGEST = 600  # tokens of a passage
_LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class TokenisedPassage:
    """Token ids of a passage: its context (title, headings) and its sentences."""

    context: Ids
    sentences: tuple[Ids, ...]

    def ids(self) -> Ids:
        """Return all ids, context first."""
        return np.concatenate([self.context, *self.sentences])


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Token ids of a question, and the position of a passage that answers it."""

    question: Ids
    passage: int


class Trainer:
    """One training run. The same inputs and seed give the same weights on the same machine."""

    def __init__(
        self,
        passages: Sequence[TokenisedPassage],
        pairs: Sequence[LabelledPair],
        start: Weights,
        *,
        steps: int,
        batch: int,
        seed: int,
        rate: float = RATE,
    ) -> None:
        """Prepare a run.

        Args:
            passages: what to learn from; those without a sentence are only ever negatives.
            pairs: questions with a passage that answers them.
            start: the weights to begin with.
            steps: batches to train on.
            batch: pairs of texts in a batch.
            seed: of every random choice.
            rate: the highest learning rate.
        """
        self._passages = passages
        self._pairs = pairs
        self._steps = steps
        self._batch = batch
        self._rate = rate
        self._random = np.random.default_rng(seed)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._vectors = RowAdam.of(torch.tensor(start.vectors, device=self._device))
        self._log_weights = RowAdam.of(torch.tensor(start.log_weights.T.copy(), device=self._device))
        self._place = np.zeros(len(start.vectors), dtype=np.int32)  # of each token among those of a batch
        self._usable = np.array([i for i, p in enumerate(passages) if sum(map(len, p.sentences)) > 1])
        self._hard: dict[int, Ids] = {}  # by position of the pair

    def run(self) -> Weights:
        """Train, with a progress bar on standard error, and return the weights."""
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # a second one waits more than it works, the more so beside other programs
        try:
            self._train()
        finally:
            torch.set_num_threads(threads)
        log_weights = np.ascontiguousarray(self._log_weights.values.cpu().numpy().T)
        return Weights(self._vectors.values.cpu().numpy(), log_weights)

    def _train(self) -> None:
        labelled_from = int(_LABELLED_FROM * self._steps) if self._pairs else self._steps
        mined = {labelled_from + int(share * (self._steps - labelled_from)) for share in _MINED}
        for step in tqdm(range(self._steps), desc="train", unit="step"):
            if self._pairs and step in mined:
                self._hard = self._mine()
            if step < labelled_from:
                done, share = step / labelled_from, 0.0
            else:
                done = (step - labelled_from) / (self._steps - labelled_from)
                low, high = _LABELLED_SHARE
                share = low + (high - low) * done
            rate = self._rate * min((done * self._steps + 1) / max(1, _WARM * self._steps), 1 - done)
            self._step(int(self._batch * share), rate, step + 1)

    def _step(self, labelled: int, rate: float, count: int) -> None:
        """Draw a batch and move the weights of its tokens."""
        questions, passages, names = self._drawn(labelled)
        questions = [ids[self._random.random(len(ids)) >= _QUERY_DROPOUT] for ids in questions]
        passages = [ids[:_LONGEST] for ids in passages]
        used = np.unique(np.concatenate([*questions, *passages]))
        self._place[used] = np.arange(len(used), dtype=np.int32)
        rows = torch.from_numpy(used.astype(np.int64)).to(self._device)
        vectors = self._vectors.values[rows]
        weights = self._log_weights.values[rows].exp().cpu().numpy()
        sides = ((passages, PASSAGES), (questions, QUERIES))
        made = [sums([self._place[ids] for ids in texts], weights[:, side], vectors) for texts, side in sides]
        leaves = [total.requires_grad_() for total, _ in made]
        found, asked = (F.normalize(total, dim=1) for total in leaves)
        loss = _both_ways(asked @ found.T * _SCALE, torch.tensor(names, device=self._device))
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own
        slopes = []
        for (_, matrix), leaf in zip(made, leaves, strict=True):
            assert leaf.grad is not None
            slopes.append(gradient(matrix, leaf.grad))
        of_weights = torch.stack([(slope * vectors).sum(dim=1) for slope in slopes], dim=1)
        self._vectors.step(rows, slopes[0] + slopes[1], rate, count)
        self._log_weights.step(rows, of_weights, rate, count)

    def _drawn(self, labelled: int) -> tuple[list[Ids], list[Ids], list[int]]:
        """Draw a batch: questions, passages and the names of the passages; hard negatives come last."""
        questions, passages, names = self._cloze(self._batch - labelled)
        negatives: list[int] = []
        for position in self._random.integers(0, max(1, len(self._pairs)), labelled):
            pair = self._pairs[position]
            questions.append(pair.question[:_LONGEST_QUESTION])
            names.append(pair.passage)
            if position in self._hard:
                negatives.append(int(self._random.choice(self._hard[position])))
        names += negatives
        passages += [self._passages[name].ids() for name in names[len(passages) :]]
        return questions, passages, names

    def _cloze(self, count: int) -> tuple[list[Ids], list[Ids], list[int]]:
        """Draw passages; take one sentence out of each, or give each side about half the tokens."""
        names = self._chosen(count)
        questions: list[Ids] = []
        rests: list[Ids] = []
        for name in names:
            passage = self._passages[name]
            sentences = passage.sentences
            if len(sentences) > 1 and self._random.random() < _CUT_OUT:
                drawn = int(self._random.integers(len(sentences)))
                question = sentences[drawn]
                rest = np.concatenate([passage.context, *sentences[:drawn], *sentences[drawn + 1 :]])
            else:
                # Two draws that overlap: words that question and passage share must go on counting.
                whole = np.concatenate(sentences)
                question, rest = (whole[self._random.random(len(whole)) < share] for share in (0.5, 0.6))
                rest = np.concatenate([passage.context, rest])
            questions.append(question[:_LONGEST])
            rests.append(rest)
        return questions, rests, names

    def _chosen(self, count: int) -> list[int]:
        """Draw passages, some by chance and some from one place: neighbours are the hardest to tell apart."""
        near = min(int(count * _NEIGHBOURS), count) // _NEAR if len(self._usable) > _AROUND else 0
        names: list[int] = self._random.choice(self._usable, count - near * _NEAR).tolist()
        for start in self._random.integers(0, max(1, len(self._usable) - _AROUND), near):
            names += self._usable[start + self._random.permutation(_AROUND)[:_NEAR]].tolist()
        return names

    def _embed(self, texts: Sequence[Ids], side: int) -> torch.Tensor:
        """Return L2-normalised rows, shape (texts, dimensions); a text without tokens gives zeros."""
        weights = self._log_weights.values[:, side].exp().cpu().numpy()
        return F.normalize(sums([text[:_LONGEST] for text in texts], weights, self._vectors.values)[0], dim=1)

    @torch.no_grad()
    def _mine(self) -> dict[int, Ids]:
        """Find for each pair the best passages that do not answer its question."""
        answers: dict[bytes, set[int]] = {}
        for pair in self._pairs:
            answers.setdefault(pair.question.tobytes(), set()).add(pair.passage)
        rows = torch.cat(
            [
                self._embed([p.ids() for p in self._passages[i : i + 4096]], PASSAGES)
                for i in range(0, len(self._passages), 4096)
            ]
        )
        count = min(_HARD_POOL, len(self._passages))
        hard: dict[int, Ids] = {}
        for i in range(0, len(self._pairs), 256):
            chunk = self._pairs[i : i + 256]
            best = (self._embed([p.question for p in chunk], QUERIES) @ rows.T).topk(count, dim=1).indices
            for position, (pair, found) in enumerate(zip(chunk, best.cpu().numpy(), strict=True), i):
                right = answers[pair.question.tobytes()]
                wrong = np.array([name for name in found if name not in right], dtype=np.int32)
                if len(wrong):
                    hard[position] = wrong
        return hard


def _both_ways(similarity: torch.Tensor, names: torch.Tensor) -> torch.Tensor:
    """Return the softmax loss of finding row i's passage in column i, and the other way round.

    A column that holds the same passage as the right one is no negative. Columns beyond the rows are
    negatives for all of them.
    """
    rows = len(similarity)
    same = names[:rows, None] == names[None, :]
    same.fill_diagonal_(False)
    similarity = similarity.masked_fill(same, -1e4)
    right = torch.arange(rows, device=similarity.device)
    return F.cross_entropy(similarity, right) + F.cross_entropy(similarity[:, :rows].T, right)
