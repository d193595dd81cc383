from __future__ import annotations

import re
import string
import tomllib

import pytest

from assistant.errors import MessageMissing
from assistant.messages import DATA, load_messages
from assistant.model import Language, NoticeKind
from assistant.shape_model import FieldName
from corpus.model import Kind, Status, Topic

SECTIONS = tuple(tomllib.loads((DATA / "messages.zh.toml").read_text(encoding="utf-8")))
PROMISES = re.compile(r"一定|保证(?!金)|肯定能|符合条件|you qualify|guarantee", re.IGNORECASE)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


IN_CHINESE = {"reason"}  # why a document holds or not is written in Chinese only


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_say_the_same_things(section: str) -> None:
    chinese = load_messages(Language.ZH).section(section)
    english = load_messages(Language.EN).section(section)
    assert chinese.keys() == english.keys()
    for name, text in chinese.items():
        left_out = fields(text) - fields(english[name])
        assert fields(english[name]) <= fields(text) and left_out <= IN_CHINESE, name


def test_every_value_of_a_closed_set_has_a_name() -> None:
    messages = load_messages(Language.ZH)
    assert set(messages.section("status")) == set(Status)
    assert set(messages.section("kind")) == set(Kind)
    assert set(messages.section("topic")) == set(Topic)
    assert set(messages.section("field")) == set(FieldName)
    assert {k for k in NoticeKind} >= {
        "superseded",
        "expired",
        "repealed",
        "not_yet",
        "unknown_status",
        "digest",
    }


@pytest.mark.parametrize("language", list(Language))
def test_no_text_promises_anything(language: Language) -> None:
    messages = load_messages(language)
    for section in SECTIONS:
        for name, text in messages.section(section).items():
            assert not PROMISES.search(text), (section, name)


def test_a_missing_text_or_value_is_an_error() -> None:
    messages = load_messages(Language.ZH)
    with pytest.raises(MessageMissing):
        messages.text("usage", "nothing")
    with pytest.raises(MessageMissing):
        messages.text("usage", "too_long", limit=1)
