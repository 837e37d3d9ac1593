"""Near copies: wire texts that another outlet reprints, shortened and under another headline.

Exact containment of word 3-shingles over an inverted index within a window of days: a shortened copy shares few of
the longer text's shingles but most of its own, which fingerprints of whole texts (SimHash) miss. Past `MINHASH_FROM`
documents in a window, MinHash (datasketch) proposes the pairs, and containment still decides.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from datasketch import MinHash, MinHashLSH

from hasila.fold import fold, spelling
from hasila.model import Document, Folded, Span

# Wire copy is reprinted within days; a week and a half covers weekly bulletins.
WINDOW_DAYS = 10
# Between what one ministry's daily bulletins share (0.2) and what reprints share (0.66 and more) in our labelled sets.
CONTAINMENT = 0.4
# A shingle in more documents of the window than this is a formula («حسبما أفاد المرصد السوري») and proposes no pair.
RARE = 50
# A text that consists of formulas to this share is no formula but one that everybody reprints.
WHOLE = 0.9
# Fewer shared shingles than this are one quoted sentence, not a reprint.
SHARED = 8
MINHASH_FROM = 100_000
_PERMUTATIONS = 128
_WORD = re.compile(r"[^\W_]+")


class Passage(NamedTuple):
    """Words that two documents share: where they stand in the copy and in the original."""

    copy: Span
    original: Span


class Copy(msgspec.Struct, frozen=True):
    """A document that republishes another, wholly or in part, with small edits.

    `containment` is the share of the shorter text's word 3-shingles that the longer holds, 0 to 1.
    """

    copy: str
    original: str
    containment: float
    passages: tuple[Passage, ...] = ()


Update = Callable[[Document, Document], bool]


class _Text(NamedTuple):
    document: Document
    day: int
    shingles: frozenset[int]


def day_of(published: str | None) -> int | None:
    """The day of publication as an ordinal, or None where none is told or it is no date."""
    if not published:
        return None
    try:
        return dt.date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None


class _Vocabulary:
    """Numbers words in the order in which they are met, so that a shingle is one integer and never collides."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def shingles(self, words: Sequence[str]) -> frozenset[int]:
        """The word 3-shingles of a text; of a shorter text, its words."""
        number = self._number
        ids = [number.setdefault(w, len(number) + 1) for w in words]
        if len(ids) < 3:
            return frozenset(ids)
        return frozenset(a << 64 | b << 32 | c for a, b, c in zip(ids, ids[1:], ids[2:], strict=False))


def containment(a: frozenset[int], b: frozenset[int]) -> float:
    """The share of the smaller set that the other holds."""
    return len(a & b) / max(1, min(len(a), len(b)))


def find(documents: Sequence[Document], is_update: Update | None = None, window: int = WINDOW_DAYS) -> tuple[Copy, ...]:
    """The copies among `documents`, each with its earliest original, in the order of their ids.

    `window` is in days; documents without a date are compared with all. `is_update(later, earlier)` says of two texts
    of one outlet that the later one brings something new, and so is no copy.
    """
    vocabulary = _Vocabulary()
    texts = [
        _Text(d, day_of(d.published) or 0, vocabulary.shingles(_WORD.findall(spelling(d.text))))
        for d in sorted(documents, key=lambda d: (day_of(d.published) or 0, d.published or "", d.id))
    ]
    found: dict[str, tuple[_Text, _Text, float]] = {}
    for later, earlier in _candidates(texts, window):
        share = containment(later.shingles, earlier.shingles)
        if share < _least(later, earlier) or _same_outlet_update(later.document, earlier.document, is_update):
            continue
        copy, original = _direct(later, earlier)
        held = found.get(copy.document.id)
        if held is None or _age(original) < _age(held[1]):
            found[copy.document.id] = (copy, original, share)
    return tuple(_copy(*found[i]) for i in sorted(found))


def _least(a: _Text, b: _Text) -> float:
    """What two texts must share: of texts too short to tell, everything."""
    return 1.0 if min(len(a.shingles), len(b.shingles)) < SHARED else CONTAINMENT


def _same_outlet_update(later: Document, earlier: Document, is_update: Update | None) -> bool:
    return later.outlet == earlier.outlet and is_update is not None and is_update(later, earlier)


def _age(text: _Text) -> tuple[str, int, str]:
    return (text.document.published or "9", -len(text.shingles), text.document.id)


def _direct(a: _Text, b: _Text) -> tuple[_Text, _Text]:
    """(copy, original): the earlier is the original, of one time the longer, then the first by id."""
    first, second = sorted((a, b), key=_age)
    return second, first


