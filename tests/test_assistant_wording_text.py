from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.wording_text import article_of, plain, split_units


def said(text: str) -> list[str]:
    return [unit.said for unit in split_units(text)]


def test_full_stops_end_sentences_but_not_inside_quotation_marks_or_titles() -> None:
    text = "他说：“应当办理。可以委托。”并签字。《关于印发〈办法。试行〉的通知》已废止。（见附件。）完。"
    assert said(text) == ["他说：“应当办理。可以委托。”并签字。", "《关于印发〈办法。试行〉的通知》已废止。", "（见附件。）完。"]  # fmt: skip


def test_items_of_an_enumeration_are_units_without_their_numbers() -> None:
    units = split_units("各单位应当：（一）建立台账；（二）每年报送；1. 其他。")
    assert [(u.label, u.said) for u in units] == [
        ("", "各单位应当："), ("（一）", "建立台账；"), ("（二）", "每年报送；"), ("1.", "其他。"),
    ]  # fmt: skip


def test_a_line_broken_in_the_middle_of_a_sentence_goes_on() -> None:
    text = "外商投资企业可以依法通过公开发行股票、公司债券等证券和其\n他方式进行融资。\n第二条 另一条。"
    assert len(split_units(text)) == 2


def test_a_heading_states_nothing_and_a_slogan_with_a_figure_does() -> None:
    assert [u.heading for u in split_units("第一章 总则\n投资环境\n最高奖励500万元\n企业应当申报")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_an_unclosed_quotation_mark_does_not_swallow_the_text() -> None:
    assert len(split_units("他说“办理。然后离开。再来。")) == 3


def test_the_label_of_an_article_is_read() -> None:
    (unit,) = split_units("第二十八条　外国投资者不得投资。")
    assert (article_of(unit.label), unit.said) == ("第二十八条", "外国投资者不得投资。")
    assert article_of("（一）") == ""


@pytest.mark.parametrize(
    ("a", "b"), [("１００％", "100%"), ("“甲”，乙", '"甲",乙'), ("甲 　乙\n丙", "甲乙丙")]
)
def test_ways_of_writing_are_one(a: str, b: str) -> None:
    assert plain(a).text == plain(b).text


def test_numbers_before_lines_may_be_left_out() -> None:
    assert plain("第三条 甲：\n（一）乙；", labels=False).text == "甲:乙;"


@given(st.text(alphabet="一二甲乙。；：，（）“”《》\n 1.", max_size=80))
def test_units_are_stretches_of_the_text_in_order(text: str) -> None:
    end = 0
    for unit in split_units(text):
        assert unit.start >= end
        assert text[unit.start : unit.end] == unit.text
        end = unit.end


@given(st.text(max_size=60))
def test_offsets_lead_back_to_the_source(text: str) -> None:
    comparable = plain(text)
    assert len(comparable.offsets) == len(comparable.text) + 1
    assert list(comparable.offsets) == sorted(set(comparable.offsets)) or not comparable.text
