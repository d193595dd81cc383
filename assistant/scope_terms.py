"""The word lists that say what a question is about and what lies outside (``data/scope.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assistant.messages import DATA


@lru_cache(maxsize=1)
def scope_terms() -> Mapping[str, Any]:
    """Return the word lists."""
    return tomllib.loads((DATA / "scope.toml").read_text(encoding="utf-8"))


def is_name(word: str) -> bool:
    """Tell whether a word can say what a question is about."""
    terms: Mapping[str, Any] = scope_terms()["spoken"]
    grammar = len(word) == 2 and not set(terms["grammar"]).isdisjoint(word)
    return len(word) > 1 and not word[0].isdigit() and not grammar and word not in terms["general"]
