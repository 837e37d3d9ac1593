"""What an incident's page shows, in the language of the page: every figure a link to its words in its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hasila import gazetteer
from hasila.desk import language
from hasila.desk.language import Language
from hasila.display import bounds, count
from hasila.errors import UsageError
from hasila.ledger.readings import Reckoned
from hasila.model import Claim, Document, Incident, Joint, JointBound, Lineage, Member, Reason, Rendering, Term
from hasila.reportviews import Link, words_anchor
from hasila.tollviews import TollView, toll_view


class Finder:
    """Where the desk shows reports and words. Claims are named as they held when the incident was reckoned."""

    def __init__(self, reckoned: Reckoned) -> None:
        self._known = reckoned.known

    def report(self, report: str) -> Link:
        """A link to a report's page."""
        return Link(report, f"/reports/{report}" if report in self._known else "")

    def claim(self, report: str, index: int) -> Claim | None:
        """The claim as it held then."""
        found = self._known.get(report)
        return found.reading.claims[index] if found and index < len(found.numbers) else None

    def words(self, report: str, index: int) -> str:
        """Where a claim's words stand: the report's page names claims by their numbers."""
        found = self._known.get(report)
        if found is None or index >= len(found.numbers):
            return ""
        return f"/reports/{report}#{words_anchor(report, found.numbers[index])}"

    def document(self, report: str) -> Document | None:
        """The report itself."""
        found = self._known.get(report)
        return found.reading.document if found else None


class Paper(NamedTuple):
    """A report of an incident; `original` is the report that it copies."""

    link: Link
    name: str
    outlet: str
    published: str
    recalls: bool
    original: Link | None


class Share(NamedTuple):
    """A figure of a party or a kind of people among the victims; `question` tells another reading of the words."""

    outcome: str
    name: str
    range: str
    links: tuple[Link, ...]
    question: str


class Said(NamedTuple):
    """A sentence with the words or reports that it rests on."""

    text: str
    links: tuple[Link, ...] = ()


class Summand(NamedTuple):
    """A part of a sum: its sign and multiplier, its figure, who gives it, the words."""

    sign: str
    figure: str
    source: str
    links: tuple[Link, ...]


class BoundView(NamedTuple):
    """A joint bound: the sum that gives it, or how else it was found; `witness` is one way for all to be right."""

    sign: str
    value: str
    sum: tuple[Summand, ...]
    how: str
    witness: tuple[tuple[str, str], ...]


class JointView(NamedTuple):
    """What all sources together bound for an outcome and group."""

    outcome: str
    group: str
    verdict: str
    low: BoundView | None
    high: BoundView | None


class Branch(NamedTuple):
    """A rendering of a statement, what it changed, and those that go back to it."""

    link: Link
    outlet: str
    published: str
    figures: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]
    below: tuple[Branch, ...]


class LineView(NamedTuple):
    """The renderings of one statement, as trees."""

    source: str
    day: str
    differs: bool
    roots: tuple[Branch, ...]


class Step(NamedTuple):
    """A figure on the way through time."""

    day: str
    outcome: str
    group: str
    figure: Link
    source: str
    stands: bool


class Put(NamedTuple):
    """A claim that moves no bound, with the reason."""

    figure: str
    outcome: str
    quote: Link
    reason: str
    report: Link


class Sight(NamedTuple):
    """Everything that the page shows of an incident."""

    title: str
    place: str
    tolls: tuple[TollView, ...]
    shares: tuple[Share, ...]
    disputed: tuple[Said, ...]
    conflicts: tuple[Said, ...]
    joint: tuple[JointView, ...]
    lines: tuple[LineView, ...]
    way: tuple[Step, ...]
    joins: tuple[Said, ...]
    aside: tuple[Put, ...]
    papers: tuple[Paper, ...]


def sight(reckoned: Reckoned, place: str | None, tongue: Language) -> Sight:
    """The view of the one incident of `reckoned`, at a place of that id."""
    (incident,) = reckoned.incidents
    made = _Maker(incident, Finder(reckoned), tongue)
    return Sight(
        made.pick(incident.title_en, incident.title_ar) or incident.id, _place(place, tongue),
        tuple(toll_view(t, f"t{n}", made.finder) for n, t in enumerate(incident.tolls)),
        tuple(made.shares()), tuple(Said(made.pick(d.en, d.ar)) for d in incident.status_disputed),
        tuple(Said(made.pick(c.en, c.ar), made.links(c.claims)) for c in incident.conflicts),
        tuple(map(made.joint, incident.joint)), tuple(map(made.line, incident.lineages)), tuple(made.way()),
        tuple(made.joins()), tuple(made.aside()), tuple(made.papers()),
    )  # fmt: skip


def _place(identity: str | None, tongue: Language) -> str:
    try:
        return gazetteer.called(gazetteer.get(identity), tongue) if identity else ""
    except UsageError:
        return ""


