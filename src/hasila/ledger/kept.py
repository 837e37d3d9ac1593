"""Claims as the ledger keeps them: each with a number of its own that no later reading changes.

A claim's id is `DOCUMENT:cNUMBER`. `part_of` and `revises`, which in a claim are indexes into its report's claims,
are kept as numbers, so that they stand when claims are rejected, added or read anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from hasila.errors import InputError
from hasila.fold import fold
from hasila.ledger.chain import canonical
from hasila.model import Claim

T = TypeVar("T")
# How many claims a document may have: the claim's row is the document's number times this, and its own number.
MOST = 1 << 20
_ALWAYS = frozenset(("quote", "low", "high", "spans"))
_EMPTY: tuple[Any, ...] = (None, "", (), [], {}, 0)
_WORD = re.compile(r"\w+")


class Kept(msgspec.Struct, frozen=True):
    """A claim with its number, its links as numbers; the claim's own `part_of` and `revises` are None."""

    number: int
    claim: Claim
    part_of: int | None = None
    revises: int | None = None

    @property
    def start(self) -> int:
        """Where its words begin; claims stand in this order."""
        span = self.claim.spans.get("quote")
        return span.start if span else 0


def claim_id(document: str, number: int) -> str:
    """The id of a claim."""
    return f"{document}:c{number}"


def numbered(claims: Sequence[Claim], numbers: Sequence[int]) -> list[Kept]:
    """Claims of one reading as kept, `numbers[i]` being the number of the i-th."""

    def link(index: int | None) -> int | None:
        return None if index is None else numbers[index]

    return [
        Kept(numbers[i], msgspec.structs.replace(c, part_of=None, revises=None), link(c.part_of), link(c.revises))
        for i, c in enumerate(claims)
    ]


def assembled(kept: Sequence[Kept]) -> tuple[Claim, ...]:
    """The claims of a report from what was kept of it, in their order; links to what is not there are let go."""
    index = {k.number: i for i, k in enumerate(kept)}
    return tuple(
        msgspec.structs.replace(
            k.claim,
            part_of=None if k.part_of is None else index.get(k.part_of),
            revises=None if k.revises is None else index.get(k.revises),
        )
        for k in kept
    )


def encode(kept: Sequence[Kept]) -> bytes:
    """The part `claims` of an entry."""
    return canonical([_lean(k) for k in kept])


def decode(data: bytes) -> list[Kept]:
    """The claims of a part. Raises `InputError` where they are broken."""
    return _decoded(data, list[Kept])


def encode_one(kept: Kept) -> bytes:
    """One claim in canonical JSON."""
    return canonical(_lean(kept))


def _lean(kept: Kept) -> dict[str, Any]:
    """A claim without its empty fields: they are half of it, and mean what their absence means."""
    told: dict[str, Any] = msgspec.to_builtins(kept)
    told["claim"] = {k: v for k, v in told["claim"].items() if k in _ALWAYS or v not in _EMPTY}
    return told


def decode_one(data: bytes) -> Kept:
    """One claim. Raises `InputError` where it is broken."""
    return _decoded(data, Kept)


def _decoded(data: bytes, of: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=of)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError("the ledger", "holds a broken claim; run `hasila verify`, then `hasila replay`") from error


def search_form(text: str) -> str:
    """A text as it is searched: folded, the article and what is written on to it taken off each word («والقتلى» is
    «قتلي»).

    Words asked for pass through the same function, so that whatever it takes off is taken off on both sides.
    """
    return _WORD.sub(_bare, fold(text).text)


def _bare(match: re.Match[str]) -> str:
    word = match[0]
    for prefix in ("وبال", "فبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    return word[1:] if word[0] in "وف" and len(word) >= 5 else word


def claim_form(claim: Claim) -> tuple[str, ...]:
    """The words of a claim as they are searched: quote, victims, place, source, perpetrator."""
    told: tuple[Any, ...] = (claim.quote, claim.victims, claim.place, claim.source, claim.perpetrator)
    return tuple(search_form(words or "") for words in told)
