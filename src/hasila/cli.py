"""The command line: each command reads its arguments, calls one function and writes what it gave.

Exit codes: 0 all was read, 2 something could not be read or an option makes no sense.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
import typer.core

from hasila import batch, desk_cli, grounds, ledger_cli, records, tables
from hasila import demo as demonstration
from hasila import explain as explaining
from hasila import page as paging
from hasila.compare import changes, summary
from hasila.documents import Defaults, Fault, Source, check_date, sources
from hasila.errors import HasilaError, UsageError
from hasila.ledger_options import signed
from hasila.model import Incident, Reading
from hasila.output import complain_of, sink
from hasila.session import Session

if TYPE_CHECKING:
    from hasila.suppositions import Supposition
    from hasila.tolls import TollReport


class _Group(typer.core.TyperGroup):
    """Whatever goes wrong on purpose, or on the disk, is told on stderr and ends with exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except HasilaError as error:
            complain_of(str(error))
        except BrokenPipeError:
            # The reader of our output went away: no fault of anybody.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            complain_of(
                f"{error.filename or 'output'}: {(error.strerror or 'failed').lower()}; make room or give another place"
            )
        raise typer.Exit(2)


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


class ReadFormat(StrEnum):
    """What `read` writes."""

    TABLE = "table"
    JSONL = "jsonl"


class TollFormat(StrEnum):
    """What `toll` writes."""

    TABLE = "table"
    JSON = "json"


