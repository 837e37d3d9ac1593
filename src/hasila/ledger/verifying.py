"""Is the ledger what it was? Every line, every part, every projection, and what a receipt from elsewhere proves.

What is found is named by entry. Without a receipt two things cannot be excluded: entries cut off at the end together
with all that follows from them, and a chain that was rewritten as a whole; the report says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hasila.errors import HasilaError
from hasila.ledger import chain, comparing, projections
from hasila.ledger.chain import Entry, Receipt
from hasila.ledger.engine import Engine
from hasila.ledger.store import Store

NO_RECEIPT = (
    "without a receipt that was kept elsewhere (--head) it cannot be excluded that entries were cut off at the end, "
    "or that the whole chain was rewritten"
)


class Verified(NamedTuple):
    """`faults` name what was changed; `limits` what could not be excluded or was not compared."""

    entries: int
    withheld: int
    head: Receipt
    faults: tuple[str, ...]
    limits: tuple[str, ...]


def verify(store: Store, engine: Engine, receipt: Receipt | None = None, *, thorough: bool = False) -> Verified:
    """Check everything. `thorough` compares indexes and incidents however many documents there are."""
    faults: list[str] = []
    limits = [NO_RECEIPT if receipt is None else _beyond(receipt)]
    chained = _Chained(store)
    head = Receipt(0, chain.GENESIS)
    try:
        with store.read():
            faults += _file(store)
            for fault in chained.faults():
                faults.append(fault)
        faults += _receipt(store, receipt)
        head = store.head()
        compared = comparing.compare(store, engine, thorough=thorough) if not faults else comparing.NOT_COMPARED
        faults += compared.faults
        limits = [*compared.limits, *limits]
    except Exception as error:  # in a damaged file anything may be of another kind than it should: that is the finding
        faults.append(f"the file is broken ({type(error).__name__}: {str(error)[:120]})")
    return Verified(chained.entries, len(chained.withheld), head, tuple(faults), tuple(limits))


def chain_faults(store: Store) -> list[str]:
    """What is wrong with the chain and its parts alone."""
    with store.read():
        return list(_Chained(store).faults())


def _beyond(receipt: Receipt) -> str:
    return f"the receipt vouches for entries 1 to {receipt.seq}; of later ones it says nothing"


def _file(store: Store) -> Iterator[str]:
    for (what,) in store.rows("PRAGMA integrity_check(20)"):
        if what != "ok":
            yield f"the file is damaged: {what}"
    for _, row, table, _ in store.rows("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} belongs to an entry that is missing"


def _receipt(store: Store, receipt: Receipt | None) -> Iterator[str]:
    if receipt is None:
        return
    head = store.head()
    if head.seq < receipt.seq:
        yield f"entries {head.seq + 1} to {receipt.seq} are missing: the receipt names entry {receipt.seq}"
    elif (row := store.one("SELECT hash FROM entries WHERE seq = ?", (receipt.seq,))) is None or row[0] != receipt.hash:
        yield f"entry {receipt.seq} is not the one that the receipt names: the chain was rewritten there or before"


class _Chained:
    """One pass over the chain and its parts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.entries = 0
        self.withheld: set[str] = set()
        # Withheld according to the projections, which a replay checks.
        self._suspects: set[str] = set()
        # The digests that entries to come may name: of the last entry, and of those that it skips to.
        self._named = {0: chain.GENESIS}
        self._gone: list[tuple[Entry, str]] = []
        self._left: list[tuple[Entry, str]] = []

    def faults(self) -> Iterator[str]:
        """What is wrong, in the order of the entries."""
        self._suspects = {d for (d,) in self._store.rows("SELECT id FROM documents WHERE withheld IS NOT NULL")}
        expected = 1
        for seq, line, digest in self._store.lines():
            if seq != expected:
                missing = f"entry {expected} is" if seq == expected + 1 else f"entries {expected} to {seq - 1} are"
                yield f"{missing} missing"
            expected = seq + 1
            self.entries += 1
            yield from self._line(seq, bytes(line), digest)
        if self.entries == 0:
            yield "there is no entry at all"
        yield from self._erased()

    def _line(self, seq: int, line: bytes, digest: str) -> Iterator[str]:
        if chain.hash_of(line) != digest:
            yield f"entry {seq} was changed: its line does not give its digest"
        try:
            entry = chain.parse(line)
        except (ValueError, HasilaError) as error:
            yield f"entry {seq} was changed: its line is no entry ({error})"
            self._remember(seq, digest)
            return
        yield from self._links(seq, entry)
        yield from self._parts(entry)
        if entry.kind == "withheld":
            self.withheld.update(entry.subjects)
        self._remember(seq, digest)

    def _links(self, seq: int, entry: Entry) -> Iterator[str]:
        if entry.seq != seq:
            yield f"entry {entry.seq} stands in the place of entry {seq}: entries were reordered"
        if entry.kind not in projections.KINDS or (entry.kind == "opened") != (seq == 1):
            yield f"entry {seq} is of a kind ({entry.kind}) that has no place there"
        for name, to in (("prev", seq - 1), ("skip", chain.skipped(seq))):
            known = self._named.get(to)
            if known is not None and getattr(entry, name) != known:
                yield f"entry {seq} does not follow from entry {to}: one of the two was changed, removed or reordered"
                break

    def _remember(self, seq: int, digest: str) -> None:
        kept = {0: chain.GENESIS, seq: digest}
        at = chain.skipped(seq)
        while at:
            if at in self._named:
                kept[at] = self._named[at]
            at = chain.skipped(at)
        self._named = kept

    def _parts(self, entry: Entry) -> Iterator[str]:
        found = {name: (bytes(salt), bytes(data)) for name, salt, data in self._store.salted(entry.seq)}
        for name in sorted({*entry.parts, *found}):
            if name not in found:
                self._gone.append((entry, name))
            elif name not in entry.parts:
                yield f"entry {entry.seq} has a part ({name}) that it does not name"
            elif chain.digest(*found[name]) != entry.parts[name]:
                yield f"entry {entry.seq} was changed: its part {name} does not give its digest"
            elif self._suspects & set(entry.subjects) and name not in projections.WORDLESS and entry.kind != "withheld":
                self._left.append((entry, name))

    def _erased(self) -> Iterator[str]:
        for entry, name in self._gone:
            if name in projections.WORDLESS or not self.withheld & set(entry.subjects):
                yield f"entry {entry.seq} lost its part {name}, and nothing says that it was withheld"
        for entry, name in self._left:
            if self.withheld & set(entry.subjects):
                yield f"entry {entry.seq} still has its part {name}, though its document was withheld"
