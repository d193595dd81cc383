from __future__ import annotations

from datetime import date

import pytest

from assistant.clause_lookup import look_up
from assistant.lookup_report import lookup_to_json, lookup_to_text
from assistant.messages import load_messages
from assistant.model import Language
from assistant.pipeline import Assistant
from corpus.model import Status
from index.search import PolicyIndex

DAY = date(2026, 1, 1)
ZH = load_messages(Language.ZH)


@pytest.fixture
def index(regulations: PolicyIndex) -> PolicyIndex:
    return regulations


@pytest.mark.parametrize(
    "address", ["甲市楼宇管理条例 第三条", "《甲市楼宇管理条例》第3条", "甲市楼宇管理条例第三条"]
)
def test_a_clause_with_its_citation_and_versions(index: PolicyIndex, address: str) -> None:
    (found,) = look_up(address, index, DAY).found
    assert found.citation == "《甲市楼宇管理条例》第三条"
    assert found.place.official.startswith("第三条 楼宇运营单位应当")
    (version,) = found.versions
    assert version.status is Status.SUPERSEDED
    assert version.clause is not None and version.clause.article == "第二条"
    assert "文字不同" in lookup_to_text(look_up(address, index, DAY), address, ZH)


def test_an_item_is_cited_down_to_its_number(index: PolicyIndex) -> None:
    (found,) = look_up("甲市楼宇管理条例 第五条第（二）项", index, DAY).found
    assert found.citation == "《甲市楼宇管理条例》第五条第（二）项"
    assert found.place.official == "（二）擅自改变楼宇用途的。"


def test_an_old_version_by_its_year_names_what_replaced_it(index: PolicyIndex) -> None:
    (found,) = look_up("甲市楼宇管理条例（2020年） 第二条", index, DAY).found
    assert found.place.status is Status.SUPERSEDED
    assert found.successor is not None and found.successor.id == "甲市楼宇管理条例(2024-06-01)"


def test_a_document_number_leads_to_its_clauses(index: PolicyIndex) -> None:
    lookup = look_up("甲府办〔2023〕7号", index, DAY)
    assert [d.id for d in lookup.documents] == ["jia-first-store"]
    assert [found.place.clause_id for found in lookup.found] == [
        "jia-first-store-amount", "jia-first-store-steps", "jia-first-store-office",
    ]  # fmt: skip
    assert "请写明条号" in lookup_to_text(look_up("甲市楼宇管理条例", index, DAY), "x", ZH)


@pytest.mark.parametrize(
    "name",
    ["财政部 税务总局公告2023年第12号", "cn-small-2023-12", "《2024年东湖区政府工作报告》", "外商投资法"],
)
def test_a_clause_is_found_under_any_name_of_its_document(assistant: Assistant, name: str) -> None:
    index = assistant.index
    listed = look_up(name, index, DAY)
    assert len(listed.articles) > 1
    for locator in listed.articles:
        (found,) = look_up(f"{name} {locator}", index, DAY).found
        assert (found.place.document, found.place.locator) == (listed.documents[0], locator)


def test_what_is_not_there_is_said(index: PolicyIndex) -> None:
    assert "没有第九十条" in lookup_to_text(look_up("甲市楼宇管理条例 第九十条", index, DAY), "x", ZH)
    assert "没有“无此文件”" in lookup_to_text(look_up("无此文件", index, DAY), "无此文件", ZH)


def test_json_of_a_look_up(index: PolicyIndex) -> None:
    row = lookup_to_json(look_up("甲市楼宇管理条例 第四条", index, DAY))
    assert row["clauses"][0]["citation"] == "《甲市楼宇管理条例》第四条"
    assert row["clauses"][0]["versions"][0]["same"] is True
