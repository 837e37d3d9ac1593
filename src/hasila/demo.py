"""The demonstration: the samples read, their tolls printed, the page written and served on this machine alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import resources
from pathlib import Path

PAGE = Path("hasila-demo.html")
# The statement that the project grew from, where a checkout lies beside it.
_BESIDE = Path("../shared/samples/sdf_statement_2022.txt")
# One toll is reckoned of all reports that are given together, so that each sample is reckoned by itself.
_FIRST = "hasakah_prison_2022.jsonl"


def samples() -> list[str]:
    """The paths of the shipped samples, in order."""
    folder = Path(str(resources.files("hasila") / "data" / "samples"))
    return sorted((str(p) for p in folder.glob("*.jsonl")), key=lambda p: (Path(p).name != _FIRST, p))


def groups(paths: list[str]) -> Iterator[list[str]]:
    """Paths to be reckoned together: the first sample with what the reader brings, then each other sample."""
    first, *others = samples()
    brought = {os.path.realpath(p): p for p in [*([str(_BESIDE)] if _BESIDE.is_file() else []), *paths]}
    yield [first, *brought.values()]
    yield from ([path] for path in others)


def server(page: bytes) -> HTTPServer:
    """A server of this one page on 127.0.0.1 and a free port; it answers nobody else and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers.get("Host", "").rsplit(":", 1)[0]
            found = self.path == "/" and host in ("127.0.0.1", "localhost")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page) if found else 0))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if found and self.command == "GET":
                self.wfile.write(page)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the page has one reader, who knows."""

    return HTTPServer(("127.0.0.1", 0), Handler)
