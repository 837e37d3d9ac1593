"""What each source says of one incident: its claims in order, and those that are set aside, each with its reason.

Rules by their numbers in the toll's rules (docs/method.md): 1 only what is asserted of this incident counts; 2 the
source is who the figure comes from, and a copy adds nothing; 3 a recall never replaces what a source said directly, a
revised figure is replaced; and a zero of an accused party, or of one that held those concerned, is a position.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hasila.copies import Copy, inside
from hasila.fold import fold
from hasila.happenings import is_bare, is_period
from hasila.incidents import Gathered
from hasila.model import Claim, Member, Outcome, Reading, Reason, Span
from hasila.sources import Voice, holds, is_accused, mention, stem, tell_apart

DENIED = Reason("denied", "منفي")
HYPOTHETICAL = Reason("hypothetical: a threat, a fear or a condition", "افتراضي: تهديد أو خشية أو شرط")
UNCONFIRMED = Reason("unconfirmed: the text itself doubts it", "غير مؤكد: النص نفسه يشكك فيه")
CUMULATIVE = Reason(
    "cumulative: a total over several happenings or a span of time", "تراكمي: مجموع حوادث عدة أو مدة من الزمن"
)
COPY = Reason("a copy adds nothing", "النسخة لا تضيف شيئا")
BARE = Reason("a reference without a count", "إشارة بلا عدد")
ELSEWHERE = Reason("of no happening that is told here", "لا يخص حادثة مروية هنا")
POSITION = Reason(
    "a position: a zero from a party accused of the harm, or that held those concerned",
    "موقف: صفر من طرف متهم بالأذى أو كان يحتجز المعنيين",
)
RECALL = Reason("a recall does not replace what the source said directly", "الاستذكار لا يحل محل ما قاله المصدر مباشرة")
REVISED = Reason("superseded: the text gives the figure that replaced it", "مستبدل: يذكر النص الرقم الذي حل محله")

_STATUS = {"denied": DENIED, "hypothetical": HYPOTHETICAL, "unconfirmed": UNCONFIRMED}
_OTHERS = frozenset(("اخرين", "اخرون", "اخران", "اخر", "اخري", "اخريات", "غيرهم", "غيره"))
_HELD = frozenset(("سجن", "معتقل", "محتجز", "توقيف", "احتجاز"))


class Said(NamedTuple):
    """A claim as a source's statement. `when` orders a source's statements; `recall` is of a report about something
    else.

    `at` is where its quote stands in the text ((-1, -1): unknown); `others` is set where the words say «آخرين»,
    `included` where a total of the text that revises an earlier one does so by just this addition.
    """

    member: Member
    claim: Claim
    voice: Voice
    when: tuple[str, str]
    recall: bool
    at: tuple[int, int] = (-1, -1)
    others: bool = False
    included: bool = False

    @property
    def day(self) -> str:
        """The day of the report, or empty."""
        return self.when[0]


class Statements(NamedTuple):
    """The statements that count, in order, why others are set aside, and every claim's voice and outcome."""

    said: tuple[Said, ...]
    aside: Mapping[Member, Reason]
    voices: Mapping[Member, Voice]
    outcomes: Mapping[Member, Outcome]


def statements(
    incident: Gathered, known: Mapping[str, Reading], voices: Mapping[Member, Voice], *, positions: bool = True
) -> Statements:
    """The incident's claims by source. Parts of a wave are not in; they have statements of their own.

    `positions`: are zeros of accused or holding parties set aside?
    """
    inside_of = frozenset(incident.members)
    claims = {m: _within(m, known[m.report].claims[m.claim], inside_of) for m in incident.members}
    copied = _copied(incident.copies, known)
    accused = sorted({c.perpetrator for c in claims.values() if c.perpetrator})
    aside: dict[Member, Reason] = {m: _float_reason(known[m.report].claims[m.claim]) for m in incident.floating}
    for m, c in claims.items():
        if (
            reason := _set_aside(c) or copied.get(m) or (_position(m, c, known, accused) if positions else None)
        ) is not None:
            aside[m] = reason
    for m in _revised(claims, aside):
        aside[m] = REVISED
    grown = _grown(claims)
    kept = (_said(m, c, voices[m], incident, known) for m, c in claims.items() if m not in aside)
    kept = (s._replace(included=s.member in grown) for s in kept)
    said = _without_recalls(sorted(kept, key=lambda s: (s.when, s.member)), aside)
    everything = [*incident.members, *incident.floating]
    return Statements(tuple(said), aside, voices, {m: known[m.report].claims[m.claim].outcome for m in everything})


def _within(m: Member, claim: Claim, members: frozenset[Member]) -> Claim:
    """A part of a total that is not of this incident (a wave's, a day's) is a total here."""
    if claim.part_of is None or Member(m.report, claim.part_of) in members:
        return claim
    return msgspec.structs.replace(claim, part_of=None)


