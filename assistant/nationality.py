"""Whoever comes from abroad is read as a foreigner: 德国人能开面包店吗 is asked of 外国人.

Documents speak of foreign investors and name no country, so the name of one leads a search astray and looks
like something that no clause says. A country that a clause found for it does speak of stays as it was asked.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from assistant.messages import DATA
from assistant.model import Language, Question


def as_foreigner(question: Question, found: Iterable[str]) -> Question:
    """Return a question with a foreigner in the place of people and firms of a country.

    Args:
        question: the question; one that names no country comes back as it is.
        found: the texts of the clauses found for it as it was asked.
    """
    read = _chinese if question.language is Language.ZH else _english
    text = read(question.search_text, "\n".join(found))
    return question if text == question.search_text else dataclasses.replace(question, search_text=text)


def _chinese(text: str, known: str) -> str:
    terms = _terms()["chinese"]
    country = f"(?P<country>{terms['countries']})"
    text = re.sub(country + terms["person"], _unless_known(terms["a_person"], known), text)
    firm = f"(?<![{terms['not_before']}]){country}{terms['firm']}"
    return re.sub(firm, _unless_known(terms["a_firm"], known), text)


def _english(text: str, known: str) -> str:
    terms = _terms()["english"]
    country = rf"\b(?P<country>{terms['countries']})\b"
    text = re.sub(rf"{country}(?={terms['before']})", _unless_known(terms["foreign"], known), text)
    whose = re.compile(rf"(?P<self>\b{terms['self']}){country}", re.IGNORECASE)
    return whose.sub(
        lambda m: f"{m['self'].removesuffix('a ').removesuffix('an ')}{terms['foreigner']}", text
    )


def _unless_known(instead: str, known: str) -> Callable[[re.Match[str]], str]:
    return lambda found: found.group() if found["country"] in known else instead


@lru_cache(maxsize=1)
def _terms() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (DATA / "nationality.toml").read_text(encoding="utf-8")
    )
    return table
