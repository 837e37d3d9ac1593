"""Many sources to readings, in input order, on one core or several, holding only a few chunks in memory at a time.

The result does not depend on the number of workers: each report is read alone, and results are given in order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, NamedTuple, TypeVar

from hasila.documents import Defaults, Fault, Source, load
from hasila.errors import DataError
from hasila.extract import read_claims
from hasila.model import Reading

T = TypeVar("T")
_CHUNK_ITEMS = 64
_CHUNK_BYTES = 400_000
# A file's size is not looked at before a worker opens it; most pages are about this large.
_FILE_BYTES = 20_000


class Result(NamedTuple, Generic[T]):
    """What became of one source: a value, or None with faults or `skipped`."""

    value: T | None
    faults: tuple[Fault, ...] = ()
    skipped: bool = False


class Job(NamedTuple, Generic[T]):
    """What to do with each source: the defaults to load it with, and what to make of its reading (picklable)."""

    finish: Callable[[Reading], T]
    defaults: Defaults


def run(items: Iterable[Source | Fault], job: Job[T], workers: int = 1) -> Iterator[Result[T]]:
    """Load and read each item, and give its result, in the order of `items`."""
    chunks = _chunks(items)
    results = _serial(chunks, job) if workers <= 1 else _parallel(chunks, job, workers)
    for result in results:
        yield from result


def keep(reading: Reading) -> Reading:
    """The reading itself: the `finish` of a job that wants nothing else."""
    return reading


def _chunks(items: Iterable[Source | Fault]) -> Iterator[list[Source | Fault]]:
    chunk: list[Source | Fault] = []
    size = 0
    for item in items:
        chunk.append(item)
        if isinstance(item, Source):
            size += _FILE_BYTES if item.path else len(item.data)
        if len(chunk) >= _CHUNK_ITEMS or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _serial(chunks: Iterator[list[Source | Fault]], job: Job[T]) -> Iterator[list[Result[T]]]:
    for chunk in chunks:
        for item in chunk:
            yield [_one(item, job)]


def _parallel(chunks: Iterator[list[Source | Fault]], job: Job[T], workers: int) -> Iterator[list[Result[T]]]:
    # Few chunks in flight: enough that no worker waits, few enough that memory stays flat.
    waiting: deque[tuple[list[Source | Fault], Future[list[Result[T]]]]] = deque()
    with ProcessPoolExecutor(workers) as pool:
        for chunk in chunks:
            waiting.append((chunk, _submit(pool, chunk, job)))
            if len(waiting) > 2 * workers:
                yield _collect(*waiting.popleft())
        while waiting:
            yield _collect(*waiting.popleft())


def _submit(pool: ProcessPoolExecutor, chunk: list[Source | Fault], job: Job[T]) -> Future[list[Result[T]]]:
    try:
        return pool.submit(_many, chunk, job)
    except BrokenProcessPool as error:
        failed: Future[list[Result[T]]] = Future()
        failed.set_exception(error)
        return failed


def _collect(chunk: list[Source | Fault], future: Future[list[Result[T]]]) -> list[Result[T]]:
    try:
        return future.result()
    except BrokenProcessPool:
        what = "was lost when a worker process died (out of memory?); read it again with --workers 1"
        return [Result(None, (item if isinstance(item, Fault) else Fault(item.where, what),)) for item in chunk]


def _many(chunk: list[Source | Fault], job: Job[T]) -> list[Result[T]]:
    return [_one(item, job) for item in chunk]


def _one(item: Source | Fault, job: Job[T]) -> Result[T]:
    if isinstance(item, Fault):
        return Result(None, (item,))
    try:
        loaded = load(item, job.defaults)
        if loaded.document is None:
            return Result(None, loaded.faults, loaded.skipped)
        return Result(job.finish(Reading(loaded.document, read_claims(loaded.document))), loaded.faults)
    except DataError:
        # Faults of the lexicons are those of every report: told once, and nothing can be read.
        raise
    except Exception as error:  # one report that trips a defect of ours must not end a batch
        what = f"met a defect of Hasila ({type(error).__name__}: {str(error)[:120]}); please report it"
        return Result(None, (Fault(item.where, what),))
