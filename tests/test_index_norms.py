"""What kind of norm a document is, English questions, and versions of one article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.model import Kind, Metadata, Status
from index.build import build
from index.glossary import Glossary, translate
from index.norms import Norm, norm_of
from index.search import PolicyIndex


@pytest.mark.parametrize(
    ("title", "level", "norm"),
    [
        ("中华人民共和国民法典 合同编", "国家", Norm.CODE),
        ("中华人民共和国公司法（2018年修正）", "国家", Norm.LAW),
        ("市场主体登记管理条例", "国家", Norm.REGULATION),
        ("最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）", "国家", Norm.INTERPRETATION),
        ("外商投资信息报告办法", "国家", Norm.RULE),
        ("江西省优化营商环境条例", "江西", Norm.LOCAL),
    ],
)
def test_the_kind_of_norm_is_read_from_title_and_level(title: str, level: str, norm: Norm) -> None:
    document = Metadata("a", "a.md", title, Kind.OFFICIAL_TEXT, Status.UNKNOWN, level=level)
    assert norm_of(document) is norm


def test_a_digest_is_no_norm() -> None:
    assert norm_of(Metadata("a", "a.md", "公司法", Kind.DIGEST, Status.IN_FORCE)) is Norm.NONE


def test_english_words_stand_for_chinese_terms() -> None:
    found = translate("Are there tax breaks for foreign-invested companies?")
    assert any({"外商投资企业", "外资企业"} <= set(meaning) for meaning in found.meanings)
    assert any("税收优惠" in meaning for meaning in found.meanings)
    assert "tax" not in found.rest


def test_a_question_with_chinese_characters_is_not_translated() -> None:
    assert translate("VAT 怎么交").meanings == ()


def test_the_longest_wording_wins() -> None:
    glossary = Glossary([("tax", ("税",)), ("income tax", ("所得税",))])
    assert glossary.expand("income taxes").meanings == (("所得税",),)


def test_versions_of_an_article_do_not_fill_the_first_page(tmp_path: Path) -> None:
    folder = tmp_path / "laws"
    folder.mkdir()
    for day, amount in (("2011-03-01", 10), ("2015-03-01", 20), ("2020-03-01", 30)):
        text = f"# 某市首店条例\n\n第一条 首店补助最高{amount}万元。\n\n第二条 申报由商务部门受理。\n"
        (folder / f"某市首店条例({day}).md").write_text(text, encoding="utf-8")
    build([folder], tmp_path / "i")
    index = PolicyIndex.open(tmp_path / "i")
    hits = index.search("首店补助最高多少", floor=0.0, as_of=date(2026, 1, 1)).hits
    assert hits[0].passage.text.endswith("30万元。")
    assert [hit.passage.article for hit in hits[:2]] == ["第一条", "第二条"]
    assert len(hits) == 6
