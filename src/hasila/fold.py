"""Fold a text to one spelling for matching, each folded character knowing where it came from.

NFKC; harakat, tatweel, bidi and zero-width controls dropped; hamza forms, ى/ي, ة/ه and Persian letters made one;
digits of all scripts to 0-9; quotation marks, dashes and separators to one form; cased letters to lower case; every run
of blanks to one blank. A line feed folds to a blank like any other; which of them are structure, and which a hard wrap,
is told beside the text, in `Folded.breaks`. Linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from hasila.model import Folded

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ٵ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ئ": "ي", "ے": "ي",
    "ؤ": "و", "ۆ": "و", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه",
    "ک": "ك", "ڪ": "ك", "گ": "ك",
    "٬": ",", "٫": ".", "٪": "%", "٭": "*",
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "〝": '"', "〞": '"', "❝": '"', "❞": '"',
    "‘": "'", "’": "'", "‚": "'", "‛": "'",
    "–": "-", "—": "-", "−": "-", "‐": "-", "‒": "-", "―": "-", "⁃": "-",
}  # fmt: skip
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_TABLE_LIMIT = 1 << 16

# A hard-wrapped line is at least this long: shorter lines end where their author ended them.
_WRAP = 45
# Lines of a wrapped paragraph differ in length by at most this much, beyond the word that did not fit: text set in
# proportional letters and then copied has a ragged edge.
_RAGGED = 1.25
_SENTENCE_END = frozenset(".!؟?:؛…")
_CLOSERS = "\"')]} "
# «الضالع: 4 جرحى»: a label at the head of a line begins a line of its own.
_LABEL = re.compile(r"[^:.،\d]{2,30}: |[^:.،]{2,45}: \d")
_ITEM = re.compile(r"\d{1,2} ?[-.)] ")


class _Table(dict[str, str]):
    """Each character's folded form (empty, one character or a few), worked out when first met."""

    def __missing__(self, char: str) -> str:
        folded = _fold_char(char)
        if len(self) < _TABLE_LIMIT:
            self[char] = folded
        return folded


def _fold_char(char: str) -> str:
    if char.isdigit() and unicodedata.decomposition(char).startswith("<super>"):
        return ""  # a note's mark: «18¹ قتيلا» are 18 dead, not 181
    out = "".join(_fold_plain(c) for c in unicodedata.normalize("NFKC", char))
    # Until it stands still: NFKC may give a letter that folds further (presentation forms, cased letters).
    return out if out == char else "".join(_fold_char(c) for c in out)


def _fold_plain(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    # Mn, Me, Mc: harakat and every combining mark; Cf: bidi and zero-width controls; Cc, Cs: controls, lone surrogates.
    if category[0] == "M" or category in ("Cf", "Cc", "Cs") or char == "ـ":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return _LETTERS.get(char) or char.lower()


_TABLE = _Table()


def fold(text: str) -> Folded:
    """Fold `text`. The result's `source` leads every folded character back to an index of `text`."""
    chars: list[str] = []
    source: list[int] = []
    ends: list[int] = []
    table = _TABLE
    blank = True
    for i, char in enumerate(text):
        folded = table[char]
        if folded == " ":
            if not blank:
                chars.append(" ")
                source.append(i)
                blank = True
            if char in _LINE_ENDS and not (char == "\r" and text.startswith("\n", i + 1)):
                ends.append(len(chars) - 1)
        elif len(folded) == 1:
            chars.append(folded)
            source.append(i)
            blank = False
        else:
            for c in folded:
                if c != " " or not blank:
                    chars.append(c)
                    source.append(i)
                    blank = c == " "
    if chars and chars[-1] == " ":
        chars.pop()
        source.pop()
    whole = "".join(chars)
    return Folded(whole, tuple(source), _breaks(whole, ends))


_IBB_OR_AUGUST = re.compile(r"(?<!\w)و?(اب)(?!\w)")


def without(folded: Folded, text: str, first: str) -> Folded:
    """The folded text with «إب» (the town) or «آب» (August), as `first` says, made no word: both fold to «اب»."""
    chars = list(folded.text)
    for m in _IBB_OR_AUGUST.finditer(folded.text):
        if text[folded.source[m.start(1)]] == first:
            chars[m.start(1)] = "-"
    return Folded("".join(chars), folded.source, folded.breaks)


def spelling(text: str) -> str:
    """`fold(text).text` alone, several times faster: for words that need no way back, such as a lexicon's."""
    return " ".join("".join(map(_TABLE.__getitem__, text)).split())


def _breaks(text: str, ends: list[int]) -> tuple[int, ...]:
    """Of `ends`, the line ends of the folded `text` (ascending, twice at an empty line), those that are no wraps."""
    places = sorted({n for n in ends if 0 <= n < len(text)})
    empty = {a for a, b in pairwise(ends) if a == b}
    edges = [-1, *places, len(text)]
    lines = [text[a + 1 : b] for a, b in pairwise(edges)]
    wraps: set[int] = set()
    open_ends: list[int] = []
    for n, place in enumerate(places):
        if place in empty:
            wraps |= _wraps(open_ends, lines)
            open_ends = []
        elif _is_open(lines[n], lines[n + 1]):
            open_ends.append(n)
    wraps |= _wraps(open_ends, lines)
    return tuple(place for n, place in enumerate(places) if n not in wraps)


def _is_open(line: str, following: str) -> bool:
    """Could the sentence of `line` go on in `following`, by the characters where they meet?"""
    last, first = line.rstrip(_CLOSERS)[-1:], following[0]
    goes_on = first.isalnum() or first in "\"'("
    labelled = _ITEM.match(following) or _LABEL.match(following)
    return len(line) >= _WRAP and last not in _SENTENCE_END and goes_on and not labelled


def _wraps(open_ends: list[int], lines: list[str]) -> set[int]:
    """Of a block's open line ends, each after `lines[n]`, those that a column explains; none where it explains few."""
    column = max((len(lines[n]) for n in open_ends), default=0)
    wraps = {n for n in open_ends if _is_full(lines[n], lines[n + 1], column)}
    return wraps if 2 * len(wraps) >= len(open_ends) else set()


def _is_full(line: str, following: str, column: int) -> bool:
    """Did the first word of `following` not fit in the column, at least as wide as the block's longest open line?"""
    word = following.find(" ") if " " in following else len(following)
    needed = (len(line) + 1 + word) * _RAGGED
    return len(following) <= needed and column <= needed
