"""Where results go: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from hasila.display import visible
from hasila.documents import Fault
from hasila.errors import InputError


@contextlib.contextmanager
def sink(output: Path | None) -> Iterator[BinaryIO]:
    """A stream for bytes: standard output, or `output`, written beside its place and moved there at the end."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole(output) as stream:
        yield stream


@contextlib.contextmanager
def whole(target: Path, opener: Callable[[str, int], int] | None = None) -> Iterator[BinaryIO]:
    """A stream for the bytes of `target`, written beside its place and moved there at the end; `opener` as of `open`.

    Raises `InputError` where it cannot be written; nothing half-written stays.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(partial, "wb", opener=opener) as stream:
            yield stream
        os.replace(partial, target)
    except OSError as error:
        raise InputError(
            str(target), f"{(error.strerror or 'cannot be written').lower()}; give another place"
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def complain(fault: Fault) -> None:
    """One line on stderr: `hasila: FILE[:LINE]: what; what to do`."""
    sys.stderr.write(f"hasila: {visible(fault.where)}: {visible(fault.what)}\n")


def complain_of(error: str) -> None:
    """An error that ends the command, a line for each thing at fault."""
    for line in error.split("\n"):
        sys.stderr.write(f"hasila: {visible(line)}\n")
