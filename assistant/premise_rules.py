"""Rules that a question takes for granted: what must, may or must not be done, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.asserted import Assertion, stated_figures
from assistant.closest import CAUTION, Said, names_all, repeats, sayings, without_figures
from assistant.findings import Finding, confirmed, corrected
from assistant.model import Question, Source
from assistant.phrases import Phrase, pairs, read_phrase, unified
from assistant.polarity import Force, forces
from assistant.premise_status import names_year
from assistant.premise_terms import premise_rules
from corpus.numerals import FigureKind

_NEAR = 0.25  # a sentence further away speaks of something else
_CLEARLY = 1.1  # how much nearer the sentence that decides must be than one that says otherwise
_RIVAL = 0.9  # how near, compared with the nearest, a sentence may be the one that is meant
_SURE = 0.5  # and that a part must hold to confirm
_LEAST = 0.3  # of what is asserted, weighed by how telling it is, that the deciding part holds
_LEAST_HELD = 2  # pairs of characters of an act that a duty of all must hold
_FREED = {Force.NEED_NOT, Force.EXEMPT, Force.REDUCED}
_AGAINST = {
    Force.MAY: {Force.MUST_NOT, Force.NOT},
    Force.MUST_NOT: {Force.MAY},
    Force.NEED_NOT: {Force.MUST},
    Force.MUST: {Force.NEED_NOT, Force.MUST_NOT, Force.NOT},
}
_FOR = {
    Force.MAY: {Force.MAY},
    Force.MUST_NOT: {Force.MUST_NOT, Force.NOT},
    Force.NEED_NOT: {Force.NEED_NOT, Force.MUST_NOT, Force.NOT},
    Force.MUST: {Force.MUST},
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a sentence that says what may or must be done, and how near it is to the assertion."""

    said: Said
    forces: frozenset[Force]
    share: float
    weight: float


