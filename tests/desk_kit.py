"""What the desk's tests share: a desk on a small ledger, a client with its cookie, forms as a browser sends them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import lxml.html
from httpx2 import Response
from ledger_kit import ENGINE, add, line, reports
from starlette.testclient import TestClient

from hasila.desk import app, serving
from hasila.desk.asking import Desk
from hasila.desk.gate import COOKIE, Keys
from hasila.desk.ledgers import Ledgers
from hasila.ledger import gathering
from hasila.ledger.store import Store

HOST, ORIGIN = "desk.test", "http://desk.test"
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\u202e\x1b"


class Running(NamedTuple):
    """A desk, a client with an open session, and the token of its forms."""

    desk: Desk
    client: TestClient
    token: str

    def get(self, path: str, **more: str) -> Response:
        """A page."""
        return self.client.get(path, params=more or None)

    def post(self, path: str, **fields: str) -> Response:
        """A form of ours, sent; redirects are followed."""
        return self.client.post(path, data={"csrf": self.token, **fields}, headers={"origin": ORIGIN})

    def entries(self) -> int:
        """How many entries the ledger has."""
        with self.desk.ledgers.one() as store:
            return store.head().seq


def ledger(path: Path, number: int = 4) -> Path:
    """A ledger of some reports, one of them hostile, with its incidents reckoned."""
    with Store.create(path) as store:
        hostile = line(
            "r\u202ex",
            f"قتل 9 جنود {HOSTILE} {'في حادث قرب المدينة صباح اليوم ' * 6}",
            outlet=HOSTILE,
            url="javascript:alert(1)",
        )
        add(store, [*reports(number), hostile])
        gathering.refresh(store, ENGINE)
    return path


@contextmanager
def running(path: Path) -> Iterator[Running]:
    """A desk on the ledger at `path`."""
    desk = Desk(Ledgers(path), ENGINE, "Nour", Keys())
    gate = app.guarded(desk, frozenset((HOST,)), frozenset((ORIGIN,)))
    with TestClient(gate, base_url=ORIGIN, raise_server_exceptions=False) as client:
        session = desk.keys.exchange(desk.keys.code)
        assert session is not None
        client.cookies.set(COOKIE, session)
        client.cookies.set("hasila_language", "en")
        yield Running(desk, client, desk.keys.token(session))
    desk.ledgers.close()


class Served(NamedTuple):
    """A desk that listens: its address, the cookies of an open session, and the token of its forms."""

    url: str
    cookies: dict[str, str]
    token: str


@contextmanager
def served(path: Path) -> Iterator[Served]:
    """A desk on the ledger at `path`, at a free port of this machine, as the command serves it."""
    desk = Desk(Ledgers(path), ENGINE, "Nour", Keys())
    listening, address = serving.bound(serving.Address("127.0.0.1", 0))
    server = serving.server(app.guarded(desk, address.hosts, address.origins), address)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        session = desk.keys.exchange(desk.keys.code)
        assert session is not None
        yield Served(address.url, {COOKIE: session, "hasila_language": "en"}, desk.keys.token(session))
    finally:
        server.should_exit = True
        thread.join()
        desk.ledgers.close()


def tree(response: Response) -> lxml.html.HtmlElement:
    """A page as a browser would parse it."""
    return lxml.html.document_fromstring(response.text)


def links(response: Response) -> list[str]:
    """The paths on this desk that a page leads to."""
    found = tree(response).xpath("//a/@href")
    return [re.sub("#.*", "", h) for h in found if h.startswith("/")]
