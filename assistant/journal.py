"""What was asked, how it ended and how it was rated. Personal data is masked before it is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    insert,
    select,
)

from assistant.model import Answer
from assistant.privacy import masked

KEPT = timedelta(days=365)  # older rows are deleted when the journal is opened
LONGEST_REMARK = 300  # characters

_tables = MetaData()
exchanges = Table(
    "exchanges",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("asked_at", DateTime, nullable=False, index=True),  # UTC
    Column("question", String, nullable=False),  # masked
    Column("status", String, nullable=False, index=True),
    Column("topic", String, nullable=False),
    Column("language", String, nullable=False),
    Column("clauses", JSON, nullable=False),  # ids of the clauses cited
    Column("near", JSON, nullable=False),  # ids of the closest clauses where none is cited
    Column("rejected", JSON, nullable=False),  # reasons why statements were dropped
    Column("milliseconds", Float, nullable=False),
    Column("index_fingerprint", String, nullable=False),
)
ratings = Table(
    "ratings",
    _tables,
    Column("exchange", ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
    Column("rated_at", DateTime, nullable=False),  # UTC
    Column("verdict", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("remark", String, nullable=False),  # masked
)


class Verdict(StrEnum):
    """What a visitor thinks of an answer."""

    UP = "up"
    DOWN = "down"


class Reason(StrEnum):
    """Why an answer was no help."""

    BESIDE = "beside"
    WRONG = "wrong"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"
    MISSING = "missing"
    OTHER = "other"


class Journal:
    """A journal in one SQLite file, which is made if it is missing.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(f"sqlite:///{path}")
        event.listen(self.engine, "connect", _prepare)
        _tables.create_all(self.engine)
        self.forget(datetime.now(UTC) - KEPT)

    def record(self, answer: Answer) -> int:
        """Write an answer to a question that could be searched, and return its number."""
        question = answer.question
        assert question is not None, "what could not be searched is not kept"
        row = {
            "asked_at": _now(),
            "question": masked(question.text),
            "status": str(answer.status),
            "topic": str(question.topic),
            "language": str(question.language),
            "clauses": [citation.passage.clause_id for citation in answer.citations],
            "near": [hit.passage.clause_id for hit in answer.near],
            "rejected": [row.reason for row in answer.rejected],
            "milliseconds": answer.milliseconds,
            "index_fingerprint": answer.index_fingerprint,
        }
        with self.engine.begin() as connection:
            key = connection.execute(insert(exchanges).values(row)).inserted_primary_key
            assert key is not None
            return int(key[0])

    def rate(self, exchange: int, verdict: Verdict, reason: Reason | None = None, remark: str = "") -> None:
        """Write what a visitor thinks of an answer; a later rating replaces an earlier one."""
        row = {
            "exchange": exchange,
            "rated_at": _now(),
            "verdict": str(verdict),
            "reason": str(reason or ""),
            "remark": masked(remark[:LONGEST_REMARK]),
        }
        with self.engine.begin() as connection:
            if connection.scalar(select(exchanges.c.id).where(exchanges.c.id == exchange)) is None:
                return  # forgotten in the meantime
            connection.execute(delete(ratings).where(ratings.c.exchange == exchange))
            connection.execute(insert(ratings).values(row))

    def forget(self, before: datetime) -> None:
        """Delete what was asked before a time, with its ratings."""
        with self.engine.begin() as connection:
            connection.execute(delete(exchanges).where(exchanges.c.asked_at < before.replace(tzinfo=None)))

    def close(self) -> None:
        """Close the file."""
        self.engine.dispose()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _prepare(connection: object, _record: object) -> None:
    for line in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {line}")  # type: ignore[attr-defined]  # the driver's own
