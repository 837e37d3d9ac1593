"""The command that opens the desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from hasila.ledger_options import DEFAULT, By, Ledger, signed


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: `hasila desk --ledger hasila.db --by Nour`")(desk)


def desk(
    ledger: Ledger = DEFAULT,
    by: By = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    certificate: Annotated[
        Path | None, typer.Option("--tls-certificate", metavar="FILE", help="For an address that others can reach.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="The certificate's key.")] = None,
    proxy: Annotated[
        str | None,
        typer.Option(
            "--behind-proxy", metavar="ORIGIN", help="A proxy before the desk that does TLS, as browsers see it."
        ),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
) -> None:
    """Open the desk: read, decide and show in a browser, on this machine alone (Ctrl-C ends it).

    The address that is printed holds a code that is good once; it is exchanged for a cookie.
    """
    serve(ledger, signed(by, "").by, Place(host, port, certificate, key, proxy), browser=browser)


class Place(NamedTuple):
    """Where the desk is asked to stand."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None


def serve(ledger: Path, by: str, place: Place, *, browser: bool) -> None:
    """Serve the desk until it is ended. Raises `UsageError` for a place where it may not stand."""
    # Imported here: the web libraries take half a second, which no other command should wait for.
    from hasila.desk import app, serving, warming
    from hasila.desk.asking import Desk
    from hasila.desk.gate import Keys
    from hasila.desk.ledgers import Ledgers
    from hasila.ledger.engine import engine

    address = serving.checked(serving.Address(*place))
    ledgers = Ledgers(ledger)
    listening, address = serving.bound(address)
    keys = Keys()
    made = Desk(ledgers, engine(), by, keys, secure=address.url.startswith("https://"))
    launch = f"{address.url}/launch?code={keys.code}"
    typer.echo(f"the desk of {by} on {ledger}: {launch}")
    typer.echo("The code is good once, within twelve hours. Ctrl-C ends the desk.")
    sys.stdout.flush()
    warming.warm(ledgers)
    try:
        with serving.doorway(launch, browser=browser and serving.has_screen()):
            serving.server(app.guarded(made, address.hosts, address.origins), address).run(sockets=[listening])
    finally:
        ledgers.close()
