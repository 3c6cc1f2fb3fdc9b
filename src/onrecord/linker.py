"""Which gazetteer entry a place name stands for, by the countries and units that its document speaks of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord import gazetteer
from onrecord.gazetteer import Place

_WANTED = {
    "Settlement": ("settlement",),
    "Region": ("region", "area"),
    "Place": ("settlement", "region", "area"),
}
#: From this population on, a settlement is meant without more words wherever it is.
_KNOWN_EVERYWHERE = 500_000
#: How many times larger than a namesake in a country that is only mentioned, or that is spoken of most.
_LARGER, _MUCH_LARGER = 20, 200


@dataclass(frozen=True, slots=True)
class Linker:
    """The countries and units a document speaks of, most mentioned first: what decides between namesakes.

    Countries mentioned less than a fifth as often as the first one do not count.
    """

    countries: tuple[str, ...]
    units: tuple[str, ...] = ()
    #: Countries that one name alone speaks for, with that name.
    alone: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def for_document(cls, entries: Iterable[str], words: Iterable[str], places: Iterable[str]) -> "Linker":
        """Weigh the countries named, the adjectives of nationality and the unambiguous places."""
        found: Counter[str] = Counter()
        for entry in entries:
            country = gazetteer.country_of(entry)
            if country is not None:
                found[country] += 3
        for word in words:
            demonym = gazetteer.demonym(word)
            if demonym is not None and demonym.country:
                found[demonym.country] += 2
        spoken = set(found)
        speaking: dict[str, set[str]] = defaultdict(set)
        named = [(name, gazetteer.places(name)) for name in places]
        for name, candidates in named:
            countries = {place.country for place in candidates if place.country is not None}
            for country in countries if len(countries) == 1 else ():
                found[country] += 2
                speaking[country].add(name)
        ranked = sorted(found, key=lambda country: (-found[country], country))
        floor = found[ranked[0]] / 5 if ranked else 0
        kept = tuple(country for country in ranked if found[country] >= floor)
        alone = {c: min(names) for c, names in speaking.items() if len(names) == 1 and c not in spoken}
        if len(alone) == len(kept):
            alone = {}  # no country is spoken of more than another
        return cls(kept, _units([candidates for _, candidates in named], kept), alone)

    def link(self, name: str, type_: str, kind: str = "", around: Iterable[str] = ()) -> str | None:
        """Return the id of the entry that a name most likely stands for, else None.

        ``around`` are the names of what the text says it lies in: a place in one of them comes first.
        A place in a country that the document speaks of wins, there one in a unit that it names; a
        namesake elsewhere is chosen when it is known everywhere or the only one.
        """
        regions, lands = _holders(around)
        candidates = [
            p for p in gazetteer.places(name) if not regions or p.admin1 in regions or p.id in regions
        ]
        if not candidates and len(name) >= 5:
            fit = regions or lands or self.countries[:2]
            candidates = [
                p for p in gazetteer.places(name, fuzzy=True) if p.country in fit or p.admin1 in fit
            ]
        if lands and any(place.country in lands for place in candidates):
            candidates = [place for place in candidates if place.country in lands]
        if not candidates:
            return None
        if regions:
            return self._among(candidates, _WANTED.get(type_, ())).id
        known = _known_everywhere(candidates)
        for country in self.countries:
            inside = [place for place in candidates if place.country == country]
            itself = len(self.countries) > 1 and self.alone.get(country) == name
            if inside and not itself and not self._outshone(inside, known):
                return self._among(inside, _WANTED.get(type_, ())).id
        if known is not None and (known.kind != "region" or self.alone.get(known.country or "") != name):
            return known.id
        only = len(candidates) == 1 and len(self.countries) < 2
        return candidates[0].id if only or candidates[0].country is None else None

    def _outshone(self, inside: Sequence[Place], known: Place | None) -> bool:
        """Whether namesakes in a country are hamlets beside a place known everywhere: Moscow, Idaho."""
        if known is None or known.country == inside[0].country or inside[0].kind in ("country", "region"):
            return False
        at_home = inside[0].country == self.countries[0] and known.country not in self.countries
        times = _MUCH_LARGER if at_home else _LARGER
        return known.population > times * max(place.population for place in inside)

    def _among(self, inside: Sequence[Place], wanted: Sequence[str]) -> Place:
        """The one of a country's places of a name that is most likely meant."""
        fitting = [place for place in inside if place.kind in wanted] or inside
        if fitting[0].kind == "region" or fitting[0].feature == "capital":
            return fitting[0]
        for unit in self.units:
            for place in (*fitting, *inside):
                if place.admin1 == unit:
                    return place
        return fitting[0]


def _holders(names: Iterable[str]) -> tuple[set[str], set[str]]:
    """The ids of the regions, and the codes of the countries, that a place is said to lie in."""
    regions: set[str] = set()
    lands: set[str] = set()
    for name in names:
        found = gazetteer.places(name)
        if found and found[0].kind == "country":
            lands.add(str(found[0].country))
        regions.update(place.id for place in found if place.kind == "region")
    return regions, lands


def _known_everywhere(candidates: Sequence[Place]) -> Place | None:
    """The first place of a name that is a country, a capital or a very large city."""
    for place in candidates:
        if place.kind == "country" or place.feature == "capital" or place.population >= _KNOWN_EVERYWHERE:
            return place
    return None


def _units(named: Iterable[Sequence[Place]], countries: Sequence[str]) -> tuple[str, ...]:
    """The first-order units of the countries that names point to without doubt, most named first."""
    found: Counter[str] = Counter()
    for candidates in named:
        inside = [place for place in candidates if place.country in countries[:2]]
        units = {place.id if place.kind == "region" else place.admin1 for place in inside}
        if len(units) == 1 and (unit := units.pop()) is not None:
            found[unit] += 1 + (inside[0].kind == "region")
    return tuple(sorted(found, key=lambda unit: (-found[unit], unit)))
