"""Verbs of outcome: passive with the victim as subject, active with the victim as object, or either.

Written harakat, agreement and the order of the noun phrases decide («قتلت القوات 11 مسلحا» / «قتل 18 شخصا»).
"""

from __future__ import annotations

import itertools

from msgspec.structs import replace

from hasila.acts import abstract
from hasila.agreement import OF_PERSONS, feminine, of_a_thing, of_several, of_women
from hasila.drafts import Parse
from hasila.groups import Group
from hasila.names import name_at
from hasila.nearby import (
    accusative,
    agent_first,
    first_group,
    group_before,
    is_doer,
    joined_before,
    one_by_one,
)
from hasila.objects import does_it, far_group, object_behind
from hasila.phrases import is_conjoined
from hasila.pronouns import before_now, consume, object_pronoun, subject_told
from hasila.reaching import is_counted, reached
from hasila.readings import complement, pronoun_on
from hasila.senses import supposed
from hasila.sentences import VERBS, Sentence
from hasila.siblings import companions, siblings
from hasila.topics import doer_told, far_subject
from hasila.words import Hit

_NEAR = 8
_THE_FIRST = frozenset({"الاول", "الثاني", "الثالث", "الاولي", "الثانيه"})
_IN_IT = frozenset({"فيه", "فيها", "خلاله", "خلالها", "به", "بها"})
_LONGEST_NAME = 3
_KIN = frozenset(
    {"زوج", "ابن", "أب", "أم", "أخ", "أخت", "شقيق", "والد", "عم", "خال", "جد", "بنت", "طفل", "نجل", "حفيد"}
)
_SHORTEST_NAME = 2
_HANDS = ("قبض", "ايدي", "يد", "اسر", "الاسر")
_IN_HANDS = ("بيد", "بايدي", "بقبضه")
_TWO = 2
_BESIDE = 3
# A headline has its verbs in its first words.
_HEADLINE = 8
_LINKS = frozenset({"ان", "يتم", "تم", "جري", "يجري"})  # «بعد أن قتل», «أن يتم قتل»: no names
# Verbs spelled like their verbal nouns.
_NOUNS_TOO = frozenset({"قتل", "ذبح", "خطف", "أسر", "حرق", "سجن", "طرد"})
_FALLING = frozenset({"سقط", "ارتقى", "وقع"})


def _voice(s: Sentence, hit: Hit) -> str | None:
    """What written harakat say: `passive` for a damma on the first letter, `active` for a fatha, None where bare."""
    span = s.original(hit.i, hit.i + 1)
    source = s.folded.source
    first = s.words[hit.i].start + len(hit.pro)
    if first + 1 >= len(source):
        return None
    gap = s.original_text[source[first] + 1 : min(source[first + 1], span[1])]
    if "\u064f" in gap:
        return "passive"
    return "active" if "\u064e" in gap else None


def verb_frame(p: Parse, hit: Hit) -> int:
    """A verb of outcome: passive with its victim as subject, or active with its victim as object."""
    s, row = p.s, hit.row
    if hit.enc and row.part != "passive":
        return object_pronoun(p, hit)
    if s.particle(hit.i - 2, "number_of") and s.text(hit.i - 1) in ("الذين", "من", "اللاتي", "ممن"):
        return reached(p, hit) or hit.j  # «وصل عدد الذين قتلوا … إلى 269»
    if (told := _killed_and_hurt(p, hit) or _singled_out(p, hit)) is not None:
        return told
    if hit.row.sense == "killed" and (_fallen_told(s, hit) or _told_behind(s, hit)):
        return hit.j
    start = hit.j
    if row.part != "active" and (listed := one_by_one(p, hit, start)) is not None:
        return listed
    if row.frame.startswith((">", "!")):
        start = complement(s, hit) or hit.j
        if pronoun := pronoun_on(s, hit, start):
            return object_pronoun(p, hit._replace(enc=pronoun, j=start))
        agent = _agent_inside(s, hit, start)
        named = name_at(s, start) if row.lemma != "راح ضحيته" else None  # «ذهب ضحية الخلافات»
        return _active(p, hit, first_group(p, start, 4) or named, agent)
    group = first_group(p, start)
    before = group_before(p, hit.i) or _described(p, hit) or far_subject(p, hit)
    if row.part == "passive":
        return _passive(p, hit, group, before)
    return _either(p, hit, group, before)


