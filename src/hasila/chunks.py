"""Chunk a sentence into groups of people: how many, who, and which words say so.

A group is a count with its noun («نحو 20 مدنيا», «7 من الحراس»), a noun that counts itself («جنديان», «شخص»), a noun
that is an outcome («12 قتيلا»), a name («المصور عدنان الريس»), or a count whose noun is elided («وأصيب 60»).
"""

from __future__ import annotations

from msgspec.structs import replace

from hasila import quantities
from hasila.groups import Group, quantity_of
from hasila.model import Qualifier
from hasila.names import may_begin_name, name_end, named, son_of
from hasila.phrases import NUMERAL_ONE, hedged, is_conjoined, is_stop, noun_end
from hasila.sentences import VERBS, Mark, Sentence
from hasila.words import Hit

_NUMERAL_TWO = frozenset({"اثنين", "اثنان", "اثنتين", "اثنتان", "2"})
_SOME = frozenset({"المزيد", "مزيد", "مزيدا", "عدد", "عددا", "جميع", "غالبيه", "معظم", "اغلب", "اغلبيه"})
_THESE_TWO = frozenset({"هذين", "هذان", "هاتين", "هاتان"})
_WHO_WERE = frozenset({"فيه", "فيها", "كان", "كانوا", "بداخله", "بداخلها", "تبقي", "بقي", "في", "علي"})
_THE_MANY = frozenset({"الالاف", "العشرات", "الميات"})
_TEN = 10
_MADE_UP = frozenset({"مولف", "مكون", "مولفه", "مكونه", "مولفين", "مكونين"})
_BRACKET = 8
_YEARS = frozenset({"اعوام", "عاما", "سنوات", "سنه", "عام", "اشهر", "شهرا", "سنين"})
_MOST_ADJECTIVES = 3


def _counted(s: Sentence, i: int) -> Group | None:
    """A group that begins with a quantity at word `i`."""
    mark = s.quantities[i]
    quantity = quantity_of(mark)
    if quantities.is_people_excluded(s.folded, quantity) or _ages(s, i):
        return None
    if quantity.qualifier == "unstated" and mark.j in s.quantities and s.text(mark.j - 1) == "من":
        inner = _counted(s, mark.j)  # «مجموعة من 23 كوريا»
        return replace(inner, i=i) if inner is not None else None
    base = Group(
        i, mark.j, i, mark.j, quantity.low, quantity.high, quantity.qualifier, "elided", numbered=True,
        rows=tuple(quantity.rows),
    )  # fmt: skip
    if s.text(mark.j) == ")" and s.text(i - 1) == "(":
        base = replace(base, j=mark.j + 1)  # «(572) ضابطا»
    base = _with_hedge(s, base, base.j)
    j = base.j
    other = s.particle(j, "other")
    longer = s.particle(j, "preposition", "by")
    if (s.text(j) == "من" and (longer is None or longer.j == j + 1)) or (other is None and s.text(j) == "بين"):
        return _counted_of(s, j, base)
    if other is not None and s.text(j + 1) == "من" and (s.hit(j + 2, "victims") or s.text(j + 2).startswith("ال")):
        return _counted_of(s, j + 1, base)
    if other is not None:
        return _with_hedge(s, base, j + 1)
    return _counted_noun(s, j, base) or base


def _ages(s: Sentence, i: int) -> bool:
    """«الطفلين (3 و5 أعوام)»: ages told in brackets."""
    if s.text(i - 1) != "(":
        return False
    close = next((k for k in range(i, min(i + _BRACKET, len(s.words))) if s.text(k) == ")"), i)
    return any(s.text(k) in _YEARS for k in range(i, close))


def _described(s: Sentence, k: int) -> int:
    """Past the adjectives of a definite noun and the numeral of all of them: «من الرهائن الكوريين الـ21»."""
    end = k
    while s.text(end).startswith("ال") and not is_stop(s, end) and end - k < _MOST_ADJECTIVES:
        end += 1
    numeral = numeral_behind(s, end)
    if numeral is None:
        return end
    end = s.quantities[numeral].j
    return end + 1 if s.text(end).startswith("ال") and not s.particle(end, "relative") else end


def _with_hedge(s: Sentence, group: Group, end: int) -> Group:
    """The group up to `end`, with a hedge behind it taken in."""
    after, low, high, qualifier = hedged(s, end, group.low, group.high, group.qualifier)
    return replace(group, j=after, low=low, high=high, qualifier=qualifier)


