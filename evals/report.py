"""Scores as plain tables."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import RefusalKind
from evals.cases import CaseKind, held_out_ids
from evals.metrics import (
    Metric,
    Rate,
    Scored,
    citation_precision,
    rate,
    refusals,
    refusals_of,
    shown_as_current,
    wrong_figures,
)
from evals.premises import premises


def report(rows: Sequence[Scored]) -> str:
    """Return the tables: a line per kind and metric, how refusals went, and failing cases."""
    parts = [kind_table(rows), refusal_table(rows)]
    if any(row.case.refusal for row in rows):
        parts.append(refusal_kinds_table(rows))
    if any(row.case.premise for row in rows):
        parts.append(premise_table(rows))
    return "\n\n".join((*parts, failing(rows)))


def kind_table(rows: Sequence[Scored]) -> str:
    """Return right/scored per kind and metric; a dash where a metric applies to no case of the kind."""
    present = [kind for kind in CaseKind if any(row.case.kind is kind for row in rows)]
    groups = [(str(kind), [row for row in rows if row.case.kind is kind]) for kind in present]
    if follow_ups := [row for row in rows if row.case.turns]:
        groups.append(("(follow-ups among them)", follow_ups))
    head = ["kind", "cases", *Metric]
    body = [
        [name, str(len(group)), *(_cell(rate(group, metric)) for metric in Metric)]
        for name, group in [*groups, ("all", list(rows))]
    ]
    undefined = ["not scored", "", *(str(rate(rows, metric).undefined) for metric in Metric)]
    return _table([head, *body, undefined])


def refusal_table(rows: Sequence[Scored]) -> str:
    """Return precision, recall and over-refusal, and counts that must be nought."""
    found = refusals(rows)
    wrong = sum(len(wrong_figures(row.actual)) for row in rows)
    return _table(
        [
            ["refusals", "share", "cases"],
            ["precision", *_share(found.precision)],
            ["recall", *_share(found.recall)],
            ["over-refusal (lower is better)", *_share(found.over_refusal)],
            ["either is right, not scored", "", str(found.recall.undefined)],
            ["citations of a right clause", *_share(citation_precision(rows))],
            ["figures asserted without support", "", str(wrong)],
            ["ended text without a notice", "", str(shown_as_current(rows))],
            ["crashes", "", str(found.crashes)],
        ]
    )


def refusal_kinds_table(rows: Sequence[Scored]) -> str:
    """Return, for each kind of refusal, how many were refused and how many of these for the right reason."""
    body = []
    for kind in RefusalKind:
        if any(row.case.refusal is kind for row in rows):
            caught, named = refusals_of(rows, kind)
            body.append([str(kind), _cell(caught), _cell(named)])
    return _table([["kind of refusal", "had to be: refused", "refused: for this reason"], *body])


def premise_table(rows: Sequence[Scored]) -> str:
    """Return how often what is taken for granted is corrected where wrong, confirmed where right."""
    measured = [row for row in rows if row.case.premise]
    names = dict.fromkeys(row.case.about for row in measured)
    groups = [(name, [row for row in measured if row.case.about == name]) for name in names]
    body = []
    for name, group in [*groups, ("all", measured)]:
        found = premises(group)
        body.append(
            [name, _cell(found.recall), _cell(found.precision), _cell(found.confirmed), str(found.agreed)]
        )
    head = [
        "taken for granted",
        "wrong: corrected",
        "corrections: right",
        "right: confirmed",
        "wrong: agreed",
    ]
    return _table([head, *body])


def failing(rows: Sequence[Scored]) -> str:
    """Return the count of failing cases, and of those not held out which they are and what failed."""
    failed = [row for row in rows if row.failures()]
    lines = [f"failing cases: {len(failed)} of {len(rows)}"]
    counted = held_out_ids()
    for row in failed:
        if row.case.id not in counted:
            failures = row.failures()
            lines.append(f"{row.case.id}  {row.case.question}")
            lines.extend(f"    {failure}" for failure in failures)
    return "\n".join(lines)


def _cell(found: Rate) -> str:
    return "–" if found.value is None else f"{found.value:.1%} {found.right}/{found.scored}"


def _share(found: Rate) -> list[str]:
    return ["–" if found.value is None else f"{found.value:.1%}", f"{found.right}/{found.scored}"]


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a Markdown table with columns of one width."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
