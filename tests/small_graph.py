"""Small graph directories for the tests of stores: made by hand, with literals that stores get wrong."""

from pathlib import Path

BASE = "https://w3id.org/onrecord/data/"
ONR = "https://w3id.org/onrecord/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def quad(subject: str, predicate: str, value: str, graph: str) -> str:
    """A line of N-Quads in our own namespaces; ``value`` is a term."""
    return f"<{BASE}{subject}> <{ONR}{predicate}> {value} <{BASE}graph/{graph}> .\n"


def document(name: str, claims: int = 3) -> list[str]:
    """The quads of a document with so many claims."""
    lines = [
        f"<{BASE}document/{name}> {TYPE} <{ONR}Document> <{BASE}graph/claims/{name}> .\n",
        quad(f"document/{name}", "title", '"Ünïcode – “quoted” \\n العربية 😀"', f"claims/{name}"),
        quad(f"document/{name}", "published", f'"{"long " * 3000}"', f"claims/{name}"),
        quad(f"document/{name}", "language", '"en"@en-gb', f"claims/{name}"),
    ]
    for number in range(claims):
        claim = f"claim/{name}{number}"
        lines += [
            f"<{BASE}{claim}> {TYPE} <{ONR}Claim> <{BASE}graph/claims/{name}> .\n",
            quad(claim, "number", f'"{number}"^^<{XSD}integer>', f"claims/{name}"),
            quad(claim, "formerRole", f'"true"^^<{XSD}boolean>', f"claims/{name}"),
            quad(f"event/{name}{number}", "kind", f"<{ONR}kind>", f"reported/{name}"),
            quad(f"event/{name}{number}", "caused", f"<{BASE}event/x>", f"inferred/{name}"),
        ]
    lines += [
        quad(f"quantity/{name}", "maximum", f'"{value}"^^<{XSD}integer>', f"claims/{name}")
        for value in ("3000000000", "123456789012345678901234567890", "-7")
    ]
    lines.append(quad(f"quantity/{name}", "minimum", f'"2.5"^^<{XSD}decimal>', f"claims/{name}"))
    lines.append(quad(f"event/{name}0", "alias", '"an event"', "entities"))
    return lines


def graph(directory: Path, *names: str, claims: int = 3, more: tuple[str, ...] = ()) -> Path:
    """A graph directory of such documents."""
    lines = {line for name in names for line in document(name, claims)} | set(more)
    lines |= {quad("place/p", "locatedIn", f"<{BASE}place/q>", "background")}
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "dataset.nq").write_text("".join(sorted(lines)), "utf-8", newline="")
    return directory
