"""The demonstration: the samples read, their tolls printed, the page written and served on this machine alone."""

from __future__ import annotations

import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import resources
from pathlib import Path

PAGE = Path("hasila-demo.html")
# The statement that the project grew from, where a checkout lies beside it.
_BESIDE = Path("../shared/samples/sdf_statement_2022.txt")
_FIRST = "hasakah_prison_2022.jsonl"


def samples() -> list[str]:
    """The paths of the shipped samples, in order."""
    folder = Path(str(resources.files("hasila") / "data" / "samples"))
    return sorted((str(p) for p in folder.glob("*.jsonl")), key=lambda p: (Path(p).name != _FIRST, p))


def paths(brought: list[str]) -> list[str]:
    """What the demonstration reads: the samples, the statement beside the checkout, and what the reader brings."""
    beside = [str(_BESIDE)] if _BESIDE.is_file() else []
    return [*samples(), *{os.path.realpath(p): p for p in [*beside, *brought]}.values()]


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
