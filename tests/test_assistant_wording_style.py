from __future__ import annotations

from datetime import date

import pytest

from assistant.wording_style import remarks

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("入驻企业保证获得补贴。", "promise"), ("我区保证企业获得补贴。", "promise"), ("确保您拿到奖励。", "promise"), ("保证三天办好。", "promise"), ("我区是全国第一的园区。", "absolute"), ("税收返还比例高。", "fair_competition"),
        ("外商投资企业设立需要办理备案。", "term"), ("依据《中华人民共和国合同法》办理。", "repealed"), ("请到工商局办理。", "name"),
        ("秒批秒办，不容错过。", "style"), ("依据《中华人民共和国增值税暂行条例》缴纳。", "repealed"),
    ],
)  # fmt: skip
def test_words_to_look_at(text: str, kind: str) -> None:
    found = remarks(text, (), DAY)
    assert kind in {remark.kind for remark in found}
    assert all(remark.reason and text[remark.start : remark.end] == remark.text for remark in found)


@pytest.mark.parametrize(
    "text",
    [
        "应当依法缴存质量保证金。", "不得保证投资者获得收益。", "应当确保资金安全。", "该县属于国家级经济技术开发区。", "外商投资项目备案按照国家有关规定执行。", "依据《中华人民共和国劳动合同法》。",
        "向国家税务总局报送。", "最低工资标准由省人民政府规定。", "《促进个体工商户发展条例》已经施行。", "最高人民法院负责解释。",
    ],
)  # fmt: skip
def test_words_that_only_look_like_them(text: str) -> None:
    assert remarks(text, (), DAY) == ()


def test_a_law_is_not_called_repealed_before_its_day() -> None:
    assert remarks("依据增值税暂行条例缴纳。", (), date(2025, 12, 31)) == ()
