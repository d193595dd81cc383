"""A wording check that tells how far it is: lines of JSON, the last one with the report."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from datetime import date
from queue import Queue
from typing import Any

from assistant.messages import Messages
from assistant.pages.sessions import Session
from assistant.wording import check
from assistant.wording_json import report_to_json
from assistant.wording_model import WordingReport
from assistant.wording_notes import difference_text, notes, reference_text, verdict_text, warnings
from index.live import IndexNow

_AT_ONCE = 2  # checks at the same time; further ones wait
_log = logging.getLogger(__name__)


class Checks:
    """Runs checks, each over the index as it is when it begins."""

    def __init__(self, now: IndexNow, messages: Messages) -> None:
        self._now = now
        self._messages = messages
        self._room = threading.Semaphore(_AT_ONCE)

    def stream(
        self, text: str, session: Session, as_of: date | None, confidence: float | None = None
    ) -> Iterator[str]:
        """Yield ``{"done", "all"}`` lines, then one with the report and its name, or with a fault."""
        told: Queue[dict[str, Any]] = Queue()

        def run() -> None:
            try:
                with self._room:
                    report = check(
                        text,
                        self._now(),
                        as_of=as_of,
                        confidence=confidence,
                        progress=lambda done, all_: told.put({"done": done, "all": all_}),
                    )
                told.put({"id": session.keep(report), "report": self._shown(report), "text": text})
            except Exception:  # whoever waits must get a sentence, whatever broke
                _log.exception("checking failed")
                told.put({"fault": self._messages.text("staff", "failed")})

        threading.Thread(target=run, daemon=True).start()
        while True:
            line = told.get()
            yield json.dumps(line, ensure_ascii=False) + "\n"
            if "done" not in line:
                return

    def _shown(self, report: WordingReport) -> dict[str, Any]:
        """Return a report with what is said of each sentence in words."""
        shown = report_to_json(report)
        shown["warnings"] = list(warnings(report, self._messages))
        for row, sentence in zip(shown["sentences"], report.sentences, strict=True):
            finding = sentence.finding
            differing = finding.differences if finding else ()
            row["says"] = verdict_text(sentence, self._messages)
            row["old_words"] = sentence.old_words
            row["points"] = [
                {"text": difference_text(d, self._messages), "grave": d.kind.contradicts}
                for d in differing
                if d.said or d.official
            ]
            row["faults"] = [reference_text(r, self._messages) for r in sentence.references if r.fault]
            row["notes"] = list(notes(sentence, self._messages))
        return shown
