from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.load import Loaded, load_corpus
from corpus.model import Clause
from corpus.parse import split_clauses
from corpus.readers.markdown import parse_markdown

LAW = """# 示例条例

2020年1月1日 通过

## 第一章　总则

第一条 为了测试，制定本条例。

第二条 本条例适用于下列情形：

（一）第一种；

（二）第二种。

依照本条例第一条的规定办理的，从其规定。

## 第二章 附则

第三条 本条例自2020年2月1日起施行。
"""


def clauses(source: str) -> tuple[Clause, ...]:
    reading = parse_markdown(source)
    found = split_clauses(reading, "d")
    for clause in found:
        assert reading.text[clause.start : clause.end] == clause.text
    return found


def test_articles_carry_chapter_and_article() -> None:
    found = [c for c in clauses(LAW) if c.article]
    assert [c.locator for c in found] == ["第一章 第一条", "第一章 第二条", "第二章 第三条"]
    assert found[0].headings == ("第一章　总则",)
    assert found[2].text == "第三条 本条例自2020年2月1日起施行。"


def test_paragraphs_and_items_have_addresses() -> None:
    second = next(c for c in clauses(LAW) if c.article == "第二条")
    assert [p.locator for p in second.parts] == ["第一款", "第一款第（一）项", "第一款第（二）项", "第二款"]


def test_a_reference_at_the_start_of_a_line_is_no_article() -> None:
    source = "# 甲\n\n第一条 甲。\n\n第二条 乙：\n\n第十条规定的人员除外。\n\n第三条 丙。\n"
    assert [c.article for c in clauses(source)] == ["第一条", "第二条", "第三条"]


def test_numbering_may_start_anywhere() -> None:
    found = clauses("# 某编\n\n第一千零四十条 甲。\n\n第一千零四十一条 乙。\n")
    assert [c.article for c in found] == ["第一千零四十条", "第一千零四十一条"]


def test_named_clauses_keep_their_ids() -> None:
    found = clauses(
        "# 文\n\n## 一、登记\n\n### （一）时限 {#a-01}\n\n3个工作日。\n\n### （二）材料 {#a-02}\n\n申请书。\n"
    )
    assert [(c.id, c.locator, c.text) for c in found] == [
        ("a-01", "一、（一）", "3个工作日。"),
        ("a-02", "一、（二）", "申请书。"),
    ]
    assert found[0].headings == ("一、登记", "（一）时限")


def test_numbered_papers_are_cut_at_their_items() -> None:
    source = "# 通知\n\n各单位：\n\n一、总体要求\n\n（一）坚持。\n\n（二）推进。\n\n二、保障\n\n落实。\n"
    assert [c.locator for c in clauses(source)] == ["序言", "一、", "一、（一）", "一、（二）", "二、"]


def test_items_below_items_are_no_paragraphs() -> None:
    source = (
        "# 甲\n\n第一条 有下列情形的，不予办理：\n\n（一）下列材料：\n\n1.申请书；\n\n（1）原件；\n\n2.证明；\n\n（二）其他。\n\n"
        "前款规定的期限为十日。\n\n第二条 乙。\n"
    )
    assert [p.locator for p in clauses(source)[0].parts] == [
        "第一款",
        "第一款第（一）项",
        "第一款第（一）项第1目",
        "第一款第（一）项第1目第（1）目",
        "第一款第（一）项第2目",
        "第一款第（二）项",
        "第二款",
    ]


def test_a_closing_chapter_without_a_number_ends_the_chapter_before() -> None:
    source = "# 甲\n\n第一章 总则\n\n第一条 甲。\n\n附 则\n\n第二条 乙。\n"
    found = clauses(source)
    assert [(c.locator, c.headings) for c in found] == [
        ("第一章 第一条", ("第一章 总则",)),
        ("第二条", ("附 则",)),
    ]