def _date(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return check_date(value)
    except ValueError as error:
        raise typer.BadParameter("give an ISO date, such as 2022-01-26") from error


def _release() -> str:
    try:
        return metadata.version("hasila")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hasila {_release()}")
        raise typer.Exit


_WHAT = ".txt, .html, .jsonl files, folders, or - for standard input."
Paths = Annotated[list[str], typer.Argument(metavar="PATH", help=_WHAT)]
MaybePaths = Annotated[list[str] | None, typer.Argument(metavar="[PATH]", help=_WHAT)]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", callback=_date, help="Date of reports that give none (ISO).")
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of reports that name none.")]
Workers = Annotated[int, typer.Option(min=1, max=256, help="Processes that read at once; the output is the same.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, not to the screen.")]
Profile = Annotated[str, typer.Option(metavar="NAME", help="The counting method.")]
_EVERY_PROFILE = "all"


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
        for line in session.read(sources(paths), finish, Defaults(published, outlet), workers):
            stream.write(line)
    session.close()


@app.command(epilog="Example: `hasila toll reports/ --why` or `hasila toll --claims claims.jsonl --format json`")
def toll(
    paths: MaybePaths = None,
    format_: Annotated[TollFormat, typer.Option("--format", help="A table, or JSON.")] = TollFormat.TABLE,
    claims: Annotated[
        str | None, typer.Option(metavar="FILE", help="Reckon with these records; nothing is read.")
    ] = None,
    profile: Annotated[
        str, typer.Option(metavar="NAME", help="The counting method; `all` sets all of them side by side.")
    ] = "hasila",
    why: Annotated[
        bool,
        typer.Option("--why", help="Show the words behind each figure, what is set aside, joins, conflicts and time."),
    ] = False,
    what_if: Annotated[
        str | None, typer.Option(metavar="TEXT", help='What would be false, for instance "killed < 100".')
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    workers: Workers = 1,
    output: Output = None,
) -> None:
    """Reckon what the figures add up to: for each outcome and group the range of what is reported, by source."""
    if bool(paths) == bool(claims):
        raise UsageError("give either reports (PATH) or records (--claims FILE)")
    supposed = _supposition(what_if) if what_if else None
    if supposed and profile == _EVERY_PROFILE:
        raise UsageError("--what-if asks about one profile; name it, or leave --profile out")
    session = Session()
    readings = (
        session.recorded(claims) if claims else session.readings(paths or [], Defaults(published, outlet), workers)
    )
    if profile == _EVERY_PROFILE:
        parts = _side_by_side(readings, format_)
    else:
        known = {r.document.id: r for r in readings}
        parts = _tolls(_reckon(readings, profile), known, format_, supposed, why)
    with sink(output) as stream:
        for part in parts:
            stream.write(part)
    session.close()


@app.command(epilog='Example: `hasila explain "قتل 20 مدنيا في حي الكرادة، حسب مصدر أمني"`')
def explain(
    what: Annotated[str, typer.Argument(metavar="TEXT|PATH", help="A sentence, or a file or folder of reports.")],
    published: Published = None,
) -> None:
    """Show how each claim was read: construction, words, lexicon rows, cues, as a tree."""
    session = Session()
    with sink(None) as stream:
        for reading in session.read(_named_or_said(what), batch.keep, Defaults(published)):
            stream.write(tables.text_of(_trees(reading)))
    session.close()


@app.command(epilog="Example: `hasila page reports/ -o report.html`")
def page(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")],
    title: Annotated[str, typer.Option(metavar="TEXT", help="The page's heading.")] = "What the reports say",
    profile: Profile = "hasila",
    published: Published = None,
    outlet: Outlet = None,
    workers: Workers = 1,
) -> None:
    """Write one self-contained page: each report with its evidence, each claim beside its words, then the toll."""
    session = Session()
    readings = session.readings(paths, Defaults(published, outlet), workers)
    incidents = _reckon(readings, profile).incidents
    _write_page(output, readings, incidents, title, profile, session.skipped)
    typer.echo(f"wrote {output}", err=True)
    session.close()


@app.command(epilog="Example: `hasila demo` (with `HASILA_NO_SERVE=1` it leaves after writing)")
def demo(paths: MaybePaths = None) -> None:
    """Read the samples, print the tolls, write hasila-demo.html and hasila-demo.db, and open the desk on these."""
    session, chosen = Session(), demonstration.paths(paths or [])
    readings = session.readings(chosen, Defaults())
    incidents = _reckon(readings, "hasila").incidents
    known = {r.document.id: r for r in readings}
    with sink(None) as stream:
        for incident in incidents:
            stream.write(tables.text_of(tables.toll_lines(incident, known, why=False)))
    target = demonstration.PAGE
    _write_page(target, readings, incidents, "What the samples say", "hasila", session.skipped)
    typer.echo(f"wrote {target}")
    ledger = demonstration.kept(chosen)
    typer.echo(f"wrote {ledger}")
    if os.environ.get("HASILA_NO_SERVE") != "1":
        desk_cli.serve(ledger, signed(None, "").by, desk_cli.Place(port=0), browser=True)
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


# The linker's libraries are imported where they are used: reading and --help should not wait a third of a second.


def _reckon(readings: list[Reading], profile: str) -> TollReport:
    from hasila.tolls import toll as reckon

    return reckon(readings, profile)


def _supposition(text: str) -> Supposition:
    """What `--what-if` asks; it is read before any report. Raises `UsageError` if it is no supposition."""
    from hasila.suppositions import parse_supposition

    try:
        return parse_supposition(text)
    except UsageError as error:
        raise UsageError(f"--what-if {error}") from error


def _tolls(
    found: TollReport, known: dict[str, Reading], format_: TollFormat, supposed: Supposition | None, why: bool
) -> Iterator[bytes]:
    """What `hasila toll` writes: JSON, the answer to a supposition, or the tables."""
    from hasila.suppositions import suppose_each

    if supposed:
        wrong = list(suppose_each(found.incidents, supposed))
        if format_ is TollFormat.JSON:
            yield msgspec.json.encode({"conflicts": {i.id: conflict for i, conflict in wrong}}) + b"\n"
        else:
            yield tables.text_of(grounds.supposed_lines(wrong))
    elif format_ is TollFormat.JSON:
        yield msgspec.json.encode({"incidents": found.incidents, "periods": found.periods}) + b"\n"
    else:
        for incident in found.incidents:
            yield tables.text_of(tables.toll_lines(incident, known, why=why))
        yield tables.text_of(tables.period_lines(found.periods))


def _side_by_side(readings: list[Reading], format_: TollFormat) -> Iterator[bytes]:
    """Every counting method's figure for each toll."""
    from hasila.tolls import side_by_side

    table = side_by_side(readings)
    if format_ is TollFormat.JSON:
        yield msgspec.json.encode({name: list(tolls.items()) for name, tolls in table.items()}) + b"\n"
    else:
        yield tables.text_of(grounds.side_lines(table))


def _named_or_said(what: str) -> Iterator[Source | Fault]:
    """The reports at a path, or the words themselves; a name with a report's suffix is a path, even of nothing."""
    if what == "-" or os.path.exists(what) or what.endswith((".txt", ".html", ".htm", ".jsonl")):
        return sources([what])
    return iter([Source("text", "text", "text", data=what.encode("utf-8", "surrogateescape"))])


def _trees(reading: Reading) -> Iterator[str]:
    yield from tables.heading(reading)
    for index in range(len(reading.claims)):
        yield from explaining.lines(explaining.derivation(reading, index))
        yield ""


def _write_page(
    output: Path, readings: list[Reading], incidents: Sequence[Incident], title: str, profile: str, skipped: int
) -> None:
    html = paging.render(readings, incidents, title=title, profile=profile, version=_release(), skipped=skipped)
    with sink(output) as stream:
        stream.write(html.encode("utf-8", "replace"))


ledger_cli.register(app)
desk_cli.register(app)


def main() -> None:
    """Run the command line."""
    app()
