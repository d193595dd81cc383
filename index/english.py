"""English words by their stem, so that inflected forms and British spellings count as one word.

A stem is for comparing only: it need not be a word. What the rules get wrong, and forms that no rule tells,
stand in ``data/english.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FORMS_FILE = Path(__file__).parent / "data" / "english.toml"
_WORD = re.compile(r"[a-z]{3,}")
_BRITISH = (
    (re.compile("is(e[sd]?|ing|ations?|er|ers)$"), r"iz\1"),
    (re.compile("(?<=[a-z]{3})our"), "or"),
    (re.compile("(?<=[nte])tre(s?)$"), r"ter\1"),
    (re.compile("ence(s?)$"), r"ense\1"),
    (re.compile("logue(s?)$"), r"log\1"),
    (re.compile("gramme(s?)$"), r"gram\1"),
)
_SIBILANT = re.compile("(?:s|x|z|ch|sh)es$")
_PLURAL = re.compile("(?<![sui])s$")
_ENDING = re.compile("(?:ing|ed)$")
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_LEAST = 3  # letters that a stem keeps


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return the stem of a word in small letters; a number or a short word is its own."""
    if not _WORD.fullmatch(word):
        return word
    if (base := _forms().get(word)) is not None:
        return base
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    return _without_ending(word)


def _without_ending(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > _LEAST + 1:
        word = word[:-2]
    elif _SIBILANT.search(word):
        word = word[:-2]
    else:
        word = _PLURAL.sub("", word)
    bare = _ENDING.sub("", word)
    if len(bare) >= _LEAST and _VOWEL.search(bare):
        word = bare
    word = _DOUBLED.sub(r"\1", word)
    word = word.removesuffix("e") if len(word) > _LEAST else word
    return f"{word[:-1]}i" if word.endswith("y") and len(word) > _LEAST else word


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, str]:
    """Return the base of each listed form, and of each base itself."""
    rows: Mapping[str, str] = tomllib.loads(FORMS_FILE.read_text(encoding="utf-8"))["forms"]
    return {form: base for base, forms in rows.items() for form in (base, *forms.split())}
