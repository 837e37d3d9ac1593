"""Bring groups of people under the outcome words of a sentence: drafts of claims, before source, place and status are known.

An outcome word's lexicon row says what it is (passive or active verb, verbal noun, noun) and where its victims stand; the
constructions are named by the files of data/constructions.
"""

from __future__ import annotations

from hasila.chunks import Group, group_at, hedged, is_conjoined, is_stop, name_at, noun_end, numeral_behind
from hasila.drafts import Draft, Parse
from hasila.lexicon import Row
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_CLAUSE_MARKS = frozenset("،:;؛(")
_REACH_FORWARD = 8
_REACH_BACK = 7
_MOST_JOINED = 6
_CONDITIONED = (">", "!", "+")
# Verbs that take things as well: «أصاب الهدف», «أوقف القتال», «حرر المدينة»; «أسر» is also families.
_THINGS_TOO = frozenset({"أصاب", "أوقف", "حرر", "أسر", "احتجز", "سجن", "هجر"})
_LINKING = frozenset({"قد", "يكونون", "يكونوا", "زالا", "زالتا", "كانا", "ما", "زالوا", "زال", "زالت", "لا", "يزال", "يزالون", "تزال", "باتوا", "كانوا", "في", "عداد", "باقين", "عدوا", "يعدون", "صاروا", "لازالوا"})


def parse(s: Sentence, earlier: list[Draft]) -> list[Draft]:
    """The drafts of a sentence, in the order of their words; `earlier` are those of the sentences before."""
    p = Parse(s, earlier)
    i = 0
    while i < len(s.words):
        i = max(_step(p, i), i + 1)
    return p.finish()


def _step(p: Parse, i: int) -> int:
    """Read what begins at word `i`; where to go on."""
    s = p.s
    group = p.group(i)
    if group is not None and group.kind == "outcome" and group.numbered:
        return _outcome_counted(p, group)
    if group is not None and group.numbered and group.kind == "elided" and p.drafts and _is_share(p, group):
        return p.share(group)
    if s.text(i).removeprefix("و") == "بين" and (broken := s.hit(i + 1, "outcomes", ("noun",))) and broken.row.frame == "plural":
        return p.breakdown(i + 2, broken.row)
    if s.text(i) == "بين" and (among := _among(p, i)) is not None:
        return among
    if s.text(i).endswith(("عددهم", "عددهن")) and (counted := p.numbered_behind(i)) is not None:
        return counted
    if s.text(i) in _BESIDES and (added := _besides(p, i)) is not None:
        return added
    part = s.particle(i, "partitive")
    if part is not None and s.text(i - 1) in _LEFT:
        return part.j
    if part is not None and part.row.frame != "share":
        return p.parts(part.j, "parts")
    if p.drafts and s.text(i) in ("جميعهم", "كلهم", "جميعها", "هو", "هي") and i - p.drafts[-1].group.j <= 2:
        return max(p.told_apart(i + 1), i + 1)
    if s.particle(i, "identity") and p.drafts and p.follows_total(i):
        return p.parts(i + 1, "identity_parts")
    hit = _reading(p, i)
    if hit is None:
        return i + 1
    if hit.row.part in ("noun", "held"):
        return _bare_noun(p, hit)
    if hit.row.part == "verbal_noun":
        return _verbal_noun(p, hit)
    return _verb(p, hit)


_BESIDES = frozenset({"فضلا", "اضافه", "بالاضافه", "علاوه"})
# Verbs of leaving hospital and the like: what they count is no outcome («غادر منهم 9»).
_LEFT = frozenset({"غادر", "خرج", "غادره", "نقل", "دفن", "عولج", "تعافي"})


def _besides(p: Parse, i: int) -> int | None:
    """«…، فضلا عن سبعة آخرين»: more people of the outcome told before."""
    s = p.s
    k = i + 2
    group = p.group(k) if s.text(i + 1) in ("عن", "الي", "علي") else None
    total = next((d for d in reversed(p.drafts) if d.part_of is None), None)
    if group is None or total is None or group.kind in ("outcome", "unknown", "name") or not group.numbered:
        return None
    p.add(total.outcome, total.i, total.j, group, "coordination", row=total.row, agent=total.agent)
    return p.siblings(group.j)


def _is_share(p: Parse, group: Group) -> bool:
    """«سبعة منهم», then «واثنان …»; «، أحدهم في حال حرجة»; no verb of outcome right behind."""
    s = p.s
    if s.particle(group.j, "partitive"):
        return not any(h.kind == "outcomes" and h.row.part in VERBS for k in (group.j + 1,) if k < len(s.words) for h in s.hits[k])
    if p.drafts[-1].rule == "share" and is_conjoined(s, group.i) or p.drafts[-1].rule == "share" and s.text(group.i - 1) == "و":
        return True
    return s.text(group.i) in ("احدهم", "احداهن", "احدهما") and s.text(group.i - 1) == "،" and p.drafts[-1].low > 1


