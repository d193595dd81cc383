"""Measure the wording check: per kind of sentence, what it says of true, altered and invented ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.wording import check
from assistant.wording_model import CheckedSentence, DifferenceKind, Finding, Place, Verdict, WordingReport
from assistant.wording_notes import LISTED
from assistant.wording_text import plain
from evals.wording_sets import WordingCase
from index.search import PolicyIndex

CONTRADICTIONS = ("figure", "date", "unit", "bound", "obligation", "negation", "subject")


@dataclass(frozen=True, slots=True)
class Judged:
    """A case and what the check said of it. ``None`` where a question does not apply."""

    case: WordingCase
    sentence: CheckedSentence | None
    verdict: bool  # the verdict is the right one
    found: bool  # it is not taken for the policy's own words
    named: bool | None  # the differing words are named
    kind: bool | None  # and so is what kind of difference it is
    article: bool | None  # the clause named holds the sentence it was made from
    listed: bool | None  # or one of those that the report names as equally near does


def judge(cases: Sequence[WordingCase], index: PolicyIndex) -> list[Judged]:
    """Check each case as a text by itself, so that nothing around it helps or misleads, and judge it."""
    return [_judged(case, _alone(check(case.text, index))) for case in cases]


def _alone(report: WordingReport) -> CheckedSentence | None:
    """Return the only sentence of a report; None if the text was not taken for one sentence."""
    return report.sentences[0] if len(report.sentences) == 1 else None


def _judged(case: WordingCase, sentence: CheckedSentence | None) -> Judged:
    verdict = sentence.verdict if sentence else Verdict.NOT_FOUND
    findings = _findings(sentence)
    match case.kind:
        case "verbatim":
            right, found = verdict is Verdict.VERBATIM, True
        case "invented":
            right, found = verdict is Verdict.NOT_FOUND, verdict is not Verdict.VERBATIM
        case "spliced" | "paraphrased":
            right = verdict is Verdict.ALTERED
            found = verdict in (Verdict.ALTERED, Verdict.CONTRADICTED)
        case _:
            right, found = verdict is Verdict.CONTRADICTED, verdict in (Verdict.ALTERED, Verdict.CONTRADICTED)
    differing = case.kind in CONTRADICTIONS
    hits = [
        d for f in findings for d in f.differences if d.kind.contradicts and _about(d.said, d.official, case)
    ]
    return Judged(
        case=case,
        sentence=sentence,
        verdict=right,
        found=found,
        named=bool(hits) if differing else None,
        kind=any(d.kind is DifferenceKind(case.kind) for d in hits) if differing else None,
        article=(article := _article(case, [f.place for f in findings])) if case.sources else None,
        listed=article or _listed(case, sentence) if case.sources else None,
    )


def _listed(case: WordingCase, sentence: CheckedSentence | None) -> bool:
    """Tell whether the report names the source among the equally near places, and says that it is open."""
    if sentence is None or not sentence.undecided:
        return False
    return any(_article(case, [place]) for place in sentence.elsewhere[:LISTED])


def _findings(sentence: CheckedSentence | None) -> tuple[Finding, ...]:
    if sentence is None or sentence.finding is None:
        return ()
    return sentence.parts or (sentence.finding,)


def _about(said: str, official: str, case: WordingCase) -> bool:
    """Tell whether a difference names the words that were changed."""
    new = bool(case.said) and bool(said) and (said in case.said or case.said in said)
    old = bool(case.official) and bool(official) and (official in case.official or case.official in official)
    return new or old


def _article(case: WordingCase, places: Sequence[Place]) -> bool:
    """Tell whether the named clauses hold the sentences that the case was made from, all of them."""
    clauses = [plain(place.clause, labels=False).text for place in places]
    if case.kind == "spliced":
        first, second = case.text.split("，", 1)
        wanted = [first, second]
    else:
        wanted = [case.sources[0].text]
    return all(any(plain(text).text.rstrip("。") in clause for clause in clauses) for text in wanted)


def wording_table(judged: Sequence[Judged]) -> str:
    """Return the shares per kind as a table."""
    kinds = list(dict.fromkeys(row.case.kind for row in judged))
    head = (
        f"{'kind':14}{'n':>6}{'verdict':>9}{'found':>8}{'named':>8}{'as kind':>9}{'article':>9}{'listed':>9}"
    )
    lines = [head]
    for kind in kinds:
        lines.append(_line(kind, [row for row in judged if row.case.kind == kind]))
    lines.append(_line("contradictions", [row for row in judged if row.case.kind in CONTRADICTIONS]))
    lines.append(_line("all altered", [r for r in judged if r.case.kind not in ("verbatim", "invented")]))
    return "\n".join(lines)


def _line(name: str, rows: Sequence[Judged]) -> str:
    def share(of: Callable[[Judged], bool | None]) -> str:
        values = [value for row in rows if (value := of(row)) is not None]
        return f"{100 * sum(values) / len(values):.1f}" if values else "–"

    cells = (share(lambda r: r.verdict), share(lambda r: r.found), share(lambda r: r.named))
    more = (share(lambda r: r.kind), share(lambda r: r.article), share(lambda r: r.listed))
    line = f"{name:14}{len(rows):>6}{cells[0]:>9}{cells[1]:>8}{cells[2]:>8}"
    return line + "".join(f"{cell:>9}" for cell in more)


def wording_misses(judged: Sequence[Judged], each: int) -> Iterator[str]:
    """Yield the misses of each kind, so many of each."""
    shown: dict[str, int] = {}
    for row in judged:
        if row.verdict and row.named is not False and row.listed is not False:
            continue
        shown[row.case.kind] = shown.get(row.case.kind, 0) + 1
        if shown[row.case.kind] <= each:
            yield _miss(row)


def _miss(row: Judged) -> str:
    sentence = row.sentence
    said = [f"[{row.case.kind}] {row.case.text}  ({row.case.official} -> {row.case.said})"]
    for drawn in row.case.sources:
        said.append(f"    from {drawn.passage.document_id} {drawn.passage.locator}: {drawn.text}")
    if sentence is None:
        said.append("    not one sentence")
    for finding in _findings(sentence):
        named = ", ".join(f"{d.kind}:{d.said}|{d.official}" for d in finding.differences)
        place = f"{finding.place.document.id} {finding.place.locator}"
        said.append(f"    {finding.verdict} {finding.share:.2f} {place}: {finding.place.official}  {named}")
    return "\n".join(said)
