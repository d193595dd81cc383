"""The reader of replies, whatever their form and wherever they are cut."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from model_asking import (
    HONEST,
    source,
)
from openai_stub import written

from assistant.model import DraftClaim
from assistant.reply import BrokenReply, Entry, ReplyReader, Statement, located


def read(content: str, cuts: list[int]) -> list[Entry]:
    reader, places = ReplyReader(), sorted(cut % (len(content) + 1) for cut in cuts)
    entries: list[Entry] = []
    for start, end in zip([0, *places], [*places, len(content)], strict=True):
        entries += reader.feed(content[start:end])
    reader.close()
    return entries


ENTRIES = [*HONEST, {"missing": '括号}与"引号"、{反斜线\\\n'}]
FORMS = [
    written(ENTRIES, False),
    written(ENTRIES, True),
    json.dumps(ENTRIES, ensure_ascii=True, indent=2),
    f"```json\n{written(ENTRIES, False)}\n```",
    f"<think>先看{{资料}}[1]</think>\n\n好的：\n{written(ENTRIES, False)}\n以上。",
]


@given(st.sampled_from(FORMS), st.lists(st.integers(0, 10_000), max_size=8))
def test_every_form_gives_the_same_entries_wherever_it_is_cut(content: str, cuts: list[int]) -> None:
    assert read(content, cuts) == read(FORMS[0], [])
    assert len(read(content, cuts)) == 3


@given(st.text(alphabet='{}[]",:\\u textcionsqumg1登<>/', max_size=60))
def test_no_text_breaks_the_reader_otherwise_than_as_a_broken_reply(content: str) -> None:
    try:
        entries = read(content, [])
    except BrokenReply:
        return
    assert all(isinstance(entry, Entry) for entry in entries)


def test_quotes_are_placed_by_exact_match_in_the_document() -> None:
    first, second = source(3, "甲乙丙丁。", start=10), source(5, "丙丁戊己。", start=70)
    claim = located(Statement("甲。", (3, 5), ("乙丙", "丙丁", "戊己")), [first, second])
    assert [(q.label, q.text, q.start, q.end) for q in claim.quotes] == [
        (3, "乙丙", 11, 13),
        (3, "丙丁", 12, 14),
        (5, "丙丁", 70, 72),
        (5, "戊己", 72, 74),
    ]
    assert located(Statement("甲。", (3,), ()), [first]) == DraftClaim("甲。", ())


def test_what_is_thought_at_length_is_left_out_piece_by_piece() -> None:
    content = "<think>" + "想{一想}" * 5000 + f"</think>\n{written(ENTRIES, False)}"
    assert read(content, list(range(0, len(content), 7))) == read(FORMS[0], [])
