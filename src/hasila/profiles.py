"""Counting methods as small, versioned files: what a vague word is worth, what a party's zero weighs, range or single
figure.

Each rule of `data/profiles/NAME.toml` names its source and says whether it was verified there.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec

from hasila.errors import DataError, UsageError
from hasila.model import Claim, Reading, SourceBounds

Figure = Literal["range", "min_max", "low_best_high", "single"]
# The readings of vague words in claims (docs/claims.md) by their lower bound, and the words' names in a profile.
_VAGUE = {
    3: "few", 20: "tens", 200: "hundreds", 2000: "thousands",
    20000: "tens_of_thousands", 200000: "hundreds_of_thousands",
}  # fmt: skip
_RULES = frozenset(("figure", "source", "vague", "about", "zero_of_a_party", "party_about_its_enemy"))


class Rule(msgspec.Struct, frozen=True):
    """One rule: its value, where it is told, whether it was verified there; `table` values vague words."""

    key: str
    value: str | int | float
    source: str
    verified: bool
    note: str
    table: dict[str, int] = {}


class Profile(msgspec.Struct, frozen=True):
    """A counting method."""

    name: str
    version: str
    title_en: str
    title_ar: str
    rules: tuple[Rule, ...]

    def rule(self, key: str) -> Rule | None:
        """The rule of that name, None where the method has none."""
        return next((r for r in self.rules if r.key == key), None)

    @property
    def figure(self) -> Figure:
        """What the method publishes for an incident."""
        return _value(self, "figure", "range")  # type: ignore[no-any-return]  # checked when loaded

    @property
    def about(self) -> float:
        """The share by which «about N» is widened before two figures are called a conflict."""
        return float(_value(self, "about", 0.0))

    @property
    def positions(self) -> bool:
        """Is a zero of an accused or holding party a position that bounds nothing?"""
        return bool(_value(self, "zero_of_a_party", "position") == "position")


def _value(profile: Profile, key: str, default: Any) -> Any:
    rule = profile.rule(key)
    return default if rule is None else rule.value


def folder() -> Path:
    """The folder of the shipped profiles."""
    return Path(str(resources.files("hasila") / "data" / "profiles"))


def names() -> tuple[str, ...]:
    """The names of the shipped profiles, the default first."""
    found = sorted(p.stem for p in folder().glob("*.toml"))
    return tuple(sorted(found, key=lambda n: n != "hasila"))


@functools.cache
def load(name: str) -> Profile:
    """The profile of that name. Raises `UsageError` where there is none, `DataError` with all faults of the file."""
    path = folder() / f"{name}.toml"
    if name not in names():
        raise UsageError(f"no profile is called {name!r}; there are {', '.join(names())}")
    return parse(path)


def parse(path: Path) -> Profile:
    """Read one profile. Raises `DataError` with every fault of the file."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = told.get("rules", {})
    faults = [f"{path.name}:1: rules: {key} is missing" for key in sorted(_RULES - set(rules))]
    for key, rule in rules.items():
        missing = [f for f in ("value", "source", "verified", "note") if f not in rule]
        faults += [f"{path.name}:1: rules.{key}: {f} is missing" for f in missing]
    if told.get("name") != path.stem:
        faults.append(f"{path.name}:1: name: must be {path.stem}")
    figure = rules.get("figure", {}).get("value")
    if figure not in ("range", "min_max", "low_best_high", "single"):
        faults.append(f"{path.name}:1: rules.figure: {figure!r} is no kind of figure")
    if faults:
        raise DataError(faults)
    made = tuple(_rule(key, rules[key]) for key in sorted(rules))
    return Profile(told["name"], told["version"], told["title_en"], told["title_ar"], made)


def _rule(key: str, told: dict[str, Any]) -> Rule:
    fixed = ("value", "source", "verified", "note")
    table = {k: int(v) for k, v in sorted(told.items()) if k not in fixed}
    return Rule(key, told["value"], told["source"], bool(told["verified"]), told["note"], table)


def apply(profile: Profile, readings: Sequence[Reading]) -> list[Reading]:
    """The readings with vague counts given the values of the method."""
    rule, plural = profile.rule("vague"), profile.rule("unstated")
    if (rule is None or not rule.table) and plural is None:
        return list(readings)
    table = rule.table if rule else {}
    number = int(plural.value) if plural else None
    return [Reading(r.document, tuple(_valued(c, table, number) for c in r.claims)) for r in readings]


def _valued(claim: Claim, table: dict[str, int], plural: int | None) -> Claim:
    if claim.qualifier == "vague" and (value := table.get(_VAGUE.get(claim.low, ""))) is not None:
        return msgspec.structs.replace(claim, low=value, high=value)
    if claim.qualifier == "unstated" and plural is not None and claim.outcome == "killed":
        return msgspec.structs.replace(claim, low=plural, high=plural)
    return claim


def best(profile: Profile, sources: Sequence[SourceBounds]) -> int | None:
    """The single figure of the method: the low, or for a best what most sources give, else the low."""
    if not sources or profile.figure in ("range", "min_max"):
        return None
    low = min(s.low for s in sources)
    if profile.figure == "single":
        return low
    exact = Counter(s.low for s in sources if s.low == s.high)
    top = max(exact.values(), default=0)
    return min(n for n, k in exact.items() if k == top) if 2 * top > len(sources) else low


def widened(profile: Profile, claim: Claim) -> tuple[int, int | None]:
    """A claim's bounds before it is called in conflict with another: «about N» widened by the method's share."""
    if claim.qualifier != "about" or claim.high is None:
        return claim.low, claim.high
    return claim.low - int(claim.low * profile.about), claim.high + int(claim.high * profile.about)
