"""The command line: each command reads its arguments, calls one function and writes what it gave.

Exit codes: 0 all was read, 1 a defect, 2 something could not be read or an option makes no sense.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from hasila import batch, records, tables
from hasila.compare import changes, summary
from hasila.documents import Defaults, Fault, check_date, sources
from hasila.errors import HasilaError
from hasila.model import Reading
from hasila.output import complain, sink
from hasila.progress import Progress

T = TypeVar("T")
app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="markdown",
    help="Arabic conflict reports in, an auditable toll out: every figure with the words that gave it.",
)  # fmt: skip


class ReadFormat(StrEnum):
    """What `read` writes."""

    TABLE = "table"
    JSONL = "jsonl"


def _date(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return check_date(value)
    except ValueError as error:
        raise typer.BadParameter("give an ISO date, such as 2022-01-26") from error


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hasila {metadata.version('hasila')}")
        raise typer.Exit


Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help=".txt, .html, .jsonl files, folders, or - for standard input.")
]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", callback=_date, help="Date of reports that give none (ISO).")
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of reports that name none.")]
Workers = Annotated[int, typer.Option(min=1, max=256, help="Processes that read at once; the output is the same.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to the screen.")]


class Session:
    """One command's reading: complains of each fault as it comes, and knows the exit code at the end."""

    def __init__(self) -> None:
        self._progress = Progress("reports")
        self._faults = 0
        self._skipped = 0

    def read(
        self, paths: list[str], finish: Callable[[Reading], T], defaults: Defaults, workers: int = 1
    ) -> Iterator[T]:
        """What `finish` makes of each report that can be read, in input order."""
        for result in batch.run(sources(paths), batch.Job(finish, defaults), workers):
            for fault in result.faults:
                self.fault(fault)
            self._skipped += result.skipped
            self._progress.step()
            if result.value is not None:
                yield result.value
        self._progress.clear()

    def fault(self, fault: Fault) -> None:
        """Tell of what could not be read; the command goes on and ends with 2."""
        self._progress.clear()
        self._faults += 1
        complain(fault)

    def close(self) -> None:
        """Tell what was skipped; exit with 2 if anything was at fault."""
        if self._skipped:
            texts = "1 text is" if self._skipped == 1 else f"{self._skipped:,} texts are"
            typer.echo(f"hasila: {texts} not in Arabic and skipped", err=True)
        if self._faults:
            raise typer.Exit(2)


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Arabic conflict reports in, an auditable toll out: every figure with the words that gave it."""


@app.command(epilog="Example: `hasila read reports/ --format jsonl --workers 4 --output claims.jsonl`")
def read(
    paths: Paths,
    format_: Annotated[ReadFormat, typer.Option("--format", help="A table, or one JSON record a report.")] = (
        ReadFormat.TABLE
    ),
    published: Published = None,
    outlet: Outlet = None,
    workers: Workers = 1,
    output: Output = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Write each text too: spans of a web page point into it.")
    ] = False,
) -> None:
    """Read reports and write every claim: who says that how many people suffered what, with the words."""
    session = Session()
    finish: Callable[[Reading], bytes] = _table
    if format_ is ReadFormat.JSONL:
        finish = _record_with_text if with_text else records.encode
    with sink(output) as stream:
        for line in session.read(paths, finish, Defaults(published, outlet), workers):
            stream.write(line)
    session.close()


@app.command(epilog="Example: `hasila compare before.jsonl after.jsonl`")
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="What `hasila read --format jsonl` wrote before.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it writes now.")],
) -> None:
    """Show the claims gained, lost and changed between two outputs, by construction and by lexicon row."""
    with sink(None) as stream:
        stream.write(tables.text_of(summary(changes(old, new))))


def _table(reading: Reading) -> bytes:
    return tables.text_of(tables.reading_lines(reading))


def _record_with_text(reading: Reading) -> bytes:
    return records.encode(reading, with_text=True)


def main() -> None:
    """Run the command line; whatever goes wrong on purpose is one line on stderr and exit code 2."""
    try:
        app()
    except HasilaError as error:
        complain(Fault(*str(error).split(": ", 1)) if ": " in str(error) else Fault("error", str(error)))
        sys.exit(2)
