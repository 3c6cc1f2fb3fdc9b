"""Faults of every kind put into a graph; what each engine finds of them, and in what time, in one run.

    python benchmarks/generate.py 120000 DIR
    python benchmarks/faults.py DIR [--copies 20] [--seed 1] [--plain]

DIR is a graph directory or a file of N-Quads. Each file that tests/shapes has of a shape's failure is put
into the graph, as many times as --copies says, and as many triples are dropped, doubled, given other
values or other types. Then the shapes run with pyshacl and with pyrudof, and owlrl and reasonable close
the graph: the results must be the same sets, and each shape that has a failing file must be among them.
--plain adds the time of pyshacl as one calls it, without what this project does to make it fast.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse  # noqa: E402

from onrecord import validation  # noqa: E402
from onrecord.checks import checked_store  # noqa: E402
from onrecord.engines import SHAPE_ENGINES  # noqa: E402
from onrecord.engines.reasonable import close  # noqa: E402
from onrecord.inference import infer  # noqa: E402
from onrecord.report import Result  # noqa: E402
from onrecord.settings import DEFAULT_BASE  # noqa: E402
from onrecord.shapes import check_shapes  # noqa: E402
from onrecord.vocab import CLASSES, ONR  # noqa: E402

CASES = ROOT / "tests" / "shapes"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
OF_TEXT = {"DocumentShape-text", "EvidenceWordsShape"}  # no shape sees the texts
ODD = (
    Literal("x"),
    Literal("x", language="en"),
    Literal("", datatype=NamedNode(XSD + "string")),
    Literal("many", datatype=NamedNode(XSD + "integer")),
    Literal("5.0", datatype=NamedNode(XSD + "integer")),
    Literal("-7", datatype=NamedNode(XSD + "integer")),
    Literal("2019-02-31", datatype=NamedNode(XSD + "date")),
    Literal("2019-02-01", datatype=NamedNode(XSD + "date")),
    Literal("2.5", datatype=NamedNode(XSD + "decimal")),
    Literal("yes", datatype=NamedNode(XSD + "boolean")),
    Literal('a "b"\n\\c', datatype=NamedNode("urn:example:datatype")),
    NamedNode(DEFAULT_BASE + "nothing"),
    BlankNode("odd"),
)


def failures(copies: int) -> Iterator[Quad]:
    """The failing files of all shapes, each so many times, with nodes of their own."""
    common = list(parse(path=str(CASES / "document.ttl"), format=RdfFormat.TURTLE))
    for path in sorted(CASES.glob("*.invalid.ttl")):
        quads = [*common, *parse(path=str(path), format=RdfFormat.TURTLE)]
        for copy in range(copies):
            for quad in quads:
                yield Quad(
                    _own(quad.subject, f"{path.stem}-{copy}/"),
                    quad.predicate,
                    _own(quad.object, f"{path.stem}-{copy}/"),
                )


def _own(term: Any, name: str) -> Any:
    """The term, as a node of one copy if it is a node of the data."""
    if isinstance(term, NamedNode) and term.value.startswith(DEFAULT_BASE):
        return NamedNode(DEFAULT_BASE + name + term.value.removeprefix(DEFAULT_BASE))
    return term


def mutated(quads: list[Quad], copies: int, draw: random.Random) -> list[Quad]:
    """The quads, with so many faults of each sort in triples drawn by chance."""
    kept = dict.fromkeys(quads)
    nodes = [quad.subject for quad in draw.sample(quads, copies)]
    types = [NamedNode(ONR[name]) for name in sorted(CLASSES)]
    sorts: dict[str, Callable[[Quad], Iterable[Quad]]] = {
        "dropped": lambda quad: (),
        "other value": lambda quad: (_with(quad, draw.choice(ODD)),),
        "second value": lambda quad: (quad, _with(quad, draw.choice(ODD))),
        "other node": lambda quad: (_with(quad, draw.choice(nodes)),),
        "second type": lambda quad: (quad, Quad(quad.subject, TYPE, draw.choice(types), quad.graph_name)),
    }
    for change in sorts.values():
        for quad in draw.sample(list(kept), copies):
            del kept[quad]
            kept.update(dict.fromkeys(change(quad)))
    return list(kept)


def _with(quad: Quad, value: Any) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def timed(label: str, work: Callable[[], Any]) -> Any:
    """What the work gives; its time is printed."""
    began, used = time.perf_counter(), time.process_time()
    found = work()
    print(
        f"{label:12} {time.perf_counter() - began:7.2f} s  ({time.process_time() - used:6.2f} s of processor)"
    )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graph", type=Path, help="graph directory, or file of N-Quads")
    parser.add_argument("--copies", type=int, default=20, help="of each fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="time pyshacl as one calls it, too")
    given = parser.parse_args()
    path = given.graph / "dataset.nq" if given.graph.is_dir() else given.graph
    draw = random.Random(given.seed)
    whole = list(parse(path=str(path), format=RdfFormat.N_QUADS))
    whole = [q for q in whole if validation._graph(q) not in ("inferred", "background", "ontology")]
    quads = [*mutated(whole, given.copies, draw), *failures(given.copies)]
    print(f"{len(quads)} quads, {given.copies} faults of each kind, seed {given.seed}")
    wrong = 0

    closures = {
        "owlrl": timed("owlrl", lambda: infer(content(quads), validation._types(quads))),
        "reasonable": timed("reasonable", lambda: close(content(quads), validation._types(quads))),
    }
    wrong += compared("closure", *(set(c.triples) | set(c.inconsistencies) for c in closures.values()))

    triples = closures["owlrl"].triples
    results = {engine: timed(engine, lambda: found(quads, triples, engine)) for engine in SHAPE_ENGINES}  # noqa: B023
    wrong += compared("shapes", *results.values())
    if given.plain:
        timed("plain pyshacl", lambda: plain(quads))
    expected = {path.name.split(".")[0] for path in CASES.glob("*.invalid.ttl")} - OF_TEXT
    missing = expected - {result.shape for result in results[SHAPE_ENGINES[0]]}
    print(f"{len(expected)} kinds of failure, {len(expected - missing)} found")
    return 1 if wrong or missing else 0


def found(quads: list[Quad], inferred: Iterable[Triple], engine: str) -> set[Result]:
    """The results of the shapes run by an engine, as asserted and closed; shapes know no named graphs."""
    merged = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    return set(check_shapes(merged, inferred, checked_store(merged), engine))


def content(quads: Iterable[Quad]) -> list[Triple]:
    """What reasoning may see of the quads."""
    return validation._content(quads)


def compared(what: str, authority: set[Any], other: set[Any]) -> int:
    """How many results differ; some of them are printed."""
    only = {"authority only": authority - other, "engine only": other - authority}
    differing = sum(map(len, only.values()))
    print(f"{what}: {len(authority)} results, {differing} of them not the same")
    for label, found in only.items():
        for result in sorted(found, key=str)[:10]:
            print(f"  {label}: {result}")
    return differing


def plain(quads: Iterable[Quad]) -> Counter[str]:
    """What pyshacl finds in a graph of rdflib with the shapes as they are written."""
    from pyshacl import validate
    from rdflib import Graph
    from rdflib.namespace import SH

    from onrecord import shapes
    from onrecord.terms import add_all

    graph = Graph()
    for statement in shapes._declarations():
        graph.add(statement)
    add_all(graph, quads)
    shapes._spell_out(graph)
    _, found, _ = validate(graph, shacl_graph=shapes._shapes(), inplace=True)
    return Counter(str(shape) for shape in found.objects(None, SH.sourceShape))


if __name__ == "__main__":
    sys.exit(main())
