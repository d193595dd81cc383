"""Figures, ratios, periods, dates and ranges in Chinese and English text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from figures import only
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import Bound, FigureKind, read_figures, same_figure


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("三百万元", "3000000", "元"),
        ("300万元", "3000000", "元"),
        ("3,000,000元", "3000000", "元"),
        ("３，０００，０００元", "3000000", "元"),
        ("3百万元", "3000000", "元"),
        ("142亿元", "14200000000", "元"),
        ("1.5亿元", "150000000", "元"),
        ("1亿2000万元", "120000000", "元"),
        ("百亿元", "10000000000", "元"),
        ("人民币三千万元", "30000000", "元"),
        ("5万元人民币", "50000", "元"),
        ("10亿美元", "1000000000", "美元"),
        ("0.6元/千瓦时", "0.6", "元/千瓦时"),
        ("RMB 3 million", "3000000", "元"),
        ("3,000,000 yuan", "3000000", "元"),
        ("US$5 million", "5000000", "美元"),
        ("0.3 billion yuan", "300000000", "元"),
    ],
)
def test_amounts_are_in_the_base_unit(text: str, value: str, unit: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit) == (FigureKind.AMOUNT, Decimal(value), unit)
    assert figure.text == text


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("15%", "15", "%"),
        ("１５％", "15", "%"),
        ("百分之十五", "15", "%"),
        ("百分之五点五", "5.5", "%"),
        ("千分之五", "5", "‰"),
        ("万分之五", "5", "‱"),
        ("三成", "30", "%"),
        ("八五折", "85", "%"),
        ("减半", "50", "%"),
        ("四分之三", "75", "%"),
        ("一倍", "1", "倍"),
        ("2个百分点", "2", "百分点"),
        ("50个基点", "50", "基点"),
        ("ten per cent", "10", "%"),
    ],
)
def test_ratios(text: str, value: str, unit: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit) == (FigureKind.RATIO, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("二十个工作日", "20", "工作日"),
        ("20 working days", "20", "工作日"),
        ("three working days", "3", "工作日"),
        ("十五日", "15", "日"),
        ("60天", "60", "日"),
        ("三个月", "3", "个月"),
        ("两年", "2", "年"),
        ("半年", "0.5", "年"),
        ("两年半", "2.5", "年"),
        ("两个半月", "2.5", "个月"),
        ("一个纳税年度", "1", "年"),
        ("24小时", "24", "小时"),
    ],
)
def test_periods_keep_their_unit(text: str, value: str, unit: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit) == (FigureKind.PERIOD, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2027年12月31日", "2027-12-31"),
        ("二〇二四年五月一日", "2024-05-01"),
        ("2018-12-29", "2018-12-29"),
        ("31 December 2027", "2027-12-31"),
        ("December 31, 2027", "2027-12-31"),
        ("2024年5月", "2024-05"),
        ("6月30日", "--06-30"),
        ("2024年", "2024"),
        ("2024年上半年", "2024-H1"),
        ("2024年第一季度", "2024-Q1"),
        ("2024年1—6月", "2024-01/2024-06"),
        ("2021—2025年", "2021/2025"),
        ("2024年底", "2024-END"),
        ("the first half of 2024", "2024-H1"),
    ],
)
def test_dates_are_iso_as_far_as_they_are_known(text: str, date: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.date, figure.value) == (FigureKind.DATE, date, None)


def test_the_second_end_of_a_run_of_days_takes_the_year_of_the_first() -> None:
    assert [f.date for f in read_figures("自2023年1月1日至12月31日")] == ["2023-01-01", "2023-12-31"]
    assert [f.date for f in read_figures("2024年5月1日至20日")] == ["2024-05-01", "2024-05-20"]


def test_an_impossible_day_is_no_date() -> None:
    assert "2023-02-30" not in [f.date for f in read_figures("2023年2月30日")]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("5.0%—5.5%", "5", "5.5", "%"),
        ("2万元至5万元", "20000", "50000", "元"),
        ("2至5万元", "20000", "50000", "元"),
        ("5000至1万元", "5000", "10000", "元"),
        ("1万元以上10万元以下", "10000", "100000", "元"),
        ("五千元以上五万元以下", "5000", "50000", "元"),
        ("5000万元至1亿元", "50000000", "100000000", "元"),
        ("300万-500万元", "3000000", "5000000", "元"),
        ("3-5年", "3", "5", "年"),
        ("1—3年", "1", "3", "年"),
        ("三至五年", "3", "5", "年"),
        ("百分之十至三十", "10", "30", "%"),
        ("六个月以上三年以下", "6", "36", "个月"),
        ("3 to 5 years", "3", "5", "年"),
        ("between RMB 20,000 and RMB 50,000", "20000", "50000", "元"),
    ],
)
def test_a_range_is_one_figure(text: str, low: str, high: str, unit: str) -> None:
    figure = only(text)
    assert (figure.value, figure.upper, figure.unit) == (Decimal(low), Decimal(high), unit)
    assert figure.bound is Bound.EXACT


def test_a_list_shares_its_unit() -> None:
    assert [f.value for f in read_figures("奖励10、20、30万元")] == [100000, 200000, 300000]


@pytest.mark.parametrize(
    "text",
    [
        "洪府办发〔2022〕128号",
        "国务院令第722号",
        "财政部 税务总局公告2025年第2号",
        "赣府发[2017]20号",
        "第十二条第三款第（二）项",
        "第二十四、二十五条",
        "（一）总则",
        "一、总则",
        "1. 总则",
        "① 总则",
        "第一，第二次，第十四届，第3批",
        "“4+4+X”产业，4+4布局",
        "“1269”行动计划和“8810”行动计划",
        "“十四五”期间，“五个东湖”，三请三回",
        "一次性，一事一议，一般，一定，一并，统一，一律，第三方，一网通办",
        "零部件、零售、一家企业、四部委、国家二级保护",
        "5G、A4、GB/T 50378-2019、PM2.5",
        "《外商投资准入特别管理措施（2024年版）》",
        "数十家、几百亿元、三五年、七八个",
        "http://www.example.com/2024/5.html [1]",
    ],
)
def test_names_labels_and_idioms_hold_no_figure(text: str) -> None:
    assert read_figures(text) == ()


def test_figures_inside_quotation_marks_are_read() -> None:
    assert only("“最高奖励300万元”").value == 3000000
    assert only("“20个工作日”").unit == "工作日"
    assert only("“12345”热线").value == 12345


def test_ranks_and_years_of_a_run_are_figures() -> None:
    rank = only("居全市第12位")
    assert (rank.value, rank.unit) == (Decimal(12), "第…位")
    assert only("居全市第五，增长").value == 5
    assert only("第四年至第六年").upper == 6


_PIECES = st.sampled_from(
    "不超过 最高 以上 以下 （含） 至 — - 、 ， 。 “ ” 《 》 第 条 号 〔2022〕 2024年 5月 6日 三百 1,000 3.5 万 亿 元 % 百分之 分之 "
    "年 个 月 日 工作日 家 半 十 两 零 余 多 RMB million up to \n 1. （一） 4+4 的 / 约 前 起 ".split(" ")
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join)))
def test_any_text_is_read_with_exact_offsets(text: str) -> None:
    figures = read_figures(text)
    for figure in figures:
        assert text[figure.start : figure.end] == figure.text != ""
        assert (figure.date is None) == (figure.value is not None)
        assert figure.upper is None or (figure.value is not None and figure.value < figure.upper)
        assert same_figure(figure, figure)
    assert all(left.end <= right.start for left, right in pairwise(figures))


def test_shipped_texts_are_read_with_exact_offsets() -> None:
    folder = Path(__file__).parent.parent / "corpus" / "documents"
    count = 0
    for text in _texts(folder):
        for figure in read_figures(text):
            assert text[figure.start : figure.end] == figure.text
            count += 1
    assert count > 500


def _texts(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.md")):
        yield file.read_text(encoding="utf-8")