def _killed_and_hurt(p: Parse, hit: Hit) -> int | None:
    """«قتل وأصيب 20 شخصا»: two verbs of one count."""
    s = p.s
    pair = s.hit(hit.j + (s.text(hit.j) == "و"), "outcomes", VERBS)
    if pair is None or not is_conjoined(s, hit.j) or {pair.row.sense, hit.row.sense} != {"killed", "injured"}:
        return None
    both, before = first_group(p, pair.j), group_before(p, hit.i)
    if (
        both is None
        or (both.i - pair.j >= _BESIDE and not both.numbered)
        or (before is not None and (before.numbered or pair.row.part != "active"))
    ):
        return None
    doer = None if before is None else (before.i, before.j)  # «مسلح يقتل ويصيب 9 أشخاص»
    p.add("casualties", hit.i, pair.j, both, "casualties_pair", row=hit.row, agent=doer)
    return siblings(p, both.j)


def _agent_inside(s: Sentence, hit: Hit, start: int) -> tuple[int, int] | None:
    """Who did it, told between a verb and its complement («ألقت الشرطة القبض على …»)."""
    wanted = set(hit.row.frame.lstrip(">!+").replace("|", " ").split(" "))
    end = next((k for k in range(hit.j, start) if s.text(k) in wanted), start)
    return (hit.j, end) if end > hit.j else None


def _fallen_told(s: Sentence, hit: Hit) -> bool:
    """«شهداء وجرحى سقطوا», «4 شهداء قد ارتقوا»: the noun before the verb tells what became of them."""
    noun = s.hit(hit.i - 1 - (s.text(hit.i - 1) in ("قد", "الذين")), "outcomes", ("noun",))
    if noun is None:
        return False
    dead = noun.row.sense == "killed" and noun.row.frame == "plural" and "ال" in noun.pro
    return dead or (hit.row.lemma in _FALLING and noun.row.sense in ("killed", "injured", "casualties"))


def _told_behind(s: Sentence, hit: Hit) -> bool:
    """«سقطوا قتلى وجرحى»: the noun right behind the verb tells what became of them."""
    noun = s.hit(hit.j, "outcomes", ("noun",)) if hit.row.lemma == "سقط" else None
    return noun is not None and noun.row.frame == "plural" and noun.pro == ""


def _singled_out(p: Parse, hit: Hit) -> int | None:
    """«لم يقتل سوى المنفذ», «قتل الأول وأصيب الثاني»: one of those the verb is about. Where to go on."""
    if (but := _but_one(p, hit)) is not None:
        p.add(hit.row.sense, hit.i, hit.j, but, "passive_verb", row=hit.row)
        return siblings(p, but.j)
    if hit.row.part == "active" or p.s.text(hit.j) not in _THE_FIRST:
        return None
    one = Group(hit.j, hit.j + 1, hit.j, hit.j + 1, 1, 1, "exact", "elided")
    p.add(hit.row.sense, hit.i, hit.j, one, "passive_verb", row=hit.row)
    return hit.j + 1


def _but_one(p: Parse, hit: Hit) -> Group | None:
    """«لم يقتل في الهجوم سوى المنفذ»: the one that the negation leaves out."""
    s = p.s
    if not _negated(s, hit):
        return None
    near = range(hit.j, min(hit.j + _NEAR, len(s.words)))
    k = next((k for k in near if s.particle(k, "negation_except") and s.text(k) != "غير"), None)
    return p.group(k + 1) if k is not None else None


def _described(p: Parse, hit: Hit) -> Group | None:
    """«أفرجوا عن سائحتين اختطفتا في …»: a verb right behind those counted by another tells one more of them."""
    s = p.s
    past = hit.row.folded[0] not in "يت" or hit.row.lemma[0] == hit.row.form[0]
    group = next((g for g in p.groups if g.j == hit.i and g.kind == "people" and not g.definite), None)
    if group is None or not past or hit.pro or hit.row.part == "active" or group.j >= len(s.words):
        return None
    told = [d for d in p.drafts if d.group.i == group.i]
    return group if told and all(d.outcome != hit.row.sense for d in told) else None


