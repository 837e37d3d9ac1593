"""People told apart from the words that say what befell them."""

import pytest

from hasila.extract import read_claims
from hasila.model import Document

TOLD = [
    ("استقبل المستشفى الجرحى المقرر علاجهم وعددهم 12 شخصا.", ("injured", 12, 12)),
    ("تعود الجثث إلى مقاتلين قالوا إنهم لقوا حتفهم في الغارات.", ("killed", 2, None)),
    ("خطف مسلحون قائد اللواء برفقة ستة عناصر من اللواء.", ("abducted", 6, 6)),
]


@pytest.mark.parametrize(("text", "claim"), TOLD)
def test_people_are_counted_where_other_words_keep_them_apart(text: str, claim: tuple[str, int, int | None]) -> None:
    """A number behind «وعددهم», a pronoun behind «قالوا إنهم» and companions behind «برفقة» reach their outcome."""
    claims = read_claims(Document("far", text, "2024-05-02"))
    assert claim in [(c.outcome, c.low, c.high) for c in claims]
