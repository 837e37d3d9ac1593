"""The grammar of place names: from one word of a folded text on, the longest place that can be read there.

Known names of the gazetteer; names after a type noun («بلدة كفر زينون»); names that a head word opens («تل السنديان»);
definite facilities with an adjective of their own («الكنيسة المرقسية»); a direction and what it divides («شمال غزة»).
A name ends at particles, verbs of reporting, figures, punctuation and line breaks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hasila.gazetteer import gazetteer
from hasila.model import Folded
from hasila.place_words import TypeNoun, directions, need, type_nouns, words

_WORD = re.compile(r"[^\W_]+")
_JOINTS = frozenset((" ", "_"))
_QUOTED_WORDS = 6
_DEPTH = 3
_OWNER = 4
# «كلية الشرطة», «نادي الضباط» are names; «مركز الشرطة» is none.
_OF_FORCES = frozenset({"اكاديميه", "كليه", "معهد", "نادي", "مستشفي"})
_FORCES = frozenset({"الشرطه", "الجيش", "الضباط"})
_OF_BODIES = frozenset({"الخاصه", "العامه", "الداخليه", "الامنيه", "الخارجيه"})
_ADJECTIVES = 3
_BUILT = ("facility", "road")
# «نهر النيجر» is no country, «جبل لبنان» no republic.
_WIDE = ("country", "province")
_FITTING = {
    "admin": ("province", "country", "region"),
    "district": ("quarter", "area", "town", "city", "region"),
    "settlement": ("camp", "town", "village", "city"),
}


class Core(NamedTuple):
    """A place read up to word `last` (excluded); its name is the words `name[0]` to `name[1]`.

    `ids` are the gazetteer's candidates for the name, `within` those for a place that holds it («سوق مدينة ضحيان»).
    """

    last: int
    name: tuple[int, int]
    ids: tuple[str, ...] = ()
    kind: str = ""
    type_noun: str = ""
    direction: str = ""
    number: str = "singular"
    generic: bool = False
    within: tuple[str, ...] = ()


class Text:
    """The words of a stretch of folded text, and what stands between them."""

    def __init__(self, folded: Folded, start: int, end: int) -> None:
        self.text = folded.text
        self.breaks = frozenset(folded.breaks)
        self.spans = [m.span() for m in _WORD.finditer(folded.text, start, end)]
        self.words = [folded.text[a:b] for a, b in self.spans]

    def gap(self, i: int) -> str:
        """What stands between word `i` and the next."""
        return self.text[self.spans[i][1] : self.spans[i + 1][0]] if 0 <= i < len(self.spans) - 1 else ""

    def joined(self, i: int) -> bool:
        """Does word `i` run on into the next, on one line?"""
        return self.gap(i) in _JOINTS and self.spans[i][1] not in self.breaks

    def opens_line(self, i: int) -> bool:
        """Does word `i` stand first on a line, after a bullet at most, or right after a hash sign?"""
        if i == 0:
            return True
        a, b = self.spans[i - 1][1], self.spans[i][0]
        return any(at in self.breaks for at in range(a, b)) or self.text[b - 1] == "#"

    def before(self, i: int) -> str:
        """The word before word `i`, empty where they are not joined."""
        return self.words[i - 1] if i and self.joined(i - 1) else ""

    def after(self, i: int) -> str:
        """The word after word `i`, empty where they are not joined."""
        return self.words[i + 1] if self.joined(i) else ""


def known(t: Text, i: int, base: str) -> tuple[int, tuple[str, ...]]:
    """The longest name of the gazetteer from word `i` on, read as `base`: the word after it and its ids; or `i`, ()."""
    g = gazetteer()
    most = g.firsts.get(base, 0)
    last = i + 1
    while most > last - i and t.joined(last - 1):
        last += 1
    while most and last > i:
        ids = g.names.get(" ".join((base, *t.words[i + 1 : last])))
        if ids:
            return last, ids
        last -= 1
    return i, ()


def is_name_word(word: str) -> bool:
    """Can the word begin or carry on a name?"""
    if len(word) < 2 or word[0].isdigit() or word in words("stop") or word in words("plain"):
        return False
    if word.startswith(("لل", "بال", "وال", "فال")) or word.endswith(("ها", "وا")):
        return False
    return word[0] not in "وبل" or not _hides_clitic(word)


def _hides_clitic(word: str) -> bool:
    """Is the word a conjunction or preposition and something else, rather than a name that begins with that letter?"""
    if word in gazetteer().firsts or word in words("head"):
        return False
    if word[0] == "و" or word[1:] in type_nouns() or word[1:] in directions("noun"):
        return True
    g = gazetteer()
    return any(g.places[k].type in _WIDE for k in g.names.get(word[1:], ()))


def _firm(t: Text, i: int, last: int, base: str) -> bool:
    """Are the words `i` to `last` a known name that needs nothing beside it?"""
    name = " ".join((base, *t.words[i + 1 : last]))
    return name in gazetteer().names and need(name) == "none"


def _in_construct(word: str, following: str) -> bool:
    """Does an indefinite word take the definite word after it: «شهداء الأقصى»?"""
    if not following.startswith("ال") or word.startswith("ال") or not is_name_word(following):
        return False
    return following not in words("nation") and following not in words("title")


def _extended(t: Text, last: int, built: bool) -> int:
    """The word after the adjectives and patronymics that a name ending before word `last` takes."""
    while t.joined(last - 1):
        word = t.words[last]
        if word in ("بن", "ابن", "بنت", "عبد") and t.joined(last):
            last += 2
        elif word in words("title") or (built and word in words("quality")):
            last += 1
        else:
            break
    return last


def name_end(t: Text, j: int, base: str, built: bool = False, depth: int = 0) -> int | None:
    """The word after the name that begins at word `j`, read as `base`, None where none does; `built`: of a facility."""
    if not is_name_word(base):
        return None
    end, ids = known(t, j, base)
    last, following = j + 1, t.after(j)
    if following and base in words("head") and depth < _DEPTH:
        last = name_end(t, last, following, built, depth + 1) or last
    elif _in_construct(base, following) and not (ids and _firm(t, j, end, base)):
        last += 1
    return _extended(t, max(last, end), built)


def _quote_end(t: Text, j: int) -> int | None:
    """The word after the quoted name that opens before word `j`."""
    for last in range(j + 1, min(j + 1 + _QUOTED_WORDS, len(t.words) + 1)):
        end = t.spans[last - 1][1]
        if t.text[end : end + 1] == '"':
            return last
        if not t.joined(last - 1):
            return None
    return None


def _after_type(t: Text, j: int, noun: str, row: TypeNoun) -> int | None:
    """The word after the name that the type noun `noun`, ending before word `j`, takes."""
    if t.gap(j - 1) in (' "', ' "#'):
        return _quote_end(t, j)
    if not t.joined(j - 1) and t.gap(j - 1) != " #":
        return None
    word = t.words[j]
    if row.kind == "facility" and (owned := _owner_end(t, j)) is not None:
        return owned
    if noun in _OF_FORCES and word in _FORCES:
        return j + 1
    if word == "رقم" and t.after(j).isdigit():
        return j + 2
    if word.isdigit():
        return j + 1 if noun in words("numbered") else None
    last = name_end(t, j, word, row.kind in _BUILT) if _can_follow(t, j, word, noun, row) else None
    if last is None or row.frame == "strong" or known(t, j, word)[1]:
        return last
    return last if row.frame != "known" and (word.startswith("ال") or word in words("head")) else None


def _owner_end(t: Text, j: int) -> int | None:
    """The word after a body that owns a facility, and its definite words: «قوات الطوارئ الخاصة»."""
    if t.words[j] not in words("owner") or not is_definite_name(t.after(j)):
        return None
    last = j + 2
    while last < j + _OWNER and is_definite_name(t.after(last - 1)):
        last += 1
    return last


def is_definite_name(word: str) -> bool:
    """Is it a definite word that can belong to a name?"""
    return word.startswith("ال") and word not in words("stop") and word not in words("ordinary") - _OF_BODIES


def is_first(word: str) -> bool:
    """Does a known name begin with the word?"""
    return word in gazetteer().firsts


def _can_follow(t: Text, j: int, word: str, noun: str, row: TypeNoun) -> bool:
    """Is the word after a type noun no second type noun («أطراف مدن») and no adjective («مناطق حراجية»)?"""
    if known(t, j, word)[1]:
        return True
    feminine = row.number == "plural" or (noun.endswith("ه") and row.kind in ("settlement", "district"))
    describes = word.endswith("يه") and not word.startswith("ال") and feminine
    if row.kind == "facility" and word.startswith("ل") and t.after(j).startswith("ال") and not is_first(word):
        return False  # «معمل لأقمشة الستائر»: what it is for
    return word not in type_nouns() and not describes


def _admitted(t: Text, i: int, noun: str, row: TypeNoun, firm: bool, depth: int) -> bool:
    """Does what stands before the type noun let it speak for a place?"""
    if noun == "طريق" and t.before(i) == "عن":
        return False
    if row.frame in ("strong", "known") or depth:
        return True
    if row.frame == "beside":
        return t.before(i) in words("beside")
    return firm and not (row.kind == "facility" and t.opens_line(i))


def fitting(kind: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Of some candidates those that the kind of the type noun allows; all where it allows none."""
    places = gazetteer().places
    return tuple(k for k in ids if places[k].type in _FITTING.get(kind, ())) or ids