def on_rules(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Return what the nearest sentences say of a rule that is asserted."""
    figures = stated_figures(assertion.text) if assertion.aside else assertion.figures
    if not assertion.sure or any(f.kind is not FigureKind.DATE or "-" in (f.date or "") for f in figures):
        return None  # what is said of figures and days is judged by them
    near = [
        one
        for one in sayings(without_figures(assertion.text), sources)
        if one.nearness >= _NEAR and (not one.source.hit.ended or names_year(question, one.source))
    ]
    return (_other_words(assertion, near) or _other_force(assertion, near)) if near else None


def on_issuer(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Say whose rule it is, where the question says that it is that of an office or a place."""
    found = re.search(premise_rules()["issued_by"], assertion.text)
    said = sayings(without_figures(assertion.text), sources)
    if not found or not said:
        return None
    level = next(level for level, words in premise_rules()["levels"].items() if found[1] in words)
    best = said[0]
    stated = best.source.document.level
    if level == stated:
        near = (one.source for one in said if one.nearness >= _RIVAL * best.nearness)
        if any(rival.document.level != level and names_all(assertion.text, rival) for rival in near):
            return None  # a like rule of another level may be meant
        return confirmed(best.source, best.sentence, "confirmed_level", level=stated)
    return (
        corrected(best.source, best.sentence, "premise_level", asserted=level, level=stated)
        if stated
        else None
    )


def on_giver(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Put right who gives something, if everything else of the assertion stands in one passage."""
    found = re.match(premise_rules()["giver"], assertion.text)
    if not found:
        return None
    level = next(level for level, words in premise_rules()["levels"].items() if found[1] in words)
    rest = assertion.text[found.end() :]
    for one in sayings(without_figures(rest), sources)[:1]:
        stated = one.source.document.level
        told = stated and repeats(rest, one, unspoken=0) and names_all(rest, one.source)
        if told and stated != level and not one.source.hit.ended:
            return corrected(one.source, one.sentence, "premise_level", asserted=level, level=stated)
    return None


def on_receiver(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Put right to whom something is given, where a remark says that it is not given to that party."""
    said = [one for one in sayings(without_figures(assertion.text), sources) if one.nearness >= _NEAR]
    for one in said:
        for denied in re.finditer(premise_rules()["not_given"], one.sentence.text):
            party = re.escape(denied[1])
            if re.search(premise_rules()["received"].format(party=party), assertion.text):
                return _by_rule(one, said)
    return None


def _by_rule(remark: Said, said: Sequence[Said]) -> Finding:
    """Put right with the sentence of the rule that a remark explains, with the remark if there is none."""
    beside = (one for one in said if one.source is remark.source)
    rule = next((one for one in beside if not one.sentence.text.startswith(CAUTION)), remark)
    return corrected(rule.source, rule.sentence, "premise_rule")


def _other_words(assertion: Assertion, near: Sequence[Said]) -> Finding | None:
    """Say so where the nearest sentence has the word that is contrary to one of the assertion."""
    text = assertion.text
    for one in near:
        if one.nearness < 0.8 * near[0].nearness:
            continue
        sentence = one.sentence.text
        for asserted, stated in premise_rules()["contrary"]:
            if _plainly(asserted, text) and re.search(stated, sentence) and not re.search(stated, text):
                return corrected(one.source, one.sentence, "premise_rule")
        if _also_another(text, sentence) or _made_equal(text, one.phrase):
            return corrected(one.source, one.sentence, "premise_rule")
        for denied in re.finditer(premise_rules()["denied"], sentence):
            thing = unified(denied[1])
            if unified(text).endswith((thing, f"{thing}的")) and not re.search("不是|不等于", text):
                return corrected(one.source, one.sentence, "premise_rule")
    return None


def _also_another(text: str, sentence: str) -> bool:
    """Tell whether a sentence allows another thing beside the only one that an assertion allows."""
    only = re.search(premise_rules()["only"], text)
    other = only and re.search(re.escape(only[1]) + premise_rules()["also"], sentence)
    return bool(other) and Force.MAY in forces(sentence)


def _made_equal(text: str, sentence: Phrase) -> bool:
    """Tell whether a sentence puts two parties on a par in what an assertion says one has more of.

    外资企业所得税比内资高: the last character of a word says of what kind it is, and 税费 is of that kind.
    """
    rules = premise_rules()
    compared, equal = re.search(rules["compared"], text), re.search(rules["equal"], sentence.words)
    if not compared or not equal or unified(compared["other"]) not in equal["other"]:
        return False
    party = pairs(unified(compared["party"])) - pairs(unified(compared["matter"]))
    return bool(party & pairs(equal["before"])) and compared["matter"][-1] in equal["before"]


def _plainly(asserted: str, text: str) -> bool:
    """Tell whether a text says a thing and does not deny it in the same breath: 不用企业出."""
    found = re.search(asserted, text)
    return bool(found) and not re.search(
        "不[用能必是由]?[^，]{0,2}$|无需[^，]{0,2}$", text[: found.start() if found else 0]
    )


def _other_force(assertion: Assertion, near: Sequence[Said]) -> Finding | None:
    force = _force(assertion.text)
    if force is None:
        return None
    parts = sorted(_parts(assertion, near), key=lambda part: -part.weight)
    against = next((p for p in parts if p.forces & _AGAINST[force] and not p.forces & _FOR[force]), None)
    agreeing = next((p for p in parts if p.forces & _FOR[force] and not p.forces & _AGAINST[force]), None)
    if against and (agreeing is None or against.weight >= _CLEARLY * agreeing.weight):
        return corrected(against.said.source, against.said.sentence, "premise_rule")
    if agreeing and not assertion.aside and (against is None or agreeing.weight >= _CLEARLY * against.weight):
        if agreeing.share >= _SURE and repeats(assertion.text, agreeing.said, unspoken=0):
            return confirmed(agreeing.said.source, agreeing.said.sentence)
    return _general_duty(assertion, parts, near) if force is Force.NEED_NOT and not agreeing else None


def _general_duty(assertion: Assertion, parts: Sequence[_Part], near: Sequence[Said]) -> Finding | None:
    """Say that a duty of all is one of those too of whom the same passage only says how they may do it.

    个体户不用报年报 is wrong where all must report, and sole traders may do so on paper.
    """
    if not parts or parts[0].share < _SURE:
        return None
    how, asserted = parts[0].said, pairs(without_figures(assertion.text).words)
    left_open = (p for p in how.phrase.segments() if re.search(premise_rules()["left_open"], p.words))
    freed = forces(read_phrase(how.source.passage.text).words) & _FREED
    if freed or any(asserted & pairs(part.words) for part in left_open):
        return None
    act = asserted & pairs(how.phrase.words)
    for one in near:
        duty = one.source is how.source and one is not how and forces(one.phrase.words) == {Force.MUST}
        if duty and len(act & pairs(one.phrase.words)) >= _LEAST_HELD:
            return corrected(one.source, one.sentence, "premise_rule")
    return None


def _force(text: str) -> Force | None:
    """Return what a question says of an act, in the words that people speak in."""
    for name, pattern in premise_rules()["force"].items():
        if re.search(pattern, text):
            return Force(name)
    return None


def _parts(assertion: Assertion, near: Sequence[Said]) -> Iterator[_Part]:
    """Yield the parts of sentences that hold enough of what is asserted; a rare word tells more."""
    asked = pairs(without_figures(assertion.text).words)
    everywhere = [pairs(one.phrase.words) for one in near]
    telling = {word: 1 / max(1, sum(word in words for words in everywhere)) for word in asked}
    known = sum(weight for word, weight in telling.items() if any(word in words for words in everywhere))
    for one in near:
        for condition, act in _acts(one.phrase):
            held = sum(telling[word] for word in asked & pairs(condition + act))
            share = held / known if known else 0.0
            if share >= _LEAST and (said := _forces(_without_names(act, assertion.text))):
                yield _Part(one, said, share, share * one.nearness)


def _acts(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """Yield the parts of a sentence with the condition that leads up to each: 未经审查的，不得出台.

    A condition says in what case, and nothing of what may or must be done.
    """
    before = ""
    for part in phrase.segments():
        condition = part.words.endswith("的")
        if not condition:
            yield before, part.words
        before = part.words if condition else ""


def _without_names(act: str, asserted: str) -> str:
    """Return an act without names that only sound like a denial and are asserted as well: 非货币."""
    for name in re.findall("非[一-龥]{2}", unified(asserted)):
        act = act.replace(name, name[1:])
    return act


def _forces(part: str) -> frozenset[Force]:
    """Return the forces of a part; what may not be hindered may be done."""
    return frozenset((Force.MAY,)) if re.search(premise_rules()["unhindered"], part) else forces(part)
