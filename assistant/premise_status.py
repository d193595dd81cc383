"""What a question takes to be in force or to have ended, held against the documents and their dates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asserted import Assertion, agrees, as_money, stated_figures
from assistant.closest import repeats, sayings, without_figures
from assistant.findings import Finding, confirmed, corrected
from assistant.model import Question, Source
from assistant.phrases import pairs, unified
from assistant.premise_terms import premise_rules
from assistant.sentences import Sentence, split_sentences
from corpus.model import Status
from corpus.numerals import FigureKind, read_figures
from corpus.validity import is_record
from index.tokens import words

_STANDS = (Status.IN_FORCE, Status.NOT_YET)
_GONE = (Status.SUPERSEDED, Status.EXPIRED, Status.REPEALED)


def on_status(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Return whether a document that the question takes to hold, or to have ended, really does."""
    rules, text = premise_rules(), assertion.text
    if re.search(rules["past_asked"], text):
        return None
    still = re.search(rules["still"], text, re.IGNORECASE)
    ended = re.search(rules["ended"], text, re.IGNORECASE)
    if not still and not ended:
        return None
    if still and (finding := _figure_gone(text, sources)):
        return finding
    figures = stated_figures(text) if assertion.aside else assertion.figures
    if not assertion.sure or any(f.date is None or "-" in f.date for f in figures):
        return None  # what is said of a figure or a day is judged elsewhere
    if ended and (finding := _sentence_ends(text, sources)):
        return finding
    if still and not ended and (finding := _ended_elsewhere(text, sources)):
        return finding
    source = named(question, sources)
    status, sentence = source.hit.status, telling(source)
    if still and not ended:
        if status in _GONE:
            return corrected(source, sentence, "premise_gone", reason=source.document.status_reason or "—")
        sure = status in _STANDS and (not re.search(r"20\d{2}", text) or names_year(question, source))
        return confirmed(source, sentence, "confirmed_stands") if sure else None
    if status in _STANDS:
        return corrected(source, sentence, "premise_stands")
    return confirmed(source, sentence, "confirmed_gone") if status in _GONE else None


def on_edition(assertion: Assertion, question: Question, sources: Sequence[Source]) -> Finding | None:
    """Say that an edition which the question takes for the present rule has been replaced."""
    rules, text = premise_rules(), assertion.text
    present = assertion.sure and re.search(rules["present"], text) and not re.search(rules["ended"], text)
    if not present or re.search(rules["past_asked"], text):
        return None
    source = named(question, sources)
    if source.hit.status is not Status.SUPERSEDED or is_record(source.document):
        return None
    if not names_year(question, source):
        return None
    reason, old = source.document.status_reason or "—", source.document.title
    newer = [s for s in sources if s.document.id == source.document.superseded_by]
    if said := sayings(without_figures(text), newer):
        return corrected(said[0].source, said[0].sentence, "premise_replaced", reason=reason, old=old)
    return corrected(source, telling(source), "premise_gone", reason=reason)


def named(question: Question, sources: Sequence[Source]) -> Source:
    """Return the source whose title the question names most of; the closest one if it names none.

    Of two versions the later one is meant, unless the question names the year of the earlier one; of two
    texts of one name that of the state, unless the question names the place of the other.
    """
    asked = pairs(unified(question.search_text))
    known = {source.document.id for source in sources}
    current = [s for s in sources if s.document.superseded_by not in known or names_year(question, s)]
    titles = {_name(source) for source in sources}

    def likeness(source: Source) -> tuple[int, bool, int]:
        name = _name(source)
        place = next((name.removesuffix(t) for t in titles if t != name and name.endswith(t)), "")
        return len(asked & pairs(unified(name))), not place or bool(asked & pairs(place)), -source.label

    return max(current or sources, key=likeness)


def _name(source: Source) -> str:
    return source.document.title.removeprefix("中华人民共和国")


def names_year(question: Question, source: Source) -> bool:
    """Tell whether a question names the year of a document."""
    document = source.document
    known = {str(day.year) for day in (document.published, document.effective) if day}
    known |= set(re.findall(r"20\d{2}", document.title))
    return bool(known & set(re.findall(r"20\d{2}", question.search_text)))


def telling(source: Source) -> Sentence:
    """Return the sentence of a passage that says how long it holds, else its first."""
    sentences = split_sentences(source.passage.text)
    expires = str(source.document.expires or "-")
    for sentence in sentences:
        if any(f.date and f.date.endswith(expires) for f in read_figures(sentence.text)):
            return sentence
    gone = premise_rules()["gone"]
    return next((s for s in sentences if re.search(gone, s.text)), sentences[0])


def _sentence_ends(text: str, sources: Sequence[Source]) -> Finding | None:
    """Confirm the end of a document that a sentence tells of: 增值税暂行条例同时废止."""
    asked = pairs(unified(text))
    for said in sayings(without_figures(text), sources)[:3]:
        own = pairs(unified(said.source.document.title.removeprefix("中华人民共和国")))
        if own <= asked:  # the document itself is asked about, not another that it ended
            continue
        if re.search(premise_rules()["gone"], said.sentence.text) and repeats(text, said):
            return confirmed(said.source, said.sentence)
    return None


def _ended_elsewhere(text: str, sources: Sequence[Source]) -> Finding | None:
    """Say that a document which the question takes to hold has ended, if a sentence of another tells so."""
    rules = premise_rules()
    for kind in re.findall(rules["named_by"]["kind"], text):
        pattern = f"([一-龥]{{2,12}}{kind}){rules['ended_there']}"
        for source in sources:
            for sentence in split_sentences(source.passage.text):
                gone = re.search(pattern, sentence.text)
                if gone and all(word in text for word in words(gone[1])):
                    return corrected(source, sentence, "premise_rule")
    return None


def _figure_gone(text: str, sources: Sequence[Source]) -> Finding | None:
    """Say that a figure which the question takes to hold is one of the past."""
    said = sayings(without_figures(text), sources)
    past = [one for one in said if re.search(premise_rules()["past"], one.sentence.text)]
    for figure in map(as_money, read_figures(text)):
        for one in past if figure.kind is not FigureKind.DATE else ():
            if any(agrees(figure, other) for other in read_figures(one.sentence.text)):
                return corrected(one.source, one.sentence, "premise_ended", figure=figure)
    return None
