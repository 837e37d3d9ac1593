"""What did we say on a day? The ledger as it stood then: its entries up to that moment, folded anew in memory.

Claims are those that were read then, decisions those that were taken; the reckoning is today's, as each figure says.
What was withheld since stays withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hasila.errors import UsageError
from hasila.ledger import projections
from hasila.ledger.store import Store


def at_end_of(store: Store, day: str) -> Store:
    """A ledger in memory with the entries of `store` up to the end of an ISO day (UTC).

    Raises `UsageError` for what is no day, or one before the first entry.
    """
    return up_to(store, last_of(store, day))


def last_of(store: Store, day: str) -> int:
    """The number of the last entry of that day or before."""
    try:
        end = (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{day!r} is no day; give an ISO date, such as 2022-01-26") from error
    # Where a clock was set back, the entries before the first later one count. SQLite looks, not Python: a chain may
    # have a million lines.
    later = "SELECT seq FROM entries WHERE json_extract(CAST(line AS TEXT), '$.at') >= ? ORDER BY seq LIMIT 1"
    row = store.one(later, (end,))
    (seq,) = store.one("SELECT coalesce(max(seq), 0) FROM entries WHERE seq < ?", (row[0] if row else 1 << 62,)) or (0,)
    if seq == 0:
        raise UsageError(f"the ledger had no entry on {day}")
    return int(seq)


def up_to(store: Store, seq: int) -> Store:
    """A ledger in memory with the entries 1 to `seq`."""
    found = Store.memory()
    with store.read(), found.write():
        for number, line, digest in store.lines():
            if number > seq:
                break
            found.insert(number, line, digest, store.salted(number))
    projections.rebuild(found)
    return found


def of_documents(store: Store, seq: int, documents: Sequence[str]) -> Store:
    """A ledger in memory with those of the entries 1 to `seq` that are about some documents, however long the chain.

    What it tells of these documents is what the whole would tell; of how they are linked with others it knows nothing.
    """
    found = Store.memory()
    marks = ", ".join("?" * len(documents))
    query = f"SELECT DISTINCT seq FROM touches WHERE subject IN ({marks}) AND seq <= ? ORDER BY seq"
    with store.read(), found.write():
        for (number,) in store.rows(query, [*documents, seq]):
            row = store.one("SELECT line, hash FROM entries WHERE seq = ?", (number,))
            if row is not None:
                found.insert(number, bytes(row[0]), str(row[1]), store.salted(number))
        projections.replay(found, "main")
    return found