def _among(p: Parse, i: int) -> int | None:
    """«العشرات بين قتيل وجريح»: the people counted before are killed and injured together."""
    s = p.s
    first, second = s.hit(i + 1, "outcomes", ("noun",)), s.hit(i + 2, "outcomes", ("noun",))
    before = _group_before(p, i)
    if first is None or second is None or before is None or {first.row.sense, second.row.sense} != {"killed", "injured"}:
        return None
    p.add("casualties", i + 1, i + 3, before, "casualties_pair", row=first.row)
    return i + 3


def _reading(p: Parse, i: int) -> Hit | None:
    """The outcome word at `i`, read by its neighbours: «قتل» is a noun behind a preposition, else a verb."""
    s = p.s
    if i < p.consumed or s.mark(s.places, i) is not None or s.mark(s.actors, i) is not None or _in_hashtag(s, i):
        return None
    hits = [h for h in s.hits[i] if h.kind == "outcomes" and _complete(s, h)]
    whole = [h for h in s.hits[i] if h.kind in ("victims", "titles") and not h.enc]
    hits = [h for h in hits if h.row.part != "counted" and not (h.enc and (whole or not _takes_pronoun(s, h)))]
    if not hits:
        return None
    nouns = [h for h in hits if h.row.part == "verbal_noun"]
    verbs = [h for h in hits if h.row.part in VERBS]
    if nouns and verbs:
        return nouns[0] if _noun_place(s, nouns[0]) else verbs[0]
    strict = [h for h in verbs if h.row.frame.startswith(_CONDITIONED)]
    return (strict or hits)[0]


def _in_hashtag(s: Sentence, i: int) -> bool:
    text, word = s.folded.text, s.words[i]
    return text[word.end : word.end + 1] == "_" or text[word.start - 1 : word.start] == "_"


def _takes_pronoun(s: Sentence, hit: Hit) -> bool:
    """Verbs and verbal nouns take the victim as a pronoun, nouns only «جثته»."""
    if hit.enc not in ("ه", "ها", "هم", "هما", "هن") or hit.row.form in ("قتلا", "جرحا", "أسرا"):
        return False
    if hit.enc == "ه" and s.original_text[s.original(hit.i, hit.j)[1] - 1] == "ة":
        return False  # «هجرة» is a noun, no verb with its object
    return hit.row.part not in ("noun", "held") or hit.row.lemma == "جثة"


def _noun_place(s: Sentence, hit: Hit) -> bool:
    """Does the word stand where only a noun can: behind a preposition, an article or another noun?"""
    if hit.pro.endswith(("ب", "ل", "ال", "لل", "ك")) and hit.pro not in ("ف",):
        return True
    before = hit.i - 1
    if s.text(before).startswith(("حاله", "حالات", "حالتي", "عمليات", "عمليه", "جريمه", "جرايم")):
        return True
    for k in range(before, max(-1, before - 4), -1):
        if s.particle(k, "subordinator") or not s.text(k).isalpha():
            break
        if s.hit(k, "speech", ("verb",)) is not None:
            return True  # «أعلنت الحركة قتل 18 جنديا»
    particle = s.particle(before, "preposition", "presupposes", "number_of")
    if particle is not None:
        return True
    previous = s.hit(before, "cues")
    return previous is not None and previous.row.sense == "hypothetical" or s.hit(before, "speech", ("verb",)) is not None


_PRONOUNS = ("هم", "هما", "ها", "ه", "هن")


def complement(s: Sentence, hit: Hit, reach: int = _REACH_FORWARD + 4) -> int | None:
    """Where the words stand that the row's frame asks for (`>x`, `!x`, `+x`): the index behind them, or None."""
    wanted = [w.split(" ") for w in hit.row.frame.lstrip(">!+").split("|")]
    loose = hit.row.frame.startswith("+")
    back = 3 if loose else 0
    for k in range(max(0, hit.i - back), min(len(s.words), hit.j + reach)):
        if k >= hit.j and s.text(k) in ("؛", "."):
            return None
        for words in wanted:
            texts = [s.text(k + n) for n in range(len(words))]
            if texts == words or (loose and texts[0].startswith(words[0])) or _with_pronoun(texts, words):
                return k + len(words)
    return None


def _with_pronoun(texts: list[str], words: list[str]) -> bool:
    """«القبض عليهم», «سراحه»: the last word carries the victim as a pronoun."""
    return texts[:-1] == words[:-1] and any(texts[-1] == words[-1] + pronoun for pronoun in _PRONOUNS)


def _pronoun_on(s: Sentence, hit: Hit, end: int) -> str:
    """The pronoun on the word before `end` that completes an idiom, or nothing."""
    last = s.text(end - 1)
    wanted = [w.split(" ")[-1] for w in hit.row.frame.lstrip(">!+").split("|")]
    return next((pronoun for pronoun in _PRONOUNS for w in wanted if last == w + pronoun), "")


