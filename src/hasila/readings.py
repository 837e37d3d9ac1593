"""Which outcome word stands here, and is its idiom whole: the frame that its lexicon row asks for.

`>x` the victims follow these words, `!x` the same and only with people behind them, `+x` one of the words stands near.
"""

from __future__ import annotations

from hasila.chunks import group_at
from hasila.drafts import Parse
from hasila.figures import figurative, harmless, ill
from hasila.groups import Group
from hasila.phrases import is_conjoined, missile, things
from hasila.senses import families, no_casualty
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_CASES_OF = ("حاله", "حالات", "حالتي", "عمليات", "عمليه", "جريمه", "جرايم", "تهمه", "تهم")
CONDITIONED = (">", "!", "+")
REACH_FORWARD = 8
_NEAR = 4
_NEAR_OBJECT = 3
_RIGHT_BEHIND = 2
_DISASTERS = frozenset({"كارثه", "حادث", "حادثه", "حوادث", "ماساه", "فاجعه"})
# «الإخلاء الطبي», «إخلاء جوي»: patients are carried.
_OF_THE_SICK = frozenset({"طبي", "الطبي", "جوي", "الجوي", "صحي", "الصحي", "اسعافي"})
# Verbs that take things as well: «أصاب الهدف», «أوقف القتال», «حرر المدينة»; «أسر» is also families.
_THINGS_TOO = frozenset(
    {"أصاب", "أوقف", "حرر", "أسر", "احتجز", "سجن", "هجر", "صرع", "حبس", "لجأ", "لجوء", "تحرر", "أجلى"}
)
# Bodies that lose men.
_FORCES = frozenset({
    "قوه", "قوات", "جيش", "شرطه", "حزب", "حركه", "بعثه", "لواء", "كتيبه", "فصيل", "تنظيم", "جماعه", "فرقه", "ميليشيا",
    "وحده", "حاميه", "دوريه", "قبيله", "عشيره",
})  # fmt: skip
# Verbs that things cannot suffer: what stands behind is the doer («اعتقل جهاز المباحث خمسة»).
_OF_PEOPLE = frozenset({"اعتقل", "استشهد", "توفي", "اغتيل"})
# In a frame: the preposition ب on the victims themselves («نفذ حكم الإعدام بثلاثة»).
_AS_CLITIC = "ب*"
_PRONOUNS = ("هم", "هما", "ها", "ه", "هن")


def reading_at(p: Parse, i: int) -> Hit | None:
    """The outcome word at `i`, read by its neighbours: «قتل» is a noun behind a preposition, else a verb."""
    s = p.s
    place = s.mark(s.places, i) is not None and not s.text(i + 1).startswith("بحيا")  # «مودية» is a town too
    if i < p.consumed or place or s.mark(s.actors, i) is not None or _in_hashtag(s, i):
        return None
    hits = [h for h in s.hits[i] if h.kind == "outcomes" and _complete(s, h)]
    whole = [h for h in s.hits[i] if h.kind in ("victims", "titles") and not h.enc]
    behind_who = s.particle(i - 1, "relative") is not None  # «الجندي الذي أسرته فصائل»: no family
    named = bool(whole) and not behind_who
    hits = [h for h in hits if h.row.part != "counted" and not (h.enc and (named or not _takes_pronoun(s, h)))]
    if not hits:
        return None
    nouns = [h for h in hits if h.row.part == "verbal_noun"]
    verbs = [h for h in hits if h.row.part in VERBS]
    whole_idioms = [h for h in nouns if h.row.frame.startswith(CONDITIONED)]
    if nouns and verbs:
        return nouns[0] if _noun_place(s, nouns[0]) or _shares_object(s, i + 1) else verbs[0]
    if whole_idioms:
        return whole_idioms[0]  # «إخلاء سبيل 17»: no evacuation
    strict = [h for h in verbs if h.row.frame.startswith(CONDITIONED)]
    return (strict or hits)[0]


def _shares_object(s: Sentence, k: int) -> bool:
    """«قتل وتهجير الآلاف»: an act joined right behind by و, that no verb can be read for, has the same people."""
    parts = {h.row.part for h in s.hits[k] if h.kind == "outcomes" and h.pro == "و"} if k < len(s.words) else set()
    return "verbal_noun" in parts and not parts & set(VERBS)


