"""Typing errors are corrected, and nothing else is."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import bigrams, words
from index.typing_errors import Vocabulary, corrected

TEXTS = (
    "公司注册登记应当提交申请材料，登记机关在3个工作日内登记。",
    "企业投资项目备案通过在线平台办理，备案机关收到信息即为备案。",
    "小微企业享受税收优惠，优惠延续到2027年。小微企业减按优惠税率纳税。",
    "项目核准的期限和公平竞争审查的举报方式。",
    "任何人可以举报，核准机关依法核准，公平竞争审查有例外情形，注册资本可以分期注册，小微企业可以优惠。",
) * 2  # a spelling counts as one of the documents only where several passages hold it


def _counts(cut: list[list[str]]) -> dict[str, int]:
    return Counter(term for terms in cut for term in set(terms))


VOCABULARY = Vocabulary(_counts([words(text) for text in TEXTS]), _counts([bigrams(text) for text in TEXTS]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("注测公司要几天", "注册公司要几天"),
        ("备安要审批吗", "备案要审批吗"),
        ("去哪里举抱", "去哪里举报"),
        ("有什么优会政策", "有什么优惠政策"),
        ("小徽企业的税率", "小微企业的税率"),
        ("公司司注册", "公司注册"),
        ("公平竟争审查", "公平竞争审查"),
    ],
)
def test_errors_are_corrected(typed: str, meant: str) -> None:
    assert corrected(typed, VOCABULARY) == meant


@pytest.mark.parametrize(
    "question",
    [
        "公司注册要几天",
        "戴根文是谁",
        "迈富时的项目",
        "第二十八条第三款",
        "2027年优惠到期吗",
        "VAT rate for small firms",
        "公式几天算完",  # a real word, though 公示 may be meant
        "奶茶店加盟",
        "",
    ],
)
def test_names_numbers_and_known_words_stay(question: str) -> None:
    assert corrected(question, VOCABULARY) is None


def test_two_errors_of_a_question_are_both_corrected() -> None:
    assert corrected("备安项目有优会吗", VOCABULARY) == "备案项目有优惠吗"


def test_a_spelling_of_the_documents_is_no_error() -> None:
    own = Vocabulary({"优惠": 5, "优会": 4}, {"优惠": 5, "优会": 4})
    assert corrected("有什么优会政策", own) is None


def test_without_documents_nothing_is_corrected() -> None:
    assert corrected("注测公司要几天", Vocabulary({}, {})) is None


@given(st.text(alphabet="注册测备案安优惠会企业公司的了3aA，。？ ", max_size=20))
def test_a_corrected_question_needs_no_second_correction(question: str) -> None:
    found = corrected(question, VOCABULARY)
    if found is not None:
        assert found != question
        assert corrected(found, VOCABULARY) is None
