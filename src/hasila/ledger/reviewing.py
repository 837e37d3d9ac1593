"""What people decide, each decision an entry signed with a name and given a reason. Nothing is edited: a later
decision stands.

A decision on a claim keeps the claim as the person left it. A decision on incidents names claims, not incidents,
whose ids may change when earlier reports come in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from hasila.errors import UsageError
from hasila.ledger import gathering, kept, projections, standing
from hasila.ledger.chain import Entry, canonical
from hasila.ledger.engine import Engine
from hasila.ledger.kept import Kept
from hasila.ledger.readings import Reckoned, figures, in_order, members_of, reported
from hasila.ledger.store import Store
from hasila.model import Claim

Verdict = Literal["accepted", "corrected", "rejected", "added", "unreviewed"]


class Signed(msgspec.Struct, frozen=True):
    """Who decides, and why."""

    by: str
    reason: str = ""

    def parts(self) -> dict[str, bytes]:
        """The signature as parts beside the chain. Raises `UsageError` where no name is given."""
        if not self.by.strip():
            raise UsageError("a decision is signed; give your name with --by")
        return {"by": self.by.strip().encode(), "reason": self.reason.encode()}


def decide(
    store: Store, claim: str, verdict: Verdict, signed: Signed, fields: Mapping[str, Any] | None = None
) -> Entry:
    """Accept, correct (`fields` of the claim with their new values), reject or reopen a claim, by its id.

    Raises `UsageError` for a claim that there is not, fields that make no claim, or an override without a reason.
    """
    if verdict in ("corrected", "rejected") and not signed.reason.strip():
        raise UsageError("what overrides the reading needs a reason; give one with --reason")
    document, _, _ = claim.partition(":c")
    with store.write():
        row = store.one("SELECT data, nullif(machine, x'') FROM claims WHERE id = ?", (claim,))
        if row is None:
            raise UsageError(f"the ledger has no claim {claim!r}")
        was = kept.decode_one(row[1] if verdict == "unreviewed" and row[1] is not None else row[0])
        holds = corrected(was, fields or {}, reported(store, document).reading.document.text)
        return _decide(store, document, holds, verdict, signed)


def add_claim(store: Store, document: str, fields: Mapping[str, Any], signed: Signed) -> Entry:
    """A claim that the engine missed, by the words that a person selected: `fields` with `quote` and its span."""
    with store.write():
        text = reported(store, document).reading.document.text
        (last,) = store.one("SELECT max(number) FROM claims WHERE document = ?", (document,)) or (None,)
        blank = Claim("", "killed", 0, None, "unstated", rule="person")
        holds = corrected(Kept(int(last or 0) + 1, blank), fields, text)
        if not holds.claim.quote:
            raise UsageError("a claim needs the words that make it; give quote, or its span")
        return _decide(store, document, holds, "added", signed)


def _decide(store: Store, document: str, holds: Kept, verdict: str, signed: Signed) -> Entry:
    facts = {"number": holds.number, "verdict": verdict}
    return projections.record(store, "decided", [document], facts, {**signed.parts(), "claim": kept.encode_one(holds)})


def corrected(was: Kept, fields: Mapping[str, Any], text: str) -> Kept:
    """A claim with new values; the span of each new wording is found in the text. Raises `UsageError`."""
    built = {**msgspec.to_builtins(was.claim), **fields}
    # A wording that is not in the text has no span; that of the wording before it is no longer true.
    told = msgspec.to_builtins(was.claim)["spans"]
    built["spans"] = {k: v for k, v in told.items() if k not in fields} | _spans(fields, text)
    links = [built.pop(name, None) if name in fields else getattr(was, name) for name in ("part_of", "revises")]
    for name in ("part_of", "revises"):
        built.pop(name, None)
    try:
        claim = msgspec.convert(built, Claim)
    except msgspec.ValidationError as error:
        raise UsageError(f"makes no claim: {error}") from error
    unknown = sorted(set(fields) - set(Claim.__struct_fields__))
    if unknown:
        raise UsageError(f"a claim has no field {unknown[0]!r}; it has {', '.join(Claim.__struct_fields__)}")
    if claim.low < 0 or (claim.high is not None and claim.high < claim.low):
        raise UsageError(f"bounds {claim.low} to {claim.high} make no range")
    if not all(link is None or (isinstance(link, int) and link != was.number) for link in links):
        raise UsageError("part_of and revises name another claim of the report by its number")
    return Kept(was.number, claim, *links)


def _spans(fields: Mapping[str, Any], text: str) -> dict[str, list[int]]:
    """Where new words stand: where `spans` says so, if they do stand there; else where they first do."""
    found = {}
    given = fields.get("spans") or {}
    for name in ("quote", "victims", "perpetrator", "place", "source"):
        words = fields.get(name)
        if not isinstance(words, str) or not words:
            continue
        start = given[name][0] if name in given else -1
        at = start if start >= 0 and text.startswith(words, start) else text.find(words)
        if at >= 0:
            found[name] = [at, at + len(words)]
    return found


def confirm(store: Store, engine: Engine, incident: str, signed: Signed, grade: str | None = None) -> Entry:
    """Confirm an incident as it stands now: its claims, its figures, a grade.

    In a large ledger it is confirmed as it was last reckoned. Raises `UsageError` where there is no such incident or
    grade, or another process wrote meanwhile.
    """
    head = store.head()
    gathering.refresh(store, engine)
    if store.head() != head:
        raise UsageError("the ledger was changed meanwhile; look at the incident again, then confirm it")
    return confirm_as_reckoned(store, incident, signed, grade)


def confirm_as_reckoned(
    store: Store, incident: str, signed: Signed, grade: str | None = None, seen: str | None = None
) -> Entry:
    """Confirm an incident as the table has it, which is what a person who looks at it sees.

    If the ledger has moved on since it was reckoned, the next reckoning finds it `changed`. `seen` is the `sight` of
    what the person saw. Raises `UsageError` where there is no such incident or grade, or it is another than that.
    """
    if grade is not None and grade not in gathering.GRADES:
        raise UsageError(f"{grade!r} is no grade; give one of {', '.join(gathering.GRADES)}")
    with store.write():
        found = next((row.incident for row in gathering.incidents(store, "id = ?", (incident,))), None)
        here = standing.stand(store)
        if found is None or here is None:
            raise UsageError(f"the ledger has no incident {incident!r}; `hasila status --reckon` reckons them anew")
        reckoned = standing.as_reckoned(store, found)
        if seen is not None and seen != sight(reckoned):
            raise UsageError("the incident was changed meanwhile; look at it again, then confirm it")
        members = members_of(found, reckoned)
        facts = {
            "incident": incident, "members": members, "grade": grade or gathering.grade(found),
            "method": here.method, "version": here.version,
        }  # fmt: skip
        parts = {**signed.parts(), "figures": figures(found, reckoned)}
        with standing.unmoved(store):
            entry = projections.record(store, "incident_confirmed", _documents(members), facts, parts)
        gathering.restate(store, members)
        return entry


def sight(reckoned: Reckoned) -> str:
    """A digest of what a person sees who looks at one incident: its claims and its figures."""
    (incident,) = reckoned.incidents
    told = canonical([list(members_of(incident, reckoned)), figures(incident, reckoned).decode()])
    return hashlib.sha256(told).hexdigest()[:32]


def note(store: Store, incident: str, signed: Signed) -> Entry:
    """Note something on an incident, as the signature's reason; it is withheld with any of its documents."""
    if not signed.reason.strip():
        raise UsageError("a note needs words")
    members = gathering.claims_of(store, gathering.incident(store, incident).id)
    with store.write(), standing.unmoved(store):
        parts = {"by": signed.parts()["by"], "note": signed.parts()["reason"]}
        return projections.record(store, "incident_noted", _documents(members), {"incident": incident}, parts)


