"""What an export may hold: every column with its type and meaning. `public` is the allow-list, and nothing else is
published.

A public column holds a number, a date, a value of a closed list, a name of the gazetteer, or an id made by Hasila;
never words of a report, of a person, or about one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["text", "integer", "number", "boolean", "date"]


class Column(NamedTuple):
    """A column: its name, the type of its values, what it means, and whether it may be published."""

    name: str
    kind: Kind
    means: str
    public: bool = False


_PLACE = (
    Column(
        "place_id",
        "text",
        "place in the gazetteer: a GeoNames number, a division, a country, or a name of Hasila's own",
        True,
    ),
    Column("place_name", "text", "its name in the gazetteer (Arabic)", True),
    Column("country", "text", "ISO code of its country", True),
    Column(
        "latitude",
        "number",
        "degrees north (WGS 84), rounded to what the precision bears; empty if it bears no point",
        True,
    ),
    Column("longitude", "number", "degrees east (WGS 84), likewise", True),
    Column("precision_km", "number", "the happening lies within this many km of the place's point", True),
)
_METHOD = (
    Column("profile", "text", "counting method and its version", True),
    Column("version", "text", "version of the engine that reckoned", True),
    Column("head", "text", "receipt of the ledger at that moment", True),
)
TOLLS = (
    Column("incident", "text", "id of the incident", True),
    Column("state", "text", "open, confirmed (a person confirmed these claims and figures), or changed since", True),
    Column(
        "grade",
        "text",
        "confirmed, fair, weak, contested or discounted: a person's, or by sources and contradictions",
        True,
    ),
    Column("first_day", "date", "first possible day", True),
    Column("last_day", "date", "last possible day", True),
    Column("title_ar", "text", "title in Arabic"),
    Column("title_en", "text", "title in English"),
    *_PLACE,
    Column("outcome", "text", "what befell the people counted (docs/claims.md)", True),
    Column("group", "text", "all, or the group counted", True),
    Column("low", "integer", "the lowest that a source's standing figures give", True),
    Column("high", "integer", "the highest; empty: some source leaves it open above", True),
    Column("best", "integer", "the single figure of a method that gives one", True),
    Column("open", "boolean", "does some source leave the figure open above?", True),
    Column("sources", "integer", "how many sources bound it, copies not counted", True),
    Column("source_names", "text", "their names, with | between them"),
    Column("basis", "integer", "how many claims give the bounds", True),
    Column("set_aside", "integer", "how many claims of this outcome move no bound", True),
    *_METHOD,
)
CLAIMS = (
    Column("claim", "text", "id of the claim", True),
    Column("document", "text", "id of the document in the ledger", True),
    Column("incident", "text", "id of its incident", True),
    Column("review", "text", "unreviewed, accepted, corrected, added or rejected by a person", True),
    Column("outcome", "text", "what befell the people counted (docs/claims.md)", True),
    Column("low", "integer", "lower bound", True),
    Column("high", "integer", "upper bound; empty: open above", True),
    Column("qualifier", "text", "how the count is worded", True),
    Column("status", "text", "asserted, denied, unconfirmed or hypothetical", True),
    Column("scope", "text", "incident or cumulative", True),
    Column("date", "text", "day, month, year or span of what is told", True),
    Column("means", "text", "by what means", True),
    Column("victim_status", "text", "who the victims are, by kind", True),
    Column("demographics", "text", "women, children, elderly, with | between them", True),
    Column("victim_party", "text", "party of the victims, by id", True),
    Column("perpetrator_party", "text", "party of the perpetrator, by id", True),
    Column("source_actor", "text", "who the figure comes from, by id of a known actor", True),
    Column("status_basis", "text", "whose word the victims' kind is", True),
    *_PLACE,
    Column("quote", "text", "the words"),
    Column("victims", "text", "the words for the victims"),
    Column("perpetrator", "text", "the words for the perpetrator"),
    Column("source", "text", "the words for who the figure comes from"),
    Column("place", "text", "the words for the place"),
    Column("name", "text", "the report's own id"),
    Column("outlet", "text", "who printed it"),
    Column("url", "text", "where"),
    Column("published", "text", "when"),
    Column("rule", "text", "construction that read the claim"),
    *_METHOD,
)


def columns(of: tuple[Column, ...], *, public: bool) -> tuple[Column, ...]:
    """The columns of an export."""
    return tuple(c for c in of if c.public or not public)
