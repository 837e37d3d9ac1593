"""Serving the desk: which addresses it may stand at, how a browser is led to it, and the server itself.

The launch code never stands in an argument of a process, which others on the machine can list: the browser is given
the path of a file that only its owner can read, and that file leads on.
"""

from __future__ import annotations

import contextlib
import html
import ipaddress
import os
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import uvicorn

from hasila.desk.gate import Gate
from hasila.errors import UsageError


class Address(NamedTuple):
    """Where the desk listens, and under which names it is known."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None

    @property
    def scheme(self) -> str:
        """`https` with a certificate."""
        return "https" if self.certificate else "http"

    @property
    def origins(self) -> frozenset[str]:
        """The origins that a browser may name: a declared proxy's, else our own."""
        if self.proxy:
            return frozenset((self.proxy.lower(),))
        return frozenset(f"{self.scheme}://{host}" for host in self.hosts)

    @property
    def hosts(self) -> frozenset[str]:
        """What the header Host may say."""
        if self.proxy:
            return frozenset((urlsplit(self.proxy).netloc.lower(),))
        names = {self.host.lower(), *(("localhost", "127.0.0.1") if is_loopback(self.host) else ())}
        told = {f"[{n}]" if ":" in n else n for n in names}
        plain = told if self.port == (443 if self.certificate else 80) else set()
        return frozenset({f"{n}:{self.port}" for n in told} | plain)

    @property
    def url(self) -> str:
        """The address for people."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.proxy or f"{self.scheme}://{host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Does the address lead to this machine alone?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked(address: Address) -> Address:
    """The address. Raises `UsageError` for one that others can reach without TLS or a declared proxy."""
    if bool(address.certificate) != bool(address.key):
        raise UsageError("TLS needs both --tls-certificate and --tls-key")
    if address.proxy is not None:
        told = urlsplit(address.proxy)
        if told.scheme != "https" or not told.netloc or told.path not in ("", "/"):
            raise UsageError(
                f"--behind-proxy names the proxy's origin, such as https://desk.example, not {address.proxy!r}"
            )
        return address._replace(proxy=f"https://{told.netloc}")
    if not is_loopback(address.host) and address.certificate is None:
        raise UsageError(
            f"{address.host} can be reached by others; give --tls-certificate and --tls-key, or declare a proxy that "
            "does TLS with --behind-proxy, or leave --host out"
        )
    if address.host in ("0.0.0.0", "::"):
        raise UsageError(f"{address.host} is every address of the machine; name the one that browsers will use")
    return address


def bound(address: Address) -> tuple[socket.socket, Address]:
    """A listening socket, and the address with its port (0 asks for a free one). Raises `UsageError`."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address.host, address.port))
        # From here on a browser may come: it waits until the server takes the socket over.
        listening.listen(128)
    except OSError as error:
        listening.close()
        told = (error.strerror or "cannot be used").lower()
        raise UsageError(f"{address.host}:{address.port}: {told}; give another --port, or 0 for a free one") from error
    return listening, address._replace(port=listening.getsockname()[1])


def server(gate: Gate, address: Address) -> uvicorn.Server:
    """The server, not yet running. Nothing is logged: addresses hold ids, and a launch code once."""
    config = uvicorn.Config(
        gate, log_level="critical", access_log=False, lifespan="off", server_header=False, proxy_headers=False,
        ssl_certfile=address.certificate, ssl_keyfile=address.key, timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=65536,
    )  # fmt: skip
    return uvicorn.Server(config)


def has_screen() -> bool:
    """Is there a screen for a browser? Without one a browser of the terminal would take the terminal over."""
    return sys.platform in ("darwin", "win32") or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))


@contextlib.contextmanager
def doorway(url: str, *, browser: bool) -> Iterator[None]:
    """A file, readable by its owner alone, that leads to `url`; opened in a browser if one is asked for."""
    if not browser:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="hasila-") as folder:
        path = Path(folder) / "desk.html"
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            leading = html.escape(url, quote=True)
            file.write(f'<!doctype html><meta charset="utf-8"><title>Hasila</title><meta http-equiv="refresh" '
                       f'content="0; url={leading}"><a href="{leading}">Hasila</a>')  # fmt: skip
        webbrowser.open(path.as_uri())
        yield
