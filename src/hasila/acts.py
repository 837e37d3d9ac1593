"""Acts told as nouns, their victims behind them: «مقتل 3 جنود», «الإفراج عن 7», «12 حالة وفاة»."""

from __future__ import annotations

from hasila.drafts import Parse
from hasila.groups import Group
from hasila.names import name_at
from hasila.nearby import agent_first, first_group, one_by_one
from hasila.objects import object_behind
from hasila.phrases import hedged, is_conjoined, things
from hasila.pronouns import by_pronoun
from hasila.reaching import reached
from hasila.readings import CONDITIONED, complement, pronoun_on
from hasila.senses import supposed
from hasila.sentences import VERBS, Sentence
from hasila.siblings import siblings
from hasila.words import Hit
from hasila.zeros import zero

_THREAT = 6
_NEAR = 2
# Acts done to whole peoples, told of them as such.
_OF_PEOPLES = frozenset({"قتل", "ذبح", "تهجير", "تشريد", "إعدام", "قتلة", "تصفية", "إبادة"})
_NATION = frozenset({"الشعب", "الامه", "الوطن", "جلدته", "البلد", "شعبه", "شعبهم", "شعبنا", "امته"})
_ADRIFT = frozenset({"غرق", "موت", "وفاة"})
# Nouns of dying: whoever stands behind them suffers it.
_SUFFERED = _ADRIFT | {"مقتل", "مصرع", "استشهاد", "هلاك"}
_ANYONE = frozenset({
    "النفس", "الانفس", "انفس", "النفوس", "الابرياء", "ابرياء", "الناس", "البشر", "المسلمين", "الامنين", "الانسان",
})  # fmt: skip
_NEAR_CAUSE = 7
_OF_ONE = frozenset({"مقتل", "اغتيال", "استشهاد", "مصرع"})
_COUNTING = ("عملي", "محاول", "سلسل", "حادث", "حوادث", "جريم", "جرايم", "موج", "خط", "مسلسل")
_HOLDING = ("detained", "abducted", "released")
# Acts that only people suffer: an unknown word behind them is a name.
_PEOPLE_ONLY = frozenset({"مقتل", "اغتيال", "استشهاد", "مصرع", "وفاة", "اعتقال", "خطف", "حبس"})


def verbal_noun(p: Parse, hit: Hit) -> int:
    """«مقتل 3 جنود»: the act as a noun, its victims behind it. Where to go on."""
    start, hit = _completed(p.s, hit)
    told = _told_otherwise(p, hit)
    if told is not None:
        return told
    suffered = _behind_lam(p, hit, start)
    if suffered is not None:
        doer = None if p.s.particle(start, "manner") is not None else (hit.i, hit.j)
        p.add(hit.row.sense, hit.i, hit.j, suffered, "verbal_noun", row=hit.row, agent=doer)
        return siblings(p, suffered.j)
    if hit.enc:
        return by_pronoun(p, hit, "verbal_noun_pronoun")
    either = p.s.text(start) == "او"  # «من دون مقتل أو جرح أحد»
    pair = p.s.hit(start + either, "outcomes", ("verbal_noun",))
    if pair is not None and (either or is_conjoined(p.s, start)):
        return _pair(p, hit, pair)
    return _with_victims(p, hit, start)


def _behind_lam(p: Parse, hit: Hit, start: int) -> Group | None:
    """«اختطافها لـ23 كوريا», «إصابة بسيطة لمواطن»: a doer or an adjective on the act, those who suffer it behind ل."""
    s = p.s
    actor = s.mark(s.actors, start)
    k = start if hit.enc else actor.j if actor is not None and actor.i == start else None
    manner = s.particle(start, "manner") is not None and hit.pro[-2:] not in ("ال", "لل")
    if k is None and manner:
        k = start + 1 + (s.particle(start + 1, "manner") is not None)
    if k is None:
        return None
    direct = p.group(k) if hit.enc else None
    if direct is not None and direct.numbered and direct.kind == "people" and s.hit(k, "victims") is None:
        return direct  # «المشتبه في قتله ثلاثة رجال»
    group = p.group(k + 1) if s.text(k) == "ل" else p.group(k) if s.text(k).startswith("ل") else None
    some = group is not None and (manner or group.numbered or (group.high is None and not group.definite))
    return group if group is not None and some and group.kind in ("people", "outcome") else None


