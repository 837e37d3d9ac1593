"""Fold a text to one spelling for matching, each folded character knowing where it came from.

NFKC; harakat, tatweel, bidi and zero-width controls dropped; hamza forms, ى/ي, ة/ه and Persian letters made one; digits of
all scripts to 0-9; quotation marks, dashes and separators to one form; Latin lower-cased; every run of blanks to one
blank. Linear in the length of the text.
"""

from __future__ import annotations

import functools
import re
import unicodedata

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
# A wrapped line is at least this long: shorter lines end where their author ended them.
_WRAP = 45
_SENTENCE_END = frozenset('.!؟?:؛…')
_WHITE = re.compile(r"\s+")


@functools.lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """The folded form of one character: empty, one character or a few."""
    out = []
    for c in unicodedata.normalize("NFKC", char):
        if c.isspace():
            out.append(" ")
            continue
        category = unicodedata.category(c)
        # Mn/Me/Mc: harakat and every combining mark; Cf: bidi and zero-width controls; Cc: other controls.
        if category[0] == "M" or category in ("Cf", "Cc", "Cs") or c == "ـ":
            continue
        if category == "Nd":
            c = str(unicodedata.decimal(c))
        out.append(_LETTERS.get(c, c) if c > "\x7f" else c.lower())
    folded = "".join(out)
    if folded != char and len(char) == 1:
        # Until it stands still: NFKC may give a letter that folds further (presentation forms, cased letters).
        again = "".join(_fold_char(c) for c in folded)
        return again.lower() if again.isascii() else again
    return folded


def _is_break(text: str, start: int, end: int) -> bool:
    """Is the blank `text[start:end]`, which holds a line feed, a break that the author meant (and no hard wrap)?"""
    gap = text[start:end]
    if gap.count("\n") > 1 or end >= len(text) or start == 0:
        return True
    line_start = text.rfind("\n", 0, start) + 1
    wrapped = start - line_start >= _WRAP and text[start - 1] not in _SENTENCE_END
    follows = text[end]
    return not (wrapped and (unicodedata.category(follows) == "Lo" or follows in "«»“”\"'()0123456789"))


def fold(text: str) -> Folded:
    """Fold `text`. The result's `source` leads every folded character back to an index of `text`."""
    chars: list[str] = []
    source: list[int] = []
    breaks: list[int] = []
    blank = True
    for i, char in enumerate(text):
        folded = _fold_char(char)
        if folded == " ":
            if not blank:
                chars.append(" ")
                source.append(i)
                blank = True
        elif len(folded) == 1:
            chars.append(folded)
            source.append(i)
            blank = False
        else:
            for c in folded:
                if c == " " and blank:
                    continue
                chars.append(c)
                source.append(i)
                blank = c == " "
    if chars and chars[-1] == " ":
        chars.pop()
        source.pop()
    if "\n" in text or "\r" in text:
        breaks = _breaks(text, source, chars)
    return Folded("".join(chars), tuple(source), tuple(breaks))


def _breaks(text: str, source: list[int], chars: list[str]) -> list[int]:
    starts = {i: n for n, i in enumerate(source) if chars[n] == " "}
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    found = []
    for gap in _WHITE.finditer(text):
        if "\n" in gap.group() and _is_break(text, gap.start(), gap.end()):
            place = next((starts[i] for i in range(gap.start(), gap.end()) if i in starts), None)
            if place is not None:
                found.append(place)
    return found
