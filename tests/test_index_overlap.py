from __future__ import annotations

import numpy as np
import pytest

from index.overlap import Overlap
from index.search import PolicyIndex

SENTENCE = "主管部门收到楼宇信息后，可以委托专业机构核对，不得向楼宇运营单位收取费用。"


@pytest.fixture
def overlap(regulations: PolicyIndex) -> Overlap:
    return Overlap(regulations)


def texts(index: PolicyIndex, rows: tuple[int, ...]) -> list[str]:
    return [passage.text for passage in index.passages_at(rows)]


def test_the_passages_that_hold_most_come_first(regulations: PolicyIndex, overlap: Overlap) -> None:
    first, second, *_ = texts(regulations, overlap.closest(SENTENCE, 5))
    assert SENTENCE in first and SENTENCE in second  # both versions hold all of it


def test_what_is_preferred_decides_between_equals(regulations: PolicyIndex, overlap: Overlap) -> None:
    one, two, *_ = overlap.closest(SENTENCE, 5)
    preferred = np.zeros(len(regulations), dtype=np.float32)
    preferred[two] = 1
    assert overlap.closest(SENTENCE, 5, preferred)[:2] == (two, one)


def test_all_that_hold_as_much_as_the_best_are_returned(regulations: PolicyIndex, overlap: Overlap) -> None:
    assert len(overlap.closest(SENTENCE, 1)) == 2


def test_only_what_is_allowed_is_returned(regulations: PolicyIndex, overlap: Overlap) -> None:
    row, *_ = overlap.closest(SENTENCE, 5)
    allowed = np.zeros(len(regulations), dtype=np.bool_)
    allowed[row] = True
    assert overlap.closest(SENTENCE, 5, allowed=allowed) == (row,)
    assert overlap.closest("虚拟现实", 5, allowed=np.zeros(len(regulations), dtype=np.bool_)) == ()


def test_passages_that_hold_the_frame_come_in_with_any_figure(
    regulations: PolicyIndex, overlap: Overlap
) -> None:
    said = "本办法自2030年7月9日起施行"
    without = overlap.closest(said, 1)
    framed = overlap.closest(said, 1, frame="本办法自 起施行")
    assert set(without) <= set(framed)
    assert sum("本办法自2019年3月1日起施行" in text for text in texts(regulations, framed)) == 1
    assert sum("本办法自2021年3月1日起施行" in text for text in texts(regulations, framed)) == 1


def test_words_that_stand_nowhere_find_nothing(overlap: Overlap) -> None:
    assert overlap.closest("", 5) == () and overlap.closest("犇骉羴", 5) == ()
