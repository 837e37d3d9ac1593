"""Noun phrases: where one ends, what goes on with it, which word is joined to it by و."""

from __future__ import annotations

import functools
import re

from hasila import lexicon, quantities
from hasila.model import Qualifier
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_PUNCTUATION = re.compile(r"[^\w\s]")
# What hits people by itself.
_MISSILES = ("رصاص", "طلقه", "طلقات", "شظي", "شظايا", "قذيف", "قذايف", "صاروخ", "قنبل")
_OF_MISSILES = ("طايش", "كبير", "صغير", "موجه", "حي")
_BESIDES = frozenset({"فضلا", "اضافه", "علاوه", "كذلك", "ايضا"})
_QUOTES = frozenset("\"'()")
# Participles that say little without their place: «العاملين في السجن», «العائدين إلى القرية».
_STAYING = (
    "العاملين",
    "العاملات",
    "العاملون",
    "العايدين",
    "المقيمين",
    "المشاركين",
    "الموجودين",
    "العالقين",
    "المنتظرين",
    "المحاصرين",
)
_LONGEST_NOUN = 8
_NISBA = ("ي", "يه", "يين", "يون", "يات")
# Bodies of people that belong to someone, who is told behind them.
_RETINUE = frozenset({"حراسه", "حمايه", "طاقم", "موكب", "عايله", "اسره", "مكتب", "حرس", "مرافقي"})
# Adverbs of manner in the accusative, which look like a noun's adjective: «6 مهاجرين غرقا».
_MANNER = frozenset({
    "غرقا", "شنقا", "حرقا", "رميا", "خنقا", "ذبحا", "طعنا", "جوعا", "عطشا", "بردا", "دهسا", "اختناقا", "قصفا", "غدرا",
    "تعذيبا", "ضربا", "قنصا", "ثم", "كانا", "كن", "كانتا", "صاروا", "باتوا", "اصبحوا", "اضافيا", "دفعه", "مره",
})  # fmt: skip
_PRESENT = re.compile(r"ي\w{2,}(?:ون|ان)$")
NUMERAL_ONE = frozenset({"واحد", "واحده", "واحدا"})


@functools.cache
def things() -> frozenset[str]:
    """Folded nouns of things that are counted in reports, never a victim: cars, ships, houses."""
    return frozenset(row.folded for row in lexicon.load("units") if row.sense == "unit")


def is_stop(s: Sentence, k: int) -> bool:
    """Does a noun phrase end before word `k`: punctuation, a conjunction, preposition, verb, number, mention?"""
    if k >= len(s.words):
        return True
    text = s.text(k)
    if text in _BESIDES:
        return True
    if _PUNCTUATION.fullmatch(text) and text not in _QUOTES:
        return True
    if k in s.quantities or s.mark(s.dates, k) or (any(m.i == k for m in s.places) and not _national(s, k)):
        return True
    # «سكان» is a people noun, and no «سـ + كان»; «أسرتها» a family before it is a verb with its object.
    people = s.hit(k, "victims")
    hits = s.hits[k]
    if people is not None:
        hits = [
            h
            for h in hits
            if not (
                (h.kind == "particles" and h.pro and not people.pro)
                or (h.kind == "outcomes" and h.enc and h.row.part in VERBS)
            )
        ]
    return any(_is_stop_hit(h) for h in hits)


def _national(s: Sentence, k: int) -> bool:
    """«12 جنديا ليبيا», «قتلوا مواطنا سوريا»: a nationality behind a noun in its case, spelled like the country."""
    noun = s.hit(k - 1, "victims", ("singular",))
    return noun is not None and s.text(k).endswith("يا") and s.text(k - 1).endswith("ا")


def _is_stop_hit(h: Hit) -> bool:
    if h.kind == "particles":
        return h.row.sense not in ("other", "number_of", "one_of", "noone", "source_noun")
    if h.kind == "outcomes":
        return h.row.part in ("noun", "verbal_noun", *VERBS)
    if h.kind in ("speech", "cues"):
        return h.row.part in ("verb", "preposition", "noun", "before", "stop")
    return h.kind == "means" and (h.pro in ("ب", "في") or (h.row.part == "noun" and "ال" not in h.pro))


def is_conjoined(s: Sentence, k: int) -> bool:
    """Does word `k` begin with the conjunction و (known from a lexicon, or written apart)?"""
    text = s.text(k)
    if text in NUMERAL_ONE and not s.original_text.startswith("وأ", s.original(k, k + 1)[0]):
        return False  # «بغرام واحد»
    return text == "و" or (text.startswith("و") and (not s.hits[k] or any(h.pro.startswith("و") for h in s.hits[k])))


def _participle(s: Sentence, k: int) -> bool:
    """Is word `k` an outcome noun that describes the definite noun before it: «الجنديين الأميركيين المخطوفين»?"""
    noun = s.hit(k, "outcomes", ("noun", "held"))
    return noun is not None and noun.pro == "ال" and s.text(k - 1).startswith("ال")