def _in_hashtag(s: Sentence, i: int) -> bool:
    text, word = s.folded.text, s.words[i]
    return text[word.end : word.end + 1] == "_" or text[word.start - 1 : word.start] == "_"


def _takes_pronoun(s: Sentence, hit: Hit) -> bool:
    """Verbs and verbal nouns take the victim as a pronoun, nouns only «جثته»."""
    if hit.enc not in ("ه", "ها", "هم", "هما", "هن") or hit.row.form in ("قتلا", "جرحا", "أسرا"):
        return False
    captor = s.mark(s.actors, hit.j) or group_at(s, hit.j) or s.particle(hit.i - 1, "relative")
    if hit.row.part == "passive" and hit.row.sense in ("escaped", "displaced"):
        return False  # «معلومات وفرها الأهالي»: who flees has no object
    if hit.row.form == "أسرت" and captor is None:
        return False  # «نفتها أسرته»: his family, where no captor stands behind
    if hit.enc == "ه" and s.original_text[s.original(hit.i, hit.j)[1] - 1] == "ة":
        return False  # «هجرة» is a noun, no verb with its object
    return hit.row.part not in ("noun", "held") or hit.row.lemma == "جثة"


def _noun_place(s: Sentence, hit: Hit) -> bool:
    """Does the word stand where only a noun can: behind a preposition, an article or another noun?"""
    if hit.pro.endswith(("ب", "ل", "ال", "لل", "ك")) and hit.pro not in ("ف",):
        return True
    before = hit.i - 1
    if s.text(before).removeprefix("و").removeprefix("ل").startswith(_CASES_OF):
        return True
    if s.text(before).removeprefix("و") in ("تم", "يتم", "جري", "يجري"):
        return True  # «قبل أن يتم قتل …»
    if hit.pro == "و" and _in_a_list(s, before):
        return True
    victims_of = s.hit(before, "outcomes", ("noun",))
    if victims_of is not None and victims_of.row.lemma == "ضحية" and "ال" not in victims_of.pro:
        return True  # «ضحايا خطف»
    for k in range(before, max(-1, before - 4), -1):
        if s.particle(k, "subordinator") or not s.text(k).isalpha():
            break
        if s.hit(k, "speech", ("verb",)) is not None:
            return True  # «أعلنت الحركة قتل 18 جنديا»
    particle = s.particle(before, "preposition", "presupposes", "number_of", "support")
    if particle is not None:
        return True
    previous = s.hit(before, "cues")
    return (previous is not None and previous.row.sense == "hypothetical") or s.hit(
        before, "speech", ("verb",)
    ) is not None


def _in_a_list(s: Sentence, k: int) -> bool:
    """«عن خطف وقتل», «من تدمير وتخريب وقتل»: does word `k` end a list of indefinite acts or unknown nouns?"""
    act = s.hit(k, "outcomes", ("verbal_noun",))
    if act is not None and not act.enc and "ال" not in act.pro:
        return True
    while k > 0 and s.text(k).startswith("و") and s.text(k).isalpha() and not s.hits[k]:
        k -= 1
    return not s.hits[k] and s.text(k)[:2] != "ال" and s.particle(k - 1, "preposition") is not None and k > 0


def complement(s: Sentence, hit: Hit, reach: int = REACH_FORWARD + 4) -> int | None:
    """Where the words stand that the row's frame asks for (`>x`, `!x`, `+x`): the index behind them, or None."""
    wanted = [w.split(" ") for w in hit.row.frame.lstrip(">!+").split("|")]
    reach = _RIGHT_BEHIND if hit.row.lemma == "القضاء على" else reach  # «القضاء» alone is the courts
    loose = hit.row.frame.startswith("+")
    back = 3 if loose else 0
    for k in range(max(0, hit.i - back), min(len(s.words), hit.j + reach)):
        if k >= hit.j and (s.text(k) in ("؛", ".") or (hit.row.lemma == "القضاء على" and k > hit.j)):
            return None  # «أصدر القضاء أحكاما على …»: the courts
        if k >= hit.j and hit.row.lemma == "أطلق سراح" and s.text(k).endswith("اطلاق"):
            return None  # «أطلقت العائلة نداء لإطلاق سراح ابنها»: the idiom is that of the noun
        for words in wanted:
            if words == [_AS_CLITIC]:
                near = (group_at(s, n) for n in range(k, min(k + _NEAR, len(s.words))))
                if k >= hit.j and s.text(k).startswith("ب") and any(g is not None for g in near):
                    return k
                continue
            texts = [s.text(k + n) for n in range(len(words))]
            if texts == words or (loose and texts[0].startswith(words[0])) or _with_pronoun(texts, words):
                return k + len(words)
    return None


