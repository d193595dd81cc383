"""What kind of thing a question asks for, and whether a clause gives it."""

from __future__ import annotations

import pytest

from assistant.asked import read_asked
from assistant.model import AnswerStatus, NoticeKind
from assistant.pipeline import Assistant
from assistant.sought import giving_sentences, lacking, sought_in, unfound, ungiven

CARRIED = "境外投资者当年抵免不完的，可以向后结转。\n\n提示：所见公告没有写明最长5年还是10年。"


@pytest.mark.parametrize(
    ("question", "sentence", "given"),
    [
        ("抵不完最多能结转几年", "结转年限最长5年", True),
        ("抵不完最多能结转几年", "政策自2025年1月1日起执行", False),
        ("罚款多少", "处5万元以上20万元以下的罚款", True),
        ("罚款多少", "责令限期改正", False),
        ("有几个集群", "到2026年建成2个集群", True),
        ("去哪个部门交", "向所在地登记机关提交", True),
        ("税率是多少", "减按15%征收", True),
        ("面积要多大", "每年补助5万元", False),
        ("办公室租金大概多少", "按租金市场指导价的40%给予补助", True),
        ("商场要招多少员工", "集聚企业、项目、人才", False),
        ("进了名录怎么出来", "列入经营异常名录", False),
        ("营业执照丢了怎么补", "电子营业执照与纸质营业执照具有同等效力", False),
        ("营业执照丢了怎么补", "向登记机关申请补领", True),
        ("电子执照怎么下载", "电子营业执照与纸质营业执照具有同等效力", False),
        ("股东最少要几个", "发起人缴足前不得向他人募股", False),
        ("保证金最低交多少", "不低于1万元", True),
        ("奖励多久打到账上", "在30日内拨付", True),
        ("How many employees must it have?", "资金进出的币种、数额、频次", False),
        ("How many conditions are there?", "资金进出的币种、数额、频次", True),
        ("How many days does it take?", "在20个工作日内作出决定", True),
        ("How much is the fee?", "申请人向登记机关申请登记", False),
    ],
)
def test_a_sentence_gives_what_is_asked_for(question: str, sentence: str, given: bool) -> None:
    sought = sought_in(question)
    assert sought and any(kind.given_by(sentence) for kind in sought) is given


@pytest.mark.parametrize("question", ["外资企业能不能参加政府采购", "这是东湖区第几年办活动", "哪几年的规划"])
def test_a_question_whether_something_holds_asks_for_no_figure(question: str) -> None:
    assert not [kind for kind in sought_in(question) if "year" in kind.name.get("en", "")]


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("注册资本多少年缴清", "the amount"),
        ("罚款罚几次", "the amount"),
        ("要交多少所得税", "the number"),
        ("收入总额按多少比例计入", "the total amount"),
    ],
)
def test_what_is_asked_for_is_told_by_what_is_counted(question: str, other: str) -> None:
    assert other not in [kind.name.get("en") for kind in sought_in(question)]


def test_years_and_months_ask_for_the_same() -> None:
    (years,), (months,) = sought_in("几年不能再享受"), sought_in("几个月不能再享受")
    assert years != months and years.alike == months.alike


def test_a_caution_gives_nothing() -> None:
    sought = sought_in("最多能结转几年")
    assert lacking(CARRIED, sought) == 1.0
    assert giving_sentences(CARRIED, sought) == ()
    assert lacking(CARRIED.replace("可以向后结转", "可以在5年内结转"), sought) == 0.0


def test_what_no_cited_clause_gives_is_named_once() -> None:
    assert ungiven("最多能结转几年，到底几年", [CARRIED], "zh") == ("所问的年数",)
    assert ungiven("最多能结转几年", [CARRIED, "结转年限最长5年。"], "zh") == ()
    assert ungiven("最多能结转几年", ["该年度按年限结转。"], "en") == ()


def test_the_words_next_to_the_question_are_its_focus() -> None:
    assert "结转" in read_asked("境外投资者那个10%抵免，抵不完最多能往后结转几年").focus


def test_an_answer_without_what_was_asked_for_says_that_it_is_only_near(assistant: Assistant) -> None:
    answer = assistant.answer("境外投资者以分配利润直接投资税收抵免，当年抵免不完的，最多可以向后结转几年？")
    assert answer.status is AnswerStatus.PARTIAL
    assert any("向后结转" in claim.text for claim in answer.claims)
    (told,) = [notice.text for notice in answer.notices if notice.kind is NoticeKind.MISSING]
    assert "年数" in told


def test_an_answer_with_it_says_nothing_of_the_kind(assistant: Assistant) -> None:
    answer = assistant.answer("企业的年度亏损可以结转几年？")
    assert answer.status is AnswerStatus.ANSWERED
    assert not [notice for notice in answer.notices if notice.kind is NoticeKind.MISSING]


def test_what_a_caution_tells_was_not_found_is_told_apart_from_other_cautions() -> None:
    text = "一次性奖励10万元。\n\n提示：境外游客的奖励标准未看到。\n\n提示：数字来自报道。"
    assert unfound(text) == ("提示：境外游客的奖励标准未看到。",)


def test_only_the_part_of_a_caution_that_tells_so_was_not_found() -> None:
    (days,) = unfound("提示：3个工作日是法定上限，各地的登记时限常常更短，江西省的具体天数未查到原文。")
    assert days == "江西省的具体天数未查到原文。"
    (office,) = unfound("提示：东湖区登记机关是否获得外商投资企业登记授权，未查到。")
    assert "登记机关" in office
    (share,) = unfound("提示：高新技术企业认定办法的原文未见，因此没有列出具体比例。")
    assert "认定办法" in share and "比例" in share


def test_a_caution_on_one_province_does_not_hide_the_rule_for_all(assistant: Assistant) -> None:
    answer = assistant.answer("How long does it take to register a subsidiary?")
    assert "cnreg-01" in {citation.passage.clause_id for citation in answer.citations}
