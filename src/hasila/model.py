"""The types that flow through Hasila, frozen; this module imports nothing of ours.

bytes → `Document` → `Folded` → `Mention` → `Claim` → `Incident` → `Toll`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Outcome = Literal[
    "killed", "injured", "casualties", "missing", "detained", "abducted", "displaced", "escaped", "surrendered", "released"
]
Qualifier = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than", "range", "vague", "unstated"]
Status = Literal["asserted", "denied", "unconfirmed", "hypothetical"]
Scope = Literal["incident", "cumulative"]
VictimStatus = Literal[
    "civilian", "combatant", "security", "official", "detainee", "journalist", "aid_medical", "mixed", "unknown"
]
Means = Literal[
    "airstrike", "drone_strike", "shelling", "car_bomb", "suicide_bombing", "suicide_car_bomb", "ied", "mine", "explosion",
    "shooting", "clashes", "execution", "torture", "stabbing", "chemical", "raid", "fire", "accident", "disaster", "other",
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

    The fields and their meaning are those of the annotation guidelines (docs/claims.md). `spans` gives `(start, end)` in
    the unaltered text for each span field that is not None; it is empty for claims that came without a text.
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


class Toll(msgspec.Struct, frozen=True):
    """The range of what is reported for one outcome and group of one incident."""

    outcome: Outcome
    group: str
    low: int
    high: int | None
    sources: tuple[SourceBounds, ...]
    basis: tuple[Basis, ...]
    set_aside: tuple[SetAside, ...]


class Incident(msgspec.Struct, frozen=True):
    """Claims judged to tell of one happening: the reports mainly about it, those that recall it, and its tolls."""

    id: str
    reports: tuple[str, ...]
    recalled_in: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    tolls: tuple[Toll, ...]


class Passage(NamedTuple):
    """Words that two documents share: where they stand in the copy and in the original."""

    copy: Span
    original: Span


class Copy(msgspec.Struct, frozen=True):
    """A document that republishes another, wholly or in part, with small edits.

    `containment` is the share of the shorter text's word 3-shingles that the longer holds, 0 to 1.
    """

    copy: str
    original: str
    containment: float
    passages: tuple[Passage, ...] = ()


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