def _counted_of(s: Sentence, j: int, base: Group) -> Group:
    """«7 من الحراس»: the noun stands behind من."""
    start = j + 1
    outcome = s.hit(start, "outcomes", ("noun",))
    if outcome is not None:
        end = _described(s, start + 1)
        return replace(base, j=end, kind="outcome", outcome=outcome.row, definite=True)
    if start >= len(s.words) or is_stop(s, start) or s.particle(j, "partitive") or s.particle(start, "partitive"):
        return replace(base, j=base.cj)
    people = s.hit(start, "victims")
    end = noun_end(s, start, True)
    while (
        is_conjoined(s, end)
        and (second := s.hit(end, "victims"))
        and _counted_together(s, end, second)
        and (not _verb_at(s, end + 1) or s.text(end + 1).endswith("وا"))
    ):
        end = noun_end(s, end, True)
    return replace(base, j=end, kind="people", head=people.row if people else None, ni=start, nj=end)


def _counted_together(s: Sentence, k: int, second: Hit) -> bool:
    """«سبعة من الضباط والأفراد», «من ضباط وأفراد الشرطة», «من الحوثيين وقوات صالح»: one count over both."""
    construct = second.pro == "و" and s.text(second.j).startswith("ال") and not s.text(k - 1).startswith("ال")
    bodies = second.pro == "و" and second.row.part == "collective" and second.row.sense in ("combatant", "security")
    return second.pro == "وال" or construct or bodies


def _verb_at(s: Sentence, k: int) -> bool:
    return s.hit(k, "outcomes", VERBS) is not None or s.hit(k, "speech", ("verb",)) is not None


def _counted_noun(s: Sentence, j: int, base: Group) -> Group | None:
    """The noun right behind a quantity: people, an outcome noun, or an unknown noun."""
    outcome = s.hit(j, "outcomes", ("noun", "held", "counted"))
    if outcome is not None and s.text(base.i) in _THE_MANY:
        return None  # «شيع الآلاف جثامين …»: the thousands do it, they are not counted by the noun
    if outcome is not None and not outcome.pro.startswith(("و", "ف", "ب", "ل")):
        return _outcome_group(s, outcome, base)
    people = s.hit(j, "victims")
    if people is not None and not people.pro.startswith(("و", "ف", "ب", "ل")):
        return _counted_people(s, people, base)
    if s.text(j).startswith("حال"):
        hurt = s.hit(j + 2, "outcomes", ("noun",)) if s.text(j + 1) == "من" else None
        return _counted_of(s, j + 1, base) if hurt is not None else replace(base, j=j + 1)  # «8 حالات من مصابي …»
    if s.particle(j, "number_of") is not None:
        return None  # «يرتفع إلى 3540 عدد الجنود …»
    quoted = (s.hit(j + 1, "victims") or s.hit(j + 1, "outcomes", ("noun",))) if s.text(j) == '"' else None
    if quoted is not None and quoted.pro == "":
        return _counted_noun(s, j + 1, base)  # «"8" إصابات»
    if j < len(s.words) and _unknown_noun(s, j):
        end = noun_end(s, j, False)
        return replace(_with_hedge(s, base, end), kind="unknown", ni=j, nj=end)
    return None


def _counted_people(s: Sentence, people: Hit, base: Group) -> Group:
    end = noun_end(s, people.j - 1, "ال" in people.pro)
    second = s.hit(end, "victims")
    # «25 طبيبا ومسعفا»: a second singular behind a number above ten is counted with the first.
    if (
        second is not None
        and second.pro == "و"
        and not second.enc
        and people.row.part == second.row.part == "singular"
        and people.row.folded.endswith("ا") == second.row.folded.endswith("ا")  # «32 لاجئا ومدني واحد»: another case
        and base.low > _TEN
    ):
        end = noun_end(s, end, False)
    both = second is not None and people.pro == "ال" and second.pro == "وال" and second.row.part != "singular"
    if both and not _verb_at(s, end + 1):
        end = noun_end(s, end, True)  # «مئات الشرطيين والجنود»
    group = _with_hedge(s, base, end)
    if s.particle(group.j, "other") is not None:
        group = replace(group, j=group.j + 1)  # «13 شخصا آخرين أصيبوا»
    return replace(group, kind="people", head=people.row, ni=people.i, nj=end, rows=(*base.rows, people.row.ref))


def _unknown_noun(s: Sentence, j: int) -> bool:
    """Can word `j` be a counted noun that no lexicon knows: no function word, no verb in the plural, no «بـ…»?"""
    text = s.text(j)
    if is_stop(s, j) or is_conjoined(s, j) or not text.isalpha():
        return False
    return not text.endswith("وا") and not text.startswith(("ب", "ل", "في", "ي")) and "ال" not in text[:2]


