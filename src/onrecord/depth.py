"""How deep a parse is: no deeper than anybody writes, so that what follows its heads comes to an end soon."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

DEEPEST = 100  # heads above a token; reports have at most about 30


def flatten(doc: "Doc") -> None:
    """Hang what lies too deep in a parse on what it lies in at the greatest depth, in place."""
    heads = [token.head.i for token in doc]
    found = depths(heads)
    if max(found, default=0) <= DEEPEST:
        return
    rows: Any = doc.to_array(["HEAD"]).reshape(-1, 1)
    above = list(heads)  # by increasing depth: the head of a token that lies too deep has its new one
    for token in sorted(range(len(heads)), key=found.__getitem__):
        if found[token] > DEEPEST + 1:
            above[token] = above[heads[token]]
            rows[token, 0] = (above[token] - token) % 2**64
    doc.from_array(["HEAD"], rows)


def depths(heads: Sequence[int]) -> list[int]:
    """How many heads each token has above it; a root is its own head."""
    found = [-1] * len(heads)
    for token in range(len(heads)):
        path = []
        while found[token] < 0 and heads[token] != token:
            path.append(token)
            token = heads[token]
        depth = max(found[token], 0)
        found[token] = depth
        for below in reversed(path):
            depth += 1
            found[below] = depth
    return found
