"""Train the bundled kind of model on one's own documents: on two CPU cores, in minutes, without labels."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedder import BUNDLED
from index.token_table import PASSAGES, QUERIES, TokenTable, quantise, read_table, write_table
from index.training import RATE, LabelledPair, TokenisedPassage, Trainer
from index.training_data import TrainingPassage
from index.training_texts import (
    Ids,
    TokenisedTexts,
    Weights,
    fresh_weights,
    joined_weights,
    known_weights,
    sentences,
    tokenise,
)

_HELD_OUT = 500  # sentences at most, one of each of as many passages, and of one passage in ten at most
_RECALLED = 10  # passages among which a held-out sentence must find its own
_MANY = 20_000  # passages from which on a token must stand in 4 of them, else in 2
_BATCH = 768
_GENTLE = 0.1  # of the learning rate: what a model knows must outlast a few documents


@dataclass(frozen=True, slots=True)
class AdaptReport:
    """What training did. Recall is the share of held-out sentences that find the passage they were cut from.

    The other sentences of that passage were trained on, so recall compares models on these documents and says
    little about questions.
    """

    passages: int
    pairs: int
    tokens: int  # entries of the vocabulary
    new_tokens: int  # of these, unknown to the model that training began with
    steps: int
    held_out: int  # sentences
    recall_before: float | None  # at 10, 0 to 1; None when training began from nothing
    recall_after: float | None  # None when nothing could be held out
    seconds: float


def adapt(
    passages: Sequence[TrainingPassage],
    pairs: Sequence[tuple[str, str]],
    out: Path,
    *,
    steps: int = 900,
    seed: int = 0,
    start: Path | None = BUNDLED,
    vocabulary: int = 120_000,
    workers: int = 2,
) -> AdaptReport:
    """Train a token model and write it as a folder that :func:`index.embedder.load_embedder` takes.

    Args:
        passages: what the model is to find.
        pairs: questions with the embedded text of a passage that answers them; may be empty.
        out: the model folder to write.
        steps: batches of 768 pairs of texts, fewer for few passages; about 5 a second on two cores.
        seed: of every random choice; the same inputs and seed give the same model on the same machine.
        start: the model folder to begin with; None begins from nothing, which needs many passages.
        vocabulary: most tokens; new ones are added to those of ``start`` as long as there is room.
        workers: processes that cut texts into tokens.

    Raises:
        ValueError: if there are no passages.
    """
    if not passages:
        raise ValueError("no passages to learn from")
    began = time.perf_counter()
    base = read_table(start) if start else None
    texts = _tokenised(passages, pairs, workers)
    tokens, weights = _start(texts, base, vocabulary, seed)
    texts = replace(texts, texts=texts.texts.renumbered(tokens))
    probes = _hold_out(texts, seed)
    batch = min(_BATCH, 2 * len(probes.passages))
    rate = RATE * (_GENTLE if base else 1.0)
    trainer = Trainer(probes.passages, texts.pairs(), weights, steps=steps, batch=batch, seed=seed, rate=rate)
    trained = trainer.run()
    model = quantise(tokens, trained.vectors, np.exp(trained.log_weights))
    write_table(model, out)
    known = len(base.tokens) if base else 0
    return AdaptReport(
        passages=len(texts.sentences),
        pairs=len(pairs),
        tokens=len(tokens),
        new_tokens=len(tokens) - known,
        steps=steps,
        held_out=len(probes.sentences),
        recall_before=_recall(base, probes) if base else None,
        recall_after=_recall(model, probes),
        seconds=time.perf_counter() - began,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """All texts of a training run, tokenised, and which is which."""

    texts: TokenisedTexts
    contexts: tuple[int, ...]  # of each passage, the text that is its context
    sentences: tuple[range, ...]  # of each passage
    questions: range
    answers: tuple[int, ...]  # of each question, the passage

    def passage(self, number: int) -> TokenisedPassage:
        return TokenisedPassage(
            self.texts[self.contexts[number]], tuple(self.texts[i] for i in self.sentences[number])
        )

    def pairs(self) -> tuple[LabelledPair, ...]:
        return tuple(
            LabelledPair(self.texts[question], passage)
            for question, passage in zip(self.questions, self.answers, strict=True)
        )

    def frequencies(self) -> NDArray[np.int64]:
        """Count for each token the passages whose sentences hold it, and the questions."""
        group = np.full(len(self.texts.offsets) - 1, -1)
        for number, span in enumerate(self.sentences):
            group[span.start : span.stop] = number
        group[self.questions.start : self.questions.stop] = np.arange(len(self.questions)) + len(
            self.sentences
        )
        return self.texts.frequencies(group)


@dataclass(frozen=True, slots=True, eq=False)
class _Probes:
    """Sentences held out, and the passages without them."""

    passages: tuple[TokenisedPassage, ...]
    sentences: tuple[Ids, ...]
    answers: tuple[int, ...]  # of each sentence, the passage


def _tokenised(passages: Sequence[TrainingPassage], pairs: Sequence[tuple[str, str]], workers: int) -> _Texts:
    """Tokenise each context once, then all sentences, then the questions.

    An answer that is none of the passages becomes one.
    """
    by_text = {passage.embed_text(): passage for passage in passages}
    for _, text in pairs:
        by_text.setdefault(text, TrainingPassage("", text))
    number = {text: i for i, text in enumerate(by_text)}
    texts = list(dict.fromkeys(passage.context for passage in by_text.values()))
    context = {text: i for i, text in enumerate(texts)}
    spans: list[range] = []
    for passage in by_text.values():
        first = len(texts)
        texts.extend(sentences(passage.text))
        spans.append(range(first, len(texts)))
    questions = range(len(texts), len(texts) + len(pairs))
    texts.extend(question for question, _ in pairs)
    return _Texts(
        texts=tokenise(texts, workers),
        contexts=tuple(context[passage.context] for passage in by_text.values()),
        sentences=tuple(spans),
        questions=questions,
        answers=tuple(number[text] for _, text in pairs),
    )


def _start(
    texts: _Texts, base: TokenTable | None, vocabulary: int, seed: int
) -> tuple[tuple[str, ...], Weights]:
    """Choose the vocabulary, commonest tokens first, and the weights to begin with."""
    frequencies, count = texts.frequencies(), len(texts.sentences)
    known = base.tokens if base else ()
    least = 4 if count >= _MANY else 2
    order = np.argsort(-frequencies, kind="stable")
    seen = set(known)
    new = [i for i in order if frequencies[i] >= least and texts.texts.tokens[i] not in seen]
    new = new[: max(0, vocabulary - len(known))]
    fresh = fresh_weights(frequencies[new], count, seed)
    tokens = (*known, *(texts.texts.tokens[i] for i in new))
    return tokens, joined_weights(known_weights(base), fresh) if base else fresh


def _hold_out(texts: _Texts, seed: int) -> _Probes:
    """Take one sentence each out of some passages that have several."""
    passages = [texts.passage(number) for number in range(len(texts.sentences))]
    several = [number for number, passage in enumerate(passages) if len(passage.sentences) > 1]
    random = np.random.default_rng(seed)
    chosen = random.permutation(several)[: min(_HELD_OUT, len(several) // 10)]
    held_out: list[Ids] = []
    for number in chosen:
        passage = passages[number]
        drawn = int(random.integers(len(passage.sentences)))
        held_out.append(passage.sentences[drawn])
        rest = passage.sentences[:drawn] + passage.sentences[drawn + 1 :]
        passages[number] = TokenisedPassage(passage.context, rest)
    return _Probes(tuple(passages), tuple(held_out), tuple(int(number) for number in chosen))


def _recall(model: TokenTable, probes: _Probes) -> float | None:
    """Return the share of held-out sentences whose passage is among the closest ones."""
    if not probes.sentences:
        return None
    size = len(model.tokens)  # a model that training began with does not know the new tokens
    rows = model.embed(((ids := passage.ids())[ids < size] for passage in probes.passages), PASSAGES)
    scores = model.embed((ids[ids < size] for ids in probes.sentences), QUERIES) @ rows.T
    own = scores[np.arange(len(scores)), probes.answers]
    return float(np.mean((scores > own[:, None]).sum(axis=1) < _RECALLED))