def _with_pronoun(texts: list[str], words: list[str]) -> bool:
    """«القبض عليهم», «سراحه»: the last word carries the victim as a pronoun."""
    return texts[:-1] == words[:-1] and any(texts[-1] == _stem(words[-1]) + pronoun for pronoun in _PRONOUNS)


def _stem(word: str) -> str:
    """The word as it stands before a pronoun: «بحياة», but «بحياته»."""
    return word[:-1] + "ت" if word.endswith("اه") else word


def pronoun_on(s: Sentence, hit: Hit, end: int) -> str:
    """The pronoun on the word before `end` that completes an idiom, or nothing."""
    last = s.text(end - 1)
    wanted = [w.split(" ")[-1] for w in hit.row.frame.lstrip(">!+").split("|")]
    return next((pronoun for pronoun in _PRONOUNS for w in wanted if last == _stem(w) + pronoun), "")


def _complete(s: Sentence, hit: Hit) -> bool:
    """Does the word, with those around it, tell the outcome of its row: no other sense, its idiom whole?"""
    if _other_sense(s, hit):
        return False
    asked = _asks_for_people(s, hit)
    if asked is not None:
        return asked
    frame = hit.row.frame
    if not frame.startswith(CONDITIONED):
        return True
    if hit.row.sense == "released" and _captives_behind(s, hit.j):
        return True  # «إطلاق 33 محتجزا», «أطلقت السلطات أحد المسجونين»
    end = complement(s, hit)
    if end is None and row_lacks(s, hit):
        return True
    # «قضى على» kills only people: the one word على is too common to be enough.
    return end is not None and (not frame.startswith("!") or group_at(s, end) is not None)


def carried_out(s: Sentence, k: int) -> bool:
    """«نُفذ حكم الإعدام»: a sentence carried out."""
    words = (s.text(n).removeprefix("و").removeprefix("ب") for n in range(max(0, k - 6), k))
    return any(word.startswith(("نفذ", "تنفيذ", "ينفذ", "تنفذ")) for word in words)


def row_lacks(s: Sentence, hit: Hit) -> bool:
    """«لقي 26 شخصا في هجوم»: outlets leave «مصرعهم» out; counted people right behind, and nothing that they met."""
    group = group_at(s, hit.j)
    if (
        group is not None
        and group.nj is not None
        and group.nj - (group.ni or 0) > 1
        and s.text(group.nj - 1).endswith("ا")
    ):
        return False  # «لقي خمسة وزراء استقبالا حارا»
    if hit.row.lemma != "لقي مصرعه" or group is None or not group.numbered or group.kind != "people":
        return False
    return group.j >= len(s.words) or bool(
        s.particle(group.j, "preposition", "partitive") or s.text(group.j) in "،." or is_conjoined(s, group.j)
    )


def _other_sense(s: Sentence, hit: Hit) -> bool:
    """Words that say something else here: a court's ruling, a thing hit or taken, families."""
    row, frame = hit.row, hit.row.frame
    if figurative(s, hit) or no_casualty(s, hit) or (hit.pro.endswith("س") and row.folded[0] not in "يتنا"):
        return True  # «سماتها» is no future of «مات»
    if harmless(s, hit):
        return True  # «أصاب سكانها الهلع», «أصيب بأضرار»
    if row.lemma == "حكم نفذ" and not carried_out(s, hit.i):
        return True  # a sentence that was passed
    court = s.text(hit.j).removeprefix("ال") in ("محكمه", "قاضي", "محاكم", "قاض")
    if row.lemma == "قضى" and (court or (frame == "-" and s.text(hit.j).startswith("ب"))):
        return True  # «قضى بإعدامه»: a ruling
    if row.lemma in ("مصاب", "إصابة") and not hit.enc and ill(s, hit.j):
        return True
    if hit.enc and row.form == "إصابة" and s.original_text[s.original(hit.i, hit.j)[0] + len(hit.pro)] == "أ":
        return True  # «أصابته غارة»: the verb, of a thing
    taken = row.sense in ("abducted", "detained", "missing") or row.part == "passive"
    thing = s.text(hit.j) in things() and s.hit(hit.j, "victims") is None
    if row.part in VERBS and taken and frame == "-" and not hit.enc and thing and row.lemma not in _OF_PEOPLE:
        return True  # «خطف طائرة», «أصيبت سيارة», but «أجهزة الأمن» are people
    if row.form == "غرق" and s.text(hit.i - 1).removeprefix("ال") in _DISASTERS:
        return True  # «الناجون من كارثة غرق العبارة»: the noun, of a ship
    smuggled = s.text(hit.j).startswith("ال") and not s.hit(hit.j, "victims") and not s.mark(s.dates, hit.j)
    if row.form == "هرب" and smuggled:
        return True  # «هرّب الهيروين»
    return row.form.startswith("أسر") and families(s, hit)


