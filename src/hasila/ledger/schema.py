"""The tables: the chain with its parts, which are the truth, and the projections, which are folded from it.

Projections may stand in any schema of a connection (`main`, or a temporary one to compare with).
"""

from __future__ import annotations

# Marks the file as a ledger (the letters «Hasl»); the version changes when the tables of the chain do.
APPLICATION = 0x4861736C
VERSION = 1
# Changes when a projection does: a ledger with another number is replayed before it is used.
PROJECTION = "3"

CHAIN = """
CREATE TABLE entries(seq INTEGER PRIMARY KEY, line BLOB NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE parts(
  seq INTEGER NOT NULL REFERENCES entries(seq), name TEXT NOT NULL, salt BLOB NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY(seq, name)
) STRICT;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER parts_stay BEFORE UPDATE ON parts BEGIN SELECT RAISE(ABORT, 'parts are never changed'); END;
"""

# Tables that are compared row by row with a replay, in the order in which they are made.
TABLES = ("documents", "claims", "touches", "pairs", "confirmations", "sources", "notes")
INDEXES = ("words", "claim_words")
CACHES = ("incidents", "incident_claims", "incident_parts")

_PROJECTIONS = """
CREATE TABLE {s}.documents(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, identity BLOB UNIQUE, name TEXT, outlet TEXT, url TEXT,
  published TEXT, version TEXT, extracted INTEGER, withheld INTEGER
) STRICT;
CREATE INDEX {s}.documents_by_name ON documents(name);
CREATE INDEX {s}.documents_by_url ON documents(url);
CREATE INDEX {s}.documents_by_day ON documents(published);
CREATE TABLE {s}.claims(
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, number INTEGER NOT NULL,
  start INTEGER NOT NULL, review TEXT NOT NULL, decided INTEGER, machine BLOB, data BLOB NOT NULL,
  outcome TEXT NOT NULL, status TEXT NOT NULL, date TEXT, place_id TEXT, source_actor TEXT, victim_party TEXT,
  perpetrator_party TEXT, doubt INTEGER NOT NULL
) STRICT;
CREATE INDEX {s}.claims_of_document ON claims(document, start, number);
CREATE INDEX {s}.claims_by_date ON claims(date);
CREATE INDEX {s}.claims_by_review ON claims(review, doubt DESC, key);
CREATE INDEX {s}.claims_by_victims ON claims(victim_party) WHERE victim_party IS NOT NULL;
CREATE INDEX {s}.claims_by_perpetrator ON claims(perpetrator_party) WHERE perpetrator_party IS NOT NULL;
CREATE INDEX {s}.claims_by_source ON claims(source_actor) WHERE source_actor IS NOT NULL;
CREATE INDEX {s}.claims_by_place ON claims(place_id) WHERE place_id IS NOT NULL;
CREATE TABLE {s}.touches(subject TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(subject, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE {s}.pairs(a TEXT NOT NULL, b TEXT NOT NULL, same INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(a, b)) STRICT, WITHOUT ROWID;
CREATE TABLE {s}.confirmations(seq INTEGER PRIMARY KEY, incident TEXT NOT NULL, members TEXT NOT NULL,
  grade TEXT NOT NULL, method TEXT NOT NULL, figures TEXT) STRICT;
CREATE TABLE {s}.sources(seq INTEGER PRIMARY KEY, name TEXT NOT NULL, about TEXT NOT NULL) STRICT;
CREATE TABLE {s}.notes(seq INTEGER PRIMARY KEY, incident TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX {s}.notes_of_incident ON notes(incident);
CREATE VIRTUAL TABLE {s}.words USING fts5(
  body, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE {s}.claim_words USING fts5(
  quote, victims, place, source, perpetrator, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0');
CREATE TABLE {s}.incidents(
  position INTEGER PRIMARY KEY, id TEXT NOT NULL, first_day TEXT, last_day TEXT, state TEXT NOT NULL,
  grade TEXT NOT NULL, place_id TEXT, title_ar TEXT NOT NULL, title_en TEXT NOT NULL, outcomes TEXT NOT NULL,
  conflicts INTEGER NOT NULL, data BLOB NOT NULL
) STRICT;
CREATE INDEX {s}.incidents_by_id ON incidents(id);
CREATE INDEX {s}.incidents_by_day ON incidents(first_day);
CREATE INDEX {s}.incidents_at_a_glance ON incidents(
  place_id, first_day, last_day, state, grade, outcomes, conflicts, id);
CREATE TABLE {s}.incident_claims(claim TEXT NOT NULL, incident TEXT NOT NULL,
  PRIMARY KEY(claim, incident)) STRICT, WITHOUT ROWID;
CREATE INDEX {s}.claims_of_incident ON incident_claims(incident);
CREATE TABLE {s}.incident_parts(part TEXT PRIMARY KEY, incident TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


def projections(schema: str = "main") -> str:
    """The statements that make the projections in a schema."""
    return _PROJECTIONS.replace("{s}", schema)


def drop(schema: str = "main") -> str:
    """The statements that remove them."""
    return "".join(f"DROP TABLE IF EXISTS {schema}.{name};\n" for name in (*TABLES, *INDEXES, *CACHES))