def _completed(s: Sentence, hit: Hit) -> tuple[int, Hit]:
    """Where the victims can begin once the idiom is whole; a pronoun on its last word («سراحه») is the act's own."""
    if not hit.row.frame.startswith(CONDITIONED) or hit.row.frame.startswith("+"):
        return hit.j, hit
    start = complement(s, hit) or hit.j
    pronoun = pronoun_on(s, hit, start)
    return start, hit._replace(enc=pronoun, j=start) if pronoun else hit


def _told_otherwise(p: Parse, hit: Hit) -> int | None:
    """Acts whose victims do not follow: a wound told already, a zero, counted cases, «تسليم أنفسهم»."""
    s = p.s
    if hit.row.lemma == "مصير مجهول" and hit.enc:
        return hit.j  # «لا يزال مصيرهم مجهولا»: of those told before
    if hit.row.sense == "injured" and _a_wound(p, hit):
        return hit.j
    if hit.row.frame.startswith("+") and first_group(p, hit.j, 3) is None:
        return by_pronoun(p, hit._replace(enc="هم"), "verbal_noun_pronoun")
    none = s.hit(hit.j + 1, "outcomes", ("noun",)) if s.text(hit.j) in ("اي", "ايه") else None
    if none is not None and hit.row.lemma == "سقوط" and zero(s, none):
        return hit.j + 1  # «لم يسفر عن سقوط أي ضحايا»: the noun is the zero
    case = s.text(hit.i - 1) in ("حاله", "حالات")
    if (case or s.text(hit.i - 1) in ("اي", "ايه")) and zero(s, hit._replace(i=hit.i - case)):
        group = Group(hit.i, hit.j, hit.i, hit.j, 0, 0, "exact", "outcome", outcome=hit.row)
        p.add(hit.row.sense, hit.i, hit.j, group, "zero", row=hit.row, zero=True)
        return hit.j
    if (threatened := _threatened(p, hit)) is not None:
        p.add(hit.row.sense, hit.i, hit.j, threatened, "verbal_noun", row=hit.row)
        return hit.j
    if case and s.particle(hit.i - 2, "number_of") is not None and (end := reached(p, hit)) is not None:
        return end  # «عدد حالات الوفاة ارتفع إلى 29 شخصا»
    cases = None if hit.enc else _cases(p, hit)
    if cases is not None:
        p.add(hit.row.sense, hit.i, hit.j, cases, "cases_of", row=hit.row)
        return siblings(p, max(hit.j, cases.j))
    return None


def _threatened(p: Parse, hit: Hit) -> Group | None:
    """«هدد طليقته بالقتل», «تعرض حطاب للتهديد بالقتل»: whom a threat is about."""
    s = p.s
    if hit.pro != "بال" or hit.row.sense not in ("killed", "abducted") or hit.j in s.quantities:
        return None
    near = range(max(0, hit.i - _THREAT), hit.i)
    threat = next((k for k in near if any(h.kind == "cues" and h.row.lemma == "هدد" for h in s.hits[k])), None)
    if threat is None:
        return None
    behind = next((g for g in p.groups if threat < g.i < hit.i), None)
    exposed = s.text(threat).startswith("لل")  # «تعرض للتهديد»
    if behind is not None or not exposed:
        return behind
    subject = next((g for g in reversed(p.groups) if threat - _NEAR <= g.j <= threat), None)
    return subject or Group(hit.i, hit.j, hit.i, hit.j, 1, 1, "exact", "elided")


