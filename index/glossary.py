"""English words of a question and the Chinese terms that stand for them in documents."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from index.thesaurus import Expansion

GLOSSARY_FILE = Path(__file__).parent / "data" / "glossary_en.toml"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Glossary:
    """Patterns of English words, each with terms any of which may stand for them."""

    def __init__(self, terms: Mapping[str, tuple[str, ...]]) -> None:
        """Take terms by pattern; earlier patterns win where several match."""
        self._terms = tuple(terms.values())
        patterns = (f"(?P<t{number}>{pattern})" for number, pattern in enumerate(terms))
        self._pattern = re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)

    @classmethod
    def load(cls, path: Path = GLOSSARY_FILE) -> Glossary:
        """Read a TOML file with one table ``terms``: pattern = [term, ...]."""
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["terms"]
        return cls({pattern: tuple(terms) for pattern, terms in rows.items()})

    def expand(self, question: str) -> Expansion:
        """Find English words in a question; none in one that holds Chinese characters."""
        if _CHINESE.search(question):
            return Expansion(question, ())
        numbers = (str(match.lastgroup)[1:] for match in self._pattern.finditer(question))
        meanings = dict.fromkeys(self._terms[int(number)] for number in numbers)
        return Expansion(self._pattern.sub(" ", question), tuple(meanings))


@lru_cache(maxsize=1)
def _shipped() -> Glossary:
    return Glossary.load()


def translate(question: str) -> Expansion:
    """Find English words of the shipped glossary in a question."""
    return _shipped().expand(question)
