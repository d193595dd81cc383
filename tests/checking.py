"""Checks one sentence against the regulations made for the tests."""

from __future__ import annotations

from datetime import date

from assistant.wording import check
from assistant.wording_model import CheckedSentence, DifferenceKind
from index.search import PolicyIndex

DAY = date(2026, 1, 1)
REPORT = "楼宇运营单位应当自楼宇启用之日起十五日内向主管部门报送楼宇信息。"


def one(index: PolicyIndex, text: str, day: date = DAY) -> CheckedSentence:
    report = check(text, index, as_of=day)
    assert len(report.sentences) == 1, [s.text for s in report.sentences]
    return report.sentences[0]


def kinds(sentence: CheckedSentence) -> set[DifferenceKind]:
    assert sentence.finding is not None
    return {difference.kind for difference in sentence.finding.differences}