def test_parts_of_parts_have_their_place() -> None:
    source = "# 甲\n\n第二编 物权\n\n第一分编 通则\n\n第一章 一般规定\n\n第一条 甲。\n\n第二分编 所有权\n\n第四章 规定\n\n第二条 乙。\n"
    assert [c.locator for c in clauses(source)] == [
        "第二编 第一分编 第一章 第一条",
        "第二编 第二分编 第四章 第二条",
    ]


@pytest.mark.parametrize(
    ("annexed", "locators"),
    [
        ("附件1：申报表\n\n填写内容。\n\n附件2：承诺书\n\n本人承诺。\n", ["附件1", "附件2"]),
        ("附件：1.申报表\n\n2.承诺书\n", ["附件"]),
        ("附件：申报表\n", ["附件"]),
        ("附件一：办法\n\n一、范围\n\n二、标准\n", ["附件一 一、", "附件一 二、"]),
        ("附件 实施细则\n\n第一条 丙。\n\n第二条 丁。\n", ["附件 第一条", "附件 第二条"]),
        ("附表 标准\n\n1.一级。\n", ["附表"]),
    ],
)
@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("第一条 甲。\n\n第二条 乙，见附件1。\n\n", ["第一条", "第二条"]),
        ("一、甲。\n\n二、乙，附件1所列的除外。\n\n", ["一、", "二、"]),
    ],
)
def test_annexes_are_no_part_of_the_last_clause(
    body: str, own: list[str], annexed: str, locators: list[str]
) -> None:
    found = clauses("# 通知\n\n" + body + annexed)
    assert [c.locator for c in found] == [*own, *locators]
    words = "".join("".join(c.text.split()) for c in found) + "".join(h for c in found for h in c.headings)
    assert all(line.strip() in words or "".join(line.split()) in words for line in annexed.splitlines())


@pytest.mark.parametrize(
    "line", ["按11.5.14.2的规定办理。", "11.5.14.2的规定另行公布。", "依照本法第十条的规定办理。"]
)
def test_a_cross_reference_is_no_heading(line: str) -> None:
    found = clauses(f"# 甲\n\n第一条 甲。\n\n{line}\n\n第二条 乙。\n")
    assert [c.locator for c in found] == ["第一条", "第二条"]
    assert line in found[0].text


def test_a_heading_above_nothing_is_kept_and_a_table_of_contents_is_not() -> None:
    source = "# 甲\n\n为了乙，制定本条例。\n\n第一章 总则\n\n第二章 附则\n\n第一章 总则\n\n第一条 丙。\n\n第二章 附则\n\n第二条 丁。\n\n第三章 （略）\n"
    assert [c.locator for c in clauses(source)] == ["序言", "第一章 第一条", "第二章 第二条", "第三章"]


def test_text_without_structure_is_kept() -> None:
    found = clauses("甲乙丙。\n\n" + "丁" * 700 + "。\n")
    assert "".join(c.text for c in found).count("丁") == 700
    assert len(found) == 2


@given(
    st.lists(
        st.sampled_from(["第一条 甲。", "一、乙", "（一）丙。", "## 第一章 丁", "戊。", "", "第十条规定"]),
        max_size=12,
    )
)
def test_no_word_is_lost_or_doubled(lines: list[str]) -> None:
    reading = parse_markdown("\n".join(["开头。", *lines]))
    found = split_clauses(reading, "d")
    last = 0
    covered = ""
    for clause in found:
        assert reading.text[clause.start : clause.end] == clause.text
        assert clause.start >= last
        last = clause.end
        covered += clause.text
    body = "".join(line for line in ["开头。", *lines] if not line.startswith("## "))
    missing = [word for word in re.findall(r"[甲丙戊]", body) if word not in covered]
    assert not missing


def test_real_laws_are_cut_into_articles(shared: Path) -> None:
    loaded: Loaded = load_corpus([shared / "laws" / "民法典"])
    assert not loaded.failed()
    articles = [c.article for d in loaded.corpus.documents for c in d.clauses if c.article]
    assert len(articles) == len(set(articles)) == 1260
