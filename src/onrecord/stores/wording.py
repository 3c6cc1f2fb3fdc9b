"""The wording of what is asked of a store: texts of queries/stores with their places filled in."""

from functools import cache
from string import Template

from pyoxigraph import Literal, NamedNode

from onrecord.resources import resource


def worded(name: str, **places: object) -> str:
    """A query or an update of that file name; a place is filled with a number or text in SPARQL."""
    return _template(name).substitute({place: str(text) for place, text in places.items()})


def iri(name: str) -> str:
    """An IRI in SPARQL. ValueError where it is none."""
    return str(NamedNode(name))


def text(words: str) -> str:
    """A string in SPARQL."""
    return str(Literal(words))


@cache
def _template(name: str) -> Template:
    lines = resource("queries", "stores", name).read_text("utf-8").splitlines()
    return Template("\n".join(line for line in lines if not line.startswith("#")))
