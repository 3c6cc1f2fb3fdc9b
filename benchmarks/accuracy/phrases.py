"""Noun phrases in the sentences of a text that describe somebody or something, cautiously cut out."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from accuracy.words import classes, closed, plain, tokens

#: How many words before its head a phrase may have.
_MOST = 4
#: Endings of words that seldom begin the name of something.
_OPENERS = ("ed", "ing", "ly")

Place = tuple[int, int]
Token = tuple[int, int, str]


def phrases(sentences: Mapping[int, str], taken: Collection[int]) -> dict[str, list[Place]]:
    """The noun phrases of sentences, each with its places; not those that end at a place taken."""
    found: dict[str, list[Place]] = defaultdict(list)
    for start, words in sorted(sentences.items()):
        for first, last in _runs(words):
            if start + last not in taken:
                found[" ".join(words[first:last].lower().split())].append((start + first, start + last))
    return dict(found)


def _runs(words: str) -> Iterator[Place]:
    run: list[Token] = []
    for token in (*tokens(words), (0, 0, ".")):
        if plain(token[2]) == "x":
            run.append(token)
            continue
        yield from _heads(run)
        run = []


def _heads(run: list[Token]) -> Iterator[Place]:
    """Yield where each head in a run of open-class words ends its phrase, and where that begins."""
    free = 0
    for at, (_, last, word) in enumerate(run):
        if not nominal(word) or (at + 1 < len(run) and nominal(run[at + 1][2])):
            continue
        first = max(free, at - _MOST)
        while first < at and _opener(run[first][2]):
            first += 1
        yield run[first][0], last
        free = at + 1


def nominal(word: str) -> bool:
    """Whether a word may be the head of a phrase for an agent, a place or a thing."""
    return any(
        one in closed("nominal") or one.partition(":")[0] in closed("nominal") for one in classes(word)
    )


def _opener(word: str) -> bool:
    if any(one.partition(":")[0] in closed("verbal") for one in classes(word)):
        return True
    return word.lower().endswith(_OPENERS) and not nominal(word)
