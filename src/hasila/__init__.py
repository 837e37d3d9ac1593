"""Hasila (حصيلة): Arabic conflict reports in, an auditable toll out.

>>> [claim.outcome for claim in read("قتل ثلاثة مدنيين وأصيب 12 بجروح")]
['killed', 'injured']
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from hasila.counts import find_counts
from hasila.dates import find_dates
from hasila.extract import read_claims
from hasila.model import Claim, Document, Incident, Reading
from hasila.numbers import find_numbers

__all__ = ["Claim", "Document", "Incident", "find_counts", "find_dates", "find_numbers", "read", "toll"]

try:
    __version__ = version("hasila")
except PackageNotFoundError:  # run from a source tree that is not installed
    __version__ = "0.1.0"


def read(text: str, published: str | None = None) -> tuple[Claim, ...]:
    """The casualty claims of `text`, in the order of its words, each span a slice of the unaltered text.

    `published` (an ISO date, or date and time) resolves relative dates («أمس»); without it they stay unresolved.
    """
    return read_claims(Document("text", text, published))


def toll(documents: Iterable[Document]) -> tuple[Incident, ...]:
    """Read the documents and reckon their incidents, each with its tolls by outcome and group.

    The rules are those of docs/method.md, under the profile `hasila`.
    """
    # Imported here: the linker's libraries take longer to load than a short text takes to read.
    from hasila import tolls

    return tolls.toll([Reading(document, read_claims(document)) for document in documents]).incidents
