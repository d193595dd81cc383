"""Cards, steps and tables: each string stands in the clause that it cites."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from assistant.model import AnswerStatus, Citation, Language
from assistant.pipeline import Assistant
from assistant.render import to_json, to_text
from assistant.shape import lay_out, stands
from assistant.shape_model import FieldName, ShapeField
from corpus.load import Loaded
from corpus.model import Document, Topic
from index.passages import Passage, make_passages

DAY = date(2026, 11, 23)


def citation(document: Document, passage: Passage, label: int = 1) -> Citation:
    return Citation(
        label=label,
        passage=passage,
        document=document.metadata,
        status=document.metadata.status,
        locator=passage.locator,
        quote=passage.text,
        start=passage.start,
        end=passage.end,
    )


def cited(shipped: Loaded, *clause_ids: str) -> list[Citation]:
    found = {
        p.clause_id: (document, p) for document in shipped.corpus.documents for p in make_passages(document)
    }
    return [citation(*found[clause], label) for label, clause in enumerate(clause_ids, 1)]


def test_every_string_of_every_shape_stands_in_its_clause(shipped: Loaded) -> None:
    shapes = 0
    for document in shipped.corpus.documents:
        for passage in make_passages(document):
            shape = lay_out(Topic.GENERAL, [citation(document, passage)])
            if shape is None:
                continue
            shapes += 1
            for field in shape.fields:
                own_date = field.name is FieldName.UNTIL and field.text == str(document.metadata.expires)
                assert field.text in passage.text or own_date, field
                assert field.labels == (1,)
            for row in shape.rows:
                assert row.text and row.text in passage.text, row
                assert row.indicator in passage.text and row.period in passage.text
                assert row.labels == (1,)
    assert shapes > 300


def test_a_line_that_is_not_in_the_clause_does_not_stand(shipped: Loaded) -> None:
    own = cited(shipped, "nccom-01")[0]
    assert stands(ShapeField(FieldName.AMOUNT, "最高30万元", (1,)), own)
    assert not stands(ShapeField(FieldName.AMOUNT, "最高80万元", (1,)), own)
    assert not stands(ShapeField(FieldName.AMOUNT, "最高30万元", (2,)), own)
    assert not stands(ShapeField(FieldName.UNTIL, "2030-12-31", (1,)), own)


def test_a_facet_that_its_clause_does_not_say_is_left_out(shipped: Loaded) -> None:
    own = cited(shipped, "nccom-01")[0]
    facets = own.passage.facets
    assert facets is not None
    row = dataclasses.replace(facets.figures[1], quote="最高90万元")
    forged = dataclasses.replace(facets, who="所有企业", figures=(row,))
    passage = dataclasses.replace(own.passage, facets=forged)
    shape = lay_out(Topic.INCENTIVE, [dataclasses.replace(own, passage=passage)])
    assert shape is not None and not shape.rows
    assert FieldName.WHO not in {field.name for field in shape.fields}


def test_an_incentive_is_a_card(shipped: Loaded) -> None:
    shape = lay_out(Topic.INCENTIVE, cited(shipped, "nccom-03"))
    assert shape is not None
    fields = {field.name: field.text for field in shape.fields}
    assert fields[FieldName.WHO] == "国内外知名餐饮品牌企业"
    assert {row.text for row in shape.rows} >= {"最高10万元", "最高支持20万元"}
    assert FieldName.STEP not in fields and FieldName.UNTIL not in fields  # the clause gives none


def test_a_process_is_a_row_of_steps_of_one_clause(shipped: Loaded) -> None:
    shape = lay_out(Topic.PROCESS, cited(shipped, "cnreg-01", "cnreg-07"))
    assert shape is not None
    steps = [field for field in shape.fields if field.name is FieldName.STEP]
    assert [step.text for step in steps][:2] == ["申请人提出登记申请", "登记机关对申请材料进行形式审查"]
    assert {step.labels for step in steps} == {(1,)}
    limits = [f.text for f in shape.fields if f.name is FieldName.TIME_LIMIT and f.labels == (1,)]
    assert "不能当场登记的，在3个工作日内登记" in limits


def test_figures_of_different_kinds_keep_apart(shipped: Loaded) -> None:
    shape = lay_out(Topic.TARGET, cited(shipped, "dh24h1-02", "dh24h1-04"))
    assert shape is not None
    assert {row.kind for row in shape.rows} >= {"intended", "reached"}
    by_label = {(row.labels, row.kind) for row in shape.rows}
    assert ((1,), "intended") in by_label and all(row.period for row in shape.rows)


@pytest.mark.parametrize(
    ("question", "language"),
    [("首店补贴", Language.ZH), ("How long does it take to register a company?", Language.EN)],
)
def test_suggestions_are_new_and_in_the_language_of_the_question(
    assistant: Assistant, question: str, language: Language
) -> None:
    answer = assistant.answer(question, as_of=DAY)
    assert 1 <= len(answer.suggestions) <= 3
    for suggestion in answer.suggestions:
        assert suggestion.isascii() is (language is Language.EN) and suggestion != question
        assert assistant.answer(suggestion, as_of=DAY).status is AnswerStatus.ANSWERED
    again = assistant.answer(answer.suggestions[0], (question,), as_of=DAY)
    assert not set(again.suggestions) & {question, answer.suggestions[0]}


def test_text_and_json_show_the_shape(assistant: Assistant) -> None:
    answer = assistant.answer("餐饮品牌在南昌开首店补多少？", as_of=DAY)
    assert "国内外知名餐饮品牌企业" in to_text(answer)
    row = to_json(answer)
    assert row["shape"]["topic"] == "incentive"
    assert {"indicator", "value", "text", "unit", "period", "kind", "labels"} <= set(row["shape"]["rows"][0])
