"""The patterns by which premises are read and held against the documents."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assistant.messages import DATA


@lru_cache(maxsize=1)
def premise_rules() -> Mapping[str, Any]:
    """Return the patterns of ``data/premise.toml``."""
    return tomllib.loads((DATA / "premise.toml").read_text(encoding="utf-8"))
