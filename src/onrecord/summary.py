"""What a build did, for a person to read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shlex import quote

from pyoxigraph import RdfFormat, parse

from onrecord.census import Census
from onrecord.namespaces import RDFS
from onrecord.readers import Rejected
from onrecord.report import Report
from onrecord.resources import resource
from onrecord.shard import Counts, Shard
from onrecord.terminal import escaped
from onrecord.vocab import MODULES, ONR

_DEFINED = RDFS + "isDefinedBy"
_MOST = 20
_RANKED = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """What was built, what was left out and why, what checking found, and what the graph holds.

    ``exit_code`` is 0, or 1 where something was left out or a finding is as serious as ``fail_on``.
    """

    directory: Path
    documents: tuple[Shard, ...]
    left_out: tuple[Rejected, ...] = ()
    report: Report = Report()
    census: Census = Census()
    fail_on: str = "error"

    @property
    def counts(self) -> Counts:
        """What was read from all documents together."""
        return sum((shard.counts for shard in self.documents), Counts())

    @property
    def conforms(self) -> bool:
        """Whether checking found nothing of severity error."""
        return self.report.conforms

    @property
    def exit_code(self) -> int:
        """What the command returns."""
        return 1 if self.left_out or self.report.fails(self.fail_on) else 0

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        """The lines of the summary."""
        counts, held = self.counts, self.census
        yield f"{_plural(len(self.documents), 'document')} read into {self.directory}"
        for shard in self.documents[:_MOST]:
            yield f"  {_line(shard)}"
        if len(self.documents) > _MOST:
            yield f"  … and {len(self.documents) - _MOST} more"
        yield ""
        yield f"{_plural(counts.claims.total(), 'claim')}; {_plural(counts.quotations, 'quotation')}"
        for family, number in _families(counts.claims):
            common = ", ".join(f"{name} {count}" for name, count in number.most_common(6))
            yield f"  {family:8} {number.total():6}  ({common}{', …' if len(number) > 6 else ''})"
        yield f"{_plural(held.entities, 'entity', 'entities')}: {_ranking(held.classes)}"
        yield f"{held.reported} reported triples, {held.inferred} inferred"
        yield ""
        yield f"The graph {self.report.headline}"
        if self.report.results:
            yield f"  details: {self.directory / 'report.txt'}"
        if self.left_out:
            yield ""
            yield f"{_plural(len(self.left_out), 'document')} left out:"
            for rejected in self.left_out[:_MOST]:
                yield f"  {rejected}"
            if len(self.left_out) > _MOST:
                yield f"  … and {len(self.left_out) - _MOST} more"
        yield ""
        yield "Files: dataset.nq (all quads), graph.ttl (as triples), reported.ttl, documents/, store/,"
        yield "  report.txt (also as .json and .ttl)"
        folder = quote(str(self.directory))
        place = "" if folder == "graph" else f" --in {folder}"
        yield "Next:"
        yield "  onrecord query --list"
        yield f"  onrecord query attacks-by-place{place}"
        yield f"  onrecord export {folder} --format jsonld"


def _line(shard: Shard) -> str:
    """One document with what was read from it."""
    counts = shard.counts
    numbers = [_plural(counts.claims.total(), "claim"), _plural(counts.quotations, "quotation")]
    if counts.attacks:
        numbers.append(_plural(counts.attacks, "attack"))
    return f"{escaped(shard.source)}: {', '.join(numbers)}"


def _families(claims: Counter[str]) -> Iterator[tuple[str, Counter[str]]]:
    """The claims by the ontology's module that declares their predicate."""
    modules = _modules()
    for module in MODULES:
        found = Counter(
            {name: count for name, count in sorted(claims.items()) if modules.get(name, "core") == module}
        )
        if found:
            yield module, found


@cache
def _modules() -> dict[str, str]:
    """Property → the module that declares it, by local names."""
    found = {}
    for module in MODULES:
        for quad in parse(path=str(resource("ontology", f"{module}.ttl")), format=RdfFormat.TURTLE):
            if quad.predicate.value == _DEFINED:
                found[str(getattr(quad.subject, "value", "")).removeprefix(str(ONR))] = module
    return found


def _ranking(counts: Counter[str]) -> str:
    """The most frequent first: "Attack 4, Person 3"."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} {count}" for name, count in ordered[:_RANKED])
    return f"{shown}, …" if len(ordered) > _RANKED else shown


def _plural(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