def _generic(s: Sentence, hit: Hit, group: Group) -> bool:
    """«يقتل ويخطف المدنيين»: a present tense over people without a number tells no happening."""
    imperfect = (
        hit.row.folded.startswith(("ي", "ت")) and hit.row.part != "passive" and hit.row.lemma[:2] != hit.row.form[:2]
    )
    plain = imperfect and not group.numbered and group.high is None
    return plain and not _negated(s, hit) and not _supposed(s, hit) and not _headline(s, hit, group)


def _is_noun(s: Sentence, hit: Hit, group: Group) -> bool:
    """«قتل المصلين جريمة»: the act as such over people as such, and no verb that would tell of some."""
    spelled = hit.row.form in _NOUNS_TOO and _voice(s, hit) is None
    plural = group.kind == "people" and group.definite and not group.numbered and group.high is None
    oblique = group.i == hit.j and not s.text(group.i).endswith(("ون", "ان"))
    return spelled and plural and oblique and not supposed(s, hit.i)


def _headline(s: Sentence, hit: Hit, group: Group) -> bool:
    """«الجيش يعتقل مسلحين ويقتل آخرين»: headlines tell what happened in the present tense, of some."""
    head = s.line_start and all(h.row.part not in ("verb", *VERBS) for k in range(hit.i) for h in s.hits[k] if _past(h))
    return head and 0 < hit.i <= _HEADLINE and not group.definite and group.i == hit.j


def _past(hit: Hit) -> bool:
    return hit.kind in ("outcomes", "speech") and not hit.row.folded.startswith(("ي", "ت"))


def _supposed(s: Sentence, hit: Hit) -> bool:
    """«تمنى أن يقتل كل نائب»: what is wished, planned or threatened need be no happening."""
    near = range(max(0, hit.i - _NEAR), hit.i)
    if hit.pro.endswith("س"):
        return True  # «فسيقتل الرهائن»
    return s.text(hit.i - 1) == "ان" and any(
        h.kind == "cues" and h.row.sense == "hypothetical" for k in near for h in s.hits[k]
    )


def _negated(s: Sentence, hit: Hit) -> bool:
    cue = s.hit(hit.i - 1, "cues")
    return cue is not None and cue.row.sense == "zero"


def _passive(p: Parse, hit: Hit, group: Group | None, before: Group | None) -> int:
    plural = of_several(hit.row.folded) or of_women(hit)
    if p.s.particle(hit.j + 1, "partitive") and p.s.text(hit.j) in ("الكثير", "كثير", "البعض", "بعض", "العديد"):
        return hit.j + 2  # «… قتل الكثير منهم»
    if p.s.text(hit.j) == "مع" and before is None:
        return subject_told(p, hit)  # «إن زعيم الجماعة … قتل مع أربعة آخرين»
    if before is not None and (plural or group is None or (group.i > hit.j and not group.numbered)):
        return _svo(p, hit, before)
    group = group or _named_or_far(p, hit)
    if group is None and before is None and (named := _named_before(p, hit)) is not None:
        p.add(hit.row.sense, hit.i, hit.j, named, "verb_after_group", row=hit.row)
        return hit.j
    if group is None:
        return subject_told(p, hit)
    if _generic(p.s, hit, group) or _is_noun(p.s, hit, group) or abstract(p.s, group):
        return hit.j
    rule = "name_after_outcome" if group.kind == "name" else "passive_verb"
    lost = "killed" if hit.row.lemma == "فقد" and _mine(p.s, group) else hit.row.sense
    p.add("detained" if _seized(p.s, hit, group) else lost, hit.i, hit.j, group, rule, row=hit.row)
    consume(p, hit)
    if hit.row.lemma == "سقط" and p.s.text(group.j) == "بين":
        return group.j
    return _past_idiom(p, hit, siblings(p, group.j))


def _past_idiom(p: Parse, hit: Hit, end: int) -> int:
    """«لقي 15 حتفهم في دمياط و4 في أسوان»: the idiom's last word stands between those counted."""
    return siblings(p, end + 1) if hit.row.frame.startswith("+") and p.consumed == end + 1 else end


