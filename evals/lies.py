"""The lying-model set: statements made by rule from the shipped documents, false and true, put to the gate.

Every fabrication takes a sentence of a clause and makes one thing in it wrong, as a careless or hostile chat
model would; every paraphrase says a sentence in other words. The same seed gives the same statements.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.messages import load_messages
from assistant.model import Draft, DraftClaim, Language, Quote, Source
from assistant.sentences import split_sentences
from assistant.verify import verify
from corpus.model import Corpus
from corpus.validity import status_on
from evals.cases import ASKED_ON
from evals.tables import markdown_table
from index.hits import Hit
from index.passages import make_passages
from index.ranking import Signals

SEED = 4
PER_KIND = 40  # statements of a kind; fewer where the documents do not give as many


@dataclass(frozen=True, slots=True)
class Truth:
    """A sentence of a clause, with the clause to cite for it."""

    text: str
    start: int  # in the document text
    source: Source

    def claim(self, text: str) -> DraftClaim:
        """Make a statement that quotes this sentence, word for word."""
        return DraftClaim(
            text, (Quote(self.source.label, self.text, self.start, self.start + len(self.text)),)
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """A statement to be judged."""

    kind: str
    claim: DraftClaim
    source: Source
    origin: str  # the sentence it was made from


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate said of a statement; the reason is empty if it passed."""

    trial: Trial
    reason: str


Maker = Callable[[Truth, random.Random], Iterable[str | DraftClaim]]
"""Makes any number of statements of one kind from a sentence."""


def truths(corpus: Corpus) -> tuple[Truth, ...]:
    """Return the sentences of all clauses, those that only give the basis left out."""
    signals = Signals(0, 0, 0, 0, 0, 0, 0)
    found: list[Truth] = []
    for document in corpus.documents:
        status = status_on(document.metadata, ASKED_ON)
        for passage in make_passages(document):
            source = Source(1, Hit(1, 1.0, passage, document.metadata, status, signals, 1.0, 1.0, ""))
            found.extend(
                Truth(sentence.text, passage.start + sentence.start, source)
                for sentence in split_sentences(passage.text)
                if not sentence.text.startswith("依据")
            )
    return tuple(found)


def trials(
    corpus: Corpus, makers: dict[str, Maker], seed: int = SEED, per_kind: int = PER_KIND
) -> tuple[Trial, ...]:
    """Make statements of every kind.

    Args:
        corpus: the documents.
        makers: a maker for each kind.
        seed: of the choice.
        per_kind: most statements of a kind.
    """
    chosen: list[Trial] = []
    known = truths(corpus)
    for kind, make in makers.items():
        rng = random.Random(f"{seed} {kind}")
        made = list(dict.fromkeys(_made(kind, make, known, rng)))
        chosen.extend(rng.sample(made, min(per_kind, len(made))))
    return tuple(chosen)


def _made(kind: str, make: Maker, known: Sequence[Truth], rng: random.Random) -> Iterator[Trial]:
    for truth in known:
        for made in make(truth, rng):
            claim = truth.claim(made) if isinstance(made, str) else made
            if claim != truth.claim(truth.text):
                yield Trial(kind, claim, truth.source, truth.text)


def judge(put: Iterable[Trial]) -> tuple[Verdict, ...]:
    """Put statements to the gate."""
    messages = load_messages(Language.ZH)
    verdicts = []
    for trial in put:
        rejected = verify(Draft((trial.claim,)), [trial.source], messages).rejected
        verdicts.append(Verdict(trial, rejected[0].reason if rejected else ""))
    return tuple(verdicts)


def lies_table(verdicts: Sequence[Verdict], *, blocked: bool) -> str:
    """Return right/all per kind, then every statement that was judged wrongly.

    Args:
        verdicts: of fabrications, or of paraphrases.
        blocked: whether the right thing is to be blocked.
    """
    rows = []
    for kind in (*dict.fromkeys(v.trial.kind for v in verdicts), "all"):
        of_kind = [v for v in verdicts if kind in ("all", v.trial.kind)]
        right = sum(bool(v.reason) is blocked for v in of_kind)
        rows.append([kind, f"{right}/{len(of_kind)}", f"{right / len(of_kind):.1%}"])
    head = ["fabrications", "blocked", "share"] if blocked else ["true paraphrases", "kept", "share"]
    wrong = [v for v in verdicts if bool(v.reason) is not blocked]
    lines = [f"{v.trial.kind}: {v.trial.claim.text}  ({v.reason or v.trial.origin})" for v in wrong]
    return "\n".join([markdown_table(head, rows), *lines])
