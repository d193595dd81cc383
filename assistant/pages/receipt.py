"""A conversation as a record to keep: questions, answers, clause texts as shown, corpus version, time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from assistant.messages import Messages, load_messages
from assistant.model import Language
from assistant.pages.conversation import Conversation, Turn
from assistant.pages.excerpt import Excerpt
from assistant.pages.frame import latest
from assistant.pages.render import is_web, render
from assistant.render import cited, kind_name, marks
from index.search import PolicyIndex

_VERSION = 12  # characters of the fingerprint that are shown


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as shown beside the answer."""

    label: str  # [1]; empty for one that is only close to the question
    title: str  # 《标题》（文号）第十二条〔本库摘编，现行有效〕
    lines: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and all that was shown with its answer."""

    heading: str
    question: str
    asked: str
    message: tuple[str, ...]
    before: tuple[str, ...]  # notices that stand before the statements
    statements: tuple[str, ...]
    after: tuple[str, ...]
    clauses_heading: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the file says, in the order it says it."""

    title: str
    made: str
    corpus: str
    notice: str
    entries: tuple[Entry, ...]


def receipt(conversation: Conversation, index: PolicyIndex, language: Language, now: datetime) -> Receipt:
    """Return the record of a conversation.

    Args:
        conversation: what was asked.
        index: the index that answered.
        language: the language of the frame; questions, answers and clauses stay as they are.
        now: the time of the export, with a time zone.
    """
    messages = load_messages(language)
    day = latest(tuple(index.documents.values()))
    return Receipt(
        title=messages.text("receipt", "title"),
        made=messages.text("receipt", "made", time=_time(now)),
        corpus=messages.text(
            "receipt",
            "corpus",
            documents=len(index.documents),
            latest=messages.day(day) if day else "—",
            version=f"{index.state.fingerprint[:_VERSION]}（{index.state.built_at[:10]}）",
        ),
        notice=messages.text("page", "notice"),
        entries=tuple(_entry(turn, messages) for turn in conversation),
    )


def receipt_html(record: Receipt, language: Language) -> str:
    """Return a record as one HTML file that needs nothing else."""
    return render("receipt.html", language, record=record)


def _entry(turn: Turn, messages: Messages) -> Entry:
    answer = turn.answer
    day: date | None = answer.question.as_of if answer.question and answer.claims else None
    after = [notice.text for notice in answer.notices if not notice.first]
    if day:
        after.append(messages.text("answer", "as_of", as_of=messages.day(day)))
    return Entry(
        heading=messages.text("receipt", "question", number=turn.number),
        question=turn.question,
        asked=messages.text("receipt", "asked_at", time=_time(turn.answered)),
        message=tuple(answer.message.splitlines()),
        before=tuple(notice.text for notice in answer.notices if notice.first),
        statements=tuple(f"{claim.text}{marks(claim.labels)}" for claim in answer.claims),
        after=tuple(after),
        clauses_heading=messages.text("receipt", "clauses" if answer.citations else "near"),
        clauses=tuple(_clause(excerpt, messages) for excerpt in turn.excerpts),
    )


def _clause(excerpt: Excerpt, messages: Messages) -> Clause:
    document = excerpt.document
    kind = kind_name(document, excerpt.confidence, messages)
    status = messages.text("status", excerpt.status)
    return Clause(
        label=f"[{excerpt.label}] " if excerpt.label else "",
        title=cited(document, excerpt.address, kind, status, messages),
        lines=tuple("".join(piece.text for piece in line) for line in excerpt.lines),
        url=document.source_url if is_web(document.source_url) else "",
    )


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S %z")
