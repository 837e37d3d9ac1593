"""Reports into the ledger: each one received and read in one change, so that it is there whole or not at all.

A document is its bytes with outlet, URL and time of publication. One that is known is passed over before it is read,
so that an interrupted run goes on where it stopped. Reading happens outside of the change, in other processes if
asked for, and in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from hasila.decoding import LIMIT
from hasila.documents import Defaults, Fault, Source, load
from hasila.errors import HasilaError
from hasila.ledger import ahead, kept, projections
from hasila.ledger.ahead import Claims
from hasila.ledger.chain import Receipt, canonical
from hasila.ledger.engine import Engine
from hasila.ledger.projections import About
from hasila.ledger.store import Store
from hasila.model import Document


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
_Looked = _Fresh | Added | Skipped | tuple[Fault, ...]


def add(
    store: Store, items: Iterable[Source | Fault], defaults: Defaults, reader: Engine, workers: int = 1
) -> Iterator[Outcome]:
    """Receive and read each item, and tell what became of it as soon as it is committed."""
    key = store.part(1, "key") or b""
    looked = (_look(store, key, item, defaults) for item in items)
    for item, claims in ahead.read(looked, _document, reader, workers):
        if isinstance(item, _Fresh):
            yield _keep(store, item, claims, reader.version)
        else:
            yield from _told(item)


def _document(item: _Looked) -> Document | None:
    return item.document if isinstance(item, _Fresh) else None


def _told(item: Added | Skipped | tuple[Fault, ...]) -> Iterator[Outcome]:
    if isinstance(item, Added | Skipped):
        yield item
    else:
        yield from item


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


def _keep(store: Store, fresh: _Fresh, claims: Claims, version: str) -> Outcome:
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
