"""When a word of outcome tells of no casualty: a sport, an epidemic, people held up by nature, a fall."""

from __future__ import annotations

from hasila.chunks import group_at
from hasila.phrases import things
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_NEAR = 4
_FAR = 10
_BESIDE = 3
_EDITORS = ("رييس", "مدير", "هييه", "سكرتير", "رييسه", "مديره")
_GAMES = 2
_HURT = frozenset({"injured", "killed", "casualties"})
_HELD_UP = frozenset({"احتجز", "احتجاز", "محتجز", "محتجزون", "علق"})


def no_casualty(s: Sentence, hit: Hit) -> bool:
    """Do the words around an outcome word make it one that tells of no casualty?"""
    sense, lemma = hit.row.sense, hit.row.lemma
    told = (
        (sense == "injured" and _in_sport(s, hit))
        or epidemic(s, sense)
        or (lemma in _HELD_UP and near(s, "trapped") > 0 and not _armed(s))
        or _of_an_animal(s, hit)
    )
    return told or _beside(s, hit)


def _beside(s: Sentence, hit: Hit) -> bool:
    """Does the object or subject beside a verb make it tell something else: time spent, a jet, feelings, the stage?"""
    lemma, form = hit.row.lemma, hit.row.form
    if lemma in ("سقوط", "سقط"):
        falls = near(s, "depth", hit.j, hit.j + _FAR) > 0 and _people_at(s, hit.j) and not _violent(s)
        return falls or (lemma == "سقط" and s.text(hit.j) in things())  # «سقطت مقاتلة على السوق»: a jet
    if lemma == "قضى":
        return hit.row.frame == "-" and _spends(s, hit)
    if lemma in ("خطف", "اختطف"):
        return _takes_the_stage(s, hit)
    if form == "تحرير":  # «رئيس تحرير الصحيفة»
        return s.text(hit.i - 1).removeprefix("و").removeprefix("ل").startswith(_EDITORS)
    if lemma == "فقد" or form == "جرح":  # «فقد الاتصال بهم», «جرح مشاعرهم»
        return near(s, lemma, hit.j, hit.j + 1) > 0
    return lemma == "أصاب" and hit.row.part in VERBS and _befalls(s, hit)


def _of_an_animal(s: Sentence, hit: Hit) -> bool:
    """«مقتل أسد», «عارك الكلب حتى قتله»: an animal right behind the act, or the last one told before its pronoun."""
    if not hit.enc:
        return near(s, "animal", hit.j, hit.j + 1) > 0
    for k in range(hit.i - 1, max(-1, hit.i - _FAR), -1):
        if any(h.kind == "figures" and h.row.part == "animal" for h in s.hits[k]):
            return True
        if any(h.kind in ("victims", "titles") for h in s.hits[k]):
            return False
    return False


def _takes_the_stage(s: Sentence, hit: Hit) -> bool:
    """«خطف المرشح الذي … الأضواء»: what is snatched stands at the end of a long subject."""
    objects = (h for k in range(hit.j, len(s.words)) for h in s.hits[k] if h.kind == "figures")
    return any(h.row.part == "object" and h.row.form in ("أنظار", "أضواء", "أبصار") for h in objects)


def epidemic(s: Sentence, sense: str) -> bool:
    """Does the sentence tell of a disease that is counted («كورونا») and of no violence? Its figures are no claims."""
    return sense in _HURT and near(s, "epidemic") > 0 and not _violent(s)


def near(s: Sentence, part: str, start: int = 0, end: int | None = None) -> int:
    """How many words of a part of the lexicon `figures` stand between the words `start` and `end`."""
    stop = len(s.words) if end is None else min(end, len(s.words))
    return sum(h.kind == "figures" and h.row.part == part for k in range(start, stop) for h in s.hits[k])


def supposed(s: Sentence, i: int) -> bool:
    """Does a threat, a plan or a condition stand before word `i`? What it is about is a hypothetical claim."""
    before = range(max(0, i - _FAR), i)
    return any(h.kind == "cues" and h.row.sense == "hypothetical" for k in before for h in s.hits[k])


def of_nobody(s: Sentence, hit: Hit) -> bool:
    """«كل مصاب», «كان مفقودا», «ضمادة لجريح»: a participle with no person and no finding or fall beside it."""
    every = s.text(hit.i - 1) == "كل"
    before = range(max(0, hit.i - (_FAR if hit.row.sense == "missing" else _BESIDE)), hit.i)
    person = any(h.kind in ("victims", "titles", "outcomes") for k in before for h in s.hits[k])
    if person or any(s.particle(k, "support", "find") or k in s.quantities for k in before):
        return every
    return every or hit.row.sense == "missing" or (hit.row.sense == "injured" and hit.pro in ("و", "ل", "ك"))


