"""Find the actors that a text names, say who they are, and whether two names of a source mean one.

The names are the rows of the lexicon `actors`: one form a row, neutral names beside it, so that «الدواعش» and «تنظيم
الدولة الإسلامية» are one actor. A form may stand behind the clitics و ف ب ل ك; the longest form at the leftmost place
wins. Bodies that do not say whose they are («وزارة الصحة», «الجيش») have ids that begin with `generic-`.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

import ahocorasick
import msgspec

from hasila.errors import UsageError
from hasila.fold import fold
from hasila.lexicon import Row, load
from hasila.model import Folded

How = Literal["name", "place", "adjective", "short"]

_CONJUNCTIONS = frozenset({"", "و", "ف"})
_CLITICS = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل"})
_WITH_ARTICLE = frozenset(c + "ال" for c in _CLITICS) | frozenset({"لل", "ولل", "فلل"})
# Heads whose name is often put in quotation marks: «تنظيم "القاعدة"».
_HEADS = frozenset({
    "تنظيم", "حركه", "جماعه", "حزب", "كتايب", "قناه", "وكاله", "صحيفه", "منظمه", "شبكه", "موقع", "شركه", "مليشيا",
    "ميليشيا", "عناصر", "مسلحي", "مسلحو", "مقاتلي", "مقاتلو", "قوات", "لواء", "جيش", "هييه", "عمليه", "مجموعه", "اذاعه",
})  # fmt: skip
# A state or capital acts where it is the subject of a verb («نفت موسكو»); elsewhere it is a place.
_VERB_BEFORE = re.compile(r"(?:^|[\s\"(:،.])[وف]?(?!ال|بيت|وقت|تحت|بنت|سبت|نت\b|ب?توقيت)\w{2,6}(?<!ا)ت$")
_BRACKETS = re.compile(r"\([^()]*\)|\"[^\"]*\"$")
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = ("وال", "بال", "لل", "ال")


class Actor(msgspec.Struct, frozen=True):
    """An actor with its neutral names. `party` is the id of the party that it belongs to, its own id where of none."""

    id: str
    kind: str
    name_ar: str
    name_en: str
    party: str


class ActorMention(msgspec.Struct, frozen=True):
    """An actor named at folded characters `start` to `end`; `row` is `file:form`, `how` the kind of form it is."""

    start: int
    end: int
    id: str
    kind: str
    row: str
    how: How


class _Form(NamedTuple):
    row: Row
    how: How
    length: int
    fused: bool


class _Lexicon(NamedTuple):
    automaton: ahocorasick.Automaton
    actors: dict[str, Actor]
    forms: dict[str, tuple[tuple[str, ...], ...]]
    national: dict[tuple[str, str], str]
    likes: dict[str, str]


def _notes(row: Row) -> dict[str, str]:
    """«party=us; place» as a mapping."""
    pairs = (part.strip().partition("=") for part in row.note.split(";"))
    return {key: value for key, _, value in pairs}


def _how(row: Row) -> How:
    notes = _notes(row)
    kinds: tuple[How, ...] = ("place", "adjective", "short")
    return next((kind for kind in kinds if kind in notes), "name")


def _spellings(folded: str) -> Iterator[tuple[str, bool]]:
    """The form as it may stand in folded text, and whether it is fused with a ل before its article."""
    yield folded, False
    head, _, rest = folded.partition(" ")
    if folded.startswith("ال"):
        yield "لل" + folded[2:], True
    if rest and head.removeprefix("ال") in _HEADS:
        yield f'{head} "{rest}"', False
        first, _, more = rest.partition(" ")
        if more:
            yield f'{head} "{first}" {more}', False


@functools.cache
def _lexicon() -> _Lexicon:
    automaton = ahocorasick.Automaton()
    actors: dict[str, Actor] = {}
    forms: dict[str, list[tuple[str, ...]]] = {}
    national: dict[tuple[str, str], str] = {}
    likes: dict[str, str] = {}
    for row in load("actors"):
        notes = _notes(row)
        actors.setdefault(row.sense, Actor(row.sense, row.part, row.lemma, row.frame, notes.get("party", row.sense)))
        forms.setdefault(row.sense, []).append(_stems(row.folded))
        if "like" in notes:
            national[notes["like"], notes["of"]] = row.sense
            likes[row.sense] = notes["like"]
        for text, fused in _spellings(row.folded):
            if text not in automaton:
                automaton.add_word(text, _Form(row, _how(row), len(text), fused))
    automaton.make_automaton()
    return _Lexicon(automaton, actors, {k: tuple(v) for k, v in forms.items()}, national, likes)


def get(actor: str) -> Actor:
    """The actor of an id. Raises `UsageError` for an id that the lexicon lacks."""
    found = _lexicon().actors.get(actor)
    if found is None:
        raise UsageError(f"no actor has the id {actor!r}; the ids are the first column of actors.tsv")
    return found


def party(actor: str) -> str:
    """The party that an actor belongs to: `syrian-army` → `syrian-government`; its own id where it belongs to none."""
    found = _lexicon().actors.get(actor)
    return found.party if found else actor


def is_generic(actor: str) -> bool:
    """Does the name leave open whose the body is («وزارة الصحة»)?"""
    return actor.startswith("generic-")


def _bounded(text: str, start: int, end: int, form: _Form) -> bool:
    """Does the form stand as a word of its own, no more than clitics before it?"""
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return False
    word = start
    while word > 0 and text[word - 1].isalnum():
        word -= 1
    before = text[word:start]
    if form.how == "adjective" and before in _WITH_ARTICLE:
        return True
    return before in (_CONJUNCTIONS if form.fused else _CLITICS)


def _acts(text: str, start: int) -> bool:
    """Is the state or capital at `start` the subject of the verb before it?"""
    return text[start - 1 : start] == " " and _VERB_BEFORE.search(text, max(start - 12, 0), start - 1) is not None


def _candidates(folded: Folded, start: int, end: int) -> Iterator[tuple[int, int, _Form]]:
    text = folded.text
    for last, form in _lexicon().automaton.iter(text, start, end):
        first, stop = last + 1 - form.length, last + 1
        if not _bounded(text, first, stop, form):
            continue
        if form.how == "adjective" and text[max(first - 2, 0) : first] in ("ال", "لل"):
            first -= 2
        at = bisect_right(folded.breaks, first)
        if at == len(folded.breaks) or folded.breaks[at] >= stop:
            yield first, stop, form


def _longest(found: list[tuple[int, int, _Form]]) -> Iterator[tuple[int, int, _Form]]:
    """The leftmost candidates, of those the longest; none overlap."""
    reach = -1
    for first, stop, form in sorted(found, key=lambda c: (c[0], -c[1])):
        if first >= reach:
            yield first, stop, form
            reach = stop


def _told(text: str, start: int, _: int, form: _Form) -> bool:
    """Does the form stand for the actor here, in running text?"""
    if form.how == "place":
        return _acts(text, start)
    return form.how != "short" and form.row.part != "hospital"


def find(folded: Folded, start: int = 0, end: int | None = None) -> list[ActorMention]:
    """The actors named in folded characters `start` to `end`, in the order of the text.

    States and capitals are given where they act, and hospitals not at all: elsewhere these are places. Short names that
    are common words («الصحة», «سبأ») are left to `resolve`.
    """
    stop_at = len(folded.text) if end is None else end
    wanted = [c for c in _candidates(folded, start, stop_at) if _told(folded.text, *c)]
    return [ActorMention(a, b, f.row.sense, f.row.part, f.row.ref, f.how) for a, b, f in _longest(wanted)]


def _stems(folded: str) -> tuple[str, ...]:
    """The words of a name, articles off."""
    return tuple(_bare(word) for word in _WORD.findall(folded))


def _bare(word: str) -> str:
    return next((word[len(a) :] for a in _ARTICLES if word.startswith(a) and len(word) > len(a) + 1), word)


@functools.cache
def _role_words() -> tuple[tuple[tuple[str, ...], ...], frozenset[str], frozenset[str]]:
    """What a source's name may open with (longest first), words that add nothing, openings of unnamed sources."""
    rows = load("sources")
    roles = {_stems(row.folded) for row in rows if row.sense == "role"}
    fillers = frozenset(w for row in rows if row.sense == "filler" for w in _stems(row.folded))
    unnamed = frozenset(_stems(row.folded)[0] for row in rows if row.sense == "anonymous")
    return tuple(sorted(roles, key=lambda r: (-len(r), r))), fillers, unnamed


