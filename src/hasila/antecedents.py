"""Whom words without a noun mean: «منهم», «أحدهم», «أحد الجرحى، وهو عامل …»; and how far a description goes."""

from __future__ import annotations

from msgspec.structs import replace

from hasila.groups import Group
from hasila.lexicon import Row
from hasila.phrases import is_conjoined, noun_end
from hasila.sentences import VERBS, Sentence

_OF_THEM = frozenset({"منهم", "منهن", "منهما"})
_ONE_OF_THEM = frozenset({"احدهم", "احداهن", "احدهما", "احداهما", "بعضهم", "معظمهم", "غالبيتهم", "اغلبهم"})
# Broken plurals of people take the pronoun of things too: «عناصر الدرك، قتل ثلاثة منها».
_OF_BODIES = ("عناصر", "قوات")
_OF_TWO = frozenset({"منهما", "احدهما", "احداهما"})
_WHO_IS = frozenset({"وهو", "وهي", "هو", "هي"})
_WHO_FLED = frozenset({"شخص", "آخر", "جريح", "قتيل", "مصاب", "ضحية", "فرد"})
# Verbs that say who people are, not what they did.
_WHO_THEY_ARE = frozenset({
    "ينتمي", "ينتمون", "ينتميان", "ينتمين", "تنتمي", "يعمل", "يعملون", "يعملان", "تعمل", "يعملن", "يبلغ", "تبلغ",
    "يتبع", "يتبعون", "يحمل", "يحملون", "تحمل", "يحملان",
})  # fmt: skip
_CARRIED = frozenset({"الجنسيه", "جنسيه", "جواز", "جوازات", "جنسيات"})
_LONGEST_CLAUSE = 8


def meant_by(s: Sentence, group: Group) -> Group:
    """The group with the noun that its words stand for: «توفي منهم اثنان», «أحد الجرحى، وهو عامل نظافة»."""
    bare = group.ni is None or (group.head is not None and group.head.lemma in _WHO_FLED and group.ni + 1 == group.nj)
    if not bare:
        return group
    if group.outcome is not None:
        return _who_is(s, group)
    row, i = _those_before(s, group)
    if row is None:
        return group
    return replace(group, kind="people", head=row, ni=i, nj=noun_end(s, i, s.text(i).startswith("ال")))


def _who_is(s: Sentence, group: Group) -> Group:
    """«أحد المصابين، وهو حارس المبنى، …»: who one of the hurt was."""
    k = group.j + 1 if s.text(group.j) == "،" else group.j
    who = s.hit(k + 1, "victims")
    if group.high != 1 or s.text(k) not in _WHO_IS or who is None or who.pro not in ("", "ال"):
        return group
    return replace(group, head=who.row, ni=k + 1, nj=noun_end(s, k + 1, who.pro == "ال"))


def _those_before(s: Sentence, group: Group) -> tuple[Row | None, int]:
    """The row and the word of the people that «منهم» or «أحدهم» is about: the last told before as several."""
    word = s.text(group.j) if s.text(group.j) in _OF_THEM | {"منها"} else ""
    if not word and s.text(group.i - 1) in _OF_THEM and s.hit(group.i - 2, "outcomes", VERBS) is not None:
        word = s.text(group.i - 1)  # «توفي منهم اثنان»
    part = s.text(group.i - 1) == "،" and not s.text(group.i).startswith("و")
    if not word and not part and s.text(group.i).removeprefix("و") in _ONE_OF_THEM:
        word = s.text(group.i).removeprefix("و")
    elif word and s.text(group.j) == word and _goes_on_counting(s, group.j + 1):
        return None, 0  # «48 جريحا منهم 30 طفلا»
    for k in range(group.i - 1, -1, -1) if word else ():
        people = s.hit(k, "victims")
        if people is None:
            continue
        if word == "منها" and not s.text(k).removeprefix("ال").startswith(_OF_BODIES):
            continue
        counted = any(q.j == k or (q.j == k - 1 and s.text(k - 1) == "من") for q in s.quantities.values())
        two = people.row.part == "dual" or (word in _OF_TWO and people.row.note.startswith("also dual"))
        if two if word in _OF_TWO else (people.row.part == "plural" or (counted and people.row.part != "collective")):
            return (None, 0) if people.row.lemma in _WHO_FLED else (people.row, k)
    return None, 0


def _goes_on_counting(s: Sentence, k: int) -> bool:
    return k in s.quantities or s.hit(k, "victims") is not None


def described_to(s: Sentence, i: int, j: int) -> int:
    """The end of what says who an indefinite noun `i` to `j` means: «عنصرا ينتمون إلى …», «صبي يبلغ من العمر …»."""
    if s.text(i).startswith("ال") or s.text(j) not in _WHO_THEY_ARE:
        return j
    if s.text(j).startswith("يحمل") and s.text(j + 1) not in _CARRIED:
        return j
    end = j
    for k in range(j + 1, min(j + _LONGEST_CLAUSE, len(s.words))):
        if _clause_ends(s, k, s.text(j)) or (k > j + 2 and s.particle(k, "preposition") is not None):
            break
        end = k + 1
    return end if end > j + 1 else j


def _clause_ends(s: Sentence, k: int, verb: str) -> bool:
    acts = any(h.kind in ("outcomes", "speech", "cues") for h in s.hits[k])
    mark = not (s.text(k).isalnum() or s.text(k) in "\"'")
    dated = s.mark(s.dates, k) is not None and "بلغ" not in verb
    return mark or acts or dated or is_conjoined(s, k) or s.particle(k, "by", "relative", "subordinator") is not None
