"""Victims told by a pronoun: «اغتياله», «قتلهم», «القبض عليهم», «ثم استشهد»."""

from __future__ import annotations

from hasila.agreement import OF_PERSONS, of_present, of_women
from hasila.drafts import Draft, Parse
from hasila.groups import Group
from hasila.nearby import governed, group_before
from hasila.phrases import is_conjoined
from hasila.reaching import is_counted, reached
from hasila.readings import complement
from hasila.sentences import Sentence
from hasila.siblings import companions, siblings
from hasila.words import Hit

# Acts that cars, towns and ships suffer too.
_ASIDE = 3
_NEAR = 10
_LIGHT = frozenset({"تم", "جري", "يتم", "يجري", "سيتم"})
# Verbs that tell how one fell who is told already.
_FELLING = frozenset({"أردى"})
# What no thing suffers.
_WOUNDS = ("جروح", "جراح", "اصابات", "اصابه", "حروق", "الجراح", "الجروح", "طلقات", "طعنات")
# What is said of an outcome that is known.
_GRANTED = frozenset({"سبب", "اسباب", "تاريخ", "مكان", "ظروف", "ملابسات", "خبر", "لحظه", "تفاصيل", "وقت", "ذكري"})
_THAT_ONE = frozenset({"انه", "بانه", "انها", "بانها", "وانه", "وانها"})
_THINGS_TOO = frozenset({"توقيف", "تحرير", "إيقاف", "احتجاز", "إصابة", "حجز", "ضبط", "غرق"})


def _cued(s: Sentence, hit: Hit) -> bool:
    """Does a denial, doubt or demand stand before the word?"""
    return any(
        h.kind == "cues" and h.row.sense in ("denied", "hypothetical", "unconfirmed")
        for k in range(max(0, hit.i - _NEAR), hit.i)
        for h in s.hits[k]
    )


def by_pronoun(p: Parse, hit: Hit, rule: str) -> int:
    """«اغتياله», «قتلهم»: the victim is a pronoun."""
    if (
        hit.row.sense == "injured"
        and hit.row.part in ("verbal_noun", "noun")
        and any(d.outcome in ("killed", "injured") for d in p.drafts)
    ):
        return hit.j  # «قتلا … جراء إصابتهما», «أصيب … بعضهم إصابته خطيرة»: the wounds of those told
    if hit.row.lemma == "جثة" and (hit.enc in ("هم", "هن") or any(d.outcome == "killed" for d in p.drafts)):
        return hit.j
    told = _whose_act(p, hit) or _undergone(p, hit) or _come_to_it(p, hit)
    if told is not None:
        p.add(hit.row.sense, hit.i, hit.j, told, rule, row=hit.row)
        return hit.j
    if _granted(p, hit) or (
        hit.enc in ("هم", "هن")
        and hit.row.part in ("verbal_noun", "noun")
        and not hit.row.frame.startswith("+")
        and not _cued(p.s, hit)
    ):
        return hit.j  # «بعد مقتلهم»: those told before, again
    again = any(d.outcome == hit.row.sense and d.high != 1 for d in p.drafts)
    if again and hit.enc in ("هم", "هن") and p.s.particle(hit.i - 1, "relative") is not None:
        return hit.j  # «جثامين الشبان الثلاثة الذين قتلتهم …»
    if hit.enc in ("هم", "هن") and rule == "object_pronoun" and not (_cued(p.s, hit) or _told_before(p, hit)):
        return hit.j  # «ثم قتلتهم»: those counted before, again
    if hit.enc == "ها" and hit.row.form in _THINGS_TOO and _antecedent(p, hit, "women") is None:
        return hit.j
    if (
        hit.enc in ("ه", "ها")
        and (hit.row.part == "verbal_noun" or hit.row.lemma in _FELLING or p.s.particle(hit.i - 1, "relative"))
        and any(d.outcome == hit.row.sense and d.high == 1 for d in p.drafts)
        and not _cued(p.s, hit)
    ):
        return hit.j  # «اعتقال فلان … قبل اعتقاله», «مقتل فلان … أطلقوا عليه النار فأردوه»
    low, high, qualifier = (2, None, "unstated") if hit.enc in ("هم", "هن") else (1, 1, "exact")
    if hit.enc == "هما":
        low, high, qualifier = 2, 2, "exact"
    who = _antecedent(p, hit) if low == 1 else None
    ni, nj, head = (who.ni, who.nj, who.head) if who is not None else (None, None, None)
    group = Group(hit.i, hit.j, hit.i, hit.j, low, high, qualifier, "people" if who else "elided", head, None, ni, nj)  # type: ignore[arg-type]  # the three above
    draft = p.add(hit.row.sense, hit.i, hit.j, group, rule, row=hit.row, pronoun=True)
    return _with_others(p, hit, draft)


