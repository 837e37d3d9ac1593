"""Files, folders and streams to documents, one at a time.

`sources` lists what there is to read, cheaply and in order; `load` reads one source, which may happen in another
process. What cannot be read comes back as a `Fault`, never as a traceback, and the rest goes on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Literal, NamedTuple

import msgspec

from hasila.decoding import LIMIT, check_text, decode
from hasila.errors import InputError
from hasila.htmltext import read_page
from hasila.model import Document

Kind = Literal["text", "html", "line"]
_KINDS: dict[str, Kind | Literal["lines"]] = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "lines"}
_SUFFIXES = ".txt, .html, .htm or .jsonl"
_FOREIGN = re.compile("[پچژگڤےہٹڈڑںەێۆڵڕ]")
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_ARTICLE = re.compile(r"(?<!\w)[وفبك]?(?:ال|لل)\w")
_LINK = re.compile(r"https?://\S+|[@#][\w.]+", re.ASCII)


class Source(NamedTuple):
    """One report to be read: a file's path, or the bytes of a line. `where` names it in messages."""

    id: str
    where: str
    kind: Kind
    path: str | None = None
    data: bytes = b""


class Fault(NamedTuple):
    """What could not be read, and what to do; it can pass between processes, as an exception cannot."""

    where: str
    what: str


class Defaults(NamedTuple):
    """What holds for reports that do not say it themselves."""

    published: str | None = None
    outlet: str | None = None


NO_DEFAULTS = Defaults()


class Loaded(NamedTuple):
    """What became of one source: a document, or None if it is unreadable (see `faults`) or not Arabic (`skipped`)."""

    document: Document | None
    faults: tuple[Fault, ...] = ()
    skipped: bool = False


def sources(paths: Iterable[str], stdin: IO[bytes] | None = None) -> Iterator[Source | Fault]:
    """Every report under `paths`: files, folders (walked in sorted order) and `-` for standard input."""
    for path in paths:
        if path == "-":
            yield from _stream(stdin or sys.stdin.buffer, "-")
        elif os.path.isdir(path):
            yield from _folder(path)
        else:
            yield from _file(path, _name(path))


def load(source: Source, defaults: Defaults = NO_DEFAULTS) -> Loaded:
    """Read one source into a `Document`."""
    try:
        data = source.data if source.path is None else _bytes(source.path, source.where)
        document, faults = _document(source, data, defaults)
        check_text(document.text, source.where)
    except InputError as fault:
        return Loaded(None, (Fault(fault.where, fault.what),))
    if not is_arabic(document.text):
        return Loaded(None, faults, skipped=True)
    return Loaded(document, faults)


def check_date(value: str) -> str:
    """`value` if it is an ISO date, or date and time. Raises `ValueError` if it is neither."""
    dt.datetime.fromisoformat(value)
    return value


def is_arabic(text: str) -> bool:
    """Is this text in Arabic: at least three letters in ten, and not Persian, Urdu or Kurdish by their own letters?

    A language that borrows the script shows its own letters (at least 2 in 100) and hardly any article «ال» (below 5
    words in 100); typists of Arabic use ی and ک too, so that these two tell nothing.
    """
    text = _LINK.sub(" ", text[:50_000])
    letters, arabic = sum(c.isalpha() for c in text), len(_ARABIC.findall(text))
    if arabic == 0 or arabic * 10 < letters * 3:
        return False
    foreign, words = len(_FOREIGN.findall(text)), len(text.split())
    return not (foreign * 50 >= arabic and len(_ARTICLE.findall(text)) * 20 < words)