def _complete(s: Sentence, hit: Hit) -> bool:
    frame = hit.row.frame
    court = s.text(hit.j).removeprefix("ال") in ("محكمه", "قاضي", "محاكم", "قاض")
    if hit.row.lemma == "قضى" and frame == "-" and (court or s.text(hit.j).startswith("ب")):
        return False  # «قضى بإعدامه»: a ruling
    if hit.enc and hit.row.form == "إصابة" and s.original_text[s.original(hit.i, hit.j)[0] + len(hit.pro)] == "أ":
        return False  # «أصابته غارة»: the verb, of a thing
    if hit.row.lemma == "سقوط":
        if s.hit(hit.j, "outcomes", ("noun",)):
            return False
        return (g := group_at(s, hit.j)) is not None and g.kind == "people" and not s.hit(g.j, "outcomes", ("noun",))
    if hit.row.lemma in ("فقد", "سقط") and hit.row.part in VERBS and not frame.startswith("+"):
        # «فقد» is mostly فـ + قد, and things fall too: people must stand right behind.
        if hit.row.lemma == "فقد" and hit.row.folded.endswith("وا") and (s.hit(hit.i - 1, "victims") or hit.i - 2 in s.quantities):
            return True
        return (g := group_at(s, hit.j)) is not None and g.kind in ("people", "elided") and not s.hit(g.j, "outcomes", ("noun",))
    if hit.row.lemma in _THINGS_TOO and not hit.enc:
        before = s.hit(hit.i - 1, "victims") is not None and hit.row.folded.endswith("ا")
        return before or _people_behind(s, hit)
    if hit.row.form == "إطلاق" and frame == "-":
        return (g := group_at(s, hit.j)) is not None and (g.kind in ("people", "outcome"))
    if not frame.startswith(_CONDITIONED):
        return True
    end = complement(s, hit)
    if end is None:
        return False
    # «قضى على» kills only people: the one word على is too common to be enough.
    return not frame.startswith("!") or group_at(s, end) is not None


def _people_behind(s: Sentence, hit: Hit) -> bool:
    """Do people stand right behind, or counted people behind a doer?"""
    for k in range(hit.j, min(hit.j + 4, len(s.words))):
        group = group_at(s, k)
        if group is None or group.kind in ("unknown", "outcome"):
            continue
        head = group.head
        if not group.numbered and head is not None and head.part in ("collective", "plural") and head.sense in ("combatant", "security"):
            return any((g := group_at(s, n)) is not None and g.kind == "people" for n in range(group.j, min(group.j + 5, len(s.words))))
        return k == hit.j or group.numbered
    return False


def _outcome_counted(p: Parse, group: Group) -> int:
    """«20 قتيلا», «القتلى الأربعة»: the noun of the outcome is itself counted."""
    assert group.outcome is not None
    s = p.s
    if group.outcome.sense == "injured" and _dies_later(s, group):
        return group.j
    nxt = s.hit(group.j, "outcomes", ("noun",))
    pair = nxt is not None and {nxt.row.sense, group.outcome.sense} == {"killed", "injured"} and nxt.row.frame == group.outcome.frame
    if nxt is not None and pair and is_conjoined(s, group.j) and group.low > 2:
        p.add("casualties", group.i, nxt.j, group, "casualties_pair")
        return nxt.j
    draft = p.add(group.outcome.sense, group.i, group.ni or group.j, group, "outcome_noun_counted")
    newer = p.group(group.j + 1) if s.text(group.i - 1) == "من" and s.text(group.j) == "الي" else None
    if newer is not None and newer.numbered:
        p.add(group.outcome.sense, group.i, group.j, newer, "toll_reached", row=group.outcome).revises = draft
        return newer.j
    return p.siblings(group.j)


def _dies_later(s: Sentence, group: Group) -> bool:
    """«اثنان من الجرحى … فارقا الحياة»: the injured are counted as dead by the verb ahead."""
    if s.text(group.cj) != "من" and s.particle(group.i, "one_of") is None:
        return False
    return any(
        h.kind == "outcomes" and h.row.sense == "killed" and h.row.part == "passive"
        for k in range(group.j, min(group.j + 8, len(s.words))) for h in s.hits[k]
    )  # fmt: skip


def _cued(s: Sentence, hit: Hit) -> bool:
    """Does a denial, doubt or demand stand before the word?"""
    return any(h.kind == "cues" and h.row.sense in ("denied", "hypothetical", "unconfirmed") for k in range(hit.i) for h in s.hits[k])


def _pronoun(p: Parse, hit: Hit, rule: str) -> int:
    """«اغتياله», «قتلهم»: the victim is a pronoun."""
    if hit.enc in ("هم", "هن") and hit.row.part in ("verbal_noun", "noun") and not hit.row.frame.startswith("+") and not _cued(p.s, hit):
        return hit.j  # «بعد مقتلهم»: those told before, again
    low, high, qualifier = (2, None, "unstated") if hit.enc in ("هم", "هن") else (1, 1, "exact")
    if hit.enc == "هما":
        low, high, qualifier = 2, 2, "exact"
    who = _antecedent(p, hit) if low == 1 else None
    ni, nj, head = (who.ni, who.nj, who.head) if who is not None else (None, None, None)
    group = Group(hit.i, hit.j, hit.i, hit.j, low, high, qualifier, "people" if who else "elided", head, None, ni, nj)  # type: ignore[arg-type]  # the three above
    p.add(hit.row.sense, hit.i, hit.j, group, rule, row=hit.row, pronoun=True)
    return hit.j


