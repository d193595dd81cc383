"""The measurement of kills, small: real processes killed -9, the index judged, the command completed."""

from __future__ import annotations

from evals.kills import Kill, kill_all, kills_table


def test_a_killed_addition_leaves_the_old_index_or_the_new() -> None:
    kills = kill_all(3, 5, ["add"])
    assert [kill.outcome in ("old", "new") for kill in kills] == [True] * 3, kills
    assert all(kill.completed for kill in kills)


def test_what_is_broken_is_named() -> None:
    shown = kills_table([Kill("add", "write", "a mixture", completed=False)])
    assert "broken: add killed in write: a mixture" in shown
