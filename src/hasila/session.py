"""One command's reading: results in order, complaints as they come, the exit code at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import typer

from hasila import batch, records
from hasila.documents import Defaults, Fault, Source, sources
from hasila.model import Reading
from hasila.output import complain
from hasila.progress import Progress

T = TypeVar("T")


class Session:
    """Counts what was read, skipped and at fault; `close` ends the command with 2 if anything was at fault."""

    def __init__(self) -> None:
        self._progress = Progress("reports")
        self._faults = 0
        self._ids: set[str] = set()
        self.skipped = 0

    def read(
        self, items: Iterable[Source | Fault], finish: Callable[[Reading], T], defaults: Defaults, workers: int = 1
    ) -> Iterator[T]:
        """What `finish` makes of each report that can be read, in input order."""
        for result in batch.run(items, batch.Job(finish, defaults), workers):
            for fault in result.faults:
                self.fault(fault)
            self.skipped += result.skipped
            self._progress.step()
            if result.value is not None:
                yield result.value
        self._progress.clear()

    def readings(self, paths: Iterable[str], defaults: Defaults, workers: int = 1) -> list[Reading]:
        """Every reading under `paths`, for what needs them all at once; their ids differ."""
        return [r for r in self.read(sources(paths), batch.keep, defaults, workers) if self._is_new(r)]

    def recorded(self, path: str) -> list[Reading]:
        """The readings of a file of records; their ids differ."""
        found = []
        for item in records.read_file(path):
            if isinstance(item, Fault):
                self.fault(item)
            elif self._is_new(item):
                found.append(item)
        return found

    def fault(self, fault: Fault) -> None:
        """Tell of what could not be read; the command goes on and ends with 2."""
        self._progress.clear()
        self._faults += 1
        complain(fault)

    def close(self) -> None:
        """Tell what was skipped; exit with 2 if anything was at fault."""
        if self.skipped:
            texts = "1 text is" if self.skipped == 1 else f"{self.skipped:,} texts are"
            typer.echo(f"hasila: {texts} not in Arabic and skipped", err=True)
        if self._faults:
            raise typer.Exit(2)

    def _is_new(self, reading: Reading) -> bool:
        identity = reading.document.id
        if identity in self._ids:
            self.fault(Fault(identity, "is the id of two reports, and the second is left out; give each its own id"))
            return False
        self._ids.add(identity)
        return True
