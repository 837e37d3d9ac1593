"""What the ledger's commands share: options, opening the file, signatures, passphrases, and how answers are written."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from hasila.display import visible
from hasila.errors import UsageError
from hasila.ledger import past, projections, withholding
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.output import sink


class Format(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


DEFAULT = Path("hasila.db")
Ledger = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="The ledger: one SQLite file.")]
Form = Annotated[Format, typer.Option("--format", help="Text for people, or JSON, one object a line.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a document (d12), or the report's own id.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who decides; else $HASILA_NAME, else the login name.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with the decision.")]
PassphraseFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A file whose first line is the passphrase (or a key).")
]
PassphraseEnv = Annotated[
    str | None, typer.Option(metavar="NAME", help="The environment variable that holds the passphrase.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="As the ledger stood at the end of that day (UTC).")
]
Profile = Annotated[str, typer.Option("--profile", metavar="NAME", help="The counting method.")]


def opened(path: Path) -> Store:
    """An existing ledger; what a withholding left to be done, or a newer version needs, is done first."""
    store = Store.open(path)
    prepare(store)
    return store


def as_it_was(store: Store, day: str | None) -> Store:
    """The ledger as it was at the end of a day; with None, as it is."""
    return store if day is None else past.at_end_of(store, day)


def prepare(store: Store) -> None:
    """Fold projections of an older version anew, and go on with a scrub that was interrupted."""
    if not projections.are_current(store):
        projections.rebuild(store)
    withholding.finish(store)


def signed(by: str | None, reason: str) -> Signed:
    """The signature of a decision."""
    try:
        return Signed(by or os.environ.get("HASILA_NAME") or getpass.getuser(), reason)
    except (KeyError, OSError) as error:
        raise UsageError("a decision is signed; give your name with --by") from error


def document_id(store: Store, told: str) -> str:
    """A document's id from its id or its report's own. Raises `UsageError` if it is no or not one document's."""
    if store.one("SELECT 1 FROM documents WHERE id = ?", (told,)) is not None:
        return told
    found = [i for (i,) in store.rows("SELECT id FROM documents WHERE name = ? ORDER BY seq LIMIT 20", (told,))]
    if not found:
        raise UsageError(f"the ledger has no document {told!r}")
    if len(found) > 1:
        raise UsageError(f"{told!r} is the report's own id of {', '.join(found)}; give one of these")
    return str(found[0])


def passphrase(file: Path | None, variable: str | None, *, twice: bool) -> bytes:
    """The passphrase from a file, a variable, or the keyboard; never from the command line, which others can read."""
    if file is not None:
        return _checked(file.read_bytes().split(b"\n", 1)[0].rstrip(b"\r"), str(file))
    if variable is not None:
        if variable not in os.environ:
            raise UsageError(f"the environment has no {variable}; set it, or give --passphrase-file")
        return _checked(os.environb[os.fsencode(variable)], variable)
    told = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)
    return _checked(str(told).encode(), "the keyboard")


def _checked(told: bytes, where: str) -> bytes:
    if not told:
        raise UsageError(f"the passphrase from {where} is empty")
    return told


def answer(form: Format, value: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Write an answer: the value as one line of JSON, or lines for people, made safe for a terminal."""
    with sink(None) as stream:
        if form is Format.JSON:
            stream.write(msgspec.json.encode(value) + b"\n")
        else:
            stream.write("".join(f"{visible(line)}\n" for line in lines).encode("utf-8", "replace"))


def written(value: Mapping[str, Any]) -> None:
    """One line of JSON, there at once for whoever reads along."""
    with sink(None) as stream:
        stream.write(msgspec.json.encode(value) + b"\n")
