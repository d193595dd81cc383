"""Every text that a reader sees, from ``data/messages.<language>.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache, reduce
from pathlib import Path

from assistant.errors import MessageMissing
from assistant.model import Language
from corpus.partial_date import PartialDate

DATA = Path(__file__).parent / "data"


class Messages:
    """The texts of one language, by section and name."""

    def __init__(self, table: Mapping[str, Mapping[str, str]], language: Language) -> None:
        self._table = table
        self.language = language

    def text(self, section: str, name: str, **values: object) -> str:
        """Return a text with its values filled in.

        Raises:
            MessageMissing: if the text or one of its values is missing.
        """
        try:
            return self._table[section][name].format(**values)
        except KeyError as error:
            raise MessageMissing(f"[{section}] {name}: {error}") from error

    def joined(self, texts: Iterable[str], name: str = "list") -> str:
        """Join texts as the language does.

        Args:
            texts: what is joined; those that are empty are left out.
            name: of the form: names in a `list`, `parts` of a remark, `sentences`.
        """
        put = [text for text in texts if text]
        return reduce(lambda a, b: self.text("form", name, first=a, second=b), put) if put else ""

    def day(self, day: PartialDate | date) -> str:
        """Return a date as people write it, as far as it is known."""
        name = "day" if day.day else "month" if day.month else "year"
        month = self.text("month", str(day.month)) if day.month else ""
        return self.text("page", f"date_{name}", year=day.year, month=month, day=day.day)

    def section(self, section: str) -> Mapping[str, str]:
        """Return all texts of a section.

        Raises:
            MessageMissing: if there is none.
        """
        if section not in self._table:
            raise MessageMissing(f"[{section}]")
        return self._table[section]


@lru_cache(maxsize=len(Language))
def load_messages(language: Language) -> Messages:
    """Return the texts of a language."""
    path = DATA / f"messages.{language}.toml"
    return Messages(tomllib.loads(path.read_text(encoding="utf-8")), language)


def cli_text(name: str, **values: object) -> str:
    """Return a text of the command line, which speaks Chinese."""
    return load_messages(Language.ZH).text("cli", name, **values)
