"""Exact addresses, on a real index in a temporary folder with the bundled model."""

from __future__ import annotations

import pytest

from index.address import OWN, Directory, resting_on
from index.build import build
from index.search import PolicyIndex

CONSTITUTION = "# 中华人民共和国宪法\n\n第一条 一切权力属于人民。\n\n第二条 公民的合法的私有财产不受侵犯。\n"
LAW = (
    "# 某市投资条例\n\n2019年1月2日 某市人民政府令第45号公布\n\n"
    "第一条 规定的内容包括登记、备案。\n\n第二条 首店按投资额的50%给予补助，最高30万元。\n"
)
OTHER = "# 某市规定汇编\n\n1996年5月27日 某市人民政府令第12号发布 2020年1月2日 某市人民政府令第88号修订\n\n第一条 规定的内容怎么规定，由本市规定。\n\n第二条 最高不超过130万元。\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PolicyIndex:
    folder = tmp_path_factory.mktemp("address")
    texts = {"宪法": CONSTITUTION, "投资条例": LAW, "规定汇编": OTHER}
    documents = folder / "documents"
    documents.mkdir()
    for name, text in texts.items():
        (documents / f"{name}.md").write_text(text, encoding="utf-8")
    build([documents], folder / "i")
    return PolicyIndex.open(folder / "i")


def first(index: PolicyIndex, question: str) -> str:
    return index.search(question, floor=0.0).hits[0].passage.id


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("宪法第二条", "宪法#第二条"),
        ("《宪法》第2条怎么规定的？", "宪法#第二条"),
        ("某市投资条例第一条是什么内容", "投资条例#第一条"),
        ("“30万元”", "投资条例#第二条"),
        ("“最高30万元”是哪一条", "投资条例#第二条"),
    ],
)
def test_an_exact_address_comes_first(index: PolicyIndex, question: str, clause: str) -> None:
    assert first(index, question) == clause


def test_a_quoted_figure_that_stands_nowhere_finds_nothing_exact(index: PolicyIndex) -> None:
    hits = index.search("哪里写着“一次性奖励9999万元”", floor=0.0).hits
    assert hits and all(hit.signals.exact == 0 for hit in hits)


def test_a_number_that_asks_for_nothing_else_gives_its_document(index: PolicyIndex) -> None:
    hits = index.search("某市人民政府令第45号是什么内容").hits
    assert [hit.document.id for hit in hits[:2]] == ["投资条例", "投资条例"]


def test_a_number_in_a_question_does_not_support_an_answer_to_it(index: PolicyIndex) -> None:
    hits = index.search("某市人民政府令第45号对卫星发射补贴多少", floor=0.0).hits
    assert hits and all(hit.signals.exact == 0 for hit in hits)


def test_a_short_title_inside_another_word_names_nothing(index: PolicyIndex) -> None:
    named = Directory(tuple(index.documents.values())).read("违宪法律怎么处理").named
    assert not named.any()


@pytest.mark.parametrize(
    ("basis", "resting"),
    [
        ("《开办条例》第五条、第六条", {("开办条例", "第五条"), ("开办条例", "第六条")}),
        ("《公司法》（2023年修订）第四十七条", {("公司法", "第四十七条")}),
        ("财政部 税务总局公告2023年第12号第三条", {("财政部 税务总局公告2023年第12号", "第三条")}),
        ("第五条", {(OWN, "第五条")}),
        ("国务院关于实施《公司法》注册资本登记管理制度的规定第二条", set()),
    ],
)
def test_what_a_digest_clause_rests_on(basis: str, resting: set[tuple[str, str]]) -> None:
    assert set(resting_on(basis)) == resting


def test_the_number_of_an_earlier_order_finds_where_it_stands(index: PolicyIndex) -> None:
    hits = index.search("某市人民政府令第12号").hits
    assert "令第12号" in hits[0].passage.text and hits[0].signals.exact == 1
    assert not [hit for hit in index.search("某市人民政府令第77号", floor=0.0).hits if hit.signals.exact]
