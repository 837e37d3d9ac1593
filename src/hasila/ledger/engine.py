"""What the ledger asks of the engine: read a document, reckon incidents, and say in which version.

The version is the release and a digest of everything that decides how a text is read: one changed lexicon row is
another version.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hasila.extract import read_claims
from hasila.model import Claim, Document, Incident, Reading

if TYPE_CHECKING:
    from hasila.incidents import Decisions

# What stands around the engine and reads nothing.
_AROUND = frozenset(
    (
        "cli.py", "ledger_cli.py", "ledger_options.py", "ledger_views.py", "review_cli.py", "desk_cli.py", "page.py",
        "reportviews.py", "tollviews.py", "groundviews.py", "grounds.py", "tables.py", "display.py", "demo.py",
        "output.py", "progress.py", "session.py", "templating.py",
    )
)  # fmt: skip
_AROUND_FOLDERS = frozenset(("templates", "desk", "texts", "samples"))


class Engine(NamedTuple):
    """`read` gives a document's claims, `reckon` the incidents of readings by a profile and what people decided."""

    version: str
    read: Callable[[Document], tuple[Claim, ...]]
    reckon: Callable[[Sequence[Reading], str, Decisions], tuple[Incident, ...]]


@functools.cache
def engine() -> Engine:
    """The engine of this installation."""
    return Engine(version(), read_claims, reckon)


@functools.cache
def version() -> str:
    """The release, and twelve digits of the digest of the code and data that read."""
    root = Path(str(resources.files("hasila")))
    read = hashlib.sha256()
    for path in sorted([*root.glob("*.py"), *root.glob("data/**/*.*")]):
        if path.name not in _AROUND and path.parent.name not in _AROUND_FOLDERS:
            read.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return f"{release()}+{read.hexdigest()[:12]}"


def release() -> str:
    """The release of the package."""
    try:
        return metadata.version("hasila")
    except metadata.PackageNotFoundError:
        return "0"


def reckon(readings: Sequence[Reading], profile: str, decisions: Decisions) -> tuple[Incident, ...]:
    """The incidents of `readings`, settled by `profile`, a person's merges and splits kept."""
    # Imported here: the linker's libraries take a third of a second, which adding should not wait for.
    from hasila import tolls

    return tolls.toll(readings, profile, decisions).incidents


def method(profile: str) -> str:
    """The name and version of a counting method, as it stands beside each figure."""
    from hasila import profiles

    found = profiles.load(profile)
    return f"{found.name} {found.version}"
