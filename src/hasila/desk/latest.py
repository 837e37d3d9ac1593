"""A value drawn from the whole ledger, kept until the ledger changes: pages that count much are then soon there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from hasila.ledger.store import Store

T = TypeVar("T")


class Latest(Generic[T]):
    """What `make` gives for the ledger as it is; made anew when its head is another.

    The digest of a head names one state of one ledger, so one value may serve several desks in turn. Two requests at
    once wait for one count.
    """

    def __init__(self, make: Callable[[Store], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kept: tuple[str, T] | None = None

    def of(self, store: Store) -> T:
        """The value for the ledger's head."""
        with self._lock, store.read():
            head = f"{store.head()} {store.meta('reckoned')}"
            if self._kept is None or self._kept[0] != head:
                self._kept = head, self._make(store)
            return self._kept[1]
