"""What did we say on a day? The ledger as it stood then: its entries up to that moment, folded anew in memory.

Claims are those that were read then, decisions those that were taken; the reckoning is today's, as each figure says.
What was withheld since stays withheld.
"""

from __future__ import annotations

import datetime as dt

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
    # Where a clock was set back, the entries before the first later one count.
    seq = 0
    for number, line, _ in store.lines():
        if store.parsed(number, line).at >= end:
            break
        seq = number
    if seq == 0:
        raise UsageError(f"the ledger had no entry on {day}")
    return seq


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