def _state(s: Sentence, k: int, definite: bool) -> bool:
    """«15 بحارا بريطانيا محتجزين»: a participle of captivity behind counted people is their state, no adjective."""
    held = s.hit(k, "outcomes", ("held",))
    return not definite and held is not None and held.pro == "" and s.text(k).endswith(("ين", "ون"))


def describes(s: Sentence, k: int) -> bool:
    """«سبعة عمال يعملون في …»: does a verb that tells no outcome begin a clause about those before it?"""
    return k < len(s.words) and not s.hits[k] and _PRESENT.match(s.text(k)) is not None


def _extends(s: Sentence, k: int, definite: bool, number: str) -> bool:
    """Does word `k` go on with a noun phrase: an adjective, a genitive, a nationality? `number` is that of its head."""
    text = s.text(k)
    if text in NUMERAL_ONE:
        return not is_conjoined(s, k)  # «وأحد وجهائها» is no «واحد»
    if definite and _participle(s, k):
        return True  # «الجنود المخطوفين»
    if _breaks_off(s, k, definite):
        return False
    if text in _QUOTES:
        return text in ('"', "'")
    people = s.hit(k, "victims")
    if people is not None:
        if s.text(k - 1) in _RETINUE and not people.pro:
            return True  # «أفراد حراسة مدير الأمن»
        if number == "collective" and people.pro == "ال" and not text.endswith(_NISBA):
            return False  # «قتلت الشرطة المهاجم»
        if s.text(k - 1).startswith("ال") and not text.startswith("ال"):
            return False  # «قوات الاحتلال رئيس البلدية»: behind a definite noun another begins
        return _same_number(people, number)
    return _described_by(s, k, definite, number)


def _breaks_off(s: Sentence, k: int, definite: bool) -> bool:
    """Does a noun phrase end before word `k`: a stop, a manner, a verb about those told, «بحالات اختناق», a rank?"""
    text = s.text(k)
    if is_stop(s, k) or is_conjoined(s, k) or text in _MANNER or describes(s, k) or _state(s, k, definite):
        return True
    if text in ("بصوره", "بشكل", "بطريقه"):
        return True  # «مقتل عدد من أبنائهم بصورة …»
    return not definite and (text == "برتبه" or (text.startswith("ب") and text.endswith("ات")))


def _same_number(people: Hit, number: str) -> bool:
    """«قتل ضابط متظاهرين»: another number is another noun phrase; a body («شرطة») is a genitive."""
    if people.pro.startswith(("و", "ف", "ب", "ل", "ك")):
        return False
    if number == "plural" and people.row.part == "singular" and people.row.folded.endswith("يه") and not people.pro:
        return True  # «شخصيات إعلامية»: an adjective
    return people.row.part == "collective" or not number or _agree(number, people.row.part)


def _described_by(s: Sentence, k: int, definite: bool, number: str) -> bool:
    """Is word `k`, no noun of people, an adjective or a genitive of the noun phrase before it?"""
    text = s.text(k)
    if number and s.hit(k, "titles", ("title",)) and text.startswith("ال"):
        return number == "singular"
    if text.startswith(("ب", "ل", "ك")) and text[1:3] == "ال":
        return False
    if not definite and text.endswith(("ته", "ها", "هم", "هما")):
        return False  # «فارق مواطن حياته»: no genitive of an indefinite
    nisba = s.text(k - 1).startswith("ال") and s.text(k - 1).endswith(("يه", "ي"))
    if nisba and text.startswith("ب") and not s.hits[k]:
        return False  # «قوات السلطة الانقلابية بمواكب المدينة»
    return definite or text.endswith(("ا", "ين", "ون", "ات", "ه", "ي")) or text.startswith("ال")


def _agree(a: str, b: str) -> bool:
    return a == b or {a, b} == {"plural", "dual"} or "collective" in (a, b)


def noun_end(s: Sentence, start: int, definite: bool, number: str = "") -> int:
    """The end of the noun phrase whose head is word `start`: its adjectives, genitives and «من …»."""
    k = start + 1
    head = s.row(start, "victims")
    number = number or (head.part if head is not None else "")
    # Behind a definite head only definite words go on («الشرطة العراقية», not «الشرطة مالك الفندق»).
    owned = s.hit(start, "victims")
    closed = head is not None and (
        s.text(start).removeprefix("و").startswith(("ال", "لل")) or (owned is not None and bool(owned.enc))
    )
    bracketed = s.text(k) == "("  # «عناصر (داعش)»
    body = s.mark(s.actors, k + bracketed) if head is not None and head.sense in ("combatant", "security") else None
    if bracketed and body is not None and body.i == k + 1 and s.text(body.j) == ")":
        return body.j + 1
    others = (
        closed and s.hit(k, "victims") is not None and not s.text(k).startswith("ال")
    )  # «الشرطة مسلحين»: two parties
    if body is not None and body.i == k and body.what.start == s.words[k].start and not others:
        return _trim(s, body.j)  # «عناصر تنظيم …», «قوات الجيش …»: the actor that they belong to
    while k < len(s.words) and k - start < _LONGEST_NOUN and _extends(s, k, definite, number):
        if _other_case(s, start, k):
            break
        if closed and not s.text(k).startswith("ال") and s.text(k) not in _QUOTES and s.text(k - 1) not in _QUOTES:
            break
        k += 1
    return _trim(s, _goes_on(s, start, k, number))


