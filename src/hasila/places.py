"""Find the places that a text names, and say which places they are.

`find` reads a folded text word by word: known names of the gazetteer, names after a type noun («بلدة كفر زينون»), names
that open with a head word («تل السنديان»), definite facilities with their adjective («الكنيسة المرقسية»). A direction or a
type noun beside the name belongs to the span, a preposition does not (annotation guidelines, `place`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from hasila.gazetteer import contains, distance_km, gazetteer, get
from hasila.model import Folded
from hasila.place_words import Reading, TypeNoun, directions, need, readings, type_nouns, words

__all__ = ["PlaceMention", "contains", "distance_km", "find", "get"]

_WORD = re.compile(r"[^\W_]+")
_JOINTS = frozenset((" ", "_", " #"))
_NAME_WORDS = 6
_DEPTH = 3


class PlaceMention(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place as told: `start`, `end` and `name` are folded indexes, the name without its type noun and direction.

    `ids` are the gazetteer's candidates, none for a name it lacks; `kind` is the type noun's (`settlement`, `facility`,
    …), empty without one. `aside` says that the place only locates another (in brackets, or after a distance), `generic`
    that it has no name. `parts` are the single places of a coordination.
    """

    start: int
    end: int
    name: tuple[int, int]
    ids: tuple[str, ...] = ()
    kind: str = ""
    type_noun: str = ""
    direction: str = ""
    preposition: str = ""
    aside: bool = False
    generic: bool = False
    parts: tuple[PlaceMention, ...] = ()

    @property
    def facility(self) -> bool:
        """Is it a building or a site, rather than an area?"""
        return self.kind in ("facility", "road")


class _Core(NamedTuple):
    """A reading of words `first` (less its clitic) up to `last`, the name being words `name[0]` to `name[1]`."""

    last: int
    name: tuple[int, int]
    ids: tuple[str, ...]
    kind: str = ""
    type_noun: str = ""
    direction: str = ""
    number: str = "singular"
    generic: bool = False


class _Text:
    """The words of a stretch of folded text, and what stands between them."""

    def __init__(self, folded: Folded, start: int, end: int) -> None:
        self.text = folded.text
        self.breaks = frozenset(folded.breaks)
        self.spans = [m.span() for m in _WORD.finditer(folded.text, start, end)]
        self.words = [folded.text[a:b] for a, b in self.spans]

    def gap(self, i: int) -> str:
        """What stands between word `i` and the next."""
        return self.text[self.spans[i][1] : self.spans[i + 1][0]] if i + 1 < len(self.spans) else ""

    def joined(self, i: int) -> bool:
        """Does word `i` run on into the next, on one line?"""
        return -1 < i < len(self.words) - 1 and self.gap(i) in _JOINTS and self.spans[i][1] not in self.breaks

    def opens_line(self, i: int) -> bool:
        """Does word `i` stand first on a line, after a bullet at most?"""
        if i == 0:
            return True
        a, b = self.spans[i - 1][1], self.spans[i][0]
        return any(at in self.breaks for at in range(a, b)) or self.text[b - 1] == "#"

    def before(self, i: int) -> str:
        """The word before word `i`, empty where they are not joined."""
        return self.words[i - 1] if self.joined(i - 1) else ""


def _is_name_word(word: str) -> bool:
    if word in words("stop") or word in words("plain") or word.startswith(("لل", "بال", "وال", "فال")):
        return False
    return len(word) > 1 and not word[0].isdigit() and not word.endswith(("ها", "وا"))


def _known(t: _Text, i: int, base: str) -> tuple[int, tuple[str, ...]]:
    """The longest known name from word `i` on: the word after it and the ids, or `i` and nothing."""
    g = gazetteer()
    most = g.firsts.get(base, 0)
    last = i + 1
    while most > last - i and t.joined(last - 1):
        last += 1
    while last > i and most:
        ids = g.names.get(" ".join((base, *t.words[i + 1 : last])))
        if ids:
            return last, ids
        last -= 1
    return i, ()