def _granted(p: Parse, hit: Hit) -> bool:
    """«خطف ستة …، ورجح أن يكون سبب اختطافهم …»: said of an outcome told already; «في حال وفاته»: of whomever."""
    before = p.s.text(hit.i - 1).removeprefix("و").removeprefix("ل")
    again = before in _GRANTED and any(d.outcome == hit.row.sense for d in p.drafts)
    return hit.row.part == "verbal_noun" and (again or (before == "حال" and hit.enc == "ه"))


def _with_others(p: Parse, hit: Hit, draft: Draft) -> int:
    """«إصابته بجروح، مع خمسة من حراسه»: those who suffered it with the one that a pronoun or a verb stands for."""
    k = hit.j
    while k < hit.j + _ASIDE and (p.s.text(k) == "،" or p.s.text(k).startswith("بجرو") or p.s.mark(p.s.dates, k)):
        k += 1
    if p.drafts[-1] is draft and (k == hit.j and _joined_to_one(p, k)):
        return siblings(p, k)
    return companions(p, k, draft) or hit.j


def _joined_to_one(p: Parse, k: int) -> bool:
    """«مقتله وزوجته», «بحياته وحياة 22 آخرين»: are more people joined to the one that a pronoun stands for?"""
    s = p.s
    lives = s.text(k) in ("وبحياه", "وحياه")
    group = p.group(k + 1 if lives else k) if lives or is_conjoined(s, k) else None
    person = s.hit(k, "victims")
    his = person is not None and person.enc in ("ه", "ها") and group is not None and group.high is not None
    return group is not None and group.kind in ("people", "elided") and (group.numbered or his)


def _told_before(p: Parse, hit: Hit) -> bool:
    """Are people told before the word in its sentence that nothing counts yet?"""
    return any(g.j <= hit.i and g.high != 1 and g.kind == "people" and not p.claimed(g) for g in p.groups)


def _whose_act(p: Parse, hit: Hit) -> Group | None:
    """«المهاجمون الذين تم اعتقالهم»: the people whose act a relative clause tells as «تم» and a verbal noun."""
    s = p.s
    if hit.row.part != "verbal_noun" or s.text(hit.i - 1) not in ("تم", "جري", "يتم", "يجري"):
        return None
    start = hit.i - 2 if s.particle(hit.i - 2, "relative") else hit.i - 3 if s.particle(hit.i - 3, "relative") else None
    if start is None:  # «أربعة أشخاص جرى اعتقالهم»: those counted take no relative word
        return next((g for g in p.groups if g.j == hit.i - 1 and g.numbered and not p.claimed(g)), None)
    return next((g for g in p.groups if g.j == start and g.kind == "people" and not p.claimed(g)), None)


def _come_to_it(p: Parse, hit: Hit) -> Group | None:
    """«حافلة يستقلها ثمانية عمال مما أسفر عن مقتلهم»: those told before, whom a verb of result brings to it."""
    s = p.s
    brought = s.particle(hit.i - 2, "support") or s.text(hit.i - 2).removeprefix("و") in ("ادي", "ادت", "يودي")
    if hit.row.part != "verbal_noun" or hit.enc not in ("هم", "هن", "هما") or not brought:
        return None
    if any(d.outcome in (hit.row.sense, "casualties") for d in p.drafts):
        return None
    people = [g for g in p.groups if g.j <= hit.i and g.high != 1 and g.kind == "people" and not p.claimed(g)]
    people = [g for g in people if not (g.head and g.head.part == "collective")]
    return people[-1] if people else None


def _known(p: Parse, group: Group) -> bool:
    """Is the group definite, by its article or by its genitive («مطران الكلدان»)?"""
    return group.definite or (group.j - group.i > 1 and p.s.text(group.j - 1).startswith("ال"))