def _typed(t: Text, i: int, base: str, firm: bool, depth: int) -> Core | None:
    """A type noun and the name after it."""
    two = f"{base} {t.after(i)}"
    noun, j = (two, i + 2) if two in type_nouns() else (base, i + 1)
    row = type_nouns().get(noun)
    if row is None or not _admitted(t, i, noun, row, firm, depth):
        return None
    return _nested(t, j, noun, row, depth) or _plainly_typed(t, j, noun, row)


def _nested(t: Text, j: int, noun: str, row: TypeNoun, depth: int) -> Core | None:
    """A type noun before another or before a direction: «سوق مدينة ضحيان», «منطقة شرق النيل»."""
    word = t.after(j - 1)
    if depth >= _DEPTH or not (word in type_nouns() or word in directions("noun")):
        return None
    inner = core(t, j, word, True, depth + 1)
    if inner is None or inner.last == j + 1:
        return None
    built = row.kind in _BUILT
    ids, within = ((), inner.ids or inner.within) if built else (inner.ids, inner.within)
    return Core(inner.last, inner.name, ids, row.kind, noun, "", row.number, inner.generic, within)


def _plainly_typed(t: Text, j: int, noun: str, row: TypeNoun) -> Core | None:
    last = _after_type(t, j, noun, row)
    if last is None or _is_verb_wadi(t, noun, last):
        return None
    end, ids = known(t, j, t.words[j])
    if any(word not in words("title") for word in t.words[end:last]):
        end, ids = last, ()
    whole = gazetteer().names.get(" ".join((noun, *t.words[j:last])), ())
    built = row.kind in _BUILT
    found, within = _own_ids(row.kind, whole, ids)
    generic = last == j + 1 and t.words[j] in words("common")
    reach = last if built or row.kind == "admin" else _with_direction(t, last)
    return Core(reach, (j, end), found, row.kind, noun, "", row.number, generic, within)


