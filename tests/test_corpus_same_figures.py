"""When two figures say the same, in other words, scripts and units."""

from __future__ import annotations

import pytest
from figures import only
from hypothesis import given
from hypothesis import strategies as st

from corpus.chinese_numbers import chinese_number
from corpus.numerals import date_covers, same_figure, same_value


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("300万元", "三百万元"),
        ("300万元", "3,000,000 yuan"),
        ("15%", "百分之十五"),
        ("5‰", "0.5%"),
        ("万分之五", "0.05%"),
        ("减半", "50%"),
        ("五年", "5 years"),
        ("2年", "24个月"),
        ("30天", "三十日"),
        ("1小时", "60分钟"),
        ("最高30万元", "up to RMB 300,000"),
        ("5万元以下", "不超过5万元"),
        ("300家", "300户"),
        ("20人", "20名"),
        ("300家", "300 companies"),
        ("300万元/年", "300万元"),
        ("2024年8月1日起", "2024年8月1日"),
        ("2万元至5万元", "20,000元至50,000元"),
    ],
)
def test_the_same_said_otherwise(left: str, right: str) -> None:
    assert same_figure(only(left), only(right))
    assert same_figure(only(right), only(left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("最高30万元", "30万元"),
        ("最高30万元", "不少于30万元"),
        ("超过30万元", "30万元以上"),
        ("超过30万元", "不超过30万元"),
        ("5万元以下", "低于5万元"),
        ("约30亩", "30亩"),
        ("20日", "20个工作日"),
        ("24小时", "1日"),
        ("1个月", "30日"),
        ("2%", "2个百分点"),
        ("100元", "100美元"),
        ("20人", "20个"),
        ("20亩", "20平方米"),
        ("3倍", "300%"),
        ("5年", "3-5年"),
        ("2万元至5万元", "2万元至6万元"),
        ("300万元/年", "300万元/月"),
        ("2024年7月1日前", "2024年7月1日后"),
        ("2024年", "2024年底"),
    ],
)
def test_what_differs_is_not_the_same(left: str, right: str) -> None:
    assert not same_figure(only(left), only(right))
    assert not same_figure(only(right), only(left))


def test_same_value_ignores_the_bound() -> None:
    assert same_value(only("最高30万元"), only("30万元"))
    assert not same_value(only("最高30万元"), only("31万元"))


def test_a_coarse_date_covers_what_lies_in_it() -> None:
    year, half, month = only("2024年"), only("2024年上半年"), only("2024年5月")
    day = only("2024年5月6日")
    assert date_covers(year, day) and date_covers(half, month) and date_covers(month, day)
    assert date_covers(only("2021—2025年"), day)
    assert not date_covers(day, month) and not date_covers(half, only("2024年8月"))
    assert not date_covers(only("2024年底"), only("2024年12月31日"))


@given(st.integers(min_value=2, max_value=10**8 - 1))
def test_chinese_and_arabic_amounts_are_the_same(n: int) -> None:
    assert same_figure(only(f"{chinese_number(n)}元"), only(f"{n}元"))
    assert same_figure(only(f"{n:,}元"), only(f"{n}元"))
