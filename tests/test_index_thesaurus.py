"""Everyday words are found, official questions stay as they are."""

from __future__ import annotations

import pytest

from index.thesaurus import Group, Thesaurus, expand
from index.tokens import words

SMALL = Thesaurus(
    [
        Group(("开公司", "办执照"), ("设立登记", "设立")),
        Group(("外资",), ("外商投资",)),
        Group(("关",), ("注销",)),
    ],
    known=["关于"],
)


def test_everyday_words_are_taken_out_and_give_their_meaning() -> None:
    found = SMALL.expand("外资开公司要几天")
    assert found.rest == "  要几天"
    assert found.meanings == (("外商投资",), ("设立登记", "设立"))


def test_two_words_of_one_meaning_count_once() -> None:
    assert SMALL.expand("开公司先办执照吗").meanings == (("设立登记", "设立"),)


@pytest.mark.parametrize("question", ["公司设立登记要几天", "设立登记就是开公司吗", "关于税率的规定", ""])
def test_official_questions_and_known_words_stay(question: str) -> None:
    found = SMALL.expand(question)
    assert (found.rest, found.meanings) == (question, ())


def test_official_terms_hold_their_everyday_parts() -> None:
    merged = Thesaurus([Group(("外资",), ("外商投资",)), Group(("买下",), ("外资并购",))])
    assert merged.expand("外资并购要备案吗").meanings == ()


def test_letters_match_in_either_case() -> None:
    letters = Thesaurus([Group(("GDP",), ("地区生产总值",))])
    assert letters.expand("南昌gdp").meanings == letters.expand("南昌GDP").meanings == (("地区生产总值",),)


@pytest.mark.parametrize(
    "groups",
    [
        [Group(("开店",), ("设立",)), Group(("开店",), ("登记",))],
        [Group((), ("设立",))],
        [Group(("开店",), ())],
    ],
)
def test_a_faulty_thesaurus_is_refused(groups: list[Group]) -> None:
    with pytest.raises(ValueError, match="thesaurus"):
        Thesaurus(groups)


def test_the_shipped_thesaurus_reads_one_way() -> None:
    shipped = Thesaurus.load()
    assert len(shipped.groups) >= 120
    for group in shipped.groups:
        for word in group.everyday:
            assert word not in group.official, word
        for term in group.official:
            assert group.official not in shipped.expand(term).meanings, term
            assert words(term), term


def test_the_shipped_thesaurus_knows_this_field() -> None:
    assert ("外国投资者", "境外投资者") in expand("老外能来投资吗").meanings
    assert expand("高新技术企业减按多少税率缴纳企业所得税").meanings == ()


@pytest.mark.parametrize(
    ("question", "official"),
    [
        ("公司换地址要不要去登记", "变更登记"),
        ("改地址要什么材料", "住所"),
        ("欠供应商的钱最晚多久付", "拖欠"),
    ],
)
def test_a_change_of_address_and_a_debt_have_official_terms(question: str, official: str) -> None:
    assert official in {term for terms in expand(question).meanings for term in terms}
