"""Next questions that the documents answer: those written for clauses close to the one just read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.messages import Messages
from assistant.model import Language, Question
from corpus.model import Metadata
from index.hits import Hit
from index.passages import Passage
from index.question_words import content
from index.search import PolicyIndex
from index.signals import ENDED
from index.tokens import bigrams

MOST = 3
NEAR = 20  # passages before and after a cited one that may hold the next question
_LONGEST = {Language.ZH: 40, Language.EN: 120}  # characters of a question that fits a button
_ALIKE = 0.6  # share of bigrams in common from which two questions are the same one
_CHINESE = re.compile("[㐀-鿿]")


def suggestions(
    question: Question, cited: Sequence[Passage], found: Sequence[Hit], index: PolicyIndex
) -> tuple[str, ...]:
    """Return questions in the language of the question that were not asked yet, at most MOST.

    Args:
        question: what was asked, with the earlier turns.
        cited: the passages of the answer; empty when there is none.
        found: everything the search found, best first.
        index: where the neighbours of a cited passage stand.
    """
    asked = [question.text, question.search_text, *question.turns]
    taken: list[str] = []
    for passage in _candidates(cited, found, index, question):
        ask = _first_new(passage, question.language, [*asked, *taken])
        if ask:
            taken.append(ask)
        if len(taken) == MOST:
            break
    return tuple(taken)


def beginnings(messages: Messages) -> tuple[str, ...]:
    """Return the first example question of each topic: what to begin with."""
    return tuple(lines.strip().split("\n")[0] for lines in messages.section("example").values())[:MOST]


def _candidates(
    cited: Sequence[Passage], found: Sequence[Hit], index: PolicyIndex, question: Question
) -> Iterator[Passage]:
    """Yield passages, each once: the closest not cited, the neighbours of the best cited, the cited ones."""
    used = {passage.id for passage in cited}
    current = [hit.passage for hit in found if not hit.ended and hit.passage.id not in used]
    neighbours = list(_neighbours(cited[0], index, question)) if cited else []
    seen: set[str] = set(used)
    for passage in (*current[:1], *neighbours[:1], *current[1:], *neighbours[1:]):
        if passage.id not in seen:
            seen.add(passage.id)
            yield passage
    yield from cited


def _neighbours(passage: Passage, index: PolicyIndex, question: Question) -> Iterable[Passage]:
    """Return the passages of the same document, those after it first, if the document has not ended."""
    document: Metadata = index.documents[passage.document_id]
    if index.status(document, question.as_of) in ENDED:
        return ()
    whole = index.around(passage, NEAR, NEAR)
    place = next(at for at, other in enumerate(whole) if other.ordinal == passage.ordinal)
    return (*whole[place + 1 :], *whole[:place])


def _first_new(passage: Passage, language: Language, asked: Iterable[str]) -> str:
    known = [set(bigrams(content(text))) for text in asked]
    # Those without a question mark are written as people type in haste, with their mistakes.
    whole = [ask for ask in passage.asks if ask.endswith(("？", "?")) and len(ask) <= _LONGEST[language]]
    for ask in sorted(whole, key=len):
        if bool(_CHINESE.search(ask)) is not (language is Language.ZH):
            continue
        own = set(bigrams(content(ask)))
        if own and not any(len(own & other) >= _ALIKE * min(len(own), len(other) or 1) for other in known):
            return ask
    return ""
