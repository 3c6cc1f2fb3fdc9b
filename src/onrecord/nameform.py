"""How else a name may be written: other capitals, with and without article, other names of the same thing."""

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.folding import fold, is_article
from onrecord.resources import resource

_PLACES = 4
"""How many places of one name have their other names looked up."""


@lru_cache(maxsize=64)
def forms(name: str, of: str) -> tuple[str, ...]:
    """The forms under which a graph may have a name, the given one first.

    ``of`` is "place" or "agent": what the gazetteer knows of that name adds its other names.
    """
    bare = _bare(name)
    known = _place_names(bare) if of == "place" else _agent_names(bare)
    return tuple(dict.fromkeys(form for one in (name, *known) for form in _written(one)))


def _written(name: str) -> Iterator[str]:
    """A name with other capitals, and with and without its article."""
    bare = _bare(name)
    title = re.sub(r"(?<![\w'’])\w", lambda match: match[0].upper(), bare)
    for form in (bare, title, bare[:1].upper() + bare[1:], bare.title(), bare.lower(), bare.upper()):
        yield form
        yield f"the {form}"
        yield f"The {form}"
    yield name


def _bare(name: str) -> str:
    """A name without a leading article."""
    first, _, rest = name.strip().partition(" ")
    return rest.strip() if rest and is_article(fold(first)) else name.strip()


def _place_names(name: str) -> Iterator[str]:
    """The other names of the places of that name: those of the country of the likeliest one."""
    from onrecord import gazetteer

    found = (
        gazetteer.places(name) or gazetteer.places(name.title()) or gazetteer.places(name.title(), fuzzy=True)
    )
    for place in [one for one in found if one.country == found[0].country][:_PLACES]:
        yield place.name
        for folded in _folded_names(place.id):
            yield folded
            first, _, rest = folded.partition(" ")
            if rest and len(first) == 2:  # "al hudaydah"
                yield f"{first.title()}-{rest.title()}"
                yield f"{first}-{rest.title()}"


def _folded_names(id: str) -> list[str]:
    """The folded names under which the gazetteer has a place."""
    data = resource("data", "gazetteer", "names.tsv").read_bytes()
    pattern = rb"^([^\t\n]+)\t(?:[^\n]* )?" + re.escape(id.encode()) + rb"(?: [^\n]*)?$"
    return [match[1].decode() for match in re.finditer(pattern, data, re.MULTILINE)]


def _agent_names(name: str) -> Iterator[str]:
    """The other names of the known agent of that name, or of the state."""
    from onrecord import gazetteer

    known = gazetteer.agent(name) or gazetteer.agent(name.title())
    if known is not None:
        yield known.name
        yield from known.aliases
        return
    for place in (gazetteer.places(name) or gazetteer.places(name.title()))[:1]:
        if place.kind == "country":  # as an actor
            yield place.name
