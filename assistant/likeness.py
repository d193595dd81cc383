"""How close a question comes to the everyday questions of a clause that ask for the same.

A clause on the subject is known by questions that share all its words with a question that it does not answer
(罚多少 of a clause that says when to file). What they ask for tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.asked import Asked
from assistant.scope_terms import scope_terms
from assistant.sought import sought_in
from index.embedder import Embedder, load_embedder

FEW = 6
"""Everyday questions below which a clause is not held to what they ask for: so few leave much out."""

_HAN = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The cosine to the closest everyday question of a clause that asks so; 0 where none does."""

    kind: float  # of those that ask for the same kind of thing
    manner: float  # of those that ask in the same way: how many, who, whether


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The everyday questions of a clause in one language."""

    vectors: NDArray[np.float32]
    kinds: tuple[frozenset[str], ...]
    manners: tuple[frozenset[str], ...]


def likeness(asked: Asked, asks: tuple[str, ...], sense: float) -> Likeness:
    """Compare a question with the everyday questions of a clause.

    Args:
        asked: what is asked.
        asks: the everyday questions, in any language.
        sense: how close the clause is, for one with fewer than FEW of them in the language of the question.
    """
    known = _known(asks, bool(_HAN.search(asked.text)))
    if len(known.kinds) < FEW:
        return Likeness(sense, sense)
    cosines = known.vectors @ _embedder().embed_queries([asked.text])[0]
    kinds = frozenset(kind.alike for kind in asked.sought)
    return Likeness(
        kind=_closest(cosines, kinds, known.kinds),
        manner=_closest(cosines, manners(asked.asking), known.manners),
    )


def manners(text: str) -> frozenset[str]:
    """Return in which ways a question asks."""
    return frozenset(name for name, found in _manners().items() if found(text))


def _closest(
    cosines: NDArray[np.float32], wanted: frozenset[str], of_asks: Sequence[frozenset[str]]
) -> float:
    """Return the largest cosine of the questions that share something wanted; of all if nothing is."""
    pairs = zip(cosines, of_asks, strict=True)
    return max((float(cosine) for cosine, has in pairs if not wanted or wanted & has), default=0.0)


@lru_cache(maxsize=1024)
def _known(asks: tuple[str, ...], chinese: bool) -> _Known:
    own = [ask for ask in asks if bool(_HAN.search(ask)) is chinese]
    return _Known(
        vectors=_embedder().embed_queries(own),
        kinds=tuple(frozenset(kind.alike for kind in sought_in(ask)) for ask in own),
        manners=tuple(map(manners, own)),
    )


@lru_cache(maxsize=1)
def _embedder() -> Embedder:
    """The bundled model, whatever the index was built with: the weights were learned with it."""
    return load_embedder()


@lru_cache(maxsize=1)
def _manners() -> Mapping[str, Callable[[str], object]]:
    patterns: Mapping[str, str] = scope_terms()["manner"]
    return {name: re.compile(pattern, re.IGNORECASE).search for name, pattern in patterns.items()}
