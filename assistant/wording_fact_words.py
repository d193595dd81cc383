"""The words of a sentence against those of a digest: must and may, who, where, what level, opposites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import Unit
from assistant.phrases import HAN, MARK, Phrase, content, pairs, terms, unified
from assistant.polarity import contradiction, force_words, forces, other_force
from assistant.roles import acts_otherwise, exchanged, opposed, places, receives_otherwise, wrong_place
from assistant.wording_model import Difference, DifferenceKind
from assistant.wording_parties import party_end
from assistant.wording_words import other_start, read_words
from corpus.numerals import Figure, same_value

_LEAST = 3  # pairs of characters that a part of a statement must share with a sentence to be held against it
_AS_NEAR = 0.8  # share of the most that one shares, from which another is near as well
_LEVELS = ("country", "province", "city", "county", "town", "local")
_CODE = re.compile("[0-9a-z][0-9a-z.+-]*")
_LEADING = re.compile("通过|向|由")
_CONTEXT, _LED = 8, 14  # characters before and behind such a word that are looked at
_OPENING = re.compile(rf"^([{HAN}、]{{2,24}}?)(?=每|按|可以|应当|不得|{MARK})")


def word_differences(statement: Phrase, units: Sequence[Unit]) -> Iterator[Difference]:
    """Yield what a statement says otherwise than the sentences that are near to one of its parts."""
    for part in dict.fromkeys((statement, *statement.segments())):
        near = _near(part, units)
        there = "，".join(unit.body.words for unit in near)
        yield from _levels(part.words, there)
        yield from other_start(part.words, there)
        against = [list(_of_part(part, unit, statement)) for unit in near]
        if all(against):  # one of them may bear out what the others seem to contradict
            yield from against[0] if against else ()
    yield from _opened(statement, units)


def unproven(statement: Phrase, told: frozenset[str]) -> Iterator[str]:
    """Yield the words of content of a statement of which no pair of characters is among those told."""
    for run in re.findall(rf"[{HAN}]+", content(force_words().sub(" ", statement.words))):
        known = [run[at : at + 2] in told for at in range(len(run) - 1)]
        novel = "".join(
            sign if not any(known[max(0, at - 1) : at + 1]) else " " for at, sign in enumerate(run)
        )
        yield from (word for word in novel.split() if len(word) > 1)


def _near(part: Phrase, units: Sequence[Unit]) -> list[Unit]:
    """Return the sentences that share most with a part of a statement, the nearest first."""
    codes = set(_CODE.findall(part.words))
    known = [unit for unit in units if codes <= set(_CODE.findall(unit.body.words))] or units
    shared = [(len(pairs(unit.body.words) & pairs(part.words)), -number) for number, unit in enumerate(known)]
    most = max(shared, default=(0, 0))[0]
    least = min(_LEAST, len(pairs(part.words)) // 2)
    order = sorted(shared, reverse=True)
    return [known[-number] for count, number in order if count >= max(1, least, _AS_NEAR * most)]


def _of_part(part: Phrase, unit: Unit, statement: Phrase) -> Iterator[Difference]:
    words, there = part.words, unit.body.words
    if place := wrong_place(words, there):
        yield Difference(DifferenceKind.SCOPE, place, min(places(there) - places(words)))
    yield from _forced(part, unit, statement)
    party = acts_otherwise(part, unit.body) or receives_otherwise(part, unit.body, 2)
    party = party or exchanged(words, there, unit.around)
    if party and party not in places(words):
        yield Difference(DifferenceKind.SUBJECT, party, "")
    if word := opposed(words, there):
        yield Difference(DifferenceKind.SCOPE, word, "")
    yield from _turned(part, unit.body)
    yield from _led(words, there)


def _forced(part: Phrase, unit: Unit, statement: Phrase) -> Iterator[Difference]:
    """Yield must, may or must not where the clause has another of them, or none."""
    words, there = part.words, unit.body.words
    force = other_force(part, unit.body) or contradiction(words, there)
    if force and force in words:
        yield Difference(DifferenceKind.OBLIGATION, force, _force_beside(words, force, there))
    elif force and not forces(force) & forces(statement.words):  # left off; not only put at another place
        yield Difference(DifferenceKind.OBLIGATION, "", force)


def _turned(part: Phrase, sentence: Phrase) -> Iterator[Difference]:
    """Yield a word before a figure where the sentence has its opposite before the same figure: 下降13%."""
    known = list(_before_figures(sentence))
    for figure, words in _before_figures(part):
        there = [before for other, before in known if same_value(figure, other)]
        for group in terms()["opposite"]:
            members = [unified(word) for word in group.split()]
            said = next((word for word in members if words.endswith(word)), "")
            others = [o for o in members if o != said and any(b.endswith(o) for b in there)]
            if said and others and not any(before.endswith(said) for before in there):
                yield Difference(DifferenceKind.SCOPE, said, others[0])


def _before_figures(phrase: Phrase) -> Iterator[tuple[Figure, str]]:
    pieces = phrase.words.split(MARK)
    return zip(phrase.figures, pieces, strict=False)


def _levels(words: str, there: str) -> Iterator[Difference]:
    """Yield a level of government that is named where a clause names another, and nowhere this one."""
    said, known = _level_words(words), _level_words(there)
    if (new := said.keys() - known.keys()) and (old := known.keys() - said.keys()):
        yield Difference(DifferenceKind.SCOPE, said[min(new)], known[min(old)])


def _level_words(words: str) -> dict[str, str]:
    found = (word for word in read_words(words) if word.kind is DifferenceKind.SCOPE)
    return {word.sense: word.text for word in found if word.sense in _LEVELS}


def _force_beside(words: str, force: str, there: str) -> str:
    """Return the words of force in the part of a sentence that shares most with what follows them here."""
    after = pairs(words[words.find(force) :][:12])
    parts = [part for part in re.split("[，；。]", there) if force_words().search(part)]
    nearest = max(parts, key=lambda part: len(pairs(part) & after), default="")
    found = force_words().search(nearest)
    return found.group() if found else ""


def _led(words: str, there: str) -> Iterator[Difference]:
    """Yield what stands behind a word like 通过 where the same words lead to something else in the clause."""
    for match in _LEADING.finditer(words):
        ahead = words[match.end() :][:_LED]
        for length in range(min(match.start(), _CONTEXT), 1, -1):
            lead = words[match.start() - length : match.end()]
            if lead not in there:
                continue
            others = [there[m.end() :][:_LED] for m in re.finditer(re.escape(lead), there)]
            elsewhere = ahead[:3] in there and re.match(f"[{HAN}]{{3}}", ahead)
            if elsewhere and all(other[:2] != ahead[:2] for other in others):
                yield Difference(DifferenceKind.SUBJECT, _upto(ahead), _upto(others[0]))
            break


def _upto(words: str) -> str:
    return re.split("[，；。、]", words)[0]


def _opened(statement: Phrase, units: Sequence[Unit]) -> Iterator[Difference]:
    """Yield the party that a statement begins with where the clause gives the same to another."""
    for unit in _near(statement, units)[:1]:
        here, there = _opener(statement), _opener(unit.body)
        told = "".join(u.body.words for u in units if f"不是{here}" not in u.body.words)
        if here and there and here not in told and not pairs(here) & pairs(there):
            yield Difference(DifferenceKind.SUBJECT, here, there)


def _opener(phrase: Phrase) -> str:
    """Return the first party that is followed at once by what it gets, must or may do."""
    named = (match.group(1) for part in phrase.segments() if (match := _OPENING.match(part.words)))
    return next((name for name in named if party_end().match(name[::-1])), "")
