"""The triple patterns of a query's text: which statements the values of a row make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onrecord.namespaces import ONR, RDF
from onrecord.sparql import Token, declared, expand, tokens

TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern: subject and object are the name of a variable, or an IRI in angle brackets.

    None stands for anything: a literal, something nested, or what a path goes on to.
    """

    subject: str | None
    predicate: str
    object: str | None


def patterns(text: str) -> list[Pattern]:
    """The triple patterns of a query with an IRI as predicate, but for those in MINUS and NOT EXISTS.

    Of a property path the first step is one, or that of each of its alternatives: what it goes on to may be
    anything. Paths in brackets, what is nested in square ones, and the template of a CONSTRUCT are left out.
    """
    return list(_read(list(tokens(text)), declared(text)))


def _read(read: list[Token], prefixes: Mapping[str, str]) -> Iterator[Pattern]:
    subject: str | None = None
    path: list[Token] = []
    negated: list[bool] = []
    slot = 0  # which part of a triple comes next: subject, predicate, object
    place = 0
    while place < len(read):
        token = read[place]
        if token.says("{"):
            before = [one.text.upper() for one in read[max(0, place - 2) : place]]
            denied = bool(before) and (before[-1] == "MINUS" or before == ["NOT", "EXISTS"])
            negated.append(denied or bool(negated and negated[-1]))
            slot = 0
        elif token.says("}"):
            if negated:
                negated.pop()
            slot = 0
        elif not negated:
            pass
        elif token.kind == "word" and token.text.upper() in ("FILTER", "BIND", "VALUES", "SELECT"):
            place = _after(read, place + 1)
            slot = 0
            continue
        elif token.kind == "sign" and token.text in "([":
            place = _closed(read, place)  # an expression, a collection or a nested node
            slot = min(slot + 1, 3)
            continue
        elif token.says("."):
            slot = 0
        elif token.says(";"):
            slot = 1
        elif token.says(","):
            slot = 2
        elif slot == 0:
            subject, slot = _term(token, prefixes), 1
        elif slot == 1:
            end = _path_end(read, place)
            path, slot, place = read[place:end], 2, end
            continue
        elif slot == 2:
            if subject and not negated[-1]:
                yield from _steps(subject, path, _term(token, prefixes), prefixes)
            slot = 3
        place += 1


def _path_end(read: list[Token], place: int) -> int:
    """The place after the predicate or the path that begins at ``place``."""
    after_step = False
    while place < len(read):
        token = read[place]
        is_step = token.kind in ("iri", "name", "variable") or token.says("A")
        if is_step and after_step:
            break
        if not is_step and (token.kind != "sign" or token.text not in "/|*+?^!()"):
            break
        if after_step and token.kind == "sign" and token.text == "(":
            break  # a collection as object
        after_step = is_step or (after_step and token.text in "*+?)")
        place += 1
    return place


def _steps(
    subject: str, path: list[Token], value: str | None, prefixes: Mapping[str, str]
) -> Iterator[Pattern]:
    """The patterns of a predicate or path between a subject and a value."""
    if any(token.kind == "sign" and token.text in "()!" for token in path):
        return
    texts = [token.text for token in path]
    bars = [place for place, text in enumerate(texts) if text == "|"]
    for first, last in zip([0, *(place + 1 for place in bars)], [*bars, len(path)], strict=True):
        branch = path[first:last]
        inverse = bool(branch) and branch[0].text == "^"
        step = branch[inverse : inverse + 1]
        if not step:
            continue
        predicate = f"<{TYPE}>" if step[0].says("A") else _term(step[0], prefixes)
        if predicate is None or predicate.startswith("?"):
            continue
        end = value if len(branch) == 1 + inverse else None
        yield Pattern(end, predicate[1:-1], subject) if inverse else Pattern(subject, predicate[1:-1], end)


def _term(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """A variable with its question mark, or an IRI in angle brackets; None for anything else."""
    if token.kind == "variable":
        return "?" + token.text[1:]
    return f"<{expand(token, prefixes)}>" if token.kind in ("iri", "name") else None


def _closed(read: list[Token], place: int) -> int:
    """The place after the bracket that closes the one at ``place``."""
    depth = 0
    while place < len(read):
        if read[place].kind == "sign" and read[place].text in "([{":
            depth += 1
        elif read[place].kind == "sign" and read[place].text in ")]}":
            depth -= 1
        place += 1
        if depth == 0:
            break
    return place


def _after(read: list[Token], place: int) -> int:
    """The place after a FILTER's or BIND's brackets, a data block, or the head of a sub-select."""
    while place < len(read) and not (read[place].kind == "sign" and read[place].text in "({}"):
        if read[place].text.upper() in ("NOT", "EXISTS", "WHERE"):
            return place + (read[place].text.upper() == "WHERE")
        place += 1
    if place < len(read) and read[place].text == "(":
        return _closed(read, place)
    return place


def stated(found: list[Pattern]) -> list[Pattern]:
    """The patterns, with those that look for a claim read as the statement that the claim makes."""
    claims: dict[str, dict[str, str | None]] = {}
    for pattern in found:
        part = pattern.predicate.removeprefix(ONR)
        is_part = part in ("subject", "predicate", "object") and part != pattern.predicate
        if is_part and pattern.subject is not None:
            claims.setdefault(pattern.subject, {})[part] = pattern.object
    made = [
        Pattern(subject, predicate[1:-1], parts.get("object"))
        for parts in claims.values()
        if (subject := parts.get("subject")) and (predicate := parts.get("predicate") or "").startswith("<")
    ]
    return [*made, *(pattern for pattern in found if pattern.subject not in claims)]
