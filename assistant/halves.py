"""What a question asks and no clause cited answers, where it asks more than one thing.

A clause is found by the whole of a question, so it may answer the first half and say nothing of the second.
A half is left out if no clause cited gives the kind of thing that it asks for, or speaks of its year or rank;
or if they leave out a word that it adds, and none answers it asked by itself; or leave out, as far as can be
told, the kind of thing, and none answers it asked behind the subject of the first.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from assistant.asked import Asked, read_asked
from assistant.fit import fitting, years_asked
from assistant.model import Inquiry, Language, NoticeKind, Question, Source, Verified
from assistant.parts import Asking, asked_in, is_elliptic
from assistant.scope_terms import is_name
from assistant.sought import lacking, ungiven
from assistant.sourcing import search
from assistant.spoken import answers, of_another_rank
from assistant.weighing import SAID, Rule, fate, rule_for, rules, said_by, says
from index.glossary import translate
from index.search import PolicyIndex
from index.tokens import commonness

_TELLING = -0.5  # log-odds from which a word left out tells that something is not answered


_COMPARED = re.compile(r"[和与跟同比较](?:20)?\d{2}年")  # 能不能和2021年的直接比


def left_out(inquiry: Inquiry, verified: Verified, index: PolicyIndex) -> tuple[str, ...]:
    """Return the halves of a question that nothing cited answers and that are not yet known to be, as worded.

    The first is what the clauses were found for, unless they only put right what the question tells.
    """
    question, finding = inquiry.question, inquiry.finding
    assert question is not None, "understand comes before"
    ids = {citation.passage.id for citation in verified.citations}
    sources = (*inquiry.sources, *((finding.source,) if finding else ()))
    cited = [source for source in sources if source.passage.id in ids]
    put_right = finding is not None and finding.kind is NoticeKind.PREMISE
    halves = asked_in(question.search_text, question.language)
    rest = halves if put_right and not inquiry.unanswered else halves[1:]
    left = (half.own for half in rest if cited and _is_left_out(half, question, cited, index))
    return tuple(own for own in left if not any(own in told for told in inquiry.unanswered))


def _is_left_out(half: Asking, question: Question, cited: Sequence[Source], index: PolicyIndex) -> bool:
    asked, rule = read_asked(half.text), rules()[question.language]
    if _lacks_kind(asked, question.language, cited) or _of_another_year(half, question, cited):
        return True
    if all(of_another_rank(asked, source) for source in cited):
        return True
    added = _added(asked, half, question)
    unsaid = [word for word in added if not any(says(said_by(source), word) for source in cited)]
    if is_elliptic(half.text) and added and unsaid == list(added):
        return True
    if any(_tells(word, cited, index, rule) for word in unsaid):
        return not _answered(half.text, question, cited, index)
    behind = half.after or half.told
    return _may_lack_kind(asked, cited) and not _answered(behind, question, cited, index)


def _lacks_kind(asked: Asked, language: Language, cited: Sequence[Source]) -> bool:
    """Tell whether no clause gives something demanded, or a kind of thing sought that has a name."""
    texts = [source.passage.text for source in cited]
    unmet = any(not any(demand.met_by(text) for text in texts) for demand in asked.demands)
    return unmet or bool(ungiven(asked.asking, texts, language))


def _may_lack_kind(asked: Asked, cited: Sequence[Source]) -> bool:
    """Tell the same of any kind sought, even one whose absence is unsure."""
    return any(all(lacking(source.passage.text, (kind,)) for source in cited) for kind in asked.sought)


def _of_another_year(half: Asking, question: Question, cited: Sequence[Source]) -> bool:
    """Tell whether a half asks of a year that it does not only compare with, and the clauses give others."""
    meant = dataclasses.replace(question, search_text=half.text)
    named = years_asked(_COMPARED.sub("", half.text), question.as_of)
    return bool(named) and not any(fitting(meant, (source,)) for source in cited)


def _added(asked: Asked, half: Asking, question: Question) -> tuple[str, ...]:
    """Return the names that a half adds to what was asked before it."""
    before = question.search_text.lower().rpartition(half.text.lower())[0]
    return tuple(word for word in asked.about if is_name(word) and word not in before)


def _tells(word: str, cited: Sequence[Source], index: PolicyIndex, rule: Rule) -> bool:
    """Tell whether a clause that answers would say a word; what is cut wrongly out of a sentence is none."""
    if word.isascii():
        return bool(translate(word).meanings)
    known = commonness(word) > 0 or word in rule.own
    missed = min(fate(word, said_by(source), index.frequency) for source in cited)
    return known and missed != SAID and rule.telling(word, missed) <= _TELLING


def _answered(text: str, question: Question, cited: Sequence[Source], index: PolicyIndex) -> bool:
    """Tell whether one of the clauses answers a question by itself."""
    found = search(dataclasses.replace(question, search_text=text), index)
    ids = {source.passage.id for source in cited}
    near = [Source(1, hit) for hit in (*found.hits, *found.rejected) if hit.passage.id in ids]
    weighed = [(source, rule_for(question.language, source)) for source in near]
    asked = read_asked(text)
    return any(answers(asked, source, index.frequency, rule) >= rule.bar for source, rule in weighed)
