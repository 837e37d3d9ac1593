"""Personal names: behind a title, a given name with what follows, or words that no lexicon knows."""

from __future__ import annotations

import re

from hasila.groups import Group
from hasila.phrases import is_conjoined, is_stop, noun_end, things
from hasila.places import PlaceMention
from hasila.sentences import Mark, Sentence
from hasila.words import Hit

_LONGEST_NAME = 5
_PARTICIPLES = re.compile("الم\\w{3,}[يو]ن|م[تس]\\w{3,}[يو]ن|ال(?!ياسين)\\wا\\w{1,3}ين")
_KIN_OF = frozenset({"ابو", "ابي", "ابن", "بن", "بنت", "ام", "عبد", "ال"})
_PAST = re.compile(r"\w{5,}ت")
# Words that complete an idiom of death.
_FATES = ("حتف", "مصرع", "انفاس", "حيات")


def may_begin_name(s: Sentence, k: int) -> bool:
    """Can the word behind a definite person begin a name («الصحفي فلان»), no verb or object («الحارس صد المهاجمين»)?"""
    if s.hit(k, "titles"):
        return True
    text = s.text(k)
    if text.startswith(("ب", "ل", "ي", "ت")) or (text.endswith(("ت", "ا", "ه")) and not text.endswith("الله")):
        return False
    follows = s.text(k + 1)
    return not follows.startswith("ال") or follows.endswith("ي")


def name_end(s: Sentence, k: int) -> int:
    """The end of a personal name that begins at word `k`: given names and words that no lexicon knows."""
    start = k
    while k < len(s.words) and k - start < _LONGEST_NAME and _in_name(s, k, k > start):
        k += 1
    return k


def _in_name(s: Sentence, k: int, later: bool) -> bool:
    """Can word `k` stand in a personal name: a given name, an unknown word, later on a family name («المصري»)?"""
    text = s.text(k)
    if not text.isalpha() or k in s.quantities or s.mark(s.dates, k) is not None:
        return False
    place = s.mark(s.places, k)
    if text.startswith(_FATES) or (place is not None and place.i == k and _directed(place)):
        return False  # «لقي الانتحاري حتفه», «مقتل الإرهابي شرق المدينة»
    title = s.hit(k, "titles")
    verb = later and title is None and not text.startswith("ال") and s.text(k - 1) not in _KIN_OF
    if verb and (text.startswith("ي") or _PAST.fullmatch(text)):
        return False  # «اعتقال الشيخ فلان اندلعت مظاهرات», «وفلان يعزي»: a verb
    if later and title is not None and s.hit(k, "outcomes", ("noun", "held")) is not None:
        return False  # «المحامية سناء الخالدي المعتقلة منذ …»: what became of her
    if title is not None and not (later and title.pro.startswith("و")):
        return True
    if is_conjoined(s, k):
        return False
    family = later and text.startswith("ال") and text.endswith("ي") and not s.particle(k, "relative", "preposition")
    closed = later and _family(s, k - 1)  # «الوزير بيار الجميل حلقة …»: behind a family name only another one
    return family or (not s.hits[k] and (text.startswith("ال") or not closed))


def _directed(place: Mark) -> bool:
    return isinstance(place.what, PlaceMention) and bool(place.what.direction)


def _family(s: Sentence, k: int) -> bool:
    """Is word `k` a family name: a definite word that no lexicon knows as a title or a given name?"""
    return s.text(k).startswith("ال") and not s.hit(k, "titles")


def named(s: Sentence, hit: Hit) -> Group | None:
    """A title with a name, or a given name with what follows."""
    row = hit.row
    end = name_end(s, hit.j)
    if row.part == "title" and end == hit.j:
        return None
    if row.part == "given" and (hit.pro not in ("", "و", "ل", "ف") or (hit.pro == "ل" and row.form == "صالح")):
        return None  # «لصالح خصومه»: in favour of
    return Group(hit.i, end, hit.i, end, 1, 1, "exact", "name", row, None, hit.i, end, True, False, (row.ref,))


def son_of(s: Sentence, i: int) -> Group | None:
    """«مقرب بن سعد», «مالك بن أنس»: a name before «بن», though its first word is unknown, or a noun too."""
    known = [h for h in s.hits[i] if h.kind != "victims"]
    if s.text(i + 1) != "بن" or known or not s.text(i).isalpha() or is_conjoined(s, i) or s.text(i).startswith("ال"):
        return None
    end = name_end(s, i + 1)
    return Group(i, end, i, end, 1, 1, "exact", "name", None, None, i, end, True, False, ())


def name_at(s: Sentence, i: int) -> Group | None:
    """An unknown word or two at `i` taken for a name: only where an outcome word asks for its victim there."""
    if i >= len(s.words) or is_stop(s, i) or is_conjoined(s, i) or not s.text(i).isalpha() or len(s.text(i)) < 3:
        return None
    if s.text(i).startswith("لل") or s.text(i).endswith(("ها", "هم")):
        return None
    if s.text(i).removeprefix("ال") in things():
        return None
    end = noun_end(s, i, True)
    if _PARTICIPLES.fullmatch(s.text(i)):
        # «القبض على المزورين»: whoever does or suffers what no lexicon knows, and no name.
        return Group(i, end, i, end, 2, None, "unstated", "people", None, None, i, end, s.text(i).startswith("ال"))
    if s.text(i).startswith("ال"):
        # «اغتيال الحريري شهد البلد …»: behind a family name only definite words go on.
        end = next((k for k in range(i + 1, end) if not s.text(k).startswith("ال") and s.text(k) not in "\"'"), end)
    return Group(i, end, i, end, 1, 1, "exact", "name", None, None, i, end, True, False, ())