def _antecedent(p: Parse, hit: Hit, frame: str = "") -> Group | None:
    """The person that a pronoun stands for: the last one named before it."""
    return next((g for g in reversed(p.groups) if g.j <= hit.i and (
        not frame or (g.head is not None and frame in g.head.frame)
    ) and g.high == 1 and not g.numbered and (
        g.kind == "name" or bool(frame) or (_known(p, g) and g.head is not None and g.head.part == "singular")
    )), None)  # fmt: skip


def _touches(p: Parse, before: Group, hit: Hit) -> bool:
    """Does the verb stand right behind the group that nothing counts yet, a relative between at most?"""
    who = before.j == hit.i - 1 and p.s.particle(hit.i - 1, "relative") is not None
    return (before.j == hit.i or who) and not p.claimed(before)


def _undergone(p: Parse, hit: Hit) -> Group | None:
    """«خمسة شبان تم توقيفهم», «أربعة أشخاص جرى اعتقالهم»: the counted people before the light verb of an act."""
    light = p.s.text(hit.i - 1).removeprefix("و")
    if hit.row.part != "verbal_noun" or light not in _LIGHT or hit.enc not in ("هم", "هن", "هما", "ها"):
        return None
    before = group_before(p, hit.i - 1)
    return before if before is not None and before.numbered and before.kind != "outcome" else None


def object_pronoun(p: Parse, hit: Hit) -> int:
    """«قتلهم», «أربعة مسعفين تحتجزهم فصائل»: the victims stand before, as a pronoun on the verb; the doer behind."""
    if hit.enc == "ها" and _antecedent(p, hit, "women") is None:
        return hit.j  # things and animals are «ها» too
    if hit.row.lemma == "أصاب" and hit.row.folded[0] in "يت":
        return hit.j  # «نوبات تصيبه»
    behind = p.s.text(hit.j)
    if hit.row.lemma == "قتل" and behind.startswith("ال") and not p.s.hits[hit.j] and not p.s.mark(p.s.actors, hit.j):
        return hit.j  # «قتله الفضول»: a figure
    before = group_before(p, hit.i, claimed=True) if hit.enc != "ها" else None
    if before is not None and is_counted(p, before):
        return reached(p, hit, counted=True) or hit.j
    # «عسكريين ماليين خطفهم مسلحون»: right behind those it is about, the clause is theirs.
    adjacent = before is not None and before.kind == "people" and _touches(p, before, hit)
    if before is not None and not before.numbered and not adjacent:
        before = None
    doer = p.group(hit.j)
    agent = (doer.i, doer.j) if doer is not None and not doer.numbered and not governed(p.s, doer.i) else None
    if before is None or (before.high == 1) != (hit.enc in ("ه", "ها")):
        return by_pronoun(p, hit, "object_pronoun")
    p.add(hit.row.sense, hit.i, hit.j, before, "object_pronoun", row=hit.row, agent=agent)
    return doer.j if agent is not None and doer is not None else hit.j


def _subject_before(p: Parse, hit: Hit) -> Group | None:
    """The person before a verb that is its subject: behind أن («أن طفلا في الثالثة قتل»), else the last."""
    s = p.s
    ones = [g for g in p.groups if g.j <= hit.i and g.high == 1 and g.kind in ("people", "name")]
    opened = next((g for g in reversed(ones) if g.i and s.particle(g.i - 1, "subordinator")), None)
    plain = opened is not None and not any(
        h.kind in ("outcomes", "speech") for k in range(opened.j, hit.i) for h in s.hits[k]
    )
    return opened if plain else ones[-1] if ones else None


def _told(p: Parse, hit: Hit, who: Group) -> bool:
    """«جثة رجل مجهول قضى رميا بالرصاص»: is the outcome told of that one person already, and of no kin of theirs?"""
    body = who.head is not None and who.head.lemma == "جثة"
    kin = not body and any(p.s.hit(k, "victims") is not None for k in range(who.i + 1, who.j))
    return not kin and who.high == 1 and _of_one(p, hit, who)


def _of_one(p: Parse, hit: Hit, who: Group) -> bool:
    """Does a draft tell this outcome of one person among the words of `who`?"""
    told = (d.group for d in p.drafts if d.outcome == hit.row.sense)
    return any(g.high == 1 and g.i < who.j and who.i < g.j for g in told)


