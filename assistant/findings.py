"""What a sentence of the documents says about something that a question takes for granted."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.messages import Messages
from assistant.model import DraftClaim, Notice, NoticeKind, Quote, Source
from assistant.sentences import Sentence


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
    values: tuple[tuple[str, str], ...] = ()

    @property
    def claim(self) -> DraftClaim:
        """The sentence as a statement: it is verified like all others before anything is said of it."""
        start = self.source.passage.start + self.sentence.start
        quote = Quote(self.source.label, self.sentence.text, start, start + len(self.sentence.text))
        return DraftClaim(self.sentence.text, (quote,))

    def notice(self, messages: Messages) -> Notice:
        """Say it in the language of the reader."""
        title = self.source.document.title
        text = messages.text(
            "notice", self.name, title=title, sentence=self.sentence.text, **dict(self.values)
        )
        return Notice(self.kind, text)


def corrected(source: Source, sentence: Sentence, name: str, **values: str) -> Finding:
    """Return a correction."""
    return Finding(NoticeKind.PREMISE, name, source, sentence, tuple(values.items()))


def confirmed(source: Source, sentence: Sentence, name: str = "confirmed", **values: str) -> Finding:
    """Return a confirmation."""
    return Finding(NoticeKind.CONFIRMED, name, source, sentence, tuple(values.items()))
