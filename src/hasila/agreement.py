"""Agreement: can people before a verb be its subject, by number, by gender, by the object behind it?"""

from __future__ import annotations

from hasila.groups import Group
from hasila.sentences import Sentence
from hasila.words import Hit

_SHORTEST_VERB = 3
# Verbs that only people suffer: an unknown word beside them is a name.
OF_PERSONS = frozenset({"قتل", "اغتيل", "اعتقل", "خطف", "اختطف", "أعدم", "استشهد", "توفي"})


def feminine(group: Group) -> bool:
    """Is the head of the group a word for women, or one with the feminine ending?"""
    head = group.head
    return head is not None and ("women" in head.frame or head.folded.split(" ")[0].endswith("ه"))


def of_several(form: str) -> bool:
    """Does a verb of the past, by its ending, agree with several («قتلوا», «أصيبا»)?"""
    return len(form) > _SHORTEST_VERB and form.endswith(("وا", "ا", "تا"))


def of_present(hit: Hit) -> bool:
    """Is a verb of outcome in the present tense («يقتل»), by the prefix that its lemma lacks?"""
    return hit.row.folded[0] in "يت" and hit.row.lemma[0] != hit.row.form[0]


def agrees(s: Sentence, verb: Hit | None, group: Group) -> bool:
    """«قاوم رجال الأمن وفر», «سيارة العميد فلان أصيبت»: no plural before a singular verb, no man before a feminine."""
    if verb is None:
        return True
    form = verb.row.folded
    negated = any(h.kind == "cues" and h.row.sense == "zero" for h in s.hits[verb.i - 1]) if verb.i else False
    if verb.enc or negated or verb.row.frame.startswith((">", "!")) or group.numbered or group.head is None:
        return True  # «عسكريين خطفهم مسلحون»: its object; «إن أيا من رجالهم لم يصب»
    head = group.head
    if group.high == 1:
        man = head.part != "given" and not feminine(group)
        return not (man and form.endswith("ت"))
    return head.part != "plural" or form.endswith(("وا", "ن", "ا", "ت"))


def of_a_thing(s: Sentence, hit: Hit) -> bool:
    """«كانت مع أسرتها وخطف حقيبتها»: an unknown noun with a pronoun right behind is what the verb was done to."""
    text = s.text(hit.j)
    object_ = hit.j < len(s.words) and not s.hits[hit.j] and not text.startswith(("ب", "ل"))
    return hit.row.part == "either" and hit.pro == "و" and object_ and text.endswith(("تها", "ته", "يها", "ارها"))


def of_women(hit: Hit) -> bool:
    """«الفتيات اللاتي اختطفن»: a past tense with the ending of several women."""
    form = hit.row.folded
    return form.endswith("ن") and not hit.row.lemma.endswith("ن") and form[0] not in "يت"