def _objectless(s: Sentence, hit: Hit) -> bool:
    """«الذي قتل في …», «ثم خطف من منزله»: nothing behind the verb that it can do something to."""
    k = hit.j
    ends = k >= len(s.words) or s.text(k) in "،." or s.particle(k, "preposition", "by") is not None
    means = ends or s.mark(s.dates, k) is not None or any(h.kind == "means" and h.pro.endswith("ب") for h in s.hits[k])
    then = s.text(hit.i - 1) in ("ثم", "قد", "انه", "انها", "بعدما", "بعدها", "حتي") or hit.pro == "ف"
    return means and (then or s.particle(hit.i - 1, "relative") is not None)


def before_now(s: Sentence, hit: Hit) -> bool:
    """«أصبح المتظاهر يعتقل»: a present tense about someone without a name tells no happening, but for «قبل أن يموت»."""
    return of_present(hit) and s.text(hit.i - 1) not in ("ان", "لم", "ولم", "قد") and not hit.row.frame.startswith("+")


def subject_told(p: Parse, hit: Hit) -> int:
    """«نقل المسعف إلى المشفى ثم استشهد»: the victim is the subject told before."""
    if before_now(p.s, hit):
        return hit.j
    others = p.group(hit.j + 1) if p.s.text(hit.j) == "مع" else None
    if others is not None and others.numbered and others.kind == "people" and not p.groups[0].i < hit.i:
        p.add(hit.row.sense, hit.i, hit.j, others, "coordination", row=hit.row)  # «قتل مع عدد من مرافقيه»
        return others.j
    alone = hit.row.part == "either" and _objectless(p.s, hit)
    if (
        not (hit.row.part == "passive" or alone)
        or hit.row.folded.endswith(("وا", "ون", "يا", "قا", "تا"))
        or of_women(hit)
    ):
        return hit.j
    thing = p.s.text(hit.j)
    if hit.row.frame == "-" and thing.startswith("ال") and not p.s.hits[hit.j] and p.s.mark(p.s.dates, hit.j) is None:
        return hit.j  # «قضى الليلة في الفندق»: the verb has an object, or another subject
    if hit.row.sense == "injured" and thing in ("بها", "به") and p.s.text(hit.i - 1).endswith(_WOUNDS):
        return hit.j  # «توفي متأثرا بجراح أصيب بها»: the wounds that he died of
    before = _subject_before(p, hit)
    if hit.row.lemma != "وافته المنية" and before is not None and _told(p, hit, before):
        consume(p, hit)
        return hit.j
    own = hit.row.lemma == "وافته المنية" or p.s.text(hit.i - 1) in _THAT_ONE  # a pronoun that stands for the victim
    untold = _objectless(p.s, hit) and hit.row.lemma in OF_PERSONS  # «ثم اعتقل في دمشق»: of someone told before
    if before is None and not hit.row.frame.startswith("+") and not (own or untold):
        return hit.j
    if before is not None and p.s.particle(hit.i - 1, "relative") is not None and _of_one(p, hit, before):
        return hit.j  # «وفاة فلان، الذي انتقل إلى رحمة الله …»
    after = p.s.text(hit.i - 1) == "بعدما" or (p.s.text(hit.i - 2) == "بعد" and p.s.text(hit.i - 1) == "ان")
    if after and hit.row.sense == "injured" and any(d.outcome == "killed" and d.high == 1 for d in p.drafts):
        return hit.j  # «مقتل شاب بعدما اختنق بالغاز»: what he died of
    who = (before.ni, before.nj) if before is not None else (None, None)
    head = before.head if before is not None else None
    group = Group(hit.i, hit.j, hit.i, hit.j, 1, 1, "exact", "people" if before else "elided", head, None, *who)
    draft = p.add(hit.row.sense, hit.i, hit.j, group, "subject_told", row=hit.row)
    consume(p, hit)
    return _with_others(p, hit, draft)


def consume(p: Parse, hit: Hit) -> None:
    """The words that complete an idiom («مصرعهم») tell nothing of their own."""
    if hit.row.frame.startswith("+"):
        p.consumed = max(p.consumed, complement(p.s, hit) or 0)
