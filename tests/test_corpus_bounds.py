"""At most, at least, more than, about: words that bound a figure."""

from __future__ import annotations

import pytest
from figures import only

from corpus.numerals import Bound


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("奖励30万元", Bound.EXACT),
        ("最高30万元", Bound.MAX),
        ("最高给予30万元", Bound.MAX),
        ("最高不超过30万元", Bound.MAX),
        ("不超过30万元", Bound.MAX),
        ("不得超过30万元", Bound.MAX),
        ("30万元以内", Bound.MAX),
        ("5年内", Bound.MAX),
        ("30万元上限", Bound.MAX),
        ("up to RMB 300,000", Bound.MAX),
        ("within 20 working days", Bound.MAX),
        ("not exceeding 3 years", Bound.MAX),
        ("不少于60日", Bound.MIN),
        ("不低于30万元", Bound.MIN),
        ("至少提前15日", Bound.MIN),
        ("达到30万元以上", Bound.MIN),
        ("满2年", Bound.MIN),
        ("50人以上（含50人）", Bound.MIN),
        ("at least 100 employees", Bound.MIN),
        ("超过30万元", Bound.ABOVE),
        ("突破300亿元", Bound.ABOVE),
        ("300余家", Bound.ABOVE),
        ("20多万元", Bound.ABOVE),
        ("30万元（不含）以上", Bound.ABOVE),
        ("more than 300 enterprises", Bound.ABOVE),
        ("5万元以下", Bound.BELOW),
        ("低于30%", Bound.BELOW),
        ("未满十八周岁", Bound.BELOW),
        ("不满2年", Bound.BELOW),
        ("约30亩", Bound.ABOUT),
        ("6%左右", Bound.ABOUT),
        ("about 30%", Bound.ABOUT),
    ],
)
def test_bound_words(text: str, bound: Bound) -> None:
    assert only(text).bound is bound


@pytest.mark.parametrize(
    ("text", "covered", "bound"),
    [
        ("贴息不超过其实际投资额的30%。", "不超过其实际投资额的30%", Bound.MAX),
        ("超过标准的，不超过实际投资额的30%", "不超过实际投资额的30%", Bound.MAX),
        ("当地最低工资标准的80%", "80%", Bound.EXACT),
        ("最高人民法院30日作出", "30日", Bound.EXACT),
        ("签约30个项目", "30个", Bound.EXACT),
        ("近三年", "三年", Bound.EXACT),
        ("5年内资企业", "5年", Bound.EXACT),
        ("任期届满3个月", "3个月", Bound.EXACT),
        ("2027年12月31日前", "2027年12月31日前", Bound.MAX),
        ("自2024年8月1日起施行", "2024年8月1日起", Bound.MIN),
    ],
)
def test_a_bound_word_counts_only_where_it_binds_the_figure(text: str, covered: str, bound: Bound) -> None:
    figure = only(text)
    assert (figure.text, figure.bound) == (covered, bound)
