"""A graph directory of N triples, invented: the same bytes for the same N and seed.

    python benchmarks/generate.py N DIR [--seed 1] [--policy quoted]

Invented articles are written as shards, as `onrecord build` writes them, until they hold N quads: claims with
their evidence and quotations, entities, background, what the policy reports, and the classes that follow from
the ontology (other inferences are left out: owlrl would take hours). DIR must not hold anything yet.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from invented import articles  # noqa: E402
from pyoxigraph import NamedNode, Quad, Triple  # noqa: E402

from onrecord.assembly import SHARDS, assemble  # noqa: E402
from onrecord.background import background  # noqa: E402
from onrecord.dataset import describe  # noqa: E402
from onrecord.export import serialize_quads  # noqa: E402
from onrecord.format import NQUADS  # noqa: E402
from onrecord.iri import Minter, ancestors  # noqa: E402
from onrecord.policy import report  # noqa: E402
from onrecord.report import Report  # noqa: E402
from onrecord.reports import render  # noqa: E402
from onrecord.run import Run  # noqa: E402
from onrecord.shard import shard_name  # noqa: E402
from onrecord.stores.oxigraph import DATASET, write_store  # noqa: E402
from onrecord.terms import in_graph  # noqa: E402

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ONR = "https://w3id.org/onrecord/ns#"


def generate(size: int, directory: Path, seed: int = 1, policy: str = "quoted") -> int:
    """Write a graph directory of at least so many quads; return how many it holds."""
    if directory.exists() and any(directory.iterdir()):
        raise SystemExit(f"{directory}: is not empty; name a new folder")
    run = Run(policy)
    minter = Minter(run.base)
    folder = directory / SHARDS
    folder.mkdir(parents=True)
    shared: set[Quad] = set()
    held = 0
    for document, extraction in articles(seed):
        quads = describe(document, extraction, run, run.base)
        reported = report(quads, policy)
        quads += [in_graph(triple, minter.graph("reported", document.source)) for triple in reported]
        inferred = sorted(set(classes(quads, minter)), key=str)
        quads += [in_graph(triple, minter.graph("inferred", document.source)) for triple in inferred]
        quads += background(extraction, run.base)
        (folder / shard_name(document.source)).write_bytes(serialize_quads(sorted(quads, key=str), NQUADS))
        for quad in quads:
            if quad.graph_name.value.endswith(("/entities", "/background")):
                shared.add(quad)
            else:
                held += 1
        if held + len(shared) >= size:
            break
    assemble(directory, run.base)
    for name, syntax in {"report.txt": "text", "report.json": "json", "report.ttl": "turtle"}.items():
        (directory / name).write_text(render(Report.of(()), syntax), encoding="utf-8", newline="")
    write_store(directory)
    with (directory / DATASET).open("rb") as lines:
        return sum(1 for _ in lines)


def classes(quads: list[Quad], minter: Minter) -> list[Triple]:
    """The superclasses of the entities of a document, as inferred triples."""
    entities = minter.graph("entities")
    found = []
    for quad in quads:
        if quad.graph_name == entities and quad.predicate.value == TYPE:
            for above in ancestors(quad.object.value.removeprefix(ONR))[1:]:
                found.append(Triple(quad.subject, quad.predicate, NamedNode(ONR + above)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("size", type=lambda text: int(float(text)), metavar="N")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policy", default="quoted")
    given = parser.parse_args()
    began = time.perf_counter()
    held = generate(given.size, given.directory, given.seed, given.policy)
    shards = len(list((given.directory / SHARDS).glob("*.nq")))
    print(f"{held} quads of {shards} documents in {given.directory}, {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
