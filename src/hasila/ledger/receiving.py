"""Reports into the ledger: each one received and read in one change, so that it is there whole or not at all.

A document is its bytes with outlet, URL and time of publication. One that is known is passed over before it is read,
so that an interrupted run goes on where it stopped. Reading happens outside of the change, in other processes if
asked for, and in order.
"""

from __future__ import annotations

import itertools
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Literal, NamedTuple

from hasila.decoding import LIMIT
from hasila.documents import Defaults, Fault, Source, load
from hasila.errors import DataError, HasilaError
from hasila.ledger import kept, projections
from hasila.ledger.chain import Receipt, canonical
from hasila.ledger.engine import Engine, engine
from hasila.ledger.projections import About
from hasila.ledger.store import Store
from hasila.model import Claim, Document

# Documents that wait while workers read; few enough that memory stays flat.
_AHEAD = 8
_CHUNK = 8


class Added(NamedTuple):
    """What became of one report, once it is committed: `known` and `withheld` ones were passed over.

    `head` is the chain's head after it, or as it was found.
    """

    id: str
    name: str
    state: Literal["added", "known", "withheld"]
    claims: int
    head: Receipt


class Skipped(NamedTuple):
    """A text that is not Arabic."""

    where: str


class _Fresh(NamedTuple):
    """A report that is not in the ledger yet."""

    source: Source
    document: Document
    data: bytes
    about: About
    identity: bytes


Outcome = Added | Skipped | Fault
_Claims = list[tuple[Claim, ...] | Fault]


def add(
    store: Store, items: Iterable[Source | Fault], defaults: Defaults, reader: Engine, workers: int = 1
) -> Iterator[Outcome]:
    """Receive and read each item, and tell what became of it as soon as it is committed."""
    key = store.part(1, "key") or b""
    looked = (_look(store, key, item, defaults) for item in items)
    if workers <= 1:
        for item in looked:
            yield from _told(item) if not isinstance(item, _Fresh) else _one(store, item, reader)
        return
    yield from _parallel(store, looked, reader, workers)


_Looked = _Fresh | Added | Skipped | tuple[Fault, ...]


def _told(item: Added | Skipped | tuple[Fault, ...]) -> Iterator[Outcome]:
    if isinstance(item, Added | Skipped):
        yield item
    else:
        yield from item


def _one(store: Store, fresh: _Fresh, reader: Engine) -> Iterator[Outcome]:
    yield _keep(store, fresh, _read(reader, fresh.document), reader.version)


def _look(store: Store, key: bytes, item: Source | Fault, defaults: Defaults) -> _Looked:
    """Load an item, and see if it is known."""
    if isinstance(item, Fault):
        return (item,)
    source = _with_bytes(item)
    loaded = load(source, defaults)
    document = loaded.document
    if document is None:
        return Skipped(item.where) if loaded.skipped else loaded.faults
    about = About(document.id, document.outlet, document.url, document.published)
    try:
        fresh = _Fresh(item, document, source.data, about, projections.identity(key, source.data, about))
        canonical(about)
    except (HasilaError, UnicodeEncodeError):
        return (Fault(item.where, "holds half of a character in its id, outlet or URL; mend its encoding"),)
    return _known(store, fresh.identity, document.id) or fresh


def _with_bytes(source: Source) -> Source:
    """The source with its bytes in hand, so that what is read is what is kept; too large a one is left to `load`."""
    if source.path is None:
        return source
    try:
        with open(source.path, "rb") as stream:
            data = stream.read(LIMIT + 1)
    except OSError:
        return source
    return source if not data or len(data) > LIMIT else source._replace(path=None, data=data)


def _known(store: Store, identity: bytes, name: str) -> Added | None:
    row = store.one("SELECT id, withheld FROM documents WHERE identity = ?", (identity,))
    if row is None:
        return None
    found = store.one("SELECT count(*) FROM claims WHERE document = ?", (row[0],)) or (0,)
    return Added(row[0], name, "known" if row[1] is None else "withheld", found[0], store.head())


def _read(reader: Engine, document: Document) -> tuple[Claim, ...] | Fault:
    try:
        return reader.read(document)
    except DataError:
        # Faults of the lexicons are those of every report: told once, and nothing can be read.
        raise
    except Exception as error:  # one report that trips a defect of ours must not end a batch
        what = f"met a defect of Hasila ({type(error).__name__}: {str(error)[:120]}); please report it"
        return Fault(document.id, what)


def _keep(store: Store, fresh: _Fresh, claims: tuple[Claim, ...] | Fault, version: str) -> Outcome:
    """Commit a report with its claims; another process may have been faster."""
    if isinstance(claims, Fault):
        return Fault(fresh.source.where, claims.what)
    numbered = kept.numbered(claims, range(1, len(claims) + 1))
    told = {"about": canonical(fresh.about), "bytes": fresh.data, "text": fresh.document.text.encode()}
    with store.write():
        known = _known(store, fresh.identity, fresh.document.id)
        if known is not None:
            return known
        document = f"d{store.head().seq + 1}"
        projections.record(store, "received", [document], {}, told)
        facts = {"version": version, "claims": len(numbered)}
        projections.record(store, "extracted", [document], facts, {"claims": kept.encode(numbered)})
        head = store.head()
    return Added(document, fresh.document.id, "added", len(claims), head)


def _parallel(store: Store, looked: Iterable[_Looked], reader: Engine, workers: int) -> Iterator[Outcome]:
    # Spawned, not forked: a process must not inherit an open SQLite file.
    waiting: deque[tuple[list[_Looked], Future[_Claims]]] = deque()
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        for chunk in _chunks(looked):
            documents = [item.document for item in chunk if isinstance(item, _Fresh)]
            waiting.append((chunk, _submit(pool, documents)))
            if len(waiting) > _AHEAD * workers:
                yield from _collect(store, *waiting.popleft(), reader.version)
        while waiting:
            yield from _collect(store, *waiting.popleft(), reader.version)


def _chunks(items: Iterable[_Looked]) -> Iterator[list[_Looked]]:
    chunk: list[_Looked] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _submit(pool: ProcessPoolExecutor, documents: list[Document]) -> Future[_Claims]:
    try:
        return pool.submit(_many, documents)
    except BrokenProcessPool as error:
        failed: Future[_Claims] = Future()
        failed.set_exception(error)
        return failed


def _many(documents: list[Document]) -> _Claims:
    return [_read(engine(), d) for d in documents]


def _result(future: Future[_Claims]) -> Iterable[tuple[Claim, ...] | Fault]:
    try:
        return future.result()
    except BrokenProcessPool:
        # The place is told by whoever asks.
        return itertools.repeat(Fault("", "was lost when a worker process died (out of memory?); add it again"))


def _collect(store: Store, chunk: list[_Looked], future: Future[_Claims], version: str) -> Iterator[Outcome]:
    claims = iter(_result(future))
    for item in chunk:
        if isinstance(item, _Fresh):
            yield _keep(store, item, next(claims), version)
        else:
            yield from _told(item)
