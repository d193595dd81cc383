"""Put the gate to the test: fabrications, true paraphrases, and every sentence as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.messages import load_messages
from assistant.model import Draft, Language
from assistant.verify import verify
from corpus.load import SHIPPED, load_corpus
from corpus.model import Corpus
from evals.fabrications import FABRICATIONS
from evals.handwritten import STATEMENTS, handwritten
from evals.lies import SEED, Truth, judge, lies_table, trials, truths
from evals.paraphrases import PARAPHRASES

SEEDS = (SEED, 5, 6)


def gate_report(seeds: Sequence[int] = SEEDS) -> Iterator[str]:
    """Yield the tables of every seed, misses in full, and the sentences that were not kept as they stand."""
    corpus = load_corpus([SHIPPED]).corpus
    for seed in seeds:
        yield f"seed {seed}"
        yield lies_table(judge(trials(corpus, FABRICATIONS, seed)), blocked=True)
        yield lies_table(judge(trials(corpus, PARAPHRASES, seed)), blocked=False)
    for path in sorted(STATEMENTS.glob("by_hand*.jsonl")):
        yield path.name
        yield lies_table(judge(handwritten(corpus, path, true=False)), blocked=True)
        yield lies_table(judge(handwritten(corpus, path, true=True)), blocked=False)
    dropped = not_kept(corpus)
    yield "\n".join(
        (f"sentences stated as they are: {len(truths(corpus)) - len(dropped)}/{len(truths(corpus))} kept",)
        + tuple(f"{truth.source.passage.clause_id}: {truth.text}" for truth in dropped)
    )


def not_kept(corpus: Corpus) -> tuple[Truth, ...]:
    """Return the sentences of a corpus that the gate drops though they are stated word for word."""
    messages = load_messages(Language.ZH)
    return tuple(
        truth
        for truth in truths(corpus)
        if verify(Draft((truth.claim(truth.text),)), [truth.source], messages).rejected
    )
