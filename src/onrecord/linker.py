"""Which gazetteer entry a place name stands for, by the countries that its document speaks of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord import gazetteer

_WANTED = {
    "Settlement": ("settlement",),
    "Region": ("region", "area"),
    "Place": ("settlement", "region", "area"),
}


@dataclass(frozen=True, slots=True)
class Linker:
    """The countries a document speaks of, most mentioned first: what decides between namesakes.

    Countries mentioned less than a fifth as often as the first one do not count.
    """

    countries: tuple[str, ...]

    @classmethod
    def for_document(cls, entries: Iterable[str], words: Iterable[str], places: Iterable[str]) -> "Linker":
        """Weigh the countries named, the adjectives of nationality and the unambiguous places."""
        found: Counter[str] = Counter()
        for entry in entries:
            place = gazetteer.place(entry)
            if place is not None and place.country is not None:
                found[place.country] += 3
        for word in words:
            demonym = gazetteer.demonym(word)
            if demonym is not None and demonym.country:
                found[demonym.country] += 2
        for name in places:
            countries = {place.country for place in gazetteer.places(name) if place.country is not None}
            for country in countries:
                found[country] += 2 if len(countries) == 1 else 0
        ranked = sorted(found, key=lambda country: (-found[country], country))
        floor = found[ranked[0]] / 5 if ranked else 0
        return cls(tuple(country for country in ranked if found[country] >= floor))

    def link(self, name: str, type_: str, kind: str = "") -> str | None:
        """Return the id of the entry that a name most likely stands for, else None.

        A place in a country that the document speaks of wins; a namesake elsewhere is chosen only
        when the document speaks of no other country that has one, and only if it is the only one.
        """
        candidates = gazetteer.places(name)
        if not candidates and len(name) >= 5:
            candidates = tuple(
                p for p in gazetteer.places(name, fuzzy=True) if p.country in self.countries[:2]
            )
        if not candidates:
            return None
        wanted = _WANTED.get(type_, ())
        for country in self.countries:
            inside = [place for place in candidates if place.country == country]
            if inside:
                fitting = [place for place in inside if place.kind in wanted]
                return (fitting or inside)[0].id
        return candidates[0].id if len(candidates) == 1 and not self.countries else None
