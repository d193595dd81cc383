"""Figures that a question takes for granted, held against those of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from assistant.asserted import Assertion, agrees, comparable, keeps_to
from assistant.closest import Said, Stated, figures_of, repeats, sayings, without_figures
from assistant.evidence import MARKER, gather
from assistant.findings import Finding, confirmed, corrected
from assistant.fit import years_asked
from assistant.model import Question, Source
from assistant.naming import without_numbers
from assistant.phrases import pairs, read_phrase, terms, unified
from assistant.premise_fit import counted_apart, is_it, of_another_year, turned_about
from assistant.premise_status import names_year
from assistant.premise_terms import premise_rules
from assistant.support import unsupported
from corpus.numerals import Bound, Figure, FigureKind, read_figures, same_value
from corpus.validity import is_record

_STATE = "国家"
_PLACES = ("东湖", "南昌", "江西")
_PLANNED = frozenset(("plan", "intended", "estimate"))
_SHORT = frozenset(("日", "工作日", "周", "小时"))
# How near a figure has to be, compared with the nearest one that says otherwise.
_ALSO = 0.97  # an agreeing figure so near means that the question may be right
_PERHAPS = 0.88  # and one so near, that it is not safe to say that it is wrong
_CLEARLY = 1.03  # and so much nearer that it is
_UNLIKE = 0.8  # what a figure of another order counts: days for years, another measure word
_LIKE = 1.1  # and one with the same bound: 最长90天, 最长90日
_LEFT_OUT = 0.3  # of an assertion, by length, that the sentence which confirms it may leave out
_COMPANY = 0.2  # what the agreement of the other figures of the question adds
# Faults of wording, of units and of conditions left out: people put things in their own words, and short.
_WORDS = frozenset(("words", "nothing", "figure", "limit"))


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the documents say of one asserted figure; `right` is None where they do not tell."""

    right: bool | None
    finding: Finding | None


