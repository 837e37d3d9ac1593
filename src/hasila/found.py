"""A draft with all that its sentence and its text say of it."""

from __future__ import annotations

import msgspec

from hasila.attribution import Voice
from hasila.discourse import Words
from hasila.drafts import Draft
from hasila.model import Step
from hasila.sentences import Sentence
from hasila.status import Judgement


class Found(msgspec.Struct):
    """A draft with everything its sentence and its text say of it."""

    s: Sentence
    draft: Draft
    judgement: Judgement
    voice: Voice | None
    place: Words | None = None
    date: str | None = None
    period: str | None = None
    means: str | None = None
    perpetrator: Words | None = None
    source: Words | None = None
    in_list: bool = False
    heading: Sentence | None = None
    scope: str = "incident"
    victim_status: str = "unknown"
    steps: list[Step] = []

    @property
    def headline(self) -> bool:
        """Is it told in the first line of a text of several, with no full stop?"""
        return (
            self.s.start == 0
            and self.s.end < len(self.s.folded.text)
            and self.s.text(len(self.s.words) - 1) not in ".!؟:"
        )


_KINDS_OF_PLACE = frozenset(
    {
        "بلده",
        "مدينه",
        "قريه",
        "حي",
        "محافظه",
        "منطقه",
        "مخيم",
        "ريف",
        "مديريه",
        "قضاء",
        "ناحيه",
        "شمال",
        "جنوب",
        "شرق",
        "غرب",
        "وسط",
        "في",
    }
)


def same_words(a: Words | None, b: Words | None) -> bool:
    """Do two mentions share a word? An absent one contradicts nothing."""
    if a is None or b is None:
        return True
    mine = {a.s.text(k).removeprefix("ال") for k in range(a.i, a.j)}
    shared = mine & {b.s.text(k).removeprefix("ال") for k in range(b.i, b.j)}
    return bool(shared - _KINDS_OF_PLACE) or shared == mine
