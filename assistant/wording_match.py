"""A sentence against its candidates: which clause it comes from, what differs, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.wording_alike import Stretch, but_for_figures, holding, likeliest
from assistant.wording_clauses import ClauseBook, ClauseText
from assistant.wording_diff import Window, find_window
from assistant.wording_differences import differences
from assistant.wording_model import Diff, Difference, DifferenceKind, Finding, Verdict
from assistant.wording_text import Plain, plain
from index.tokens import bigrams

FOUND = 0.5  # share of a sentence, by weight, that must stand in a clause
_WEIGHED = 20  # clauses whose share of a sentence is weighed
_ALIGNED = 4  # clauses that are aligned with a sentence character by character
_PREFERENCE = 0.15  # of the merit of a finding
_REST = 8  # characters of a sentence that may come from a second clause
_LAST = "。,;:!?.、"


def trimmed(said: Plain) -> Plain:
    """Return a sentence without the stops around it, which a quotation in part does not have."""
    head = len(said.text) - len(said.text.lstrip(_LAST))
    text = said.text[head:].rstrip(_LAST)
    return Plain(text, said.offsets[head : head + len(text) + 1]) if text else said


def best(
    said: Plain,
    source: str,
    candidates: Sequence[ClauseText],
    book: ClauseBook,
    near: Mapping[str, float] = MappingProxyType({}),
) -> tuple[Finding, tuple[Stretch, ...]] | None:
    """Return the finding for the clause closest to a sentence, and where it stands equally well.

    Args:
        said: the sentence made comparable, without its last stop.
        source: the text that its offsets count in.
        candidates: clauses, best first.
        book: weighs the words.
        near: by document, how much of the text around comes from it; decides where the words do not.
    """
    weights = book.weights(bigrams(said.text))
    equal = list(holding(said.text, candidates))
    likely = [stretch.clause for stretch in equal[:_ALIGNED]]
    if not equal:
        equal = but_for_figures(said.text, candidates, book)
        likely = [_holding_now(equal, book)] if equal else []
        # The words of a document that the text names may count more than those that are nearer.
        likely += [c for c in _closest(candidates, weights) if not equal or book.names(c.document.id)]
    if settled := likeliest(equal, near):
        likely = [settled.clause]
    chosen = _fittest(said, source, likely, book, weights)
    if chosen is None or chosen.verdict is Verdict.NOT_FOUND:
        return None if chosen is None else (chosen, ())
    if not any(stretch.clause.clause_id == chosen.place.clause_id for stretch in equal):
        equal = list(holding(plain(chosen.place.official, labels=False).text, candidates))
        if settled := likeliest(equal, near):
            chosen = compare(said, source, settled.clause, weights) or chosen
    return chosen, tuple(s for s in equal if s.clause.clause_id != chosen.place.clause_id)


def _fittest(
    said: Plain,
    source: str,
    clauses: Sequence[ClauseText],
    book: ClauseBook,
    weights: Mapping[str, float],
) -> Finding | None:
    """Return the finding of the clause that fits best; of equals the first, which is to be preferred."""
    findings = [f for clause in clauses if (f := compare(said, source, clause, weights)) is not None]
    return max(
        findings,
        key=lambda f: _merit(f, said.text, book.preference(f.place.document.id)),
        default=None,
    )


def _holding_now(stretches: Sequence[Stretch], book: ClauseBook) -> ClauseText:
    """Return the first clause, or the one in the version that has taken the place of its document."""
    first = stretches[0].clause
    successor = book.successor(first.document.id)
    later = (s.clause for s in stretches if successor is not None and s.clause.document.id == successor.id)
    return next(later, first)


def _merit(finding: Finding, said: str, preference: float) -> tuple[bool, float]:
    """Return how well a finding fits: what stands there less what differs; the law in force comes first."""
    changed = sum(len(words) for kind, words in finding.diff if kind != "equal")
    return finding.verdict is Verdict.VERBATIM, round(
        finding.share - changed / len(said) + _PREFERENCE * preference, 2
    )


def _closest(candidates: Sequence[ClauseText], weights: Mapping[str, float]) -> list[ClauseText]:
    shares = [
        (sum(weight for pair, weight in weights.items() if pair in clause.plain.text.lower()), -number)
        for number, clause in enumerate(candidates[:_WEIGHED])
    ]
    order = sorted(range(len(shares)), key=lambda number: shares[number], reverse=True)
    return [candidates[number] for number in order[:_ALIGNED]]


def compare(said: Plain, source: str, clause: ClauseText, weights: Mapping[str, float]) -> Finding | None:
    """Compare a sentence with one clause; None if nothing of it stands there."""
    official = clause.plain.text
    window = find_window(official, said.text, clause.lines())
    if window is None:
        return None
    found = differences(official, said.text, window)
    share = _share(said.text, window, weights)
    edges_only = bool(window.regions) and all(r.said_start == r.said_end for r in window.regions)
    whole = said.text in official and not any(d.kind.contradicts for d in found)
    if not window.regions or (whole and edges_only):
        return Finding(
            clause.place(*_inside(official, said.text, window)), Verdict.VERBATIM,
            (("equal", _slice(source, said, 0, len(said.text))),), (), 1.0,
        )  # fmt: skip
    verdict = Verdict.CONTRADICTED if any(d.kind.contradicts for d in found) else Verdict.ALTERED
    if share < FOUND:
        verdict = Verdict.NOT_FOUND
    return Finding(
        clause.place(window.start, window.end), verdict, _diff(said, source, clause, window),
        found or (Difference(DifferenceKind.WORDS, "", ""),), share,
    )  # fmt: skip


def _inside(official: str, said: str, window: Window) -> tuple[int, int]:
    at = official.index(said, window.start)
    return at, at + len(said)


def _share(said: str, window: Window, weights: Mapping[str, float]) -> float:
    """Return how much of the sentence stands in the clause, by the weight of its pairs of characters."""
    total = held = 0.0
    for start in range(len(said) - 1):
        weight = weights.get(said[start : start + 2].lower(), 0.0)
        total += weight
        if any(a <= start and start + 2 <= b for a, b in window.equal):
            held += weight
    return held / total if total else float(bool(window.equal))


def _diff(said: Plain, source: str, clause: ClauseText, window: Window) -> Diff:
    """Return the differences as the two texts write them."""
    pieces: list[tuple[str, str]] = []
    here = 0
    for region in window.regions:
        if region.said_start > here:
            pieces.append(("equal", _slice(source, said, here, region.said_start)))
        if region.end > region.start:
            pieces.append(("delete", _official(clause, region.start, region.end)))
        if region.said_end > region.said_start:
            pieces.append(("insert", _slice(source, said, region.said_start, region.said_end)))
        here = region.said_end
    if here < len(said.text):
        pieces.append(("equal", _slice(source, said, here, len(said.text))))
    return tuple(pieces)


def _slice(source: str, said: Plain, start: int, end: int) -> str:
    first, last = said.span(start, end)
    return source[first:last]


def _official(clause: ClauseText, start: int, end: int) -> str:
    first, last = clause.plain.span(start, end)
    return clause.text[first - clause.start : last - clause.start]


def rest_of(diff: Diff) -> tuple[int, int] | None:
    """Return the longest stretch of a sentence that does not stand in its clause, if a second may hold it."""
    place, longest = 0, (0, 0)
    for kind, words in diff:
        if kind == "delete":
            continue
        length = len("".join(words.split()))
        if kind == "insert" and length > longest[1] - longest[0]:
            longest = (place, place + length)
        place += length
    return longest if longest[1] - longest[0] >= _REST else None