def on_figures(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Return a correction of the first figure that is wrong, or a confirmation if all are right."""
    asked = [figure for figure in assertion.figures if not _is_time(figure)]
    if not asked:
        return None
    phrase = without_figures(assertion.text)
    said = [
        one
        for one in sayings(phrase, sources)
        if _of_time_and_place(question, one) and not _old(question, one) and _aims_alike(assertion, one)
    ]
    stated = tuple(figures_of(phrase, said))
    verdicts = [_judge(figure, asked, assertion, stated) for figure in asked]
    wrong = next((v.finding for v in verdicts if v.right is False and v.finding), None)
    if wrong or not all(v.right for v in verdicts):
        return wrong
    return verdicts[-1].finding if assertion.sure else None


def _judge(
    figure: Figure, asked: Sequence[Figure], assertion: Assertion, stated: Sequence[Stated]
) -> _Verdict:
    others = [other for other in asked if other is not figure and other != figure]
    years = {f.date[:4] for f in assertion.figures if f.date}
    alike = [_weighed(figure, others, years, one) for one in stated if comparable(figure, one.figure)]
    alike = [
        one
        for one in alike
        if not any(agrees(other, one.figure) for other in others)
        and not turned_about(figure, assertion, one)
        and not of_another_year(figure, assertion, one)
    ]
    if not alike:
        return _Verdict(None, None)
    yes = max((one for one in alike if agrees(figure, one.figure)), key=_nearness, default=None)
    no = max((one for one in alike if not agrees(figure, one.figure)), key=_nearness, default=None)
    if yes and (no is None or yes.nearness >= _CLEARLY * no.nearness):
        sure = is_it(figure, assertion, yes) and _borne_out(assertion, yes.said)
        return _Verdict(True, confirmed(yes.said.source, yes.said.sentence)) if sure else _Verdict(None, None)
    if no is None or (yes and yes.nearness >= _PERHAPS * no.nearness) or _open(figure, assertion, no, alike):
        return _Verdict(None, None)
    rules, text = premise_rules(), assertion.text
    only = re.match(rules["no_further"], text[figure.end :]) or re.search(rules["duty"], text)
    within = re.search(rules["within"], text) and not only
    if within and keeps_to(figure, no.figure):
        return _Verdict(None, None)
    if not _singled_out(no, alike, assertion) or counted_apart(assertion, no):
        return _Verdict(None, None)
    return _Verdict(False, _correction(figure, no, alike))


def _singled_out(nearest: Stated, alike: Sequence[Stated], assertion: Assertion) -> bool:
    """Tell whether an assertion has a word of the nearest item of a list that the other items lack."""
    own = pairs(nearest.said.phrase.words)
    for one in alike:
        same_list = one.said.source is nearest.said.source and MARKER.match(one.said.sentence.text)
        if same_list and one.said.sentence != nearest.said.sentence:
            own -= pairs(one.said.phrase.words)
    listed = MARKER.match(nearest.said.sentence.text)
    return not listed or bool(own & pairs(without_figures(assertion.text).words))


def _correction(figure: Figure, nearest: Stated, alike: Sequence[Stated]) -> Finding:
    """Put a figure right: with the one in its place, or with the sentence where several may be meant."""
    source, sentence = nearest.said.source, nearest.said.sentence
    rivals = [one for one in alike if one.nearness >= _ALSO * nearest.nearness]
    if all(agrees(one.figure, nearest.figure) or agrees(nearest.figure, one.figure) for one in rivals):
        return corrected(source, sentence, "premise", asserted=figure, stated=nearest.figure)
    first = min(rivals, key=lambda one: (one.said.source.label, one.said.sentence.start)).said
    return corrected(first.source, first.sentence, "premise_not", asserted=figure)


def _is_time(figure: Figure) -> bool:
    """Tell whether a figure is a date, or a year without its sign: 2024上半年."""
    return figure.kind is FigureKind.DATE or (
        figure.kind is FigureKind.NUMBER and bool(re.fullmatch(r"(?:19|20)\d{2}", figure.text))
    )


def _nearness(one: Stated) -> float:
    return one.nearness


def _weighed(figure: Figure, others: Sequence[Figure], asserted_years: Set[str], one: Stated) -> Stated:
    """Weigh a figure by how alike it is in kind, and by what else of the question its sentence bears out."""
    known = one.said.phrase.figures
    company = sum(any(agrees(other, f) for f in known) for other in others)
    like = 1.0
    if figure.bound is one.figure.bound and figure.bound is not Bound.EXACT:
        like = _LIKE
    years = {f.date[:4] for f in one.part.figures if f.date}
    if asserted_years and years and not years & asserted_years:
        like *= _UNLIKE
    if figure.kind is FigureKind.PERIOD and (figure.unit in _SHORT) != (one.figure.unit in _SHORT):
        like *= _UNLIKE
    if figure.kind is FigureKind.COUNT and figure.unit != one.figure.unit and figure.unit:
        like *= _UNLIKE
    return replace(one, nearness=(one.nearness + _COMPANY * company) * like)


def _open(figure: Figure, assertion: Assertion, stated: Stated, alike: Sequence[Stated]) -> bool:
    """Tell whether a sentence does not decide: others set other figures, or it is of another year."""
    rules, said = premise_rules(), stated.said
    elsewhere = re.search(rules[_towards(figure, stated.figure)], said.source.passage.text)
    of_year = re.match(r"20\d{2}年(?:度|上半年|前.季度)?(?:（.+?）)?，", said.sentence.text)
    undated = not any(f.date or _is_time(f) for f in assertion.figures)
    other_year = of_year and undated and not _never_reached(figure, assertion, alike)
    return bool(other_year or (elsewhere and not re.search(rules["by_rule"], assertion.text)))


def _never_reached(figure: Figure, assertion: Assertion, alike: Sequence[Stated]) -> bool:
    """Tell whether a mark is said to have been passed that lies above every like figure of any year."""
    reached = re.search(premise_rules()["reached"], assertion.text)
    return bool(reached) and all((one.figure.value or 0) < (figure.value or 0) for one in alike)


def _towards(figure: Figure, stated: Figure) -> str:
    """Return the name of the pattern for rules that go beyond a stated figure towards the asserted one."""
    less = (figure.value or 0) < (stated.value or 0)
    return "elsewhere_less" if less else "elsewhere_more"


def _aims_alike(assertion: Assertion, said: Said) -> bool:
    """Tell whether a question about a target meets a target, and one about a result no target."""
    aim = premise_rules()["aim"]
    around = "，".join((said.sentence.text, *said.source.passage.headings))
    if re.search(aim, assertion.text):
        return bool(re.search(aim, around))
    return not (
        re.search(r"增长了|达到了|完成了|实际", assertion.text) and re.search(aim, said.sentence.text)
    )


def _borne_out(assertion: Assertion, said: Said) -> bool:
    """Tell whether the gate finds nothing in an assertion that its sentence contradicts."""
    strict = [word for word in map(unified, terms()["strict"].split()) if word in unified(assertion.text)]
    if any(word not in said.phrase.words for word in strict) or not repeats(assertion.text, said, _LEFT_OUT):
        return False
    given = re.search(premise_rules()["given_to"], assertion.text)
    if given and unified(given[1]) not in said.phrase.words:
        return False
    known = (*said.phrase.figures, *read_figures(said.source.document.title))
    dates = [figure for figure in assertion.figures if figure.date]
    if not all(any(agrees(date, other) for other in known if other.date) for date in dates):
        return False
    text = without_numbers(assertion.text, (said.source,))
    fault = unsupported(read_phrase(text), gather((said.source,), text))
    return fault is None or fault[0] in _WORDS


def _of_time_and_place(question: Question, said: Said) -> bool:
    """Tell whether a sentence speaks of the years and places of a question, if it names any."""
    document, text = said.source.document, said.sentence.text
    heading = "，".join(said.source.passage.headings[-1:])
    years = years_asked(question.search_text, question.as_of)
    told = set(re.findall(r"(?<!\d)(20\d{2})年", text)) or set(re.findall(r"(?<!\d)(20\d{2})年", heading))
    if years and told and not years & told:
        return False
    address = f"{text} {document.title} {document.level} {heading}"
    places = [place for place in _PLACES if place in question.search_text]
    if places and any(place in text for place in _PLACES) and not any(place in text for place in places):
        return False  # 9 of 11 cities of the province say nothing of this one
    return document.level == _STATE or all(place in address for place in places)


def _old(question: Question, said: Said) -> bool:
    """Tell whether a sentence is no longer the rule, and the question is not about what was."""
    rules, document = premise_rules(), said.source.document
    if re.search(rules["past_asked"], question.search_text):
        return False
    if said.source.hit.ended and not is_record(document):
        return not names_year(question, said.source)
    return bool(re.search(rules["past"], said.sentence.text))


def on_unfinished(assertion: Assertion, sources: Sequence[Source]) -> Iterator[Finding]:
    """Yield figures that are a plan or an intention where the question takes them for done."""
    if not re.search(premise_rules()["done"], assertion.text):
        return
    for source in sources:
        facets = source.passage.facets
        for figure in assertion.figures if facets else ():
            rows = [row for row in facets.figures if _gives(row.quote, figure)] if facets else []
            kinds = {row.kind for row in rows}
            if kinds and kinds <= _PLANNED:
                for said in sayings(read_phrase(assertion.text), (source,)):
                    if any(same_value(figure, other) for other in said.phrase.figures):
                        yield corrected(source, said.sentence, f"premise_{min(kinds)}", figure=figure)
                        return


def _gives(quote: str, figure: Figure) -> bool:
    return any(same_value(figure, other) for other in read_figures(quote))
