"""An answer laid out for its topic: a card, steps, or a table, made of the fields of the cited clauses.

Nothing here is written anew. A line is a string of the facets of a cited clause, a sentence of it, or a date
of the document; it is shown only if it stands word for word in the clause that it cites. What the documents
do not give is left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from assistant.messages import DATA
from assistant.model import Citation
from assistant.sentences import split_sentences
from assistant.shape_model import FieldName, FigureRow, Shape, ShapeField
from corpus.model import Facets, FigureFacet, Topic
from corpus.numerals import read_figures
from corpus.validity import is_record
from index.signals import ENDED

PERIODIC = frozenset(("plan", "reached", "estimate", "intended"))  # figures of a time, not of a rule
MOST_CLAUSES = 3  # whose fields are shown
_PIECE_ENDS = "。；\n"
_NUMBER = re.compile(r"\d+[.、]\s*|[-•]\s+")
_ASIDE = ("提示：", "依据：")


def lay_out(topic: Topic, citations: Sequence[Citation]) -> Shape | None:
    """Return the fields and figures of the cited clauses, None if they have none.

    Args:
        topic: what the question is about; a general question takes the topic of its first document.
        citations: the citations of the answer.
    """
    fields: list[ShapeField] = []
    rows: list[FigureRow] = []
    for citation in citations[:MOST_CLAUSES]:
        facets = citation.passage.facets
        # A card of the rule that holds and the one that held would be a card of neither.
        if facets is None or _ended(citation) != _ended(citations[0]):
            continue
        found, table = _rows(citation, facets), _fields(citation, facets)
        rows.extend(row for row in found if _row_stands(row, citation))
        fields.extend(field for field in table if stands(field, citation))
    fields = _one_procedure(fields)
    if not rows and not any(field.name is not FieldName.BASIS for field in fields):
        return None
    return Shape(_topic(topic, citations), tuple(fields), tuple(rows))


def stands(field: ShapeField, citation: Citation) -> bool:
    """Tell whether a line stands word for word in the clause that it cites, or is a date of its document."""
    if field.labels != (citation.label,) or not field.text:
        return False
    expires = citation.document.expires
    if field.short not in field.text:
        return False
    own_date = field.name is FieldName.UNTIL and expires is not None and field.text == str(expires)
    return own_date or field.text in citation.passage.text


def _row_stands(row: FigureRow, citation: Citation) -> bool:
    parts = (row.indicator, row.text, row.period)
    return row.labels == (citation.label,) and all(part in citation.passage.text for part in parts)


def _topic(topic: Topic, citations: Sequence[Citation]) -> Topic:
    if topic is not Topic.GENERAL:
        return topic
    return next(iter(citations[0].document.topics), topic)


def _fields(citation: Citation, facets: Facets) -> Iterator[ShapeField]:
    """Yield the lines of one clause, in the order a reader wants them."""
    text, label = citation.passage.text, (citation.label,)

    def lines(name: FieldName, texts: Sequence[str]) -> Iterator[ShapeField]:
        yield from (ShapeField(name, line, label) for line in dict.fromkeys(texts))

    def sentences(name: FieldName, figures: Sequence[FigureFacet]) -> Iterator[ShapeField]:
        whole = {_piece(text, figure.quote): figure.quote for figure in reversed(figures)}
        yield from (ShapeField(name, line, label, short) for line, short in reversed(whole.items()))

    rules = [f for f in facets.figures if f.kind == "rule"]
    yield from lines(FieldName.WHO, [facets.who] if facets.who else [])
    if len(amounts := [f for f in rules if _measures(f, "money")]) == 1:
        yield from sentences(FieldName.AMOUNT, amounts)
    yield from lines(FieldName.CONDITION, facets.conditions)
    yield from lines(FieldName.STEP, facets.procedure)
    said = [_bare(s.text) for s in split_sentences(text) if not s.text.startswith(_ASIDE)]
    said = [s for s in said if s not in {_bare(step) + "。" for step in facets.procedure}]
    terms = _terms()
    yield from lines(FieldName.MATERIALS, [s for s in said if re.search(terms["materials"], s)])
    until = [f for f in rules if f.unit == terms["dates"] and _ends(f, text)]
    limits = [f for f in rules if f.unit in terms["time_units"] or (f.unit == terms["dates"] and f.period)]
    yield from sentences(FieldName.TIME_LIMIT, [f for f in limits if f not in until or f.period])
    yield from lines(FieldName.OFFICE, _offices(said))
    yield from lines(FieldName.CHANNEL, [s for s in said if re.search(terms["channel"], s)])
    ends = [f for f in until if not f.period]
    yield from sentences(FieldName.UNTIL, ends)
    if not ends and citation.document.expires:
        yield from lines(FieldName.UNTIL, [str(citation.document.expires)])
    yield from lines(FieldName.BASIS, [facets.basis] if facets.basis else [])


def _ended(citation: Citation) -> bool:
    return citation.status in ENDED and not is_record(citation.document)


def _one_procedure(fields: Sequence[ShapeField]) -> list[ShapeField]:
    """Keep the steps of one clause: steps of two procedures in a row would be no procedure."""
    first = next((field.labels for field in fields if field.name is FieldName.STEP), None)
    return [field for field in fields if field.name is not FieldName.STEP or field.labels == first]


def _rows(citation: Citation, facets: Facets) -> Iterator[FigureRow]:
    """Yield figures of a time, and amounts of a rule where there are several to tell apart."""
    amounts = [f for f in facets.figures if f.kind == "rule" and _measures(f, "money")]
    for figure in facets.figures:
        if figure.kind in PERIODIC or (figure in amounts and len(amounts) > 1):
            yield FigureRow(
                indicator=figure.meaning,
                value=_value(figure),
                text=_figure_text(figure),
                unit=figure.unit,
                period=figure.period,
                kind=figure.kind,
                labels=(citation.label,),
            )


def _value(figure: FigureFacet) -> float | None:
    try:
        return float(figure.value)
    except ValueError:  # a range, a date, a document number
        return None


def _figure_text(figure: FigureFacet) -> str:
    """Return what the clause says of a figure beside what it measures: 预计增长4.0%左右, 最高30万元."""
    text = figure.quote
    if text.startswith(figure.meaning):
        rest = text[len(figure.meaning) :].lstrip("的为是，：")
        if read_figures(rest):
            text = rest
    figures = read_figures(text)
    # In 429亿元，增长8% the first figure is that of another row.
    if len(figures) > 1 and figures[0].start == 0 and text[figures[0].end :].startswith("，"):
        text = text[figures[0].end + 1 :]
    return text.strip("，。")


def _measures(figure: FigureFacet, name: str) -> bool:
    return bool(re.search(_terms()[name], figure.unit))


def _ends(figure: FigureFacet, text: str) -> bool:
    at = text.find(figure.quote)
    around = text[max(0, at - 6) : at + len(figure.quote) + 3]
    return figure.bound == "max" or bool(re.search(_terms()["until"], around)) and "起" not in around


def _piece(text: str, quote: str) -> str:
    """Return the part of a sentence, between 。 and ；, that a quote stands in."""
    at = text.find(quote)
    start = max(text.rfind(mark, 0, at) for mark in _PIECE_ENDS) + 1
    ends = [place for mark in _PIECE_ENDS if (place := text.find(mark, at + len(quote))) >= 0]
    return _bare(text[start : min(ends, default=len(text))])


def _bare(sentence: str) -> str:
    """Return a sentence without the number or bullet before it."""
    clean = sentence.strip()
    found = _NUMBER.match(clean)
    return clean[found.end() :] if found else clean


def _offices(sentences: Sequence[str]) -> list[str]:
    terms = _terms()
    pattern = re.compile(terms["office_before"] + "(?:" + terms["office"] + ")")
    found = [m.group() for s in sentences if not re.search(terms["silent"], s) for m in pattern.finditer(s)]
    # 登记机关 says less than 迁入地登记机关 and nothing more.
    return [name for name in dict.fromkeys(found) if not any(name != o and o.endswith(name) for o in found)]


@lru_cache(maxsize=1)
def _terms() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "shape.toml").read_text(encoding="utf-8"))
