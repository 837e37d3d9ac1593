"""Measure the desk: `python bench/desk_bench.py [DOCUMENTS [FOLDER]]`, or `desk()` as a part of bench.py.

Ten readers ask for pages of each kind, one kind after the other, of a desk that runs as a process of its own on a
ledger of that many documents (with FOLDER the ledger is kept there and used again). Readers and desk share the cores.
"""

from __future__ import annotations

import http.client
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import ledger_bench

from hasila.documents import Defaults
from hasila.ledger import receiving
from hasila.ledger.store import Store

DOCUMENTS = 10_000
READERS = 10
ASKED = 20


class Served(NamedTuple):
    """A desk that runs: host and port, and the cookie of a session."""

    netloc: str
    cookie: str


@contextmanager
def running(path: Path) -> Iterator[Served]:
    """`hasila desk` on a ledger."""
    command = [sys.executable, "-m", "hasila", "desk", "--ledger", str(path), "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    try:
        url = urlsplit(found[0])
        told = ask(Served(url.netloc, ""), f"{url.path}?{url.query}")[2]
        yield Served(url.netloc, told.split(";")[0])
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def ask(desk: Served, path: str) -> tuple[float, int, str]:
    """Seconds until the whole page was there, its status, and the cookie that it sets."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection(desk.netloc, timeout=120)
    try:
        connection.request("GET", path, headers={"Cookie": f"{desk.cookie}; hasila_language=en"})
        answer = connection.getresponse()
        answer.read()
        return time.perf_counter() - started, answer.status, answer.headers.get("set-cookie", "")
    finally:
        connection.close()


def filled(path: Path, number: int) -> Path:
    """A ledger of that many documents with incidents, made if it is not there."""
    if not path.exists():
        with Store.create(path) as store:
            for _ in receiving.add(store, ledger_bench.sources(number), Defaults(), ledger_bench.read_before()):
                pass
            ledger_bench.fill(store)
    return path


def pages(path: Path) -> dict[str, Callable[[random.Random], str]]:
    """A page of each kind, of a chance document, incident or word."""
    with Store.open(path) as store:
        documents = [i for (i,) in store.rows("SELECT id FROM documents WHERE withheld IS NULL LIMIT 5000")]
        incidents = [i for (i,) in store.rows("SELECT id FROM incidents LIMIT 5000")]
        last = store.head().seq
    return {
        "home": lambda dice: "/",
        "queue": lambda dice: f"/queue?page={dice.randint(1, 20)}",
        "search": lambda dice: f"/reports?q={quote(ledger_bench.words(dice.randint(0, 999)))}",
        "report": lambda dice: f"/reports/{dice.choice(documents)}",
        "incidents": lambda dice: f"/incidents?page={dice.randint(1, 20)}",
        "incident": lambda dice: f"/incidents/{dice.choice(incidents)}",
        "sources": lambda dice: "/sources",
        "words": lambda dice: "/words",
        "ledger": lambda dice: "/ledger",
        "entry": lambda dice: f"/ledger/{dice.randint(2, last)}",
        "method": lambda dice: "/method",
    }


def measure(desk: Served, name: str, path: Callable[[random.Random], str]) -> None:
    """Print what ten readers wait for one kind of page, each asking for it `ASKED` times."""

    def reader(number: int) -> list[tuple[float, int, str]]:
        dice = random.Random(number)
        return [ask(desk, path(dice)) for _ in range(ASKED)]

    with ThreadPoolExecutor(READERS) as readers:
        told = [one for answers in readers.map(reader, range(READERS)) for one in answers]
    taken = sorted(seconds * 1000 for seconds, _, _ in told)
    wrong = sum(status != 200 for _, status, _ in told)
    middle, most = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"desk {name:10} {middle:>10.0f} ms median, {most:.0f} ms p95, {wrong} errors ({READERS} readers at once)")


def desk(number: int = DOCUMENTS, folder: str | None = None) -> None:
    """The desk under load."""
    with tempfile.TemporaryDirectory() as made:
        path = filled(Path(folder or made) / f"desk-{number}.db", number)
        with running(path) as served:
            print(f"desk            {number:>10,} documents")
            for name, of in pages(path).items():
                measure(served, name, of)


if __name__ == "__main__":
    desk(*(int(n) for n in sys.argv[1:2]), *sys.argv[2:3])