def _name(path: str) -> str:
    """A path as text that can be printed and stored, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _folder(path: str) -> Iterator[Source | Fault]:
    broken: list[OSError] = []
    found = False
    for root, folders, names in os.walk(path, onerror=broken.append):
        folders.sort()
        for name in sorted(names):
            full = os.path.join(root, name)
            if Path(name).suffix.lower() in _KINDS:
                found = True
                yield from _file(full, _name(os.path.relpath(full, path)))
    yield from (Fault(_name(str(e.filename)), f"{_reason(e)}; check its permissions") for e in broken)
    if not found and not broken:
        yield Fault(_name(path), f"holds no {_SUFFIXES} file; give another folder")


def _file(path: str, identity: str) -> Iterator[Source | Fault]:
    where, kind = _name(path), _KINDS.get(Path(path).suffix.lower())
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        yield Fault(where, f"{_reason(error)}; check the path")
        return
    if not stat.S_ISREG(mode):
        yield Fault(where, "is not a regular file; pipe it in and give - instead")
    elif kind is None:
        yield Fault(where, f"is not named {_SUFFIXES}; rename it, or pipe it in and give -")
    elif kind == "lines":
        yield from lines_of(path, where)
    else:
        yield Source(identity, where, kind, path)


def _reason(error: OSError) -> str:
    return (error.strerror or "cannot be read").lower()


def lines_of(path: str, where: str) -> Iterator[Source | Fault]:
    """The lines of a JSON Lines file, each a source; blank ones are passed over."""
    try:
        with open(path, "rb") as stream:
            yield from _lines(stream, where)
    except OSError as error:
        yield Fault(where, f"{_reason(error)}; check its permissions")


def _stream(stream: IO[bytes], where: str) -> Iterator[Source | Fault]:
    """Standard input: JSON Lines if it begins with a brace, else one text or one page."""
    head = stream.readline(LIMIT + 1)
    if head.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        yield from _lines(stream, where, head)
        return
    data = head + stream.read(LIMIT + 1 - len(head))
    if len(data) > LIMIT:
        yield Fault(where, _too_large(None))
        return
    html = re.match(rb"\s*<(?:!doctype|html|\?xml|head|body)", data, re.IGNORECASE)
    yield Source(where, where, "html" if html else "text", data=data)


def _lines(stream: IO[bytes], where: str, head: bytes | None = None) -> Iterator[Source | Fault]:
    number, empty = 0, True
    line = stream.readline(LIMIT + 1) if head is None else head
    # JSON is UTF-8 by its standard; a file in UTF-16 is told so once, not a thousand times.
    if line[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in line[:4]:
        yield Fault(where, "is JSON Lines in UTF-16; save it as UTF-8")
        return
    while line:
        number += 1
        place = f"{where}:{number}"
        if len(line) > LIMIT:
            yield Fault(place, _too_large(None))
            while line and not line.endswith(b"\n"):
                line = stream.readline(LIMIT)
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield Source(place, place, "line", data=line.strip())
        empty = empty and not line.strip()
        line = stream.readline(LIMIT + 1)
    if empty:
        yield Fault(where, "is empty; leave it out")


def _too_large(size: int | None) -> str:
    told = f"{size:,} bytes" if size is not None else "larger"
    return f"is {told}, and the limit for one report is {LIMIT:,} bytes; split it into reports, one a line, as .jsonl"


def _bytes(path: str, where: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > LIMIT:
                raise InputError(where, _too_large(size))
            return stream.read(LIMIT)
    except OSError as error:
        raise InputError(where, f"{_reason(error)}; check its permissions") from error


def _document(source: Source, data: bytes, defaults: Defaults) -> tuple[Document, tuple[Fault, ...]]:
    if not data:
        raise InputError(source.where, "is empty; leave it out")
    digest = hashlib.sha256(data).hexdigest()
    if source.kind == "line":
        return _from_line(source, data, defaults, digest)
    if source.kind == "html":
        page = read_page(data, source.where)
        published = defaults.published or page.published
        return Document(source.id, page.text, published, defaults.outlet, page.url, digest), ()
    text = decode(data, source.where).text
    return Document(source.id, text, defaults.published, defaults.outlet, None, digest), ()


def _from_line(source: Source, data: bytes, defaults: Defaults, digest: str) -> tuple[Document, tuple[Fault, ...]]:
    record = _object(data, source.where)
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError(source.where, 'has no "text"; give each report its text as a string')
    faults: list[Fault] = []
    published = _field(record, "published", source.where, faults) or defaults.published
    outlet = _field(record, "outlet", source.where, faults) or defaults.outlet
    url = _field(record, "url", source.where, faults)
    name = _identity(record.get("id")) or source.id
    return Document(name, text, published, outlet, url, digest), tuple(faults)


def _identity(value: object) -> str:
    """An id as text; numbers are ids too, but for those that are too long to be meant."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    return value if isinstance(value, str) else ""


def _object(data: bytes, where: str) -> dict[str, object]:
    text = decode(data, where).text
    try:
        record = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        raise InputError(where, f"is no JSON ({str(error)[:80]}); give one object a line") from error
    if not isinstance(record, dict):
        raise InputError(where, 'is JSON but no object; give {"id": …, "text": …} a line')
    return record


def _field(record: dict[str, object], name: str, where: str, faults: list[Fault]) -> str | None:
    """A string field, or None with a fault where it holds something else; the report is read all the same."""
    value = record.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            return check_date(value) if name == "published" else value
        except ValueError:
            faults.append(Fault(where, f'"published" is no ISO date ({value[:40]!r}), read without it; mend it'))
            return None
    faults.append(Fault(where, f'"{name}" is no string, read without it; mend it'))
    return None