def _outcome_group(s: Sentence, outcome: Hit, base: Group) -> Group:
    end = outcome.j
    while s.text(end) in NUMERAL_ONE | _NUMERAL_TWO:
        end += 1
    group = _with_hedge(s, base, end)
    ni, nj = who_behind(s, group.j) or (None, None)
    head = s.row(ni, "victims") if ni is not None else None
    rows = (*base.rows, outcome.row.ref)
    return replace(group, j=nj or group.j, kind="outcome", outcome=outcome.row, head=head, ni=ni, nj=nj, rows=rows)


def who_behind(s: Sentence, k: int) -> tuple[int, int] | None:
    """«قتلى من الجيش», «جثث لجنود», «قتيلا مدنيا»: who the dead were, told behind the outcome noun."""
    rank = k + 1 if s.text(k) == "من" and s.text(k + 1) == "بين" else k
    if s.text(rank) in ("في", "بين") and s.text(rank + 1) in ("صفوف", "اوساط") and rank + 2 < len(s.words):
        return rank + 2, noun_end(s, rank + 2, True)
    if s.text(k).startswith("ل") and (side := s.mark(s.actors, k)) is not None and side.i == k:
        return k, side.j  # «عشرات القتلى لحزب الله»
    if (
        s.text(k) in ("من", "بين")
        and k + 1 < len(s.words)
        and not is_stop(s, k + 1)
        and not (s.particle(k, "partitive") or s.particle(k + 1, "partitive"))
    ):
        people = s.hit(k + 1, "victims")
        if people is not None or s.text(k + 1).startswith("ال") or s.mark(s.actors, k + 1):
            return k + 1, noun_end(s, k + 1, True)
        return None
    people = s.hit(k, "victims")
    if people is not None and not people.pro.startswith(("و", "ف", "ب", "ك")):
        return k, noun_end(s, k, "ال" in people.pro)
    return None


def _by_noun(s: Sentence, hit: Hit) -> Group | None:
    """A people noun without a number before it."""
    i, row = hit.i, hit.row
    definite = "ال" in hit.pro or "لل" in hit.pro or bool(hit.enc)
    end = noun_end(s, hit.j - 1, definite, row.part)
    known = definite or row.part == "plural" or s.text(end - 1).startswith("ال")
    numeral = numeral_behind(s, end) if known else None
    if numeral is not None:
        quantity = s.quantities[numeral]
        what = quantity_of(quantity)
        return Group(
            i, noun_end(s, quantity.j - 1, True), numeral, quantity.j, what.low, what.high, what.qualifier, "people",
            row, None, i, end, True, True, (row.ref, *what.rows),
        )  # fmt: skip
    # «سائقا الشاحنتين»: an alif before a definite genitive is a dual, not an accusative.
    construct = row.part == "singular" and row.folded.endswith("ا") and s.text(hit.j).startswith("ال") and not definite
    if construct:
        end = noun_end(s, hit.j - 1, True)
    if (made_up := _made_up_of(s, end)) is not None and row.part != "singular":
        of = quantity_of(s.quantities[made_up])
        last = noun_end(s, s.quantities[made_up].j, False) if s.hit(s.quantities[made_up].j, "victims") else made_up + 1
        return Group(
            i, last, made_up, s.quantities[made_up].j, of.low, of.high, of.qualifier, "people", row, None, i, end,
            definite, True, (row.ref, *of.rows),
        )  # fmt: skip
    if (bracketed := _in_brackets(s, end)) is not None and row.part == "plural":
        of = quantity_of(bracketed)
        close = bracketed.j + (s.text(bracketed.j) != ")")
        return Group(
            i, close + 1, bracketed.i, bracketed.j, of.low, of.high, of.qualifier, "people", row, None, i, end,
            definite, True, (row.ref, *of.rows),
        )  # fmt: skip
    low, high, qualifier = _told_by_form(s, hit, construct, end)
    while end < len(s.words) and s.text(end) in _NUMERAL_TWO:
        end += 1
    if row.part == "singular" and definite and may_begin_name(s, hit.j):
        end = max(end, name_end(s, hit.j))
    end, low, high, qualifier = hedged(s, end, low, high, qualifier)
    return Group(i, end, i, hit.j, low, high, qualifier, "people", row, None, i, end, definite, False, (row.ref,))