def _antecedent(p: Parse, hit: Hit, frame: str = "") -> Group | None:
    """The person that a pronoun stands for: the last one named before it."""
    return next((g for g in reversed(p.groups) if g.j <= hit.i and (not frame or g.head is not None and frame in g.head.frame) and g.high == 1 and not g.numbered and (
        g.kind == "name" or g.definite and g.head is not None and g.head.part == "singular"
    )), None)  # fmt: skip


def _first_group(p: Parse, k: int, reach: int = _REACH_FORWARD) -> Group | None:
    """The first group from word `k` on that can be subject or object: no preposition before it, in the same clause."""
    s = p.s
    for n in range(k, min(len(s.words), k + reach)):
        if s.text(n) in _CLAUSE_MARKS or s.particle(n, "subordinator", "adversative", "relative"):
            return None
        if any(h.kind == "outcomes" and h.row.part in (*VERBS, "verbal_noun") for h in s.hits[n]):
            return None
        group = p.group(n)
        if group is None or (n == k and is_conjoined(s, n)) or (n > k and s.mark(s.places, n) is not None):
            continue
        if n == k or not _governed(s, n):
            return group
    return None


def _governed(s: Sentence, n: int) -> bool:
    """Does a preposition, written apart or as a clitic, govern word `n`?"""
    if s.particle(n - 1, "preposition") is not None:
        return True
    if any((by := s.particle(n - d, "by")) and by.j == n for d in (1, 2)):
        return True
    return any(h.pro.endswith(("ب", "ل", "ك", "لل", "بال")) for h in s.hits[n] if h.kind == "victims")


def _verbal_noun(p: Parse, hit: Hit) -> int:
    """«مقتل 3 جنود»: the act as a noun, its victims behind it."""
    s = p.s
    start = hit.j
    if hit.row.frame.startswith(_CONDITIONED) and not hit.row.frame.startswith("+"):
        start = complement(s, hit) or hit.j
        if pronoun := _pronoun_on(s, hit, start):
            hit = hit._replace(enc=pronoun, j=start)
    if hit.row.sense == "injured" and _a_wound(p, hit):
        return hit.j
    if hit.row.frame.startswith("+") and hit.row.part == "verbal_noun" and _first_group(p, hit.j, 3) is None:
        return _pronoun(p, hit._replace(enc="هم"), "verbal_noun_pronoun")
    if s.text(hit.i - 1) in ("اي", "ايه") and _zero(s, hit):
        group = Group(hit.i, hit.j, hit.i, hit.j, 0, 0, "exact", "outcome", outcome=hit.row)
        p.add(hit.row.sense, hit.i, hit.j, group, "zero", row=hit.row, zero=True)
        return hit.j
    if hit.enc:
        return _pronoun(p, hit, "verbal_noun_pronoun")
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
    group = _first_group(p, start, 4)
    if group is None and not hit.pro.endswith(("ال", "لل")) and hit.row.lemma not in ("موت", "قتل", "نزوح"):
        group = _named_victim(s, hit, start)
    if group is None:
        return start
    agent, group = _agent_first(p, start, group)
    rule = "name_after_outcome" if group.kind == "name" else "verbal_noun"
    sense = hit.row.sense
    if hit.row.lemma == "سقوط" and any(h.kind == "outcomes" and h.row.sense == "injured" for k in range(group.j, len(s.words)) for h in s.hits[k]):
        sense = "killed"  # contrasted with the injured
    p.add(sense, hit.i, hit.j, group, rule, row=hit.row, agent=agent)
    return p.siblings(group.j)


# Acts that only people suffer: an unknown word behind them is a name.
_PEOPLE_ONLY = frozenset({"مقتل", "اغتيال", "استشهاد", "مصرع", "وفاة", "اعتقال", "خطف"})


def _a_wound(p: Parse, hit: Hit) -> bool:
    """«أصيب إصابة بالغة», «قتل بإصابة في الرأس»: the wound of someone told already."""
    s = p.s
    verb_before = any(h.kind == "outcomes" and h.row.sense == "injured" and h.row.part in VERBS for h in s.hits[hit.i - 1]) if hit.i else False
    return verb_before or hit.pro in ("ب", "ل") and any(d.outcome == "killed" for d in p.drafts)


def _named_victim(s: Sentence, hit: Hit, start: int) -> Group | None:
    """An unknown name behind an act: behind acts that take things as well only where it is definite."""
    text = s.text(start)
    unknown = not s.hits[start] if start < len(s.words) else False
    if unknown and not text.startswith("ال") and (text.endswith("ه") or hit.row.lemma not in _PEOPLE_ONLY or text[:1] in "تي"):
        return None
    return name_at(s, start)