def _copy(copy: _Text, original: _Text, share: float) -> Copy:
    passages = tuple(shared_passages(copy.document.text, original.document.text))
    return Copy(copy.document.id, original.document.id, round(share, 4), passages)


def _candidates(texts: Sequence[_Text], window: int) -> Iterator[tuple[_Text, _Text]]:
    days = [t.day for t in texts]
    undated = bisect.bisect_right(days, 0)
    widest = max((bisect.bisect_right(days, d + window) - i + undated for i, d in enumerate(days)), default=0)
    if widest > MINHASH_FROM:
        yield from _by_minhash(texts, window)
    else:
        yield from _by_index(texts, window)


def _by_index(texts: Sequence[_Text], window: int) -> Iterator[tuple[_Text, _Text]]:
    """Pairs that share at least `SHARED` rare shingles, by a sliding inverted index."""
    index: dict[int, list[int]] = {}
    oldest = 0
    for n, text in enumerate(texts):
        while oldest < n and 0 < texts[oldest].day < text.day - window:
            _forget(index, texts[oldest], oldest)
            oldest += 1
        hits = Counter(m for s in text.shingles for m in _rare(index, s))
        enough = min(SHARED, max(1, len(text.shingles) // 2))
        near = {m for m, k in hits.items() if k >= enough} | _everywhere(index, texts, text)
        yield from ((text, texts[m]) for m in sorted(near))
        for s in text.shingles:
            index.setdefault(s, []).append(n)


def _rare(index: dict[int, list[int]], shingle: int) -> Sequence[int]:
    holders = index.get(shingle, ())
    return holders if len(holders) <= RARE else ()


def _everywhere(index: dict[int, list[int]], texts: Sequence[_Text], text: _Text) -> set[int]:
    """The earliest text that nearly all of this one stands in, where so many hold it that it looks like a formula."""
    common = [s for s in text.shingles if len(index.get(s, ())) > RARE]
    if len(common) < max(SHARED, WHOLE * len(text.shingles)):
        return set()
    earliest = Counter(index[s][0] for s in common)
    first = min(earliest, key=lambda m: (-earliest[m], m))
    return {first} if containment(text.shingles, texts[first].shingles) >= WHOLE else set()


def _forget(index: dict[int, list[int]], text: _Text, n: int) -> None:
    for s in text.shingles:
        holders = index[s]
        holders.remove(n)
        if not holders:
            del index[s]


def _by_minhash(texts: Sequence[_Text], window: int) -> Iterator[tuple[_Text, _Text]]:
    """Pairs that MinHash bands propose, within the window."""
    lsh = MinHashLSH(params=(64, 2), num_perm=_PERMUTATIONS)
    sketches = MinHash.bulk(
        [[s.to_bytes(16, "big") for s in sorted(t.shingles)] for t in texts], num_perm=_PERMUTATIONS
    )
    for n, sketch in enumerate(sketches):
        near = (m for m in lsh.query(sketch) if texts[n].day - texts[m].day <= window or not texts[m].day)
        yield from ((texts[n], texts[m]) for m in sorted(near))
        lsh.insert(n, sketch, check_duplication=False)


class _Word(NamedTuple):
    text: str
    start: int
    end: int


def _words(folded: Folded) -> list[_Word]:
    return [_Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded.text)]


def shared_passages(copy: str, original: str) -> list[Passage]:
    """The longest runs of three words or more that two texts share, in the copy's order, not overlapping there."""
    a, b = fold(copy), fold(original)
    left, right = _words(a), _words(b)
    where: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(right) - 2):
        where.setdefault(_key(right, j), []).append(j)
    found, i = [], 0
    while i < len(left) - 2:
        size, j = max(((_run(left, right, i, j), -j) for j in where.get(_key(left, i), ())), default=(0, 0))
        if size:
            found.append(Passage(_span(a, left, i, size), _span(b, right, -j, size)))
        i += max(1, size)
    return found


def _key(words: Sequence[_Word], i: int) -> tuple[str, ...]:
    return words[i].text, words[i + 1].text, words[i + 2].text


def _run(left: Sequence[_Word], right: Sequence[_Word], i: int, j: int) -> int:
    size = 0
    while i + size < len(left) and j + size < len(right) and left[i + size].text == right[j + size].text:
        size += 1
    return size


def _span(folded: Folded, words: Sequence[_Word], first: int, size: int) -> Span:
    return folded.span(words[first].start, words[first + size - 1].end)


def inside(span: Span, passages: Iterable[Passage]) -> bool:
    """Do the copy's sides of `passages` cover at least half of `span`?"""
    covered = sum(max(0, min(span.end, p.copy.end) - max(span.start, p.copy.start)) for p in passages)
    return 2 * covered >= span.end - span.start
