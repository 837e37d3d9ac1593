"""Who and where a claim's words mean: places by gazetteer id, victims, perpetrators and sources by actor and party."""

from __future__ import annotations

from hasila import actors, places
from hasila.found import Found
from hasila.model import Folded, StatusBasis
from hasila.places import PlaceMention
from hasila.scenes import Words


class Gazetted:
    """The places of one text, resolved together; an id for each mention that one fits."""

    def __init__(self, folded: Folded, mentions: list[PlaceMention]) -> None:
        self._folded = folded
        self._mentions = mentions
        self._ids: dict[int, str | None] | None = None

    def place_id(self, words: Words | None) -> str | None:
        """The gazetteer id of the place at these words; resolved only once a claim asks."""
        if words is None or is_joint(words):
            return None
        if self._ids is None:
            resolved = places.resolve(self._mentions, self._folded)
            self._ids = {m.start: r.id for m, r in zip(self._mentions, resolved, strict=True)}
        mark = words.s.mark(words.s.places, words.i)
        return self._ids.get(mark.what.start) if mark is not None else None


def is_joint(words: Words) -> bool:
    """Are these two places told as one («كنيستي طنطا والإسكندرية»), which is no one place?"""
    return any(words.s.text(k).startswith("وال") or words.s.text(k) == "و" for k in range(words.i + 1, words.j))


def _text(words: Words) -> str:
    s = words.s
    return s.folded.text[s.words[words.i].start : s.words[words.j - 1].end]


def actor_of(words: Words | None) -> str | None:
    """The id of the actor that these words name, or None."""
    if words is None:
        return None
    named = (m.what for m in words.s.actors if words.i <= m.i < words.j)
    found = next((a.id for a in named if isinstance(a, actors.ActorMention)), None)
    return found or actors.resolve(_text(words))


def party_of(words: Words | None) -> str | None:
    """The party of the actor that these words name, or None; generic bodies («generic-…») have none."""
    actor = actor_of(words)
    return None if actor is None or actors.is_generic(actor) else actors.party(actor)


def basis_of(f: Found) -> StatusBasis | None:
    """Whose word the victims' status is: stated by the words about them, inferred, or the perpetrator's own claim."""
    if f.victim_status == "unknown":
        return None
    perpetrator, source = party_of(f.perpetrator), party_of(f.source)
    own = f.draft.row is not None and f.draft.row.lemma in ("تحييد", "حيد")
    if f.victim_status == "combatant" and (own or (perpetrator is not None and perpetrator == source)):
        return "perpetrator"
    return "stated" if f.draft.group.head is not None else "inferred"
