"""Who the counted people were: the words that say so, their status, what all of them are."""

from __future__ import annotations

import functools

from hasila import lexicon
from hasila.antecedents import described_to
from hasila.drafts import Draft
from hasila.lexicon import Row
from hasila.model import VictimStatus
from hasila.phrases import is_conjoined, noun_end
from hasila.sentences import Sentence

# Nouns that say no more than that someone was there (annotation guidelines, `victims`).
_BARE = frozenset(
    {
        "مجهول",
        "شخص",
        "آخر",
        "قتيل",
        "جريح",
        "ضحية",
        "جثة",
        "مصاب",
        "شهيد",
        "مفقود",
        "فرد",
        "نفس",
        "روح",
        "نسمة",
        "حالة",
        "إصابة",
    }
)
_OFFICE = 5
_ONE_OF_THEM = frozenset({"احدهم", "احداهن", "بعضهم", "معظمهم"})
_SAYS_NO_MORE = frozenset({"واحد", "واحده", "اثنين", "اثنان", "اخر", "ثان", "ثالث"})
_SECURITY = frozenset(
    {
        "شرطه",
        "امن",
        "درك",
        "حرس",
        "سجن",
        "سجون",
        "استخبارات",
        "مخابرات",
        "حراسه",
        "جمارك",
        "حدود",
        "قوات طواري",
        "قوه طواري",
    }
)
_AID = frozenset({"اسعاف", "دفاع مدني", "هلال", "صليب", "اغاثه", "انقاذ", "اطفاء", "طبي", "طبيه", "صحيه", "بلا حدود"})
_ARMED = frozenset(
    {
        "جيش",
        "قوات",
        "فصائل",
        "ميليشيا",
        "ميليشيات",
        "كتائب",
        "لواء",
        "سرايا",
        "تنظيم",
        "داعش",
        "مسلحه",
        "مسلحين",
        "متطرفه",
        "مقاتلي",
    }
)
# «المئات من الطرفين»: those who fight.
BOTH_SIDES = frozenset({"الطرفين", "الجانبين"})
_KIN = frozenset({
    "والد", "والدة", "أب", "أم", "أخ", "أخت", "ابن", "ابنة", "ابن عم", "شقيق", "شقيقة", "نجل", "زوج", "زوجة", "عم",
    "خال", "جد", "حفيد", "صهر", "قريب",
})  # fmt: skip
_HELD = ("معتقل", "اسير", "اسري", "سجين", "سجناء", "موقوف", "محتجز")
_GROUPS = frozenset({"مجموعه", "جماعه", "حركه", "تنظيم", "جبهه", "خليه", "فصيل", "ميليشيا", "مليشيا"})
_CRASHED = frozenset({"ركاب", "راكب", "راكبا", "مسافر", "مسافرا", "مسافرين", "تجاريه", "مدنيه"})
_RANKS = frozenset({"ضابط", "عنصر", "عقيد", "عميد", "نقيب", "رائد", "ملازم"})
_POLICE_KINDS = frozenset({"police"})
_ARMED_KINDS = frozenset({"army", "armed_group", "coalition"})
_OWNED = frozenset({"فرد", "عنصر", "منتسب", "ضابط", "موظف"})
# Heads that take the status of the body they belong to.
_MEMBERS = frozenset(
    {
        "عنصر",
        "فرد",
        "ضابط",
        "قيادي",
        "قائد",
        "منتسب",
        "مسؤول",
        "عضو",
        "رجل",
        "ابن",
        "شخص",
        "موظف",
        "عامل",
        "متطوع",
        "زعيم",
    }
)