def _in_brackets(s: Sentence, k: int) -> Mark | None:
    """The count of «جنودا (12 جنديا)»: in brackets right behind the noun that ends at word `k`."""
    mark = s.quantities.get(k + 1) if s.text(k) == "(" else None
    return (
        mark if mark is not None and quantity_of(mark).low > 1 and ")" in (s.text(mark.j), s.text(mark.j + 1)) else None
    )


def _made_up_of(s: Sentence, k: int) -> int | None:
    """The word of the number in «طاقمها المؤلف من خمسة أفراد», «عائلة من ستة»; `k` is the end of the noun."""
    at = next((n for n in (k - 1, k) if s.text(n).removeprefix("ال") in _MADE_UP), None)
    of = k if at is None else at + 1
    return (
        of + 1 if s.text(of) == "من" and of + 1 in s.quantities and quantity_of(s.quantities[of + 1]).low > 1 else None
    )


def _told_by_form(s: Sentence, hit: Hit, construct: bool, end: int) -> tuple[int, int | None, Qualifier]:
    """The count that a noun's own form gives: one, two, or a plural without a number."""
    row = hit.row
    if s.text(hit.i - 1) == "كل" and row.part == "singular" and "ال" not in hit.pro:
        return 2, None, "unstated"
    if construct:
        return 2, 2, "exact"
    if row.part == "singular":
        return 1, 1, "exact"
    ends = is_stop(s, hit.j) or is_conjoined(s, hit.j)
    if row.part == "dual" and row.folded.endswith("ي") and not hit.enc and ends and end == hit.j:
        return 1, 1, "exact"  # «قتل والدي في …», «وفاة زوجتي وابنتي»: mine, no pair
    if hit.enc and row.folded.endswith(("ان", "ين")):
        return 2, None, "unstated"  # a dual would have lost its nun before the pronoun
    two = any(s.text(k) in _NUMERAL_TWO for k in range(hit.j, min(end + 1, len(s.words))))
    return (2, 2, "exact") if row.part == "dual" or two or _voiced_dual(s, hit) else (2, None, "unstated")


def numeral_behind(s: Sentence, k: int) -> int | None:
    """The word of a definite numeral at `k` («الأربعة», «الـ21»), or None."""
    if k in s.quantities and s.text(k).startswith("ال"):
        return k
    return k + 1 if s.text(k) == "ال" and k + 1 in s.quantities else None


def _some_of(s: Sentence, i: int) -> Group | None:
    """«عدد آخر», «عدد منهم», «جميع من كانوا», «غالبية المهاجمين»: people without a number."""
    k = i + 1
    if s.text(i) in ("المزيد", "مزيد", "مزيدا") and s.text(k) != "من":
        return Group(i, k, i, k, 2, None, "unstated", "elided", numbered=True)
    if s.text(i).startswith("عدد"):
        if s.text(k) in ("كبير", "كبيرا", "غير") and s.text(k + 1) == "من" and s.hit(k + 2, "victims") is not None:
            return _counted_of(s, k + 1, Group(i, k + 1, i, k + 1, 2, None, "unstated", "elided", numbered=True))
        if s.particle(k, "other", "partitive") or s.text(k) in ("كبير", "كبيرا", "غير"):
            return Group(i, k + 1, i, i + 1, 2, None, "unstated", "elided", numbered=True)
        return None
    people = s.hit(k, "victims")
    dead = s.hit(k + 1, "outcomes", ("noun",)) if s.text(k) == "من" else None
    if dead is not None:
        return Group(
            i, k + 2, i, i + 1, 2, None, "unstated", "outcome", None, dead.row, numbered=True
        )  # «المزيد من الضحايا»
    at = k
    if s.text(k) == "من" and (people := s.hit(k + 1, "victims")) is not None:
        at = k + 1
    if s.text(k) == "من" or people is not None:
        end = noun_end(s, at, True) if people is not None else k + 1
        ni, nj = (at, end) if people is not None else (None, None)
        head = people.row if people is not None else None
        return Group(
            i, end, i, i + 1, 2, None, "unstated", "people" if people else "elided", head, None, ni, nj, True, True
        )
    return None


def _voiced_dual(s: Sentence, hit: Hit) -> bool:
    """«مقاتلَين» with its fatha written is a dual, where «مقاتلين» is either."""
    text = hit.row.folded
    if not text.endswith("ين"):
        return False
    stem_end = s.words[hit.i].end - 3
    source = s.folded.source
    return "\u064e" in s.original_text[source[stem_end] + 1 : source[stem_end + 1]]


