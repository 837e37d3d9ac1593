"""Bytes to text: which encoding, and the refusal of what is no readable text.

Order: byte order marks, strict UTF-8, UTF-16 without a mark, what the page declares, what the bytes look like. A guess
is taken only if the whole of the bytes decodes and the result reads as text; broken or mixed encodings are refused,
because a digit lost in repair is a person lost.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

from resiliparse.parse.encoding import detect_encoding

from hasila.errors import InputError

# A report is thousands of characters; whatever is larger than this is an archive, and is told so.
LIMIT = 10_000_000
# No orthography stacks more marks than a few on one letter.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]{65}"
)
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"SQLite format 3\x00", "a database"),
)
_COMMON = re.compile(r"(?<!\w)(?:و?ال\w{2,}|من|في|على|إلى|الى|عن|أن|ان|قتل|بين)(?!\w)")


class Decoded(NamedTuple):
    """A text with the name of the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes, where: str, declared: str | None = None) -> Decoded:
    """Decode `data`; `declared` is the charset that its page or its sender names, if any.

    Raises `InputError` naming `where` if the bytes are binary, broken, of mixed encodings or of none that is known.
    """
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), None)
    if kind:
        raise InputError(where, f"is {kind}, not text; extract its text first")
    marked = _marked(data, where)
    if marked is not None:
        return marked
    found = _strict(data, "utf-8")
    if found is None or _is_wide(data):
        found = _wide(data) or found or _legacy(data, where, declared)
    return found


def check_text(text: str, where: str) -> None:
    """Raise `InputError` if `text` is empty, holds NUL characters or an endless run of combining marks."""
    if not text.strip():
        raise InputError(where, "holds no text; leave it out")
    if "\0" in text:
        raise InputError(where, "holds NUL characters, so it is binary or damaged; save it again as plain text")
    if _MARKS.search(text):
        raise InputError(where, "holds a run of more than 64 combining marks on one letter; remove them")


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _marked(data: bytes, where: str) -> Decoded | None:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            found = _strict(data[len(mark) :], encoding)
            if found is None:
                raise InputError(where, f"begins as {encoding.upper()} but is damaged; save it again as UTF-8")
            return found
    return None


def _is_wide(data: bytes) -> bool:
    """May this be UTF-16 without a mark? Arabic in UTF-16 is half bytes of value 6, and every blank holds a NUL."""
    sample = data[:4096]
    return len(sample) % 2 == 0 and (sample.count(0) + sample.count(6)) * 3 > len(sample)


def _wide(data: bytes) -> Decoded | None:
    for encoding in ("utf-16-le", "utf-16-be"):
        found = _strict(data, encoding)
        if found and _readable_share(found.text[:4096]) > 0.9:
            return found
    return None


def _readable_share(text: str) -> float:
    good = sum("\u0600" <= c <= "\u06ff" or c in "\t\r\n\u200e\u200f«»…" or " " <= c <= "~" for c in text)
    return good / max(len(text), 1)


def _legacy(data: bytes, where: str, declared: str | None) -> Decoded:
    """Text in an encoding older than Unicode, of those that decode the whole the one that reads most like Arabic."""
    _refuse_broken(data, where)
    if 0 in data:
        raise InputError(where, "is binary, not text; give the text of the report")
    guess = detect_encoding(data, html5_compatible=False)
    names = dict.fromkeys(n for n in (declared, guess, "windows-1256", "iso8859-6") if n)
    decoded = [d for d in (_strict(data, n) for n in names) if d is not None and _is_text(d.text)]
    if not decoded:
        raise InputError(where, "is in no encoding that is known here; save it as UTF-8")
    return max(decoded, key=lambda d: len(_COMMON.findall(d.text[:20_000])))


def _refuse_broken(data: bytes, where: str) -> None:
    """Refuse what is UTF-8 in part: its Arabic decodes here and there, and bytes between do not."""
    text = data.decode("utf-8", "replace")
    good, bad = sum("\u0600" <= c <= "\u06ff" for c in text), text.count("\ufffd")
    # A mostly Latin text shows its breaks beside few Arabic letters; an old encoding shows next to none by chance.
    if good * 20 > bad:
        at = _first_break(data)
        raise InputError(where, f"broken UTF-8 or mixed encodings (first at byte {at}); save it again as UTF-8")


def _first_break(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _is_text(text: str) -> bool:
    """Is this text and no noise: hardly any controls, and most of what is not ASCII is letters?"""
    sample = text[:20_000]
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in sample)
    strange = [c for c in sample if c > "\x7f" and not c.isspace()]
    letters = sum(unicodedata.category(c)[0] in "LM" for c in strange)
    return controls * 100 <= len(sample) and letters * 10 >= len(strange) * 7
