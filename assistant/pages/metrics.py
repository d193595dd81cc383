"""What the server counts, as text for Prometheus. Numbers only: no question, no visitor."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from assistant.model import Answer, Language

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "policy_answers",
            "Questions answered, by how they ended",
            ("status", "language"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "policy_answer_seconds",
            "Time from a question to its whole answer, waiting included",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._turned_away = Counter(
            "policy_turned_away",
            "Questions that got no answer, by reason",
            ("reason",),
            registry=self._registry,
        )
        self._ratings = Counter("policy_ratings", "Answers rated", ("verdict",), registry=self._registry)
        ProcessCollector(registry=self._registry)

    def answered(self, answer: Answer, language: Language, seconds: float) -> None:
        """Count an answer.

        Args:
            answer: the whole answer.
            language: the language of the page.
            seconds: from the question to the answer, waiting included.
        """
        self._answers.labels(str(answer.status), str(language)).inc()
        self._seconds.observe(seconds)

    def turned_away(self, reason: str) -> None:
        """Count a question that got no answer: unusable, too_fast, busy, timeout or failed."""
        self._turned_away.labels(reason).inc()

    def rated(self, verdict: str) -> None:
        """Count a rating: up or down."""
        self._ratings.labels(verdict).inc()

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Report a value that is read whenever the text is made."""
        Gauge(f"policy_{name}", meaning, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """Return everything in the text format of Prometheus."""
        return generate_latest(self._registry)
