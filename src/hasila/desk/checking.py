"""Checking the whole ledger from the desk: at once where it is small, else in a process of its own, one at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from hasila.ledger import verifying
from hasila.ledger.chain import Receipt
from hasila.ledger.engine import Engine
from hasila.ledger.store import Store

# A check takes about a second for so many documents and five hundred more.
AT_ONCE = 20_000


class Checked(NamedTuple):
    """What a check found; `broken` tells why it gave no answer. `receipt` is the one that it was given."""

    receipt: str
    entries: int = 0
    withheld: int = 0
    head: str = ""
    faults: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    broken: str = ""


class Checker:
    """The last check of a desk, and the one that runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.last: Checked | None = None

    @property
    def runs(self) -> bool:
        """Does a check run?"""
        return self._lock.locked()

    def check(self, store: Store, engine: Engine, receipt: Receipt | None) -> bool:
        """Check the ledger, or begin to where it is large. Gives False where a check runs already."""
        if not self._lock.acquire(blocking=False):
            return False
        (documents,) = store.one("SELECT count(*) FROM documents") or (0,)
        if documents > AT_ONCE:
            threading.Thread(target=self._apart, args=(store.path.resolve(), receipt), daemon=True).start()
            return True
        try:
            found = verifying.verify(store, engine, receipt)
            told = Checked("", found.entries, found.withheld, str(found.head), found.faults, found.limits)
            self.last = told._replace(receipt=str(receipt or ""))
        finally:
            self._lock.release()
        return True

    def _apart(self, path: Path, receipt: Receipt | None) -> None:
        try:
            self.last = _verified(path, receipt)
        finally:
            self._lock.release()


def _verified(path: Path, receipt: Receipt | None) -> Checked:
    """The answer of `hasila verify`, which exits with 2 where it finds a fault."""
    head = ["--head", str(receipt)] if receipt else []
    command = [sys.executable, "-m", "hasila", "verify", "--ledger", str(path), "--format", "json", *head]
    told = str(receipt or "")
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        answer: dict[str, Any] = msgspec.json.decode(done.stdout)
    except (OSError, msgspec.DecodeError) as error:
        return Checked(told, broken=type(error).__name__)
    lists = (tuple(answer["faults"]), tuple(answer["limits"]))
    return Checked(told, answer["entries"], answer["withheld"], answer["head"], *lists)
