"""The chat as HTML: a question with its answer, and what stands around it. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from assistant.journal import Reason
from assistant.messages import Messages, load_messages
from assistant.model import Answer, Language, Stage
from assistant.pages import plot
from assistant.pages.conversation import Conversation, Turn
from assistant.pages.excerpt import address
from assistant.pages.laid_out import laid_out
from assistant.pages.render import is_web, render
from assistant.render import to_text
from corpus.model import Metadata, Topic

TOPICS = (Topic.INCENTIVE, Topic.PROCESS, Topic.TARGET)  # in the order of the page
REASONS = tuple(Reason)


# What changes how the statements are to be read stands before them.
def turn_html(
    turn: Turn, language: Language, documents: Mapping[str, Metadata], stage: Stage | None = None
) -> str:
    """Return a question and its answer, with the clauses it cites.

    Args:
        turn: the question and the answer; its number makes the ids of the page unique.
        language: the language of the frame.
        documents: every document by id, to name what replaced a cited one.
        stage: what the assistant is doing, None for an answer that is whole.
    """
    messages, answer = load_messages(language), turn.answer
    return render(
        "turn.html",
        language,
        number=turn.number,
        question=turn.question,
        answer=answer,
        first=[notice for notice in answer.notices if notice.first],
        after=[notice for notice in answer.notices if not notice.first],
        excerpts=turn.excerpts,
        places={excerpt.label: excerpt for excerpt in turn.excerpts},
        documents=documents,
        address=address,
        caution=messages.text("page", "caution"),
        stage=stage,
        size=plot,
        laid=laid_out(answer.shape, [c.text for c in answer.claims]) if answer.shape else None,
        plain=as_copied(answer, messages),
        reasons=REASONS,
        rated=bool(turn.record),
    )


def conversation_html(
    conversation: Conversation, language: Language, documents: Mapping[str, Metadata]
) -> str:
    """Return a whole conversation, which takes the place of whatever the page shows."""
    turns = "".join(turn_html(turn, language, documents) for turn in conversation)
    return f'<div class="conversation">{turns}</div>'


def pending_html(number: int, question: str, text: str, language: Language) -> str:
    """Return a question that has no statement yet, with what is happening to it."""
    return render("pending.html", language, number=number, question=question, text=text)


def export_html(language: Language) -> str:
    """Return the links that save the conversation."""
    return render("export.html", language)


def as_copied(answer: Answer, messages: Messages) -> str:
    """Return an answer as plain text: statements, the clauses in official form, the day and the links."""
    blocks = [to_text(answer)]
    if answer.claims and answer.question:
        blocks.append(messages.text("answer", "as_of", as_of=messages.day(answer.question.as_of)))
    links = [
        f"[{c.label}] {c.document.source_url}" for c in answer.citations if is_web(c.document.source_url)
    ]
    blocks += ["\n".join(links)] if links else []
    return "\n\n".join(blocks)


def status_html(text: str, *, fault: bool) -> str:
    """Return what is said beside the input: a fault in view, anything else for screen readers only."""
    role = "alert" if fault else "status"
    return str(Markup('<p class="{}" role="{}">{}</p>').format("fault" if fault else "unseen", role, text))


def examples(messages: Messages, topic: Topic) -> tuple[str, ...]:
    """Return the example questions of a topic."""
    return tuple(line for line in messages.text("example", topic).splitlines() if line)
