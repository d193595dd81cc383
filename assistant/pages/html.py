"""Values as HTML. The templates in ``data`` escape everything they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.messages import DATA, Messages
from assistant.model import Answer
from assistant.pages.excerpt import PassagesOf, address, excerpts
from corpus.model import Metadata, Topic
from corpus.partial_date import PartialDate

TOPICS = (Topic.INCENTIVE, Topic.PROCESS, Topic.TARGET)  # in the order of the page


# What changes how the statements are to be read stands before them.
def turn_html(
    number: int,
    question: str,
    answer: Answer,
    messages: Messages,
    documents: Mapping[str, Metadata],
    passages_of: PassagesOf,
) -> str:
    """Return a question and its answer, with the clauses it cites.

    Args:
        number: place of the question in the conversation, from 1; makes the ids of the page unique.
        question: the question as typed.
        answer: what was answered.
        messages: the language of the frame.
        documents: every document by id, to name what replaced a cited one.
        passages_of: gives the passages around a cited one.
    """
    return _render(
        "turn.html",
        messages,
        number=number,
        question=question,
        answer=answer,
        first=[notice for notice in answer.notices if notice.first],
        after=[notice for notice in answer.notices if not notice.first],
        excerpts=excerpts(answer, passages_of),
        documents=documents,
        address=address,
        caution=messages.text("page", "caution"),
    )


def header_html(messages: Messages, documents: Sequence[Metadata]) -> str:
    """Return the head of the page: what this is, what it is not, and what it knows."""
    latest = max((d.published for d in documents if d.published), default=None)
    return _render("header.html", messages, documents=len(documents), latest=latest)


def footer_html(messages: Messages) -> str:
    """Return the foot of the page."""
    return _render("footer.html", messages)


def status_html(text: str, *, fault: bool) -> str:
    """Return what is said beside the input: a fault in view, anything else for screen readers only."""
    return str(Markup('<p class="{}" role="alert">{}</p>').format("fault" if fault else "unseen", text))


def heading_html(depth: int, text: str) -> str:
    """Return a heading; ``depth`` is 1 to 6."""
    return str(Markup("<h{0}>{1}</h{0}>").format(depth, text))


def examples(messages: Messages, topic: Topic) -> tuple[str, ...]:
    """Return the example questions of a topic."""
    return tuple(line for line in messages.text("example", topic).splitlines() if line)


def in_words(day: PartialDate | date, messages: Messages) -> str:
    """Return a date as people write it, as far as it is known."""
    name = "day" if day.day else "month" if day.month else "year"
    return messages.text("page", f"date_{name}", year=day.year, month=day.month, day=day.day)


def _render(template: str, messages: Messages, **values: object) -> str:
    return (
        _environment()
        .get_template(template)
        .render(say=messages.text, in_words=lambda day: in_words(day, messages), **values)
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(DATA),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
