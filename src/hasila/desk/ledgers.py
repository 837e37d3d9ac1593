"""Open connections to the ledger: a request takes one and gives it back, so that readers do not wait for each other."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Iterator
from pathlib import Path

from hasila.desk.remembered import Remembered
from hasila.ledger.store import Store
from hasila.ledger_options import opened


class Ledgers:
    """The connections to one ledger; as many are opened as are in use at once, and then kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.remembered = Remembered()
        self._idle: queue.SimpleQueue[Store] = queue.SimpleQueue()
        self._idle.put(opened(path))

    @contextlib.contextmanager
    def one(self) -> Iterator[Store]:
        """A connection for one request."""
        try:
            store = self._idle.get_nowait()
        except queue.Empty:
            store = Store.open(self.path)
        try:
            yield store
        finally:
            self._idle.put(store)

    def close(self) -> None:
        """Close those that are idle."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()
