"""A question about a document itself gets its record; one about something in it does not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import AnswerStatus, NoticeKind
from assistant.pipeline import Assistant
from assistant.render import to_text
from index.search import PolicyIndex

TODAY = date(2026, 11, 26)


def record(assistant: Assistant, question: str) -> list[str]:
    answer = assistant.answer(question, as_of=TODAY)
    return [notice.text for notice in answer.notices if notice.kind is NoticeKind.RECORD]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("优化营商环境条例的文号是什么", "国务院令第722号"),
        ("江西省优化营商环境条例是谁制定的", "江西省人民代表大会常务委员会"),
        ("外商投资法什么时候施行的", "2020年1月1日"),
        ("赣府厅字〔2018〕39号还有效吗", "已被替代"),
        ("南昌市支持总部经济发展的若干政策还有效吗", "效力不明"),
        ("《优化营商环境条例》是哪年公布的", "2019年10月22日"),
        ("中小企业促进法是哪年修订的", "2017年9月1日"),
    ],
)
def test_the_record_of_a_named_document_is_told(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.ANSWERED
    (text,) = record(assistant, question)
    assert told in text
    assert all(citation.document.title in text for citation in answer.citations)


def test_a_title_that_holds_a_description_in_one_piece_is_meant_alone(assistant: Assistant) -> None:
    (text,) = record(assistant, "稳外资行动方案还有效吗")
    assert "2025年稳外资行动方案" in text and "已过期" in text


@pytest.mark.parametrize(
    ("question", "first", "told"),
    [
        ("2013年的总部政策还有效吗", "支持总部经济发展的若干政策", ("效力不明", "已被替代")),
        ("老的总部办法作废了吗", "支持总部经济发展的若干政策", ("效力不明", "已被替代")),
        ("映山红行动还在执行吗", "映山红行动", ("效力不明",)),
        ("人才10条还有效吗", "聚天下英才", ("已被替代",)),
        ("商务措施什么时候到期", "促进商务经济高质量发展", ("效力不明",)),
        ("小微企业所得税优惠什么时候到期", "2023年第12号", ("2027年12月31日", "已被替代")),
        ("Is the 2013 headquarters policy still valid?", "headquarters", ("not known", "replaced")),
    ],
)
def test_a_document_may_be_described_what_holds_is_told_first(
    assistant: Assistant, question: str, first: str, told: tuple[str, ...]
) -> None:
    texts = record(assistant, question)
    assert first in texts[0]
    assert len(texts) == len(told)
    assert all(word in text for word, text in zip(told, texts, strict=True))


@pytest.mark.parametrize(
    "question",
    [
        "研发费用加计扣除政策还执行吗",  # what it is about stands in no title
        "营业执照还有效吗",  # no policy
        "企业政策还有效吗",  # any of many
        "总部企业的租金补助最多给几个月",
        "上海总部政策还有效吗",  # another place
        "江西省的人才10条还有效吗",  # the city's
        "东湖区的上市奖励政策还有效吗",
        "2016年的总部政策还有效吗",  # none is of that year
        "Is Shanghai's headquarters policy still valid?",
        "总部政策最多补多少钱，现在还算数不",
        "现行负面清单是2024年版，那总共几条",
        "Which companies does the headquarters policy reward, and is it still valid?",
    ],
)
def test_what_describes_no_document_gets_no_record(assistant: Assistant, question: str) -> None:
    assert record(assistant, question) == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("外商投资法什么时候施行的", "自2020年1月1日起施行"),
        ("公平竞争审查条例是什么时候生效的", "自2024年8月1日起施行"),
        ("鼓励外商投资产业目录2022年版还有效吗", "2025年版接替"),
    ],
)
def test_a_clause_that_says_since_when_it_holds_stands_beside(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert record(assistant, question)
    assert any(said in claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    "question",
    [
        "优化营商环境条例的文号是什么",
        "企业所得税法是哪年公布的",
        "外商投资法是谁制定的",  # it says since when it holds, which is not asked
    ],
)
def test_no_clause_stands_beside_that_speaks_of_other_things(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    assert answer.status is AnswerStatus.ANSWERED and answer.refusal is None
    assert record(assistant, question)
    assert (answer.claims, answer.citations, answer.shape) == ((), (), None)
    assert to_text(answer).startswith("※")


def test_a_record_of_two_texts_says_whose_number_it_gives(assistant: Assistant) -> None:
    (text,) = record(assistant, "市场主体登记管理条例的文号是多少")
    assert "条例及实施细则" in text
    assert "第52号是实施细则的令号；条例的令号未见" in text


def test_what_is_not_known_is_said_to_be_not_seen(assistant: Assistant) -> None:
    (text,) = record(assistant, "公平竞争审查条例的文号是多少")
    assert "文号：未见（所读文本未印令号）" in text


def test_of_two_versions_the_one_in_force_comes_first(assistant: Assistant) -> None:
    first, second = record(assistant, "保障中小企业款项支付条例什么时候生效")
    assert "2025年6月1日" in first and "现行有效" in first
    assert "2020年9月1日" in second and "已被替代" in second
    assert "2023年修订" in record(assistant, "公司法从哪天起施行")[0]


@pytest.mark.parametrize(
    "question",
    [
        "外商投资法对技术转让怎么规定",
        "公平竞争审查条例施行以后招商政策还能给返税吗",
        "按市场主体登记管理条例，年报什么时候公布",
        "什么时候施行",
    ],
)
def test_a_question_of_something_in_it_is_none_of_its_record(assistant: Assistant, question: str) -> None:
    assert record(assistant, question) == []


@pytest.mark.parametrize(
    ("question", "first", "endless"),
    [
        ("总部政策还有效吗", "有效期：收录的摘编没有写明有效期", True),
        ("南昌市支持总部经济发展的若干政策有效期到什么时候", "有效期：收录的摘编没有写明有效期", True),
        ("Is the 2013 headquarters policy still valid?", "the summary held here names no end", True),
        ("小微企业所得税优惠什么时候到期", "有效期至：2027年12月31日", False),  # it names one
        ("优化营商环境条例的文号是什么", "文号", False),  # not asked for
        ("外商投资法什么时候施行的", "施行", False),
        ("When was the 2013 headquarters policy issued?", "Published", False),
    ],
)
def test_that_no_end_is_named_is_said_where_it_is_asked(
    assistant: Assistant, question: str, first: str, endless: bool
) -> None:
    text = record(assistant, question)[0]
    assert first in text
    assert ("没有写明有效期" in text or "names no end" in text) is endless


def test_of_a_whole_text_it_is_said_that_the_document_names_no_end(regulations: PolicyIndex) -> None:
    (text, _) = record(Assistant(regulations), "甲市楼宇管理条例还有效吗")
    assert "有效期：文件没有写明有效期" in text


def test_no_document_is_said_to_name_no_end_that_speaks_of_one(assistant: Assistant) -> None:
    index = assistant.index
    speaking = [d for d in index.documents if any("延续到" in p.text for p in index.passages_of(d))]
    assert speaking
    for document in speaking:
        question = f"{index.documents[document].title}还有效吗"
        notices = assistant.answer(question, as_of=TODAY).notices
        (told,) = [notice.text for notice in notices if notice.document == document]
        assert "没有写明有效期" not in told


def test_a_record_names_the_document_that_it_tells_of(assistant: Assistant) -> None:
    answer = assistant.answer("赣府厅字〔2018〕39号是谁发的", as_of=TODAY)
    (told,) = [notice for notice in answer.notices if notice.kind is NoticeKind.RECORD]
    assert assistant.index.documents[told.document].doc_number == "赣府厅字〔2018〕39号"


def premise(assistant: Assistant, question: str) -> str:
    answer = assistant.answer(question, as_of=TODAY)
    return "".join(notice.text for notice in answer.notices if notice.kind is NoticeKind.PREMISE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("优化营商环境条例是2018年施行的吧", "施行日期不是2018年，而是2020年1月1日"),
        ("优化营商环境条例是2018年出台的吗", "发布日期不是2018年，而是2019年10月22日"),
        ("优化营商环境条例的施行日期是2018年吧", "施行日期不是2018年，而是2020年1月1日"),
        ("江西省优化营商环境条例是2019年施行的吧", "施行日期不是2019年，而是2021年1月1日"),
    ],
)
def test_a_wrong_day_of_a_document_is_put_right_beside_its_record(
    assistant: Assistant, question: str, said: str
) -> None:
    assert record(assistant, question)
    assert said in premise(assistant, question)


@pytest.mark.parametrize(
    "question",
    [
        "优化营商环境条例是2020年施行的吧",
        "优化营商环境条例是2019年10月22日公布的吗",
        "公司法是2018年10月26日施行的吧",  # the earlier version was
        "2018年修正的公司法还有效吗",  # the year of an edition
        "优化营商环境条例什么时候施行的",
    ],
)
def test_a_right_day_of_a_document_is_not_put_right(assistant: Assistant, question: str) -> None:
    assert record(assistant, question)
    assert premise(assistant, question) == ""
