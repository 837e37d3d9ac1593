"""The types that flow through Hasila, frozen; this module imports nothing of ours.

bytes → `Document` → `Folded` → `Mention` → `Claim` → `Incident` → `Toll`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Outcome = Literal[
    "killed",
    "injured",
    "casualties",
    "missing",
    "detained",
    "abducted",
    "displaced",
    "escaped",
    "surrendered",
    "released",
]
Qualifier = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than", "range", "vague", "unstated"]
Status = Literal["asserted", "denied", "unconfirmed", "hypothetical"]
Scope = Literal["incident", "cumulative"]
VictimStatus = Literal[
    "civilian", "combatant", "security", "official", "detainee", "journalist", "aid_medical", "mixed", "unknown"
]
Means = Literal[
    "airstrike", "drone_strike", "shelling", "car_bomb", "suicide_bombing", "suicide_car_bomb", "ied", "mine",
    "explosion", "shooting", "clashes", "execution", "torture", "stabbing", "chemical", "raid", "fire", "accident",
    "disaster", "other",
]  # fmt: skip
Demographic = Literal["women", "children", "elderly"]
StatusBasis = Literal["stated", "inferred", "perpetrator"]


class Span(NamedTuple):
    """`text[start:end]` of a document's unaltered text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]


class Document(msgspec.Struct, frozen=True):
    """One report as it came in; `text` is never altered after reading.

    `published` is an ISO date, or date and time with offset; `digest` is the SHA-256 of the bytes it was read from.
    """

    id: str
    text: str
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    digest: str = ""


class Folded(msgspec.Struct, frozen=True):
    """A text in one spelling for matching.

    `source[i]` is the index in the unaltered text of folded character `i`. `breaks` are the folded indexes of blanks
    that stand for a structural line break (not a hard wrap), ascending.
    """

    text: str
    source: tuple[int, ...]
    breaks: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """The span of the unaltered text behind folded characters `start` to `end` (not empty)."""
        return Span(self.source[start], self.source[end - 1] + 1)


class Number(NamedTuple):
    """A numeral of a text, whatever it numbers; `start` and `end` in the unaltered text."""

    start: int
    end: int
    value: int | float


class Count(NamedTuple):
    """A count of people: inclusive bounds, None where the wording gives none; span in the unaltered text."""

    start: int
    end: int
    low: int
    high: int | None
    qualifier: Qualifier


class DateMention(NamedTuple):
    """A date as told, resolved: `value` in the form of the guidelines (`YYYY-MM-DD`, `YYYY-MM`, `YYYY`, `START/END`).

    `kind` is `point` (on that day, in that month), `span` (from one day to another) or `since` (from a day until
    publication); `precision` is `day`, `month`, `year` or `span`. `value` is None where nothing resolves it.
    """

    start: int
    end: int
    value: str | None
    kind: Literal["point", "span", "since"]
    precision: Literal["day", "month", "year", "span"]


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision behind a claim: what kind, the words, the lexicon row (`file:form`), and why."""

    kind: str
    span: Span | None = None
    row: str | None = None
    note: str = ""


class Claim(msgspec.Struct, frozen=True):
    """One statement, in one text, that a number of people suffered one outcome.

    The fields and their meaning are those of the annotation guidelines (docs/claims.md). `spans` gives `(start, end)`
    in the unaltered text for each span field that is not None; it is empty for claims that came without a text.
    """

    quote: str
    outcome: Outcome
    low: int
    high: int | None
    qualifier: Qualifier
    victims: str | None = None
    victim_status: VictimStatus = "unknown"
    demographics: tuple[Demographic, ...] = ()
    perpetrator: str | None = None
    means: Means | None = None
    place: str | None = None
    date: str | None = None
    source: str | None = None
    status: Status = "asserted"
    scope: Scope = "incident"
    part_of: int | None = None
    revises: int | None = None
    counting: Literal["addition"] | None = None
    period: str | None = None
    optional: bool = False
    victim_party: str | None = None
    perpetrator_party: str | None = None
    source_actor: str | None = None
    status_basis: StatusBasis | None = None
    place_id: str | None = None
    event: int = 0
    spans: dict[str, Span] = {}
    rule: str = ""
    steps: tuple[Step, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """A document with the claims that were read from it."""

    document: Document
    claims: tuple[Claim, ...]


class SourceBounds(msgspec.Struct, frozen=True):
    """What one source's own claims bound."""

    source: str
    low: int
    high: int | None


class Basis(msgspec.Struct, frozen=True):
    """A claim by report id and index in that report's claims, with the source that it speaks for."""

    report: str
    claim: int
    source: str


class SetAside(msgspec.Struct, frozen=True):
    """A claim that moves no bound, and why, in words."""

    report: str
    claim: int
    reason: str
    reason_ar: str = ""


class Toll(msgspec.Struct, frozen=True):
    """The range of what is reported for one outcome and group of one incident.

    `open` says that some source leaves the figure open above, `best` is the single figure of a profile that gives one.
    """

    outcome: Outcome
    group: str
    low: int
    high: int | None
    sources: tuple[SourceBounds, ...]
    basis: tuple[Basis, ...]
    set_aside: tuple[SetAside, ...]
    open: bool = False
    best: int | None = None


