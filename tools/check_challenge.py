"""Check a challenge file of Hasila: `python check_challenge.py FILE [--head RECEIPT]`.

Written from docs/challenge-format.md alone. Exit code 0: what the file says follows from what it shows; 1: it does not.
"""

import argparse
import hashlib
import json
import re
import sys

GENESIS = "0" * 64


class Refused(Exception):
    """Something in the file does not follow; the message says what."""


def need(holds, what):
    """Refuse if it does not hold."""
    if not holds:
        raise Refused(what)


def canonical(value):
    """Canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def sha(data):
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def receipt(told):
    """(number, digest) of a receipt."""
    need(found := re.fullmatch(r"hasila:([1-9][0-9]*):([0-9a-f]{64})", told), f"{told!r} is no receipt")
    return int(found[1]), found[2]


def check_seal(file):
    """The seal is the digest of all else: it finds accidents, not forgers."""
    need(file["format"] == "hasila challenge 1", "the format is another")
    need(
        file["seal"] == sha(canonical({k: file[k] for k in file if k != "seal"})),
        "the seal is broken: the file was changed after it was made",
    )


def check_chain(file, kept):
    """Every line hangs on the head by `prev` and `skip`; gives the entries by number."""
    entries, digests = {}, {}
    for number, line in file["entries"].items():
        entry = json.loads(line)
        need(canonical(entry) == line.encode("utf-8"), f"entry {number} is not in canonical form")
        entries[int(number)], digests[int(number)] = entry, sha(line.encode("utf-8"))
    seq, digest = receipt(file["head"])
    need(digests.get(seq) == digest, "the head is not the digest of its entry")
    waiting, reached = [seq], set()
    while waiting:
        here = waiting.pop()
        reached.add(here)
        need(entries[here]["seq"] == here, f"entry {here} says that it is another")
        for name, to in (("prev", here - 1), ("skip", here - (here & -here))):
            named = entries[here][name]
            need(to > 0 or named == GENESIS, f"entry {here}: {name} is not the beginning")
            need(to not in entries or named == digests[to], f"entry {here}: {name} is not the digest of entry {to}")
            if to in entries and to not in reached:
                waiting.append(to)
    need(reached == set(entries), f"entries {sorted(set(entries) - reached)} do not hang on the head")
    if kept is not None:
        number, digest = receipt(kept)
        need(number in digests, f"the file does not lead to entry {number}; ask for one made with your receipt")
        need(digests[number] == digest, f"entry {number} is not the one of your receipt")
    return entries


def check_parts(file, entries):
    """Every part gives the salted digest that its entry names; gives the parts by entry and name."""
    parts = {}
    for number, shown in file["parts"].items():
        for name, part in shown.items():
            digest = sha(bytes.fromhex(part["salt"]) + part["data"].encode("utf-8"))
            named = entries[int(number)]["parts"].get(name)
            need(named == digest, f"part {name} of entry {number} does not give its digest")
            parts[int(number), name] = part["data"]
    return parts


def entry_of(entries, number, kind, document):
    """The entry of that number, if it is of that kind and about that document."""
    entry = entries[number]
    need(entry["kind"] == kind and document in entry["subjects"], f"entry {number} is no {kind} of {document}")
    return entry


def check_claims(file, entries, parts):
    """Every claim stands in an entry, and its words in the text; gives the claims that hold."""
    claims = {}
    for identity, where in file["claims"].items():
        document, _, number = identity.partition(":c")
        received, found = file["documents"][document], None
        entry_of(entries, received, "received", document)
        if where["extracted"] is not None:
            entry_of(entries, where["extracted"], "extracted", document)
            listed = json.loads(parts[where["extracted"], "claims"])
            found = next((c for c in listed if c["number"] == int(number)), None)
            need(found, f"claim {identity} is not among those of entry {where['extracted']}")
        if where["decided"] is not None:
            facts = entry_of(entries, where["decided"], "decided", document)["facts"]
            need(facts["verdict"] != "rejected", f"claim {identity} was rejected")
            found = json.loads(parts[where["decided"], "claim"])
        need(found and found["number"] == int(number), f"claim {identity} rests on no entry")
        claim, text = found["claim"], parts[received, "text"]
        for name, (start, end) in claim["spans"].items():
            need(text[start:end] == claim[name], f"claim {identity}: the words of {name} are not in the text there")
        need(claim["quote"] in text, f"claim {identity}: its words are not in the text")
        claims[identity] = claim
    return claims


def ways(claims):
    """What each named way makes of a source's claims."""
    lows, highs = [c["low"] for c in claims], [c["high"] for c in claims]
    total, most = (None, None) if None in highs else (sum(highs), max(highs))
    return {"range": (min(lows), most), "sum": (sum(lows), total), "largest to sum": (max(lows), total)}


