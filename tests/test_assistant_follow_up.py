"""Follow-ups resolved by putting new things in the place of like ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.follow_up import in_full, resolve
from assistant.messages import load_messages
from assistant.model import Language
from assistant.pages.turn import TOPICS, examples


@pytest.mark.parametrize(
    ("turns", "text", "resolved"),
    [
        (["高新技术企业的企业所得税税率是多少？"], "那外资企业呢？", "外资企业的企业所得税税率是多少？"),
        (["首店补贴有哪些？"], "最高多少？", "首店补贴最高多少"),
        (["公司设立登记要几天？"], "需要什么材料", "公司设立登记需要什么材料"),
        (["东湖区2021年的GDP是多少？"], "2019年呢", "东湖区2019年的GDP是多少？"),
        (["东湖区2021年的GDP是多少？"], "那社零总额呢？", "东湖区2021年的社零总额是多少？"),
        (["东湖区2021年的GDP是多少？"], "南昌市呢", "南昌市2021年的GDP是多少？"),
        (["在科创板上市南昌有奖励吗？"], "那去香港上市呢？", "在香港上市南昌有奖励吗？"),
        (["企业投资项目核准要多久作出决定？"], "那备案呢", "企业投资项目备案要多久作出决定？"),
        (["商业品牌首店最高补多少"], "餐饮的呢", "餐饮首店最高补多少"),
        (["公司设立登记要几天？"], "这个要什么材料", "公司设立登记要什么材料"),
        (["小微企业的企业所得税税率是多少"], "那增值税税率呢", "小微企业的增值税税率是多少"),
        (["What was the GDP in 2021?"], "what about 2019?", "What was the GDP in 2019?"),
        (["骏马奖奖金是多少"], "飞马奖呢", "飞马奖奖金是多少"),
        (["首店补贴最高多少"], "东湖区呢", "东湖区首店补贴最高多少"),
        (["东湖区2021年的GDP是多少？"], "南昌市的社零总额是多少", "南昌市2021年的社零总额是多少？"),
        (["2024年上半年东湖区签了多少项目？"], "有哪些支持", "2024年上半年东湖区签项目有哪些支持"),
        (["东湖区2021年的GDP是多少？"], "2019年社零总额是多少", "东湖区2019年的社零总额是多少？"),
    ],
)
def test_the_like_thing_is_replaced_and_the_rest_stays(turns: list[str], text: str, resolved: str) -> None:
    assert resolve(text, turns) == resolved


@pytest.mark.parametrize(
    "text",
    [
        "今天天气怎么样",
        "企业年度报告每年什么时间报送？",
        "增值税税率是多少？",
        "那么公司催缴出资，给股东的宽限期最少多少天？",
        "谢谢",
        "首店补贴",
        "在东湖区开公司，登记要几天",
        "2024年上半年东湖区签了多少项目？",
        "东湖区地区生产总值增长多少",
        "2021年东湖区固定资产投资增长了多少？",
    ],
)
def test_a_question_of_its_own_is_left_alone(text: str) -> None:
    assert resolve(text, ["小型微利企业的企业所得税税率是多少"]) == text


def test_questions_are_resolved_over_several_turns() -> None:
    turns = ["南昌企业在沪深交易所首发上市，合计奖励多少？", "那去香港上市呢"]
    assert resolve("要满足什么条件", turns) == "南昌企业在香港上市，合计奖励要满足什么条件"


def test_after_a_change_of_topic_the_new_one_counts() -> None:
    turns = ["公司设立登记要几天？", "商业品牌首店最高补多少"]
    assert resolve("餐饮品牌呢", turns) == "餐饮品牌首店最高补多少"


@given(st.lists(st.text(min_size=1, max_size=30), max_size=3), st.text(min_size=1, max_size=30))
def test_any_text_resolves_to_some_text(turns: list[str], text: str) -> None:
    assert resolve(text, turns)


@given(st.text(min_size=1, max_size=60))
def test_a_first_question_stays_as_it_is(text: str) -> None:
    assert resolve(text, ()) == text


@pytest.mark.parametrize("language", list(Language))
def test_no_example_question_of_the_page_leans_on_another(language: Language) -> None:
    messages = load_messages(language)
    asked = [question for topic in TOPICS for question in examples(messages, topic)]
    for before in asked:
        for question in asked:
            assert resolve(question, [before]) == question


@pytest.mark.parametrize(
    ("turn", "text", "resolved"),
    [
        (
            "What is the income tax rate for high-tech companies?",
            "What about small companies?",
            "What is the income tax rate for small companies?",
        ),
        (
            "How long is the payment term for large buyers?",
            "And public buyers?",
            "How long is the payment term for public buyers?",
        ),
        ("How much is the reward for a listing?", "What about wine shops?", None),
    ],
)
def test_an_english_thing_takes_the_place_of_the_like_one(turn: str, text: str, resolved: str | None) -> None:
    assert resolve(text, (turn,)) == (resolved or f"{turn} wine shops")


def test_short_english_questions_are_read_in_full() -> None:
    assert in_full("How long to register a subsidiary") == "How long does it take to register a subsidiary"
    assert in_full("how to close a company") == "How do I close a company"
    assert in_full("How long does it take?") == "How long does it take?"
    assert in_full("开公司要几天") == "开公司要几天"


def test_short_names_of_companies_take_the_place_of_others() -> None:
    assert resolve("小微呢", ("高新技术企业税率是多少",)) == "小微税率是多少"
    assert resolve("2028年呢", ("高新技术企业税率是多少", "小微呢")) == "2028年小微税率是多少"
