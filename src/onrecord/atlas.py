"""Known places: a sorted table of names and one of places, searched where they lie on disk."""

import csv
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from onrecord.folding import fold, skeleton, sound, without_article, without_unit
from onrecord.resources import resource

_SHORTEST_LOOSE_NAME = 5  # letters; shorter ones sound like too many others
_ALIKE = 0.72  # of the difflib ratio of two `sound` keys


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    ``id`` is "gn" + GeoNames id, or a word of our own for what GeoNames lacks. ``kind`` is country,
    region (first-order administrative unit), settlement or area. ``country`` is ISO 3166-1 alpha-2,
    None for what spans several. ``feature`` says more where known ("capital", "governorate",
    "neighbourhood"). Latitude and longitude are WGS 84 degrees, None where unknown; population 0
    means unknown.
    """

    id: str
    name: str
    kind: str
    feature: str | None
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    population: int

    @property
    def parent(self) -> str | None:
        """The id of what it lies in as far as the gazetteer knows: its region, else its country."""
        if self.admin1 or self.kind == "country" or self.country is None:
            return self.admin1
        return country(self.country).id


class Table:
    """A tab-separated file sorted by its first column (UTF-8 bytes), searched where it lies on disk."""

    def __init__(self, name: str) -> None:
        with resource("data", "gazetteer", name).open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def find(self, key: str) -> list[str] | None:
        """The columns after the key, or None."""
        wanted, data = key.encode(), self._bytes
        low, high = 0, len(data)
        while low < high:
            middle = (low + high) // 2
            start = data.rfind(b"\n", low, middle) + 1 or low
            end = data.find(b"\n", middle)
            if end == -1:
                end = len(data)
            found = data[start : data.find(b"\t", start)]
            if found == wanted:
                return data[start + len(found) + 1 : end].decode().split("\t")
            if found < wanted:
                low = end + 1
            else:
                high = start
        return None


@cache
def _table(name: str) -> Table:
    """The table of that name, opened once."""
    return Table(name)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the gazetteer."""
    with resource("data", "gazetteer", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def has_capital(name: str) -> bool:
    """Whether a name is written as one."""
    return any(ch.isupper() for ch in name)


@cache
def _stops() -> frozenset[str]:
    """Capitalised words that are places too, but hardly ever mean them."""
    return frozenset(row["form"] for row in rows("stops.csv"))


def _is_stopped(name: str) -> bool:
    """Whether a name is such a word, also where the whole text is in capitals."""
    stops = _stops()
    return name in stops or (len(name) > 2 and name.isupper() and name.capitalize() in stops)


@lru_cache(maxsize=65536)
def place(id: str) -> Place | None:
    """The place with that id."""
    row = _table("places.tsv").find(id)
    if row is None:
        return None
    name, kind, feature, land, admin1, latitude, longitude, population = row
    return Place(
        id=id,
        name=name,
        kind=kind,
        feature=feature or None,
        country=land or None,
        admin1=admin1 or None,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        population=int(population),
    )


def _named(key: str) -> tuple[Place, ...]:
    """The places with that key, best first."""
    row = _table("names.tsv").find(key)
    found = (place(id) for id in row[0].split(" ")) if row else ()
    return tuple(one for one in found if one is not None)


def named(name: str) -> tuple[Place, ...]:
    """The places that have exactly that name, unit words and articles not cut, best first."""
    return _named(fold(name)) if has_capital(name) and not _is_stopped(name) else ()


def _sounding_like(key: str) -> tuple[Place, ...]:
    """The places of transliterated countries whose name may be another spelling of the key."""
    row = _table("skeletons.tsv").find(skeleton(key))
    if row is None:
        return ()
    heard = sound(key)
    scored = []
    for candidate in row[0].split("|"):
        ratio = SequenceMatcher(None, heard, sound(candidate), autojunk=False).ratio()
        if ratio >= _ALIKE:
            scored.append((-ratio, candidate))
    if not scored:
        return ()
    best = min(scored)[0]
    transliterated = _transliterated()
    found: dict[str, Place] = {}
    for ratio, candidate in sorted(scored):
        if ratio == best:
            found.update((one.id, one) for one in _named(candidate) if one.country in transliterated)
    return tuple(found.values())


def is_transliterated(place_: Place) -> bool:
    """Whether the place's name reaches English by transliteration from Arabic script."""
    return place_.country in _transliterated()


@cache
def _transliterated() -> frozenset[str]:
    """ISO codes of the countries whose names reach English by transliteration from Arabic script."""
    return frozenset(row["country"] for row in rows("coverage.csv") if row["transliterated"] == "yes")


@lru_cache(maxsize=65536)
def places(name: str, fuzzy: bool = False) -> tuple[Place, ...]:
    """The places of that name, best first: country, region, then by population.

    A place of that very name counts before a much larger one that only has it as an alternate name.
    "Idlib province" finds the region, "Homs city" the settlement.
    With ``fuzzy``, a name that is not found is compared by sound with those of countries whose names
    are transliterated from Arabic script.
    """
    if not has_capital(name) or _is_stopped(name):
        return ()
    key = fold(name)
    if found := _named(key):
        if len(name) == 2 and name.isupper() and name.capitalize() in _stops():  # "US" but not "OF"
            return tuple(one for one in found if one.kind == "country")
        return found
    bare = without_article(key)
    if bare != key and len(bare) > 2 and (found := _named(bare)):
        return found
    if unit := without_unit(bare):
        found = _named(unit[0]) or _named(without_article(unit[0]))
        if of_kind := tuple(one for one in found if one.kind == unit[1]):
            return of_kind
    if fuzzy and sum(map(str.isalpha, bare)) >= _SHORTEST_LOOSE_NAME:
        return _sounding_like(key)
    return ()


def admin1_of(place_: Place) -> Place | None:
    """The first-order administrative unit that the place lies in, where known."""
    return place(place_.admin1) if place_.admin1 else None


def country(iso2: str) -> Place:
    """The country with that ISO 3166-1 alpha-2 code; KeyError where there is none."""
    found = _named(f"iso2/{iso2.lower()}")
    if not found:
        raise KeyError(iso2)
    return found[0]