_JOINTS = frozenset({"في", "من", "لدي", "عن", "باسم", "تابع", "تابعه"})


@functools.lru_cache(maxsize=8192)
def _core(name: str) -> tuple[str, ...]:
    """The words of a name without the office of who speaks for it: «المتحدث باسم وزارة الصحة» → وزاره صحه."""
    roles, fillers, unnamed = _role_words()
    words = list(_stems(_BRACKETS.sub(" ", fold(name).text) or fold(name).text))
    while opening := _opening(words, roles, unnamed):
        words = words[opening:]
    return tuple(w for w in words if w not in fillers and w not in _JOINTS)


def _opening(words: list[str], roles: tuple[tuple[str, ...], ...], unnamed: frozenset[str]) -> int:
    """How many of the first words only say in what office someone speaks: «المتحدث باسم», «مصدر في», «لدى»."""
    if len(words) > 1 and words[0] in _JOINTS:
        return 1
    if len(words) > 2 and words[0] in unnamed and words[1] in _JOINTS:
        return 2
    return next((len(r) for r in roles if len(r) < len(words) and tuple(words[: len(r)]) == r), 0)


def _named(text: str) -> list[tuple[int, int, _Form]]:
    folded = fold(text)
    return list(_longest(list(_candidates(folded, 0, len(folded.text)))))


