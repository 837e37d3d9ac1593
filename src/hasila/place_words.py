"""What single words can do in a place name: type nouns, directions, heads, names' first words, with their clitics."""

from __future__ import annotations

import functools
from typing import Literal, NamedTuple

from hasila.errors import DataError
from hasila.fold import fold
from hasila.gazetteer import folder, gazetteer
from hasila.lexicon import load

Need = Literal["type", "place"]
# A conjunction, then a preposition; each may be missing. `لل` is ل and the article.
_CLITICS = tuple(c + p for c in ("", "و", "ف") for p in ("", "ب", "ل", "ك", "لل"))
# Towns below this are known to few: their names alone, in any text, are more often something else.
_KNOWN_TO_MANY = 50_000


class TypeNoun(NamedTuple):
    """A row of the lexicon: `kind` of place, `number` (singular, dual, plural), whether any name may follow."""

    kind: str
    number: str
    frame: str


class Reading(NamedTuple):
    """One way to read a written word: `clitic` cut off, `base` the rest, with its article where `لل` swallowed it."""

    clitic: str
    cut: int
    base: str


@functools.cache
def _rows() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    lines = (folder() / "words.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and line[0] != "#"]
    return tuple((use, tuple(fold(told).text.split(" ")), note) for use, told, note in cells[1:])


@functools.cache
def words(use: str) -> frozenset[str]:
    """The folded words of one use out of `words.tsv`."""
    found = frozenset(word for row, told, _ in _rows() if row == use for word in told)
    if not found:
        raise DataError([f"words.tsv: {use}: has no row"])
    return found


@functools.cache
def nationalities() -> dict[str, str]:
    """Country codes by adjective of nationality, definite («العراقية») and not («عراقية»)."""
    known = {word: code for use, told, code in _rows() if use == "nation" and code != "-" for word in told}
    return known | {word[2:]: code for word, code in known.items()}


@functools.cache
def everyday() -> dict[str, Need]:
    """Names that are everyday words: `type` asks for a type noun, `place` for that or a locative preposition."""
    found: dict[str, Need] = {}
    for line in (folder() / "everyday.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(("type\t", "place\t")):
            need, names, _ = line.split("\t")
            found.update(dict.fromkeys(fold(names).text.split("|"), "type" if need == "type" else "place"))
    return found


@functools.cache
def type_nouns() -> dict[str, TypeNoun]:
    """Type nouns, one or two words, without directions; the singulars also with their article."""
    return {r.folded: TypeNoun(r.sense, r.part, r.frame) for r in load("place_types") if r.sense != "direction"}


@functools.cache
def directions(frame: str) -> frozenset[str]:
    """Direction words: `noun` («شمال») or `adjective` («الشمالي»)."""
    return frozenset(r.folded for r in load("place_types") if r.sense == "direction" and r.frame == frame)


@functools.cache
def _openers() -> frozenset[str]:
    heads = {form.split(" ")[0] for form in type_nouns()}
    return frozenset(heads | directions("noun") | words("bare") | words("definite") | gazetteer().firsts.keys())


def _splits(word: str, clitic: str, base: str) -> bool:
    """May the word be that clitic and that base? «كبيرا» is no «ك» and «بيرا»."""
    if not clitic:
        return True
    if word in words("whole"):
        return False
    if clitic in ("ف", "ك", "وك", "فك"):
        return len(base) > 4 and base in gazetteer().names and need(base) == "none"
    return len(base) > 3 or clitic[-1] in "بل" or base in type_nouns()


@functools.lru_cache(maxsize=1 << 16)
def readings(word: str) -> tuple[Reading, ...]:
    """Every way to read a folded word as the first word of a place, the one with the fewest clitics first."""
    openers = _openers()
    found = []
    for clitic in _CLITICS:
        if word.startswith(clitic):
            rest = word[len(clitic) :]
            base = "ال" + rest if clitic.endswith("لل") else rest
            if len(rest) > 1 and base in openers and _splits(word, clitic, base):
                found.append(Reading(clitic, len(clitic) if not clitic.endswith("لل") else len(clitic) - 2, base))
    return tuple(found)


@functools.lru_cache(maxsize=1 << 14)
def need(name: str) -> Literal["type", "place", "none"]:
    """What a known name asks for before it counts as a place: a type noun, a preposition as well, or nothing."""
    listed = everyday().get(name)
    if listed:
        return listed
    known = gazetteer()
    for key in known.names[name]:
        place = known.places[key]
        if key in known.curated or place.type != "city" or place.population >= _KNOWN_TO_MANY:
            return "none"
    return "place"
