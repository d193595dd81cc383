"""Scores of ranked lists, the rows of the comparison, look-ups made by rule, refusing at a moved floor."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.load import SHIPPED, Loaded, load_corpus
from corpus.model import Corpus
from evals.__main__ import NO_LAWS, main
from evals.baselines import Lexical, VectorsOnly, sample, tutorial_installed
from evals.cases import Case, CaseKind, Expect, read_cases, shipped_sets
from evals.floor import floor_curve, write_csv
from evals.laws import copy_national, open_laws
from evals.lookup_sets import digest_lookups, law_lookups
from evals.lookups import Lookup, LookupKind, look_up, lookup_report
from evals.ranked import Ranking, best_rows, score_rankings
from evals.retrieval import Assistant, Line, Retrieval, measure, model_note, retrieval_table
from evals.statutes import Articles, LegalQuestion, national_articles, score
from index.embedder import load_embedder
from index.tokens import words

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=5, max_size=40)
LAWS = {
    "行政法规/灯塔条例(2020-01-01).md": """# 灯塔条例

2020年1月1日 中华人民共和国国务院令第901号公布

第一条 为了管理灯塔，制定本条例。

第二条 灯塔由航道机构看守。

第三条 擅自熄灭灯塔的，处三万七千元罚款。
""",
    "行政法/中华人民共和国渔船法(2010-01-01).md": "# 中华人民共和国渔船法\n\n第一条 旧法保护渔船。\n\n"
    "第二条 旧法规定渔船登记。\n\n第三条 渔船应当配备救生衣。\n",
    "行政法/中华人民共和国渔船法(2022-01-01).md": "# 中华人民共和国渔船法\n\n第一条 新法保护渔船。\n\n"
    "第二条 新法规定渔船登记。\n\n第三条 渔船应当配备救生筏。\n",
    "地方性法规/某省/某省条例.md": "# 某省条例\n\n第一条 地方。\n",
}


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small laws, laid out as the shared ones are."""
    root = tmp_path_factory.mktemp("laws")
    for name, text in LAWS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return copy_national(root, tmp_path_factory.mktemp("national"))


@pytest.fixture(scope="module")
def corpus(laws: Path) -> Corpus:
    return load_corpus([laws]).corpus


@pytest.fixture(scope="module")
def lookups(corpus: Corpus) -> tuple[Lookup, ...]:
    return law_lookups(corpus.documents)


def of_kind(lookups: Sequence[Lookup], kind: LookupKind) -> list[Lookup]:
    return [lookup for lookup in lookups if lookup.kind is kind]


@given(ROWS, st.integers(0, 9999))
def test_a_ranking_scores_as_the_matrix_that_made_it(rows: list[tuple[int, int]], seed: int) -> None:
    names = tuple((f"法{law}.md", f"第{article}条") for law, article in rows)
    articles = Articles(tuple(map(str, rows)), names)
    chance = np.random.default_rng(seed)
    gold = tuple((names[i], ("副本.md", "第一条")) for i in chance.integers(0, len(names), 3))
    question = LegalQuestion("问", (*gold, (("没有.md", "第一条"),)))
    similarity = chance.permutation(len(names)).astype(np.float32)
    ranking = [frozenset((names[row],)) for row in best_rows(similarity)]
    assert score_rankings([question], [ranking]) == score([question], articles, similarity[None])


def test_a_chunk_counts_for_every_article_in_it_and_takes_one_place() -> None:
    a, b, c = (("法.md", f"第{n}条") for n in "一二三")
    ranking: Ranking = [frozenset((a, b)), frozenset(), frozenset((c,))]
    scores = score_rankings([LegalQuestion("问", ((b,), (c,)))], [ranking])
    assert scores.recall[0] == 0.5 and scores.recall[1] == 1 and scores.reciprocal_rank == 1


def test_the_copy_holds_national_laws_only(laws: Path) -> None:
    found = {file.relative_to(laws).as_posix() for file in laws.rglob("*.md")}
    assert found == {name for name in LAWS if not name.startswith("地方性法规")}


def test_every_system_finds_the_article(laws: Path, corpus: Corpus, tmp_path: Path) -> None:
    articles = national_articles(corpus)
    opened = open_laws(laws, tmp_path / "index")
    systems = (
        Lexical("words", words, articles, tmp_path / "words"),
        VectorsOnly("vectors", articles, load_embedder()),
        Assistant("all", opened.index, opened.seconds),
    )
    question = LegalQuestion("擅自熄灭灯塔怎么处罚", ((("行政法规/灯塔条例(2020-01-01).md", "第三条"),),))
    for system in systems:
        line = measure(system, [question])
        assert line.scores is not None and line.scores.recall[0] == 1, system.name
        assert line.size == len(articles.texts) and line.per_second
    assert open_laws(laws, tmp_path / "index").seconds is None


def test_the_bundled_model_is_called_out_as_having_seen_the_questions() -> None:
    assert "WARNING" in model_note(load_embedder())


def test_a_system_that_could_not_run_says_so() -> None:
    text = retrieval_table(Retrieval(("setting",), (Line("chain", "skipped: not installed"),)))
    assert "- chain: skipped: not installed" in text and "| chain" in text


def test_a_sample_keeps_the_laws_that_are_needed(corpus: Corpus) -> None:
    if not tutorial_installed():
        pytest.skip("the extra `bench` is not installed")
    needed = {"行政法规/灯塔条例(2020-01-01).md"}
    assert {d.metadata.path for d in sample(corpus.documents, needed, 1, 0)} == needed
    assert len(sample(corpus.documents, needed, 99, 0)) == len(corpus.documents)


