"""What a sentence of the documents says about something that a question takes for granted."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.figure_words import written
from assistant.glossary import titled
from assistant.messages import Messages
from assistant.model import DraftClaim, Notice, NoticeKind, Quote, Source
from assistant.sentences import Sentence
from corpus.numerals import Figure


@dataclass(frozen=True, slots=True)
class Finding:
    """A correction or a confirmation, with the sentence of a source that bears it out.

    Attributes:
        kind: PREMISE puts right, CONFIRMED says that it is so.
        name: of the message, see [notice].
        source: the passage that is cited.
        sentence: a whole sentence of it.
        values: what the message is filled with, apart from title and sentence.
    """

    kind: NoticeKind
    name: str
    source: Source
    sentence: Sentence
    values: tuple[tuple[str, str | Figure], ...] = ()

    @property
    def claim(self) -> DraftClaim:
        """The sentence as a statement: it is verified like all others before anything is said of it."""
        start = self.source.passage.start + self.sentence.start
        quote = Quote(self.source.label, self.sentence.text, start, start + len(self.sentence.text))
        return DraftClaim(self.sentence.text, (quote,))

    def notice(self, messages: Messages) -> Notice:
        """Say it in the language of the reader."""
        title = titled(self.source.document.title, messages)
        values = {name: _said(name, value, messages) for name, value in self.values}
        text = messages.text("notice", self.name, title=title, sentence=self.sentence.text, **values)
        return Notice(self.kind, text)


def _said(name: str, value: str | Figure, messages: Messages) -> str:
    """Return a value in the language of the reader: figures, titles and levels of government."""
    if isinstance(value, Figure):
        return written(value, messages.language)
    if name == "old":
        return titled(value, messages)
    return messages.section("level").get(value, value)


def corrected(source: Source, sentence: Sentence, name: str, **values: str | Figure) -> Finding:
    """Return a correction."""
    return Finding(NoticeKind.PREMISE, name, source, sentence, tuple(values.items()))


def confirmed(source: Source, sentence: Sentence, name: str = "confirmed", **values: str | Figure) -> Finding:
    """Return a confirmation."""
    return Finding(NoticeKind.CONFIRMED, name, source, sentence, tuple(values.items()))
