"""Everyday words of a question and the official terms that stand for them in documents.

The groups are data (``data/thesaurus.toml``), written for investment policy: incentives, procedures, targets.
They are read from everyday to official only, so a question in official words is searched as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

THESAURUS_FILE = Path(__file__).parent / "data" / "thesaurus.toml"


@dataclass(frozen=True, slots=True)
class Group:
    """Everyday words of one meaning, and the terms documents use for it, any of which may stand."""

    everyday: tuple[str, ...]
    official: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A question taken apart."""

    rest: str  # the question without the everyday words that were found
    meanings: tuple[tuple[str, ...], ...]  # per meaning found, the official terms that may stand for it


class Thesaurus:
    """Groups of everyday and official terms, ready to be found in questions."""

    def __init__(self, groups: Sequence[Group], known: Sequence[str] = ()) -> None:
        """Prepare the groups.

        Args:
            groups: the meanings.
            known: words that hold an everyday word and mean something else; they are left alone.

        Raises:
            ValueError: if an everyday word stands in two groups, or a group has no words or no terms.
        """
        self.groups = tuple(groups)
        self._group_of: dict[str, Group] = {}
        for group in self.groups:
            if not group.everyday or not group.official:
                raise ValueError(f"thesaurus: a group needs words and terms: {group}")
            for word in group.everyday:
                if self._group_of.setdefault(word.lower(), group) is not group:
                    raise ValueError(f"thesaurus: {word} stands in two groups")
        official = (term.lower() for group in self.groups for term in group.official)
        # Official terms match too, so that the everyday 外资 is not found inside 外资并购.
        found = {*self._group_of, *official, *(word.lower() for word in known)}
        longest_first = sorted(found, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)", re.IGNORECASE)

    @classmethod
    def load(cls, path: Path = THESAURUS_FILE) -> Thesaurus:
        """Read groups from a TOML file: ``[[group]]`` with ``everyday`` and ``official``, and ``known``."""
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        groups = [Group(tuple(row["everyday"]), tuple(row["official"])) for row in data["group"]]
        return cls(groups, data.get("known", ()))

    def expand(self, question: str) -> Expansion:
        """Find everyday words in a question; a meaning whose official term it also says is left alone."""
        said = question.lower()
        meanings: dict[tuple[str, ...], None] = {}
        rest: list[str] = []
        end = 0
        for match in self._pattern.finditer(question):
            group = self._group_of.get(match.group().lower())
            if group is None or any(term.lower() in said for term in group.official):
                continue
            meanings[group.official] = None
            rest += (question[end : match.start()], " ")
            end = match.end()
        return Expansion("".join((*rest, question[end:])), tuple(meanings))


@lru_cache(maxsize=1)
def _shipped() -> Thesaurus:
    return Thesaurus.load()


def expand(question: str) -> Expansion:
    """Find everyday words of the shipped thesaurus in a question."""
    return _shipped().expand(question)