def _pair(p: Parse, hit: Hit, pair: Hit) -> int:
    """«مقتل وإصابة 20»: killed and injured in one count."""
    group = _first_group(p, pair.j, 3)
    if group is None:
        return pair.j
    p.add("casualties", hit.i, pair.j, group, "casualties_pair", row=hit.row)
    return p.siblings(group.j)


def _agent_first(p: Parse, start: int, group: Group) -> tuple[tuple[int, int] | None, Group]:
    """Two groups side by side: the doer stands first («اعتقال الشرطة ثلاثة رجال», «قتل ضابط متظاهرين»)."""
    s = p.s
    second = p.group(group.j) if group.j < len(s.words) and not is_conjoined(s, group.j) else None
    if second is None or s.text(group.j) in _CLAUSE_MARKS or second.outcome is not None and second.outcome.part != "held":
        if group.i > start and not s.particle(start, "preposition") and _plain(s, start, group.i):
            return (start, group.i), group
        return None, group
    if group.kind == "elided" or _governed(s, group.j):
        return None, group
    return (group.i, group.j), second


def _plain(s: Sentence, start: int, end: int) -> bool:
    """Are the words a bare noun phrase, with no preposition, date or mark among them?"""
    return all(
        s.text(k).isalpha() and not s.particle(k, "preposition", "relative") and s.mark(s.dates, k) is None
        for k in range(start, end)
    )


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


def _verb(p: Parse, hit: Hit) -> int:
    """A verb of outcome: passive with its victim as subject, or active with its victim as object."""
    s, row = p.s, hit.row
    if hit.enc and row.part != "passive":
        return _object_pronoun(p, hit)
    pair = s.hit(hit.j, "outcomes", VERBS)
    if pair is not None and is_conjoined(s, hit.j) and {pair.row.sense, row.sense} == {"killed", "injured"}:
        both = _first_group(p, pair.j, 3)
        if both is not None and _group_before(p, hit.i) is None:
            p.add("casualties", hit.i, pair.j, both, "casualties_pair", row=row)
            return p.siblings(both.j)
    start = hit.j
    if row.frame.startswith((">", "!")):
        start = complement(s, hit) or hit.j
        if pronoun := _pronoun_on(s, hit, start):
            return _object_pronoun(p, hit._replace(enc=pronoun, j=start))
        wanted = set(row.frame.lstrip(">!+").replace("|", " ").split(" "))
        end = next((k for k in range(hit.j, start) if s.text(k) in wanted), start)
        agent = (hit.j, end) if end > hit.j else None
        return _active(p, hit, _first_group(p, start, 4) or name_at(s, start), agent)
    group = _first_group(p, start)
    before = _group_before(p, hit.i)
    if row.part == "passive":
        return _passive(p, hit, group, before)
    return _either(p, hit, group, before)


def _object_pronoun(p: Parse, hit: Hit) -> int:
    """«قتلهم», «أربعة مسعفين تحتجزهم فصائل»: the victims stand before, as a pronoun on the verb; the doer behind."""
    if hit.enc == "ها" and _antecedent(p, hit, "women") is None:
        return hit.j  # things and animals are «ها» too
    before = _group_before(p, hit.i, claimed=True) if hit.enc != "ها" else None
    if before is not None and not before.numbered:
        before = None
    doer = p.group(hit.j)
    agent = (doer.i, doer.j) if doer is not None and not doer.numbered and not _governed(p.s, doer.i) else None
    if before is None or (before.high == 1) != (hit.enc in ("ه", "ها")):
        return _pronoun(p, hit, "object_pronoun")
    p.add(hit.row.sense, hit.i, hit.j, before, "object_pronoun", row=hit.row, agent=agent)
    return doer.j if agent is not None and doer is not None else hit.j


def _generic(s: Sentence, hit: Hit, group: Group) -> bool:
    """«يقتل ويخطف المدنيين»: a present tense over people without a number tells no happening."""
    imperfect = hit.row.folded.startswith(("ي", "ت")) and hit.row.part != "passive" and hit.row.lemma[:2] != hit.row.form[:2]
    return imperfect and not group.numbered and group.high is None and not _negated(s, hit)


def _negated(s: Sentence, hit: Hit) -> bool:
    cue = s.hit(hit.i - 1, "cues")
    return cue is not None and cue.row.sense == "zero"


def _passive(p: Parse, hit: Hit, group: Group | None, before: Group | None) -> int:
    plural = hit.row.folded.endswith(("وا", "ا", "تا")) and len(hit.row.folded) > 3
    if before is not None and (plural or group is None or group.i > hit.j and not group.numbered):
        return _svo(p, hit, before)
    if group is None and hit.row.lemma in ("استشهد", "توفي", "اغتيل"):
        group = name_at(p.s, hit.j)
    if group is None:
        return _subject_told(p, hit)
    if _generic(p.s, hit, group):
        return hit.j
    rule = "name_after_outcome" if group.kind == "name" else "passive_verb"
    p.add(hit.row.sense, hit.i, hit.j, group, rule, row=hit.row)
    _consume(p, hit)
    return p.siblings(group.j)


