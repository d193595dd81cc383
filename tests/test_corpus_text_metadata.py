"""Metadata read from texts laid out as Chinese authorities lay them out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.load import load_corpus
from corpus.model import Metadata, Status, Topic
from corpus.readers.reading import Reading
from corpus.repeals import read_repeals
from corpus.text_metadata import from_text, missing_fields
from corpus.validity import status_on

NOTICE = """南昌市人民政府办公室文件

洪府办发〔2022〕128号

南昌市人民政府办公室关于印发南昌市促进
首店经济发展若干措施的通知

各县（区）人民政府：

现将《南昌市促进首店经济发展若干措施》印发给你们，请遵照执行。《南昌市首店扶持办法》（洪府办发〔2019〕5号）同时废止。

一、奖励标准

对首店给予奖励，最高补助30万元；补贴、奖励按年度兑现。

二、附则

本措施自2022年11月1日起施行，有效期三年。

南昌市人民政府办公室

2022年10月18日
"""
ANNOUNCEMENT = """关于境外投资者以分配利润直接投资税收抵免政策的公告

财政部 税务总局 商务部公告2025年第2号

一、税收优惠

符合条件的，可以抵免。

二、期限

本公告执行期限为2025年1月1日至2028年12月31日。

财政部

税务总局

商务部

2025年6月27日
"""
ORDER = """中华人民共和国国务院令

第722号

《优化营商环境条例》已经2019年10月8日国务院第66次常务会议通过，现予公布，自2020年1月1日起施行。

总理　某某

2019年10月22日

优化营商环境条例

第一条 为了持续优化营商环境，制定本条例。