def _goes_on(s: Sentence, start: int, k: int, number: str) -> int:
    """The end of what goes on behind a noun phrase that ends at word `k`: «في …», «برتبة …», «من …»."""
    if (
        s.text(start).removeprefix("و").startswith(_STAYING)
        and s.text(k) in ("في", "الي", "علي", "لدي")
        and k + 1 < len(s.words)
    ):
        k += 2
        while k < len(s.words) and k - start < _LONGEST_NOUN and _extends(s, k, True, ""):
            k += 1
        return k
    if s.text(k) == "برتبه" and k + 1 < len(s.words) and s.words[k + 1].text.isalpha():
        return k + 2  # «ضابطا برتبة عميد»
    longer = s.particle(k, "preposition", "by", "outof")
    if longer is not None and longer.j > k + 1:
        return k  # «شخصا من جراء القصف»
    if s.particle(k, "partitive") is not None:
        return k  # «مدنيين من بينهم طفل»
    if s.text(k) == "من" and k + 1 < len(s.words) and not is_stop(s, k + 1) and not s.particle(k + 1, "partitive"):
        inner = k + 2
        behind = s.row(k + 1, "victims")
        actor = s.mark(s.actors, k + 1)
        if behind is None and actor is not None and actor.i == k + 1:
            return max(actor.j, inner)  # «مسلحا من حركة …»
        while inner - k < _LONGEST_NOUN and _extends(s, inner, True, number if behind is None else behind.part):
            inner += 1
        return inner
    return k


def _other_case(s: Sentence, start: int, k: int) -> bool:
    """«مسلحون مجهولون طبيبين», «حرس السواحل مهربا»: the accusative behind a nominative or a body is its object."""
    people = s.hit(k, "victims")
    if people is None or people.pro:
        return False
    if s.text(start).endswith("ون"):
        return s.text(k).endswith("ين")
    head = next(
        (
            h.row
            for k in range(start, max(-1, start - 3), -1)
            for h in s.hits[k]
            if h.kind == "victims" and h.j == start + 1
        ),
        None,
    )
    first = s.hit(start, "victims")
    plain = first is not None and "ال" not in first.pro and not first.enc and first.row.part == "singular"
    if plain and not s.text(start).endswith("ا") and s.text(k).endswith("ا") and people.row.part == "singular":
        return True  # «استهدف قناص طفلا»
    armed = head is not None and (
        head.part == "collective" or (head.part == "plural" and head.sense in ("combatant", "security"))
    )
    return armed and s.text(k).endswith("ا") and people.row.part == "singular"


def _trim(s: Sentence, end: int) -> int:
    while s.text(end - 1) in ("'", "(") or (s.text(end - 1) == '"' and _odd_quotes(s, end)):
        end -= 1
    return end


def _odd_quotes(s: Sentence, end: int) -> bool:
    return s.text(end - 2) not in ("",) and sum(s.text(k) == '"' for k in range(max(0, end - 6), end)) % 2 == 1


def hedged(
    s: Sentence, end: int, low: int, high: int | None, qualifier: Qualifier
) -> tuple[int, int, int | None, Qualifier]:
    """The end of a group and its bounds once a hedge behind it («على الأقل») is taken in."""
    if end >= len(s.words):
        return end, low, high, qualifier
    hedge = quantities.trailing_hedge(s.folded, s.words[end - 1].end)
    if hedge is None:
        return end, low, high, qualifier
    low, high, qualifier = quantities.apply_hedge(low, high, qualifier, hedge)
    while end < len(s.words) and s.words[end].start < hedge.end:
        end += 1
    return end, low, high, qualifier


def missile(s: Sentence, k: int) -> int:
    """«أصابت رصاصة طائشة طفلا»: where the missile at word `k` ends with its adjective, or `k`."""
    if not s.text(k).removeprefix("ال").startswith(_MISSILES):
        return k
    shot = s.hit(k, "means")
    end = k + 1 if shot is None else shot.j
    word = s.text(end)
    adjective = end < len(s.words) and not s.hits[end] and (word.endswith("يه") or word.startswith(_OF_MISSILES))
    return end + adjective
