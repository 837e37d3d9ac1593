"""Words of a folded text with what the lexicons know about each: the input of every later step.

A word is looked up whole, then without proclitics (و ف ب ل ك س ال), then without a pronoun suffix. Phrases of several
words are matched word by word, clitics allowed on the first.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from hasila.lexicon import Row, load
from hasila.model import Folded

_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_WORD = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*|[^\W\d_]+|[^\w\s]")
# Longest first within a length class does not matter: the first prefix whose rest is known wins, the empty one first.
_PREFIXES = (
    "", "ال", "و", "ف", "ب", "ل", "ك", "س", "لل", "وال", "بال", "فال", "كال", "وب", "ول", "وك", "وس", "وبال", "ولل",
    "فب", "فل", "فس", "وكال", "فلل",
)  # fmt: skip
_SUFFIXES = ("هما", "هم", "ها", "هن", "نا", "كم", "ه", "ي")
_CUT_OFF = 3
_LEXICONS = ("outcomes", "victims", "titles", "means", "speech", "cues", "particles", "figures")


class Hit(NamedTuple):
    """A lexicon row found at words `i` to `j` (exclusive), with the clitics that were stripped."""

    kind: str
    row: Row
    i: int
    j: int
    pro: str
    enc: str


class Word(NamedTuple):
    """One word, number or mark of the folded text; `known` are the rows of the word alone, with its clitics."""

    start: int
    end: int
    text: str
    known: tuple[tuple[str, Row, str, str], ...]


class _Index(NamedTuple):
    single: dict[str, tuple[tuple[str, Row], ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str, Row], ...]]


@functools.cache
def _index() -> _Index:
    single: dict[str, list[tuple[str, Row]]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, Row]]] = {}
    for name in _LEXICONS:
        for row in load(name):
            first, *rest = row.folded.split(" ")
            if rest:
                phrases.setdefault(first, []).append((tuple(rest), name, row))
            else:
                single.setdefault(first, []).append((name, row))
    longest_first = {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in phrases.items()}
    return _Index({k: tuple(v) for k, v in single.items()}, longest_first)


def _stems(form: str, closed: bool = False) -> Iterator[tuple[str, str, str]]:
    """A word's readings as (proclitics, stem, suffix), the least stripped first; `closed` words end in ة, no suffix."""
    for prefix in _PREFIXES:
        if form.startswith(prefix) and len(form) - len(prefix) >= 2:
            yield prefix, form[len(prefix) :], ""
    for prefix in _PREFIXES:
        if not form.startswith(prefix):
            continue
        stem = form[len(prefix) :]
        for suffix in _SUFFIXES:
            if closed and suffix == "ه":
                continue
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 2:
                base = stem[: -len(suffix)]
                # The noun before the verb: «إصابته» is more often his injury than «it hit him».
                if base.endswith("ت"):
                    yield prefix, base[:-1] + "ه", suffix
                yield prefix, base, suffix
                if base.endswith("و"):
                    yield prefix, base + "ا", suffix


def _agrees(kind: str, row: Row, pro: str, enc: str) -> bool:
    """May the row carry these clitics? Verbs take no article, function words neither article nor suffix."""
    if kind == "outcomes" and row.part in ("passive", "active", "either"):
        return "ال" not in pro and "لل" not in pro and not (pro.endswith(("ب", "ك")))
    if enc and row.form == "انتحار":
        return False  # «انتحاري» is who does it
    if kind == "cues" and pro.endswith("ب") and row.sense == "unconfirmed":
        return False  # «بزعم أن» gives a pretext, not a doubt
    if kind == "particles" and row.sense == "source_noun":
        return True
    if kind in ("speech", "cues", "particles"):
        return not enc and (row.part != "verb" or pro in ("", "و", "ف", "س", "وس"))
    if kind == "titles" and row.part == "given" and (enc or "ال" in pro):
        return False  # «العاصمة» is no «عاصم»
    if kind in ("means", "figures") and enc:
        return False  # «ضربة» is no «ضرب» with a pronoun
    return not pro.endswith("س")


@functools.lru_cache(maxsize=65536)
def look_up(form: str, closed: bool = False) -> tuple[tuple[str, Row, str, str], ...]:
    """Every (lexicon, row, proclitics, suffix) behind a folded word; the least stripped reading of each lexicon."""
    single = _index().single
    found: list[tuple[str, Row, str, str]] = []
    kinds: set[str] = set()
    for pro, stem, enc in _stems(form, closed):
        rows = single.get(stem)
        if rows is None:
            continue
        if not closed and form.endswith("ه"):
            rows = tuple(r for r in rows if r[1].form != "قتلة")  # «قتله» is «he killed him»
        new = {kind for kind, row in rows if kind not in kinds and _agrees(kind, row, pro, enc)}
        found += [(kind, row, pro, enc) for kind, row in rows if kind in new and _agrees(kind, row, pro, enc)]
        kinds |= new
    return tuple(found)


@functools.lru_cache(maxsize=65536)
def _phrase_starts(form: str) -> tuple[tuple[str, tuple[tuple[tuple[str, ...], str, Row], ...]], ...]:
    phrases = _index().phrases
    return tuple((pro, phrases[stem]) for pro, stem, enc in _stems(form) if not enc and stem in phrases)


def _squeezed(word: str) -> str:
    """«استشهااااد»: a letter drawn out for emphasis is one letter."""
    return _DRAWN_OUT.sub(r"\1", word)


def words_of(text: str, folded: Folded, start: int, end: int) -> list[Word]:
    """The words of folded characters `start` to `end`; `text` is the unaltered text, which still tells ة from ه."""
    source = folded.source
    spans = [(m.start(), m.end()) for m in _WORD.finditer(folded.text, start, end)]
    return [
        Word(a, b, word, look_up(_squeezed(word), text[source[b - 1]] == "ة"))
        for a, b, word in _uncensored(folded.text, spans)
    ]


def _uncensored(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """The words with those put together that a dot cuts so that filters miss them («ق.تل», «ق.صف»)."""
    k = 0
    while k < len(spans):
        a, b = spans[k]
        cut = k + 2 < len(spans) and b - a <= _CUT_OFF and text[b : b + 1] == "." and spans[k + 2][0] == b + 1
        if cut and text[a:b].isalpha() and text[b + 1 : spans[k + 2][1]].isalpha():
            whole = text[a:b] + text[b + 1 : spans[k + 2][1]]
            if any(kind in ("outcomes", "means") for kind, *_ in look_up(whole)):
                yield a, spans[k + 2][1], whole
                k += 3
                continue
        yield a, b, text[a:b]
        k += 1


def hits_of(words: list[Word]) -> list[Hit]:
    """Every lexicon row found, single words and phrases, by place; a phrase hides single words of its lexicon."""
    found: list[Hit] = []
    hidden: set[tuple[int, str]] = set()
    for i, word in enumerate(words):
        for pro, phrases in _phrase_starts(word.text):
            longest: dict[str, int] = {}
            for rest, kind, row in phrases:
                j = i + 1 + len(rest)
                if (
                    j < longest.get(kind, 0)
                    or j > len(words)
                    or any(words[i + 1 + k].text != w for k, w in enumerate(rest))
                ):
                    continue
                longest[kind] = j
                found.append(Hit(kind, row, i, j, pro, ""))
                hidden.update((k, kind) for k in range(i, j))
        found += [Hit(k, row, i, i + 1, pro, enc) for k, row, pro, enc in word.known if (i, k) not in hidden]
    return found