第二条 本条例自2020年1月1日起施行。
"""


def read(text: str, path: str = "文件.txt") -> Metadata:
    return from_text(Reading(text=text), path)


def dates(metadata: Metadata) -> tuple[str, str, str]:
    return str(metadata.published), str(metadata.effective), str(metadata.expires)


def test_a_notice_with_a_red_head() -> None:
    found = read(NOTICE)
    assert found.title == "南昌市人民政府办公室关于印发南昌市促进首店经济发展若干措施的通知"
    assert (found.doc_number, found.issuer, found.level) == (
        "洪府办发〔2022〕128号",
        "南昌市人民政府办公室",
        "南昌市",
    )
    assert dates(found) == ("2022-10-18", "2022-11-01", "2025-10-31")
    assert found.repeals == ("南昌市首店扶持办法", "洪府办发〔2019〕5号")
    assert Topic.INCENTIVE in found.topics
    assert dict(found.date_notes)["expires"].startswith("按")
    assert missing_fields(found) == ()


def test_an_announcement_with_a_term_of_force() -> None:
    found = read(ANNOUNCEMENT)
    assert found.doc_number == "财政部 税务总局 商务部公告2025年第2号"
    assert found.level == "国家"
    assert dates(found)[0] == "2025-06-27"
    assert dates(found)[2] == "2028-12-31"
    assert status_on(found, date(2029, 1, 1)) is Status.EXPIRED


def test_an_order_is_not_confused_with_what_it_issues() -> None:
    found = read(ORDER)
    assert found.doc_number == "国务院令第722号"
    assert dates(found)[1] == "2020-01-01"


@pytest.mark.parametrize(
    ("sentence", "expires"),
    [
        ("本办法自2020年1月1日起施行，有效期五年。", "2024-12-31"),
        ("本办法自2020年1月1日起试行，试行期2年。", "2021-12-31"),
        ("本办法自2020年1月1日起施行，试行两年。", "2021-12-31"),
        ("本办法自2020年1月1日起施行，有效期至2022年12月31日。", "2022-12-31"),
        ("本办法自2020年1月1日起施行。许可证有效期五年。", "None"),
        ("本办法自2020年1月1日起施行。", "None"),
    ],
)
def test_the_end_of_force(sentence: str, expires: str) -> None:
    assert dates(read(f"某市办法\n\n第一条 甲。\n\n第二条 {sentence}\n"))[1:] == ("2020-01-01", expires)


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("赣发改能源〔2025〕912号", "赣发改能源〔2025〕912号"),
        ("发改[2025]912号", "发改〔2025〕912号"),
        ("发改（2025）912 号", "发改〔2025〕912号"),
        ("国办函〔２０２５〕１６号", "国办函〔2025〕16号"),
        ("国家市场监督管理总局令第99号", "国家市场监督管理总局令第99号"),
        ("文号：洪府字〔2021〕9号", "洪府字〔2021〕9号"),
        ("商务部令2017年第2号", "商务部令2017年第2号"),
    ],
)
def test_document_numbers_in_all_shapes(written: str, normalised: str) -> None:
    assert read(f"某市办法\n\n{written}\n\n第一条 甲。\n").doc_number == normalised


def test_a_number_that_the_text_only_cites_is_not_its_own() -> None:
    text = "某市办法\n\n根据《国务院关于某事的意见》（国发〔2019〕1号），制定本办法。\n\n第一条 甲。\n"
    assert read(text).doc_number == ""


def test_on_issue_counts_from_the_first_issue_not_from_an_amendment() -> None:
    text = (
        "中华人民共和国某法\n\n1994年12月29日 第八届全国人民代表大会常务委员会第十一次会议通过\n\n"
        "2012年10月26日 第十一届全国人民代表大会常务委员会第二十九次会议《关于修改〈中华人民共和国某法〉的决定》修正\n\n"
        "第一条 甲。\n\n第二条 本法自公布之日起施行。\n"
    )
    found = read(text)
    assert dates(found)[:2] == ("2012-10-26", "1994-12-29")
    assert found.issuer == "全国人民代表大会常务委员会"
    assert len(found.amendments) == 1
    assert status_on(found, date(2000, 1, 1)) is Status.NOT_YET  # this wording did not exist yet


def test_a_line_that_dates_the_force_ends_there() -> None:
    text = "某解释\n　　2013年5月2日 最高人民法院公告公布\n　　2013年5月4日 施行\n　　为惩治犯罪，解释如下：\n　　第一条 甲。\n"
    assert dates(read(text))[:2] == ("2013-05-02", "2013-05-04")


def test_a_revision_of_the_whole_text_brings_its_own_number() -> None:
    text = (
        "某条例\n\n1998年12月27日 中华人民共和国国务院令第256号发布\n\n"
        "2014年7月29日 《国务院关于修改部分行政法规的决定》第二次修订\n\n"
        "2021年7月2日 中华人民共和国国务院令第743号第三次修订\n\n第一条 本条例自2021年9月1日起施行。\n"
    )
    assert read(text).doc_number == "国务院令第743号"


@pytest.mark.parametrize(
    ("head", "number", "published"),
    [
        ("2017年11月22日 中华人民共和国国务院令第692号", "国务院令第692号", "2017-11-22"),
        (
            "1988年9月23日 中华人民共和国国务院第14号令发布\n\n2010年7月21日 国务院第120次常务会议修订\n\n"
            "2010年7月26日 中华人民共和国国务院令第578号公布",
            "国务院令第578号",
            "2010-07-26",
        ),
    ],
)
def test_the_order_that_issues_the_whole_text_names_it(head: str, number: str, published: str) -> None:
    found = read(f"某条例\n\n{head}\n\n第一条 甲。\n")
    assert (found.doc_number, str(found.published)) == (number, published)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("1997年7月7日国务院发布的《甲条例》同时废止。", ("甲条例",)),
        ("《甲条例》、《乙规定》和《丙办法》同时废止。", ("甲条例", "乙规定", "丙办法")),
        ("经某市会议通过的《甲条例》同时废止。", ("甲条例",)),
        ("根据《关于修改〈甲条例〉的决定》修正的《甲条例》同时废止。", ("甲条例",)),
        ("《甲条例》第三条同时废止。", ()),
        ("《甲条例》中有关看守所的规定同时废止。", ()),
        ("与本法不一致的规定，同时废止。", ()),
        ("修改或者废止《甲条例》的，应当公告。", ()),
    ],
)
def test_repeal_sentences(text: str, titles: tuple[str, ...]) -> None:
    assert tuple(title for repeal in read_repeals(text) for title in repeal.titles) == titles


def test_laws_whose_head_gives_the_date_agree_with_it(shared: Path) -> None:
    folder = shared / "laws" / "行政法规"
    laws = [d.metadata for d in load_corpus([folder]).corpus.documents]
    numbered = [m for m in laws if m.doc_number]
    assert len(numbered) > 300
    assert sum(m.doc_number.startswith("国务院") for m in numbered) > 0.9 * len(numbered)
    assert sum(bool(m.effective) for m in laws) > 0.95 * len(laws)
