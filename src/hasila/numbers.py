"""Numbers of Arabic text, in digits and in words, with exact spans; what is not understood gives nothing, never 0.

`find_numbers` is public; `read` and `find` work on folded text and are what the engine uses. The grammar of cardinals:
hundreds, then units, then tens, each joined by و; a coefficient stands right before its scale; scales descend.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hasila.fold import fold
from hasila.model import Folded, Number
from hasila.nouns import counted, next_word, unit
from hasila.numerals import Token, scan


class Numeral(NamedTuple):
    """A number in folded text. `scale` is that of its last word (1000 for «3 آلاف») if it has but one group, else 1.

    `begin` counts the clitics in, `link` says how it hangs on the numeral word before it (see `numerals.Token`).
    """

    begin: int
    start: int
    end: int
    value: int | float
    scale: int
    definite: bool
    digits: bool
    link: str
    rows: tuple[str, ...]


class _Part(NamedTuple):
    """A piece of a number read from tokens: its value, its scale and the index of the token after it."""

    value: int | float
    scale: int
    stop: int


def _at(tokens: Sequence[Token], index: int, link: str) -> Token | None:
    """The token at `index` if it is joined by `link` to the one before it."""
    token = tokens[index] if index < len(tokens) else None
    return token if token and token.link == link else None


def _agrees(first: Token, later: Token) -> bool:
    return first.definite or not later.definite


def _below_hundred(tokens: Sequence[Token], i: int) -> _Part | None:
    token = tokens[i]
    if token.part in ("teen", "ten", "decade"):
        return None if token.frame == "bound" else _Part(token.value, 1, i + 1)
    if token.part != "unit":
        return None
    beside, joined = _at(tokens, i + 1, " "), _at(tokens, i + 1, "و")
    if beside and beside.part == "decade" and (token.value > 1 or token.frame == "bound"):
        return _Part(token.value + 10, 1, i + 2)
    if joined and joined.part == "ten" and token.value and _agrees(token, joined):
        return _Part(token.value + joined.value, 1, i + 2)
    return None if token.frame == "bound" else _Part(token.value, 1, i + 1)


def _hundreds(tokens: Sequence[Token], i: int) -> _Part | None:
    """Hundreds alone: fused («ثلاثمئة»), split («ثلاث مئة») or dual."""
    token, beside = tokens[i], _at(tokens, i + 1, " ")
    if token.part in ("unit", "digits") and token.value in range(3, 10) and beside and beside.part == "hundred":
        return _Part(int(token.value) * 100, 1, i + 2) if beside.value == 100 else None
    if token.part == "dual" or (token.part == "hundred" and token.frame != "plural"):
        return _Part(token.value, 1, i + 1)
    return None


def _below_thousand(tokens: Sequence[Token], i: int) -> _Part | None:
    hundreds = _hundreds(tokens, i)
    if hundreds is None:
        return _below_hundred(tokens, i)
    joined = _at(tokens, hundreds.stop, "و")
    if joined and _agrees(tokens[i], joined):
        if joined.part == "digits":
            rest = _Part(joined.value, 1, hundreds.stop + 1) if joined.value in range(1, 100) else None
        else:
            rest = _below_hundred(tokens, hundreds.stop)
        if rest and rest.value:
            return _Part(hundreds.value + rest.value, 1, rest.stop)
    return hundreds


def _bare_scale(tokens: Sequence[Token], i: int, folded: Folded) -> _Part | None:
    """A scale with no coefficient: «ألف», «ألفان», and «ألفا», which is a dual only before what it counts."""
    token = tokens[i]
    if token.frame == "plural":
        return None
    twice = token.frame == "dual"
    if token.frame == "either":
        word = next_word(folded, token.end)
        twice = _at(tokens, i + 1, " ") is not None or bool(word and (counted(word) or unit(word)))
    return _Part(token.value * (1 + twice), int(token.value), i + 1)


def _fraction(tokens: Sequence[Token], i: int) -> _Part | None:
    """«نصف مليون», «ربع المليون»."""
    scale = _at(tokens, i + 1, " ")
    if tokens[i].part != "fraction" or scale is None or scale.part != "scale" or scale.frame in ("plural", "dual"):
        return None
    return _Part(int(scale.value) // int(tokens[i].value), int(scale.value), i + 2)


def _group(tokens: Sequence[Token], i: int, folded: Folded) -> _Part | None:
    """One group: a coefficient, its scale, or both («خمسة وعشرون ألفا»)."""
    token = tokens[i]
    if token.part == "fraction":
        return _fraction(tokens, i)
    if token.part == "scale":
        part = _bare_scale(tokens, i, folded)
    else:
        part = _below_thousand(tokens, i) or (_Part(token.value, 1, i + 1) if token.part == "digits" else None)
    while part and (scale := _at(tokens, part.stop, " ")) and scale.part == "scale":
        if scale.frame == "dual" or scale.value <= part.scale or not part.value:
            break
        part = _Part(part.value * scale.value, int(scale.value), part.stop + 1)
    return part


def _half_more(tokens: Sequence[Token], part: _Part) -> _Part | None:
    """«ونصف» or «ونصف المليون» after a scale: half of that scale."""
    half = _at(tokens, part.stop, "و")
    if half is None or half.part != "fraction" or part.scale == 1:
        return None
    again = _at(tokens, part.stop + 1, " ")
    said = again is not None and again.part == "scale" and again.value == part.scale
    return _Part(part.value + part.scale // int(half.value), 1, part.stop + 1 + said)


def _number(tokens: Sequence[Token], i: int, folded: Folded) -> _Part | None:
    first = _group(tokens, i, folded)
    if first is None:
        return None
    total, below = first, first.scale
    while below > 1 and (joined := _at(tokens, total.stop, "و")) and _agrees(tokens[i], joined):
        if half := _half_more(tokens, _Part(total.value, below, total.stop)):
            return half
        rest = _group(tokens, total.stop, folded)
        # A decimal («1.2 مليون و3.5 آلاف») ends its number.
        decimal = tokens[i].value % 1 or joined.value % 1
        if decimal or rest is None or not 0 < rest.value < below or rest.scale >= below:
            break
        total, below = _Part(total.value + rest.value, 1, rest.stop), rest.scale
    return total


def _numeral(tokens: Sequence[Token], i: int, folded: Folded) -> tuple[Numeral, int] | None:
    part = _number(tokens, i, folded)
    if part is None:
        return None
    first, last = tokens[i], tokens[part.stop - 1]
    # Alone the word may be another («ميتا», dead); as part of a larger numeral it is none other.
    if first is last and last.frame == "noun" and not _counts_something(folded, last.end):
        return None
    value = int(part.value) if part.value % 1 == 0 else part.value
    used = tokens[i : part.stop]
    rows = tuple(token.ref for token in used if token.ref)
    digits = all(token.part == "digits" for token in used)
    span = first.begin, first.start, last.end
    return Numeral(*span, value, part.scale, first.definite, digits, first.link, rows), part.stop


def _counts_something(folded: Folded, end: int) -> bool:
    word = next_word(folded, end)
    return bool(word and (counted(word) or unit(word)))


def _after_ordinal(tokens: Sequence[Token], i: int) -> int:
    """The index after an ordinal and the «عشر» or «والعشرين» that belongs to it."""
    beside, joined = _at(tokens, i + 1, " "), _at(tokens, i + 1, "و")
    taken = (beside and beside.part == "decade") or (joined and joined.part == "ten" and joined.definite)
    return i + 2 if taken else i + 1


def read(folded: Folded, start: int = 0, end: int | None = None) -> list[Numeral | Token]:
    """Every numeral of the folded slice, and the vague and other number words that make no numeral, left to right."""
    tokens = list(scan(folded, start, len(folded.text) if end is None else end))
    found: list[Numeral | Token] = []
    i = 0
    while i < len(tokens):
        if tokens[i].part == "ordinal":
            i = _after_ordinal(tokens, i)
        elif numeral := _numeral(tokens, i, folded):
            found.append(numeral[0])
            i = numeral[1]
        else:
            found.append(tokens[i])
            i += 1
    return found


def find(folded: Folded, start: int = 0, end: int | None = None) -> list[Numeral]:
    """The numerals of `folded.text[start:end]`, left to right, on folded indexes. Linear."""
    return [item for item in read(folded, start, end) if isinstance(item, Numeral)]


def find_numbers(text: str) -> list[Number]:
    """Every number of `text`, in digits of any script or in words, whatever it numbers.

    Spans are of the unaltered text: the article belongs to the numeral, the clitics و ف ب ل ك do not. Values
    are whole numbers up to 10^15, or floats where the text has a decimal mark. Ordinals, vague counts
    («مئات») and what is not understood give nothing.

    >>> [number.value for number in find_numbers("قتل خمسة وعشرون شخصا وأصيب ٣ آلاف")]
    [25, 3000]
    """
    folded = fold(text)
    return [Number(*folded.span(n.start, n.end), n.value) for n in find(folded)]
