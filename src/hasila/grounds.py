"""What stands behind an incident's tolls, as lines for a terminal: joins, parties, joint bounds, conflicts, time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hasila.display import bounds, visible
from hasila.model import Conflict, Incident, Joint, Lineage, Outcome, PartyToll, Rendering, Toll

SideBySide = Mapping[str, Mapping[tuple[str, Outcome, str], Toll]]


def ground_lines(incident: Incident) -> Iterator[str]:
    """Every ground of one incident, each kind under its heading; a kind that there is nothing of is left out."""
    yield from _under("joined because", (_join(j.a, j.b, j.reasons) for j in incident.joins))
    yield from _under("by party", (line for p in incident.by_party for line in _party(p)))
    yield from _under(
        "by demographic", (f"{d.outcome}, {d.demographic}: {bounds(d.low, d.high)}" for d in incident.by_demographic)
    )
    yield from _under("status disputed", (line for d in incident.status_disputed for line in (d.en, d.ar)))
    yield from _under("if all sources are right", (line for j in incident.joint for line in _joint(j)))
    yield from _under("conflicts", conflict_lines(incident.conflicts))
    yield from _under("renderings of one statement", (line for x in incident.lineages for line in _lineage(x)))
    yield from _under(
        "through time",
        (
            f"{m.day}  {m.outcome}, {m.group}: {bounds(m.low, m.high)}  {m.source}  ({m.report}#{m.claim}"
            f"{'' if m.stands else ', set aside'})"
            for m in incident.timeline
        ),
    )
    yield from _under("parts of this wave", (f"{p.id}  {p.title_en} · {p.title_ar}" for p in incident.parts))


def conflict_lines(conflicts: Iterable[Conflict]) -> Iterator[str]:
    """Each conflict as its sentence in English, in Arabic, and its claims."""
    for conflict in conflicts:
        yield conflict.en
        yield conflict.ar
        yield "  claims: " + ", ".join(f"{m.report}#{m.claim}" for m in conflict.claims)


def supposed_lines(wrong: Iterable[tuple[Incident, Conflict]]) -> Iterator[str]:
    """What would have to be false, incident by incident; one line where nothing would."""
    found = False
    for incident, conflict in wrong:
        found = True
        yield _visible(f"incident {incident.id} · {incident.title_en} · {incident.title_ar}")
        yield from (f"  {_visible(line)}" for line in conflict_lines([conflict]))
        yield ""
    if not found:
        yield "no figure would have to be false · لا يلزم أن يخطئ أي رقم"


def side_lines(table: SideBySide) -> Iterator[str]:
    """The same tolls by several counting methods: a line a toll, a figure a method."""
    keys = dict.fromkeys(key for tolls in table.values() for key in tolls)
    for incident, outcome, group in keys:
        told = (f"{name} {_by(tolls.get((incident, outcome, group)))}" for name, tolls in table.items())
        yield f"{visible(incident)}  {outcome}, {group}: " + "; ".join(told)


def _by(toll: Toll | None) -> str:
    if toll is None:
        return "-"
    best = f" (best {toll.best:,})" if toll.best is not None else ""
    return bounds(toll.low, toll.high) + best


def _under(heading: str, lines: Iterable[str]) -> Iterator[str]:
    for n, line in enumerate(lines):
        if n == 0:
            yield ""
            yield f"{heading}:"
        yield f"  {_visible(line)}"


def _visible(line: str) -> str:
    """`line` made safe, its indent kept."""
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + visible(line.lstrip(" "))


def _join(a: str, b: str, reasons: Iterable[tuple[str, str]]) -> str:
    return f"{a} and {b}: " + ", ".join(en for en, _ in reasons)


def _party(toll: PartyToll) -> Iterator[str]:
    yield f"{toll.outcome}: {bounds(toll.low, toll.high)} of {toll.name_en} · {toll.name_ar}"
    if toll.question is not None:
        yield f"  {toll.question.en}"
        yield f"  {toll.question.ar}"


def _joint(joint: Joint) -> Iterator[str]:
    head = f"{joint.outcome}, {joint.group}"
    if joint.low is None or joint.high is None:
        yield f"{head}: {joint.verdict}"
        return
    high = joint.high.value
    yield f"{head}: {bounds(joint.low.value or 0, high)}"
    for bound in (joint.low, joint.high):
        if bound.terms or bound.exhaustive:
            yield f"  {bound.en}"


def _lineage(lineage: Lineage) -> Iterator[str]:
    yield f"{lineage.source}, {lineage.day}{', with differences of transmission' if lineage.differs else ''}"
    for rendering in lineage.renderings:
        yield f"  {rendering.report}{_transmission(rendering)}"


def _transmission(rendering: Rendering) -> str:
    after = f" after {rendering.after}" if rendering.after else " first"
    changes = "; ".join(f"{c.outcome} {c.before or '-'} → {c.after or '-'}" for c in rendering.changes)
    return after + (f": {changes}" if changes else "")
