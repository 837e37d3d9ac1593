"""Documents read in other processes, some chunks ahead of who asks, and given in order."""

from __future__ import annotations

import itertools
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from hasila.documents import Fault
from hasila.errors import DataError
from hasila.ledger.engine import Engine, engine
from hasila.model import Claim, Document

T = TypeVar("T")
Claims = tuple[Claim, ...] | Fault

# Documents that wait while workers read; few enough that memory stays flat.
_AHEAD = 8
_CHUNK = 8


def read(
    items: Iterable[T], document: Callable[[T], Document | None], reader: Engine, workers: int = 1
) -> Iterator[tuple[T, Claims]]:
    """Each item with the claims of its document, in the order of `items`; an item without a document has none.

    A report that trips a defect, or whose worker died, comes with a fault instead. More than one worker reads with
    the engine of this installation, whatever `reader` is.
    """
    if workers > 1:
        yield from _parallel(items, document, workers)
        return
    for item in items:
        found = document(item)
        yield item, () if found is None else _read(reader, found)


def _read(reader: Engine, document: Document) -> Claims:
    try:
        return reader.read(document)
    except DataError:
        # Faults of the lexicons are those of every report: told once, and nothing can be read.
        raise
    except Exception as error:  # one report that trips a defect of ours must not end a batch
        what = f"met a defect of Hasila ({type(error).__name__}: {str(error)[:120]}); please report it"
        return Fault(document.id, what)


def _parallel(items: Iterable[T], document: Callable[[T], Document | None], workers: int) -> Iterator[tuple[T, Claims]]:
    # Spawned, not forked: a process must not inherit an open SQLite file.
    waiting: deque[tuple[list[tuple[T, Document | None]], Future[list[Claims]]]] = deque()
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        for chunk in _chunks((item, document(item)) for item in items):
            waiting.append((chunk, _submit(pool, [d for _, d in chunk if d is not None])))
            if len(waiting) > _AHEAD * workers:
                yield from _collect(*waiting.popleft())
        while waiting:
            yield from _collect(*waiting.popleft())


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(itertools.islice(rest, _CHUNK)):
        yield chunk


def _submit(pool: ProcessPoolExecutor, documents: list[Document]) -> Future[list[Claims]]:
    try:
        return pool.submit(_many, documents)
    except BrokenProcessPool as error:
        failed: Future[list[Claims]] = Future()
        failed.set_exception(error)
        return failed


def _many(documents: list[Document]) -> list[Claims]:
    return [_read(engine(), d) for d in documents]


def _collect(chunk: list[tuple[T, Document | None]], future: Future[list[Claims]]) -> Iterator[tuple[T, Claims]]:
    claims = iter(_result(future))
    for item, document in chunk:
        yield item, () if document is None else next(claims)


def _result(future: Future[list[Claims]]) -> Iterable[Claims]:
    try:
        return future.result()
    except BrokenProcessPool:
        # The place is told by whoever asks.
        return itertools.repeat(Fault("", "was lost when a worker process died (out of memory?); run it again"))
