"""Put paragraphs, headings and table rows together into one text with exact offsets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.errors import DocumentError
from corpus.places import PlaceMap, Run
from corpus.readers.reading import Heading, Reading, TableRow
from corpus.tables import Table, row_text

_GAP = "\n\n"
NOTES = "脚注"


class Assembly:
    """A text in the making. Paragraphs are kept apart by an empty line."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []
        self._rows: list[TableRow] = []
        self._runs: list[Run] = []
        self._tables = 0
        self._paragraphs = 0

    def paragraph(self, text: str, *, level: int = 0, runs: Sequence[Run] = ()) -> None:
        """Add a paragraph; ``runs`` have offsets inside it, without them it is one numbered paragraph."""
        self._paragraphs += 1
        if not text.strip():
            return
        start = self._add(text)
        if level:
            self._headings.append(Heading(level, start, start + len(text)))
        if runs:
            self._runs.extend(run.moved(start) for run in runs)
        else:
            self._runs.append(Run(start, start + len(text), paragraph=self._paragraphs))

    def table(self, table: Table, runs: Sequence[Run] = ()) -> None:
        """Add the rows of a table, each a line that repeats the header.

        ``runs`` gives each row's place: one a row, in order, offsets are ignored.
        """
        self._paragraphs += 1
        self._tables += 1
        for number, cells in enumerate(table.rows):
            text = row_text(cells)
            if not text:
                continue
            start = self._add(text)
            label = f"表{self._tables} 第{number + 1}行"
            self._rows.append(TableRow(start, start + len(text), label, table.title, cells))
            where = runs[number] if number < len(runs) else Run(0, 0, paragraph=self._paragraphs)
            self._runs.append(replace(where, start=start, end=start + len(text), edges=where.edges))

    def notes(self, notes: Sequence[tuple[str, Sequence[Run]]]) -> None:
        """Add footnotes, apart from the text, under a heading of their own."""
        if notes:
            self.paragraph(NOTES, level=2)
        for text, runs in notes:
            self.paragraph(text, runs=runs)

    def reading(
        self,
        *,
        sizes: Sequence[tuple[int, float, float]] = (),
        stated: Mapping[str, str] | None = None,
        attachments: Sequence[str] = (),
        remarks: Sequence[str] = (),
    ) -> Reading:
        """Return the finished text.

        Raises:
            DocumentError: if there is none.
        """
        text = "".join(self._parts)
        if not text.strip():
            raise DocumentError("文件里没有可以读取的文字")
        exact = PlaceMap(tuple(self._runs), tuple(sizes))
        places = PlaceMap.from_json(exact.to_json())  # as it will be read back, to a tenth of a point
        return Reading(
            text=text,
            headings=tuple(self._headings),
            rows=tuple(self._rows),
            places=places,
            stated=stated or {},
            attachments=tuple(attachments),
            remarks=tuple(remarks),
            ocr_confidence=places.confidence(),
        )

    def _add(self, text: str) -> int:
        if self._parts:
            self._parts.append(_GAP)
            self._length += len(_GAP)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start
