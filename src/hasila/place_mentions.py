"""Find the places that a text names: single words read by `place_names`, then what only the whole text tells.

A direction or a type noun beside a name belongs to the span, a preposition does not (annotation guidelines, `place`).
Coordinated places («ريفي حماة وإدلب») are one mention with parts. A name that the text introduces with a type noun is
found again where it stands alone, and a name that brackets locate («حومين العين (النبطية)») is found without one.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hasila.gazetteer import gazetteer
from hasila.model import Folded
from hasila.place_names import Core, Text, core, is_name_word, name_end
from hasila.place_words import Reading, everyday, readings, type_nouns, words

_HEAD_WORDS = 3
_BARE = Reading("", 0, "")
_TOWNS = frozenset({"city", "town", "village", "province"})
_LABEL_ENDS = tuple(":-(،,/")
# How far before a place its opening bracket may stand: «(45 كلم جنوب شرق كركوك».
_BRACKET_REACH = 40


class PlaceMention(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place as told: `start`, `end` and `name` are folded indexes, the name without its type noun and direction.

    `ids` are the gazetteer's candidates, none for a name it lacks; `within` are candidates for a place that holds it,
    where the span or a bracket tells one. `kind` is the type noun's (`settlement`, `facility`, …), empty without one.
    `preposition` is the word or clitic before it. `aside` says that it only locates another place (in brackets, or
    after a distance), `generic` that it has no name. `located`: a locative preposition, a happening («غارة الزبداني»),
    a hash sign or a label's place in its line speaks for a place. `parts` are the single places of a coordination.
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
    located: bool = False
    within: tuple[str, ...] = ()
    parts: tuple[PlaceMention, ...] = ()

    @property
    def facility(self) -> bool:
        """Is it a building, a site or a road, rather than an area? «دير الزور» is a town."""
        towns = any(gazetteer().places[k].type in _TOWNS for k in self.ids)
        return self.kind in ("facility", "road") and not towns


def _in_organisation(t: Text, i: int) -> bool:
    """Does the bare name at word `i` belong to an organisation's or an office's name: «جيش تحرير السودان»?"""
    before = t.before(i)
    if not before:
        return False
    if before in words("org"):
        return True
    return t.before(i - 1) in words("org") and before not in words("locative") and before not in words("toward")


def _aside(t: Text, i: int, start: int) -> bool:
    since = max(0, start - _BRACKET_REACH)
    return t.text.rfind("(", since, start) > t.text.rfind(")", since, start) or t.before(i) in words("measure")


def _mention(t: Text, i: int, cut: int, found: Core, preposition: str, located: bool) -> PlaceMention:
    start, end = t.spans[i][0] + cut, t.spans[found.last - 1][1]
    name = max(start, t.spans[found.name[0]][0]), t.spans[found.name[1] - 1][1]
    if '"' in t.text[start:end] and t.text[end : end + 1] == '"':
        end += 1
    return PlaceMention(
        start, end, name, found.ids, found.kind, found.type_noun, found.direction, preposition,
        _aside(t, i, start), found.generic, located, found.within,
    )  # fmt: skip


def _coordinated(t: Text, last: int, first: Core) -> Core | None:
    """The place that «و» adds at word `last`; an unknown name only after a dual or plural type noun."""
    word = t.after(last - 1)
    if not word.startswith("و") or first.generic or word in gazetteer().names:
        return None
    found = core(t, last, word[1:], True)
    if found and not found.generic:
        return found
    end = name_end(t, last, word[1:]) if first.number != "singular" else None
    return Core(end, (last, end), (), first.kind, first.type_noun) if end else None


def _preposition(t: Text, i: int, reading: Reading) -> str:
    clitic = reading.clitic.lstrip("وف")
    if clitic:
        return clitic[0]
    before = t.words[i - 1] if i and t.gap(i - 1) in (" ", " #", ' "') else ""
    for word in (before, before[1:] if before[:1] in ("و", "ف") else ""):
        if word and (word in words("locative") or word in words("toward")):
            return word
    return ""


def _labels(t: Text, i: int) -> bool:
    """Do the words from `i` on label a line («الضالع: 4 جرحى», «تل السنديان (قضاء بعلبك)») or stand in a hashtag?"""
    at = t.spans[i][0]
    if at and t.text[at - 1] == "#":
        pair = " ".join(t.words[i : i + 2])
        return t.gap(i) != "_" or t.words[i] not in everyday() or pair in gazetteer().names  # «#سيول_تهامة»: floods
    if not t.opens_line(i):
        return False
    last = next((j for j in range(i, min(i + _HEAD_WORDS, len(t.words))) if not t.joined(j)), None)
    return last is not None and (t.gap(last).lstrip(" ")[:1] in _LABEL_ENDS or t.spans[last][1] in t.breaks)


def _speaks_for_place(t: Text, i: int, reading: Reading, preposition: str) -> bool:
    if preposition in words("locative") or preposition in ("الي", "علي", "من") or _labels(t, i):
        return True
    return not reading.clitic and t.before(i) in words("event")


def _read(t: Text, i: int, reading: Reading) -> tuple[PlaceMention, int] | None:
    """The place at word `i`, with what is coordinated with it, and the word after it."""
    preposition = _preposition(t, i, reading)
    located = _speaks_for_place(t, i, reading, preposition)
    found = core(t, i, reading.base, located)
    if found is None or (not preposition and not found.type_noun and _in_organisation(t, i)):
        return None
    parts, last = [_mention(t, i, reading.cut, found, preposition, located)], found.last
    while more := _coordinated(t, last, found):
        parts.append(_mention(t, last, 1, more, preposition, located))
        last = more.last
    return _joined(parts), last


def _joined(parts: list[PlaceMention]) -> PlaceMention:
    if len(parts) == 1:
        return parts[0]
    ids = tuple(dict.fromkeys(k for p in parts for k in p.ids))
    return msgspec.structs.replace(parts[0], end=parts[-1].end, ids=ids, parts=tuple(parts))


def _scan(t: Text) -> Iterator[PlaceMention]:
    i = 0
    while i < len(t.words):
        found = None
        for reading in readings(t.words[i]):
            found = _read(t, i, reading)
            if found:
                yield found[0]
                break
        i = found[1] if found else i + 1


def _free(t: Text, taken: list[PlaceMention], extra: list[PlaceMention]) -> list[PlaceMention]:
    """All mentions in order, without the extra ones that overlap another."""
    kept = list(taken)
    covered = {at for m in taken for at in range(m.start, m.end)}
    for m in extra:
        if not covered.intersection(range(m.start, m.end)):
            covered.update(range(m.start, m.end))
            kept.append(m)
    return sorted(kept, key=lambda m: m.start)


def _introduced(t: Text, found: list[PlaceMention]) -> dict[str, list[tuple[str, PlaceMention]]]:
    """Names that the gazetteer lacks but a type noun introduced, by their first word, the longest first."""
    names: dict[str, PlaceMention] = {}
    for m in (part for whole in found for part in whole.parts or (whole,)):
        name = t.text[slice(*m.name)].replace("_", " ")
        if m.type_noun and not m.ids and not m.generic and len(name) > 3 and not name.isdigit():
            names.setdefault(name, m)
    by_first: dict[str, list[tuple[str, PlaceMention]]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_first.setdefault(name.split(" ")[0], []).append((name, names[name]))
    return by_first


def _again(t: Text, found: list[PlaceMention]) -> Iterator[PlaceMention]:
    """The introduced names where they stand alone, after a preposition or a happening."""
    names = _introduced(t, found)
    for i, word in enumerate(t.words if names else ()):
        for clitic in ("", "ب", "وب"):
            told = names.get(word[len(clitic) :], ()) if word.startswith(clitic) else ()
            yield from (m for name, like in told if (m := _alone(t, i, clitic, name, like)))


def _alone(t: Text, i: int, clitic: str, name: str, like: PlaceMention) -> PlaceMention | None:
    """The name from word `i` on, if it stands there whole and what stands before it speaks for a place."""
    last = i + name.count(" ") + 1
    told = " ".join(t.words[i:last])[len(clitic) :]
    if told != name or not all(t.joined(j) for j in range(i, last - 1)):
        return None
    preposition = clitic[-1:] or _preposition(t, i, _BARE)
    if not (clitic or _speaks_for_place(t, i, _BARE, preposition) or t.opens_line(i)):
        return None
    start, end = t.spans[i][0] + len(clitic), t.spans[last - 1][1]
    span = (start, end)
    return PlaceMention(*span, span, kind=like.kind, preposition=preposition, located=True, within=like.within)


def _bracketed(t: Text, found: list[PlaceMention]) -> list[PlaceMention]:
    """Unknown names that brackets locate: «حومين العين (النبطية)», «تل الغار (12 كلم شرق المدينة)»."""
    extra = []
    ends = {span[1]: i for i, span in enumerate(t.spans)}
    for m in found:
        opened = t.text.rfind(" (", max(0, m.start - _BRACKET_REACH), m.start)
        if m.aside and opened in ends and (name := _name_before(t, ends[opened])):
            start = t.spans[name[0]][0]
            span = (start, opened)
            extra.append(PlaceMention(*span, span, preposition=name[1], located=True, within=m.ids))
    return extra


def _name_before(t: Text, i: int) -> tuple[int, str] | None:
    """The first word of the name that word `i` ends, and its preposition: back to one, or to the head of the line."""
    for first in range(i, max(-1, i - _HEAD_WORDS), -1):
        word = t.words[first]
        if not is_name_word(word) or word in type_nouns() or word in words("org") or word in words("event"):
            return None
        preposition = _preposition(t, first, _BARE)
        if t.opens_line(first) or preposition in words("locative"):
            return first, preposition
        if not t.joined(first - 1):
            return None
    return None


def find(folded: Folded, start: int = 0, end: int | None = None, *, generic: bool = False) -> list[PlaceMention]:
    """The places named in `folded.text[start:end]`, in order, not overlapping; with `generic` also «في المستشفى»."""
    t = Text(folded, start, len(folded.text) if end is None else end)
    found = [m for m in _scan(t) if generic or not m.generic]
    if not found:
        return found
    return _free(t, found, [*_again(t, found), *_bracketed(t, found)])