def merge(store: Store, a: str, b: str, signed: Signed) -> Entry:
    """Two incidents, by id, are one happening: each report of the one and each of the other tell of the same.

    Every two of them are named, since a report that is named with one alone would be torn away from the others; and
    what a split said of their claims is taken back.
    """
    left, right = _anchors(store, a), _anchors(store, b)
    pairs = {(x, y) for x in left for y in right}
    ours, others = (frozenset(gathering.claims_of(store, gathering.incident(store, i).id)) for i in (a, b))
    apart = store.rows("SELECT a, b FROM pairs WHERE same = 0")
    pairs |= {(x, y) for x, y in apart if (x in ours and y in others) or (x in others and y in ours)}
    return _pair(store, "incidents_merged", sorted(pairs), signed)


def split(store: Store, incident: str, apart: Sequence[str], signed: Signed) -> Entry:
    """The claims `apart`, by id, are not of the incident: each is kept apart from every claim that stays."""
    members = gathering.claims_of(store, gathering.incident(store, incident).id)
    foreign = sorted(set(apart) - set(members))
    if foreign:
        raise UsageError(f"{foreign[0]!r} is no claim of {incident}")
    stay = [m for m in members if m not in set(apart)]
    if not stay or not apart:
        raise UsageError("a split needs claims on both sides; name those to take out, and not all")
    return _pair(store, "incident_split", [(a, s) for a in sorted(apart) for s in stay], signed)


def _anchors(store: Store, incident: str) -> list[str]:
    """For each report of an incident a claim of it that counts and holds still, else those that are set aside."""
    row = gathering.incident(store, incident)
    reckoned = standing.as_reckoned(store, row.incident)
    holding = "SELECT 1 FROM claims WHERE id = ? AND review <> 'rejected'"
    counting: dict[str, str] = {}
    for b in (b for toll in row.incident.tolls for b in toll.basis):
        claim = reckoned.claim_id(b.report, b.claim)
        if b.report not in counting and store.one(holding, (claim,)) is not None:
            counting[b.report] = claim
    aside = [(a.report, reckoned.claim_id(a.report, a.claim)) for a in row.incident.set_aside]
    more = [c for report, c in aside if report not in counting and store.one(holding, (c,)) is not None]
    if not counting and not more:
        raise UsageError(f"no claim of {incident} holds any more; reckon the incidents anew")
    return [*counting.values(), *more]


def _pair(store: Store, kind: str, pairs: Sequence[tuple[str, str]], signed: Signed) -> Entry:
    if not signed.reason.strip():
        raise UsageError("merging and splitting need a reason; give one with --reason")
    with store.write():
        documents = _documents([claim for pair in pairs for claim in pair])
        return projections.record(store, kind, documents, {"pairs": [list(p) for p in pairs]}, signed.parts())


def _documents(claims: Sequence[str]) -> list[str]:
    return in_order(list({claim.partition(":c")[0] for claim in claims}))


def describe(store: Store, name: str, about: Mapping[str, str], signed: Signed) -> Entry:
    """Describe a source: its kind, the party that it belongs to, notes on its reliability."""
    with store.write():
        told = canonical({"name": name, **about})
        # A subject of its own, by which the description can be withheld.
        subject = f"s{store.head().seq + 1}"
        parts = {"about": told, "by": signed.parts()["by"]}
        return projections.record(store, "source_described", [subject], {}, parts)


def sources(store: Store) -> dict[str, dict[str, str]]:
    """The registry: for each source that was described, its latest description."""
    rows = store.rows("SELECT name, about FROM sources ORDER BY seq")
    return {name: msgspec.json.decode(about, type=dict[str, str]) for name, about in rows}
