"""A progress bar on standard error for the stages of a build."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from tqdm import tqdm

_LONGEST = 40  # characters of a file name beside the bar


class Bar:
    """Shows one stage at a time; silent when standard error is not a terminal.

    Args:
        names: what to call each stage.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._stage = ""
        self._bar: tqdm[Any] | None = None

    def __enter__(self) -> Bar:
        return self

    def tell(self, stage: str, done: int, total: int, item: str = "") -> None:
        """Move the bar of a stage to `done` of `total`, and name what was dealt with last."""
        if stage != self._stage:
            self._close()
            self._stage = stage
        bar: tqdm[Any] = self._bar or tqdm(
            desc=self._names[stage], file=sys.stderr, disable=None, leave=False
        )
        bar.total = total
        if item:
            bar.set_postfix_str(item[-_LONGEST:], refresh=False)
        bar.update(done - bar.n)
        self._bar = bar

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