def _cases(p: Parse, hit: Hit) -> Group | None:
    """«12 حالة وفاة», «حالتي اغتيال»: people counted as cases."""
    s = p.s
    before = s.text(hit.i - 1).removeprefix("و")
    if s.text(hit.j) in ("حالتان", "حالتين") and not s.text(hit.i - 1).startswith("حال"):
        return Group(hit.j, hit.j + 1, hit.j, hit.j + 1, 2, 2, "exact", "elided", numbered=True)  # «وفاة حالتين»
    if before in ("حالتي", "حالتين", "حالتان", "حالتا"):
        return Group(hit.i - 1, hit.j, hit.i - 1, hit.i, 2, 2, "exact", "elided", numbered=True)
    if before not in ("حاله", "حالات"):
        return None
    end = hit.i - 1 - (s.text(hit.i - 2) in ('"', ")"))  # «"12" حالة وفاة»
    counted = next((g for g in p.groups if g.numbered and g.ci < end <= g.j and g.cj == end), None)
    if counted is None:
        told = any(s.particle(k, "support", "find") for k in range(max(0, hit.i - 6), hit.i))
        told = before == "حاله" and (told or (bool(p.drafts) and s.text(hit.i - 1) != before))  # «إصابتان وحالة وفاة»
        return Group(hit.i - 1, hit.j, hit.i - 1, hit.i, 1, 1, "exact", "elided", numbered=True) if told else None
    end, low, high, qualifier = hedged(s, hit.j, counted.low, counted.high, counted.qualifier)
    return Group(counted.i, end, counted.ci, counted.cj, low, high, qualifier, "elided", numbered=True)


def _with_victims(p: Parse, hit: Hit, start: int) -> int:
    s = p.s
    whole = start > hit.j or not hit.pro.endswith(("ال", "لل"))  # «القبض على سليمان»: the article is the idiom's
    while s.text(start) in ("بحق", "شنقا", "رميا", "حرقا") or (s.text(start) == "ضد" and start + 1 in s.quantities):
        start += 1
    if s.text(start) in ("كل", "كلا") and s.text(start + 1) == "من":
        if (listed := one_by_one(p, hit, start)) is not None:
            return listed
        start += 3 if s.text(start + 2) == ":" else 2
        if start < len(s.words) and not s.hits[start] and s.text(start)[:1] in "يت":
            anyone = Group(start - 2, start, start - 2, start, 2, None, "unstated", "elided")
            p.add(hit.row.sense, hit.i, hit.j, anyone, "verbal_noun", row=hit.row)
            return start  # «دعا إلى قتل كل من يعمل معهم»
    victims = first_group(p, start, 4) or _who_escaped(p, hit)
    if victims is not None and victims.kind == "elided" and s.text(start).removeprefix("ال") in things():
        return start  # «غرق المركب الأمل 2»
    if victims is not None and victims.i > start and _joined_behind(s, start, victims):
        victims = _named_victim(s, hit, start) or victims
    if victims is None and whole and hit.row.lemma not in ("موت", "قتل", "نزوح", "فقدان"):
        victims = _named_victim(s, hit, start)
    if (
        victims is None
        or _abstract(s, hit, victims)
        or abstract(s, victims)
        or _described(s, hit, start, victims)
        or _of_its_kind(s, hit, start, victims)
        or _falls(hit, victims)
        or _of_bodies(s, hit, victims)
    ):
        return start
    agent, group = _doer_and_victims(p, hit, start, victims)
    rule = "name_after_outcome" if group.kind == "name" else "verbal_noun"
    p.add(_sense(s, hit, group), hit.i, hit.j, group, rule, row=hit.row, agent=agent)
    return siblings(p, group.j)