def _subject_told(p: Parse, hit: Hit) -> int:
    """«نقل المسعف إلى المشفى ثم استشهد»: the victim is the subject told before."""
    if hit.row.part != "passive" or hit.row.folded.endswith(("وا", "ون", "يا", "قا", "تا")):
        return hit.j
    before = next((g for g in reversed(p.groups) if g.j <= hit.i and g.high == 1 and g.kind in ("people", "name")), None)
    if before is None and not hit.row.frame.startswith("+"):
        return hit.j
    who = (before.ni, before.nj) if before is not None else (None, None)
    head = before.head if before is not None else None
    group = Group(hit.i, hit.j, hit.i, hit.j, 1, 1, "exact", "people" if before else "elided", head, None, *who)
    p.add(hit.row.sense, hit.i, hit.j, group, "subject_told", row=hit.row)
    _consume(p, hit)
    return hit.j


def _consume(p: Parse, hit: Hit) -> None:
    """The words that complete an idiom («مصرعهم») tell nothing of their own."""
    if hit.row.frame.startswith("+"):
        p.consumed = max(p.consumed, complement(p.s, hit) or 0)


def _svo(p: Parse, hit: Hit, before: Group) -> int:
    """«20 شخصا قتلوا»: the victims stand before the verb."""
    pair = p.s.hit(hit.j, "outcomes", ("passive", "either"))
    if pair is not None and is_conjoined(p.s, hit.j) and {pair.row.sense, hit.row.sense} == {"killed", "injured"} and (
        _first_group(p, pair.j, 3) is None
    ):
        p.add("casualties", hit.i, pair.j, before, "casualties_pair", row=hit.row)
        return pair.j
    for group in [*_joined_before(p, before), before]:
        p.add(hit.row.sense, hit.i, hit.j, group, "verb_after_group", row=hit.row)
    p.pending_parts(before.j, hit.i)
    _consume(p, hit)
    return hit.j


def _joined_before(p: Parse, last: Group) -> list[Group]:
    """«إن ضابطا وأربعة جنود قتلوا»: the groups joined by و in front of the last, first to last."""
    s, joined = p.s, [last]
    while len(joined) < _MOST_JOINED:
        first = joined[0]
        end = first.i - 1 if s.text(first.i - 1) == "و" else first.i if is_conjoined(s, first.i) else None
        group = next((g for g in p.groups if g.j == end and g.kind in ("people", "name") and not p.claimed(g)), None)
        if end is None or group is None or _governed(s, group.i):
            break
        joined.insert(0, group)
    return joined[:-1]


def _active(p: Parse, hit: Hit, group: Group | None, agent: tuple[int, int] | None) -> int:
    if group is None or _generic(p.s, hit, group):
        return hit.j
    p.add(hit.row.sense, hit.i, hit.j, group, "active_verb", row=hit.row, agent=agent)
    return p.siblings(group.j)


def _either(p: Parse, hit: Hit, group: Group | None, before: Group | None) -> int:
    """«قتل», «اعتقلت»: passive or active, as harakat, agreement and the order of the noun phrases say."""
    s, row = p.s, hit.row
    voice = _voice(s, hit)
    if group is not None and voice != "passive":
        agent, victim = _agent_first(p, hit.j, group)
        if agent is None and not group.numbered and (behind := _object_behind(p, group)) is not None:
            agent, victim = (group.i, group.j), behind
        if agent is None and _doer(group) and (named := name_at(s, group.j)) is not None:
            agent, victim = (group.i, group.j), named
        if agent is not None:
            return _active(p, hit, victim, agent)
        plural = row.folded.endswith("وا") and len(row.folded) > 3
        elided = row.folded.endswith("ت") and group.i == hit.j and not _feminine(group)
        doer = before is not None and not before.numbered and before.j == hit.i and group.numbered
        if (voice == "active" or row.part == "active" or plural or elided) and group.i == hit.j or doer:
            return _active(p, hit, group, (before.i, before.j) if before is not None and (plural or doer) else None)
    if row.part == "active":
        return hit.j
    return _passive(p, hit, group, before)


def _object_behind(p: Parse, group: Group) -> Group | None:
    """«اعتقلت القوات، مساء أمس، 10 مواطنين»: the people that a doer without a number did it to, over adverbs and commas."""
    s, head = p.s, group.head
    doer = head is not None and head.sense in ("combatant", "security") and head.part != "singular" or s.mark(s.actors, group.i) is not None
    if not doer:
        return None
    for k in range(group.j, min(group.j + 9, len(s.words))):
        if any(h.kind == "outcomes" for h in s.hits[k]) or s.particle(k, "relative", "subordinator", "adversative", "partitive"):
            return None
        found = p.group(k)
        if found is not None and found.kind in ("people", "elided") and (found.numbered or k == group.j) and not is_conjoined(s, k) and not _governed(s, k):
            return found
    return None


def _doer(group: Group) -> bool:
    """«خطف مسلحون …»: armed people without a number, in the nominative, do it; what follows suffers it."""
    head = group.head
    if head is None or group.numbered:
        return False
    return head.sense == "combatant" and head.form.endswith("ون") or head.part == "collective" and head.sense in ("combatant", "security")


