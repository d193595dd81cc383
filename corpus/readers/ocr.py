"""Characters recognised from a picture of a page (the extra ``ocr``; its models ship inside the package)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from statistics import median
from typing import Any

from corpus.errors import DocumentError
from corpus.readers.columns import Margins, find_gutters, reading_order
from corpus.readers.lines import Line

INSTALL = "pip install 'policy-assistant[ocr]'"
_THREADS = 1  # two files are read side by side
_WIDE = 1.0  # of a Chinese character; Latin letters and digits take about half
_NARROW = 0.55
_LONG = 5  # heights: boxes wide enough to measure the slope of the page by
_LEVEL = 0.5  # of a height: farther down is the next line
_SPACE = 1.2  # heights between two boxes of one line: words apart
_EM = 0.8  # size of a font, of the height of a box


def is_installed() -> bool:
    """Tell whether the extra is there."""
    return find_spec("rapidocr_onnxruntime") is not None


def recognise(picture: Any, page: int, points: float) -> list[Line]:
    """Recognise the lines of a page, in reading order.

    Args:
        picture: an array, shape ``(height, width, 3)``, blue, green, red.
        page: its number, from 1.
        points: size of a dot of the picture, in points.
    """
    found, _ = _engine()(picture)
    pieces = [_Piece(box, text, float(score)) for box, text, score in found or () if text.strip()]
    rows = list(_rows(pieces))
    em = _EM * median([piece.height for piece in pieces] or [0.0])
    (gutter,) = find_gutters([rows], em)
    lines = (_line(row, page, points, column) for row, column in reading_order(rows, em, gutter))
    return [line for line in lines if line]


class _Piece:
    """One box of the recogniser: four corners in dots, its text, and how sure it is (0-1)."""

    def __init__(self, box: Any, text: str, score: float) -> None:
        self.left, self.right = min(p[0] for p in box), max(p[0] for p in box)
        # The middles of the short sides: a page that lies askew has slanting lines.
        self.start = ((box[0][0] + box[3][0]) / 2, (box[0][1] + box[3][1]) / 2)
        self.end = ((box[1][0] + box[2][0]) / 2, (box[1][1] + box[2][1]) / 2)
        self.height = (abs(box[3][1] - box[0][1]) + abs(box[2][1] - box[1][1])) / 2
        self.text, self.score = text, score


@lru_cache(maxsize=1)
def _engine() -> Any:
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError as error:  # a library of the system that the package needs
        raise DocumentError(
            f"识别文字的组件装载不了（{error}）；Debian/Ubuntu 请运行 apt-get install libgl1 libglib2.0-0"
        ) from error

    logging.getLogger("rapidocr_onnxruntime").setLevel(logging.ERROR)
    return RapidOCR(intra_op_num_threads=_THREADS, inter_op_num_threads=_THREADS)


def _rows(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Group boxes into lines after turning the page straight."""
    if not pieces:
        return
    long = [p for p in pieces if p.right - p.left > _LONG * p.height] or pieces
    slope = median((p.end[1] - p.start[1]) / max(1.0, p.end[0] - p.start[0]) for p in long)

    def level(piece: _Piece) -> float:
        x, y = (piece.start[0] + piece.end[0]) / 2, (piece.start[1] + piece.end[1]) / 2
        return float(y - slope * x)

    row: list[_Piece] = []
    for piece in sorted(pieces, key=level):
        if row and level(piece) - median(map(level, row)) > _LEVEL * median(p.height for p in row):
            yield sorted(row, key=lambda p: p.left)
            row = []
        row.append(piece)
    yield sorted(row, key=lambda p: p.left)


def _line(row: Sequence[_Piece], page: int, points: float, column: Margins | None) -> Line | None:
    text = ""
    edges: list[float] = []
    for piece in row:
        if text and piece.left * points - edges[-1] > _SPACE * piece.height * points:
            text += " "
            edges.append(piece.left * points)
        own = _edges(piece, points)
        edges[len(text) :] = own
        text += piece.text
    if not text.strip():
        return None
    if any(b < a for a, b in pairwise(edges)):  # boxes that overlap
        edges = [max(edges[: i + 1]) for i in range(len(edges))]
    height = median(p.height for p in row)
    middle = median((p.start[1] + p.end[1]) / 2 for p in row)
    return Line(
        page=page,
        text=text,
        top=(middle - height / 2) * points,
        bottom=(middle + height / 2) * points,
        edges=tuple(edges),
        size=height * points * _EM,
        confidence=round(min(p.score for p in row), 3),
        column=(column[0] * points, column[1] * points) if column else None,
    )


def _edges(piece: _Piece, points: float) -> list[float]:
    """Divide a box among its characters by their usual widths."""
    widths = [_NARROW if sign.isascii() else _WIDE for sign in piece.text]
    step = (piece.right - piece.left) / sum(widths)
    edges = [piece.left * points]
    for width in widths:
        edges.append(edges[-1] + width * step * points)
    return edges