def _asks_for_people(s: Sentence, hit: Hit) -> bool | None:
    """Words that tell an outcome only with people beside them: are they there? None for words that do not ask."""
    row, frame = hit.row, hit.row.frame
    if row.lemma == "سقوط":
        any_of = s.text(hit.j) in ("اي", "ايه")
        people = (
            not s.hit(hit.j + any_of, "outcomes", ("noun",)) and s.text(hit.j) not in things()
        )  # «سقوط مقاتلة»: a jet
        return people and _stand_behind(s, hit, ("people",))
    if row.form in ("إخلاء", "إجلاء") and frame == "-":
        return s.text(hit.j) not in _OF_THE_SICK and not s.text(hit.j).startswith("جث")
    if row.lemma in ("فقد", "سقط") and row.part in VERBS and not frame.startswith("+"):
        return _lost_or_fallen(s, hit)
    if row.form in ("توقف", "يوقف"):
        return _counted_behind(s, hit.j)  # «توقف القتال» stops
    if row.lemma == "لجأ" and (who := group_at(s, hit.j)) is not None and who.high == 1 and s.text(who.j) == "الي":
        return s.mark(s.places, who.j + 1) is not None  # «لجأ المهاجم إلى رمي القنبلة»: he had recourse to it
    if row.lemma in _THINGS_TOO and not hit.enc and (row.lemma, row.part) != ("حبس", "verbal_noun"):
        told = row.lemma in ("أسر", "احتجز", "سجن") and s.text(hit.i - 1) in ("قد", "ثم")
        before = told or (s.hit(hit.i - 1, "victims") is not None and row.folded.endswith("ا"))
        return before or _people_behind(s, hit)
    if row.form == "إطلاق" and frame == "-":
        group = group_at(s, hit.j)
        return group is not None and group.kind in ("people", "outcome")
    if row.lemma == "مصير مجهول" and not hit.enc:
        whose = group_at(s, hit.j)
        return whose is not None and whose.numbered and complement(s, hit) is not None
    if row.lemma == "تبادل":
        swapped = group_at(s, hit.j)
        return swapped is not None and _held(swapped)  # «تبادل إطلاق النار» is a fight
    return False if row.lemma == "صرع" and hit.enc else None


def _lost_or_fallen(s: Sentence, hit: Hit) -> bool:
    """Are people lost or fallen here: «فقد ثلاثة», «241 جنديا سقطوا», «فقدت القوة 44 جنديا»?"""
    row = hit.row
    # «فقد» is mostly فـ + قد, and things fall too: people must stand right behind.
    lost = row.folded.endswith("ا")
    counted = row.lemma == "فقد" and hit.i - 2 in s.quantities
    before = lost and (s.hit(hit.i - 1, "victims") is not None or counted)
    named = s.hit(hit.j, "outcomes", ("noun",)) is not None
    fallen = group_at(s, hit.j)
    if row.lemma == "سقط" and fallen is not None and s.text(fallen.j) in ("من", "ارضا"):
        return False  # «سقط عامل من الطابق الرابع», «سقط الناس أرضا»
    if row.lemma == "فقد" and _loses_a_thing(s, hit):
        return False
    loser = s.mark(s.actors, hit.j)
    after = loser.j if loser is not None and loser.i == hit.j else hit.j + 1
    force = after > hit.j + 1 or s.text(hit.j).removeprefix("ال") in _FORCES
    # «وفقد في الحادث أربعة»: behind و it is no فـ + قد.
    plain = s.text(hit.i) == "وفقد" and s.particle(hit.j, "preposition") is not None
    losing = row.lemma == "فقد" and (force or plain) and _counted_behind(s, after)
    of_one = s.particle(hit.i - 1, "relative") is not None and s.particle(hit.j, "preposition", "by") is not None
    if row.lemma == "فقد" and of_one and s.text(hit.i) == "فقد" and s.text(hit.i - 1) == "الذي":
        return s.hit(hit.i - 2, "victims") is not None or s.text(hit.i - 2).startswith("ال")  # «الجندي الذي فقد في …»
    return before or losing or (not named and _stand_behind(s, hit, ("people", "elided")))