def check_figure(file, claims):
    """The bounds follow from the sources, theirs from their claims, no claim is lost; gives what was not reckoned."""
    figure, unreckoned, basis = file["figure"], [], []
    for source in file["sources"]:
        mine, name = [claims[i] for i in source["claims"]], source["source"]
        basis += source["claims"]
        need(mine, f"source {name} has no claim")
        need(all(c["outcome"] == figure["outcome"] for c in mine), f"source {name}: a claim of another outcome")
        need(all(c["status"] == "asserted" for c in mine), f"source {name}: a claim that is not asserted counts")
        unreckoned += [name] if source["how"] == "rule" else []
        bounds = {**ways(mine), "rule": (source["low"], source["high"])}[source["how"]]
        need(bounds == (source["low"], source["high"]), f"source {name}: its claims give {bounds}")
    highs = [s["high"] for s in file["sources"]]
    need(figure["id"] == "/".join(figure[k] for k in ("incident", "outcome", "group")), "the figure has another id")
    need(figure["low"] == min(s["low"] for s in file["sources"]), "the lower bound is not the sources' lowest")
    need(figure["high"] == (None if None in highs else max(highs)), "the upper bound is not the sources' highest")
    aside = [a["claim"] for a in file["set_aside"]]
    need(len({*basis, *aside}) == len(set(basis)) + len(aside), "a claim is used and set aside, or set aside twice")
    named = {*basis, *aside, *(i for c in file["conflicts"] for i in c["claims"])}
    need(named == set(claims), f"claims that are used nowhere, or not shown: {sorted(named ^ set(claims))}")
    return unreckoned


def check_confirmed(file, entries, parts):
    """Where a person confirmed the incident, the figure and its dissent are those confirmed."""
    seq, figure = file["confirmed"], file["figure"]
    need(entries[seq]["kind"] == "incident_confirmed", f"entry {seq} confirms nothing")
    facts, tolls = entries[seq]["facts"], json.loads(parts[seq, "figures"])
    mine = [t for t in tolls if (t["outcome"], t["group"]) == (figure["outcome"], figure["group"])]
    same = facts["incident"] == figure["incident"] and set(file["claims"]) <= set(facts["members"])
    need(len(mine) == 1 and same, f"entry {seq} confirms another incident")
    if facts["method"] == figure["profile"]:
        confirmed, shown = ({(a["claim"], a["reason"]) for a in t["set_aside"]} for t in (mine[0], file))
        need(confirmed == shown, f"entry {seq} confirms other reasons for what is set aside")
        need(all(mine[0][k] == figure[k] for k in ("low", "high")), f"entry {seq} confirms other bounds")


def check(file, kept):
    """Check everything; gives what to say. Raises `Refused`."""
    check_seal(file)
    entries = check_chain(file, kept)
    parts = check_parts(file, entries)
    claims = check_claims(file, entries, parts)
    unreckoned = check_figure(file, claims)
    if file["confirmed"] is not None:
        check_confirmed(file, entries, parts)
    named, low, high = (file["figure"][k] for k in ("id", "low", "high"))
    yield f"holds: {named} is {low} to {'open' if high is None else high}, from {len(file['sources'])} sources"
    yield f"set aside: {len(file['set_aside'])} of {len(claims)} claims, for reasons that are yours to judge"
    yield "confirmed by a person" if file["confirmed"] else "confirmed by nobody yet"
    yield f"not reckoned here, Hasila itself is needed: {', '.join(unreckoned) or 'nothing'}"
    yield f"the head{' leads to your receipt' if kept else ', to be compared with a receipt (--head)'}: {file['head']}"


def main():
    """Run; gives the exit code."""
    parser = argparse.ArgumentParser(description="Check a challenge file of Hasila.")
    parser.add_argument("file")
    parser.add_argument("--head", metavar="RECEIPT")
    told = parser.parse_args()
    with open(told.file, encoding="utf-8") as stream:
        read = stream.read()
    try:
        sys.stdout.write("\n".join(check(json.loads(read), told.head)) + "\n")
    except (Refused, KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        sys.stdout.write(f"refused: {'' if isinstance(error, Refused) else type(error).__name__ + ' '}{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
