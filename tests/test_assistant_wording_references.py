"""Titles, numbers, articles and quotations that a checked text names."""

from __future__ import annotations

import pytest
from checking import REPORT, kinds, one

from assistant.wording_model import DifferenceKind, ReferenceFault, Verdict
from index.search import PolicyIndex


@pytest.fixture
def index(regulations: PolicyIndex) -> PolicyIndex:
    return regulations


INSPECTION = "《甲市楼宇管理条例》第七条规定的楼宇巡查，一般包括对商圈内商铺的巡查。"


@pytest.mark.parametrize(
    ("text", "fault", "right"),
    [
        (f"《甲市楼宇管理条例》第三条规定，{REPORT}", None, ""),
        (f"根据《甲市楼宇管理条例》第四条，{REPORT}", ReferenceFault.OTHER_ARTICLE, "《甲市楼宇管理条例》第三条"),
        (f"根据《甲市商圈促进办法》第二条，{REPORT}", ReferenceFault.OTHER_TITLE, "《甲市楼宇管理条例》第三条"),
        ("甲市楼宇管理条例第四条规定，楼宇运营单位应当自楼宇启用之日起十五日内向主管部门报送楼宇信息。", ReferenceFault.OTHER_ARTICLE, "《甲市楼宇管理条例》第三条"),
        (f"{REPORT[:-1]}（《甲市楼宇管理条例》第五条）。", ReferenceFault.OTHER_ARTICLE, "《甲市楼宇管理条例》第三条"),
        ("详见《甲市楼宇管理条例》第九十条。", ReferenceFault.UNKNOWN_ARTICLE, ""),
        (f"《甲市楼宇经济条例》第三条规定，{REPORT}", ReferenceFault.UNKNOWN_TITLE, "《甲市楼宇管理条例》"),
        ("《甲市首店支持措施》（甲府办〔2023〕9号）已经印发。", ReferenceFault.OTHER_NUMBER, "甲府办〔2023〕7号"),
        (f"根据《甲市商圈促进办法》第三条，{INSPECTION}", None, ""), (INSPECTION, None, ""),
        ("请见甲府办〔2019〕99号。", ReferenceFault.UNKNOWN_NUMBER, ""),
    ],
)  # fmt: skip
def test_references_are_checked(
    index: PolicyIndex, text: str, fault: ReferenceFault | None, right: str
) -> None:
    faults = [r for r in one(index, text).references if r.fault]
    assert [(r.fault, r.right) for r in faults] == ([(fault, right)] if fault else [])


def test_a_wrong_article_makes_true_words_wrong(index: PolicyIndex) -> None:
    sentence = one(index, f"根据《甲市楼宇管理条例》第四条，{REPORT}")
    assert sentence.verdict is Verdict.CONTRADICTED
    assert DifferenceKind.REFERENCE in kinds(sentence)


def test_the_article_of_an_old_version_is_found_and_the_new_one_offered(index: PolicyIndex) -> None:
    text = (
        "根据《甲市楼宇管理条例》第四条，对租用面积超过五百平方米的企业，给予每年不超过二十万元的租金补助。"
    )
    (reference,) = one(index, text).references
    assert reference.fault in (ReferenceFault.OTHER_ARTICLE, ReferenceFault.OLD_VERSION)
    assert reference.right == "《甲市楼宇管理条例》第六条"


def test_quotation_marks_must_hold_the_clause_s_own_words(index: PolicyIndex) -> None:
    true = one(index, "他说：“主管部门收到楼宇信息后，可以委托专业机构核对”，并作了说明。")
    assert [r.fault for r in true.references] == [None]
    wrong = one(index, "条例写明“主管部门收到楼宇信息后，应当委托专业机构核对”。")
    (reference,) = wrong.references
    assert reference.fault is ReferenceFault.NOT_QUOTED
    assert reference.right == "主管部门收到楼宇信息后，可以委托专业机构核对"
    assert wrong.verdict is Verdict.CONTRADICTED
