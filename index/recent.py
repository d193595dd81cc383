"""Passages that were read lately, kept at hand: questions come back to the same clauses again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from index.passages import Passage
from index.store import PassageStore

MOST = 4096  # passages in memory, some 3 KB each


class RecentPassages:
    """Reads passages of a store that is not written to meanwhile; may be used from several threads.

    Args:
        store: where they are.
    """

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self._kept: OrderedDict[str, Passage] = OrderedDict()
        self._lock = Lock()

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """Return passages in the order of their record ids.

        Raises:
            IndexMissing: if one is not there.
        """
        if len(ids) > MOST:  # a walk over everything would push out what is asked for
            return self._store.passages(ids)
        with self._lock:
            found = {name: self._kept[name] for name in ids if name in self._kept}
        unread = list(dict.fromkeys(name for name in ids if name not in found))
        found |= zip(unread, self._store.passages(unread), strict=True)
        with self._lock:
            self._kept |= found
            for name in found:
                self._kept.move_to_end(name)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return tuple(found[name] for name in ids)