def _own_ids(kind: str, whole: tuple[str, ...], ids: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The candidates for a place of that kind and name, and for one that holds it: «نهر النيجر» is no country."""
    if whole:
        return whole, ()
    if kind in _BUILT:
        return (), ids
    if kind == "feature":
        narrow = tuple(k for k in ids if gazetteer().places[k].type not in _WIDE)
        return narrow, () if narrow else ids
    return fitting(kind, ids), ()


def _is_verb_wadi(t: Text, noun: str, last: int) -> bool:
    """«وأدى التصعيد إلى» folds like a valley of that name."""
    return noun == "وادي" and t.after(last - 1) == "الي"


def _with_direction(t: Text, last: int) -> int:
    return last + 1 if t.after(last - 1) in directions("adjective") else last


def _definite(t: Text, i: int, base: str, firm: bool) -> Core | None:
    """A definite type noun with adjectives of its own: «الكنيسة المرقسية», «المدرسة رقم 1», «الريف الشرقي لحلب»."""
    if base not in words("definite"):
        return None
    row = type_nouns().get(base[2:], TypeNoun("part", "singular", "strong"))
    if t.after(i) == "رقم" and t.after(i + 1).isdigit():
        return Core(i + 3, (i, i + 3), (), row.kind, base)
    if t.after(i).isdigit() and base in words("numbered"):
        return Core(i + 2, (i, i + 2), (), row.kind, base)
    last = i + 1
    while last <= i + _ADJECTIVES and _describes(t.after(last - 1), base, row.kind):
        last += 1
    if last == i + 1:
        return Core(last, (i, last), (), row.kind, base, generic=True) if firm and row.kind == "facility" else None
    if base == "العاصمه" and t.joined(last - 1) and (named := known(t, last, t.words[last]))[1]:
        last = named[0]  # «العاصمة اليمنية صنعاء»
    if known(t, i, base)[0] == last:
        return None
    return _owned(t, last, row, base) or Core(last, (i, last), (), row.kind, base)


def _owned(t: Text, last: int, row: TypeNoun, base: str) -> Core | None:
    """«الريف الشرقي لحلب»: the name comes with ل after the adjective."""
    word = t.after(last - 1)
    if not word.startswith("ل"):
        return None
    end, ids = known(t, last, "ال" + word[2:] if word.startswith("لل") else word[1:])
    return Core(end, (last, end), ids, row.kind, base) if ids else None


def _describes(word: str, noun: str, kind: str) -> bool:
    """Does the adjective make the definite noun a name?"""
    if not word.startswith("ال") or word in words("ordinary") or word in words("stop"):
        return False
    if word in words("nation"):
        return noun == "العاصمه"
    if noun == "الحي" and word.endswith("ي"):
        return True
    return word in words("title") or (kind == "facility" and (word in words("quality") or word.endswith(("ي", "يه"))))


def _headed(t: Text, i: int, base: str, firm: bool) -> Core | None:
    """An unknown name that its first word gives away: «تل السنديان»."""
    if base not in words("bare") or not t.joined(i):
        return None
    if base in words("shy") and not (firm and (t.before(i) not in ("الي", "من") or t.opens_line(i))):
        return None
    last = name_end(t, i + 1, t.words[i + 1], depth=1)
    return Core(last, (i, last)) if last and not _is_verb_wadi(t, base, last) else None


def _directed(t: Text, i: int, base: str, depth: int) -> Core | None:
    """A direction and the place that it divides: «شمال شرق بغداد», «شرق العاصمة الجزائرية»."""
    if base not in directions("noun") or depth >= _DEPTH:
        return None
    j = i + 2 if t.after(i) in directions("noun") else i + 1
    if not t.joined(j - 1):
        return None
    told = " ".join((base, *t.words[i + 1 : j]))
    inner = core(t, j, t.words[j], True, depth + 1)
    if inner and not inner.generic:
        return inner._replace(direction=told)
    if t.words[j] in words("capital") or t.words[j] in words("common"):
        last = j + 2 if t.after(j) in words("nation") else j + 1
        named = known(t, last, t.after(last - 1)) if t.words[j] == "العاصمه" and t.joined(last - 1) else (last, ())
        last = named[0] if named[1] else last  # «شرق العاصمة اليمنية صنعاء»
        return Core(last, (j, last), (), "admin", direction=told, generic=t.words[j] not in words("capital"))
    return None


def _listed(t: Text, i: int, base: str, firm: bool) -> Core | None:
    """A name of the gazetteer that stands without a type noun."""
    end, ids = known(t, i, base)
    if not ids:
        return None
    wants = need(" ".join((base, *t.words[i + 1 : end])))
    if wants == "type" or (wants == "place" and (not firm or _is_month(t, end))):
        return None
    row = type_nouns().get(base) if end > i + 1 else None
    return Core(end, (i, end), ids, row.kind if row else "", base if row else "")


def _is_month(t: Text, end: int) -> bool:
    """Does a second name of a month or a year follow: «آب/أغسطس», «آب 2016»?"""
    return t.gap(end - 1) in ("/", " /") or t.after(end - 1).isdigit()


def core(t: Text, i: int, base: str, firm: bool, depth: int = 0) -> Core | None:
    """The longest place from word `i` on, read as `base`; `firm` says that what stands before it speaks for a place."""
    listed = _listed(t, i, base, firm)
    typed, directed = _typed(t, i, base, firm, depth), _directed(t, i, base, depth)
    others = [o for o in (typed, directed, _headed(t, i, base, firm), _definite(t, i, base, firm)) if o]
    best = max(others, key=lambda o: (not o.generic, o.last), default=None)
    if listed and (best is None or best.generic or listed.last >= best.last):
        return listed
    return best