def outcome_noun(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """«وفاة ثلاثة من الجرحى», «أفرج عن 77 معتقلا»: an outcome noun that says who suffered another outcome."""
    group = draft.group
    if (
        group.outcome is None
        or group.outcome.sense == draft.outcome
        or draft.outcome == "casualties"
        or draft.rule == "casualties_pair"
    ):
        return None
    for k in range(group.i, min(group.j, len(s.words))):
        if s.hit(k, "outcomes", ("noun", "held")) is not None:
            return k, max(k + 1, min(noun_end(s, k, True), k + 3))
    return None


def span_of(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """The words that say who the victims were, None where nothing more than «شخص», «آخرين» does."""
    group = draft.group
    if group.ni is None or group.nj is None:
        return outcome_noun(s, draft)
    noun = s.hit(group.ni, "victims")
    owned = noun is not None and noun.row.lemma == "فرد" and bool(noun.enc)  # «أفرادها»
    bare = group.head is not None and group.head.lemma in _BARE and not owned
    end = described_to(s, group.ni, group.nj)
    if bare and all(s.particle(k, "other") or s.text(k) in _SAYS_NO_MORE for k in range(group.ni + 1, end)):
        return None
    return group.ni, end


def body_status(s: Sentence, i: int, j: int) -> VictimStatus | None:
    """The status of the body words `i` to `j` name: police, an army, a rescue service; known actors before words."""
    for m in s.actors:
        if m.i < j and m.j > i:
            kind = getattr(m.what, "kind", "")
            if kind in _POLICE_KINDS:
                return "security"
            if kind in _ARMED_KINDS:
                return "combatant"
    bare = [s.text(k).removeprefix("و").removeprefix("ل").removeprefix("ال") for k in range(i, j)]
    pairs = [f"{w} {after}" for w, after in zip(bare, [*bare[1:], ""], strict=True)]
    if any(w in _SECURITY for w in (*bare, *pairs)):
        return "security"
    if any(w in _AID for w in (*bare, *pairs)):
        return "aid_medical"
    return "combatant" if any(w in _ARMED for w in bare) else None


def _named_body(s: Sentence, i: int) -> VictimStatus | None:
    """«خمسة من طالبان»: the group that word `i` names, though the word alone is a noun of people too («طالبان»)."""
    mark = s.mark(s.actors, i)
    alone = mark is not None and mark.i == i and mark.j == i + 1
    return body_status(s, i, i + 1) if alone else None


def _of_whom(s: Sentence, i: int) -> VictimStatus | None:
    """«قوات الأمن …، قتل عشرون من أفرادها»: the status of the last body told before the pronoun of word `i`."""
    hit = s.hit(i, "victims")
    if hit is None or not hit.enc:
        return None
    return next((status for k in range(i - 1, -1, -1) if (status := body_status(s, k, k + 1)) is not None), None)


def _body_of(s: Sentence, i: int, j: int, head: Row | None) -> VictimStatus | None:
    """The status of the body that words `i` to `j` name, or that stands behind «في» («عضو في القاعدة»)."""
    body = body_status(s, i, j)
    if body is not None or head is None or head.lemma not in _MEMBERS:
        return body
    if s.text(j) == "في":
        return body_status(s, j + 1, j + 3)
    # «زعيم مجموعة … المتطرفة»: the group's name may read as a place, where the noun phrase ends.
    return body_status(s, j, j + 3) if s.text(j - 1) in _GROUPS else None


def _police_told(s: Sentence) -> bool:
    """Does the sentence speak of the police, and of no army: whose officers are meant?"""
    words = {w.text.removeprefix("و").removeprefix("ب").removeprefix("ال") for w in s.words}
    return bool(words & {"شرطه", "بوليس", "للشرطه", "درك"}) and not words & {"جيش", "للجيش", "عسكري", "عسكريه", "جنود"}


def _office_before(s: Sentence, name: int) -> VictimStatus | None:
    """«رئيس الوزراء الأسبق فلان الفلاني»: what the words before a name say of the one who bears it."""
    for k in range(name - 1, max(-1, name - _OFFICE), -1):
        hit = s.hit(k, "victims") or s.hit(k, "titles", ("title",))
        if hit is not None and "nationality" in hit.row.note:
            continue  # «رئيس الوزراء اللبناني الأسبق فلان»
        if hit is not None and hit.row.part in ("singular", "title"):
            plain = all(s.text(n).startswith("ال") for n in range(max(hit.j, k + 1), name))
            place = hit.row.sense == "civilian" and s.particle(k - 1, "preposition")  # «على المدرسة»
            known = hit.row.sense not in ("unknown", "-") and not hit.enc and not place
            return hit.row.sense if plain and known else None  # type: ignore[return-value]  # senses are statuses
        if not s.text(k).startswith("ال"):
            return None
    return None


def status_of(s: Sentence, draft: Draft) -> VictimStatus:
    """The victims' status by the words about them alone."""
    group = draft.group
    head = group.head
    if group.ni is None or group.nj is None:
        noun = outcome_noun(s, draft)
        held = s.row(noun[0], "victims") if noun else None
        return held.sense if held is not None else "unknown"  # type: ignore[return-value]  # the lexicon's senses are statuses
    body = _body_of(s, group.ni, group.nj, head)
    if _of_several_kinds(s, group.ni, group.nj, body):
        return "mixed"
    if head is None:
        office = _office_before(s, group.ni)
        body = body or (office if office != "civilian" else None)
        return body or ("combatant" if s.text(group.ni) in BOTH_SIDES else "unknown")
    called = head.sense == "unknown" and s.hit(group.ni, "titles", ("given",)) is not None  # «رفيق» is a name too
    if head.sense == "-" or (called and _office_before(s, group.ni)):
        return _office_before(s, group.ni) or "unknown"
    named = _named_body(s, group.ni) or (_of_whom(s, group.ni) if head.lemma in _OWNED else None)
    if named is not None:
        return named
    if body is not None and (head.lemma in _MEMBERS or head.sense in ("combatant", "unknown")):
        return body
    if head.lemma in _RANKS and body is None and _police_told(s):
        return "security"
    if head.lemma == "طيار" and any(w.text.removeprefix("و").removeprefix("ال") in _CRASHED for w in s.words):
        return "civilian"  # of a passenger plane
    return _by_nouns(s, group.ni, group.nj, head)


def _of_several_kinds(s: Sentence, i: int, j: int, body: VictimStatus | None) -> bool:
    """Do joined nouns among the words tell of people of several kinds («ضباط وعمال»)?"""
    nouns = (s.row(k, "victims") for k in range(i, j) if k == i or is_conjoined(s, k))
    kinds = {row.sense for row in nouns if row is not None} - {"unknown"}
    return len(kinds | ({body} if body else set())) > 1 and any(is_conjoined(s, k) for k in range(i + 1, j))


def _by_nouns(s: Sentence, i: int, j: int, head: Row) -> VictimStatus:
    """What the head says of them, or, where it says nothing and is no kin, the first noun behind it that does."""
    # «والد المعتقل», not «والدتها المعلمة»
    of_another = head.lemma in _KIN and not s.text(i).endswith(("ه", "ها", "هم", "هما"))
    plain = head.sense == "unknown" and not of_another
    behind = (s.row(k, "victims") for k in range(i + 1, j) if plain)
    told = next((row for row in behind if row is not None and row.sense != "unknown"), head)
    return told.sense  # type: ignore[return-value]  # the lexicon's senses are statuses


def was_held(s: Sentence, draft: Draft) -> bool:
    """«الإفراج عن ثلاثة معتقلين سعوديين»: those set free who are called prisoners."""
    group = draft.group
    words = (s.text(k).removeprefix("ال") for k in range(group.i, min(group.j, len(s.words))))
    return draft.outcome == "released" and any(word.startswith(_HELD) for word in words)


def is_convict(s: Sentence, draft: Draft) -> bool:
    """«أعدم خمسة أدينوا بتهم …»: those who are executed after a trial are detainees (annotation guidelines)."""
    executed = draft.row is not None and draft.row.lemma in ("أعدم", "إعدام", "حكم نفذ", "شنق")
    return executed and any(w.text.removeprefix("و").startswith(_SENTENCED) for w in s.words)


_SENTENCED = ("ادين", "مدان", "محكوم", "بتهم", "شنقا", "قصاص", "القصاص", "تعزير", "الحرابه")


def status_of_antecedent(s: Sentence, draft: Draft) -> VictimStatus | None:
    """«يقل 26 مهاجرا، لقي أربعة منهم حتفهم»: a share of people told before has their status."""
    if s.text(draft.group.j) not in ("منهم", "منهن") and s.text(draft.group.i) not in _ONE_OF_THEM:
        return None
    for k in range(draft.group.i - 1, -1, -1):
        row = s.row(k, "victims")
        if (row is not None and row.part != "singular") or (row is not None and k - 1 in s.quantities):
            return row.sense if row.sense != "unknown" else None  # type: ignore[return-value]  # senses are statuses
    return None


def demographics_of(s: Sentence, draft: Draft) -> tuple[str, ...]:
    """What all of the group are, out of women, children, elderly."""
    if draft.demographics is not None:
        return draft.demographics
    head = draft.group.head
    if head is None or head.frame == "-" or (draft.group.kind == "name" and head.part == "given"):
        return ()
    told = tuple(head.frame.split(","))
    his = draft.group.ni is not None and _his(s, draft.group.ni, head)
    return tuple(kind for kind in told if not (his and kind == "women"))


def _his(s: Sentence, k: int, head: Row) -> bool:
    """Is word `k` a man of his with the pronoun ه («والده»), not a woman with ة, in a text that writes ة?"""
    start, end = s.original(k, k + 1)
    hit = s.hit(k, "victims")
    whole = hit is not None and not hit.enc and head.form.endswith("ة") and head.form[:-1] in _forms()
    return whole and s.original_text[start:end].endswith("ه") and "ة" in s.original_text


@functools.cache
def _forms() -> frozenset[str]:
    return frozenset(row.form for row in lexicon.load("victims"))
