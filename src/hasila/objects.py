"""Objects far from their verb: over adverbs, places, dates and what commas set apart."""

from __future__ import annotations

from hasila.drafts import Parse
from hasila.groups import Group
from hasila.nearby import BANDS, CLAUSE_MARKS, governed
from hasila.phrases import is_conjoined
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_FAR = 16
_LONGEST_ASIDE = 12
# One armed person of no army, who can have killed many: «قتل مسلح في مدرسة تسعة طلاب».
_LONE = frozenset({"انتحاري", "مسلح", "مهاجم", "إرهابي", "قناص", "متطرف"})


def object_behind(p: Parse, group: Group) -> Group | None:
    """«اعتقلت القوات، مساء أمس، 10 مواطنين»: the people that an uncounted doer did it to, over adverbs and commas."""
    s, head = p.s, group.head
    armed = head is not None and head.sense in ("combatant", "security") and head.part != "singular"
    one = head is not None and head.lemma in _LONE and group.high == 1 and not group.numbered
    if not (armed or one) and s.mark(s.actors, group.i) is None:
        return None
    start = _past_aside(s, group.j)
    for k in range(start, min(start + _FAR, len(s.words))):
        if any(h.kind == "outcomes" for h in s.hits[k]) or s.particle(
            k, "relative", "subordinator", "adversative", "partitive"
        ):
            return None
        if one and (s.text(k) in CLAUSE_MARKS or is_conjoined(s, k)):
            return None
        found = p.group(k)
        if found is not None and found.numbered and s.text(k - 1) == "من" and s.text(k - 2) in BANDS:
            return found  # «ضبطت الشرطة خلية من ستة عناصر»
        if (
            found is not None
            and found.kind in ("people", "elided", "name")
            and (found.numbered or (not one and (k == group.j or _suffers(s, found, group.j))))
            and not is_conjoined(s, k)
            and not governed(s, k)
        ):
            return found
    return None


def _suffers(s: Sentence, found: Group, start: int) -> bool:
    """«اعتقلت القوات فجر اليوم الشقيقين …»: an object told without a number, only a date between it and the doer."""
    dated = all(s.mark(s.dates, k) is not None or s.text(k) in "،()" for k in range(start, found.i))
    accusative = found.kind == "name" or found.high == 1 or s.text(found.i).endswith("ين")
    # «أسر المتمردون خلال الهجوم قائد الحامية»: a construct behind a whole phrase is no genitive of it.
    apart = found.high == 1 and not s.text(found.i).startswith("ال") and s.text(found.i - 1).startswith("ال")
    return (dated and accusative) or apart


def _past_aside(s: Sentence, k: int) -> int:
    """«وقتلت الجماعة، التي ظهرت قبل سنوات، 30 ألف شخص», «انتحاري، يعتقد أنه …، 12»: behind the clause set apart."""
    if s.hit(k, "cues") is not None and any(s.text(n) in ("انهم", "بانهم") for n in (k + 1, k + 2)):
        return k + 2  # «خطف مسلحون يعتقد أنهم متشددون ثلاثة سياح»
    thought = s.hit(k + 1, "cues") is not None and any(s.text(n)[-3:] in ("انه", "نها", "نهم") for n in (k + 2, k + 3))
    if s.text(k) != "،" or not (s.particle(k + 1, "relative") or thought):
        return k
    close = next((n for n in range(k + 2, min(k + _LONGEST_ASIDE, len(s.words))) if s.text(n) == "،"), None)
    return close + 1 if close is not None else k


def far_group(p: Parse, hit: Hit) -> Group | None:
    """«قتلت نيران الهاون في حي كذا في 3 مارس ما لا يقل عن سبعة مدنيين»: a count that only where and when keep apart."""
    s = p.s
    for k in range(hit.j, min(hit.j + _FAR, len(s.words))):
        spoken = any(
            h.kind in ("outcomes", "speech") and h.row.part in ("verb", "verbal_noun", *VERBS) for h in s.hits[k]
        )
        link = s.particle(k, "relative", "subordinator", "adversative", "partitive")
        if spoken or link or (s.text(k) in CLAUSE_MARKS and s.text(k) != "(") or is_conjoined(s, k):
            return None
        group = p.group(k)
        if group is None or not group.numbered or group.kind != "people" or s.text(k).startswith("ال"):
            continue
        within = s.text(k - 1) == "(" or s.mark(s.dates, k) is not None or s.mark(s.places, k) is not None
        if not (within or governed(s, k)):
            return group
    return None


def _weapon_at(s: Sentence, k: int) -> tuple[int, int] | None:
    """«نيران الهاون», «قذائف الدبابات»: what kills, as the subject that begins at word `k`."""
    means = s.hit(k, "means")
    if means is None or means.pro.endswith(("ب", "ل")) or s.particle(k, "preposition"):
        return None
    end = means.j
    while end < len(s.words) and s.text(end).startswith("ال") and not s.mark(s.dates, end):
        end += 1
    return k, end


def done_by(p: Parse, hit: Hit) -> tuple[Group, tuple[int, int]] | None:
    """«قتلت الجماعة، التي …، 30 ألف شخص», «قتلت قذائف الهاون في …»: an object far behind an actor or a weapon."""
    doer, weapon = _actor_at(p.s, hit.j), _weapon_at(p.s, hit.j)
    suffered = object_behind(p, doer) if doer is not None else far_group(p, hit) if weapon is not None else None
    agent = (doer.i, doer.j) if doer is not None else weapon
    return (suffered, agent) if suffered is not None and agent is not None else None


def _actor_at(s: Sentence, k: int) -> Group | None:
    """A known actor right at word `k`, as the group that it is: «وقتلت جماعة بوكو حرام، التي …، 30 ألف شخص»."""
    mark = s.mark(s.actors, k)
    if mark is None or mark.i != k:
        return None
    return Group(k, mark.j, k, mark.j, 2, None, "unstated", "people", None, None, k, mark.j, True)


def does_it(s: Sentence, hit: Hit, group: Group) -> bool:
    """«ضبطت الشرطة …»: a body right behind a feminine verb does it, where what it did it to is not read."""
    head = group.head
    body = head is not None and head.part == "collective" and head.sense in ("security", "combatant")
    return body and group.definite and not group.numbered and group.i == hit.j and hit.row.folded.endswith("ت")
