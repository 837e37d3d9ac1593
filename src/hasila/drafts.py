"""Drafts of claims while a sentence is read: who is part of whom, which count replaces which."""

from __future__ import annotations

from msgspec.structs import replace

from hasila.chunks import group_at, who_behind
from hasila.groups import Group
from hasila.lexicon import Row
from hasila.phrases import is_conjoined
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_LOOK_BACK = 60
_FEW = 2
_FAR_PART = 24
_NOUN_NEAR = 8
_FAR_FROM_TOTAL = 10
_RIGHT_BEFORE = 5
# Outcomes among whose people a captive can be told («اعتقل 22 بينهم أسير محرر»).
_OF_CAPTIVES = frozenset({"detained", "released", "killed", "injured", "escaped"})
_HOSTAGES = frozenset({"كرهاين", "كرهينه", "رهاين", "رهينه", "الرهاين", "رهينتين"})


class Draft:
    """A claim being worked out: an outcome over a group, words `i` to `j` the outcome word."""

    def __init__(self, outcome: str, i: int, j: int, group: Group, rule: str, row: Row | None) -> None:
        self.outcome = outcome
        self.i = i
        self.j = j
        self.group = group
        self.rule = rule
        self.row = row
        self.part_of: Draft | None = None
        self.revises: Draft | None = None
        self.agent: tuple[int, int] | None = None
        self.zero = False
        self.pronoun = False
        self.demographics: tuple[str, ...] | None = None
        self.qualifier = group.qualifier
        self.low = group.low
        self.high = group.high
        self.counting: str | None = None
        self.since = False


def _same_people(d: Draft, outcome: str, group: Group) -> bool:
    """Does a draft tell this outcome of this group already: one count, or one person («الشهيد فلان ارتقى»)?"""
    if d.outcome != outcome:
        return False
    one = d.group.high == group.high == 1 and not d.group.numbered and not group.numbered
    return (d.group.i == group.i and d.group.cj == group.cj) or (one and d.group.i < group.j and group.i < d.group.j)


def _again(s: Sentence, d: Draft, outcome: str, group: Group) -> bool:
    """«جثة الشهيد … الشهيد الذي استشهد»: the same definite word for one or a pair, told of the same outcome before."""
    told = d.group
    few = told.high == group.high is not None and group.high <= _FEW and not (told.numbered or group.numbered)
    if d.outcome != outcome or not few or told.ni is None or group.ni is None or not group.definite:
        return False
    words = {s.text(k) for k in range(told.ni, told.nj or told.j)}
    known = s.text(group.ni).startswith("ال") or group.kind == told.kind == "name"
    return known and all(s.text(k) in words for k in range(group.ni, group.nj or group.j))


