"""Who the counted people were: the words that say so, their status, what all of them are."""

from __future__ import annotations

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
_SECURITY = frozenset({"شرطه", "امن", "درك", "حرس", "سجن", "سجون", "استخبارات", "مخابرات", "حراسه", "جمارك", "حدود"})
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
        "مقاتلي",
    }
)
_RANKS = frozenset({"ضابط", "عنصر", "عقيد", "عميد", "نقيب", "رائد", "ملازم"})
_POLICE_KINDS = frozenset({"police"})
_ARMED_KINDS = frozenset({"army", "armed_group", "coalition"})
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
    bare = group.head is not None and group.head.lemma in _BARE
    if bare and all(s.particle(k, "other") or s.text(k) in _SAYS_NO_MORE for k in range(group.ni + 1, group.nj)):
        return None
    return group.ni, group.nj


def _body_status(s: Sentence, i: int, j: int) -> VictimStatus | None:
    """The status of the body words `i` to `j` name: police, an army, a rescue service; known actors before words."""
    for m in s.actors:
        if m.i < j and m.j > i:
            kind = getattr(m.what, "kind", "")
            if kind in _POLICE_KINDS:
                return "security"
            if kind in _ARMED_KINDS:
                return "combatant"
    bare = [s.text(k).removeprefix("و").removeprefix("ال") for k in range(i, j)]
    if any(w in _SECURITY for w in bare):
        return "security"
    if any(w in _AID for w in bare):
        return "aid_medical"
    return "combatant" if any(w in _ARMED for w in bare) else None


def _body_of(s: Sentence, i: int, j: int, head: Row | None) -> VictimStatus | None:
    """The status of the body that words `i` to `j` name, or that stands behind «في» («عضو في القاعدة»)."""
    body = _body_status(s, i, j)
    if body is None and head is not None and head.lemma in _MEMBERS and s.text(j) == "في":
        return _body_status(s, j + 1, j + 3)
    return body


def _police_told(s: Sentence) -> bool:
    """Does the sentence speak of the police, and of no army: whose officers are meant?"""
    words = {w.text.removeprefix("و").removeprefix("ب").removeprefix("ال") for w in s.words}
    return bool(words & {"شرطه", "بوليس", "للشرطه", "درك"}) and not words & {"جيش", "للجيش", "عسكري", "عسكريه", "جنود"}


def _office_before(s: Sentence, name: int) -> VictimStatus | None:
    """«رئيس الوزراء الأسبق فلان الفلاني»: what the words before a name say of the one who bears it."""
    for k in range(name - 1, max(-1, name - _OFFICE), -1):
        hit = s.hit(k, "victims") or s.hit(k, "titles", ("title",))
        if hit is not None and hit.row.part in ("singular", "title"):
            plain = all(s.text(n).startswith("ال") for n in range(max(hit.j, k + 1), name))
            known = hit.row.sense not in ("unknown", "-") and not hit.enc and not s.particle(k - 1, "preposition")
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
    kinds = {
        r.sense
        for k in range(group.ni, group.nj)
        if (r := s.row(k, "victims")) and (k == group.ni or is_conjoined(s, k))
    } - {"unknown"}
    if len(kinds | ({body} if body else set())) > 1 and any(is_conjoined(s, k) for k in range(group.ni + 1, group.nj)):
        return "mixed"
    if head is None:
        return body or "unknown"
    if head.sense == "-":
        return _office_before(s, group.ni) or "unknown"
    if body is not None and (head.lemma in _MEMBERS or head.sense in ("combatant", "unknown")):
        return body
    if head.lemma in _RANKS and body is None and _police_told(s):
        return "security"
    if head.sense == "unknown":
        for k in range(group.ni + 1, group.nj):
            other = s.row(k, "victims")
            if other is not None and other.sense != "unknown":
                return other.sense  # type: ignore[return-value]  # the lexicon's senses are statuses
    return head.sense  # type: ignore[return-value]  # the lexicon's senses are statuses


def is_convict(s: Sentence, draft: Draft) -> bool:
    """«أعدم خمسة أدينوا بتهم …»: those who are executed after a trial are detainees (annotation guidelines)."""
    executed = draft.row is not None and draft.row.lemma in ("أعدم", "إعدام", "حكم نفذ", "شنق")
    return executed and any(
        w.text.removeprefix("و").startswith(("ادين", "مدان", "محكوم", "بتهم", "شنقا")) for w in s.words
    )


def status_of_antecedent(s: Sentence, draft: Draft) -> VictimStatus | None:
    """«يقل 26 مهاجرا، لقي أربعة منهم حتفهم»: a share of people told before has their status."""
    if s.text(draft.group.j) not in ("منهم", "منهن") and s.text(draft.group.i) not in _ONE_OF_THEM:
        return None
    for k in range(draft.group.i - 1, -1, -1):
        row = s.row(k, "victims")
        if (row is not None and row.part != "singular") or (row is not None and k - 1 in s.quantities):
            return row.sense if row.sense != "unknown" else None  # type: ignore[return-value]  # senses are statuses
    return None


def demographics_of(draft: Draft) -> tuple[str, ...]:
    """What all of the group are, out of women, children, elderly."""
    if draft.demographics is not None:
        return draft.demographics
    head = draft.group.head
    return (
        ()
        if head is None or head.frame == "-" or (draft.group.kind == "name" and head.part == "given")
        else tuple(head.frame.split(","))
    )
