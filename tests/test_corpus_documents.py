"""The shipped documents: complete, exact, linked, and saying nothing without basis."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.load import SHIPPED, Loaded
from corpus.model import Clause, Document, FigureFacet, Kind, Status, Topic
from corpus.numerals import Figure, FigureKind, read_figures

CLAUSES = 378


def all_clauses(shipped: Loaded) -> list[tuple[Document, Clause]]:
    return [(document, clause) for document in shipped.corpus.documents for clause in document.clauses]


def facts(shared: Path) -> dict[str, dict[str, Any]]:
    files = sorted((shared / "facts").glob("*.yaml"))
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in files}


def test_every_file_is_read(shipped: Loaded) -> None:
    assert shipped.failed() == ()
    assert len(shipped.corpus.documents) == 81


def test_every_clause_has_an_id_facets_and_asks_in_both_languages(shipped: Loaded) -> None:
    clauses = all_clauses(shipped)
    assert len(clauses) == len({clause.id for _, clause in clauses}) == CLAUSES
    for _, clause in clauses:
        assert clause.facets is not None, clause.id
        assert any(ask.isascii() for ask in clause.asks), clause.id
        assert any(not ask.isascii() for ask in clause.asks), clause.id


def test_offsets_are_exact(shipped: Loaded) -> None:
    for document, clause in all_clauses(shipped):
        assert document.text[clause.start : clause.end] == clause.text


def test_every_fact_is_one_clause_of_its_document(shipped: Loaded, shared: Path) -> None:
    wanted = {stem: [fact["id"] for fact in row["facts"]] for stem, row in facts(shared).items()}
    found = {d.metadata.id: [c.id for c in d.clauses] for d in shipped.corpus.documents}
    assert {stem: sorted(ids) for stem, ids in found.items()} == {
        stem: sorted(ids) for stem, ids in wanted.items()
    }


def test_every_figure_of_every_fact_stands_in_its_clause(shipped: Loaded, shared: Path) -> None:
    rows = {fact["id"]: fact for source in facts(shared).values() for fact in source["facts"]}
    lost = []
    for _, clause in all_clauses(shipped):
        assert clause.facets is not None
        for figure in rows[clause.id]["figures"]:
            value = str(figure["value"]).replace(",", "-")
            held = [
                f for f in clause.facets.figures if same_number(f.value, value) and f.unit == figure["unit"]
            ]
            if not any(proves(facet) for facet in held):
                lost.append((clause.id, value, figure["unit"]))
    assert lost == []


def test_every_facet_figure_is_read_from_its_own_quote(shipped: Loaded) -> None:
    wrong = []
    for _, clause in all_clauses(shipped):
        assert clause.facets is not None
        for facet in clause.facets.figures:
            if facet.quote not in clause.text or not proves(facet):
                wrong.append((clause.id, facet.value, facet.unit, facet.quote))
    assert wrong == []


def same_number(left: str, right: str) -> bool:
    try:
        return [Decimal(part) for part in left.split("-")] == [Decimal(part) for part in right.split("-")]
    except ArithmeticError:
        return left == right


def proves(facet: FigureFacet) -> bool:
    """Tell whether the numerals reader finds the facet's figure, unit and bound in the facet's quote."""
    figures = read_figures(facet.quote)
    if facet.unit == "日期" or facet.unit == "年月":
        digits = re.findall(r"\d+", facet.value)
        return any(
            f.date and [int(d) for d in re.findall(r"\d+", f.date)] == [int(d) for d in digits]
            for f in figures
        )
    if facet.unit == "年" and all(len(part) == 4 for part in facet.value.split("-")):  # years, not spans
        return re.findall(r"\d+", facet.value) == [
            year for f in figures for year in re.findall(r"\d+", f.date or "")
        ]
    if facet.unit in ("文号", "号线"):  # names, not amounts
        return all(part in facet.quote for part in re.findall(r"\d+", facet.value))
    return any(holds(figure, facet) for figure in figures)


def holds(figure: Figure, facet: FigureFacet) -> bool:
    numbers = [Decimal(part) for part in facet.value.split("-")]
    scale = next((s for unit, s in (("亿", 10**8), ("万", 10**4)) if facet.unit.startswith(unit)), 1)
    wanted = [number * scale for number in numbers]
    found = [value for value in (figure.value, figure.upper) if value is not None]
    one_end = len(wanted) == 1 and wanted[0] in found  # one end of a range such as 2万元至5万元
    return (found == wanted or one_end) and figure.kind is not FigureKind.DATE


def test_dates_are_ordered_and_links_resolve(shipped: Loaded) -> None:
    metadata = {d.metadata.id: d.metadata for d in shipped.corpus.documents}
    for document in metadata.values():
        if document.effective and document.expires:
            assert document.effective.first_day() <= document.expires.last_day(), document.id
        for other in (
            *document.supersedes,
            *document.related,
            *([document.superseded_by] * bool(document.superseded_by)),
        ):
            assert other in metadata, (document.id, other)
        if document.superseded_by:
            assert document.id in metadata[document.superseded_by].supersedes
        for old in document.supersedes:
            assert metadata[old].superseded_by == document.id
            assert metadata[old].status in (Status.SUPERSEDED, Status.EXPIRED, Status.UNKNOWN), old


def test_every_status_that_is_not_in_force_has_a_reason(shipped: Loaded) -> None:
    for document in shipped.corpus.documents:
        assert document.metadata.status is Status.IN_FORCE or document.metadata.status_reason, (
            document.metadata.id
        )


def test_old_local_incentives_say_that_they_must_be_confirmed(shipped: Loaded) -> None:
    count = 0
    for document in shipped.corpus.documents:
        metadata = document.metadata
        old = metadata.published is None or str(metadata.published) < "2024-08"
        if metadata.level != "国家" and Topic.INCENTIVE in metadata.topics and old:
            assert any("公平竞争审查条例" in c and "确认" in c for c in metadata.cautions), metadata.id
            count += 1
    assert count >= 15


def test_links_are_those_of_the_sources(shipped: Loaded, shared: Path) -> None:
    sources = facts(shared)
    for document in shipped.corpus.documents:
        assert (document.metadata.source_url or None) == sources[document.metadata.id]["source_url"]


def test_digests_do_not_pass_as_official_texts(shipped: Loaded) -> None:
    assert {d.metadata.kind for d in shipped.corpus.documents} == {Kind.DIGEST, Kind.NEWS}


def test_the_eight_industries_of_the_district_stay_unknown(shipped: Loaded) -> None:
    clause = next(c for _, c in all_clauses(shipped) if c.id == "dh24h1-06")
    assert "没有列出" in clause.text or "没有写明" in clause.text


def test_documents_name_no_path_of_a_machine() -> None:
    for path in SHIPPED.rglob("*.md"):
        assert not re.search(r"laws/|shared/|\.yaml", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("mark", ["推定", "存疑", "推论", "换算"])
def test_marks_of_doubt_are_kept(shipped: Loaded, shared: Path, mark: str) -> None:
    rows = {fact["id"]: fact for source in facts(shared).values() for fact in source["facts"]}
    for _, clause in all_clauses(shipped):
        fact = rows[clause.id]
        if mark in f"{fact['note']}{fact['what']}{fact['conditions']}":
            assert mark in clause.text, clause.id


def test_what_only_reports_is_no_issuer(shipped: Loaded) -> None:
    outlet = re.compile("新闻|日报|晚报|商报|报社|网站|电视台|客户端|新华")
    assert [d.metadata.id for d in shipped.corpus.documents if outlet.search(d.metadata.issuer)] == []