class Parse:
    """What a sentence gave so far."""

    def __init__(self, s: Sentence, earlier: list[Draft]) -> None:
        self.s = s
        self.earlier = earlier
        self.drafts: list[Draft] = []
        self.groups: list[Group] = []
        self._by_start: dict[int, Group | None] = {}
        self._postponed: list[int] = []
        self.consumed = 0
        i = 0
        while i < len(s.words):
            group = self.group(i) if s.mark(s.places, i) is None or i in s.quantities else None
            if group is None:
                i += 1
                continue
            self.groups.append(group)
            i = max(group.j, i + 1)

    def group(self, i: int) -> Group | None:
        """The group at word `i`, chunked once."""
        if i not in self._by_start:
            self._by_start[i] = group_at(self.s, i)
        return self._by_start[i]

    def claimed(self, group: Group) -> bool:
        """Does a draft already count this group?"""
        return any(group.i <= d.group.i < group.j and d.part_of is None for d in self.drafts)

    def who_behind(self, k: int) -> tuple[int, int] | None:
        """Who the people of an outcome noun that ends at `k` were, if told."""
        return who_behind(self.s, k)

    def with_who(self, group: Group, end: int) -> Group:
        """«قتلى وجرحى من الحوثيين»: the group with who both were, told behind the second noun, which ends at `end`."""
        who = self.who_behind(end) if group.ni is None else None
        return group if who is None else replace(group, head=self.s.row(who[0], "victims"), ni=who[0], nj=who[1])

    def add(
        self, outcome: str, i: int, j: int, group: Group, rule: str, *, row: Row | None = None,
        agent: tuple[int, int] | None = None, zero: bool = False, pronoun: bool = False, part_of: Draft | None = None,
    ) -> Draft:  # fmt: skip
        """Add a draft; `i` to `j` is the outcome word."""
        draft = Draft(outcome, i, j, group, rule, row or group.outcome)
        draft.agent, draft.zero, draft.pronoun, draft.part_of = agent, zero, pronoun, part_of
        if outcome == "detained" and any(
            self.s.text(k) in _HOSTAGES for k in range(min(i, group.i), min(group.j + 7, len(self.s.words)))
        ):
            draft.outcome = "abducted"
        if group.kind == "elided" and group.rows == () and self.s.particle(group.i, "ordinal"):
            self._settle_dual()
        if not any(_same_people(d, outcome, group) or _again(self.s, d, outcome, group) for d in self.drafts):
            self.drafts.append(draft)
        return draft

    def _settle_dual(self) -> None:
        """«إصابة صيادين وفقدان ثالث»: a third settles that the noun before it was a dual."""
        last = self.drafts[-1] if self.drafts else None
        if (
            last is not None
            and last.qualifier == "unstated"
            and "dual" in (last.group.head.note if last.group.head else "")
        ):
            last.low, last.high, last.qualifier = 2, 2, "exact"

    def outcome_word(self, k: int) -> bool:
        """Does an act or a verb of outcome stand at word `k`?"""
        if not self.consumed <= k < len(self.s.words):
            return False
        return any(h.kind == "outcomes" and h.row.part in (*VERBS, "verbal_noun") for h in self.s.hits[k])

    def follows_total(self, i: int) -> bool:
        """Does a counted total end right before word `i`, a comma aside?"""
        last = self.drafts[-1].group
        return (last.numbered or last.high == 2) and 0 <= i - last.j <= 9 and last.low > 1

    def told_apart(self, k: int) -> int:
        """«4 قتلى جميعهم من الرعاة», «قتيل واحد هو سائق»: who those just counted were. Where to go on."""
        s = self.s
        at = k + 1 if s.text(k) == "من" else k
        who = self.group(at)
        last = self.drafts[-1] if self.drafts else None
        if last is None or who is None or who.ni is None or who.numbered or last.group.ni is not None:
            return k
        last.group = replace(last.group, head=who.head, ni=who.ni, nj=who.nj)
        return who.j

    def parts(self, k: int, rule: str) -> int:
        """The parts behind «بينهم» or «هم» at word `k`, of the nearest total before. Where to go on."""
        totals = [d for d in self.drafts if d.part_of is None or rule == "parts"]
        loose = [g for g in self.groups if g.j <= k and g.numbered and not self.claimed(g) and g.kind != "outcome"]
        last = totals[-1] if totals else None
        if loose and (last is None or (last.group.j < loose[-1].i and last.rule != "parts")):
            self._postponed.append(k)
            return k
        if last is None:
            return k
        while last.part_of is not None and last.rule in ("parts", "identity_parts"):
            last = last.part_of
        same = self.group(k) if rule == "identity_parts" else None
        if same is not None and same.kind == "people" and (same.low, same.high) == (last.low, last.high):
            last.group = replace(last.group, head=same.head, ni=same.ni, nj=same.nj)
            return same.j  # «اثنين …، وهما امرأتان»: who they were
        if self._of_others(k, last):
            return k
        part = self.group(k)
        if part is not None and part.numbered and last.high is not None and part.low > last.high:
            return k  # more than the whole is no part
        if k - last.group.j > _FAR_PART and any(d is last for d in self.drafts):
            return k
        return self._part_list(k, last, rule)

    def _of_others(self, k: int, last: Draft) -> bool:
        """«… هددت بعزل ضباط بارزين، من ضمنهم فلان»: parts of people told right before, far from any total."""
        near = (g for g in self.groups if last.group.j < g.i and g.j <= k and k - g.j <= _RIGHT_BEFORE)
        far = k - last.group.j > _FAR_FROM_TOTAL
        return far and any(g.kind == "people" and g.high is None and not self.claimed(g) for g in near)

    def postponed_before(self, i: int) -> int | None:
        """Where parts were met whose total has no verb yet, before word `i`."""
        return self._postponed[0] if self._postponed and self._postponed[0] < i else None

    def pending_parts(self, start: int, end: int) -> None:
        """Read the parts that were met between a group and the verb that counts it."""
        for k in [k for k in self._postponed if start <= k <= end]:
            self._postponed.remove(k)
            self._part_list(k, self.drafts[-1], "parts")

    def breakdown(self, k: int, outcome: Row, noun: int | None = None) -> int:
        """«من بين القتلى 4 أطفال وامرأتان»: parts of the total of that outcome told before, maybe sentences ago."""
        s = self.s
        noun = k - 1 if noun is None else noun
        k = self._past_clause(k)
        while s.text(k).startswith("ال") and (g := self.group(k)) is not None and not g.numbered and g.kind == "people":
            k += 1  # «من بين القتلى المدنيين 40 طفلا»
        while k < len(s.words) and (
            s.text(k) in (":", "ايضا", "،") or s.mark(s.dates, k) or (not self.group(k) and s.text(k).isalpha())
        ):
            if self.outcome_word(k) or s.particle(k, "subordinator") or (s.particle(k, "relative") and k > noun + 1):
                return k
            k += 1
        total = main_total([*self.earlier[-_LOOK_BACK:], *self.drafts], outcome.sense)
        if self.group(k) is None:
            return k
        if total is None:
            total = Draft(outcome.sense, k, k + 1, self.group(k), "parts", outcome)  # type: ignore[arg-type]  # checked above
        return self._part_list(k, total, "breakdown", noun)

    def _past_clause(self, k: int) -> int:
        """«بين القتلى الذين سقطوا في الاشتباكات ثلاثة أطفال»: the count behind a relative clause; else `k`."""
        if self.s.particle(k, "relative") is None:
            return k
        for n in range(k + 1, min(k + _FAR_FROM_TOTAL, len(self.s.words))):
            group = self.group(n)
            if group is not None and group.numbered and group.kind == "people":
                return n
            if self.s.text(n) in "،؛.:":
                break
        return k

    def _part_list(self, k: int, total: Draft, rule: str, noun: int | None = None) -> int:
        s = self.s
        # A total of an earlier sentence has no words here: the part is told by its own, from the word for the outcome.
        own = (max(k - 1, 0), k) if noun is None else (noun, noun + 1)
        i, j = (total.i, total.j) if any(d is total for d in self.drafts) else own
        plain: Draft | None = None
        while k < len(s.words):
            at = k + 1 if s.text(k) in ("و", "،", "ايضا", ":") and not self.outcome_word(k + 1) else k
            at = at + 1 if s.text(at) == "و" and at > k else at
            at = at + 1 if s.text(at).removeprefix("و") in ("جثث", "جثامين") and self.group(at + 1) else at
            group = self.group(at)
            if group is None and at < len(s.words) and not s.hits[at] and self.group(at + 1) and s.text(at).isalpha():
                group = self.group(at + 1)
            if group is None or (group.kind == "elided" and not group.numbered) or self.outcome_word(at):
                return k
            told = s.hit(at, "outcomes", ("noun", "held"))
            captive = told is not None and told.row.part == "held" and total.outcome in _OF_CAPTIVES
            if told is not None and not group.numbered and not captive:
                return k
            cases = s.text(group.cj) in ("حاله", "حالات") and self.outcome_word(group.cj + 1)  # «بينهم 15 حالة وفاة»
            if cases or (
                group.outcome is not None and group.kind == "outcome" and group.outcome.sense != total.outcome
            ):
                return k
            if total.high is not None and group.low > total.high:
                self.add(total.outcome, i, j, group, "coordination", row=total.row, agent=total.agent)
                return group.j  # «17 جنديا بينهم 4 ضباط، وأكثر من مئة مسلح»: no part is larger than its total
            if plain is not None and not group.numbered and group.qualifier == "unstated":
                self.merge(plain, group)
            else:
                draft = self.add(total.outcome, i, j, group, rule, row=total.row, agent=total.agent, part_of=total)
                if s.text(group.i) in ("اي", "ايه"):
                    draft.low, draft.high, draft.qualifier, draft.zero = 0, 0, "exact", True
                plain = draft if not group.numbered and group.qualifier == "unstated" else None
            k = group.j
            k = self.past_age(k)
            if not (is_conjoined(s, k) or s.text(k) == "و" or (s.text(k) == "،" and is_conjoined(s, k + 1))):
                return k
        return k

    def numbered_behind(self, i: int) -> int | None:
        """«قضى ركابها وعددهم 21»: the number of those just told without one."""
        group = next(
            (g for k in range(i + 1, min(i + 4, len(self.s.words))) if (g := self.group(k)) is not None and g.numbered),
            None,
        )
        last = self.drafts[-1] if self.drafts else None
        told = last is not None and last.group.numbered and last.qualifier != "unstated"
        if group is not None and (noun := self._noun_numbered(i)) is not None:
            self.add(noun.row.sense, noun.i, noun.j, group, "outcome_noun_counted", row=noun.row)
            return group.j
        if group is None or last is None or told or last.high == 1:
            return None
        last.low, last.high, last.qualifier = group.low, group.high, group.qualifier
        last.group = replace(last.group, ci=group.ci, cj=group.cj, numbered=True, low=group.low, high=group.high)
        return group.j

    def _noun_numbered(self, i: int) -> Hit | None:
        """«الجرحى المقرر نقلهم وعددهم 6»: the definite outcome noun shortly before that nothing counts yet."""
        s = self.s
        for k in range(i - 1, max(-1, i - _NOUN_NEAR), -1):
            noun = s.hit(k, "outcomes", ("noun", "held"))
            if noun is not None and noun.row.frame == "plural" and noun.pro.endswith(("ال", "لل")):
                untold = not any(d.group.i <= k < d.group.j or d.i >= k for d in self.drafts)
                return noun if untold and not s.particle(k - 1, "number_of") else None
            if not s.text(k).isalpha() or any(h.kind in ("outcomes", "victims") and not h.enc for h in s.hits[k]):
                return None
        return None

    def share(self, group: Group) -> int:
        """«28 منهم في حال حرجة», «أربعون منهم أطفال»: a number, then the partitive: a part of the total told before."""
        s = self.s
        k = group.j + 1
        total = self.drafts[-1]
        while total.part_of is not None and total.rule in ("parts", "share"):
            total = total.part_of
        if s.text(k) == "من" and s.hit(k + 1, "victims") is not None:
            k += 1  # «خمسة منهم من رجال الأمن»
        noun = self.group(k)
        outcome = s.hit(k, "outcomes", ("noun",))
        if outcome is not None:
            whole = total if outcome.row.sense == total.outcome else None
            self.add(outcome.row.sense, k, k + 1, group, "share", row=outcome.row, part_of=whole)
            return k + 1
        if noun is not None and noun.kind == "people" and not noun.numbered and noun.ni is not None:
            group = replace(group, kind="people", head=noun.head, ni=noun.ni, nj=noun.nj, j=noun.j)
            k = noun.j
        if group.ni is None and total.group.ni is not None and any(d is total for d in self.drafts):
            group = replace(group, kind="people", head=total.group.head, ni=total.group.ni, nj=total.group.nj)
        self.add(total.outcome, total.i, total.j, group, "share", row=total.row, agent=total.agent, part_of=total)
        return k

    def past_age(self, k: int) -> int:
        """The word behind an age: «(40 عاما)», «عمره 40 يوما», «، 12 عاما»."""
        s = self.s
        if s.text(k) == "(":
            close = next((n for n in range(k, min(k + 9, len(s.words))) if s.text(n) == ")"), None)
            return close + 1 if close is not None else k
        at = k + 1 if s.text(k) == "،" or s.text(k).startswith("عمر") else k
        if at in s.quantities and at > k and self.group(at) is None:
            return s.quantities[at].j + 1
        return k

    def merge(self, plain: Draft, group: Group) -> None:
        """«بينهم نساء وأطفال»: parts without numbers are one claim."""
        mine = plain.demographics or (_demographics(plain.group.head))
        plain.demographics = tuple(dict.fromkeys((*mine, *_demographics(group.head))))
        old = plain.group
        plain.group = replace(old, j=group.j, nj=group.nj, cj=group.cj)

    def finish(self) -> list[Draft]:
        """The drafts in the order of their words."""
        return self.drafts


def main_total(drafts: list[Draft], outcome: str, at_least: int = 2) -> Draft | None:
    """The total of an outcome that a later breakdown divides: the largest told, no war-long one, none replaced."""
    replaced = [d.revises for d in drafts]
    fit = [
        d
        for d in drafts
        if d.outcome == outcome
        and d.part_of is None
        and d.low >= at_least
        and not d.since
        and not any(d is r for r in replaced)
    ]
    return max(fit, key=lambda d: d.low, default=None)


def _demographics(head: Row | None) -> tuple[str, ...]:
    return () if head is None or head.frame == "-" else tuple(head.frame.split(","))