def voices(incident: Gathered, known: Mapping[str, Reading]) -> dict[Member, Voice]:
    """Who speaks in each claim of the incident's reports, its parts' too, told apart over all of them.

    Every source that the reports name is looked at, so that «الوزارة» finds its ministry whatever else the incident
    holds.
    """
    members = [*incident.members, *(m for p in incident.parts for m in p.members)]
    reports = sorted({m.report for m in members})
    named = {Member(r, i): mention(known[r].document, c) for r in reports for i, c in enumerate(known[r].claims)}
    told = tell_apart(list(named.values()))
    return {m: told[n] for m, n in named.items()}


def _said(m: Member, c: Claim, voice: Voice, incident: Gathered, known: Mapping[str, Reading]) -> Said:
    document = known[m.report].document
    published = document.published or ""
    when = (published[:10], published[10:] if voice.own else "")
    at = _place_of(c, document.text)
    return Said(m, c, voice, when, m.report not in incident.reports, at, _says_others(c, document.text, at))


def _place_of(claim: Claim, text: str) -> tuple[int, int]:
    if (span := claim.spans.get("quote")) is not None:
        return span.start, span.end
    at = text.find(claim.quote) if claim.quote else -1
    return (at, at + len(claim.quote)) if at >= 0 else (-1, -1)


def _says_others(claim: Claim, text: str, at: tuple[int, int]) -> bool:
    """Do the words of the count, or the two after them, say that these are people beside others just told?"""
    after = text[at[1] : at[1] + 40].split()[:2] if at[1] > 0 else []
    words = fold(" ".join((claim.quote, claim.victims or "", *after))).text
    return any(w.strip(".,:;()\"'،؛") in _OTHERS for w in words.split())


def _float_reason(claim: Claim) -> Reason:
    return _set_aside(claim) or ELSEWHERE


def _set_aside(claim: Claim) -> Reason | None:
    """Rule 1."""
    if claim.status != "asserted":
        return _STATUS[claim.status]
    if is_period(claim):
        return CUMULATIVE
    return BARE if is_bare(claim) else None


def _copied(copies: Iterable[Copy], known: Mapping[str, Reading]) -> dict[Member, Reason]:
    """Rule 2: a copy's claims add nothing when the original has them too, or when their words are the original's."""
    found: dict[Member, Reason] = {}
    for copy in copies:
        old = {(c.outcome, c.low, c.high, c.status) for c in known[copy.original].claims}
        for i, c in enumerate(known[copy.copy].claims):
            if (c.outcome, c.low, c.high, c.status) in old or _in_passage(c, copy, known[copy.copy].document.text):
                found[Member(copy.copy, i)] = COPY
    return found


def _in_passage(claim: Claim, copy: Copy, text: str) -> bool:
    at = _place_of(claim, text)
    return at[0] >= 0 and inside(Span(*at), copy.passages)


def _position(m: Member, c: Claim, known: Mapping[str, Reading], accused: Sequence[str]) -> Reason | None:
    """A zero stated by a party accused of the harm, or that held or guarded those concerned."""
    if c.high != 0:
        return None
    outlet = known[m.report].document.outlet or ""
    if is_accused(c.source, outlet, accused):
        return POSITION
    return POSITION if _captive(c) and holds(c.source, outlet) else None


def _captive(claim: Claim) -> bool:
    words = {stem(w) for w in fold(f"{claim.place or ''} {claim.victims or ''}").text.split()}
    return claim.victim_status == "detainee" or bool(words & _HELD)


def _revised(claims: Mapping[Member, Claim], aside: Mapping[Member, Reason]) -> list[Member]:
    """Rule 3: what a counting claim revises, and the parts of it."""
    gone = {
        Member(m.report, c.revises)
        for m, c in claims.items()
        if c.revises is not None and m not in aside and c.revises != m.claim
    }
    while True:
        parts = {m for m, c in claims.items() if c.part_of is not None and Member(m.report, c.part_of) in gone} - gone
        if not parts:
            return sorted(m for m in gone if m in claims and m not in aside)
        gone |= parts


def _grown(claims: Mapping[Member, Claim]) -> frozenset[Member]:
    """Additions that are the step from a revised total to its reviser: 14 after 11, with three more bodies."""
    steps = {
        (m.report, c.outcome, c.low - claims[old].low)
        for m, c in claims.items()
        if c.revises is not None and (old := Member(m.report, c.revises)) in claims
    }
    added = (m for m, c in claims.items() if c.counting == "addition" and (m.report, c.outcome, c.low) in steps)
    return frozenset(added)


def _without_recalls(said: Sequence[Said], aside: dict[Member, Reason]) -> list[Said]:
    """Rule 3: where a source spoke directly of an outcome, recalls of it are set aside; else they stand."""
    direct = {(s.voice.key, s.claim.outcome) for s in said if not s.recall}
    kept = []
    for s in said:
        if s.recall and (s.voice.key, s.claim.outcome) in direct:
            aside[s.member] = RECALL
        else:
            kept.append(s)
    return kept
