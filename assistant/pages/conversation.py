"""What one visitor has asked so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.model import Answer
from assistant.pages.excerpt import Excerpt

MOST_TURNS = 20  # kept and shown; older ones leave the page and the memory of the server


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, its answer and the clauses it cites, as they stood when it was answered."""

    number: int  # from 1
    question: str
    answer: Answer
    excerpts: tuple[Excerpt, ...]
    answered: datetime  # with a time zone
    record: int = 0  # its number in the journal, 0 where none is kept


Conversation = tuple[Turn, ...]


def next_number(conversation: Conversation) -> int:
    """Return the number of the next turn."""
    return conversation[-1].number + 1 if conversation else 1


def extended(conversation: Conversation, turn: Turn) -> Conversation:
    """Return a conversation with one more turn, without the oldest ones beyond MOST_TURNS."""
    return (*conversation, turn)[-MOST_TURNS:]


def questions(conversation: Conversation) -> tuple[str, ...]:
    """Return what was asked, oldest first."""
    return tuple(turn.question for turn in conversation)