def _named_or_far(p: Parse, hit: Hit) -> Group | None:
    """The victim of a passive verb that no group near it is: a name, or a count far behind a preposition."""
    s = p.s
    cited = hit.row.lemma == "استشهد" and s.text(hit.j).startswith("ب")  # «استشهد بإحصائية»
    cited = cited or hit.row.folded.endswith("وا")  # «الذين استشهدوا دفاعا عن …»: nobody by name
    if not cited and (hit.row.lemma in ("استشهد", "توفي", "اغتيل") or _bare_name(s, hit)):
        named = name_at(s, hit.j)
        if named is not None:
            return named
    if s.text(hit.j) in _IN_IT and _bare_name(s, hit._replace(j=hit.j + 1)):
        return name_at(s, hit.j + 1)  # «اليوم الذي اغتيل فيه فلان»
    # «قتل في انفجار عبوة في سوق المدينة يوم الجمعة 12 شخصا»
    return far_group(p, hit) if s.particle(hit.j, "preposition") is not None else None


def _seized(s: Sentence, hit: Hit, group: Group) -> bool:
    """«سقط ثلاثة جنود في قبضة المهاجمين», «في أيدي …»: they fell into captivity."""
    near = [s.text(k) for k in range(group.j, min(group.j + _BESIDE + 1, len(s.words)))]
    hands = any(a == "في" and b.startswith(_HANDS) for a, b in itertools.pairwise(near))
    return hit.row.lemma == "سقط" and (hands or any(word.startswith(_IN_HANDS) for word in near[:_BESIDE]))


def _svo(p: Parse, hit: Hit, before: Group) -> int:
    """«20 شخصا قتلوا»: the victims stand before the verb."""
    pair = p.s.hit(hit.j + (p.s.text(hit.j) == "و"), "outcomes", ("passive", "either"))
    if (
        pair is not None
        and is_conjoined(p.s, hit.j)
        and {pair.row.sense, hit.row.sense} == {"killed", "injured"}
        and (first_group(p, pair.j, 3) is None)
    ):
        p.add("casualties", hit.i, pair.j, before, "casualties_pair", row=hit.row)
        return pair.j
    if _generic(p.s, hit, before) or of_a_thing(p.s, hit):
        return hit.j
    if is_counted(p, before):
        return reached(p, hit, counted=True) or hit.j
    if before.high == 1 and before.kind == "people" and before.definite and before_now(p.s, hit):
        return hit.j  # «المتظاهر في الغرب يعتقل»
    groups = [*joined_before(p, before), _dual(p.s, hit, before)]
    if groups[0].numbered and not before.numbered and before.high is None:
        groups = groups[:1]  # «إن العشرات من العناصر والقيادات الذين اعتقلوا …»: one count
    for group in groups:
        p.add(hit.row.sense, hit.i, hit.j, group, "verb_after_group", row=hit.row)
    p.pending_parts(before.j, hit.i)
    consume(p, hit)
    return (companions(p, hit.j, p.drafts[-1]) if p.drafts and before.high == 1 else None) or hit.j


def _dual(s: Sentence, hit: Hit, group: Group) -> Group:
    """«إن شرطيين أصيبا»: the verb tells that a noun that may be plural is dual."""
    two = hit.row.folded.endswith("ا") and not hit.row.folded.endswith("وا")
    open_ = not group.numbered and group.low == _TWO and group.high is None and s.text(group.i).endswith("ين")
    return replace(group, high=_TWO, qualifier="exact") if two and open_ else group


def _named_before(p: Parse, hit: Hit) -> Group | None:
    """«… رادوفان كراجيتش الذي اعتقل في …»: an unknown name before a relative clause that only a person can suffer."""
    s = p.s
    which = s.text(hit.i - 1) in ("الذي", "التي")
    if hit.row.lemma not in OF_PERSONS or hit.row.folded[0] in "يت" or hit.pro:
        return None
    end = start = hit.i - which
    while start > 0 and end - start < _LONGEST_NAME and _unknown_word(s, start - 1):
        start -= 1
    opened = start < end and s.particle(start - 1, "subordinator") is not None  # «إن الفضلي قتل في …»
    if end - start < (_SHORTEST_NAME if which else 1) or not (which or opened):
        return None
    if not which and (s.text(end - 1).endswith(("ه", "ات", "ين", "ون")) or s.text(start) == "ما"):
        return None  # a thing, a plural
    return Group(start, end, start, end, 1, 1, "exact", "name", None, None, start, end, True)


def _unknown_word(s: Sentence, k: int) -> bool:
    known = bool(s.hits[k]) or s.text(k).startswith("و") or s.text(k) in _LINKS or s.mark(s.dates, k) is not None
    return s.text(k).isalpha() and not known


