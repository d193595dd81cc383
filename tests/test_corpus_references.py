from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.references import (
    chinese_number,
    parse_chinese_number,
    read_articles,
    read_document_numbers,
    read_titles,
)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("依据赣府发[2017]20号制定", "赣府发〔2017〕20号"),
        ("（洪府办发〔2022〕128号）", "洪府办发〔2022〕128号"),
        ("发改［2025］912号", "发改〔2025〕912号"),
        ("国办函（2025）16号", "国办函〔2025〕16号"),
        ("国办函(2025)16号", "国办函〔2025〕16号"),
        ("赣发改能源〔２０２５〕９１２号", "赣发改能源〔2025〕912号"),
        ("根据国务院令第722号", "国务院令第722号"),
        ("国务院第722号令", "国务院令第722号"),
        ("中华人民共和国国务院令第722号", "国务院令第722号"),
        ("第722号令", "令第722号"),
        ("长阳土家族自治县人民政府令第8号", "长阳土家族自治县人民政府令第8号"),
        ("中华人民共和国主席令第二十六号", "主席令第26号"),
        ("江西省人民政府令第145号", "江西省人民政府令第145号"),
        ("国家市场监督管理总局令第99号", "国家市场监督管理总局令第99号"),
        ("财政部 税务总局公告2023年第12号", "财政部 税务总局公告2023年第12号"),
        ("财政部　税务总局公告2023年第12号", "财政部 税务总局公告2023年第12号"),
        ("商务部公告2019年第62号", "商务部公告2019年第62号"),
        ("商务部令2017年第2号", "商务部令2017年第2号"),
        ("国家发展改革委、商务部2024年第23号令", "国家发展改革委 商务部令2024年第23号"),
        ("2025年2号公告", "公告2025年第2号"),
        ("1989年12月13日市人民政府令第3号", "市人民政府令第3号"),
    ],
)
def test_document_numbers_have_one_form(text: str, normalised: str) -> None:
    (number,) = read_document_numbers(text)
    assert number.normalised == normalised
    assert text[number.start : number.end] == number.text


def test_two_document_numbers_in_one_sentence() -> None:
    found = read_document_numbers("根据赣府发〔2017〕20号和洪府办发〔2022〕128号")
    assert [number.normalised for number in found] == ["赣府发〔2017〕20号", "洪府办发〔2022〕128号"]


@pytest.mark.parametrize("text", ["（2023）12号", "八一大道（2023）12号楼", "奖励20万元", "第三号机组"])
def test_what_is_no_document_number(text: str) -> None:
    assert read_document_numbers(text) == ()


def test_titles_keep_nested_ones_inside() -> None:
    text = "依照《关于〈公司法〉的通知》、《关于实施《公司法》的规定》和《未闭"
    titles = read_titles(text)
    assert [title.normalised for title in titles] == ["关于〈公司法〉的通知", "关于实施〈公司法〉的规定"]
    assert all(text[title.start : title.end] == title.text for title in titles)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("第十二条", ["第十二条"]),
        ("第12条", ["第十二条"]),
        ("第１２条", ["第十二条"]),
        ("第 12 条", ["第十二条"]),
        ("第八条之一", ["第八条之一"]),
        ("第十二条第二款第(三)项", ["第十二条第二款第（三）项"]),
        ("第三条第二款第（一）、（二）项", ["第三条第二款第（一）项", "第三条第二款第（二）项"]),
        ("第八条、第九条第一款", ["第八条", "第九条第一款"]),
        ("第二十四、二十五条", ["第二十四条", "第二十五条"]),
        ("第九十六至九十八条", ["第九十六条", "第九十七条", "第九十八条"]),
        ("第十一条至第十三条", ["第十一条", "第十二条", "第十三条"]),
        ("Articles 24 and 25", ["第二十四条", "第二十五条"]),
        ("article 12", ["第十二条"]),
    ],
)
def test_articles_are_spelt_out(text: str, normalised: list[str]) -> None:
    found = read_articles(text)
    assert [reference.normalised for reference in found] == normalised
    assert {reference.text for reference in found} == {text}


def test_the_parts_of_an_address_are_given_apart() -> None:
    (reference,) = read_articles("依照第12条第2款第(3)项")
    assert (reference.article, reference.paragraph, reference.item) == ("第十二条", "第二款", "第（三）项")
    assert (reference.start, reference.end) == (2, 14)


@pytest.mark.parametrize("text", ["第三方", "第百条", "20条措施", "第三款"])
def test_what_is_no_article(text: str) -> None:
    assert read_articles(text) == ()


@pytest.mark.parametrize(
    ("n", "written"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (110, "一百一十"),
        (105, "一百零五"),
        (10_010, "一万零一十"),
        (120_000, "十二万"),
        (100_000_005, "一亿零五"),
        (10**12, "一万亿"),
    ],
)
def test_numbers_are_written_as_statutes_write_them(n: int, written: str) -> None:
    assert chinese_number(n) == written


@pytest.mark.parametrize(
    ("written", "n"), [("两千", 2000), ("二〇二四", 2024), ("一百十", 110), ("叁佰", 300)]
)
def test_other_ways_of_writing_are_read(written: str, n: int) -> None:
    assert parse_chinese_number(written) == n


@pytest.mark.parametrize("written", ["", "百", "三五", "一百二", "十百", "三万五", "零五", "万亿", "abc"])
def test_what_is_no_complete_numeral_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="complete Chinese numeral"):
        parse_chinese_number(written)


@pytest.mark.parametrize("n", [-1, 10**16])
def test_numbers_out_of_range_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="between 0 and"):
        chinese_number(n)


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_numbers_come_back(n: int) -> None:
    assert parse_chinese_number(chinese_number(n)) == n


_PIECES = st.sampled_from(
    "第 条 款 项 、 至 （ ） 三 十 百 零 12 令 公告 号 〔2022〕 2023年 国务院 财政部 《 》 〈 \n 之 Article ".split(
        " "
    )
    + [" "]
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join)))
def test_any_text_is_read_with_exact_offsets(text: str) -> None:
    for number in read_document_numbers(text):
        assert text[number.start : number.end] == number.text != ""
    for title in read_titles(text):
        assert text[title.start : title.end] == title.text != ""
    for article in read_articles(text):
        assert text[article.start : article.end] == article.text != ""
        assert article.normalised == article.article + article.paragraph + article.item