def test_without_shared_data_the_comparison_says_so_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_SHARED", str(tmp_path))
    assert main(["bench", "retrieval"]) == NO_LAWS
    assert "ASSISTANT_SHARED" in capsys.readouterr().err


def test_look_ups_are_the_same_for_the_same_seed(corpus: Corpus, lookups: tuple[Lookup, ...]) -> None:
    assert law_lookups(corpus.documents) == lookups


def test_an_order_is_looked_up_by_what_promulgated_the_law(corpus: Corpus) -> None:
    for seed in range(6):
        found = law_lookups(corpus.documents, seed)
        numbers = [*of_kind(found, LookupKind.NUMBER), *of_kind(found, LookupKind.NUMBER_ARTICLE)]
        assert len(numbers) == 1 and numbers[0].query.startswith("国务院令第901号")
        assert {document for document, _ in numbers[0].right} == {"行政法规/灯塔条例(2020-01-01)"}


def test_of_several_versions_the_newest_is_right(lookups: tuple[Lookup, ...]) -> None:
    (newest,) = of_kind(lookups, LookupKind.NEWEST)
    assert newest.query.startswith("渔船法第")
    assert {document for document, _ in newest.right} == {"行政法/中华人民共和国渔船法(2022-01-01)"}
    assert not any("渔船法" in lookup.query for lookup in of_kind(lookups, LookupKind.QUOTED))


def test_the_title_forms(lookups: tuple[Lookup, ...]) -> None:
    forms = {LookupKind.QUOTED: r"《灯塔条例》第[一二三]条", LookupKind.SHORT: r"灯塔条例第[一二三]条"}
    for kind, form in (forms | {LookupKind.ARABIC: r"灯塔条例第[123]条"}).items():
        (lookup,) = of_kind(lookups, kind)
        assert re.match(form, lookup.query)


def test_an_amount_stands_in_one_clause(lookups: tuple[Lookup, ...]) -> None:
    (amount,) = of_kind(lookups, LookupKind.AMOUNT)
    assert amount.query == "“三万七千元”"
    assert [clause for _, clause in amount.right] == ["行政法规/灯塔条例(2020-01-01)#第三条"]


def test_shipped_look_ups_name_what_the_clauses_rest_on(shipped: Loaded) -> None:
    found = digest_lookups(shipped.corpus.documents)
    texts = {(d.metadata.id, c.id): c for d in shipped.corpus.documents for c in d.clauses}
    numbers = {d.metadata.id: d.metadata.doc_number for d in shipped.corpus.documents}
    assert len(found) >= 60
    for lookup in of_kind(found, LookupKind.QUOTED):
        title = lookup.query[: lookup.query.index("》")]
        assert all(title in str(texts[place].facets) for place in lookup.right)
    for lookup in of_kind(found, LookupKind.NUMBER):
        written = re.match(r".+?号令?", lookup.query)
        assert written and all(written.group() in numbers[id] for id, _ in lookup.right)


def test_a_miss_is_diagnosed(laws: Path, tmp_path: Path) -> None:
    index = open_laws(laws, tmp_path / "index").index
    wrong = Lookup(LookupKind.SHORT, "灯塔条例第二条", frozenset((("行政法规/无", "无#第二条"),)))
    right = Lookup(
        LookupKind.SHORT,
        "灯塔条例第二条",
        frozenset((("行政法规/灯塔条例(2020-01-01)", "行政法规/灯塔条例(2020-01-01)#第二条"),)),
    )
    missed, found = look_up(index, (wrong, right))
    assert missed.rank is None and missed.diagnosis == "the document is not in the index"
    assert found.rank == 1 and found.diagnosis == ""
    report = lookup_report("laws", (missed, found))
    assert "0.500" in report and "灯塔条例第二条 →" in report


CASES = (
    Case("in", CaseKind.PROCESS, "企业开办需要几个工作日？", "rule", Expect.ANSWERED),
    Case("out", CaseKind.REFUSAL, "红烧肉的做法是先放糖还是先放酱油？", "not policy", Expect.REFUSED),
    Case("either", CaseKind.REFUSAL, "随便", "both", Expect.EITHER),
)


def test_a_higher_floor_refuses_more(index_folder: Path, tmp_path: Path) -> None:
    stored, rows = floor_curve(CASES, index_folder, (0.0, 9.0))
    assert 0 < stored < 9
    assert [row.floor for row in rows] == [0.0, stored, 9.0] * 2
    assert all(row.had_to == row.must_not == 1 for row in rows)
    alone = [row for row in rows if row.who == "floor alone"]
    assert (alone[0].precision, alone[0].recall) == (None, 0)
    assert (alone[-1].precision, alone[-1].recall) == (0.5, 1)
    assert all(row.rightly + row.wrongly == 2 for row in rows if row.floor == 9)
    write_csv(rows, tmp_path / "floor.csv")
    with (tmp_path / "floor.csv").open(encoding="utf-8") as lines:
        read = list(csv.DictReader(lines))
    assert [row["floor"] for row in read] == [f"{row.floor:.2f}" for row in rows]
    assert read[3]["precision"] == "" and read[3]["who_refuses"] == "floor alone"


def test_the_shipped_sets_have_cases_of_both_ends() -> None:
    ends = {case.expect for case in read_cases(shipped_sets())}
    assert {Expect.ANSWERED, Expect.REFUSED} <= ends


def test_shipped_documents_can_be_opened_as_an_index(tmp_path: Path) -> None:
    opened = open_laws(SHIPPED, tmp_path / "index")
    assert opened.seconds and len(opened.index) > 300