def _quoted(t: _Text, j: int) -> int | None:
    """The word after the quoted name that opens before word `j`."""
    for last in range(j + 1, min(j + 1 + _NAME_WORDS, len(t.words) + 1)):
        end = t.spans[last - 1][1]
        if t.text[end : end + 1] == '"':
            return last
        if not t.joined(last - 1):
            return None
    return None


def _extended(t: _Text, last: int, *, facility: bool) -> int:
    """The word after the adjectives and patronymics that a name ending before word `last` takes."""
    while t.joined(last - 1):
        word = t.words[last]
        if word in ("بن", "ابن", "بنت", "عبد") and t.joined(last):
            last += 2
        elif word in words("title") or facility and word in words("quality"):
            last += 1
        else:
            break
    return last


def _name(t: _Text, j: int, base: str, *, facility: bool = False, depth: int = 0) -> int | None:
    """The word after the name that begins at word `j`, None where no name does."""
    if not _is_name_word(base):
        return None
    known, ids = _known(t, j, base)
    last = j + 1
    following = t.words[last] if t.joined(j) else ""
    if base in words("head") and depth < _DEPTH and following:
        last = _name(t, last, following, facility=facility, depth=depth + 1) or last
    elif following.startswith("ال") and not base.startswith("ال") and not (ids and need(base_of(t, j, base)) == "none"):
        if _is_name_word(following) and following not in words("nation") and following not in words("title"):
            last += 1
    return _extended(t, max(last, known), facility=facility)


def base_of(t: _Text, j: int, base: str) -> str:
    """The single known word at `j`, for asking how firm a name it is."""
    return base if base in gazetteer().names else " ".join((base, *t.words[j + 1 : _known(t, j, base)[0]]))


def _after_type(t: _Text, i: int, j: int, noun: str, row: TypeNoun) -> int | None:
    """The word after the name that follows the type noun of words `i` to `j`."""
    if j >= len(t.words):
        return None
    if t.gap(j - 1) in (' "', ' "#'):
        return _quoted(t, j)
    if not t.joined(j - 1):
        return None
    word = t.words[j]
    if word == "رقم" and t.joined(j) and t.words[j + 1].isdigit():
        return j + 2
    if word.isdigit():
        return j + 1 if noun in words("numbered") else None
    last = _name(t, j, word, facility=row.kind in ("facility", "road"))
    if last and row.frame == "weak" and not (word.startswith("ال") or word in words("head") or _known(t, j, word)[1]):
        return None
    return last


