"""Keeping the incidents current: at once in a small ledger, else by a process beside the desk, one at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Literal

from fastapi import FastAPI

from hasila.desk.asking import Asked
from hasila.ledger import gathering
from hasila.ledger.store import Store

# Up to so many documents (about a second) the incidents are reckoned while a page is asked for.
SMALL = 300
State = Literal["fresh", "stale", "running", "failed"]
_alone = threading.Lock()


def is_small(store: Store) -> bool:
    """May the whole ledger be reckoned within one request?"""
    (documents,) = store.one("SELECT count(*) FROM documents") or (0,)
    return int(documents) <= SMALL


def current(ask: Asked) -> State:
    """How the incidents stand; in a small ledger they are made fresh first."""
    if is_small(ask.store):
        gathering.refresh(ask.store, ask.desk.engine)
    if gathering.is_fresh(ask.store, ask.desk.engine):
        return "fresh"
    running = process(ask.request.app)
    if running is None:
        return "stale"
    code = running.poll()
    return "running" if code is None else "stale" if code == 0 else "failed"


def process(app: FastAPI) -> subprocess.Popen[bytes] | None:
    """The last process that was started for this desk."""
    found: subprocess.Popen[bytes] | None = getattr(app.state, "reckoning", None)
    return found


def begin(app: FastAPI, ledger: Path) -> None:
    """Reckon everything anew in a process of its own, unless one does so already."""
    with _alone:
        running = process(app)
        if running is None or running.poll() is not None:
            app.state.reckoning = subprocess.Popen(
                [sys.executable, "-m", "hasila", "status", "--reckon", "--ledger", str(ledger.resolve()), "--format",
                 "json"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
