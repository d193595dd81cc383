"""The documents, the plots and the record of a conversation as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document as read_docx

from assistant.model import Language
from assistant.pages.browse import Entry, Wanted, chain_of, choices, ending_soon, newest_first, version_chains
from assistant.pages.conversation import Turn
from assistant.pages.document import clauses, contents
from assistant.pages.excerpt import excerpts
from assistant.pages.laid_out import laid_out
from assistant.pages.plot import WIDTH, plots
from assistant.pages.receipt import receipt, receipt_html
from assistant.pages.receipt_docx import receipt_docx
from assistant.pipeline import Assistant
from assistant.shape_model import FieldName, FigureRow, Shape, ShapeField
from corpus.model import Status, Topic
from corpus.partial_date import PartialDate

SIGNED = "2024年上半年东湖区签了多少项目？"
EVIL = "<script>window.hit=1</script>"


TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def entries(assistant: Assistant) -> tuple[Entry, ...]:
    index = assistant.index
    return tuple(Entry(d, index.status(d, TODAY)) for d in index.documents.values())


def turn(assistant: Assistant, question: str, number: int = 1) -> Turn:
    answer = assistant.answer(question)
    cited = excerpts(answer, assistant.index)
    return Turn(number, question, answer, cited, datetime(2026, 7, 1, 9, 30, tzinfo=UTC))


def row(period: str, value: float | None, kind: str = "reached", unit: str = "个") -> FigureRow:
    return FigureRow("签约项目", value, f"{value}{unit}", unit, period, kind, (1,))


def test_every_filter_shows_what_it_says(entries: tuple[Entry, ...]) -> None:
    for name, values in choices(entries).items():
        assert values, name
        for value in values:
            found = [entry for entry in entries if Wanted(**{name: value}).accepts(entry)]
            assert found, (name, value)
    assert {e.document.level for e in entries if Wanted(level="东湖区").accepts(e)} == {"东湖区"}
    assert all(e.status is Status.IN_FORCE for e in entries if Wanted(status="in_force").accepts(e))
    assert [e.document.id for e in entries if Wanted(words="实施条例 512").accepts(e)] == ["cn-eit-reg"]
    assert not [e for e in entries if Wanted(words="火星").accepts(e)]


def test_the_newest_come_first_and_the_undated_last(entries: tuple[Entry, ...]) -> None:
    ordered = newest_first(entries)
    assert sorted(e.document.id for e in ordered) == sorted(e.document.id for e in entries)
    days = [e.day.first_day() if e.day else date.min for e in ordered]
    assert days == sorted(days, reverse=True)


def test_versions_stand_together_from_old_to_new(entries: tuple[Entry, ...]) -> None:
    chain = [e.document.id for e in chain_of("dh-gwr-2022", entries)]
    assert chain == [
        "dh-gwr-2015",
        "dh-gwr-2020",
        "dh-gwr-2021-10",
        "dh-gwr-2022",
        "dh-gwr-2023",
        "dh-gwr-2024",
    ]
    together = [e.document.id for one in version_chains(entries) for e in one]
    assert len(together) == len(set(together))
    assert chain_of("cn-eit-law", entries) == ()


def test_only_what_is_in_force_ends_soon(entries: tuple[Entry, ...]) -> None:
    found = ending_soon(entries, TODAY)
    assert {"nc-targets-2026", "jx-1269-2023"} <= {one.entry.document.id for one in found}
    assert all(0 <= one.days <= 365 and one.entry.status is Status.IN_FORCE for one in found)
    assert [one.days for one in found] == sorted(one.days for one in found)
    year = replace(found[0].entry.document, expires=PartialDate(2026))
    assert ending_soon([Entry(year, Status.IN_FORCE)], TODAY)[0].days == 183  # to the last day of the year


def test_a_document_is_shown_whole_and_every_clause_has_an_anchor(assistant: Assistant) -> None:
    for document_id in assistant.index.documents:
        passages = assistant.index.passages_of(document_id)
        found = clauses(passages)
        shown = "".join(line for clause in found for line in clause.lines)
        told = "".join(line for passage in passages for line in passage.text.splitlines() if line.strip())
        assert shown == told
        assert len({clause.anchor for clause in found}) == len(found) == len(passages)
    text = clauses(assistant.index.passages_of("cn-eit-law"))
    assert [heading.text for heading in text[0].headings] == ["一、税率", "（一）基本税率"]
    assert [heading.depth for heading in text[0].headings] == [2, 3]
    assert [heading.text for heading in text[1].headings] == ["（二）高新技术企业的优惠税率"]
    assert contents(text)[0].anchor == text[0].anchor


def test_slices_of_a_long_clause_are_one_clause(assistant: Assistant) -> None:
    first, second = assistant.index.passages_of("cn-eit-law")[:2]
    again = replace(second, clause_id=first.clause_id, headings=first.headings)
    (joined,) = clauses((again, first))
    assert joined.lines == tuple(f"{first.text}\n{second.text}".replace("\n\n", "\n").split("\n"))


def test_a_plot_shows_each_figure_once_in_the_order_of_time() -> None:
    rows = (row("2024年上半年", 173.0, "intended"), row("2023年", 90.0), row("2024年", 200.0, "plan"))
    (plot,) = plots(rows)
    assert plot.indicator == "签约项目" and plot.unit == "个"
    assert [period for _, period in plot.periods] == ["2023年", "2024年上半年", "2024年"]
    assert [bar.text for bar in plot.bars] == ["90.0个", "173.0个", "200.0个"]
    assert [bar.kind for bar in plot.bars] == ["reached", "intended", "plan"]
    first, second, third = (bar.height for bar in plot.bars)
    assert second / first == pytest.approx(173 / 90) and third / first == pytest.approx(200 / 90)
    for bar in plot.bars:
        assert bar.name == () and 0 <= bar.x and bar.x + bar.width <= WIDTH and 0 <= bar.y <= plot.height


def test_different_things_of_one_unit_are_named_below_their_bars() -> None:
    other = replace(row("2024年", 5.0), indicator="一般公共预算收入预计同口径增长十五个字以上的")
    (plot,) = plots((row("2024年", 3.0, "plan"), other))
    assert plot.indicator == "" and [period for _, period in plot.periods] == ["2024年"]
    assert plot.bars[0].name == ("签约项目",)
    assert [len(line) for line in plot.bars[1].name] == [6, 6, 6] and plot.bars[1].name[-1].endswith("…")


def test_what_cannot_be_compared_is_left_to_the_table() -> None:
    assert plots((row("2023年", 1.0), row("2024年", 2.0, unit="亿元"))) == ()
    assert plots((row("2023年", 1.0), row("2024年", None), row("", 3.0), row("2025年", 9.0, "rule"))) == ()
    (falling,) = plots((row("2023年", -2.0), row("2024年", 3.0)))
    below, above = falling.bars
    assert below.y == pytest.approx(falling.zero) and above.y + above.height == pytest.approx(falling.zero)


def test_a_shape_that_says_one_thing_is_no_card(assistant: Assistant) -> None:
    shape = assistant.answer("在东湖区开公司，登记要几天？").shape
    assert shape is not None
    laid = laid_out(shape)
    assert laid is not None and laid.steps
    shown = {field for card in laid.cards for _, fields in card for field in fields} | set(laid.steps)
    assert shown == set(shape.fields)
    assert laid_out(Shape(Topic.PROCESS, shape.fields[:1])) is None


def test_a_record_holds_what_was_shown(assistant: Assistant) -> None:
    turns = (turn(assistant, SIGNED), turn(assistant, "东湖区招商服务中心的电话是多少", 2))
    made = receipt(turns, assistant.index, Language.ZH, datetime(2026, 7, 1, 10, 0, tzinfo=UTC))
    html = receipt_html(made, Language.ZH)
    document = read_docx(BytesIO(receipt_docx(made)))
    word = "\n".join(paragraph.text for paragraph in document.paragraphs)
    expected = [SIGNED, "2026-07-01 10:00:00", "2026-07-01 09:30:00", assistant.index.state.fingerprint[:12]]
    for one in turns:
        expected += [claim.text for claim in one.answer.claims] + one.answer.message.splitlines()
        expected += [notice.text for notice in one.answer.notices]
        for excerpt in one.excerpts:
            expected += [excerpt.document.title, *("".join(p.text for p in line) for line in excerpt.lines)]
    for text in expected:
        assert text in word and text in html, text


def test_markup_in_a_record_is_text(assistant: Assistant) -> None:
    one = replace(turn(assistant, SIGNED), question=EVIL)
    made = receipt((one,), assistant.index, Language.ZH, datetime.now(UTC))
    assert EVIL not in receipt_html(made, Language.ZH)
    assert EVIL in "\n".join(p.text for p in read_docx(BytesIO(receipt_docx(made))).paragraphs)


def test_a_card_does_not_say_again_what_stands_above_it() -> None:
    sentence = "对符合条件的首店，给予最高30万元补助"
    fields = (
        ShapeField(FieldName.WHO, "首店", (1,)),
        ShapeField(FieldName.AMOUNT, sentence, (1,), "最高30万元"),
        ShapeField(FieldName.CONDITION, "营业满一年", (1,)),
        ShapeField(FieldName.CONDITION, "面积不少于100平方米", (1,)),
    )
    shape = Shape(Topic.INCENTIVE, fields)
    laid = laid_out(shape, [f"{sentence}。", "条件是营业满一年。"])
    assert laid is not None
    (card,) = laid.cards
    assert {name: [field.text for field in found] for name, found in card} == {
        FieldName.WHO: ["首店"],
        FieldName.AMOUNT: ["最高30万元"],
        FieldName.CONDITION: ["面积不少于100平方米"],
    }
    assert laid_out(Shape(Topic.INCENTIVE, fields[:1] + fields[2:3]), ["条件是营业满一年。"]) is None


def test_figures_of_every_card_stand_in_the_clause(assistant: Assistant) -> None:
    found = 0
    for question in ("南昌市促进总部经济发展暂行办法的租房补助比例是多少", "小微企业所得税有什么优惠？"):
        answer = assistant.answer(question)
        assert answer.shape is not None
        texts = {c.label: c.passage.text for c in answer.citations}
        for field in answer.shape.fields:
            found += bool(field.short)
            assert field.short in field.text and field.short in texts[field.labels[0]]
    assert found
