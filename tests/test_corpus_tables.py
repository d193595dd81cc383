"""Tables with cells that overlap, as damaged files have them."""

from __future__ import annotations

from corpus.tables import Cell, make_table


def test_a_cell_that_others_overlap_is_no_title() -> None:
    table = make_table([Cell(0, 0, "甲", 2, 2), Cell(1, 0, "乙", 2, 1)])
    assert "乙" in "".join(content for row in table.rows for _, content in row)