def _one_of(s: Sentence, i: int) -> Group | None:
    """«أحد المارة»: one of the people named behind it; «أحدهم» alone."""
    if s.text(i).endswith(("هم", "هما", "هن")):
        return Group(i, i + 1, i, i + 1, 1, 1, "exact", "elided", numbered=True)
    if s.particle(i + 1, "relative") is not None:
        return Group(i, i + 1, i, i + 1, 1, 1, "exact", "elided", numbered=True)  # «أحد الذين …»
    if (s.text(i + 1).startswith("ال") and not is_stop(s, i + 1)) or s.hit(i + 1, "victims"):
        people = s.hit(i + 1, "victims")
        outcome = s.hit(i + 1, "outcomes", ("noun", "held"))
        if outcome is not None:
            return Group(i, i + 2, i, i + 1, 1, 1, "exact", "outcome", None, outcome.row, definite=True, numbered=True)
        end = noun_end(s, i + 1, True)
        return Group(
            i, end, i, i + 1, 1, 1, "exact", "people", people.row if people else None, None, i + 1, end, False, True
        )
    return None


def _none_or_any(s: Sentence, i: int) -> Group | None:
    """«أي من الجنود», «أي مدني», «أحد»: the one or none that a negation or a doubt is about."""
    anyone = s.text(i) in ("احد", "احدا") and (s.hit(i + 2, "victims") is not None)
    if (s.text(i) in ("اي", "ايه", "ايا") or anyone) and s.text(i + 1) == "من" and i + 2 < len(s.words):
        end = noun_end(s, i + 2, True)
        head = s.row(i + 2, "victims")
        return Group(i, end, i, i + 1, 1, 1, "exact", "people", head, None, i + 2, end, False, True)
    if s.text(i) in ("اي", "ايه") and (row := s.row(i + 1, "victims")) is not None:
        end = noun_end(s, i + 1, False)
        if row.part == "plural":  # «نفى سقوط أي مدنيين»: people without a number
            return Group(i, end, i, i + 2, 2, None, "unstated", "people", row, None, i + 1, end, rows=(row.ref,))
        return Group(i, end, i, i + 1, 1, 1, "exact", "people", row, None, i + 1, end, False, True, (row.ref,))
    alone = s.text(i) in ("احدا", "احد") and not s.text(i + 1).startswith("ال") and not s.hit(i + 1, "victims")
    return Group(i, i + 1, i, i + 1, 1, 1, "exact", "elided", numbered=True) if alone else None


def _by_word(s: Sentence, i: int) -> Group | None:
    """Groups that begin with a word of their own: «ثالث», «أي من …», «عدد آخر», «أحد المارة»."""
    if s.particle(i, "ordinal") is not None and s.text(i - 1) != "في":
        return Group(i, i + 1, i, i + 1, 1, 1, "exact", "elided", numbered=True)
    if s.text(i).removeprefix("و").removeprefix("ب") in _THESE_TWO and (noun := s.hit(i + 1, "victims")) is not None:
        two = _by_noun(s, noun)
        return replace(two, i=i, ci=i, low=2, high=2, qualifier="exact", numbered=True) if two is not None else None
    group = _none_or_any(s, i)
    if group is None and s.text(i) in _SOME:
        group = _some_of(s, i)
    return _one_of(s, i) if group is None and s.particle(i, "one_of") else group


def _by_people(s: Sentence, i: int) -> Group | None:
    """A title with a name, or a noun of people."""
    people, title = s.hit(i, "victims"), s.hit(i, "titles")
    if title is None and (called := son_of(s, i)) is not None:
        return called
    if title is not None and (people is None or (title.row.part == "title" and people.row.part == "singular")):
        called = named(s, title)
        if called is not None:
            return called
    return _by_noun(s, people) if people is not None else None


def group_at(s: Sentence, i: int) -> Group | None:
    """The group that begins at word `i`, or None."""
    if not 0 <= i < len(s.words):
        return None
    if i in s.quantities:
        return _counted(s, i)
    people = s.hit(i, "victims")
    act = s.hit(i - 1, "outcomes", ("verbal_noun", *VERBS))
    if s.text(i) == "من" and s.text(i + 1) in _WHO_WERE and act is not None:
        return Group(i, i + 2, i, i + 1, 2, None, "unstated", "elided")  # «اعتقال من فيه»
    if s.particle(i, "preposition") is not None and (people is None or people.j == i + 1):
        return None
    said = _by_word(s, i)
    return said if said is not None or s.particle(i, "one_of") else _by_people(s, i)
