"""A digest of all that the outcome of a build depends on, quick enough to take before every build."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import corpus
import index
from corpus.files import find_files
from corpus.readers.limits import Limits
from corpus.sidecars import SUFFIXES

_CODE = (".py", ".toml", ".tsv")


def inputs_digest(paths: Sequence[Path], added: Iterable[Path], limits: Limits, *others: str) -> str:
    """Return a digest of files with their side-cars, limits, this program and its libraries.

    Every byte counts and no time of change does: a copied or touched file is the same file.

    Args:
        paths: the folders and files given to the build.
        added: kept files of documents that were added one by one.
        limits: how much of a file is read.
        others: whatever else counts, such as the folders given and the fingerprint of the embedder.
    """
    lines = [repr(limits), _program(), *others, *_file_lines(paths), "added", *_file_lines(tuple(added))]
    return hashlib.blake2b("\0".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _file_lines(paths: Sequence[Path]) -> Iterator[str]:
    for found in find_files(paths):
        yield f"{found.relative}\t{found.problem}"  # the folder itself is in `others`, as its absolute path
        if not found.problem:
            beside = (found.file.with_name(found.file.stem + suffix) for suffix in SUFFIXES)
            yield from (_digest(file) for file in (found.file, *beside))


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "blake2b").hexdigest()
    except OSError as error:
        return type(error).__name__  # absent, or not to be read


@lru_cache(maxsize=1)
def _program() -> str:
    """Return a digest of the code that reads and indexes, and of the names of the installed libraries."""
    code = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for package in (corpus, index):
        root = Path(package.__path__[0])
        for file in sorted(path for path in root.rglob("*") if path.suffix in _CODE):
            code.update(f"{file.relative_to(root)}\0{_digest(file)}\0".encode())
    # The folder of an installed library names its version: pypdfium2-5.0.0.dist-info
    libraries = sorted({found.name for place in sys.path for found in Path(place).glob("*.dist-info")})
    code.update("\0".join(libraries).encode())
    return code.hexdigest()
