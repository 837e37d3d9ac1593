"""What all tests share: no network, the same Hypothesis examples on every run, and where the gold lies."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).parents[2] / "shared"

# No deadline: a busy machine is no fault of the code. Derandomized: a red run is red again.
settings.register_profile("hasila", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hasila")

_LOCAL = ("127.0.0.1", "localhost", "::1")
_connect = socket.socket.connect


def _connect_locally(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOCAL:
        raise OSError(f"tests use no network, and this one asked for {address[0]}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    monkeypatch.setattr(socket.socket, "connect", _connect_locally)


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of the gold sets; skips where it is absent."""
    folder = SHARED / "gold"
    if not folder.is_dir():
        pytest.skip("the gold sets are not beside this clone (../shared/gold)")
    return folder
