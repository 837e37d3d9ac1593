"""What is remembered of a ledger as it stands: counts over all of it, which every page would otherwise take anew.

Something remembered is good until the next entry, or until the incidents are reckoned; then it is made again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from hasila.ledger.store import Store

T = TypeVar("T")


class Remembered:
    """Values by name, each for one state of the ledger; requests that ask at once wait for one making of a value."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, tuple[object, Any]] = {}

    def of(self, store: Store, name: str, make: Callable[[], T]) -> T:
        """The value of that name for the ledger as it is; made if it is not known."""
        state = (store.head(), store.meta("reckoned"))
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            found = self._known.get(name)
            if found is not None and found[0] == state:
                value: T = found[1]
                return value
            value = make()
            self._known[name] = (state, value)
            return value