def _loses_a_thing(s: Sentence, hit: Hit) -> bool:
    """«فقد 700 ألف شخص وظائفهم»: a thing of theirs stands behind the people."""
    group = group_at(s, hit.j)
    if group is None or group.j >= len(s.words) or s.hits[group.j]:
        return False
    return s.text(group.j).endswith(("هم", "هما", "هن", "ها", "ته", "به", "له"))


def _stand_behind(s: Sentence, hit: Hit, kinds: tuple[str, ...]) -> bool:
    """Does a group of one of the kinds stand right behind, and no outcome noun behind it?"""
    group = group_at(s, hit.j)
    return group is not None and group.kind in kinds and not s.hit(group.j, "outcomes", ("noun",))


def _captives_behind(s: Sentence, k: int) -> bool:
    """Do counted captives stand behind word `k`, a doer between at most?"""
    for n in range(k, min(k + _NEAR_OBJECT, len(s.words))):
        group = group_at(s, n)
        if group is not None or s.particle(n, "preposition") is not None:
            return group is not None and _held(group)
        if is_conjoined(s, n) or s.text(n).startswith(("النار", "الرصاص", "النيران", "الصواريخ")):
            return False
    return False


def _held(group: Group) -> bool:
    head, outcome = group.head, group.outcome
    captives = (head is not None and head.sense == "detainee") or (
        outcome is not None and outcome.sense in ("detained", "abducted")
    )
    return captives and (group.numbered or group.definite)


def _counted_behind(s: Sentence, start: int) -> bool:
    """Does a count of people, or of what no lexicon knows as a thing, follow in the clause?"""
    for n in range(start, min(start + REACH_FORWARD, len(s.words))):
        if s.text(n) in "،؛:." or s.particle(n, "subordinator", "relative"):
            return False
        group = group_at(s, n)
        if group is not None and group.numbered:
            return group.kind in ("people", "unknown") and s.text(group.ni or n) not in things()
    return False


def _people_behind(s: Sentence, hit: Hit) -> bool:
    """Do people stand right behind, or counted people behind a doer?"""
    if (struck := missile(s, hit.j)) > hit.j:
        return group_at(s, struck) is not None
    actor = s.mark(s.actors, hit.j)
    if actor is not None and actor.i == hit.j and _counted_behind(s, actor.j):
        return True
    for k in range(hit.j, min(hit.j + 4, len(s.words))):
        group = group_at(s, k)
        if group is not None and hit.row.sense == "released" and _held(group):
            return True  # «حرر الجيش 178 رهينة»
        if group is None or group.kind in ("unknown", "outcome"):
            continue
        head = group.head
        if (
            not group.numbered
            and head is not None
            and head.part in ("collective", "plural")
            and head.sense in ("combatant", "security")
            and not (k == hit.j and s.text(k).endswith("ين"))
        ):
            return _counted_behind(s, group.j) or any(
                (g := group_at(s, n)) is not None and g.kind == "people"
                for n in range(group.j, min(group.j + 5, len(s.words)))
            )
        if k == hit.j and not group.numbered and s.text(k).startswith("ال") and s.text(k).endswith("ون"):
            thing_behind = group.j < len(s.words) and not s.hits[group.j] and s.text(group.j).startswith("ال")
            return not thing_behind and s.text(group.j - 1).startswith("ال") and s.text(group.j - 1).endswith("ون")
        # «أوقف القاضي تنفيذ القرار»: a subject whose object is a thing.
        subject = group.definite and group.high == 1 and not group.numbered and s.text(group.j).isalpha()
        thing = (
            subject
            and group.j < len(s.words)
            and s.hit(group.j, "victims") is None
            and s.particle(group.j, "preposition", "partitive") is None
            and s.mark(s.dates, group.j) is None
        )
        return (k == hit.j or group.numbered) and not (thing and hit.row.lemma == "أوقف")
    return False
