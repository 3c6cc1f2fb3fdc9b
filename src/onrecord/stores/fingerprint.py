"""Fingerprints of graphs: equal for equal sets of triples, whatever their order and the store's spelling."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from pyoxigraph import Literal

from onrecord.lexical import value_key

_SIZE = 16
_RANGE = 1 << (8 * _SIZE)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many triples a graph has, and the sum of their digests."""

    triples: int = 0
    total: int = 0

    def plus(self, digest: int) -> "Fingerprint":
        """The fingerprint with one more triple, which must be a new one."""
        return Fingerprint(self.triples + 1, (self.total + digest) % _RANGE)

    def __add__(self, other: "Fingerprint") -> "Fingerprint":
        """That of two graphs' triples together, of which none may be in both."""
        return Fingerprint(self.triples + other.triples, (self.total + other.total) % _RANGE)

    def __str__(self) -> str:
        return f"{self.total:0{2 * _SIZE}x}"


def fingerprint_of(digests: Collection[int]) -> Fingerprint:
    """The fingerprint of a graph, of whose different triples these are the digests."""
    return Fingerprint(len(digests), sum(digests) % _RANGE)


def digest(subject: object, predicate: object, value: object, long_decimals: bool = False) -> int:
    """The digest of a triple of pyoxigraph terms in its normal form."""
    words = f"{subject} {predicate} {normal(value, long_decimals)}"
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest())


def normal(term: object, long_decimals: bool = False) -> str:
    """A term in N-Triples, a literal by its value where stores are known to respell it.

    See `onrecord.lexical.value_key`; language tags are in lower case.
    """
    if not isinstance(term, Literal):
        return str(term)
    if term.language:
        return f"{Literal(term.value)}@{term.language.lower()}"
    datatype = term.datatype.value
    form, shared = value_key(term.value, datatype, long_decimals)
    if form == term.value and shared == datatype:
        return str(term)
    return f"{Literal(form)}^^<{shared}>"
