"""What an English question takes for granted is held against the documents as a Chinese one is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.asserted_english import read_english
from assistant.figure_words import in_chinese, in_english
from assistant.model import Answer, NoticeKind
from assistant.pipeline import Assistant
from corpus.numerals import read_figures

TODAY = date(2026, 11, 23)


def said(answer: Answer, kind: NoticeKind) -> str:
    return "".join(notice.text for notice in answer.notices if notice.kind is kind)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("within five years", "5年内"),
        ("at least 300 people", "不少于300人"),
        ("RMB 8 million", "800万元"),
        ("1 trillion", "10000亿元"),  # people leave the unit out
        ("3 business days", "3工作日"),
        ("31 December 2027", "2027年12月31日"),
        ("the end of 2025", "2025年底"),
        ("30 June", "6月30日"),
    ],
)
def test_figures_are_written_as_documents_write_them_and_back(english: str, chinese: str) -> None:
    (figure,) = read_figures(english)
    assert in_chinese(figure) == chinese
    (back,) = read_figures(in_english(figure))
    assert (back.value, back.date, back.bound) == (figure.value, figure.date, figure.bound)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Since the corporate income tax rate is 20%, how do we file?", ["企业所得税 税率 20%"]),
        (
            "I heard that the VAT Law takes effect on 1 July 2026. What changes?",
            ["增值税法 施行 2026年7月1日"],
        ),
        ("How do I apply for the 5 million yuan STAR Market bonus?", ["申报 500万元 科创板 奖励"]),
        ("Zebra companies get a bonus of 2 million yuan, right?", []),  # a word that nobody knows
        ("Our client owes us 300,000 yuan for 90 days. What can we do?", []),  # a case of one's own
        ("A company with 80 staff earns 2 million yuan, which rate does it pay?", []),  # a case
        ("If the rate is 20%, how much tax is due?", []),  # only supposed
        ("Why does the 3% VAT rate not apply to general taxpayers?", []),  # denied
        ("Credit at 10% or at 5%?", []),  # asked
    ],
)
def test_statements_are_written_in_the_terms_of_the_documents(question: str, read: list[str]) -> None:
    assert [one.text for one in read_english(question)] == read


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("Since the corporate income tax rate is 20%, how do we file?", "25%"),
        ("Is the corporate income tax rate 30%?", "25%"),
        ("Paid-up capital is due within 3 years, right?", "within 5 years"),
        ("Capital contributions are due within two years, right?", "within 5 years"),
        (
            "The regulation on optimizing the business environment took effect in 2018, right?",
            "1 January 2020, not 2018",  # the state's; the province has one of like name
        ),
        ("High-tech enterprises pay 10% corporate income tax, right?", "15%"),
        ("Now that Nanchang's GDP passed 1 trillion yuan, what is the next goal?", "814.169 billion yuan"),
        ("Suspension of business can last up to 10 years. Where do we file it?", "within 3 years"),
        ("The annual report is due by 30 September each year. What if we are late?", "30 June"),
        ("We read that the VAT Law takes effect on 1 July 2026. Which rates are in it?", "1 January 2026"),
        (
            "The 10% credit for foreign investors who reinvest dividends expired at the end of 2025, so what now?",
            "2028",
        ),
        ("Large companies must pay within 90 days. Does that apply to state hospitals?", "within 60 days"),
        ("How do I apply for the 5 million yuan STAR Market bonus in Nanchang?", "2 million yuan"),
        ("As China still keeps 31 restrictions on foreign investors, does any touch retail?", "29"),
        ("Given that the 2021 negative list is still in force, how many items has it?", "no longer in force"),
        ("Now that foreign investors can register as sole traders, where do I go?", "不得作为个体工商户"),
    ],
)
def test_what_is_wrong_is_put_right_with_a_cited_sentence(
    assistant: Assistant, question: str, right: str
) -> None:
    answer = assistant.answer(question, as_of=TODAY)
    correction = said(answer, NoticeKind.PREMISE)
    assert right in correction and said(answer, NoticeKind.CONFIRMED) == ""
    assert any(
        sentence in correction for c in answer.citations for sentence in c.quote.split("\n") if sentence
    )


@pytest.mark.parametrize(
    "question",
    [
        "Since the corporate income tax rate is 25%, how do we file?",
        "Registered capital must be paid in within five years, correct?",
        "Paid-up capital is due within 5 years, right?",
        "The regulation on optimizing the business environment took effect in 2020, right?",
        "The annual report is due by 30 June. What happens if we are late?",
        "Now that the VAT Law took effect on 1 January 2026, what are the rates?",
        "The negative list was cut from 31 to 29 items in 2024. Which two were dropped?",
    ],
)
def test_what_is_right_is_not_corrected(assistant: Assistant, question: str) -> None:
    assert said(assistant.answer(question, as_of=TODAY), NoticeKind.PREMISE) == ""


def test_a_figure_that_no_cited_clause_states_is_named_in_english(assistant: Assistant) -> None:
    question = "The tourism demonstration zone reward in Nanchang is 2 million yuan. Who decides?"
    notice = said(assistant.answer(question, as_of=TODAY), NoticeKind.PREMISE)
    assert "“2 million yuan”" in notice and "500,000 yuan" in notice