def _bare_name(s: Sentence, hit: Hit) -> bool:
    """«اعتقل أوجلان في نيروبي»: an unknown word or two behind the verb, and then how, where or when."""
    if hit.enc or hit.row.folded[0] in "يت":
        return False
    k = hit.j
    while k < len(s.words) and k - hit.j < _LONGEST_NAME and _name_word(s, k):
        k += 1
    who = s.text(k) == "،" and s.hit(k + 1, "victims") is not None  # «أصيب فلان، رئيس التحرير، بجروح»
    if hit.row.lemma not in OF_PERSONS and not (hit.row.lemma == "أصيب" and who):
        return False
    ends = k >= len(s.words) or s.text(k) in "،."
    behind = ends or s.particle(k, "preposition", "by") is not None or s.mark(s.dates, k) is not None
    return k > hit.j and behind


def _name_word(s: Sentence, k: int) -> bool:
    text = s.text(k)
    definite = text.startswith("ال") and not text.endswith(("ي", "ه"))
    known = bool(s.hits[k]) or k in s.quantities or s.mark(s.places, k) is not None or s.mark(s.dates, k) is not None
    return text.isalpha() and len(text) > _SHORTEST_NAME and not (definite or known or text[0] in "بلو")


def _mine(s: Sentence, group: Group) -> bool:
    """«فقدت أمي وإخوتي», «فقد زوجته وابنه»: kin of the one who lost them."""
    kin = s.hit(group.i, "victims")
    return kin is not None and (kin.enc == "ي" or (kin.enc in ("ه", "ها") and kin.row.lemma in _KIN))


def _active(p: Parse, hit: Hit, group: Group | None, agent: tuple[int, int] | None) -> int:
    if group is None or _generic(p.s, hit, group):
        return hit.j
    if hit.row.sense == "released" and group.outcome is not None and group.ni is not None:
        # «يحرر 178 رهينة من الجماعة»: behind من is the captor
        group = replace(group, head=None, ni=group.cj, nj=group.cj + 1)
    mine = hit.row.lemma == "فقد" and group.kind == "people" and _mine(p.s, group)
    # «فقدت القوات البريطانية 44 جنديا»: with a doer it is to lose men.
    sense = "killed" if mine or (hit.row.lemma == "فقد" and agent is not None) else hit.row.sense
    p.add(sense, hit.i, hit.j, group, "active_verb", row=hit.row, agent=agent)
    return siblings(p, group.j)


def _either(p: Parse, hit: Hit, group: Group | None, before: Group | None) -> int:
    """«قتل», «اعتقلت»: passive or active, as harakat, agreement and the order of the noun phrases say."""
    s, row = p.s, hit.row
    voice = _voice(s, hit)
    apart = group is not None and any(s.mark(s.dates, k) is None for k in range(hit.j, group.i))
    if apart and before is not None and _suffered_by(hit, before):
        return _passive(p, hit, None, before)
    told = None if voice == "passive" else doer_told(p, hit, group)
    if told is not None:
        return _active(p, hit, *told)
    if group is not None and voice != "passive":
        agent, victim = agent_first(p, hit.j, group)
        if agent is None and not group.numbered and (behind := object_behind(p, group)) is not None:
            agent, victim = (group.i, group.j), behind
        if agent is None and is_doer(group) and (named := name_at(s, group.j)) is not None:
            agent, victim = (group.i, group.j), named
        if agent is not None:
            return _active(p, hit, victim, agent)
        plural = row.folded.endswith("وا") and len(row.folded) > 3
        elided = row.folded.endswith("ت") and group.i == hit.j and not feminine(group)
        apart = group.numbered or accusative(s, group)
        first = before is not None and not before.numbered and before.j == hit.i - (s.text(hit.i - 1) == "قد") and apart
        if ((voice == "active" or row.part == "active" or plural or elided) and group.i == hit.j) or first:
            return _active(p, hit, group, (before.i, before.j) if before is not None and (plural or first) else None)
    if row.part == "active" or (group is not None and voice != "passive" and does_it(s, hit, group)):
        return hit.j
    return _passive(p, hit, group, before)


def _suffered_by(hit: Hit, before: Group) -> bool:
    """«13 شخصا قتلوا في هجومين»: counted people right before a verb in the plural, and no object right behind it."""
    plural = hit.row.folded.endswith("وا") and hit.row.part == "either"
    return plural and before.numbered and before.j == hit.i
