"""Known names: places, agents, demonyms, peoples and leaders, looked up in the package's data files.

Callers pass names as the text capitalises them: a name without a capital letter is no name here, so
"nice" and "mobile" find nothing, and neither does a word of stops.csv ("March", "Police"). Places
are in `onrecord.atlas`, and can be had from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.atlas import (
    Place,
    admin1_of,
    country,
    has_capital,
    is_transliterated,
    named,
    place,
    places,
    rows,
)
from onrecord.folding import fold, is_article, without_article

__all__ = [
    "Demonym",
    "KnownAgent",
    "Leader",
    "People",
    "Place",
    "admin1_of",
    "agent",
    "country",
    "country_of",
    "demonym",
    "is_transliterated",
    "leader",
    "leaders",
    "longest_match",
    "named",
    "people",
    "place",
    "places",
    "starts",
]


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """An organization, armed group, outlet or state body that reports often name.

    ``type`` is the local name of an ontology class; ``side`` the ISO code of the state it acts for,
    if any; ``country`` the one it is of or mainly works in.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    type: str
    side: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Demonym:
    """An adjective or noun for a country's people or things: "Syrian", plural "Syrians"."""

    form: str
    country: str
    plural: str


@dataclass(frozen=True, slots=True)
class People:
    """A people or religious group: ``form`` "Kurdish", ``plural`` "Kurds", ``sort`` ethnicity or religion."""

    form: str
    plural: str
    sort: str


@dataclass(frozen=True, slots=True)
class Leader:
    """A head of state or government, whose surname stands for the state ("the Assad regime").

    ``start`` and ``end`` are years of office; ``end`` is None for one not known to have ended.
    """

    surname: str
    name: str
    country: str
    office: str
    start: int
    end: int | None


@cache
def _agents() -> dict[str, tuple[tuple[str, KnownAgent], ...]]:
    """Folded name or alias → the surface form and its agent, in file order."""
    index: dict[str, list[tuple[str, KnownAgent]]] = {}
    for row in rows("agents.csv"):
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        known = KnownAgent(
            id="agent-" + fold(row["name"]).replace(" ", "-"),
            name=row["name"],
            aliases=aliases,
            type=row["type"],
            side=row["side"] or None,
            country=row["country"] or None,
        )
        for form in (known.name, *aliases):
            key = fold(form)
            bare = without_article(key)
            for spelling in {key, bare if " " in bare else key}:
                index.setdefault(spelling, []).append((form, known))
    return {key: tuple(entries) for key, entries in index.items()}


@cache
def _agent_starts() -> dict[str, int]:
    """First word of an agent's folded name → words of the longest such name."""
    longest: dict[str, int] = {}
    for key in _agents():
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _is_acronym(form: str) -> bool:
    """Whether a form is written in capitals only, so that lower case means another word."""
    letters = [ch for ch in form if ch.isalpha()]
    return all(ch.isupper() for ch in letters) and len(letters) < 7


def _written_as(form: str, name: str) -> bool:
    """Whether the capitals of a name in a text allow it to be the known form."""
    if _is_acronym(form):
        letters = [ch for ch in name if ch.isalpha()]
        return sum(ch.isupper() for ch in letters) * 2 > len(letters)
    if 2 * _capitals(name) <= _capitals(form):
        return False
    first = _first_word(name)
    return has_capital(first) or first[:1].isdigit() or not has_capital(_first_word(form))


def _first_word(name: str) -> str:
    """The first word of a name that is not an article."""
    return next((word for word in name.split() if not is_article(fold(word))), name)


def _capitals(name: str) -> int:
    """How many words of a name are capitalised."""
    return sum(has_capital(word) for word in name.split())


def _agent_of(key: str, name: str) -> KnownAgent | None:
    return next((known for form, known in _agents().get(key, ()) if _written_as(form, name)), None)


def agent(name: str) -> KnownAgent | None:
    """The known agent of that name or alias; acronyms must be written as such ("WHO", not "who")."""
    key = fold(name)
    found = _agent_of(key, name)
    bare = without_article(key)
    return found if found or bare == key else _agent_of(bare, name)


@cache
def _agent_countries() -> dict[str, str]:
    return {known.id: known.country for forms in _agents().values() for _, known in forms if known.country}


def country_of(id: str) -> str | None:
    """The ISO code of the country of a place or agent, by its id."""
    found = place(id)
    return found.country if found is not None else _agent_countries().get(id)


def starts(word: str) -> int:
    """The number of words of the longest agent name that starts with this word; 0 for none."""
    return _agent_starts().get(fold(word).split(" ")[0], 0)


def longest_match(words: Sequence[str], i: int) -> tuple[int, KnownAgent] | None:
    """The longest agent name that starts at token ``i``, with the number of tokens it takes.

    Tokens may be words, parts of words and marks ("al", "-", "Nusra"; "U.S.-led").
    """
    first = fold(words[i]).split(" ")[0]
    limit = _agent_starts().get(first, 0)
    best: tuple[int, KnownAgent] | None = None
    key = ""
    for end in range(i, len(words)):
        piece = fold(words[end])
        if piece:
            key = f"{key} {piece}" if key else piece
            if key.count(" ") >= limit:
                break
            if known := _agent_of(key, " ".join(words[i : end + 1])):
                best = (end + 1 - i, known)
    return best


@cache
def _demonyms() -> dict[str, Demonym]:
    found: dict[str, Demonym] = {}
    for row in rows("demonyms.csv"):
        entry = Demonym(row["form"], row["country"], row["plural"])
        found.setdefault(entry.form, entry)
        if entry.plural:
            found.setdefault(entry.plural, entry)
    return found


def demonym(word: str) -> Demonym | None:
    """The demonym with that form or plural, capitalised as in the text ("Syrian", "SYRIAN")."""
    known = _demonyms()
    return known.get(word) or (known.get(word.title()) if word.isupper() and len(word) > 3 else None)


@cache
def _peoples() -> dict[str, People]:
    found: dict[str, People] = {}
    for row in rows("peoples.csv"):
        entry = People(row["form"], row["plural"], row["sort"])
        for form in (entry.form, entry.plural, *row["variants"].split("|")):
            if form:
                found.setdefault(fold(form), entry)
    return found


def people(word: str) -> People | None:
    """The people or religious group with that form, plural or variant, capitalised."""
    return _peoples().get(fold(word)) if has_capital(word) else None


@cache
def _leaders() -> dict[str, tuple[Leader, ...]]:
    found: dict[str, list[Leader]] = {}
    for row in rows("leaders.csv"):
        end = int(row["to"]) if row["to"] else None
        entry = Leader(row["surname"], row["name"], row["country"], row["office"], int(row["from"]), end)
        keys = {fold(form) for form in (entry.surname, entry.name, *row["variants"].split("|")) if form}
        for key in sorted(keys | {without_article(key) for key in keys}):
            found.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


def leaders(surname: str) -> tuple[Leader, ...]:
    """The heads of state or government of that surname or full name, in file order."""
    if not has_capital(surname):
        return ()
    key = fold(surname)
    return _leaders().get(key) or _leaders().get(without_article(key), ())


def leader(surname: str, year: int | None = None) -> Leader | None:
    """The leader of that surname: in office in ``year`` if one was, else the first in the file.

    Surnames may be common words or names ("May", "Park"): ask only where the words around speak of a
    regime, an administration or a government.
    """
    known = leaders(surname)
    if year is not None:
        for one in known:
            if one.start <= year <= (one.end or year):
                return one
    return known[0] if known else None
