"""Making ready, beside the first requests, what they would wait for: the lexicons, and counts over the whole ledger."""

from __future__ import annotations

import contextlib
import threading

from hasila import constructions, lexicon
from hasila.desk import lexicons, method, sources
from hasila.desk.ledgers import Ledgers
from hasila.errors import HasilaError
from hasila.gazetteer import gazetteer
from hasila.ledger.store import Store


def warm(ledgers: Ledgers) -> threading.Thread:
    """Begin to make ready; the desk can be used meanwhile, and may end before this does."""
    thread = threading.Thread(target=_ready, args=(ledgers,), daemon=True)
    thread.start()
    return thread


def _ready(ledgers: Ledgers) -> None:
    # What fails here fails again, and is told, on the page that needs it.
    with contextlib.suppress(HasilaError), Store.open(ledgers.path) as store:
        method.standing(ledgers, store)
        sources.named(ledgers, store)
        for name in lexicons.names():
            lexicon.load(name)
        constructions.load()
        gazetteer()
