"""Who a figure comes from: the source of a claim, told apart within one incident (rule 2 of the toll).

The source is who the figure comes from, not the outlet that prints it. A spokesman, an official and a minister are
their body; «الوزارة» refers back; a source with no name is known by its outlet and its description; an outlet that
names nobody is its own source. Words come from `data/lexicon/sources.tsv`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from hasila import actors, gazetteer
from hasila.fold import fold
from hasila.lexicon import Row, load
from hasila.model import Claim, Document

_WORD = re.compile(r"[^\W_]+")
# A name goes on after these; what follows says where or whose, and is compared apart from the name.
_WHERE = frozenset(("في", "من", "لدي", "التابع", "التابعه", "التابعين", "الخاضعه", "الخاضع", "ب", "عن"))
_REPEATED = frozenset(("نفسه", "نفسها", "ذاته", "ذاتها"))
_POSSESSIVE = ("ته", "تها", "تهم")


class Body(NamedTuple):
    """A source as its words tell it: `core` names it, `where` says where or whose it is."""

    kind: Literal["named", "anonymous", "organ", "back"]
    core: frozenset[str]
    where: frozenset[str] = frozenset()
    country: str | None = None
    polity: str | None = None
    head: str = ""


class Mention(NamedTuple):
    """One place where a source is named: by which report, in which outlet, in what words (None: the outlet itself)."""

    report: str
    outlet: str
    words: str | None
    actor: str | None = None


class _Words(NamedTuple):
    roles: tuple[tuple[str, ...], ...]
    anonymous: tuple[tuple[str, ...], ...]
    organs: tuple[tuple[str, ...], ...]
    heads: dict[str, str]
    backs: frozenset[str]
    fillers: frozenset[str]
    countries: dict[str, str]
    polities: tuple[tuple[tuple[str, ...], str], ...]
    aliases: dict[tuple[str, ...], tuple[str, ...]]
    holders: frozenset[str]
    media: frozenset[str]
    general: frozenset[frozenset[str]]


@functools.cache
def _words() -> _Words:
    rows = load("sources")

    def phrases(sense: str) -> tuple[tuple[str, ...], ...]:
        found = [tuple(r.folded.split()) for r in rows if r.sense == sense]
        return tuple(sorted(found, key=lambda p: (-len(p), p)))

    bodies = [r for r in rows if r.sense == "body"]
    polities = sorted((tuple(stem(w) for w in r.folded.split()), r.lemma) for r in rows if r.sense == "polity")
    return _Words(
        roles=phrases("role"),
        anonymous=phrases("anonymous"),
        organs=phrases("organ"),
        heads={stem(r.folded.split()[0]): stem(r.lemma) for r in bodies},
        backs=frozenset(stem(r.folded) for r in bodies if r.frame == "back"),
        fillers=frozenset(stem(w) for r in rows if r.sense == "filler" for w in r.folded.split()),
        countries={stem(r.folded): r.lemma for r in rows if r.sense == "country"},
        polities=tuple(polities),
        aliases={tuple(r.folded.split()): tuple(fold(r.lemma).text.split()) for r in rows if r.sense == "alias"},
        holders=frozenset(stem(r.folded) for r in rows if r.sense == "holder"),
        media=frozenset(stem(r.folded) for r in rows if r.sense == "media"),
        general=frozenset(frozenset(stem(w) for w in r.folded.split()) for r in rows if r.sense == "general"),
    )


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its article, a leading و of «وال», a feminine or plural ending: for comparison only."""
    for prefix in ("وال", "بال", "كال", "فال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            word = word[len(prefix) :]
            break
    if len(word) >= 4 and word[-1] == "ه":
        word = word[:-1]
    return word


def country_of(word: str) -> str | None:
    """The country that a folded adjective or noun of nationality names («العراقيه», «سوريين»), or None."""
    countries = _words().countries
    bare = stem(word)
    for ending in ("", "ين", "ون", "ات"):
        if bare.endswith(ending) and (found := countries.get(bare[: len(bare) - len(ending)])):
            return found
    return None


def _starts(words: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> int:
    """How many words the longest of `phrases` that `words` begin with takes; 0 for none."""
    return next((len(p) for p in phrases if tuple(words[: len(p)]) == p), 0)


def _unalias(words: list[str]) -> list[str]:
    aliases = _words().aliases
    if len(words) > 1 and tuple(stem(w) for w in words[-1:]) and tuple(words) not in aliases:
        # «منظمة الأمم المتحدة للطفولة (يونيسف)»: the short name after the full one adds nothing.
        words = words[:-1] if (words[-1],) in aliases else words
    return list(aliases.get(tuple(words), tuple(words)))


def _strip_roles(words: list[str]) -> list[str]:
    roles = _words().roles
    while (taken := _starts(words, roles)) and len(words) > taken:
        if words[taken - 1] not in ("في", "باسم", "بلسان") and not _opens_body(words[taken]):
            break
        words = words[taken:]
    return words


def _opens_body(word: str) -> bool:
    bare = stem(word)
    return bare in _words().heads or word.startswith(("لل", "ال"))


def _polity(stems: Sequence[str]) -> str | None:
    text = tuple(s[1:] if s.startswith("ب") and len(s) > 3 else s for s in stems)
    for phrase, name in _words().polities:
        for form in (tuple(stems), text):
            if any(form[i : i + len(phrase)] == phrase for i in range(len(form))):
                return name
    return None


@functools.lru_cache(maxsize=16384)
def parse(words: str) -> Body:
    """The body that the words of a source name, whatever outlet prints them."""
    lex = _words()
    tokens = _unalias([w for w in _WORD.findall(fold(words).text) if w not in _REPEATED])
    bare = _unalias(_strip_roles(tokens))
    if _starts(tokens, lex.organs) or _starts(bare, lex.organs):
        return Body("organ", frozenset(stem(w) for w in bare))
    if _starts(bare, lex.anonymous) and bare == tokens:
        return Body("anonymous", frozenset(stem(w) for w in tokens) - lex.fillers)
    return _named(bare)


def _named(tokens: Sequence[str]) -> Body:
    lex = _words()
    stems = [stem(w) for w in tokens]
    cut = next((i for i, w in enumerate(tokens) if i and (w in _WHERE or _is_in(w))), len(tokens))
    polity = _polity(stems)
    country = next((c for w in tokens if (c := country_of(w))), None)
    drop = lex.fillers | _WHERE

    def keep(words: Iterable[str]) -> frozenset[str]:
        return frozenset(stem(w) for w in words if stem(w) not in drop and country_of(w) is None)

    head = lex.heads.get(_unpossessed(stems[0]), stems[0]) if stems else ""
    core = keep(tokens[1:cut]) | ({head} if head else frozenset())
    alone = len(tokens) == 1 and (_unpossessed(stems[0]) != stems[0] or stems[0] in lex.backs)
    where = frozenset(w[1:] if _is_in(w) else w for w in keep(tokens[cut:]))
    return Body("back" if alone else "named", core, where, country, polity, head)


def _is_in(word: str) -> bool:
    """Is the word «ب» joined to a name («بصنعاء»)? Nouns in ب come first in a source, or take the article."""
    return word.startswith("ب") and len(word) >= 4 and not word.startswith("بال")


def _unpossessed(word: str) -> str:
    """«وزارت(ه)» → «وزار», the stem of «وزارة»."""
    return word[:-1] if word.endswith("ت") and word[:-1] in _words().heads else word


def _nested(a: frozenset[str], b: frozenset[str]) -> bool:
    small = min(a, b, key=len)
    if not small or small in _words().general:
        return bool(a) and a == b
    return a <= b or b <= a


def same_body(a: Body, b: Body) -> bool:
    """May two named bodies be one? Equal or nested names, and no clash of country, authority or place."""
    if not _nested(a.core, b.core):
        return False
    if a.country and b.country and a.country != b.country:
        return False
    if a.polity and b.polity:
        return a.polity == b.polity
    if a.polity or b.polity:
        return True
    return not a.where or not b.where or bool(a.where & b.where)


def _is_media(outlet: str) -> bool:
    media = _words().media
    return any(stem(w) in media for w in _WORD.findall(fold(outlet).text))


class Voice(NamedTuple):
    """A source within an incident: `key` tells it apart, `name` is shown, `own` is an outlet's own voice."""

    key: str
    name: str
    own: bool
    anonymous: bool


Same = Callable[[str, str], bool]


def mention(document: Document, claim: Claim) -> Mention:
    """Where and how the claim names its source."""
    return Mention(document.id, document.outlet or document.id, claim.source, claim.source_actor)


def tell_apart(mentions: Sequence[Mention]) -> dict[Mention, Voice]:
    """One voice for each mention; mentions of one source share it. Does not depend on the order of `mentions`."""
    ordered = sorted(set(mentions), key=lambda m: (m.report, m.outlet, m.words or "", m.actor or ""))
    bodies = {m: _resolve(m, ordered) for m in ordered}
    named = sorted((m for m in ordered if bodies[m].kind != "anonymous"), key=lambda m: _rank(m, bodies[m]))
    groups: list[list[Mention]] = []
    for m in named:
        fitting = [g for g in groups if all(_one(m, bodies[m], o, bodies[o]) for o in g)]
        best = max(fitting, key=lambda g: _closeness(bodies[m], [bodies[o] for o in g]), default=None)
        if best is None:
            groups.append([m])
        else:
            best.append(m)
    voices = {m: _voice(group) for group in groups for m in group}
    for m in ordered:
        if bodies[m].kind == "anonymous":
            name = f"{m.words} ({m.outlet})"
            key = f"anonymous:{fold(m.outlet).text}:{' '.join(sorted(bodies[m].core))}"
            voices[m] = Voice(key, name, own=False, anonymous=True)
    return voices


def _rank(m: Mention, body: Body) -> tuple[int, str, str]:
    """The most fully named first, so that bare names join them; then by the words."""
    return (-(len(body.core) + len(body.where) + bool(body.country) + bool(body.polity)), m.words or m.outlet, m.report)


def _closeness(body: Body, group: Sequence[Body]) -> int:
    return max(len(body.core & o.core) + 2 * len(body.where & o.where) + (body.country == o.country) for o in group)


def _one(m: Mention, a: Body, o: Mention, b: Body) -> bool:
    if m.words is None and o.words is None and m.outlet == o.outlet:
        return True
    x, y = _actor(m), _actor(o)
    if x and y:
        return x == y
    return same_body(a, b)


def _actor(m: Mention) -> str | None:
    """The actor that a mention names for certain; an outlet of the press names none."""
    if m.words is None and _is_media(m.outlet):
        return None
    named = m.actor or actors.resolve(m.words or m.outlet)
    return None if named is None or actors.is_generic(named) else named


def _voice(group: Sequence[Mention]) -> Voice:
    """Named as it is named most fully, own voices by their outlet."""
    own = any(m.words is None for m in group)
    names = sorted({m.words or m.outlet for m in group}, key=lambda n: (-len(parse(n).core), len(n), n))
    shown = next((m.outlet for m in group if m.words is None), names[0])
    return Voice("named:" + fold(shown).text, shown, own=own, anonymous=False)


def _resolve(m: Mention, mentions: Sequence[Mention]) -> Body:
    """The body that a mention stands for: «الوزارة» is the ministry of the same report, a press office its outlet."""
    if m.words is None:
        return _outlet(m.outlet)
    body = parse(m.words)
    if body.kind == "organ":
        return body if _is_media(m.outlet) else _outlet(m.outlet)
    if body.kind == "back":
        here = [parse(o.words) for o in mentions if o.report == m.report and o.words and o.words != m.words]
        fuller = [
            b for b in [*here, parse(m.outlet)] if b.kind == "named" and b.head == body.head and b.core > body.core
        ]
        return min(fuller, key=lambda b: (len(b.core), sorted(b.core), sorted(b.where)), default=body)
    return body


def _outlet(outlet: str) -> Body:
    body = parse(outlet)
    return body if body.kind == "named" else Body("named", frozenset(stem(w) for w in _WORD.findall(fold(outlet).text)))


def is_accused(words: str | None, outlet: str, perpetrators: Iterable[str]) -> bool:
    """Is the source (its words, or the outlet itself) one of the parties that the harm is laid to?"""
    body = parse(words) if words else _outlet(outlet)
    speaker = party_of(words or outlet)
    return any(_blamed(body, parse(p)) or (speaker and speaker == party_of(p)) for p in perpetrators)


def party_of(words: str) -> str | None:
    """The party that the words name for certain, or None."""
    named = actors.resolve(words)
    return None if named is None or actors.is_generic(named) else actors.party(named)


def _blamed(source: Body, accused: Body) -> bool:
    if accused.core and same_body(source, accused):
        return True
    armed = source.core & {"جيش", "قوات", "سلاح", "قياده", "دفاع", "حكوم", "قياد", "داخلي", "شرط", "امن", "اركان"}
    return bool(armed and accused.country and accused.country == source.country)


def holds(words: str | None, outlet: str) -> bool:
    """Is the source a body that may hold or guard people: prisons, police, army, an interior ministry?"""
    stems = {stem(w) for w in _WORD.findall(fold(words or outlet).text)}
    return bool(stems & _words().holders)


@functools.cache
def _origins() -> dict[str, Row]:
    """People nouns of a nationality, and those for refugees, by folded form."""
    rows = load("victims")
    return {row.folded: row for row in rows if "nationality" in row.note or row.lemma == "لاجئ"}


def counts_foreigners(claim: Claim) -> bool:
    """Does the claim count people of another country than where it happened («43 سوريا» in Beirut), or refugees?"""
    by_form = _origins()
    told = [by_form[w] for w in _WORD.findall(fold(claim.victims or "").text) if w in by_form]
    if any(row.lemma == "لاجئ" for row in told):
        return True
    home = _country_of_place(claim.place_id)
    origins = {country_of(fold(row.lemma).text) for row in told} - {None}
    return home is not None and bool(origins) and home not in origins


def _country_of_place(place_id: str | None) -> str | None:
    """The Arabic name of the country that a gazetteer place lies in, as `country_of` spells it."""
    if place_id is None:
        return None
    places = gazetteer.gazetteer().places
    place = places.get(place_id)
    country = places.get(place.country) if place is not None else None
    return country.name if country is not None else None


def is_hospital(words: str | None) -> bool:
    """Does the source speak for one hospital?"""
    stems = {stem(w) for w in _WORD.findall(fold(words or "").text)}
    return bool(stems & {"مستشفي", "مشفي"})
