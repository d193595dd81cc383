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
from assistant.pages.staff_shown import report_shown
from assistant.wording import check
from index.live import IndexNow

_AT_ONCE = 2  # checks at the same time; further ones wait
_log = logging.getLogger(__name__)


class Checks:
    """Runs checks, each over the index as it is when it begins."""

    def __init__(self, now: IndexNow) -> None:
        self._now = now
        self._room = threading.Semaphore(_AT_ONCE)

    def stream(
        self,
        text: str,
        session: Session,
        messages: Messages,
        as_of: date | None,
        confidence: float | None = None,
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
                told.put({"id": session.keep(report), "report": report_shown(report, messages), "text": text})
            except Exception:  # whoever waits must get a sentence, whatever broke
                _log.exception("checking failed")
                told.put({"fault": messages.text("staff", "failed")})

        threading.Thread(target=run, daemon=True).start()
        while True:
            line = told.get()
            yield json.dumps(line, ensure_ascii=False) + "\n"
            if "done" not in line:
                return
