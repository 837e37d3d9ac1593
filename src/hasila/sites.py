"""Place names as reports write them, compared without knowing the map: which two may be one place.

«حي الكرادة», «الكرادة» and «#الكرادة» are one; «خان شيخون» and «خان العسل» are not; «كنيستي طنطا والإسكندرية» is a
place that holds two. Nouns of kind («مدينة», «سوق») come from `data/lexicon/venues.tsv`.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from hasila.fold import spelling
from hasila.gazetteer import gazetteer
from hasila.lexicon import load
from hasila.sources import stem

Relation = Literal["same", "part", "near", "apart", "unknown"]
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(("في", "من", "علي", "الي", "بين", "عند", "امام", "و", "ب", "اول", "اثر"))
# Two names that share this much of the shorter one's own words are one place: «أم رقيبة» and «مدرسة أم رقيبة الأساسية».
SHARED = 0.66


class Site(NamedTuple):
    """A place name: its own words, what kind of place, and the places that it holds if it names several."""

    own: frozenset[str]
    joined: str
    facility: frozenset[str]
    parts: tuple[frozenset[str], ...]
    also: tuple[frozenset[str], ...]


@functools.cache
def _kinds(sense: str) -> frozenset[str]:
    return frozenset(stem(r.folded) for r in load("venues") if r.sense == sense)


@functools.lru_cache(maxsize=65536)
def parse(name: str) -> Site:
    """The site that a place span names; `own` is empty where it names only a kind («السجن») or a whole country."""
    folded = spelling(name)
    words = _WORD.findall(folded)
    own = [] if is_country(name) else _own(words) or _bearing(words)
    facility = frozenset(w for w in (stem(x) for x in words) if w in _kinds("facility"))
    also = _also(folded) if facility or "/" in folded else ()
    return Site(frozenset(own), "".join(own), facility, _parts(words), also)


@functools.lru_cache(maxsize=8192)
def is_country(name: str) -> bool:
    """Does the name mean a whole country? Where something happened in a country tells little of where."""
    places = gazetteer()
    return any(places.places[i].type == "country" for i in places.names.get(spelling(name), ()))


def _also(folded: str) -> tuple[frozenset[str], ...]:
    """«المستشفى الأهلي (المعمداني)», «رأس العين/سري كانيه»: two names. A town's brackets hold its district."""
    names = tuple(s for s in (frozenset(_own(_WORD.findall(p))) for p in re.split(r"[()/\[\]]", folded)) if s)
    return names if len(names) > 1 else ()


def _own(words: list[str]) -> list[str]:
    drop = _kinds("area") | _kinds("facility") | _kinds("direction") | _kinds("dual")
    return [s for w in words if w not in _SMALL and (s := stem(w)) not in drop]


def _bearing(words: list[str]) -> list[str]:
    """«الجنوب», «الساحل الغربي»: kinds and directions that name a region when nothing else does; not «السجن»."""
    kept = [stem(w) for w in words if w not in _SMALL]
    return kept if len(kept) > 1 or (kept and kept[0] in _kinds("direction")) else []


def _parts(words: list[str]) -> tuple[frozenset[str], ...]:
    """«كنيستي طنطا والإسكندرية» → طنطا, الإسكندرية; () where the name is of one place."""
    cut = next((i for i, w in enumerate(words) if i and w.startswith("و") and len(w) > 3), None)
    dual = bool(words) and stem(words[0]) in _kinds("dual")
    if cut is None or not (dual or cut == 1 or (cut == 2 and stem(words[0]) in _kinds("area"))):
        return ()
    second = [words[cut][1:], *words[cut + 1 :]]
    sides = tuple(frozenset(_own(side)) for side in (words[:cut], second))
    return sides if all(sides) else ()


def relation(a: Site, b: Site) -> Relation:
    """How two names may stand to each other, by their words alone."""
    if not a.own or not b.own:
        return "unknown"
    if bool(a.parts) != bool(b.parts):
        whole, single = (a, b) if a.parts else (b, a)
        return "part" if any(p <= single.own or single.own <= p for p in whole.parts) else "apart"
    if not _agree(a, b):
        return "apart"
    return "near" if a.facility and b.facility and not a.facility & b.facility else "same"


def _agree(a: Site, b: Site) -> bool:
    if a.joined == b.joined:
        return True
    if not a.also and not b.also:
        return _one_name(a.own, b.own)
    return any(_one_name(x, y) for x in (a.own, *a.also) for y in (b.own, *b.also))


def _one_name(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= SHARED * min(len(a), len(b))


Aliases = Mapping[frozenset[str], frozenset[frozenset[str]]]


def aliases(sites: Iterable[Site]) -> Aliases:
    """For each name of a place that some site gives two names, all its names."""
    found: dict[frozenset[str], set[frozenset[str]]] = defaultdict(set)
    for names in {s.also for s in sites if s.also}:
        for name in names:
            found[name].update(names)
    return {name: frozenset(names) for name, names in found.items()}


def with_aliases(sites: tuple[Site, ...], known: Aliases) -> tuple[Site, ...]:
    """The sites, and the other names that some report of the pool gives one of them."""
    own = {s.own for s in sites if s.own}
    extra = frozenset[frozenset[str]]().union(*(known[o] for o in own if o in known)) - own
    return sites + tuple(Site(n, "".join(sorted(n)), frozenset(), (), ()) for n in sorted(extra, key=sorted))
