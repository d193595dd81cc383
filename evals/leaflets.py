"""Sentences as a leaflet might have them, written by hand: true ones in other words, false ones subtly so.

``statements/leaflet*.jsonl``, one JSON object a line: ``id``, ``over`` (``shipped`` documents or ``laws``),
``kind``, ``true``, ``text``; of a false one often ``wrong``, its false words, and ``right``, the true ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.wording import check
from assistant.wording_model import Verdict, WordingReport
from evals.cases import ASKED_ON
from evals.handwritten import STATEMENTS
from index.search import PolicyIndex

SHIPPED, LAWS = "shipped", "laws"
SETS = ("leaflet", "leaflet_later", "leaflet_last")
_OUTDATED = ("old", "superseded")  # kinds of statements that are true of a text that holds no longer


@dataclass(frozen=True, slots=True)
class LeafletSentence:
    """A sentence and what is true of it; ``wrong`` and ``right`` may be empty."""

    id: str
    over: str
    kind: str
    true: bool
    text: str
    wrong: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class JudgedLeaflet:
    """What the check said of a sentence; ``None`` where a question does not apply.

    Attributes:
        sentence: the sentence.
        passed: a true one is not called false or without basis; a false one is pointed out in some way.
        contradicted: a false one is called contradicted.
        named: the false words are named.
        offered: the words to put in their place are named.
        said: what the check said, in short.
    """

    sentence: LeafletSentence
    passed: bool
    contradicted: bool | None
    named: bool | None
    offered: bool | None
    said: str


def read_leaflet(name: str, over: str) -> tuple[LeafletSentence, ...]:
    """Return the sentences of a set about the shipped documents or about the laws."""
    lines = (STATEMENTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(s for line in lines if (s := LeafletSentence(**json.loads(line))).over == over)


def judge_leaflet(
    sentences: Sequence[LeafletSentence], index: PolicyIndex, as_of: date = ASKED_ON
) -> tuple[JudgedLeaflet, ...]:
    """Check each sentence as a text by itself, and judge it."""
    return tuple(_judged(s, check(s.text, index, as_of=as_of)) for s in sentences)


def _judged(sentence: LeafletSentence, report: WordingReport) -> JudgedLeaflet:
    checked = report.sentences[0]
    differences = [d for f in (checked.finding, checked.current) if f is not None for d in f.differences]
    differences += [d for part in checked.parts for d in part.differences]
    told = [(d.said, d.official) for d in differences]
    told += [(reference.text, reference.right) for reference in checked.references if reference.fault]
    outdated = checked.outdated or checked.current is not None
    flagged = (
        checked.verdict in (Verdict.CONTRADICTED, Verdict.NOT_FOUND)
        or outdated
        or bool(report.remarks or checked.cautions or any(r.fault for r in checked.references))
    )
    true = checked.verdict in (Verdict.ALTERED, Verdict.VERBATIM)
    true = true and (not outdated or sentence.kind in _OUTDATED)
    named = any(_shares(sentence.wrong, said) for said, _ in told) if sentence.wrong else None
    offered = any(_shares(sentence.right, right) for _, right in told) if sentence.right else None
    return JudgedLeaflet(
        sentence=sentence,
        passed=true if sentence.true else flagged,
        contradicted=None if sentence.true else checked.verdict is Verdict.CONTRADICTED,
        named=named,
        offered=offered,
        said=f"{checked.verdict} {checked.finding.place.clause_id if checked.finding else ''} {told}",
    )


def _shares(wanted: str, words: str) -> bool:
    return bool(words) and (wanted in words or words in wanted)


def leaflet_report(indexes: dict[str, PolicyIndex]) -> Iterator[str]:
    """Yield a table of all sets, then every sentence that was judged wrongly.

    Args:
        indexes: an index for each of ``shipped`` and ``laws`` that is at hand.
    """
    head = f"{'set':16}{'over':>9}{'true kept':>12}{'false shown':>13}"
    lines = [f"{head}{'contradicted':>14}{'named':>9}{'offered':>9}"]
    misses: list[str] = []
    for name in SETS:
        for over, index in indexes.items():
            rows = judge_leaflet(read_leaflet(name, over), index)
            lines.append(_line(name, over, rows))
            misses += [f"[{r.sentence.id}] {r.sentence.text}\n    {r.said}" for r in rows if not r.passed]
    yield "\n".join(lines)
    yield "\n".join(misses) or "none passed that should not"


def _line(name: str, over: str, rows: Sequence[JudgedLeaflet]) -> str:
    def share(values: Sequence[bool | None]) -> str:
        known = [value for value in values if value is not None]
        return f"{sum(known)}/{len(known)}"

    true, false = ([r for r in rows if r.sentence.true is kind] for kind in (True, False))
    cells = (
        (12, share([r.passed for r in true])),
        (13, share([r.passed for r in false])),
        (14, share([r.contradicted for r in false])),
        (9, share([r.named for r in false])),
        (9, share([r.offered for r in false])),
    )
    return f"{name:16}{over:>9}" + "".join(f"{text:>{width}}" for width, text in cells)
