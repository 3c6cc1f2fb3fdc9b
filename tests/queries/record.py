"""Writes the expected rows of the saved queries anew, for review: ``python -m tests.queries.record``.

Run it from the root of the checkout; read ``git diff tests/queries`` before keeping what it wrote. With
an argument it records only the query of that name. ``<name>.csv`` are the rows on the first article,
``invented/<name>.csv`` those on invented.trig; parameters.csv names the parameters they are asked with.
"""

import csv
import shlex
import sys
from pathlib import Path

from onrecord.query import query, render

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ANSWERS = ROOT / "queries" / "answers"
INVENTED = (HERE / "invented.trig", *sorted((ROOT / "ontology").glob("*.ttl")))


def names() -> list[str]:
    """The names of the saved queries that answer a person's question."""
    return sorted(path.stem for path in ANSWERS.glob("*.rq"))


def parameters(name: str, graph: str) -> dict[str, str]:
    """The parameters a query is asked with on a graph ("article" or "invented"); none where not listed."""
    with (HERE / "parameters.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if (row["query"], row["graph"]) == (name, graph):
                return dict(pair.split("=", 1) for pair in shlex.split(row["parameters"]))
    return {}


def expected(name: str, graph: str) -> Path:
    """The file of the rows that a query is expected to give."""
    return HERE / f"{name}.csv" if graph == "article" else HERE / "invented" / f"{name}.csv"


def answer(name: str, graph: str, data) -> str:
    """The rows of a query as CSV with plain line ends."""
    table = query(name, data, parameters(name, graph))
    return render(table, "csv").decode().replace("\r\n", "\n")


def main(wanted: list[str]) -> None:
    """Write the expected rows of the queries wanted, of all where none is named."""
    from tests.gold.reading import first_article

    for name in wanted or names():
        for graph, data in (("article", first_article()), ("invented", INVENTED)):
            file = expected(name, graph)
            file.parent.mkdir(exist_ok=True)
            file.write_text(answer(name, graph, data), encoding="utf-8")
            print(file.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
