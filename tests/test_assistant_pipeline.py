"""Whole answers over the shipped documents, through the default parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.chain import PolicyRetriever, policy_chain
from assistant.model import Answer, AnswerStatus, Draft, DraftClaim, NoticeKind, Question, Quote, Source
from assistant.pipeline import Assistant
from assistant.render import to_text


def said(answer: Answer) -> str:
    return "\n".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "clause", "words"),
    [
        ("登记注册公司需要几个工作日", "cnreg-01", ["3个工作日", "当场"]),
        ("小型微利企业所得税怎么算", "cnsm12-01", ["25%", "20%"]),
        ("2024年上半年东湖区签了多少项目？", "dh24h1-02", ["173个", "超过142亿元"]),
        ("在东湖区开公司，登记要几天？", "cnreg-01", ["3个工作日"]),
    ],
)
def test_the_questions_of_the_first_page_are_answered(
    assistant: Assistant, question: str, clause: str, words: list[str]
) -> None:
    answer = assistant.answer(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert clause in {c.passage.clause_id for c in answer.citations}
    for word in words:
        assert word in said(answer)


def test_foreign_investment_is_reported_not_filed(assistant: Assistant) -> None:
    answer = assistant.answer("外商投资需要审批还是备案")
    assert {c.document.id for c in answer.citations} & {
        "cn-fdi-info-report-2019",
        "cn-fil-2019",
        "cn-fil-reg-2019",
        "cn-negative-list",
    }
    assert "信息报告" in said(answer)


def test_the_eight_industries_are_said_to_be_unlisted(assistant: Assistant) -> None:
    answer = assistant.answer("东湖区4+4产业是哪八个")
    assert "没有列出" in to_text(answer)


def test_every_quote_stands_at_its_offsets(assistant: Assistant) -> None:
    for question in ("首店补贴", "公司注册资本几年缴足", "外资年度报告", "人才安家费"):
        citations = assistant.answer(question).citations
        assert citations, question
        for citation in citations:
            passage = citation.passage
            assert (
                passage.text[citation.start - passage.start : citation.end - passage.start] == citation.quote
            )


def test_superseded_documents_are_named_with_their_successor(assistant: Assistant) -> None:
    answer = assistant.answer("南昌市促进总部经济发展暂行办法的租房补助比例是多少")
    notices = {n.kind: n.text for n in answer.notices}
    assert "南昌市支持总部经济发展的若干政策" in notices[NoticeKind.SUPERSEDED]
    assert NoticeKind.FAIR_COMPETITION in notices


def test_before_its_first_day_a_law_is_not_yet_in_force(assistant: Assistant) -> None:
    kinds = {n.kind for n in assistant.answer("增值税法规定的税率有几档", as_of=date(2025, 6, 1)).notices}
    assert NoticeKind.NOT_YET in kinds
    assert NoticeKind.NOT_YET not in {n.kind for n in assistant.answer("增值税法规定的税率有几档").notices}


@pytest.mark.parametrize(
    "question",
    ["东湖区招商服务中心的电话是多少", "明天南昌天气怎么样", "茅台股票能买吗", "深圳前海有什么补贴"],
)
def test_what_the_documents_do_not_say_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.status is AnswerStatus.NO_SOURCE
    assert answer.claims == () and answer.citations == ()
    assert "81" in answer.message


def test_a_composer_that_lies_is_silenced(index_folder: object, assistant: Assistant) -> None:
    class Liar:
        def compose(self, question: Question, sources: Sequence[Source]) -> Draft:
            passage = sources[0].passage
            quote = Quote(1, passage.text, passage.start, passage.end)
            return Draft(
                (
                    DraftClaim("东湖区一次性奖励9999万元。", (quote,)),
                    DraftClaim("还有奖励。", (Quote(99, "无", 0, 1),)),
                )
            )

    answer = Assistant(assistant.index, Liar()).answer("登记注册公司需要几个工作日")
    assert answer.status is AnswerStatus.UNSUPPORTED
    assert len(answer.rejected) == 2 and answer.claims == ()


def test_the_chain_gives_the_same_answers(assistant: Assistant) -> None:
    chain = policy_chain(assistant)
    questions = ["登记注册公司需要几个工作日", "明天南昌天气怎么样"]
    for found, question in zip(chain.batch(list(questions)), questions, strict=True):
        own = assistant.answer(question)
        assert (found.status, found.claims, found.citations) == (own.status, own.claims, own.citations)
    old = chain.invoke({"question": "增值税法规定的税率有几档", "as_of": date(2025, 6, 1)})
    assert NoticeKind.NOT_YET in {n.kind for n in old.notices}


def test_the_retriever_gives_documents_with_addresses(assistant: Assistant) -> None:
    documents = PolicyRetriever(index=assistant.index, limit=3).invoke("首店补贴")
    assert 0 < len(documents) <= 3
    assert documents[0].metadata["document_id"] == "nc-commerce-2023-trial"
    assert documents[0].metadata["locator"]
