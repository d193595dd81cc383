"""Train a token model (see :mod:`index.token_table`) on tokenised texts with torch.

In-batch softmax over cosine, both directions. Most pairs need no labels (inverse cloze): one sentence of a
passage against its context and remaining sentences, or two samples of its tokens. Labelled pairs, where there
are any, take a growing share of each batch, in the second half with a hard negative each: a passage that the
model itself ranks high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from tqdm import tqdm

from index.token_table import PASSAGES, QUERIES
from index.training_texts import Ids, Weights

_SCALE = 20.0  # of the cosine inside the softmax
_RATE = 4e-3
_QUERY_DROPOUT = 0.15
_CUT_OUT = 0.5  # share of the passages of several sentences that one is taken out of
_LABELLED_SHARE = (0.15, 0.6)  # of a batch, at the first and at the last step
_HARD_FROM = 0.5  # of all steps
_HARD_POOL = 60  # best passages of the model's own ranking among which hard negatives are drawn
_LONGEST = 600  # tokens of a passage
_AVERAGE = 0.01  # weight of each step in the running mean that becomes the model


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
    ) -> None:
        """Prepare a run.

        Args:
            passages: what to learn from; those without a sentence are only ever negatives.
            pairs: questions with a passage that answers them.
            start: the weights to begin with.
            steps: batches to train on.
            batch: pairs of texts in a batch.
            seed: of every random choice.
        """
        self._passages = passages
        self._pairs = pairs
        self._steps = steps
        self._batch = batch
        self._random = np.random.default_rng(seed)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._vectors = torch.tensor(start.vectors, device=self._device, requires_grad=True)
        self._log_weights = torch.tensor(start.log_weights, device=self._device, requires_grad=True)
        self._usable = np.array([i for i, p in enumerate(passages) if sum(map(len, p.sentences)) > 1])
        self._hard: dict[int, Ids] = {}  # by position of the pair

    def run(self) -> Weights:
        """Train, with a progress bar on standard error, and return the mean of the last weights."""
        trained = [self._vectors, self._log_weights]
        optimizer = torch.optim.Adam(trained, lr=_RATE, fused=True)
        warm = max(1, self._steps // 20)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warm, (self._steps - step) / max(1, self._steps - warm))
        )
        mean = [tensor.detach().clone() for tensor in trained]
        for step in tqdm(range(self._steps), desc="train", unit="step"):
            if self._pairs and step == int(_HARD_FROM * self._steps):
                self._hard = self._mine()
            loss = self._loss(step / self._steps)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch's own
            optimizer.step()
            schedule.step()
            for kept, tensor in zip(mean, trained, strict=True):
                # Until the rate falls, the mean follows the weights at once.
                kept.lerp_(tensor.detach(), _AVERAGE if step > self._steps / 2 else 1.0)
        vectors, log_weights = (tensor.cpu().numpy() for tensor in mean)
        return Weights(vectors, log_weights)

    def _loss(self, done: float) -> torch.Tensor:
        low, high = _LABELLED_SHARE
        labelled = int(self._batch * (low + (high - low) * done)) if self._pairs else 0
        questions, passages, names = self._cloze(self._batch - labelled)
        negatives: list[int] = []
        for position in self._random.integers(0, max(1, len(self._pairs)), labelled):
            pair = self._pairs[position]
            questions.append(pair.question)
            names.append(pair.passage)
            if position in self._hard:
                negatives.append(int(self._random.choice(self._hard[position])))
        names += negatives
        passages += [self._passages[name].ids() for name in names[len(passages) :]]
        similarity = (
            self._embed(questions, QUERIES, _QUERY_DROPOUT) @ self._embed(passages, PASSAGES).T * _SCALE
        )
        return _both_ways(similarity, torch.tensor(names, device=self._device))

    def _cloze(self, count: int) -> tuple[list[Ids], list[Ids], list[int]]:
        """Draw passages; take one sentence out of each, or give each side about half the tokens."""
        names = [int(i) for i in self._random.choice(self._usable, count)]
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
            questions.append(question)
            rests.append(rest)
        return questions, rests, names

    def _embed(self, texts: Sequence[Ids], side: int, dropout: float = 0.0) -> torch.Tensor:
        """Return L2-normalised rows, shape (texts, dimensions); a text without tokens gives zeros."""
        texts = [text[:_LONGEST] for text in texts]
        if dropout:
            texts = [text[self._random.random(len(text)) >= dropout] for text in texts]
        lengths = np.array([len(text) for text in texts])
        ids = torch.from_numpy(np.concatenate(texts).astype(np.int64)).to(self._device)
        offsets = torch.from_numpy(np.cumsum(lengths) - lengths).to(self._device)
        # Looked up as an embedding, whose gradient is summed in a fixed order; plain indexing's is not.
        weights = F.embedding(ids, self._log_weights[side, :, None]).squeeze(1).exp()
        sums = F.embedding_bag(ids, self._vectors, offsets, mode="sum", per_sample_weights=weights)
        return F.normalize(sums, dim=1)

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
