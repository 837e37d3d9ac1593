"""Acts told as nouns, their victims behind them: «مقتل 3 جنود», «الإفراج عن 7», «12 حالة وفاة»."""

from __future__ import annotations

from hasila.chunks import Group, hedged, is_conjoined, name_at
from hasila.drafts import Parse
from hasila.nearby import agent_first, first_group
from hasila.outcome_nouns import zero
from hasila.pronouns import by_pronoun
from hasila.readings import CONDITIONED, complement, pronoun_on
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

# Acts that only people suffer: an unknown word behind them is a name.
_PEOPLE_ONLY = frozenset({"مقتل", "اغتيال", "استشهاد", "مصرع", "وفاة", "اعتقال", "خطف"})


def verbal_noun(p: Parse, hit: Hit) -> int:
    """«مقتل 3 جنود»: the act as a noun, its victims behind it."""
    s = p.s
    start = hit.j
    if hit.row.frame.startswith(CONDITIONED) and not hit.row.frame.startswith("+"):
        start = complement(s, hit) or hit.j
        if pronoun := pronoun_on(s, hit, start):
            hit = hit._replace(enc=pronoun, j=start)
    if hit.row.sense == "injured" and _a_wound(p, hit):
        return hit.j
    if hit.row.frame.startswith("+") and hit.row.part == "verbal_noun" and first_group(p, hit.j, 3) is None:
        return by_pronoun(p, hit._replace(enc="هم"), "verbal_noun_pronoun")
    if s.text(hit.i - 1) in ("اي", "ايه") and zero(s, hit):
        group = Group(hit.i, hit.j, hit.i, hit.j, 0, 0, "exact", "outcome", outcome=hit.row)
        p.add(hit.row.sense, hit.i, hit.j, group, "zero", row=hit.row, zero=True)
        return hit.j
    if hit.enc:
        return by_pronoun(p, hit, "verbal_noun_pronoun")
    if s.text(hit.i - 1) in ("حالتي", "حالتين", "حالتان", "حالتا"):
        group = Group(hit.i - 1, hit.j, hit.i - 1, hit.i, 2, 2, "exact", "elided", numbered=True)
        p.add(hit.row.sense, hit.i, hit.j, group, "cases_of", row=hit.row)
        return hit.j
    if s.text(hit.i - 1) in ("حاله", "حالات"):
        cases = next((g for g in p.groups if g.numbered and g.ci < hit.i - 1 <= g.j and g.cj == hit.i - 1), None)
        if cases is not None:
            end, low, high, qualifier = hedged(s, hit.j, cases.low, cases.high, cases.qualifier)
            group = Group(cases.i, end, cases.ci, cases.cj, low, high, qualifier, "elided", numbered=True)
            p.add(hit.row.sense, hit.i, hit.j, group, "cases_of", row=hit.row)
            return hit.j
    pair = s.hit(start, "outcomes", ("verbal_noun",))
    if pair is not None and is_conjoined(s, start) and {pair.row.sense, hit.row.sense} == {"killed", "injured"}:
        return _pair(p, hit, pair)
    if s.text(start) in ("كل", "كلا", "كلا") and s.text(start + 1) == "من":
        start += 2
    group = first_group(p, start, 4)
    if group is None and not hit.pro.endswith(("ال", "لل")) and hit.row.lemma not in ("موت", "قتل", "نزوح"):
        group = _named_victim(s, hit, start)
    if group is None:
        return start
    agent, group = agent_first(p, start, group)
    rule = "name_after_outcome" if group.kind == "name" else "verbal_noun"
    sense = hit.row.sense
    if hit.row.lemma == "سقوط" and any(
        h.kind == "outcomes" and h.row.sense == "injured" for k in range(group.j, len(s.words)) for h in s.hits[k]
    ):
        sense = "killed"  # contrasted with the injured
    p.add(sense, hit.i, hit.j, group, rule, row=hit.row, agent=agent)
    return p.siblings(group.j)


def _a_wound(p: Parse, hit: Hit) -> bool:
    """«أصيب إصابة بالغة», «قتل بإصابة في الرأس»: the wound of someone told already."""
    s = p.s
    verb_before = (
        any(h.kind == "outcomes" and h.row.sense == "injured" and h.row.part in VERBS for h in s.hits[hit.i - 1])
        if hit.i
        else False
    )
    return verb_before or hit.pro in ("ب", "ل") and any(d.outcome == "killed" for d in p.drafts)


def _named_victim(s: Sentence, hit: Hit, start: int) -> Group | None:
    """An unknown name behind an act: behind acts that take things as well only where it is definite."""
    text = s.text(start)
    unknown = not s.hits[start] if start < len(s.words) else False
    if (
        unknown
        and not text.startswith("ال")
        and (text.endswith("ه") or hit.row.lemma not in _PEOPLE_ONLY or text[:1] in "تي")
    ):
        return None
    return name_at(s, start)


def _pair(p: Parse, hit: Hit, pair: Hit) -> int:
    """«مقتل وإصابة 20»: killed and injured in one count."""
    group = first_group(p, pair.j, 3)
    if group is None:
        return pair.j
    p.add("casualties", hit.i, pair.j, group, "casualties_pair", row=hit.row)
    return p.siblings(group.j)