class Reason(NamedTuple):
    """A reason in words, in English and in Arabic."""

    en: str
    ar: str


class Member(NamedTuple):
    """A claim by report id and index in that report's claims."""

    report: str
    claim: int


class Join(msgspec.Struct, frozen=True):
    """Why two reports were taken to tell of one incident; `score` is in log-odds."""

    a: str
    b: str
    score: float
    reasons: tuple[Reason, ...]


class PartyToll(msgspec.Struct, frozen=True):
    """The victims of one party (None: of no party that is named); `question` tells another reading of the words."""

    party: str | None
    name_ar: str
    name_en: str
    outcome: Outcome
    low: int
    high: int | None
    sources: tuple[SourceBounds, ...]
    basis: tuple[Basis, ...]
    question: Question | None = None


class Question(msgspec.Struct, frozen=True):
    """An open question of reading: the bounds if the words are read the other way. It is shown, not decided."""

    low: int
    high: int | None
    en: str
    ar: str


class DemographicToll(msgspec.Struct, frozen=True):
    """What the sources say of women, children, men or elderly people among the victims."""

    outcome: Outcome
    demographic: str
    low: int
    high: int | None
    sources: tuple[SourceBounds, ...]
    basis: tuple[Basis, ...]


class Disputed(msgspec.Struct, frozen=True):
    """One side's combatants may be the other's civilians: their figures must not be added."""

    outcome: Outcome
    civilian: tuple[SourceBounds, ...]
    combatant: tuple[SourceBounds, ...]
    en: str
    ar: str


class Term(NamedTuple):
    """A claim's part in a derivation: its low `times` over, or its high taken away where `times` is below 0."""

    claims: tuple[Member, ...]
    source: str
    times: int
    figure: int


class JointBound(msgspec.Struct, frozen=True):
    """One joint bound with the claims whose sum gives it, and an assignment of people to atoms that attains it.

    `exhaustive`: no sum shows it, it was found by exhaustive search. `value` None: open above.
    """

    value: int | None
    terms: tuple[Term, ...]
    exhaustive: bool
    en: str
    ar: str
    witness: dict[str, int] = {}


class Joint(msgspec.Struct, frozen=True):
    """What all sources together bound, if they can all be right; `verdict` is `feasible`, `infeasible` or `unknown`."""

    outcome: Outcome
    group: str
    verdict: str
    low: JointBound | None = None
    high: JointBound | None = None


class Conflict(msgspec.Struct, frozen=True):
    """A smallest set of claims that cannot all be right, told as a sentence."""

    outcome: Outcome
    claims: tuple[Member, ...]
    sources: tuple[str, ...]
    en: str
    ar: str


class ExtentRow(msgspec.Struct, frozen=True):
    """One line of an incident's system: how many people of `atoms` the `claims` tell of. The lines give the bounds."""

    id: str
    claims: tuple[Member, ...]
    source: str
    outcome: Outcome
    group: str
    atoms: tuple[str, ...]
    low: int
    high: int | None


class Moment(msgspec.Struct, frozen=True):
    """A figure's place in time: who said what on which day, and whether it still stands."""

    day: str
    source: str
    report: str
    claim: int
    outcome: Outcome
    group: str
    low: int
    high: int | None
    stands: bool


class Change(NamedTuple):
    """What a rendering changed: a figure that the other lacks, or has otherwise."""

    outcome: Outcome
    before: str
    after: str


class Rendering(msgspec.Struct, frozen=True):
    """One report's rendering of a statement; `after` is what it most likely goes back to, None for the first."""

    report: str
    outlet: str
    published: str
    figures: tuple[tuple[Outcome, str, int, int | None], ...]
    after: str | None = None
    changes: tuple[Change, ...] = ()


class Lineage(msgspec.Struct, frozen=True):
    """Renderings of one statement: one source, one time, shared figures. Their differences are of transmission."""

    source: str
    day: str
    renderings: tuple[Rendering, ...]
    differs: bool


class Incident(msgspec.Struct, frozen=True):
    """Claims judged to tell of one happening: the reports mainly about it, those that recall it, and its tolls.

    `parts` are the incidents of a wave; `joins` say in words why reports were put together; `set_aside` has every claim
    that moves no bound of any outcome; `extents` are the lines from which the joint bounds follow.
    """

    id: str
    reports: tuple[str, ...]
    recalled_in: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    tolls: tuple[Toll, ...]
    title_ar: str = ""
    title_en: str = ""
    first_day: str | None = None
    last_day: str | None = None
    by_party: tuple[PartyToll, ...] = ()
    by_demographic: tuple[DemographicToll, ...] = ()
    status_disputed: tuple[Disputed, ...] = ()
    joint: tuple[Joint, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    timeline: tuple[Moment, ...] = ()
    lineages: tuple[Lineage, ...] = ()
    joins: tuple[Join, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    extents: tuple[ExtentRow, ...] = ()
    parts: tuple[Incident, ...] = ()
