"""SPARQL text as tokens: what a query is, whether it may run here, and its parameters bound.

Nothing of a query is rewritten. `bind` adds SPARQL's own data blocks, ``VALUES ?_p { term }``, to the
groups that mention a parameter: the store's substitutions ignore ``BOUND`` and ``BIND`` (pyoxigraph 0.5),
and another endpoint has none. The terms are serialised by the store's library, never taken from text.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import urlsplit

from onrecord.errors import UsageError

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\r\n]*)
  | (?P<iri><[^<>"'{}|^`\s\x00-\x20]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.\-\u00b7]+)
  | (?P<name>(?:[^\W\d_][\w.\-\u00b7]*+)?:(?:[\w:.\-\u00b7]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)
  | (?P<words>[^\W\d_][\w.\-\u00b7]*+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"(?P<word>[^\W\d_]\w*)|(?P<sign>.)")
_ODD_IRI = re.compile(r"<[^<>\"{}|^`\s']*+'[^<>\"{}|^`\s]*+>")
_BEGINNINGS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"}
_QUOTES = ("'", '"', "''", '""')
LONGEST = 1_000_000
"""Characters of a query's text, at most: longer ones take too long to read before they run."""
_UNENDED = 20  # strings without an end in one text
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}


class Form(StrEnum):
    """The form of a query, which says what its answer is: a table, yes or no, or triples."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


class Token(NamedTuple):
    """A word, sign, name, IRI, variable or string of a query, at ``start`` to ``end``."""

    kind: str
    text: str
    start: int
    end: int

    def says(self, word: str) -> bool:
        """Whether it is this keyword or sign, in any case."""
        return self.kind in ("word", "sign") and self.text.upper() == word


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a query before it runs: its form, its prefixes, the graphs that FROM names.

    ``star`` tells whether it selects whatever variables there are.
    """

    form: Form
    prefixes: Mapping[str, str]
    graphs: tuple[str, ...]
    star: bool = False


@dataclass(slots=True, eq=False)
class _Group:
    """A group of a query while it is read: where a data block can stand, and which parameters it mentions."""

    start: int
    mentions: set[str] = field(default_factory=set)
    select: bool = False
    where: "_Group | None" = None

    def place(self) -> "_Group":
        """The group whose data block this one's clauses see: its own, or its WHERE group's."""
        group = self
        while group.select and group.where is not None:
            group = group.where
        return group


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, without white space and comments, in a time that grows with its length alone.

    UsageError where string after string has no end: for each, all that follows is searched.
    """
    unended = 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "sign"
        if kind == "words":  # "a.b", read at once up to where a colon could have stood
            for part in _WORD.finditer(text, found.start(), found.end()):
                yield Token(part.lastgroup or "sign", part.group(), part.start(), part.end())
        elif kind != "space":
            token = Token(kind, found.group(), found.start(), found.end())
            if token.text in _QUOTES and (kind == "sign" or text.startswith(token.text[0], token.end)):
                unended += 1
                if unended > _UNENDED:
                    raise _refusal(text, token, "strings without an end", "end each with its quotation mark")
            yield token


def screen(text: str, nesting: int = 500, hosts: Collection[str] = ()) -> Outline:
    """The outline of a query that may run here.

    UsageError for what may not: updates, a second query, SERVICE of any but the ``hosts``, more than
    ``nesting`` brackets within each other. What is no SPARQL at all is left for the store to say.
    """
    depth = 0
    ended = False
    form: Form | None = None
    star = False
    prefixes: dict[str, str] = {}
    graphs: list[str] = []
    read = list(tokens(text))
    for token, first, second in zip(read, [*read[1:], None], [*read[2:], None, None], strict=False):
        if token.kind == "sign" and token.text in "({[":
            depth += 1
        elif token.kind == "sign" and token.text in ")}]":
            depth -= 1
        if depth > nesting:
            raise _refusal(text, token, f"more than {nesting} nested brackets", "simplify the query")
        if ended and token.kind == "word" and token.text.upper() in _BEGINNINGS:
            raise _refusal(text, token, "a second query begins here", "put each query into a file of its own")
        if token.kind == "sign" and token.text == "}" and depth == 0:
            ended = form is not None and form is not Form.CONSTRUCT
        if form is None and token.kind == "word":
            word = token.text.upper()
            if word in _UPDATES:
                raise _refusal(text, token, f"{word} would change the data", "queries only read")
            if word in Form.__members__:
                form = Form(word)
                after = second if first and (first.says("DISTINCT") or first.says("REDUCED")) else first
                star = after is not None and after.says("*")
            elif word == "PREFIX" and first and second and first.kind == "name" and second.kind == "iri":
                prefixes[first.text[:-1]] = second.text[1:-1]
        elif token.says("FROM"):
            graph = second if first and first.says("NAMED") else first
            if graph and graph.kind in ("iri", "name"):
                graphs.append(expand(graph, prefixes))
    for service, asked in _services(read, prefixes):
        if asked is None or not _is_at(asked, hosts):
            raise _refusal(
                text,
                service,
                f"SERVICE would ask {'another server' if asked is None else asked}",
                "remove it and query that server by itself, or allow it with --allow-federation HOST",
            )
    if odd := _odd_iri(text, read):
        raise _refusal(text, odd, "an IRI with an apostrophe", "write %27 for it")
    return Outline(form or Form.SELECT, prefixes, tuple(graphs), star)


def bind(text: str, terms: Mapping[str, str]) -> str:
    """The query with a data block for each parameter in each group that mentions it.

    ``terms`` gives the variables' names without question mark, and RDF terms in N-Triples. UsageError
    for a parameter that stands where no data block reaches it, or that the query itself assigns.
    """
    if not terms:
        return text
    blocks: dict[int, str] = {}
    size = 0
    for group in _groups(text, terms):
        names = sorted(group.mentions)
        place = group.place()
        if place.start < 0 or place.select:
            raise UsageError(
                f"the parameter {' '.join('?' + name for name in names)} has no group to be bound in",
                where="query",
                remedy="give the query a WHERE { … } that is no short CONSTRUCT",
            )
        known = blocks.setdefault(place.start, "")
        added = [
            f" VALUES ?{name} {{ {terms[name]} }}" for name in names if f" VALUES ?{name} {{" not in known
        ]
        blocks[place.start] = known + "".join(added)
        size += sum(map(len, added))
        if size > 10 * LONGEST:
            raise UsageError(
                "is too long with its parameters in each group that mentions them",
                where="query",
                remedy="give shorter values, or mention each parameter in one group",
            )
    pieces, last = [], 0
    for start, block in sorted(blocks.items()):
        pieces += [text[last:start], block]
        last = start
    return "".join([*pieces, text[last:]])


def variables(text: str) -> tuple[str, ...]:
    """The names of a query's variables in the order they come, without question mark."""
    return tuple(dict.fromkeys(token.text[1:] for token in tokens(text) if token.kind == "variable"))


