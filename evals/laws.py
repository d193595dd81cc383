"""The national laws of the shared data: a folder of them, and an index of it."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from evals.statutes import shared_folder
from index.build import build
from index.generations import read_current
from index.search import PolicyIndex

LOCAL = "地方性法规"  # the folder of local regulations, which no question is about


class NoSharedData(Exception):
    """The laws and questions are not at hand. Seen by whoever measures: exit code 3."""


@dataclass(frozen=True, slots=True, eq=False)
class LawIndex:
    """An open index of laws.

    Attributes:
        index: the index.
        seconds: what building it took, reading and everything else included; None if it was there already.
    """

    index: PolicyIndex
    seconds: float | None


def shared_data() -> Path:
    """Return the folder that holds ``laws/`` and ``bench/``.

    Raises:
        NoSharedData: if there is none.
    """
    folder = shared_folder()
    if folder is None or not (folder / "laws").is_dir():
        raise NoSharedData(
            "not measured: the laws and questions are not at hand; set ASSISTANT_SHARED to the folder that "
            "holds bench/ and laws/, or put it beside the project as shared/"
        )
    return folder


def copy_national(laws: Path, place: Path, only: Collection[str] | None = None) -> Path:
    """Copy the national laws, so that paths below the copy are those that the questions name.

    Args:
        laws: the folder of all laws.
        place: the folder to make.
        only: paths below ``laws``; None for all national ones.
    """
    for file in sorted(laws.rglob("*.md")):
        path = file.relative_to(laws).as_posix()
        if path.startswith(f"{LOCAL}/") or (only is not None and path not in only):
            continue
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place / path)
    return place


def open_laws(documents: Path, folder: Path, embedder: str | None = None, law_asks: bool = True) -> LawIndex:
    """Open the index in a folder; build it first if there is none.

    Raises:
        IndexStale: if the index there was built with another model.
    """
    seconds = (
        None if read_current(folder) else build([documents], folder, embedder, law_asks=law_asks).seconds
    )
    return LawIndex(PolicyIndex.open(folder, embedder), seconds)