def _feminine(group: Group) -> bool:
    head = group.head
    return head is not None and (head.frame == "women" or head.folded.endswith("ه"))


def _group_before(p: Parse, i: int, *, claimed: bool = False) -> Group | None:
    """The group that a verb at word `i` can have as its subject before it."""
    s = p.s
    held_back = p.postponed_before(i)
    if held_back is not None:
        return next((g for g in reversed(p.groups) if g.j <= held_back and g.numbered), None)
    for n in range(i - 1, max(-1, i - 2 - _REACH_BACK), -1):
        group = next((g for g in p.groups if g.j == n + 1), None)
        if group is not None:
            return None if p.claimed(group) and not claimed else group
        if s.text(n) in ("انهم", "انها", "انهما", "انه") and s.hit(n - 1, "cues"):
            continue  # «30 مهاجرا يعتقد أنهم غرقوا»: the pronoun stands for the group before
        if s.text(n) in _CLAUSE_MARKS and s.text(n) not in "()" or s.particle(n, "subordinator", "adversative"):
            return None
    return None


def _bare_noun(p: Parse, hit: Hit) -> int:
    """An outcome noun without a number before it: reached totals, bodies, zeros, bare plurals, predicates."""
    s, row = p.s, hit.row
    definite = "ال" in hit.pro or "لل" in hit.pro or bool(hit.enc)
    following = p.group(hit.j)
    if definite and "ال" in hit.pro and (numeral := numeral_behind(s, noun_end(s, hit.i, True))) is not None:
        return _numbered_behind(p, hit, numeral)
    if definite and row.frame == "singular" and row.lemma == "شهيد" and s.line_start and hit.i <= 3 and (named := _named_dead(p, hit)) is not None:
        return named
    if row.part == "noun" or s.text(hit.j) == ":":
        reached = p.reached(hit)
        if reached is not None:
            return reached
    if row.part == "held":
        subject = _subject_of_state(p, hit)
        if subject is not None:
            p.add(row.sense, hit.i, hit.j, subject, "predicate", row=row)
        return hit.j
    if hit.enc and row.lemma in ("جثة", "قتيل"):
        return _pronoun(p, hit, "verbal_noun_pronoun") if row.lemma == "جثة" else hit.j
    if _zero(s, hit):
        pair = s.hit(hit.j, "outcomes", ("noun",)) or s.hit(hit.j + 1, "outcomes", ("noun",))
        if pair is not None and {pair.row.sense, row.sense} == {"killed", "injured"} and s.text(hit.j)[:1] in "ولا":
            group = Group(hit.i, pair.j, hit.i, pair.j, 0, 0, "exact", "outcome", outcome=row)
            p.add("casualties", hit.i, pair.j, group, "zero", row=row, zero=True)
            return pair.j
        who = p.who_behind(hit.j) if s.text(hit.j) in ("بين", "في") else None
        ni, nj = who or (None, None)
        head = s.row(ni, "victims") if ni is not None else None
        group = Group(hit.i, hit.j, hit.i, hit.j, 0, 0, "exact", "outcome", head, row, ni, nj)
        p.add(row.sense, hit.i, hit.j, group, "zero", row=row, zero=True)
        return hit.j
    if row.lemma in ("جثة", "رفات") and following is not None and following.kind == "outcome":
        return hit.j
    if row.lemma == "رفات" and s.text(hit.j + 1 + (s.text(hit.j) == "قد")) == "الي":
        following = p.group(hit.j + 2 + (s.text(hit.j) == "قد"))
    if row.lemma == "جثة" and row.frame == "dual" and following is not None and following.kind == "people" and not following.numbered:
        fields = {f: getattr(following, f) for f in following.__struct_fields__}
        following = Group(**{**fields, "low": 2, "high": 2, "qualifier": "exact", "numbered": True})
    if row.lemma in ("جثة", "رفات") and following is not None and (following.numbered or "ال" not in hit.pro and following.high):
        p.add(row.sense, hit.i, hit.j, following, "body_of", row=row)
        return p.siblings(following.j)
    return _uncounted(p, hit, definite)


def _named_dead(p: Parse, hit: Hit) -> int | None:
    """«الشهيد الطفل فلان»: a line of a list of the dead."""
    group = p.group(hit.j) or name_at(p.s, hit.j)
    if group is None or group.numbered or group.high != 1:
        return None
    p.add(hit.row.sense, hit.i, hit.j, group, "named_dead", row=hit.row)
    return p.siblings(group.j)


def _numbered_behind(p: Parse, hit: Hit, numeral: int) -> int:
    s = p.s
    mark = s.quantities[numeral]
    q = mark.what
    group = Group(hit.i, mark.j, numeral, mark.j, q.low, q.high, q.qualifier, "outcome", outcome=hit.row, definite=True, numbered=True)  # type: ignore[union-attr]  # quantities only
    p.add(hit.row.sense, hit.i, mark.j, group, "outcome_noun_counted")
    return p.siblings(mark.j)