class _Maker:
    """Makes the parts of a view in one language."""

    def __init__(self, incident: Incident, finder: Finder, tongue: Language) -> None:
        self.incident, self.finder, self.tongue = incident, finder, tongue

    def pick(self, en: str, ar: str) -> str:
        """The sentence of the page's language."""
        return ar if self.tongue == "ar" else en

    def name(self, section: str, value: str) -> str:
        """The name of a value."""
        return language.value(self.tongue, section, value)

    def links(self, claims: Iterable[tuple[str, int]]) -> tuple[Link, ...]:
        """Links to the words of claims, each called by its report."""
        return tuple(Link(report, self.finder.words(report, index)) for report, index in claims)

    def shares(self) -> Iterator[Share]:
        """By party, then by women, children, men and elderly."""
        for p in self.incident.by_party:
            links = self.links((b.report, b.claim) for b in p.basis)
            asked = self.pick(p.question.en, p.question.ar) if p.question else ""
            yield Share(p.outcome, self.pick(p.name_en, p.name_ar), bounds(p.low, p.high), links, asked)
        for d in self.incident.by_demographic:
            links = self.links((b.report, b.claim) for b in d.basis)
            yield Share(d.outcome, self.name("group", d.demographic), bounds(d.low, d.high), links, "")

    def joint(self, joint: Joint) -> JointView:
        """What all sources bound together."""
        low = self._bound(joint.low, "≥") if joint.low else None
        high = self._bound(joint.high, "≤") if joint.high else None
        return JointView(joint.outcome, joint.group, joint.verdict, low, high)

    def _bound(self, bound: JointBound, sign: str) -> BoundView:
        value = "" if bound.value is None else f"{bound.value:,}"
        if bound.exhaustive or bound.value is None or not bound.terms:
            terms: tuple[Summand, ...] = ()
            how = "search" if bound.exhaustive else "open" if bound.value is None else "nothing"
        else:
            flip = 1 if sign == "≥" else -1
            terms = tuple(self._summand(t, flip) for t in sorted(bound.terms, key=lambda t: -flip * t.times))
            how = "sum"
        witness = tuple((self._atom(a), f"{n:,}") for a, n in bound.witness.items())
        return BoundView(sign, value, terms, how, witness)

    def _summand(self, term: Term, flip: int) -> Summand:
        times = flip * term.times
        many = f"{abs(times)} × " if abs(times) > 1 else ""
        return Summand("−" if times < 0 else "+", f"{many}{term.figure:,}", term.source, self.links(term.claims))

    def _atom(self, atom: str) -> str:
        group, _, party = atom.partition("/")
        told = self.name("group", "unknown" if group == "-" else group)
        return told if party in ("", "-") else f"{told} ({party})"

    def line(self, line: Lineage) -> LineView:
        """The renderings of a statement as trees: each hangs under the one that it goes back to."""
        known = {r.report for r in line.renderings}
        first = [r for r in line.renderings if r.after is None or r.after not in known]
        return LineView(line.source, line.day, line.differs, tuple(self._branch(r, line.renderings) for r in first))

    def _branch(self, r: Rendering, every: Sequence[Rendering]) -> Branch:
        figures = tuple(
            f"{bounds(low, high)} {self.name('outcome', outcome)} ({self.name('group', status)})"
            for outcome, status, low, high in r.figures
        )
        changes = tuple((self.name("outcome", c.outcome), c.before or "–", c.after or "–") for c in r.changes)
        below = tuple(self._branch(o, every) for o in every if o.after == r.report and o.report != r.report)
        return Branch(self.finder.report(r.report), r.outlet, r.published, figures, changes, below)

    def way(self) -> Iterator[Step]:
        """The figures as they came, day by day."""
        for m in self.incident.timeline:
            figure = Link(bounds(m.low, m.high), self.finder.words(m.report, m.claim))
            yield Step(m.day, m.outcome, m.group, figure, m.source, m.stands)

    def joins(self) -> Iterator[Said]:
        """Why reports were put together."""
        for j in self.incident.joins:
            yield Said(self._reasons(j.reasons), (self.finder.report(j.a), self.finder.report(j.b)))

    def _reasons(self, reasons: Sequence[Reason]) -> str:
        return self.pick("; ".join(r.en for r in reasons), "؛ ".join(r.ar for r in reasons))

    def aside(self) -> Iterator[Put]:
        """What moves no bound of any outcome."""
        for a in self.incident.set_aside:
            claim = self.finder.claim(*Member(a.report, a.claim))
            if claim is not None:
                quote = Link(claim.quote, self.finder.words(a.report, a.claim))
                why = self.pick(a.reason, a.reason_ar) or a.reason
                yield Put(count(claim), claim.outcome, quote, why, self.finder.report(a.report))

    def papers(self) -> Iterator[Paper]:
        """The reports, those that only recall it last."""
        copies = dict(self.incident.copies)
        recalling = [r for r in self.incident.recalled_in if r not in self.incident.reports]
        for report in dict.fromkeys((*self.incident.reports, *copies, *recalling)):
            d = self.finder.document(report)
            original = self.finder.report(copies[report]) if report in copies else None
            yield Paper(
                self.finder.report(report), d.id if d else report, (d.outlet if d else None) or "",
                ((d.published if d else None) or "")[:10], report in recalling, original,
            )  # fmt: skip