def _fits(kind: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Of some candidates those that the type noun allows; all where it tells nothing."""
    places = gazetteer().places
    wanted = {"admin": ("province", "country", "region"), "part": (), "district": ("quarter", "district", "town", "city")}
    types = wanted.get(kind, ())
    return tuple(k for k in ids if places[k].type in types) or ids


def _typed(t: _Text, i: int, base: str, firm: bool, depth: int) -> _Core | None:
    """A type noun and the name after it."""
    two = f"{base} {t.words[i + 1]}" if t.joined(i) else ""
    noun, j = (two, i + 2) if two in type_nouns() else (base, i + 1)
    row = type_nouns().get(noun)
    if row is None or row.frame == "weak" and not firm or noun == "طريق" and t.before(i) == "عن":
        return None
    if t.joined(j - 1) and depth < _DEPTH and (t.words[j] in type_nouns() or t.words[j] in directions("noun")):
        inner = _core(t, j, t.words[j], True, depth + 1)
        if inner and inner.last > j + 1:
            ids = () if row.kind in ("facility", "road") else inner.ids
            return _Core(inner.last, inner.name, ids, row.kind, noun, "", row.number)
    last = _after_type(t, i, j, noun, row)
    if last is None:
        return _direction_of(t, i, j, noun, row)
    whole = gazetteer().names.get(" ".join((noun, *t.words[j:last])))
    end, ids = _known(t, j, t.words[j])
    found = whole or (_fits(row.kind, ids) if end == last and row.kind not in ("facility", "road") else ())
    name_end, last = last, _with_direction(t, last) if row.kind in ("part", "district", "settlement") else last
    return _Core(last, (j, name_end), found, row.kind, noun, "", row.number)


def _with_direction(t: _Text, last: int) -> int:
    return last + 1 if t.joined(last - 1) and t.words[last] in directions("adjective") else last


def _direction_of(t: _Text, i: int, j: int, noun: str, row: TypeNoun) -> _Core | None:
    return None


def _definite(t: _Text, i: int, base: str, firm: bool) -> _Core | None:
    """A definite type noun with adjectives of its own: «المستشفى الأهلي العربي», «المدرسة رقم 1», «الريف الشرقي لحلب»."""
    if base not in words("definite"):
        return None
    row = type_nouns().get(base[2:], TypeNoun("part", "singular", "strong"))
    last = i + 1
    if t.joined(i) and t.words[last] == "رقم" and t.joined(last) and t.words[last + 1].isdigit():
        return _Core(last + 2, (i, last + 2), (), row.kind, base)
    while t.joined(last - 1) and last < i + 4 and _describes(t.words[last], base, row.kind):
        last += 1
    if last == i + 1:
        return _Core(last, (i, last), (), row.kind, base, generic=True) if firm and row.kind == "facility" else None
    if t.joined(last - 1) and t.words[last][0] == "ل":
        end, ids = _known(t, last, _unarticled(t.words[last]))
        if ids:
            return _Core(end, (last, end), ids, row.kind, base)
    return _Core(last, (i, last), (), row.kind, base)


def _unarticled(word: str) -> str:
    return "ال" + word[2:] if word.startswith("لل") else word[1:]


def _describes(word: str, noun: str, kind: str) -> bool:
    if not word.startswith("ال") or word in words("ordinary") or word in words("stop"):
        return False
    if word in words("nation"):
        return noun == "العاصمه"
    if word in words("title"):
        return True
    return kind == "facility" and (word in words("quality") or word.endswith(("ي", "يه")))


def _headed(t: _Text, i: int, base: str, firm: bool) -> _Core | None:
    """An unknown name that its first word gives away: «تل السنديان»."""
    if base not in words("bare") or base in words("shy") and not firm or not t.joined(i):
        return None
    last = _name(t, i + 1, t.words[i + 1], depth=1)
    return _Core(last, (i, last), ()) if last else None


def _directed(t: _Text, i: int, base: str, depth: int) -> _Core | None:
    """A direction and the place that it divides: «شمال شرق بغداد», «شرق العاصمة الجزائرية»."""
    if base not in directions("noun") or depth >= _DEPTH:
        return None
    j = i + 1
    if t.joined(i) and t.words[j] in directions("noun"):
        j += 1
    if not t.joined(j - 1):
        return None
    inner = _core(t, j, t.words[j], True, depth + 1)
    told = " ".join((base, *t.words[i + 1 : j]))
    if inner and not inner.generic:
        return inner._replace(direction=told)
    if t.words[j] in words("capital"):
        last = j + 2 if t.joined(j) and t.words[j + 1] in words("nation") else j + 1
        return _Core(last, (j, last), (), "admin", direction=told)
    return None


def _core(t: _Text, i: int, base: str, firm: bool, depth: int = 0) -> _Core | None:
    """The longest place from word `i` on; `firm` says that what stands before it speaks for a place."""
    end, ids = _known(t, i, base)
    options = [_typed(t, i, base, firm, depth), _directed(t, i, base, depth), _headed(t, i, base, firm),
               _definite(t, i, base, firm)]  # fmt: skip
    best = max((o for o in options if o), key=lambda o: (not o.generic, o.last), default=None)
    if ids and (best is None or best.generic or end >= best.last):
        name = " ".join((base, *t.words[i + 1 : end]))
        wants = need(name)
        if wants == "none" or wants == "place" and firm:
            row = type_nouns().get(base)
            return _Core(end, (i, end), ids, row.kind if row and end > i + 1 else "", base if row else "")
    return best


def _in_organisation(t: _Text, i: int) -> bool:
    before = t.before(i)
    if not before:
        return False
    if before in words("org"):
        return True
    return t.before(i - 1) in words("org") and before not in words("locative") and before not in words("toward")


def _aside(text: str, start: int) -> bool:
    return text.rfind("(", max(0, start - 40), start) > text.rfind(")", max(0, start - 40), start)


def _mention(t: _Text, i: int, cut: int, core: _Core, preposition: str) -> PlaceMention:
    start, end = t.spans[i][0] + cut, t.spans[core.last - 1][1]
    name = max(start, t.spans[core.name[0]][0]), t.spans[core.name[1] - 1][1]
    if '"' in t.text[start:end] and t.text[end : end + 1] == '"':
        end += 1
    aside = _aside(t.text, start) or t.before(i) in words("measure")
    return PlaceMention(
        start, end, name, core.ids, core.kind, core.type_noun, core.direction, preposition, aside, core.generic
    )


def _coordinated(t: _Text, last: int, first: _Core) -> tuple[_Core, int] | None:
    """The place that «و» adds at word `last`, and where its first word begins after the «و»."""
    if not t.joined(last - 1) or not t.words[last].startswith("و"):
        return None
    word = t.words[last]
    if any(r.clitic == "" for r in readings(word)) and gazetteer().names.get(word):
        return None
    base = word[1:]
    core = _core(t, last, base, True)
    if core and not core.generic:
        return core, 1
    if first.number in ("dual", "plural"):
        end = _name(t, last, base)
        return (_Core(end, (last, end), (), first.kind, first.type_noun), 1) if end else None
    return None


def _preposition(t: _Text, i: int, reading: Reading) -> str:
    clitic = reading.clitic.lstrip("وف")
    if clitic:
        return clitic[0]
    before = t.words[i - 1] if i and t.gap(i - 1) in (" ", " #", ' "') else ""
    for word in (before, before[1:] if before[:1] in ("و", "ف") else ""):
        if word and (word in words("locative") or word in words("toward")):
            return word
    return ""


def _read(t: _Text, i: int, reading: Reading) -> tuple[PlaceMention, int] | None:
    preposition = _preposition(t, i, reading)
    firm = preposition in words("locative") or preposition in ("الي", "علي", "من") or t.opens_line(i)
    core = _core(t, i, reading.base, firm)
    if core is None or not preposition and not core.type_noun and _in_organisation(t, i):
        return None
    first = _mention(t, i, reading.cut, core, preposition)
    parts, last = [first], core.last
    while not core.generic and (more := _coordinated(t, last, core)):
        parts.append(_mention(t, last, more[1], more[0], preposition))
        last = more[0].last
    if len(parts) == 1:
        return first, last
    ids = tuple(dict.fromkeys(k for p in parts for k in p.ids))
    whole = msgspec.structs.replace(first, end=parts[-1].end, ids=ids, parts=tuple(parts))
    return whole, last


def _scan(t: _Text) -> Iterator[PlaceMention]:
    i = 0
    while i < len(t.words):
        step = 1
        for reading in readings(t.words[i]):
            found = _read(t, i, reading)
            if found:
                yield found[0]
                step = found[1] - i
                break
        i += step


def find(folded: Folded, start: int = 0, end: int | None = None, *, generic: bool = False) -> list[PlaceMention]:
    """The places named in `folded.text[start:end]`, in order, not overlapping; with `generic` also «في المستشفى»."""
    t = _Text(folded, start, len(folded.text) if end is None else end)
    return [m for m in _scan(t) if generic or not m.generic]