def _doer_and_victims(p: Parse, hit: Hit, start: int, victims: Group) -> tuple[tuple[int, int] | None, Group]:
    """Who did it and who suffered it, of the groups behind the act."""
    if hit.row.lemma == "مصير مجهول":
        return None, victims
    agent, group = agent_first(p, start, victims)
    counted = victims.numbered and (victims.high is not None or victims.low > 1) and victims.qualifier != "unstated"
    if hit.row.lemma in _SUFFERED and counted and agent is not None:
        return None, victims  # «مقتل 52 طفلا جندهم التنظيم»: no doer stands behind these nouns
    behind = object_behind(p, victims) if agent is None and not victims.numbered else None
    counted = behind is not None and behind.numbered and behind.kind == "people" and behind.qualifier != "unstated"
    if behind is not None and counted and p.s.text(behind.i - 1) != "و":
        return (victims.i, victims.j), behind  # «ذبح التنظيم في المدينة 21 عاملا»
    # «غرق مركب يقل مهاجرين»: nobody does it
    return None if hit.row.lemma in _ADRIFT else agent, group


def _joined_behind(s: Sentence, start: int, group: Group) -> bool:
    """«مقتل الحريري ونحو عشرين آخرين»: does the group go on behind an unknown definite word, joined to it by و?"""
    joined = is_conjoined(s, group.i) or s.text(group.i - 1) == "و"
    return joined and s.text(start).startswith("ال") and not s.hits[start]


def _of_its_kind(s: Sentence, hit: Hit, start: int, victims: Group) -> bool:
    """«الاغتيال السياسي», «القتل العمد»: an adjective behind an act with the article, which has no genitive."""
    if hit.row.lemma == "قاتل" and victims.i != start:
        return True  # «انتحاريين قتلة في …»: killers, and nobody's
    plain = hit.pro.endswith(("ال", "لل")) and hit.row.frame == "-"
    return plain and victims.i == start and not victims.numbered and s.text(start).startswith("ال")


def _falls(hit: Hit, victims: Group) -> bool:
    """«سقوط عامل في بئر»: one who is no fighter falls, and nothing tells how it ended."""
    head = victims.head
    fighter = head is not None and head.sense in ("combatant", "security")
    one = hit.row.lemma == "سقوط" and victims.kind == "people" and victims.high == 1 and not victims.numbered
    return one and not fighter


def _of_bodies(s: Sentence, hit: Hit, victims: Group) -> bool:
    """«احتجاز الجثث», «خطف 3 جثث»: corpses are held, and nobody alive."""
    if victims.head is not None and victims.head.lemma == "جثة":
        return hit.row.sense in _HOLDING
    counted = hit.row.sense in ("detained", "abducted") and victims.outcome is not None
    return counted and s.text(victims.cj - 1).removeprefix("ال").startswith("جث")


def _abstract(s: Sentence, hit: Hit, group: Group) -> bool:
    """«تصفية أبناء الشعب», «تهجير السكان»: a people as such, none in particular."""
    if group.numbered:
        return False
    if s.text(group.i) == "ابناء" and s.text(group.i + 1) in _NATION:
        return True
    head = group.head
    civil = head is not None and head.sense in ("civilian", "unknown")
    people = civil and s.text(group.i).startswith("ال") and group.high is None
    return people and hit.row.form in _OF_PEOPLES and not (_comes_about(s, hit.i) or supposed(s, hit.i))


def _comes_about(s: Sentence, i: int) -> bool:
    """Does a word that makes the act at word `i` a happening stand before it: «أدى إلى», «تمكن من», «أعلن»?"""
    return any(
        s.particle(k, "support") is not None
        or (s.text(i - 1) != "عن" and s.hit(k, "speech", ("verb",)) is not None)
        or s.text(k).removeprefix("و").startswith(("تمكن", "نجح", "استطاع", "توعد", "هدد", "تبن"))
        for k in range(max(0, i - _THREAT), i)
    )


def _described(s: Sentence, hit: Hit, start: int, group: Group) -> bool:
    """«الاغتيال السياسي», «الإعدام المتزايدة»: an adjective of the act; those who suffer it stand behind ل or «بحق»."""
    if "ال" not in hit.pro or start != hit.j or group.numbered or group.kind == "name":
        return False
    return s.text(group.i)[:1] != "ل" and s.text(group.i - 1) not in ("ل", "بحق", "ضد", "علي")


