"""An answer as HTML, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_html import Page

from assistant.messages import load_messages
from assistant.model import Answer, AnswerStatus, Choice, Claim, Language, NoticeKind
from assistant.pages.conversation import MOST_TURNS, Turn, extended, next_number, questions
from assistant.pages.excerpt import Mark, address, excerpts, marked_lines, permalink
from assistant.pages.frame import framed
from assistant.pages.turn import TOPICS, as_copied, examples, status_html, turn_html
from assistant.pipeline import Assistant
from assistant.render import to_text
from assistant.shape_model import FieldName, FigureRow, Shape, ShapeField
from corpus.model import Kind, Topic
from corpus.partial_date import PartialDate

MESSAGES = load_messages(Language.ZH)
SIGNED = "2024年上半年东湖区签了多少项目？"


EVIL = '<script>window.hit=1</script><img src=x onerror="window.hit=1">\'&${1+1}{{1+1}}'


def shown(assistant: Assistant, answer: Answer, question: str = SIGNED, record: int = 0) -> str:
    index = assistant.index
    cited = excerpts(answer, index)
    turn = Turn(1, question, answer, cited, datetime(2026, 1, 2, tzinfo=UTC), record)
    return turn_html(turn, Language.ZH, index.documents)


@given(
    st.text("甲乙。\n ", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)
)
def test_marked_lines_lose_nothing_but_blank_lines(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(a, b), max(a, b), n) for n, (a, b) in enumerate(spans, 1) if a != b]
    lines = ["".join(piece.text for piece in line) for line in marked_lines(text, marks)]
    assert lines == [line for line in text.split("\n") if line.strip()]


def test_marks_cover_exactly_their_characters() -> None:
    (first, second) = marked_lines("甲乙丙\n\n丁戊", [Mark(1, 6, 3), Mark(2, 4, 9)])
    assert [(p.text, p.claim) for p in first] == [("甲", 0), ("乙丙", 3)]
    assert [(p.text, p.claim) for p in second] == [("丁", 3), ("戊", 0)]


def test_every_statement_is_marked_in_its_source(assistant: Assistant) -> None:
    answer = assistant.answer(SIGNED)
    page = Page(shown(assistant, answer))
    assert answer.claims
    for claim in answer.claims:
        assert claim.text in page.marked
    buttons = [attrs for tag, attrs in page.tags if tag == "button" and attrs.get("class") == "cite"]
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    statements = [button for button in buttons if button["data-claim"] != "0"]
    assert len(statements) == sum(len(claim.labels) for claim in answer.claims)
    assert {attrs["data-source"] for attrs in buttons} <= ids


def test_a_statement_in_other_words_marks_the_whole_quote(assistant: Assistant) -> None:
    answer = assistant.answer(SIGNED)
    retold = replace(
        answer, claims=(Claim("东湖区上半年签下项目若干。", (1,)),), citations=answer.citations[:1]
    )
    (excerpt,) = excerpts(retold, assistant.index)
    marked = "".join(piece.text for line in excerpt.lines for piece in line if piece.claim)
    assert marked == answer.citations[0].quote.replace("\n", "")


def test_a_source_shows_what_a_reader_must_know(assistant: Assistant) -> None:
    answer = assistant.answer("南昌市促进总部经济发展暂行办法的租房补助比例是多少")
    text = Page(shown(assistant, answer)).text
    cited = answer.citations[0]
    document = cited.document
    for words in (document.title, document.issuer, document.level, MESSAGES.text("status", cited.status)):
        assert words in text
    assert MESSAGES.text("kind", Kind.DIGEST) in text
    assert MESSAGES.text("page", "meaning_digest") in text
    for words in (*(remark for _, remark in document.date_notes), *document.cautions, document.status_reason):
        assert words in text
    for notice in answer.notices:
        assert notice.text in text


def test_what_has_ended_is_said_before_the_statements(assistant: Assistant) -> None:
    answer = assistant.answer("南昌市促进总部经济发展暂行办法的租房补助比例是多少")
    text = Page(shown(assistant, answer)).text
    ended, digest = (
        next(notice.text for notice in answer.notices if notice.kind is kind)
        for kind in (NoticeKind.SUPERSEDED, NoticeKind.DIGEST)
    )
    assert text.index(ended) < text.index(answer.claims[0].text) < text.index(digest)


def test_surroundings_of_a_clause_are_at_hand(assistant: Assistant) -> None:
    found = excerpts(assistant.answer(SIGNED), assistant.index)
    assert found
    for excerpt in found:
        passages = assistant.index.passages_of(excerpt.document.id)
        assert excerpt.before is None or excerpt.before in passages
        assert excerpt.before is not None or excerpt.after is not None


def test_an_address_ends_in_the_words_of_its_heading(assistant: Assistant) -> None:
    passage = assistant.index.passages_of("dh-2024h1-zhaoshang-news")[1]
    assert address(passage) == "一、（二）新签意向性重大项目"
    assert address(passage, f"{passage.locator} 第二款") == "一、（二）新签意向性重大项目 第二款"
    law = replace(passage, locator="第二章 第十二条", headings=("第二章 出资",))
    assert address(law) == "第二章 第十二条"


def test_a_link_is_shown_only_for_an_address_of_the_web(assistant: Assistant) -> None:
    answer = assistant.answer(SIGNED)
    citation = answer.citations[0]
    for url, expected in (("https://www.gov.cn/a", True), ("javascript:alert(1)", False), ("", False)):
        document = replace(citation.document, source_url=url)
        cited = (replace(citation, document=document),)
        one = replace(answer, claims=answer.claims[:1], citations=cited, shape=None)
        links = [attrs for tag, attrs in Page(shown(assistant, one)).tags if tag == "a"]
        outside = [link for link in links if not (link["href"] or "").startswith("/doc/")]
        assert {link["href"] for link in outside} == ({url} if expected else set())
        assert all("noopener" in (link["rel"] or "") for link in outside)


def test_whatever_comes_from_outside_is_only_text(assistant: Assistant) -> None:
    answer = assistant.answer(SIGNED)
    citation = answer.citations[0]
    document = replace(
        citation.document, title=EVIL, subtitle=EVIL, issuer=EVIL, cautions=(EVIL,), source_name=EVIL,
        doc_number=EVIL, level=EVIL, status_reason=EVIL, evidence_note=EVIL, date_notes=(("published", EVIL),),
    )  # fmt: skip
    passage = replace(citation.passage, text=EVIL, locator=EVIL, headings=(EVIL,))
    bad = replace(
        answer,
        message=EVIL,
        claims=(Claim(EVIL, (1,)),),
        citations=(replace(citation, document=document, passage=passage, locator=EVIL, quote=EVIL),),
        shape=Shape(
            Topic.TARGET,
            (ShapeField(FieldName.WHO, EVIL, (1,)), ShapeField(FieldName.STEP, EVIL, (1,))),
            tuple(FigureRow(EVIL, n, EVIL, EVIL, f"{n}{EVIL}", "plan", (1,)) for n in (1.0, 2.0)),
        ),
        choices=(Choice(EVIL, EVIL),),
        suggestions=(EVIL,),
    )
    for html in (shown(assistant, bad, EVIL), status_html(EVIL, fault=True)):
        page = Page(html)
        assert EVIL in page.text
        assert not {"script", "img"} & {tag for tag, _ in page.tags}
        assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)


def test_digests_are_never_put_in_quotation_marks(assistant: Assistant) -> None:
    answer = assistant.answer("在东湖区开公司，登记要几天？")
    html = shown(assistant, answer)
    assert answer.claims and "<blockquote" not in html and "<q>" not in html
    for claim in answer.claims:
        assert f"“{claim.text}" not in html and f"「{claim.text}" not in html


def test_no_answer_says_so_and_offers_what_is_close(assistant: Assistant) -> None:
    near = assistant.index.search("明天南昌天气怎么样", limit=3, floor=0).hits
    answer = Answer(
        AnswerStatus.NO_SOURCE, assistant.answer(SIGNED).question, "没有查到。\n可以问谁。", near=near
    )
    page = Page(shown(assistant, answer))
    assert len(near) == 3 and all(hit.document.title in page.text for hit in near)
    begins = [tag for tag, attrs in page.tags if attrs.get("class") == "begins"]
    assert begins == ["span"] * 3, "each shows how it begins before it is opened"
    assert all(line in page.text for line in answer.message.splitlines())
    assert page.marked == [] and not [1 for tag, attrs in page.tags if attrs.get("class") == "cite"]


def test_the_frame_keeps_what_starts_the_framework_and_says_what_the_page_knows(assistant: Assistant) -> None:
    documents = tuple(assistant.index.documents.values())
    theirs = (
        '<html lang="en"><head><meta property="og:image" content="https://other.example/x.png">'
        "<script>window.gradio_config = {};</script><script src=./a.js></script></head>"
        "<body><gradio-app embed></gradio-app></body></html>"
    )
    page = framed(theirs, Language.ZH, documents)
    assert "<script src=./a.js></script>" in page and "<gradio-app embed></gradio-app>" in page
    assert "other.example" not in page and '<html lang="zh-CN">' in page
    assert str(len(documents)) in Page(page).text and MESSAGES.text("page", "notice") in Page(page).text
    with pytest.raises(ValueError):
        framed("<html></html>", Language.ZH, documents)


def test_a_copied_answer_holds_the_statements_and_the_official_form(assistant: Assistant) -> None:
    answer = assistant.answer("小微企业所得税有什么优惠？")
    copied = as_copied(answer, MESSAGES)
    for claim in answer.claims:
        assert claim.text in copied
    document = answer.citations[0].document
    assert f"《{document.title}》（{document.doc_number}）{answer.citations[0].locator}" in copied
    assert copied in Page(shown(assistant, answer)).text  # what the button copies


def test_ratings_are_asked_only_where_they_are_noted(assistant: Assistant) -> None:
    answer = assistant.answer(SIGNED)
    assert "data-verdict" not in shown(assistant, answer)
    assert shown(assistant, answer, record=7).count("data-verdict") == 2


def test_choices_and_suggestions_are_buttons_that_ask(assistant: Assistant) -> None:
    answer = replace(
        assistant.answer(SIGNED), choices=(Choice("签约额", "签约额是多少？"),), suggestions=("下一问？",)
    )
    asks = [attrs["data-ask"] for tag, attrs in Page(shown(assistant, answer)).tags if "data-ask" in attrs]
    assert asks == ["签约额是多少？", "下一问？"]


def test_a_citation_links_to_its_clause(assistant: Assistant) -> None:
    answer = assistant.answer(SIGNED)
    passage = answer.citations[0].passage
    assert permalink(passage) == f"/doc/{passage.document_id}#{passage.clause_id}"
    assert f'href="{permalink(passage)}"' in shown(assistant, answer)


def test_dates_are_said_as_far_as_they_are_known() -> None:
    assert MESSAGES.day(PartialDate(2024)) == "2024年"
    assert MESSAGES.day(PartialDate(2024, 7)) == "2024年7月"
    assert MESSAGES.day(date(2024, 7, 1)) == "2024年7月1日"


@pytest.mark.parametrize("topic", TOPICS)
def test_every_example_question_is_answered(assistant: Assistant, topic: Topic) -> None:
    found = examples(MESSAGES, topic)
    assert 2 <= len(found) <= 3
    for question in found:
        assert assistant.answer(question).status is AnswerStatus.ANSWERED, question


def test_a_conversation_keeps_its_last_turns() -> None:
    answer = Answer(AnswerStatus.NO_SOURCE, None, "")
    conversation: tuple[Turn, ...] = ()
    for _ in range(MOST_TURNS + 3):
        number = next_number(conversation)
        conversation = extended(conversation, Turn(number, f"问{number}", answer, (), datetime.now(UTC)))
    assert len(conversation) == MOST_TURNS
    assert questions(conversation)[-1] == f"问{MOST_TURNS + 3}"


def test_the_record_of_a_document_links_to_its_page(assistant: Assistant) -> None:
    question = "赣府厅字〔2018〕39号是谁发的"
    answer = assistant.answer(question)
    (told,) = [notice for notice in answer.notices if notice.document]
    links = [attrs.get("href") for tag, attrs in Page(shown(assistant, answer, question)).tags if tag == "a"]
    assert f"/doc/{told.document}" in links


def test_the_record_of_a_document_is_told_in_rows_and_can_be_copied(assistant: Assistant) -> None:
    question = "赣府厅字〔2018〕39号是谁发的"
    answer = assistant.answer(question)
    (told,) = [notice for notice in answer.notices if notice.document]
    page = shown(assistant, answer, question)
    assert f"<li>{told.rows[0]}</li>" in page and "文号：赣府厅字〔2018〕39号" in told.rows
    assert all(row in told.text for row in (told.heading, *told.rows))
    assert 'data-action="copy"' in page


def test_until_when_a_rule_holds_is_a_date_in_words(assistant: Assistant) -> None:
    question = "小型微利企业的标准到底是30万还是300万？"
    answer = assistant.answer(question)
    assert answer.shape is not None
    assert "2027-12-31" in [field.text for field in answer.shape.fields]
    page = shown(assistant, answer, question)
    card = re.sub("<[^>]*>", "", page.split('class="shape"')[1].split("</section>")[0])
    assert "有效期2027年12月31日" in card and "2027-12-31" not in card
    assert "有效期：2027年12月31日[1]" in to_text(answer)