@functools.lru_cache(maxsize=8192)
def resolve(name: str) -> str | None:
    """The id of the actor that the words of a span name, None where they name none.

    The longest name inside wins, one that says whose before one that does not; a body named without its country takes
    it from an adjective or a capital beside it («الشرطة في بغداد»). Words in brackets help where the rest says nothing.
    """
    outside = _BRACKETS.sub(" ", fold(name).text)
    return _resolve(outside) or _resolve(name)


def _resolve(name: str) -> str | None:
    found = _named(name)
    names = [c for c in found if c[2].how == "name" or (c[2].how == "short" and _alone(c[2], name))]
    told = [c for c in names if not is_generic(c[2].row.sense)]
    if told:
        return max(told, key=lambda c: (c[1] - c[0], -c[0]))[2].row.sense
    states = [c for c in found if c[2].how in ("place", "adjective")]
    if names:
        generic = max(names, key=lambda c: (c[1] - c[0], -c[0]))[2].row.sense
        return next((n for c in states if (n := _lexicon().national.get((generic, c[2].row.sense)))), generic)
    return states[0][2].row.sense if len(states) == 1 and _alone(states[0][2], name) else None


def _alone(form: _Form, name: str) -> bool:
    """Does the name say no more than the form?"""
    return len(_core(name)) <= len(_stems(form.row.folded))


def _opens(short: tuple[str, ...], actor: str) -> bool:
    """Does one of the actor's names begin with these words?"""
    return any(form[: len(short)] == short for form in _lexicon().forms[actor])


def _within(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Does the shorter name open the longer, or lie in it with the same head?"""
    short, long = sorted((a, b), key=lambda words: len(set(words)))
    return bool(short) and short[0] == long[0] and set(short) <= set(long)


def _unnamed(name: str) -> bool:
    """Does the name describe a source and not tell it («مصدر طبي»)?"""
    words = _stems(fold(name).text)
    return bool(words) and words[0] in _role_words()[2]


def same(a: str, b: str) -> bool:
    """May two names of sources mean one: alias, abbreviation, with or without whose it is?

    «المرصد» and «المرصد السوري لحقوق الإنسان» may, «وزارة الصحة المصرية» and «وزارة الصحة العراقية» may not; so the
    relation is not transitive. Sources without a name («مصدر طبي») are the same only in the same words.
    """
    if fold(a).text == fold(b).text:
        return True
    x, y = resolve(a), resolve(b)
    if (x is None and _unnamed(a)) or (y is None and _unnamed(b)):
        return False
    if x and y and not is_generic(x) and not is_generic(y):
        return x == y
    if y and not is_generic(y):
        return _may_be(a, x, y)
    if x and not is_generic(x):
        return _may_be(b, y, x)
    if x is not None and x == y and _is_name(_core(a), x) and _is_name(_core(b), x):
        return True
    return (x is None or y is None or x == y) and _within(_core(a), _core(b))


def _may_be(name: str, generic: str | None, actor: str) -> bool:
    """May a name that tells no certain actor mean this one?"""
    core = _core(name)
    if not core:
        return False
    return _opens(core, actor) or (_is_name(core, generic) and _lexicon().likes.get(actor) == generic)


def _is_name(core: tuple[str, ...], actor: str | None) -> bool:
    """Are these words all of one of the actor's names?"""
    return actor is not None and core in _lexicon().forms[actor]
