"""The ledger: documents, claims and people's decisions, append-only and hash-chained, in one SQLite file.

`chain` says what an entry is and how entries hang together, `store` is the only module that opens the file,
`projections` fold entries into the tables that everything else reads. Words never stand in the chain itself: it holds
salted digests of *parts*, and a part can be erased while the chain still verifies (docs/ledger.md).
"""

from hasila.ledger.chain import Entry, Receipt
from hasila.ledger.store import Store

__all__ = ["Entry", "Receipt", "Store"]
