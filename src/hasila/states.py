"""What became of people told before: «ما زالوا محتجزين», «المحامي فلان المعتقل منذ …», «أردته قتيلا»."""

from __future__ import annotations

from hasila.drafts import Parse
from hasila.groups import Group
from hasila.phrases import is_conjoined
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_TWO = 2
_THAT_THEY = frozenset({"انهم", "بانهم", "انهما"})
_WOUNDS = ("بجر", "باصاب", "برصاص", "بطلق", "بشظا", "بحرو", "بالرصاص", "بكسور", "بعيار", "بنيران")
_LINKING = frozenset(
    {
        "قد",
        "يكونون",
        "يكونوا",
        "زالا",
        "زالتا",
        "كانا",
        "ما",
        "زالوا",
        "زال",
        "زالت",
        "لا",
        "يزال",
        "يزالون",
        "تزال",
        "باتوا",
        "كانوا",
        "في",
        "عداد",
        "باقين",
        "عدوا",
        "يعدون",
        "صاروا",
        "لازالوا",
    }
)


def captive(p: Parse, hit: Hit) -> Group | None:
    """«المحامي فلان المعتقل مع …», «الصحافية فلانة المخطوفة منذ شهر»: what became of one person named before."""
    s = p.s
    of_captives = hit.row.sense in ("detained", "abducted", "missing") and hit.row.frame == "singular"
    told = (
        s.particle(hit.j, "preposition") is not None
        or s.text(hit.j) in ("منذ", "مع", "لدي")
        or s.text(hit.j)[:1] == "ب"
    )
    if not of_captives or hit.pro != "ال" or not told:
        return None
    return next((g for g in p.groups if g.j == hit.i and g.kind == "name" and not g.numbered), None)


def lost_thing(s: Sentence, hit: Hit) -> bool:
    """«سيارة مفقودة», «لا وثائق مفقودة»: an adjective of a thing."""
    thing = hit.i > 0 and not s.hits[hit.i - 1] and s.text(hit.i - 1).isalpha() and not is_conjoined(s, hit.i)
    single = hit.row.sense == "missing" and hit.row.frame == "singular"
    return single and thing and "ال" not in hit.pro and hit.i - 1 not in s.quantities


def felled(p: Parse, hit: Hit) -> bool:
    """«أردته قتيلا», «سقط صريعا»: the verb before tells it already."""
    last = p.drafts[-1] if p.drafts else None
    if any(h.kind == "outcomes" and h.enc and h.row.part in VERBS for h in p.s.hits[hit.i - 1][: hit.i]):
        return True  # «… فأرداه قتيلا»
    return last is not None and last.outcome == hit.row.sense and 0 <= hit.i - last.j <= 1 and last.j > last.group.ci


def _share(p: Parse, k: int) -> bool:
    """«معظمهم جرحى» tells of those before; «بينهم جرحى» of some of them."""
    part = p.s.particle(k, "partitive")
    return part is not None and part.row.form not in ("بينهم", "بينهن", "من بينهم", "بينها")


def subject_of_state(p: Parse, hit: Hit) -> Group | None:
    """«خمسة أشخاص ما زالوا مفقودين», «بضعة أشخاص في عداد المفقودين»: count, linking verb, outcome as predicate."""
    k = hit.i
    while k > 0 and (p.s.text(k - 1) in _LINKING or _share(p, k - 1)):
        k -= 1
    if p.s.text(k - 1) in _THAT_THEY and p.s.hit(k - 2, "cues") is not None:
        k -= 2  # «مئة شخص يقال إنهم محتجزون»
    if p.s.text(k - 1) == "،" and k < hit.i:
        k -= 1
    if k == hit.i and hit.pro != "":
        return _of_those_counted(p, hit)
    if k == hit.i and hit.row.part == "held" and (some := _unnumbered(p, hit)) is not None:
        return some
    return next((g for g in p.groups if g.j == k and (g.numbered or g.high == _TWO) and g.kind != "outcome"), None)


def _of_those_counted(p: Parse, hit: Hit) -> Group | None:
    """«101 من الصيادين المصريين، المحتجزين لدى …», «عددا من الشبان المصابين»: what all those counted suffered."""
    s = p.s
    sick = hit.row.sense == "injured" and s.text(hit.j).startswith("ب") and not s.text(hit.j).startswith(_WOUNDS)
    if hit.pro != "ال" or hit.row.frame != "plural" or sick:
        return None
    end = hit.i - (s.text(hit.i - 1) == "،")
    near = (g for g in p.groups if g.i < hit.i and (g.j > hit.i or g.j == end))
    group = next((g for g in near if g.numbered and g.kind == "people"), None)
    of = None if group is None else group.cj - (s.text(group.cj - 1) == "من")
    of_all = (
        group is not None
        and of is not None
        and s.text(of) == "من"
        and s.text(of + 1).startswith("ال")
        and group.high != 1
    )
    return group if group is not None and of_all and not p.claimed(group) else None


def _unnumbered(p: Parse, hit: Hit) -> Group | None:
    """«مواطنين أميركيين محتجزين في …»: people without a number, and right behind them that they are held."""
    group = next((g for g in p.groups if g.j == hit.i and g.kind == "people" and not g.numbered), None)
    some = group is not None and group.high is None and not group.definite and hit.row.frame == "plural"
    return group if group is not None and some and not p.claimed(group) else None
