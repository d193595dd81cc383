"""What one visitor has asked so far."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Answer

MOST_TURNS = 20  # kept and shown; older ones leave the page and the memory of the server


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, its answer and how the page shows them."""

    number: int  # from 1
    question: str
    answer: Answer
    html: str


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


def as_html(conversation: Conversation) -> str:
    """Return the whole conversation as HTML."""
    return "".join(turn.html for turn in conversation)
