"""What the sections of one document share, so that each can be described by itself."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from pyoxigraph import NamedNode

Key = TypeVar("Key")


@dataclass(slots=True)
class Numbering:
    """What was met so far in a document: how often the same words, which names and classes things have.

    Sections of one document that share it get different IRIs for different claims in the same words.
    """

    claims: Counter[NamedNode] = field(default_factory=Counter)
    quotations: Counter[NamedNode] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    labels: dict[NamedNode, str] = field(default_factory=dict)
    types: dict[NamedNode, frozenset[str]] = field(default_factory=dict)

    def add(self, later: "Numbering") -> None:
        """Count on with what a later section met by itself."""
        self.claims.update(later.claims)
        self.quotations.update(later.quotations)
        self.sentences.update(later.sentences)
        self.labels = later.labels | self.labels
        for iri, types in later.types.items():
            self.types[iri] = self.types.get(iri, frozenset()) | types

    def before(self, later: "Numbering") -> "Numbering":
        """As much of this as matters to a later section, which by itself met the other."""
        return Numbering(
            _common(self.claims, later.claims),
            _common(self.quotations, later.quotations),
            _common(self.sentences, later.sentences),
            {iri: self.labels[iri] for iri in later.labels if iri in self.labels},
        )


def _common(counts: "Counter[Key]", later: "Counter[Key]") -> "Counter[Key]":
    """The counts of what was met later as well."""
    return Counter({key: counts[key] for key in later if key in counts})