def declared(text: str) -> dict[str, str]:
    """The prefixes that a query declares, with their namespaces: in front of its form."""
    read = list(takewhile(lambda token: token.text.upper() not in Form.__members__, tokens(text)))
    return {
        name.text[:-1]: space.text[1:-1]
        for word, name, space in zip(read, read[1:], read[2:], strict=False)
        if word.says("PREFIX") and name.kind == "name" and space.kind == "iri"
    }


def undeclared(text: str) -> tuple[str, ...]:
    """The prefixes that a query uses without a PREFIX line for them."""
    known = declared(text)
    used = (token.text.partition(":")[0] for token in tokens(text) if token.kind == "name")
    return tuple(dict.fromkeys(prefix for prefix in used if prefix not in known))


def _groups(text: str, terms: Mapping[str, str]) -> list[_Group]:
    """The groups of a query that mention one of the terms."""
    root = _Group(-1, select=True)
    found, stack = [root], [root]  # a data block or a template stands on the stack as the group around it
    before: Token | None = None
    values = construct = False
    for token in tokens(text):
        top = stack[-1]
        if token.says("VALUES"):
            values = True
        elif token.says("{"):
            if values or (before is not None and before.says("CONSTRUCT")):
                construct, values = False, False
                stack.append(top)
            else:
                group = _Group(-1 if construct else token.end)
                construct = False
                if top.select and top.where is None:
                    top.where = group
                found.append(group)
                stack.append(group)
        elif token.says("}"):
            if len(stack) > 1:
                stack.pop()
        elif token.says("SELECT"):
            top.select = True
        elif token.says("CONSTRUCT"):
            construct = True
        elif token.kind == "variable" and token.text[1:] in terms:
            if before is not None and before.says("AS"):
                raise _refusal(
                    text,
                    token,
                    f"the parameter {token.text} has a value and cannot be assigned in the query",
                    "name another variable after AS",
                )
            top.mentions.add(token.text[1:])
        before = token
    return [group for group in found if group.mentions]


def expand(token: Token, prefixes: Mapping[str, str]) -> str:
    """The IRI that a token stands for."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, prefix + ":") + local.replace("\\", "")


def _services(read: list[Token], prefixes: Mapping[str, str]) -> Iterator[tuple[Token, str | None]]:
    """The tokens in which a store's reader may see SERVICE, each with the IRI asked where it is written.

    It stands before a name and a group, and needs no space around it (``trueSERVICE:x{``); a name that
    has the word in its prefix (``service:x``) is a name where no group follows.
    """
    for place, token in enumerate(read):
        if not (token.kind == "sign" and token.text == "{") or place == 0:
            continue
        name = read[place - 1]
        if name.kind not in ("iri", "name", "variable"):
            continue
        if name.kind == "name" and _holds_service(name):
            yield name, None
            continue
        for before in read[max(0, place - 3) : place - 1]:
            if before.kind in ("word", "name") and _holds_service(before):
                plain = before.text.upper() == "SERVICE" and name.kind != "variable"
                yield before, expand(name, prefixes) if plain else None


def _holds_service(token: Token) -> bool:
    return "SERVICE" in token.text.partition(":")[0].upper()


def _is_at(iri: str, hosts: Collection[str]) -> bool:
    """Whether an http IRI is of one of the hosts, each given with or without its port."""
    try:
        parts = urlsplit(iri)
        names = {parts.hostname, f"{parts.hostname}:{parts.port}" if parts.port else None}
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return False
    return bool({host.lower() for host in hosts} & {name for name in names if name})


def _odd_iri(text: str, read: list[Token]) -> Token | None:
    """The first "<" that may or may not begin an IRI: where readers differ, something can hide."""
    for token in read:
        if token.kind == "sign" and token.text == "<" and _ODD_IRI.match(text, token.start):
            return token
    return None


def _refusal(text: str, token: Token, what: str, remedy: str) -> UsageError:
    line = text.count("\n", 0, token.start) + 1
    column = token.start - text.rfind("\n", 0, token.start)
    return UsageError(f"refused: {what}", where=f"query:{line}:{column}", remedy=remedy)
