"""Progress on stderr for anything longer than a second, and nothing at all where stderr is no terminal."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_PATIENCE = 1.0
_EVERY = 0.2


class Progress:
    """Counts what was done and shows it after one second: `1,234 reports, 310/s`."""

    def __init__(self, unit: str, stream: TextIO | None = None) -> None:
        self._unit = unit
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._start = self._shown = time.monotonic()
        self._done = 0

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._live:
            now = time.monotonic()
            if now - self._start >= _PATIENCE and now - self._shown >= _EVERY:
                self._shown = now
                self._write(f"\r\x1b[K{self._done:,} {self._unit}, {self._done / (now - self._start):,.0f}/s")

    def __call__(self, unit: str) -> None:
        """One more of `unit` is done; another unit than before is another stage, counted from its start."""
        if unit != self._unit:
            self.clear()
            self._unit, self._done, self._start = unit, 0, time.monotonic()
            self._shown = self._start
        self.step()

    def clear(self) -> None:
        """Take the line away, so that what follows stands alone."""
        if self._live and self._shown > self._start:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
