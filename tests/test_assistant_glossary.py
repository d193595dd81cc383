"""English questions: the glossary finds Chinese clauses, keeps to the subject, and gives titles a gloss."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.glossary import gloss, titled, translated
from assistant.messages import load_messages
from assistant.model import AnswerStatus, Language
from assistant.pipeline import Assistant
from assistant.render import to_text
from corpus.load import Loaded
from index.english import stem
from index.glossary import find, split, tables

DAY = date(2026, 11, 23)


def test_the_glossary_is_large_and_each_wording_has_a_meaning() -> None:
    terms, lay = tables()["terms"], tables()["lay"]
    assert len(terms) >= 400 and len(lay) >= 250
    assert all(wording for line in (*terms.values(), *lay) for wording in split(line))
    assert all(terms for terms in lay.values())


@pytest.mark.parametrize(
    "question",
    [
        "Closing down our company",
        "we closed the company down",
        "dissolved",
        "the registered addresses of our subsidiaries",
        "labor contracts",
        "VAT on catering",
    ],
)
def test_a_wording_is_found_in_any_form_and_spelling(question: str) -> None:
    assert find(question)


def test_inflections_and_spellings_of_a_word_have_one_stem() -> None:
    for forms in (
        "company companies",
        "apply applied applies applying",
        "licence license licensed",
        "centre center centres",
        "labour labor",
        "organise organizing organised",
        "cancel cancelled canceled cancelling",
        "pay paid paying",
    ):
        assert len(set(map(stem, forms.split()))) == 1, forms
    for others in ("list listing", "employer employee", "house housing", "interest interested"):
        assert len(set(map(stem, others.split()))) == 2, others


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        (
            "What is the corporate income tax rate for high-tech enterprises?",
            {"企业所得税", "高新技术企业", "税率"},
        ),
        ("GDP of Donghu in 2021", {"地区生产总值", "东湖区"}),
        ("Can overseas investors reinvest dividends?", {"境外投资者", "再投资", "分配利润"}),
        ("small and micro businesses", {"小微企业"}),
    ],
)
def test_the_longest_wording_is_found_in_any_number(question: str, terms: set[str]) -> None:
    assert terms <= {term for one in find(question) for term in one.terms}


def test_a_year_stays_in_the_query() -> None:
    assert "2021" in translated("GDP of Donghu in 2021").terms


def test_what_is_not_of_the_subject_is_not_known() -> None:
    for question in ("What is the weather like?", "Tell me a joke", "Who won the world cup?"):
        assert translated(question).known == 0.0


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("What is the corporate income tax rate for high-tech enterprises?", "cneit-02"),
        ("Can a foreign investor reinvest its dividends without withholding tax?", "cn102-01"),
        ("How many days does a large company have to pay a small supplier?", "cnpay25-02"),
        ("How do I close a company quickly?", "cnreg-07"),
        ("What was the GDP of Donghu in 2021?", "dhgwr22-01"),
        ("subsidy for a first restaurant in Jiangxi", "nccom-03"),
        ("Are R&D costs super deductible?", "cneitr-03"),
        ("When must the annual report be filed and what is the fine?", "cnreg-10"),
        ("Can goodwill be a capital contribution?", "cnreg-05"),
        ("How long does project approval take?", "cnpb-03"),
    ],
)  # fmt: skip
def test_chinese_clauses_are_found_without_english_questions(
    unasked: Assistant, question: str, clause: str
) -> None:
    answer = unasked.answer(question, as_of=DAY)
    assert answer.status is AnswerStatus.ANSWERED, answer.message
    assert clause in {citation.passage.clause_id for citation in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "What is the weather like in Wuhan today?",
        "Write a poem about autumn",
        "Who won the world cup?",
        "Should I buy Tesla shares?",
        "Which school is best for my kids?",
        "Can you recommend a good lawyer?",
        "What is the capital of France?",
        "How do I get a visa for China?",
    ],
)
def test_an_english_question_outside_the_subject_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question, as_of=DAY)
    assert not answer.claims and answer.status is not AnswerStatus.ANSWERED


def test_every_shipped_title_has_a_gloss(shipped: Loaded) -> None:
    for document in shipped.corpus.documents:
        assert gloss(document.metadata.title).isprintable() and gloss(document.metadata.title)


def test_a_gloss_says_all_of_a_title_or_nothing() -> None:
    assert gloss("2030年东湖区政府工作报告") == "Donghu District government work report 2030"
    assert gloss("某某饕餮办法") == ""
    assert titled("公平竞争审查条例", load_messages(Language.ZH)) == "公平竞争审查条例"


def test_the_frame_of_an_english_answer_is_english(assistant: Assistant) -> None:
    text = to_text(
        assistant.answer("What is the corporate income tax rate for high-tech enterprises?", as_of=DAY)
    )
    assert "Enterprise Income Tax Law of the PRC" in text and "15%" in text
    assert "Sources" in text and "依据\n" not in text and "本库摘编" not in text