def abstract(s: Sentence, group: Group) -> bool:
    """«وقتل الأبرياء»: people as such, none in particular, and nothing that led to it."""
    anyone = s.text(group.i) in _ANYONE and group.j == group.i + 1
    led_to = any(s.particle(k, "support") for k in range(max(0, group.i - _NEAR_CAUSE), group.i))
    return not group.numbered and anyone and not led_to


def _who_escaped(p: Parse, hit: Hit) -> Group | None:
    """«تمكن خمسون تلميذا من الفرار»: those who managed to."""
    s = p.s
    if hit.row.sense != "escaped" or s.text(hit.i - 1) != "من":
        return None
    subject = next((g for g in p.groups if g.j == hit.i - 1 and not p.claimed(g)), None)
    managed = subject is not None and any(
        s.text(k).removeprefix("و").startswith(("تمكن", "نجح", "استطاع"))
        for k in range(max(0, subject.i - 2), subject.i)
    )
    return subject if managed else None


def _sense(s: Sentence, hit: Hit, group: Group) -> str:
    """«سقوط 8 أشخاص وإصابة 7»: the fallen are the dead where the injured are told beside them."""
    contrasted = any(
        h.kind == "outcomes" and h.row.sense == "injured" for k in range(group.j, len(s.words)) for h in s.hits[k]
    )
    return "killed" if hit.row.lemma == "سقوط" and contrasted else hit.row.sense


def _a_wound(p: Parse, hit: Hit) -> bool:
    """«أصيب إصابة بالغة», «قتل بإصابة في الرأس»: the wound of someone told already."""
    s = p.s
    verb_before = (
        any(h.kind == "outcomes" and h.row.sense == "injured" and h.row.part in VERBS for h in s.hits[hit.i - 1])
        if hit.i
        else False
    )
    alone = first_group(p, hit.j, 2) is None
    return verb_before or (
        alone and hit.pro in ("ب", "ل") and any(d.outcome in ("killed", "injured") for d in p.drafts)
    )


def _named_victim(s: Sentence, hit: Hit, start: int) -> Group | None:
    """An unknown name behind an act: behind acts that take things as well only where it is definite."""
    text = s.text(start)
    unknown = not s.hits[start] if start < len(s.words) else False
    if unknown and (hit.row.lemma in ("تحرير", "إجلاء", "إخلاء", "القضاء على") or hit.row.form == "إيقاف"):
        return None  # prices, goods and towns, poverty, trade
    if unknown and not text.startswith("ال") and not _can_be_name(s, hit, text):
        return None
    return name_at(s, start)


def _can_be_name(s: Sentence, hit: Hit, text: str) -> bool:
    """Can an unknown indefinite word behind an act be a name: «اغتيال مغنية», but not «عمليات اغتيال محددة»?"""
    if text[:1] in "تي":
        return False
    if "سراح" in hit.row.frame:
        return True
    if text.endswith("ه"):
        counted = s.text(hit.i - 1).removeprefix("و").removeprefix("ب").startswith(_COUNTING)
        return hit.row.lemma in _OF_ONE and not counted and "ال" not in hit.pro
    return hit.row.lemma in _PEOPLE_ONLY


def _pair(p: Parse, hit: Hit, pair: Hit) -> int:
    """«مقتل وإصابة 20»: killed and injured in one count; «خطف وقتل رجلين»: two outcomes of the same people."""
    group = first_group(p, pair.j, 3)
    if group is None or pair.row.sense == hit.row.sense:
        return pair.i
    if {pair.row.sense, hit.row.sense} != {"killed", "injured"}:
        p.add(hit.row.sense, hit.i, hit.j, group, "verbal_noun", row=hit.row)
        return pair.i
    p.add("casualties", hit.i, pair.j, group, "casualties_pair", row=hit.row)
    return siblings(p, group.j)
