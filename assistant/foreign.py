"""English statements against Chinese clauses: figures, words, places, must and must not, plan and fact.

Every English word that is not light must be one of ``data/foreign.toml`` with a Chinese word that stands in
the cited clause or around it. The figures must stand in the words quoted, which the reader sees beside the
statement, and be nearest to what the statement speaks of.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.attachment import Scoped, comparable, same_or_wider, scoped
from assistant.evidence import naming
from assistant.messages import DATA
from assistant.model import DraftClaim, Source
from assistant.naming import Fault
from assistant.orders import says_nothing
from assistant.phrases import HAN, Phrase, read_phrase, strict_words, terms, unified
from assistant.polarity import Force, force_words, forces
from assistant.roles import wrong_place
from assistant.sentences import split_sentences
from corpus.numerals import Figure, read_figures, same_value
from corpus.references import read_titles

_BOUND = re.compile(
    r"\b(?:no|not) (?:more|less|fewer|later|earlier|higher|lower|longer|exceed\w*|below|above) ?(?:than)?\b"
    r"|\bnot to exceed\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*(?:'s)?|\d(?:[\d.,]*\d)?", re.IGNORECASE)
_PROSE = re.compile(r"\b[A-Za-z]?[a-z]+\b", re.ASCII)
_SENTENCE = 3  # English words from which a statement with Chinese in it is English
_CODE = re.compile("(?<![A-Za-z])[A-Z]{2,6}(?![A-Za-z])")  # VR, LED
# The first that fits at a place counts.
_FORCES: tuple[tuple[Force, str], ...] = (
    (
        Force.NEED_NOT,
        r"need not|needn't|(?:is|are) not required|no need|do(?:es)? not (?:need|have) to|not obliged",
    ),
    (Force.MUST_NOT, r"(?:must|may|shall|can|should) ?not|mustn't|can't|not (?:be )?(?:allowed|permitted)"),
    (Force.MUST_NOT, r"prohibit\w*|forbid\w*|forbade|bann?(?:ed|s)?|no \w+ may"),
    (Force.EXEMPT, r"exempt\w*|waive[ds]?|tax-free"),
    (Force.REDUCED, r"half|halved|reduced?|reduction"),
    (Force.NOT, r"not|no|never|without|neither|nor|\w+n't|un(?:less|able)"),
    (
        Force.HOPED,
        r"expect\w*|estimat\w*|forecast|project(?:ed|ion)|intend\w*|intention\w*|target\w*|aim\w*|plan\w*|hop\w*",
    ),
    (Force.MUST, r"must|shall|required|obliged|ha(?:s|ve) to|needs? to|mandatory"),
    (Force.MAY, r"may|can|could|allowed|permitted|entitled|optional"),
)
_FORCE = re.compile("|".join(rf"(?P<f{i}>\b(?:{p})\b)" for i, (_, p) in enumerate(_FORCES)), re.IGNORECASE)
_NEGATIVE = frozenset((Force.MUST_NOT, Force.NEED_NOT, Force.NOT, Force.EXEMPT))
_PROVEN_BY = {
    Force.NEED_NOT: {Force.NEED_NOT, Force.NOT},
    Force.MUST_NOT: {Force.MUST_NOT, Force.NOT},
    Force.EXEMPT: {Force.EXEMPT},
    Force.NOT: _NEGATIVE,
}


@dataclass(frozen=True, slots=True)
class _Said:
    """An English statement with the Chinese words that it stands for."""

    text: str
    words: frozenset[str]
    figures: tuple[Figure, ...]
    forces: frozenset[Force]


def is_foreign(text: str) -> bool:
    """Tell whether a statement is in English, with names in Chinese at most."""
    return not re.search(f"[{HAN}]", text) or len(_PROSE.findall(text)) >= _SENTENCE


def foreign_fault(claim: DraftClaim, sources: Sequence[Source]) -> Fault | None:
    """Return what the cited clauses, and of figures the quoted words, do not bear out."""
    figures = read_figures(claim.text)
    quoted = [figure for quote in claim.quotes for figure in read_figures(quote.text)]
    for figure in figures:
        if not any(same_or_wider(figure, known) for known in quoted):
            return "figure", figure.text
    words, fault = _proven_words(claim.text, figures, sources)
    if fault:
        return fault
    said = _Said(claim.text, words, figures, _forces(claim.text))
    cited = {source.label: source.passage.text for source in sources}
    sentences = [
        read_phrase(sentence)
        for quote in claim.quotes
        for sentence in _telling(cited[quote.label], quote.text)
    ]
    faults = [_fault(said, sentence) for sentence in _bearing(said, sentences)]
    return None if None in faults else (*faults, ("nothing", ""))[0]


def _proven_words(
    text: str, figures: Sequence[Figure], sources: Sequence[Source]
) -> tuple[frozenset[str], Fault | None]:
    """Return the Chinese words that a statement stands for, and what of it the sources do not have."""
    passages = [source.passage.text for source in sources]
    clauses = _readable(sentence for passage in passages for sentence in _telling(passage, passage))
    around = _readable(text for source in sources for text in _around(source))
    codes = {code.lower() for code in _CODE.findall(clauses)}
    names, headed = frozenset(_names(text, figures)), list[str]()
    for name in sorted(names):
        if name not in clauses + around or not _parties().search(name) or force_words().search(name):
            return names, ("name", name)
    words, borne = names, [*names]
    for word in _claiming(text, figures):
        if found := _found(word, clauses):
            borne.append(word)
        elif found := _found(word, around) - frozenset(strict_words()):
            headed.append(word)
        elif word not in codes and not (word[0].isdigit() and word in clauses + around):
            return words, ("words", word)
        words |= found
    if len(headed) > len(borne):  # title and headings name what a statement is about, and no more
        return words, ("words", headed[0])
    return words, None if borne else ("nothing", "")


def _telling(clause: str, quoted: str) -> Iterator[str]:
    """Yield the sentences quoted from a clause, without those that prove nothing."""
    return (s.text for s in split_sentences(quoted) if not says_nothing(clause, s.text))


def _fault(said: _Said, sentence: Phrase) -> Fault | None:
    """Return what one sentence does not bear out of a statement whose figures it has."""
    if place := wrong_place("，".join(unified(word) for word in said.words), sentence.words):
        return "name", place
    for figure in said.figures:
        if not _attached(figure, said, scoped(sentence)):
            return "attached", figure.text
    parts = [s for s in sentence.segments() if any(_has(s, figure) for figure in said.figures)] or [sentence]
    there = frozenset[Force]().union(*(forces(part.words) for part in parts))
    if not _borne(said.forces, there):
        return "force", said.text
    hedges = terms()["hedge"].split() + terms()["doubt"].split()
    if any(unified(word) in sentence.words for word in hedges) and Force.HOPED not in said.forces:
        return "hoped", said.text
    return None


def _borne(said: frozenset[Force], there: frozenset[Force]) -> bool:
    """Tell whether Chinese words of force allow the English ones, and none of them is left out."""
    for force, proof in _PROVEN_BY.items():
        if force in said and not there & proof:
            return False
    if there & _NEGATIVE and not said & (_NEGATIVE | {Force.REDUCED}):
        return False
    if Force.MUST in said and Force.MUST not in there and there & {Force.MAY, Force.NEED_NOT}:
        return False
    return not (
        Force.MAY in said and Force.MAY not in there and there & {Force.MUST_NOT, Force.MUST, Force.NOT}
    )


def _bearing(said: _Said, sentences: Sequence[Phrase]) -> list[Phrase]:
    """Return the sentences with most of the figures, and of those the ones with most of the words."""

    def weight(sentence: Phrase) -> tuple[int, int]:
        return (
            sum(_has(sentence, figure) for figure in said.figures),
            sum(unified(word) in sentence.words for word in said.words),
        )

    best = max(map(weight, sentences), default=(0, 0))
    return [sentence for sentence in sentences if weight(sentence) == best]


def _has(phrase: Phrase, figure: Figure) -> bool:
    return any(same_or_wider(figure, other) for other in phrase.figures)


def _attached(figure: Figure, said: _Said, proven: Iterable[Scoped]) -> bool:
    """Tell whether no other figure of its kind is nearer to the words of the statement."""
    known = list(proven)
    own = [s for s in known if same_or_wider(figure, s.figure)]
    if not own:
        return True  # in another sentence of the quote
    others = [
        s
        for s in known
        if s not in own and comparable(s.figure, own[0].figure) and not same_value(s.figure, figure)
    ]
    others = [s for s in others if not any(same_or_wider(f, s.figure) for f in said.figures)]
    best = max(_shared(s, said) for s in own)
    return all(_shared(other, said) <= best for other in others)


def _shared(scope: Scoped, said: _Said) -> int:
    return sum(unified(word) in scope.words for word in said.words)


def _around(source: Source) -> tuple[str, ...]:
    document, passage = source.document, source.passage
    titles = (document.title, document.subtitle, *passage.headings)
    return (*map(naming, titles), document.issuer, document.level)


def _readable(texts: Iterable[str]) -> str:
    written = "\n".join(texts)
    return f"{written}\n{unified(written)}"


def _found(word: str, told: str) -> frozenset[str]:
    """Return the Chinese words for an English one that stand in a text."""
    return frozenset(chinese for chinese in chinese_for(word) if unified(chinese) in told)


def _claiming(text: str, figures: Sequence[Figure]) -> Iterator[str]:
    """Yield the words of a statement outside its figures that are not light."""
    for match in _WORD.finditer(text):
        word = match.group().lower().removesuffix("'s")
        inside = any(f.start <= match.start() and match.end() <= f.end for f in figures)
        if not inside and len(word) > 1 and word not in _terms()[0]:
            yield word


def _names(text: str, figures: Sequence[Figure]) -> Iterator[str]:
    """Yield the Chinese words of a statement outside its figures and titles, which are proven elsewhere."""
    plain = list(text)
    spans = [(f.start, f.end) for f in figures] + [(title.start, title.end) for title in read_titles(text)]
    for start, end in spans:
        plain[start:end] = " " * (end - start)
    yield from re.findall(f"[{HAN}]+", "".join(plain))


@lru_cache(maxsize=1)
def _parties() -> re.Pattern[str]:
    names = f"{terms()['office']} {terms()['party']} {terms()['places']}".split()
    return re.compile(f"(?:{'|'.join(names)})$")


def chinese_for(word: str) -> tuple[str, ...]:
    """Return the Chinese words for an English one in any of its forms."""
    known = _terms()[1]
    forms = (
        word,
        *(word.removesuffix(end) + more for end in _ENDINGS if word.endswith(end) for more in ("", "e", "y")),
    )
    return next((known[form] for form in forms if form in known), ())


_ENDINGS = ("s", "es", "ies", "d", "ed", "ing", "ly", "ally")


def _forces(text: str) -> frozenset[Force]:
    bare = _BOUND.sub("", text)
    return frozenset(
        next(force for i, (force, _) in enumerate(_FORCES) if match[f"f{i}"] is not None)
        for match in _FORCE.finditer(bare)
    )


@lru_cache(maxsize=1)
def _terms() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    table = tomllib.loads((DATA / "foreign.toml").read_text(encoding="utf-8"))
    return frozenset(table["light"].split()), {en: tuple(zh.split()) for en, zh in table["words"].items()}