def _zero(s: Sentence, hit: Hit) -> bool:
    """A negation shortly before an indefinite outcome noun, with no count of its own: none of a group."""
    if "ال" in hit.pro:
        return False
    any_of = s.text(hit.i - 1) in ("اي", "ايه")
    for n in range(hit.i - 1, max(-1, hit.i - (9 if any_of else 8)), -1):
        cue = s.hit(n, "cues")
        if cue is not None and cue.row.sense == "zero" and cue.j <= hit.i:
            return s.text(n) not in ("لا", "ولا", "ليس") or hit.i - n <= 2 or s.text(n + 1) in ("توجد", "يوجد", "وجود")
        told = any(h.kind == "outcomes" and h.row.lemma not in ("سقوط", "سقط") for h in s.hits[n])
        if s.text(n) in _CLAUSE_MARKS or told and not any_of:
            return False
    return False


def _uncounted(p: Parse, hit: Hit, definite: bool) -> int:
    s, row = p.s, hit.row
    pair = s.hit(hit.j, "outcomes", ("noun",))
    if pair is not None and is_conjoined(s, hit.j) and {pair.row.sense, row.sense} == {"killed", "injured"} and not definite:
        count = _count_of(row)
        if row.frame == pair.row.frame and row.frame != "dual":
            group = Group(hit.i, pair.j, hit.i, pair.j, *count, "outcome", outcome=row)  # type: ignore[arg-type]
            p.add("casualties", hit.i, pair.j, group, "casualties_pair", row=row)
            return pair.j
    if row.frame == "plural" and (subject := _subject_of_state(p, hit)) is not None:
        p.add(row.sense, hit.i, hit.j, subject, "predicate", row=row)
        return hit.j
    if definite and (row.frame != "dual" or row.lemma == "جثة") or row.lemma in ("ضحية", "رهينة") and row.frame == "singular":
        return hit.j
    if row.frame == "plural" and not _stands_alone(s, hit):
        return hit.j
    if any(s.particle(n, "number_of") for n in (hit.i - 1, hit.i - 2)):
        return hit.j
    before = _group_before(p, hit.i)
    same = before is not None and (before.j == hit.i or row.frame == "singular")
    if before is not None and same and before.kind in ("people", "name") and row.folded.endswith(("ا", "ه", "ين", "ي")) and (
        row.frame != "singular" or before.high == 1
    ):
        p.add(row.sense, before.i, hit.j, before, "predicate", row=row)
        return hit.j
    if row.frame == "singular" and (s.hit(hit.i - 1, "victims") or s.hit(hit.i - 1, "titles")):
        return hit.j
    low, high, qualifier = _count_of(row)
    who = p.who_behind(hit.j)
    ni, nj = who or (None, None)
    group = Group(
        hit.i, nj or hit.j, hit.i, hit.j, low, high, qualifier, "outcome", s.row(ni, "victims") if ni is not None else None,  # type: ignore[arg-type]
        row, ni, nj, definite,
    )  # fmt: skip
    p.add(row.sense, hit.i, hit.j, group, "outcome_noun_bare", row=row)
    k = group.j
    while s.text(k) in ("واحد", "واحده", "اثنان", "اثنين"):
        k += 1
    return p.siblings(k)


def _stands_alone(s: Sentence, hit: Hit) -> bool:
    """Is a bare plural («سقوط قتلى») the thing told, and not the first part of a genitive («ضحايا الهجوم», «شهداء اليوم»)?"""
    if hit.row.lemma == "رهينة":
        return False
    told = any(s.particle(n, "support", "find") for n in range(max(0, hit.i - 4), hit.i))
    k = hit.j
    if k < len(s.words) and (s.hit(k, "means") or s.text(k).startswith("ب") and told):
        return True
    if k >= len(s.words) or s.particle(k, "preposition", "partitive", "relative", "subordinator", "adversative") or not s.text(k).isalpha():
        return told or hit.pro in ("", "و", "ب") and (k >= len(s.words) or hit.i == 0 or bool(s.particle(k, "preposition")))
    if is_conjoined(s, k):
        return True
    return told and (s.hit(k, "victims") is not None or s.text(k).endswith(("ا", "ين")) or s.mark(s.dates, k) is not None)


def _subject_of_state(p: Parse, hit: Hit) -> Group | None:
    """«خمسة أشخاص ما زالوا مفقودين», «بضعة أشخاص في عداد المفقودين»: a count, a linking verb, the outcome as predicate."""
    k = hit.i
    while k > 0 and (p.s.text(k - 1) in _LINKING or p.s.particle(k - 1, "partitive")):
        k -= 1
    if k == hit.i and not hit.pro == "":
        return None
    return next((g for g in p.groups if g.j == k and g.numbered and g.kind != "outcome"), None)


def _count_of(row: Row) -> tuple[int, int | None, str]:
    if row.frame == "singular":
        return 1, 1, "exact"
    return (2, 2, "exact") if row.frame == "dual" else (2, None, "unstated")


__all__ = ["complement", "is_stop", "parse"]