def _violent(s: Sentence) -> bool:
    return any(h.kind == "means" and h.row.sense != "other" for at in s.hits for h in at)


def _armed(s: Sentence) -> bool:
    return any(h.kind == "victims" and h.row.sense == "combatant" for at in s.hits for h in at)


def _people_at(s: Sentence, k: int) -> bool:
    group = group_at(s, k)
    return group is not None and group.kind == "people"


def _in_sport(s: Sentence, hit: Hit) -> bool:
    """«أصيب اللاعب في المباراة», «غاب بسبب إصابته في المران»: one player's injury, no violence told."""
    group = group_at(s, hit.j)
    if (group is not None and group.numbered) or hit.row.frame == "plural" or _violent(s):
        return False
    return near(s, "sport") > 0 or near(s, "game") + near(s, "contest") >= _GAMES


def _spends(s: Sentence, hit: Hit) -> bool:
    """«قضى عطلته في القرية», «قضى منها 37 سنة»: to spend a time."""
    close = range(hit.j, min(hit.j + _NEAR - 1, len(s.words)))
    if any(h.kind == "figures" and h.row.part == "قضى" for k in close[:1] for h in s.hits[k]):
        return True
    counted = next((s.quantities[k].j for k in close if k in s.quantities), None)
    behind = s.hits[counted] if counted is not None and counted < len(s.words) else ()
    return any(h.kind == "figures" and h.row.part == "قضى" for h in behind)


def _befalls(s: Sentence, hit: Hit) -> bool:
    """«ما أصاب البلد», «الحالة التي أصابت الناس»: no weapon and no person does it."""
    relative = s.particle(hit.i - 1, "relative") is not None or s.text(hit.i - 1) in ("ما", "مما", "بما", "لما", "عما")
    if not relative:
        return False
    return not any(
        h.kind in ("means", "victims", "outcomes") for k in range(max(0, hit.i - _NEAR), hit.i) for h in s.hits[k]
    )


def families(s: Sentence, hit: Hit) -> bool:
    """«أسر الشهداء», «الجنود وأسرهم»: the families of those named, no capture."""
    owners = s.hit(hit.i - 1, "victims") or s.hit(hit.i - 1, "outcomes", ("noun",)) or s.text(hit.i - 1)[:2] == "ال"
    if hit.pro.endswith(("ال", "لل")):
        return True  # «الأسر النازحة», «مساعدة الأسر»; «وقع في الأسر» has a row of its own
    theirs = bool(hit.enc) and (hit.pro == "ل" or (hit.pro == "و" and bool(owners)))
    of_them = s.text(hit.j) in ("ذوي", "الضحايا")
    before = s.text(hit.i - 1)
    theirs = theirs or before.removeprefix("ل") in ("ذوي", "ذوو")  # «لذوي أسر رجال الأمن»
    theirs = theirs or (hit.enc == "هم" and before.endswith("ه") and not s.hits[hit.i - 1])  # «إعالة أسرهم»
    whose = group_at(s, hit.j) if not hit.enc else None
    head = whose.head if whose is not None and not whose.numbered else None
    civilians = head is not None and head.sense == "civilian" and head.part == "plural"  # «أسر ركاب الطائرة»
    named = civilians or _owners(s, hit)
    of_whom = hit.j + 2 if s.text(hit.j) == "عدد" and s.text(hit.j + 1) == "من" else hit.j  # «أسر عدد من المعتقلين»
    those = s.text(hit.j) == "اوليك" and s.particle(hit.j + 1, "relative") is not None
    return theirs or of_them or named or those or s.hit(of_whom, "outcomes", ("noun", "held")) is not None


def _owners(s: Sentence, hit: Hit) -> bool:
    """«أسر اللاجئين», «لأسر المتوفين»: whose families they are; soldiers and fighters are captured."""
    group, who = group_at(s, hit.j), s.hit(hit.j, "victims")
    many = s.text(hit.j).startswith("ال") and s.text(hit.j).endswith(("ين", "ات"))
    if hit.row.part != "verbal_noun" or not many or (group is not None and group.numbered):
        return False
    return who is None or who.row.sense not in ("combatant", "security")
